"""Run by tests in a process of its own, on a database of its own: ``build SECONDS`` or ``plan SECONDS`` or ``tell``."""

import datetime
import json
import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402  after the setup
from wagtail.models import Page  # noqa: E402

from cases_cms.collection.models import CatalogueEntry  # noqa: E402
from cases_cms.demo.made_up_edition import YEAR, EditionMaker  # noqa: E402
from cases_cms.release.models import EditionRelease  # noqa: E402


def plan(seconds):
    """Plan and confirm the release in so many seconds, as two people would."""
    at = (timezone.now() + datetime.timedelta(seconds=int(seconds))).replace(microsecond=0)
    EditionRelease.objects.filter(edition_key__in=_keys()).update(release_at=at, approved_at=timezone.now())


def tell():
    """What became of it, as JSON."""
    release = EditionRelease.objects.filter(edition_key__in=_keys()).get()
    pages = Page.objects.filter(url_path__contains=f"/{YEAR}/")
    sys.stdout.write(
        json.dumps(
            {
                "state": release.state,
                "on_time": release.released_at is not None and release.released_at == release.release_at,
                "live": pages.filter(live=True).count(),
                "pages": pages.count(),
                "listed": CatalogueEntry.objects.filter(year=YEAR).count(),
                "runs": sorted(release.runs.values_list("kind", "status")),
            }
        )
    )


def _keys():
    return Page.objects.filter(slug=str(YEAR)).values("translation_key")


if __name__ == "__main__":
    if sys.argv[1] == "build":
        EditionMaker().build(cases=3, stories=1)
    elif sys.argv[1] == "plan":
        plan(sys.argv[2])
    else:
        tell()
