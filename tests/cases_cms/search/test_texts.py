"""Texts of pages, to cut passages from: what readers see, and no query for what it refers to."""

import json

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases_cms.search.texts import joined_texts, page_texts
from home.models import HomePage, StandardPage
from tests.factories import ImageFactory, StandardPageFactory, make_case
from tests.home.test_models import fill


def test_rich_text_is_plain_and_the_summary_comes_first(small_site):
    case = make_case(
        small_site.edition,
        summary="In short.",
        search_description="For search engines.",
        background="<p>One &amp; two</p><ul><li>three</li></ul>",
        cooperation="<p>Four.</p>",
        implementation="",
        benefits="<p>Five！</p>",
    )
    assert page_texts(case) == ["In short.", "One & two three", "Four.", "Five！", "For search engines."]
    assert joined_texts(case) == "In short. One & two three · Four. Five！For search engines."


def test_blocks_are_read_without_a_query(small_site):
    image = ImageFactory()
    body = [
        {"type": "heading", "value": "A heading"},
        {"type": "paragraph", "value": "<p>Some <b>text</b></p>"},
        {"type": "picture", "value": {"image": image.pk, "alt_text": "A mast", "caption": "Mast at dawn"}},
        {"type": "quote", "value": {"text": "We mend it.", "speaker": "Wu"}},
        {"type": "gone", "value": "Of a block that is no more"},
    ]
    page = StandardPageFactory(parent=small_site.home, summary="In short.", body=json.dumps(body))
    page = StandardPage.objects.get(pk=page.pk)
    with CaptureQueriesContext(connection) as queries:
        texts = page_texts(page)
    assert len(queries) == 0
    assert texts[:3] == ["In short.", "A heading", "Some text"]
    assert {"A mast", "Mast at dawn", "We mend it."} <= set(texts)
    assert "gone" not in " ".join(texts)


def test_every_block_of_the_home_page_can_be_read(small_site):
    fill(small_site.home)
    page = HomePage.objects.get(pk=small_site.home.pk)
    with CaptureQueriesContext(connection) as queries:
        assert page_texts(page) != []
    assert len(queries) == 0
