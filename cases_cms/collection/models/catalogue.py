"""The catalogue's tables: one narrow row per case and language. Written by collection.catalogue only."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model_string
from wagtail.search import index
from wagtail.search.queryset import SearchableQuerySetMixin


class CatalogueQuerySet(SearchableQuerySetMixin, models.QuerySet):
    """Entries as the public lists them."""

    def in_collection(self, key):
        """Entries of the collection with the translation key ``key``."""
        return self.filter(collection_key=key)

    def in_language(self, language):
        """Entries for visitors who read ``language``: one a case, whatever language its page is in."""
        return self.filter(language=language)

    def in_edition(self, year):
        """Entries of the edition of ``year``."""
        return self.filter(year=year)

    def in_category(self, code):
        """Entries of the category ``code``."""
        return self.filter(category=code)

    def outstanding(self):
        """Entries of outstanding cases."""
        return self.filter(outstanding=True)

    def for_cases(self, case_keys):
        """Entries of the cases with these translation keys."""
        return self.filter(case_key__in=case_keys)

    def newest_first(self):
        """The order of lists: newest edition, outstanding cases, title."""
        return self.order_by("-year", "-outstanding", "title_key", "case_key")


class CatalogueEntry(index.Indexed, models.Model):
    """A case as visitors of one language see it. Only live, public, released pages are here."""

    #: The catalogue writes the search index itself, many rows at a time (collection.catalogue).
    search_auto_update = False

    case_key = models.UUIDField(_("case"))
    language = models.CharField(_("visitor's language"), max_length=100)
    page = models.ForeignKey(
        "cases_collection.CasePage",
        verbose_name=_("page to show"),
        # The row is moved to another page, or removed, in the transaction that deletes this one.
        on_delete=models.DO_NOTHING,
        related_name="+",
    )
    page_language = models.CharField(_("language of the page"), max_length=100)
    collection_key = models.UUIDField(_("collection"))
    year = models.PositiveSmallIntegerField(_("year"))
    category = models.CharField(_("category"), max_length=40)
    outstanding = models.BooleanField(_("outstanding"), default=False)
    code = models.CharField(
        _("code"), max_length=260, default="", help_text=_("YEAR.slug, the same in every language.")
    )
    title = models.CharField(_("title"), max_length=255)
    title_key = models.CharField(
        _("key of the title's place in lists"),
        max_length=255,
        default="",
        help_text=_("As the visitor's language sorts."),
    )
    summary = models.TextField(_("summary"), blank=True)
    start_year = models.PositiveSmallIntegerField(_("start"), null=True)
    cover = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("cover"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    facet_values = models.JSONField(
        _("values of facets"),
        default=dict,
        help_text=_("For lists and the explorer's index; filters of the database read the rows of values."),
    )
    has_sample_data = models.BooleanField(_("has sample data"), default=False)

    objects = CatalogueQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=10),
        index.AutocompleteField("title"),
        index.SearchField("searchable_titles", boost=5),
        index.SearchField("searchable_organizations", boost=3),
        index.SearchField("searchable_text"),
        index.FilterField("case_key"),
        index.FilterField("language"),
        index.FilterField("collection_key"),
        index.FilterField("year"),
        index.FilterField("category"),
        index.FilterField("outstanding"),
        index.FilterField("code"),
    ]

    class Meta:
        verbose_name = _("catalogue entry")
        verbose_name_plural = _("catalogue entries")
        constraints = [models.UniqueConstraint(fields=["case_key", "language"], name="cases_catalogue_case_language")]
        indexes = [
            models.Index(
                fields=["collection_key", "language", "-year", "-outstanding", "title_key"],
                name="cases_catalogue_order",
            ),
            models.Index(fields=["language", "code"], name="cases_catalogue_code"),
        ]

    def __str__(self):
        return f"{self.title} ({self.language})"

    @classmethod
    def get_indexed_objects(cls):
        return super().get_indexed_objects().select_related("text")

    @property
    def country_codes(self):
        """ISO codes of its countries and regions, sorted."""
        return self.facet_values.get("country", [])

    @property
    def searchable_titles(self):
        """Its titles in the other languages."""
        return "\n".join(self.text.other_titles.values())

    @property
    def searchable_organizations(self):
        """Names, in every language, of its organizations."""
        return "\n".join(self.text.organization_names)

    @property
    def searchable_text(self):
        """Its own text."""
        return self.text.content


class CatalogueValue(models.Model):
    """A value of a facet of which an entry may have several: a country, an organization, a language, a host's."""

    entry = models.ForeignKey(CatalogueEntry, on_delete=models.CASCADE, related_name="values")
    facet = models.CharField(_("facet"), max_length=40)
    value = models.CharField(_("value"), max_length=80)

    class Meta:
        verbose_name = _("value of an entry")
        verbose_name_plural = _("values of entries")
        constraints = [models.UniqueConstraint(fields=["facet", "value", "entry"], name="cases_catalogue_facet_value")]

    def __str__(self):
        return f"{self.facet}={self.value}"


class CatalogueText(models.Model):
    """What words are sought in, beside an entry's title; kept apart so that the entry's row stays narrow."""

    entry = models.OneToOneField(CatalogueEntry, on_delete=models.CASCADE, related_name="text", primary_key=True)
    content = models.TextField(_("text"), help_text=_("Summary and sections as they are, without markup."))
    other_titles = models.JSONField(_("titles in other languages"), default=dict)
    organization_names = models.JSONField(_("names of organizations in every language"), default=list)

    class Meta:
        verbose_name = _("text of an entry")
        verbose_name_plural = _("texts of entries")

    def __str__(self):
        return self.content[:60]


class CatalogueChange(models.Model):
    """A short memory of which entries changed last, so that processes need not read all of them again.

    Rows of one change share the stamp that it left (core.memory); without an entry it was too much to name.
    """

    stamp = models.CharField(_("stamp"), max_length=32)
    entry_id = models.BigIntegerField(_("entry"), null=True)

    class Meta:
        verbose_name = _("change of the catalogue")
        verbose_name_plural = _("changes of the catalogue")

    def __str__(self):
        return f"{self.stamp}: {self.entry_id}"
