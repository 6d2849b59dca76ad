"""Editions whose cases are public already were released; one whose page alone is public was announced."""

from django.db import migrations


def take_note(apps, schema_editor):
    EditionPage = apps.get_model("cases_collection", "EditionPage")
    CasePage = apps.get_model("cases_collection", "CasePage")
    EditionRelease = apps.get_model("cases_release", "EditionRelease")
    editions = {}
    for key, path, live, published_at in EditionPage.objects.order_by("path").values_list(
        "translation_key", "path", "live", "first_published_at"
    ):
        editions.setdefault(key, []).append((path, live, published_at))
    for key, pages in editions.items():
        is_public = any(live for _path, live, _at in pages)
        has_cases = any(
            CasePage.objects.filter(path__startswith=path, live=True).exists() for path, live, _at in pages if live
        )
        values = {"state": "released" if has_cases else "embargo", "is_announced": is_public and not has_cases}
        if has_cases:
            values["released_at"] = min((at for _path, live, at in pages if live and at), default=None)
        EditionRelease.objects.get_or_create(edition_key=key, defaults=values)


class Migration(migrations.Migration):
    dependencies = [
        ("cases_release", "0001_initial"),
        ("cases_collection", "0005_facet_values_of_the_catalogue"),
    ]

    operations = [migrations.RunPython(take_note, migrations.RunPython.noop)]
