import datetime
import json

import pytest
from django.utils import translation
from wagtail.models import PageViewRestriction

from cases_cms.core import services
from home.models import HomePage
from tests.factories import (
    NewsIndexPageFactory,
    StandardPageFactory,
    VoicesIndexPageFactory,
    VoicesPageFactory,
    make_case,
    make_news,
    translate,
)
from tests.fixtures import context_of, make_request, text_of

BLOCKS = [
    ("latest_edition", {"title": "Edition"}),
    ("categories", {"title": "Categories"}),
    ("outstanding_cases", {"title": "Outstanding", "number": 2}),
    ("voices", {"title": "Voices", "number": 2}),
    ("news", {"title": "News", "number": 2}),
    ("cases_chart", {"title": "Cases"}),
    ("countries_chart", {"title": "Countries"}),
    ("reach_chart", {"title": "Reach"}),
    ("years_chart", {"title": "Years"}),
]


def fill(home, blocks=BLOCKS):
    home.body = json.dumps(
        [
            {"type": kind, "id": f"6f0c3f5e-2a53-4a86-9d39-0f5e6a3e8c{number:02}", "value": value}
            for number, (kind, value) in enumerate(blocks)
        ]
    )
    services.save_page(page=home, publish=True)
    return HomePage.objects.get(pk=home.pk)


def contexts(home, rf):
    """``{block: context}`` of the blocks of a home page."""
    request = make_request(rf, home)
    return {
        child.block_type: child.block.get_context(child.value, {"page": home, "request": request})
        for child in home.body
    }


@pytest.fixture
def full(small_site):
    voices, news = VoicesIndexPageFactory(parent=small_site.home), NewsIndexPageFactory(parent=small_site.home)
    translate(voices)
    translate(news)
    for number in range(3):
        make_case(small_site.edition, title=f"Case {number}", outstanding=True, translated=number == 0)
        VoicesPageFactory(parent=voices, title=f"Voice {number}")
        make_news(news, title=f"News {number}", date=datetime.date(2024, 1, number + 1))
    make_case(small_site.edition, title="Plain")
    make_case(small_site.edition, title="Draft", outstanding=True, publish=False)
    make_news(news, title="Secret", date=datetime.date(2025, 1, 1), publish=False)
    return fill(small_site.home)


def test_blocks(full, small_site, rf):
    found = contexts(full, rf)
    assert found["latest_edition"]["edition"].year == 2024
    assert found["latest_edition"]["case_count"] == 4
    assert [label.title for label in found["categories"]["categories"]] == [
        "Digital infrastructure",
        "Education and skills",
    ]
    assert [card.title for card in found["outstanding_cases"]["cards"]] == ["Case 0", "Case 1"]
    assert len(found["voices"]["voices"]) == 2
    assert [item.title for item in found["news"]["news"]] == ["News 2", "News 1"]
    assert [(row.label.title, row.count) for row in found["cases_chart"]["chart"].rows] == [
        ("Digital infrastructure", 4),
        ("Education and skills", 0),
    ]
    assert found["countries_chart"]["chart"].count == 2
    assert [(stage.name, stage.known.number) for stage in found["reach_chart"]["chart"].stages] == [
        ("submissions", 0),
        ("collected", 4),
        ("presented", 3),
        ("reach", 0),
    ]
    assert [row.name for row in found["years_chart"]["chart"].rows] == ["collected", "presented"]


def test_blocks_in_chinese(full, small_site, rf):
    zh = HomePage.objects.get(pk=translate(full).pk)
    found = contexts(zh, rf)
    assert found["latest_edition"]["edition"].locale == small_site.zh
    assert [label.title for label in found["categories"]["categories"]] == [
        "译Digital infrastructure",
        "译Education and skills",
    ]
    cards = {card.title: (card.tag, card.language) for card in found["outstanding_cases"]["cards"]}
    assert set(cards) <= {"译Case 0", "Case 1", "Case 2"}
    assert all(card == (("zh-Hans", "") if title == "译Case 0" else ("en", "English")) for title, card in cards.items())


def test_blocks_of_an_empty_site(small_site, client, rf):
    for edition in (small_site.edition, small_site.edition_before):
        services.unpublish_page(page=edition)
        services.unpublish_page(page=small_site.in_zh(edition))
    home = fill(small_site.home)
    found = contexts(home, rf)
    assert found["latest_edition"]["edition"] is None
    assert found["outstanding_cases"]["cards"] == []
    assert [found[name]["chart"] for name in ("cases_chart", "countries_chart", "years_chart")] == [None] * 3
    assert "chart" not in found["reach_chart"]
    assert "Edition 2024" not in text_of(client, home)


def test_page_opens_in_both_languages(full, small_site, client):
    assert "Draft" not in text_of(client, full)
    assert "Secret" not in text_of(client, full)
    text_of(client, HomePage.objects.get(pk=translate(full).pk))


def button_href(page, target):
    page.refresh_from_db()
    home = fill(page, [("call", {"title": "Apply", "button": {"label": "L", "page": target.pk, "url": ""}})])
    return home.body[0].value["button"].href


def test_button_leads_to_the_page_in_the_readers_language(small_site):
    target = StandardPageFactory(parent=small_site.home, title="Apply", slug="apply")
    translate(target)
    assert button_href(small_site.home, target) == "/en/apply/"
    home = HomePage.objects.get(pk=small_site.home.pk)
    with translation.override("zh-hans"):
        assert home.body[0].value["button"].href == "/zh-hans/apply/"
    services.unpublish_page(page=small_site.in_zh(target))
    home = HomePage.objects.get(pk=small_site.home.pk)
    with translation.override("zh-hans"):
        assert home.body[0].value["button"].href == "/en/apply/"


@pytest.mark.parametrize("how", ["unpublished", "deleted"])
def test_button_to_a_page_that_is_gone_leads_nowhere(small_site, client, how):
    target = StandardPageFactory(parent=small_site.home, title="Apply", slug="apply")
    assert button_href(small_site.home, target) == "/en/apply/"
    if how == "unpublished":
        services.unpublish_page(page=target)
    else:
        target.delete()
    home = HomePage.objects.get(pk=small_site.home.pk)
    assert home.body[0].value["button"].href == ""
    assert "/en/apply/" not in text_of(client, home)


def test_standard_page_lists_its_public_children(small_site, client):
    parent = StandardPageFactory(parent=small_site.home, title="About")
    open_, draft, restricted = (
        StandardPageFactory(parent=parent, title=title) for title in ("Open", "Draft", "Restricted")
    )
    services.unpublish_page(page=draft)
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    parent.refresh_from_db()
    assert list(context_of(parent)["children"]) == [open_]
    text = text_of(client, parent)
    assert ("Draft" in text, "Restricted" in text) == (False, False)
