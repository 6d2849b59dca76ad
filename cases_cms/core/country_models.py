"""What the site says of each country and region: its own names, order, and whether forms offer it."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from cases_cms.core.collation import is_spelled_by_sound, sort_key
from cases_cms.core.countries import STAMP, content_languages, country_name, default_name, validate_country
from cases_cms.core.languages import language_label
from cases_cms.core.memory import touch


class Country(models.Model):
    """A country or region of ISO 3166-1. There is one for each code, made by ``migrate``; none is added or deleted."""

    code = models.CharField(_("code"), max_length=2, unique=True, editable=False, validators=[validate_country])
    names = models.JSONField(_("names"), default=dict, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(
        _("position"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(999)],
        help_text=_("Countries and regions with a number come first, from the lowest up; the others follow by name."),
    )
    is_offered = models.BooleanField(
        _("offered in forms"),
        default=True,
        help_text=_("Where it is in use already, it stays."),
    )
    #: ``{language: [name, key]}`` of languages whose keys are dear (see core.collation); void if the name differs.
    sort_keys = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        app_label = "cases_core"
        ordering = ("code",)
        default_permissions = ("change", "view")
        verbose_name = _("country or region")
        verbose_name_plural = _("countries and regions")

    def __str__(self):
        return country_name(self.code)

    def save(self, *args, **kwargs):
        with transaction.atomic():
            self.set_sort_keys()
            result = super().save(*args, **kwargs)
            touch(STAMP)
            return result

    def own_name(self, language):
        """The name given here, or ""."""
        return self.names.get(language, "")

    def name_in(self, language):
        """The name in use."""
        return self.own_name(language) or default_name(self.code, language)

    def set_sort_keys(self):
        """Keep the keys of the names in use."""
        self.sort_keys = {
            language: [name, sort_key(name, language)]
            for language in content_languages()
            if is_spelled_by_sound(language) and (name := self.name_in(language))
        }

    def clean(self):
        super().clean()
        others = list(Country.objects.exclude(pk=self.pk))
        for language in content_languages():
            name = self.name_in(language)
            for other in others:
                if name.casefold() == other.name_in(language).casefold():
                    raise ValidationError(
                        _("“%(name)s” is the name of %(code)s already, in %(language)s."),
                        code="duplicate",
                        params={"name": name, "code": other.code, "language": language_label(language)},
                    )
