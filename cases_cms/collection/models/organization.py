"""Organizations: named once in each language, used by cases, editions, members and voices."""

from django.core.validators import validate_slug
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import ReferenceIndex, TranslatableMixin
from wagtail.search import index

from cases_cms.core.countries import country_name
from cases_cms.core.fields import CountryCodeField
from cases_cms.core.localization import shared, translated


class Organization(index.Indexed, TranslatableMixin, models.Model):
    """An organization (or a person) that applies, takes part, is a member or receives an award.

    ``code`` is its neutral name, the same in every language.
    """

    name = models.CharField(_("official name"), max_length=250)
    code = models.CharField(
        _("code"),
        max_length=80,
        validators=[validate_slug],
        help_text=_("Neutral name for addresses, the same in every language; lower-case letters, digits, hyphens."),
    )
    country = CountryCodeField(_("country or region"), blank=True, help_text=_("Where its head office is."))
    website = models.URLField(_("website"), blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("code"),
        FieldPanel("country"),
        FieldPanel("website"),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("code"),
        index.AutocompleteField("code"),
        index.FilterField("code"),
        index.FilterField("country"),
        index.FilterField("locale_id"),
    ]
    api_fields = [APIField("name"), APIField("code"), APIField("country"), APIField("website")]
    override_translatable_fields = [*translated("name"), *shared("code", "country", "website")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["code", "locale"], name="cases_organization_code_locale")]

    def __str__(self):
        return self.name

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Save, and in the same transaction what finds cases by the name."""
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Delete it; ProtectedError while pages refer to it, which would lose whom they are about."""
        if self.is_used():
            raise ProtectedError(_("Pages refer to this organization."), {self})
        return super().delete(*args, **kwargs)

    def is_used(self):
        """Whether a page refers to it, drafts that were never published included."""
        return ReferenceIndex.get_references_to(self).exists()

    @property
    def country_name(self):
        """Name of the country in the active language; empty if not known."""
        return country_name(self.country) if self.country else ""
