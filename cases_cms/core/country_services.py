"""Keeps one Country for each ISO code."""

from django.db import transaction

from cases_cms.core.countries import CODES, STAMP
from cases_cms.core.country_models import Country
from cases_cms.core.memory import touch


def ensure_countries():
    """Make the countries that are missing and renew the keys of names that were changed elsewhere (settings, CLDR).

    Returns how many rows were written. Called after ``migrate``.
    """
    with transaction.atomic():
        known = {country.code: country for country in Country.objects.all()}
        missing = [Country(code=code) for code in sorted(CODES - known.keys())]
        changed = []
        for country in [*missing, *known.values()]:
            before = country.sort_keys
            country.set_sort_keys()
            if country.pk and country.sort_keys != before:
                changed.append(country)
        Country.objects.bulk_create(missing)
        Country.objects.bulk_update(changed, ["sort_keys"])
        if missing or changed:
            touch(STAMP)
    return len(missing) + len(changed)


def after_migrate(apps, using="default", plan=(), **kwargs):
    """Receiver of ``post_migrate``; does nothing where the table is not there (migrated backwards)."""
    try:
        apps.get_model("cases_core", "Country")
    except LookupError:
        return
    if using == "default":
        ensure_countries()
