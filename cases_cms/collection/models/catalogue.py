"""The catalogue's tables: one narrow row per case and language. Written by collection.catalogue only."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model_string


class CatalogueQuerySet(models.QuerySet):
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
        return self.order_by("-year", "-outstanding", "title", "case_key")


class CatalogueEntry(models.Model):
    """A case as visitors of one language see it. Only live, public, released pages are here."""

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
    title = models.CharField(_("title"), max_length=255)
    summary = models.TextField(_("summary"), blank=True)
    start_year = models.PositiveSmallIntegerField(_("start"), null=True)
    cover = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("cover"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    country_codes = models.JSONField(
        _("countries and regions"), default=list, help_text=_("For lists; filters read the country rows.")
    )
    has_sample_data = models.BooleanField(_("has sample data"), default=False)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = _("catalogue entry")
        verbose_name_plural = _("catalogue entries")
        constraints = [models.UniqueConstraint(fields=["case_key", "language"], name="cases_catalogue_case_language")]
        indexes = [
            models.Index(
                fields=["collection_key", "language", "-year", "-outstanding", "title"],
                name="cases_catalogue_list",
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.language})"


class CatalogueCountry(models.Model):
    """A country or region of an entry."""

    entry = models.ForeignKey(CatalogueEntry, on_delete=models.CASCADE, related_name="countries")
    code = models.CharField(_("country or region"), max_length=2)

    class Meta:
        verbose_name = _("country or region of an entry")
        verbose_name_plural = _("countries and regions of an entry")
        constraints = [models.UniqueConstraint(fields=["code", "entry"], name="cases_catalogue_country")]

    def __str__(self):
        return self.code


class CatalogueText(models.Model):
    """Folded text of an entry, for finding words; kept apart so that the entry's row stays narrow."""

    entry = models.OneToOneField(CatalogueEntry, on_delete=models.CASCADE, related_name="text", primary_key=True)
    content = models.TextField(_("text"))

    class Meta:
        verbose_name = _("text of an entry")
        verbose_name_plural = _("texts of entries")

    def __str__(self):
        return self.content[:60]
