"""Rich text as cells hold it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases_cms.interchange.prose import has_formatting, normalize, project, to_html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p>One.</p><p>Two &amp; three.</p>", "One.\nTwo & three."),
        ("<p>One<br/>line</p>", "One\nline"),
        ("<p>A <b>bold</b>  <a href='x'>link</a>.</p>", "A bold link."),
        ("<ul><li>one</li><li>two</li></ul><p>end</p>", "• one\n• two\nend"),
        ("<ol><li>one</li><li>two</li></ol><ol><li>again</li></ol>", "1. one\n2. two\n1. again"),
        ("<ul><li>one<ul><li>in it</li></ul></li></ul>", "• one\n• in it"),
        ("<p></p><p> </p><p>x\u00a0y</p>", "x y"),
        ("<p>- dash</p>", "• dash"),
    ],
)
def test_what_a_cell_shows(html, text):
    assert project(html) == text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("One.\n\nTwo < three & more.", "<p>One.</p><p>Two &lt; three &amp; more.</p>"),
        ("Before\n- one\n* two\nafter", "<p>Before</p><ul><li>one</li><li>two</li></ul><p>after</p>"),
        ("1. one\n2) two\n1. new", "<ol><li>one</li><li>two</li></ol><ol><li>new</li></ol>"),
        ("5. Generation", "<p>5. Generation</p>"),
        ("• one\n1. two", "<ul><li>one</li></ul><ol><li>two</li></ol>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
    ],
)
def test_what_a_cell_makes(text, html):
    assert to_html(text) == html


TEXTS = st.text(alphabet="ab1259.) \n•-–*·\u00a0\u3000<>&;\u200b中。、", max_size=40)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_a_text_comes_back_as_it_went(text):
    assert project(to_html(text)) == normalize(text)
    assert normalize(normalize(text)) == normalize(text)


TAGS = st.sampled_from(
    ["<p>", "</p>", "<ul>", "</ul>", "<ol>", "</ol>", "<li>", "</li>", "<b>", "</b>", "<br/>", "a", " ", "1. b", "• "]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(TAGS, max_size=20).map("".join))
def test_what_a_cell_shows_is_read_as_the_same(html):
    assert normalize(project(html)) == project(html)


def test_what_a_cell_cannot_hold():
    assert [has_formatting(html) for html in ("<p>a</p><ul><li>b</li></ul>", "<p><b>a</b></p>", "<p>a<br/>b</p>")] == [
        False,
        True,
        True,
    ]
    assert has_formatting('<p><a linktype="page" id="3">a</a></p>') is True
    assert has_formatting("<ul><li>a<ol><li>b</li></ol></li></ul>") is True
