"""Widgets of edit forms."""

import json

from django import forms
from django.utils.translation import gettext as _

from cases_cms.core.countries import country_name
from cases_cms.core.languages import site_languages


class CountriesSelect(forms.SelectMultiple):
    """A list of countries and regions to choose several from; a script makes it a search with checkboxes.

    Each is found by its name in any language of the site, and by its code. Without the script it is a plain list.
    """

    def __init__(self, attrs=None, choices=()):
        super().__init__({"size": 10, "data-controller": "cases-countries", **(attrs or {})}, choices)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-cases-countries-texts-value"] = json.dumps(
            {
                "search": _("Search by name or code"),
                "list": _("Countries and regions"),
                "chosen": _("Chosen"),
                "remove": _("Remove %(name)s"),
                "count": _("%(count)s chosen"),
                "found": _("%(found)s found, %(count)s chosen"),
            }
        )
        return context

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        names = [country_name(value, language) for language in site_languages()]
        option["attrs"]["data-search"] = " ".join(dict.fromkeys([*names, str(value)]))
        return option
