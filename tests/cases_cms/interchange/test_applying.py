"""Rows become drafts in all their languages; the same file again changes nothing."""

from pathlib import PurePosixPath
from posixpath import basename

import pytest
from wagtail.images import get_image_model
from wagtail.models import PageLogEntry
from wagtail_localize.models import StringTranslation, Translation

from cases_cms.collection.models import CasePage, Organization
from cases_cms.interchange.exporting import rows_of
from cases_cms.interchange.imports import Session
from cases_cms.interchange.models import CaseIdentifier
from cases_cms.interchange.planned import Action
from cases_cms.localization.enums import CellState
from cases_cms.localization.models import BoardCell
from cases_cms.release.models import ReadyMark
from cases_cms.release.ready import approve_for_release, ready_states
from tests.cases_cms.interchange.books import csv_of
from tests.cases_cms.interchange.sheets import bring_in, case, draft, embargoed, session, zip_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(small_site):
    return embargoed(small_site)


def actions(some):
    return [row.action for row in some.plan.rows]


def test_a_row_becomes_a_draft_in_both_languages(edition):
    bring_in(edition, case())
    page = CasePage.objects.get(locale=edition.locale, title="Masts for villages")
    assert (page.live, page.slug, page.category, page.outstanding) == (
        False,
        "masts-for-villages",
        "infrastructure",
        True,
    )
    assert (page.countries, page.reach, page.reach_qualifier, page.start_year) == (["CN", "KE"], 30, "over", 2018)
    assert page.background == "<p>No network.</p><p>No power.</p>"
    assert page.benefits == "<ul><li>Schools</li><li>Clinics</li></ul>"
    assert [(one.value, one.label) for one in page.figures.all()] == [("over 230", "villages")]
    chinese = draft(page, "zh-hans")
    assert (chinese.live, chinese.title, chinese.summary, chinese.slug) == (
        False,
        "乡村信号塔",
        "为乡村建设的网络。",
        "masts-for-villages",
    )
    assert chinese.background == "<p>没有网络。</p><p>没有电力。</p>"
    assert chinese.benefits == "<ul><li>学校</li><li>诊所</li></ul>"
    assert [(one.value, one.label) for one in chinese.figures.all()] == [("超过230", "个村庄")]
    assert [(one.title, one.url) for one in chinese.links.all()] == [("网站", "https://example.org/zh")]
    assert CaseIdentifier.objects.get().case_key == page.translation_key


def test_the_second_language_is_a_translation_whose_segments_are_filled(edition):
    bring_in(edition, case())
    page = CasePage.objects.get(locale=edition.locale, title="Masts for villages")
    translation = Translation.objects.get(source__object_id=page.translation_key)
    assert translation.get_progress()[0] == translation.get_progress()[1]
    cell = BoardCell.objects.get(translation=translation)
    assert cell.state == CellState.IN_PROGRESS


def test_organizations_are_made_in_all_languages_and_found_again(edition):
    bring_in(edition, case(), case(2))
    made = Organization.objects.filter(code="bridge-institute")
    assert {row.locale.language_code: row.name for row in made} == {"en": "Bridge Institute", "zh-hans": "桥梁研究所"}
    assert len({row.translation_key for row in made}) == 1
    assert {child.organization.name for page in CasePage.objects.all() for child in page.organizations.all()} == {
        "Bridge Institute"
    }


def test_the_same_file_again_changes_nothing(edition):
    archive = zip_of(mast="navy", tower="teal")
    row = case(Cover="mast.png", Pictures="tower.png; mast.png")
    row |= {"What the pictures show (en)": "A tower; A mast", "What the pictures show (zh-hans)": "塔；信号塔"}
    bring_in(edition, row, case(2), archive=archive)
    before = (
        StringTranslation.objects.count(),
        PageLogEntry.objects.count(),
        get_image_model().objects.count(),
        sorted(CasePage.objects.values_list("latest_revision", flat=True)),
    )
    for files in (archive, b""):
        again = session(edition, row, case(2), archive=files)
        assert (actions(again), again.plan.problems) == ([Action.LEFT, Action.LEFT], 0)
        assert [row.changes for row in again.plan.rows] == [[], []]
        assert [again.apply(row) for row in again.plan.rows] == [None, None]
    assert before == (
        StringTranslation.objects.count(),
        PageLogEntry.objects.count(),
        get_image_model().objects.count(),
        sorted(CasePage.objects.values_list("latest_revision", flat=True)),
    )


def test_what_was_exported_changes_nothing_when_it_comes_back(edition):
    bring_in(edition, case(), case(2))
    keys = sorted(set(CasePage.objects.values_list("translation_key", flat=True)))
    for reader in ("en", "zh-hans"):
        rows = list(rows_of(keys, ["en", "zh-hans"], reader=reader))
        data = csv_of(list(rows[0]), *(list(row.values()) for row in rows))
        back = Session(edition_key=edition.translation_key, name="back.csv", data=data)
        assert (actions(back), back.plan.problems) == ([Action.LEFT, Action.LEFT], 0)


def test_a_changed_cell_changes_that_alone_and_approvals_fall(edition):
    bring_in(edition, case())
    page = CasePage.objects.get(locale=edition.locale, title="Masts for villages")
    approve_for_release(page=page.get_latest_revision_as_object(), user=None)
    assert ReadyMark.objects.filter(page=page).count() == 1
    before = draft(page)
    row = case() | {"Background (en)": "No network.\nNo power at all."}
    some = session(edition, row)
    assert some.plan.rows[0].changes == ["background.en", "background.zh-hans"]
    bring_in(edition, row)
    after = draft(page)
    assert after.background == "<p>No network.</p><p>No power at all.</p>"
    assert [child.translation_key for child in after.figures.all()] == [
        child.translation_key for child in before.figures.all()
    ]
    assert draft(page, "zh-hans").background == "<p>没有网络。</p><p>没有电力。</p>"
    page.refresh_from_db()
    assert ready_states([page])[page.pk].is_ready is False
    assert actions(session(edition, row)) == [Action.LEFT]


def test_pictures_come_back_by_the_names_of_their_files_whatever_they_are_called(edition):
    row = case(Cover="mast.png", Pictures="mast.png; tower.png")
    bring_in(edition, row, archive=zip_of(mast="navy", tower="teal"))
    images = {image.title: image for image in get_image_model().objects.filter(title__in=["mast", "tower"])}
    # Staff give a picture the name that another one's file has.
    stems = {title: PurePosixPath(image.file.name).stem for title, image in images.items()}
    images["tower"].title, images["mast"].title = stems["mast"], stems["tower"]
    for image in images.values():
        image.save()
    keys = sorted(set(CasePage.objects.values_list("translation_key", flat=True)))
    rows = list(rows_of(keys, ["en", "zh-hans"], reader="en"))
    data = csv_of(list(rows[0]), *(list(row.values()) for row in rows))
    back = Session(edition_key=edition.translation_key, name="back.csv", data=data)
    assert ([planned.changes for planned in back.plan.rows], back.plan.problems) == ([[]], 0)
    names = {title: basename(image.file.name) for title, image in images.items()}
    backwards = case(Pictures=f"{names['tower']}; {names['mast']}")
    assert [planned.changes for planned in session(edition, backwards).plan.rows] == [["pictures"]]
    bring_in(edition, backwards)
    page = draft(CasePage.objects.get(title="Masts for villages", locale=edition.locale))
    assert [child.image_id for child in page.gallery.all()] == [images["tower"].pk, images["mast"].pk]
