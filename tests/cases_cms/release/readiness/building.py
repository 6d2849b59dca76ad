"""An edition under embargo for tests of its readiness."""

from wagtail.models import Locale

from cases_cms.localization.enums import Stage
from cases_cms.localization.models import BoardCell
from cases_cms.localization.rows import refresh
from cases_cms.release.models import EditionRelease, ReadyMark
from cases_cms.release.readiness.selectors import find
from tests.factories import EditionPageFactory, make_case, translate


def approve(page):
    """Approve the latest draft of a source page, as ``ready.approve_for_release`` does."""
    page.refresh_from_db()
    ReadyMark.objects.update_or_create(page_id=page.pk, defaults={"revision_id": page.latest_revision_id})


def approve_translations(page):
    """Approve the translations of a page as they are now."""
    refresh([page.translation_key])
    for cell in BoardCell.objects.filter(row__object_id=page.translation_key).select_related("row"):
        cell.stage, cell.approved_hash = Stage.APPROVED, cell.row.text_hash
        cell.save()
    refresh([page.translation_key])


def make_ready(page):
    """A page that nothing keeps from its release: approved, in Chinese, too. Returns it."""
    translate(page, publish=False)
    approve(page)
    approve_translations(page)
    return page


def embargoed_edition(site, year=2026):
    """A draft edition that is ready by itself, in English and Chinese: (page, EditionRelease)."""
    page = make_ready(EditionPageFactory(parent=site.collection, year=year, released=False))
    return page, EditionRelease.objects.get(edition_key=page.translation_key)


def ready_case(edition, **values):
    """A case that is ready in both languages."""
    return make_ready(make_case(edition, publish=False, **values))


def codes(release, **options):
    """``[(kind, language)]`` of the findings."""
    return [(finding.kind, finding.language) for finding in find(release, **options)]


def chinese():
    return Locale.objects.get(language_code="zh-hans")
