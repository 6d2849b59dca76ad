"""The board's rows and cells, beside what they are about."""

import pytest
from django.db import connection
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from cases_cms.collection.models import CasePage, Organization
from cases_cms.core import services
from cases_cms.localization import rows
from cases_cms.localization.board_check import find_differences
from cases_cms.localization.enums import CellState, Stage
from cases_cms.localization.models import BoardCell, BoardRow, SegmentComment
from cases_cms.localization.texts import reference_instance, text_hash, word_count
from tests.factories import OrganizationFactory, in_chinese, make_case, translate

pytestmark = pytest.mark.django_db


def states(instance):
    """``{language: state}`` of a thing."""
    return dict(
        BoardCell.objects.filter(row__object_id=instance.translation_key).values_list("locale__language_code", "state")
    )


def republish(page, **values):
    """Publish ``page`` with other texts; what was handed over follows."""
    page.refresh_from_db()
    for name, value in values.items():
        setattr(page, name, value)
    services.save_page(page=page, publish=True)
    source = TranslationSource.objects.get(object_id=page.translation_key, locale=page.locale)
    source.update_from_db()
    rows.refresh([page.translation_key])
    return page


@pytest.fixture
def case(small_site):
    return make_case(small_site.edition, title="A mast", summary="One mast for ten villages.", translated=True)


@pytest.fixture
def cell(case, small_site):
    return rows.cell_of(case, small_site.zh)


def test_words_of_scripts_with_spaces_and_han_characters_are_counted():
    assert word_count("<b>Two</b> words &amp; 世界互联网") == 7


def test_a_translated_case_is_current_in_its_edition(case, cell, small_site):
    row = rows.row_of(case)

    assert states(case) == {"zh-hans": CellState.CURRENT}
    assert (row.kind, row.year, row.title, row.is_public) == ("cases_collection.casepage", 2024, "A mast", True)
    assert (row.locale, row.object_pk, row.text_hash) == (small_site.en, str(case.pk), text_hash(case))
    assert (cell.translated, cell.words_left, cell.is_public) == (cell.segments, 0, True)
    assert row.segments == cell.segments
    assert find_differences() == []


def test_what_was_never_handed_over_is_missing_with_all_its_words(small_site):
    case = make_case(small_site.edition)
    cell = rows.cell_of(case, small_site.zh)

    assert cell.state == CellState.MISSING
    assert (cell.segments, cell.translated, cell.words_left) == (cell.row.segments, 0, cell.row.words)
    assert cell.row.words > 0


def test_an_alias_is_no_translation(small_site):
    case = make_case(small_site.edition)
    case.copy_for_translation(small_site.zh, alias=True)

    assert rows.cell_of(case, small_site.zh).target_pk == ""
    assert states(case) == {"zh-hans": CellState.MISSING}
    assert BoardRow.objects.filter(object_id=case.translation_key).count() == 1


def test_a_draft_of_the_source_changes_nothing(case, cell):
    case.refresh_from_db()
    case.summary = "Another text, not published."
    case.save_revision()

    cell.refresh_from_db()
    assert (cell.state, cell.row.text_hash) == (CellState.CURRENT, text_hash(CasePage.objects.get(pk=case.pk)))
    assert find_differences() == []


def test_a_published_change_of_the_source_makes_translations_out_of_date(case, cell, small_site):
    republish(case, summary="Two masts for ten villages.")

    cell.refresh_from_db()
    assert (cell.state, cell.changed, cell.segments - cell.translated) == (CellState.OUT_OF_DATE, 1, 1)
    assert cell.words_left == 5
    assert small_site.in_zh(case).live is True


def test_back_to_the_former_text_is_current_again(case, cell):
    summary = case.summary
    republish(case, summary="Two masts for ten villages.")
    republish(case, summary=summary)

    assert states(case) == {"zh-hans": CellState.CURRENT}


def test_other_columns_of_the_source_change_nothing(case):
    republish(case, start_year=2019)

    assert states(case) == {"zh-hans": CellState.CURRENT}


def test_a_translation_counts_when_it_is_published_by_hand_with_all_its_texts(case, cell, small_site):
    republish(case, summary="Two masts for ten villages.")
    translate(case)

    assert states(case) == {"zh-hans": CellState.CURRENT}


def test_publishing_a_translation_without_the_new_texts_leaves_it_out_of_date(case, cell, small_site):
    republish(case, summary="Two masts for ten villages.")
    former = StringTranslation.objects.get(context__object_id=case.translation_key, context__path="summary")
    changed = StringSegment.objects.get(source=rows.row_of(case).source, context__path="summary")
    StringTranslation.objects.create(
        translation_of=changed.string, locale=small_site.zh, context=former.context, data="两座桅杆。"
    )
    services.save_page(page=small_site.in_zh(case), publish=True)

    cell.refresh_from_db()
    assert (cell.translated, cell.state) == (cell.segments, CellState.OUT_OF_DATE)


def test_an_edited_text_is_at_work_again(case, cell, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        text = StringTranslation.objects.filter(context__object_id=case.translation_key).first()
        text.data = "改"
        text.save()

    cell.refresh_from_db()
    assert (cell.stage, cell.state) == (Stage.TRANSLATING, CellState.IN_PROGRESS)


def test_segments_in_one_transaction_are_counted_once(case, django_capture_on_commit_callbacks, monkeypatch):
    refreshed = []
    monkeypatch.setattr(rows, "refresh", lambda object_ids, **options: refreshed.append(set(object_ids)))
    with django_capture_on_commit_callbacks(execute=True):
        for text in StringTranslation.objects.filter(context__object_id=case.translation_key):
            text.save()

    assert len(refreshed) == 1
    assert case.translation_key in refreshed[0]


@pytest.mark.parametrize(
    ("decisions", "state"),
    [
        ({"stage": Stage.REVIEW}, CellState.IN_REVIEW),
        ({"same_on_purpose": True}, CellState.SAME_ON_PURPOSE),
        ({"stage": Stage.TRANSLATING}, CellState.IN_PROGRESS),
        ({"stage": Stage.TRANSLATING, "approved_hash": ""}, CellState.IN_PROGRESS),
        ({"approved_hash": "0" * 64}, CellState.OUT_OF_DATE),
        ({"stage": Stage.REVIEW, "approved_hash": "0" * 64}, CellState.IN_REVIEW),
    ],
)
def test_the_state_follows_what_people_decided(cell, decisions, state):
    for name, value in decisions.items():
        setattr(cell, name, value)
    cell.save()

    assert rows.refresh_cell(cell).state == state
    assert BoardCell.objects.get(pk=cell.pk).state == state


def test_a_draft_never_published_has_the_text_that_was_handed_over(small_site):
    case = make_case(small_site.edition, publish=False, summary="As handed over.")
    TranslationSource.update_or_create_from_instance(case)
    case.summary = "Written later."
    case.save_revision()
    rows.refresh([case.translation_key])

    assert reference_instance(case).summary == "As handed over."
    assert rows.row_of(case).text_hash == text_hash(reference_instance(case))
    assert rows.row_of(case).is_public is False
    assert find_differences() == []


def test_a_draft_never_handed_over_is_on_the_board_as_its_latest_revision(small_site):
    case = make_case(small_site.edition, publish=False, summary="First.")
    case.summary = "Second, with more words in it."
    case.save_revision()

    assert rows.row_of(case).text_hash == text_hash(case)
    assert reference_instance(case).summary == "Second, with more words in it."


def test_either_language_may_be_the_source(small_site):
    edition = small_site.in_zh(small_site.edition)
    case = make_case(edition, title="桅杆", summary="十个村庄一座桅杆。")
    row = rows.row_of(case)

    assert (row.locale, row.year, states(case)) == (small_site.zh, 2024, {"en": CellState.MISSING})
    services.translate(source=case, locale=small_site.en, content=in_chinese(case, title="A mast"), publish=True)
    assert (rows.row_of(case).locale, states(case)) == (small_site.zh, {"en": CellState.CURRENT})


def test_an_organization_is_a_row_of_its_own(small_site):
    organization = OrganizationFactory(name="Wuzhen Lab")
    assert (rows.row_of(organization).kind, states(organization)) == (
        "cases_collection.organization",
        {"zh-hans": CellState.MISSING},
    )

    translate(organization)
    assert states(organization) == {"zh-hans": CellState.CURRENT}
    assert Organization.objects.filter(translation_key=organization.translation_key).count() == 2


def test_moving_a_case_takes_its_row_to_the_other_edition(case, small_site):
    case.move(small_site.edition_before, pos="last-child")

    assert rows.row_of(case).year == 2023
    assert find_differences() == []


def test_deleting_a_translation_leaves_a_missing_cell(case, cell, small_site, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        small_site.in_zh(case).delete()

    cell.refresh_from_db()
    assert (cell.state, cell.approved_hash, cell.stage) == (CellState.MISSING, "", Stage.TRANSLATING)


def test_deleting_every_language_takes_the_row_along(case, small_site, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        small_site.in_zh(case).delete()
        Page.objects.get(pk=case.pk).specific.delete()

    assert BoardRow.objects.filter(object_id=case.translation_key).count() == 0


def test_a_new_language_begins_with_a_cell_for_everything(case):
    french = Locale.objects.create(language_code="fr")

    assert states(case) == {"zh-hans": CellState.CURRENT, "fr": CellState.MISSING}
    assert BoardCell.objects.filter(locale=french).count() == BoardRow.objects.count()
    french.delete()
    assert states(case) == {"zh-hans": CellState.CURRENT}


def test_open_questions_are_counted(case, cell, small_site, django_user_model):
    SegmentComment.objects.create(row=cell.row, locale=small_site.zh, path="title", is_question=True, text="Which?")
    SegmentComment.objects.create(row=cell.row, locale=small_site.zh, path="title", text="Nice.")

    assert rows.refresh_cell(cell).questions == 1


def test_handing_over_again_makes_no_second_cell(case, small_site):
    Translation.objects.filter(source__object_id=case.translation_key).update(enabled=True)
    rows.refresh([case.translation_key])
    rows.refresh([case.translation_key])

    assert BoardCell.objects.filter(row__object_id=case.translation_key).count() == 1


@pytest.mark.parametrize("count", [1, 5])
def test_the_numbers_of_many_cost_the_queries_of_one(small_site, django_assert_num_queries, count):
    cases = [make_case(small_site.edition, title=f"Case {number}", translated=True) for number in range(count)]
    BoardCell.objects.update(words_left=3)
    turn = 1 if connection.vendor == "postgresql" else 0
    with django_assert_num_queries(15 + turn):
        rows.refresh([case.translation_key for case in cases], texts=False)


def test_the_check_finds_what_differs(case, cell):
    BoardCell.objects.filter(pk=cell.pk).update(words_left=7)

    assert find_differences() == [("A mast", "zh-hans", "words_left", 7, 0)]
