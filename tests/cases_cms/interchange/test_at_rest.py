"""Whatever a file says: once it was imported it changes nothing again, nor does an export of what it made."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cases_cms.collection.models import CasePage, EditionPage
from cases_cms.core import services
from cases_cms.interchange.editions import edition_of
from cases_cms.interchange.exporting import rows_of
from cases_cms.interchange.imports import Session
from cases_cms.interchange.planned import Action
from tests.cases_cms.interchange.books import csv_of
from tests.cases_cms.interchange.sheets import CASE, draft, embargoed, session, zip_of
from tests.factories import EditionPageFactory, translate

pytestmark = pytest.mark.django_db

#: Few different texts, so that many are equal; with what texts of people hold.
WORDS = ["One.", "Two & <b>two</b>.", 'She said "no"', "3", "网络", "a;b | c", "1. x", "- y", "5. z"]
SECTIONS = ["Background", "International cooperation", "Benefits"]
ARCHIVE = zip_of(a="red", b="blue", c="green")


def lines(*, of=WORDS, most=4):
    return st.lists(st.sampled_from(of), max_size=most).map("\n".join)


def texts():
    marked = [mark + word for mark in ("", "• ", "1. ", "2. ") for word in ("One.", "Two.", "三")] + WORDS
    return lines(of=marked)


def records(address=False):
    second = ["https://example.org/", "https://example.org/b"] if address else ["learners", "villages"]
    line = st.tuples(st.sampled_from(["9", "over 30", "a"]), st.sampled_from(second)).map(" | ".join)
    return st.lists(line, max_size=3).map("\n".join)


def names():
    return st.lists(st.sampled_from(["", "Mast", "Class", "塔"]), max_size=3).map("; ".join)


def both(heading, strategy):
    return {f"{heading} (en)": strategy, f"{heading} (zh-hans)": strategy}


ROWS = st.fixed_dictionaries(
    {
        "Title (en)": st.sampled_from(["Masts", "Masts & <i>", "Nets"]),
        "Title (zh-hans)": st.sampled_from(["信号塔", "Masts", "网", ""]),
    },
    optional={
        **both("Summary", lines()),
        **{key: one for section in SECTIONS for key, one in both(section, texts()).items()},
        **both("Key figures", records()),
        **both("Links", records(address=True)),
        **both("Note on sample data", lines()),
        **both("What the cover shows", st.sampled_from(["", "A mast", "塔"])),
        **both("What the pictures show", names()),
        **both("Captions of pictures", names()),
        **both("Applying organizations", st.sampled_from(["", "Bridge Institute", "桥", "Bridge; Tower", "桥; 塔"])),
        "Pictures": st.lists(st.sampled_from(["a.png", "b.png", "c.png"]), max_size=3).map("; ".join),
        "Cover": st.sampled_from(["a.png", "b.png"]),
        "Countries and regions": st.sampled_from(["China; Kenya", "Kenya; China", "KE; CN; FR"]),
        "Countries and regions reached": st.sampled_from(["0", "1", "over 30", "约30", "30"]),
        "Start of implementation": st.sampled_from(["2018", "2015", "2020年5月"]),
        "Outstanding case": st.sampled_from(["yes", "no"]),
        "Address": st.sampled_from(["masts", "Masts", "信号塔"]),
    },
)
COMMON = {"ID": "2026-001", "Category": CASE["Category"], "Countries and regions": "China; Kenya"}


@pytest.fixture
def english(small_site):
    return embargoed(small_site)


def english_edition(small_site):
    """An edition that was written in English: the test's, for all of its examples."""
    made = EditionPage.objects.filter(year=2026, locale=small_site.en).first()
    return made or embargoed(small_site)


def chinese_edition(small_site):
    """As ``english_edition``, written in Chinese."""
    made = EditionPage.objects.filter(year=2026, locale=small_site.zh).first()
    if made:
        return made
    collection = small_site.collection.get_translation(small_site.zh)
    edition = EditionPageFactory(parent=collection, year=2026, locale=small_site.zh, released=False)
    translate(edition, language="en", publish=False)
    return edition


def bring_in(edition, row):
    """Import a row if it may be; returns whether it was."""
    some = session(edition, row, archive=ARCHIVE)
    if some.plan.problems:
        return False
    with some.writing():
        for one in some.plan.rows:
            some.apply(one)
    return True


def assert_at_rest(edition, row):
    for archive in (ARCHIVE, b""):
        again = session(edition, row, archive=archive)
        assert ([one.changes for one in again.plan.rows], again.plan.problems) == ([[]], 0)
        assert [one.action for one in again.plan.rows] == [Action.LEFT]
    keys = edition_of(edition.translation_key).case_keys()
    for reader in ("en", "zh-hans"):
        rows = list(rows_of(sorted(keys), ["en", "zh-hans"], reader=reader))
        data = csv_of(list(rows[0]), *(list(one.values()) for one in rows))
        back = Session(edition_key=edition.translation_key, name="back.csv", data=data)
        assert ([one.changes for one in back.plan.rows], back.plan.problems) == ([[]], 0)


def try_rows(edition, rows):
    with transaction.atomic():
        for row in rows:
            if bring_in(edition, COMMON | row):
                assert_at_rest(edition, COMMON | row)
        transaction.set_rollback(True)


COMMON_SETTINGS = {
    "phases": [Phase.explicit, Phase.reuse, Phase.generate],
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}


@settings(max_examples=15, **COMMON_SETTINGS)
@given(rows=st.lists(ROWS, min_size=1, max_size=3))
def test_written_in_english(small_site, rows):
    try_rows(english_edition(small_site), rows)


@settings(max_examples=15, **COMMON_SETTINGS)
@given(rows=st.lists(ROWS, min_size=1, max_size=3))
def test_written_in_chinese(small_site, rows):
    try_rows(chinese_edition(small_site), rows)


# --- The ways that were found --------------------------------------------------------------------


def notes(edition, row):
    """What is said of the cells of a row, for their columns."""
    some = session(edition, COMMON | TITLES | row, archive=ARCHIVE)
    assert some.plan.problems == 0
    return {one.column: str(one.message) for planned in some.plan.rows for one in planned.remarks}


def comes_to_rest(edition, *rows):
    for row in rows:
        assert bring_in(edition, COMMON | TITLES | row) is True
        assert_at_rest(edition, COMMON | TITLES | row)


TITLES = {"Title (en)": "Masts", "Title (zh-hans)": "信号塔"}
TWICE = {"Background (en)": "Yes.\nNo.\nYes.", "Background (zh-hans)": "是。\n否。\n对。"}


def test_a_text_that_stands_twice_has_one_translation_and_the_cell_says_so(english):
    told = {"background.zh-hans": "“Yes.” stands in it twice in English, and has one translation: “是。”, not “对。”."}
    assert notes(english, TWICE) == told
    comes_to_rest(english, TWICE)
    assert notes(english, TWICE) == told
    assert (
        draft(CasePage.objects.get(title="Masts", locale=english.locale), "zh-hans").background
        == "<p>是。</p><p>否。</p><p>是。</p>"
    )


def test_a_translation_has_the_lists_of_its_source_and_the_cell_says_so(english):
    row = {"Background (en)": "Two:\nSchools\nClinics", "Background (zh-hans)": "两类：\n• 学校\n• 诊所"}
    told = "Paragraphs and lists stay as they are in English; of this cell the words alone are taken."
    assert notes(english, row) == {"background.zh-hans": told}
    comes_to_rest(english, row)
    assert (
        draft(CasePage.objects.get(title="Masts", locale=english.locale), "zh-hans").background
        == "<p>两类：</p><p>学校</p><p>诊所</p>"
    )


def test_what_stands_beside_pictures_that_change_places(english):
    row = {"Pictures": "a.png; b.png", "What the pictures show (en)": "One; Two"}
    row["What the pictures show (zh-hans)"] = "一; 二"
    comes_to_rest(english, row, row | {"Pictures": "b.png; a.png"}, row | {"Pictures": "c.png; a.png"})
    page = draft(CasePage.objects.get(title="Masts", locale=english.locale))
    assert [(one.image.title, one.alt_text) for one in page.gallery.all()] == [("c", "One"), ("a", "Two")]


def test_an_address_of_a_draft_that_changes(english):
    comes_to_rest(english, {"Address": "masts"}, {"Address": "towers"})


def test_a_text_that_somebody_changed_since_it_was_handed_over(english):
    row = {"Background (en)": "No net.", "Background (zh-hans)": "没有网络。", "Summary (en)": "Short."}
    comes_to_rest(english, row)
    page = draft(CasePage.objects.get(title="Masts", locale=english.locale))
    page.background = "<p>No network.</p>"
    services.save_page(page=page)
    row = {"Background (zh-hans)": "没有网络。", "Summary (zh-hans)": "简短。"}
    told = "The text in English is another one now; this translation stays. Does it still fit?"
    assert notes(english, row) == {"background.zh-hans": told}
    comes_to_rest(english, row)
