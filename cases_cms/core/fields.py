"""Model fields for neutral codes of countries, regions and languages, and for bodies of pages."""

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import get_content_languages
from wagtail.fields import StreamField

from cases_cms.core.countries import CODES, country_choices, country_name, validate_countries, validate_country
from cases_cms.core.languages import language_name
from cases_cms.core.widgets import CountriesSelect


class OffersChosenMixin:
    """A choice of countries in which one that is no longer offered can stay where it was chosen."""

    def valid_value(self, value):
        return super().valid_value(value) or value in CODES

    def prepare_value(self, value):
        value = super().prepare_value(value)
        offered = {code for code, _name in self.choices}
        chosen = value if isinstance(value, list) else [value]
        gone = [code for code in chosen if isinstance(code, str) and code in CODES and code not in offered]
        if gone:
            self.widget.choices = [*self.choices, *((code, country_name(code)) for code in gone)]
        return value


class CountryFormField(OffersChosenMixin, forms.ChoiceField):
    """One country or region."""


class CountriesFormField(OffersChosenMixin, forms.MultipleChoiceField):
    """Several countries and regions."""


class CountryCodeField(models.CharField):
    """One ISO 3166-1 alpha-2 code; forms offer the names in the language of the person."""

    default_validators = [validate_country]

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 2
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def formfield(self, **kwargs):
        kwargs.pop("max_length", None)
        field = CountryFormField(
            choices=lambda: [("", _("Choose a country or region")), *country_choices()],
            required=not self.blank,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
        )
        return field


class CountryCodesField(models.JSONField):
    """A list of ISO 3166-1 alpha-2 codes, in the order given."""

    default_validators = [validate_countries]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return CountriesFormField(
            choices=country_choices,
            required=not self.blank,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
            widget=CountriesSelect(),
        )

    def get_searchable_content(self, value):
        return []


def language_choices():
    """``(code, name)`` of the site's languages, each in its own."""
    return [(code, language_name(code)) for code in get_content_languages()]


class LanguageField(models.CharField):
    """Code of one of the site's languages; its choices stay out of migrations. Blank: all languages."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 12)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        empty = [("", _("All languages"))] if self.blank else []
        return forms.ChoiceField(
            choices=lambda: [*empty, *language_choices()],
            required=not self.blank,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
        )


class BodyField(StreamField):
    """A StreamField whose block definitions stay out of migrations: they change often and alter no column."""

    def __init__(self, block_types=(), **kwargs):
        super().__init__(block_types, **kwargs)

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
