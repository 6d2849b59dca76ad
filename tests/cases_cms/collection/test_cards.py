from types import SimpleNamespace

import pytest

from cases_cms.collection.cards import cards_for_cases, case_cards, with_cards
from cases_cms.collection.models import CatalogueEntry, EditionMilestone
from cases_cms.collection.selectors import (
    categories,
    category_choices,
    edition_entries,
    editions,
    latest_edition,
    now_position,
    organization_names,
    schedule,
)
from cases_cms.core import services
from cases_cms.core.periods import PeriodState
from tests.cases_cms.collection.test_models import at
from tests.factories import CategoryPageFactory, OrganizationFactory, make_case, translate
from tests.fixtures import context_of


def cards(locale):
    entries = CatalogueEntry.objects.in_language(locale.language_code)
    return case_cards(with_cards(entries.newest_first()), locale=locale)


def test_card(small_site):
    case = make_case(
        small_site.edition, title="Net", slug="net", summary="A net.", countries=["KE", "CN"], outstanding=True,
        sample_note="Assumed.",
    )  # fmt: skip
    (card,) = cards(small_site.en)
    assert (card.key, card.title, card.summary, card.year) == (case.translation_key, "Net", "A net.", 2024)
    assert (card.url, card.countries, card.outstanding) == ("/en/collection/2024/net/", ["China", "Kenya"], True)
    assert (card.category.title, card.category.url) == (
        "Digital infrastructure",
        "/en/collection/infrastructure/",
    )
    assert (card.cover, card.has_sample_data, card.tag, card.language) == (None, True, "en", "")


@pytest.mark.parametrize(
    ("written_in", "expected"),
    [
        ("en", {"en": ("en", ""), "zh": ("en", "English")}),
        ("zh", {"en": ("zh-Hans", "Simplified Chinese"), "zh": ("zh-Hans", "")}),
    ],
)
def test_card_says_which_language_its_page_is_in(small_site, written_in, expected):
    parent = small_site.edition if written_in == "en" else small_site.in_zh(small_site.edition)
    make_case(parent, slug="net")
    for reader in ("en", "zh"):
        (card,) = cards(getattr(small_site, reader))
        assert (card.tag, card.language) == expected[reader]
        assert card.url.startswith("/en/" if written_in == "en" else "/zh-hans/")


def test_category_that_is_not_public_is_not_named(small_site):
    services.unpublish_page(page=small_site.infrastructure)
    services.unpublish_page(page=small_site.in_zh(small_site.infrastructure))
    make_case(small_site.edition, title="Net")
    (card,) = cards(small_site.en)
    assert card.category is None
    context = context_of(small_site.edition)
    assert [card.title for card in context["uncategorized"]] == ["Net"]
    assert context["groups"] == []


def test_cards_of_cases_leave_out_what_is_not_public(small_site):
    open_, draft = make_case(small_site.edition, title="Open"), make_case(small_site.edition, publish=False)
    keys = [open_.translation_key, draft.translation_key]
    assert [card.title for card in cards_for_cases(keys, locale=small_site.en)] == ["Open"]
    assert cards_for_cases([], locale=small_site.en) == []


def test_order_is_newest_edition_outstanding_title(small_site):
    for edition, title, outstanding in (
        (small_site.edition_before, "A", True),
        (small_site.edition, "C", False),
        (small_site.edition, "B", False),
        (small_site.edition, "D", True),
    ):
        make_case(edition, title=title, outstanding=outstanding)
    assert [card.title for card in cards(small_site.en)] == ["D", "B", "C", "A"]


def test_categories_in_order_and_in_the_readers_language(small_site):
    make = CategoryPageFactory(parent=small_site.collection, title="Only English", code="x", order=0)
    zh = categories(small_site.zh)
    assert [(label.title, label.tag) for label in zh.values()] == [
        ("Only English", "en"),
        ("译Digital infrastructure", "zh-Hans"),
        ("译Education and skills", "zh-Hans"),
    ]
    services.unpublish_page(page=make)
    assert list(categories(small_site.zh)) == ["infrastructure", "education"]
    assert ("x", "Only English") in category_choices()


@pytest.mark.parametrize("reader", ["en", "zh"])
def test_category_whose_own_page_is_a_draft_is_named_in_the_other_language(small_site, reader):
    page = small_site.education if reader == "en" else small_site.in_zh(small_site.education)
    services.unpublish_page(page=page)
    label = categories(getattr(small_site, reader)).get("education")
    assert label is not None
    assert label.title == ("译Education and skills" if reader == "en" else "Education and skills")


def test_editions(small_site):
    assert [edition.year for edition in editions(small_site.collection)] == [2024, 2023]
    assert latest_edition(small_site.zh).year == 2024
    services.unpublish_page(page=small_site.edition)
    # It is still there in Chinese, and listed in the language it has.
    listed = [(edition.year, edition.url) for edition in editions(small_site.collection)]
    assert listed == [(2024, "/zh-hans/collection/2024/"), (2023, "/en/collection/2023/")]
    services.unpublish_page(page=small_site.in_zh(small_site.edition))
    assert [edition.year for edition in editions(small_site.collection)] == [2023]
    assert (latest_edition(small_site.en).year, latest_edition(small_site.zh).year) == (2023, 2023)


def test_entries_of_an_edition(small_site):
    make_case(small_site.edition, title="Net")
    make_case(small_site.edition_before, title="Old")
    assert [entry.title for entry in edition_entries(small_site.edition)] == ["Net"]
    assert [entry.title for entry in edition_entries(small_site.in_zh(small_site.edition_before))] == ["Old"]


def test_category_page_lists_its_cases(small_site):
    make_case(small_site.edition, title="Net", category="education")
    make_case(small_site.edition, title="Other")
    make_case(small_site.edition, title="Draft", category="education", publish=False)
    for page in (small_site.education, small_site.in_zh(small_site.education)):
        context = context_of(page)
        assert ([card.title for card in context["cards"]], context["total"]) == (["Net"], 1)


NOW = at(2024, 6, 1)
PAST = EditionMilestone(phase="call", ends_at=at(2024, 5, 1))
CURRENT = EditionMilestone(phase="review", starts_at=at(2024, 5, 1), ends_at=at(2024, 7, 1))
UPCOMING = EditionMilestone(phase="release", starts_at=at(2024, 11, 1))
OPEN = EditionMilestone(phase="call", starts_at=at(2024, 3, 1))
UNKNOWN = EditionMilestone(phase="follow_up")


@pytest.mark.parametrize(
    ("milestones", "position"),
    [
        ([], 0),
        ([PAST], 1),
        ([PAST, CURRENT, UPCOMING], 1),
        ([PAST, UPCOMING], 1),
        ([UPCOMING], 0),
        # What has no end lasts until the next begins.
        ([PAST, UNKNOWN, UPCOMING], 2),
        ([OPEN, CURRENT], 1),
        ([OPEN, UPCOMING], 0),
        ([UNKNOWN], 1),
        # A milestone of unknown date stays so, whatever comes after it.
        ([PAST, UNKNOWN, PAST], 3),
    ],
)
def test_where_now_stands(milestones, position):
    edition = SimpleNamespace(milestones=SimpleNamespace(all=lambda: milestones))
    steps = schedule(edition, NOW)
    assert now_position(steps) == position
    assert [state for milestone, state in steps if milestone is UNKNOWN] == [PeriodState.UNKNOWN] * milestones.count(
        UNKNOWN
    )
    assert [state for milestone, state in steps if milestone is PAST] == [PeriodState.PAST] * milestones.count(PAST)


def test_names_of_organizations(small_site):
    one, other = OrganizationFactory(name="Wu"), OrganizationFactory(name="Li")
    translate(one, name="吴")
    names = organization_names([one.pk, other.pk, None], small_site.zh)
    assert [names[item.pk].name for item in (one, other)] == ["吴", "Li"]
    assert organization_names([], small_site.zh) == {}
