"""Between what is stored of a segment and what a translator types and sees."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail_localize.strings import StringValue

from cases_cms.localization.written import from_field, insertable_tags, marked_source, to_field, without_tags


@dataclass
class Hit:
    start: int
    end: int
    official: str = ""


@pytest.mark.parametrize(
    ("stored", "is_rich", "field"),
    [
        ("Tom &amp; Jerry &lt;3", False, "Tom & Jerry <3"),
        ("one<br/>two", False, "one\ntwo"),
        ("Tom &amp; <b>Jerry</b> &lt;3", True, "Tom & <b>Jerry</b> &lt;3"),
        ("&amp;lt;", True, "&amp;lt;"),
        ("", False, ""),
    ],
)
def test_a_field_shows_what_people_write(stored, is_rich, field):
    assert to_field(stored, is_rich) == field
    assert from_field(field, is_rich) == stored


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"])))
def test_plain_text_survives(text):
    stored = StringValue.from_plaintext(text.strip()).data
    assert from_field(to_field(stored, False), False) == stored


def test_a_rich_text_is_made_well_formed():
    assert from_field(" <b>one \r\n two & three ", True) == "<b>one   two &amp; three</b>"


def test_tags_of_the_source_are_offered_once():
    source = 'a <b>b</b> <a id="a1">c</a><br/>d <b>e</b>'
    assert insertable_tags(source) == [
        ("<b>", "</b>", "b"),
        ('<a id="a1">', "</a>", 'a id="a1"'),
        ("<br/>", "", "br"),
    ]
    assert len(without_tags(source)) == len(source)


def test_the_source_shows_tags_and_terms_and_no_html_of_its_own():
    source = "The <b>digital divide</b> &lt;script&gt;"
    start = source.index("digital")
    assert marked_source(source, [Hit(start, start + len("digital divide"), '"数字鸿沟"')], True) == (
        'The <span class="cases-ed-tag" translate="no">b</span>'
        '<mark class="cases-ed-term" title="&quot;数字鸿沟&quot;">digital divide</mark>'
        '<span class="cases-ed-tag" translate="no">/b</span> &lt;script&gt;'
    )
    assert marked_source("a<br/>b &lt;i&gt;", [], False) == "a<br>b &lt;i&gt;"
