import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases_cms.core.counting import TextLength, measure, plain_text


@pytest.mark.parametrize(
    ("text", "words", "characters"),
    [
        (None, 0, 0),
        ("", 0, 0),
        (" \n\t ", 0, 0),
        ("Hello world", 2, 0),
        ("Hello,world.", 2, 0),
        ("Hello, world.", 2, 0),
        ("数字丝绸之路", 0, 6),
        ("数字，丝绸。之路！", 0, 6),
        ("KaiOS智能手机操作系统", 1, 8),
        ("以5G网络覆盖98%的村庄", 2, 8),
        ("A-B测试", 1, 2),
        ("Tom &amp; Jerry", 2, 0),
        ("5&nbsp;km", 2, 0),
        ("&lt;b&gt;", 1, 0),
        ("&#x20000;&#x6C49;", 0, 2),
        ("𠀀𠮷𪜶", 0, 3),
        ("〇々", 0, 2),
        ("state-of-the-art", 1, 0),
        ("don't don’t", 2, 0),
        ("and/or", 2, 0),
        ("2,100 people, 3.5 million", 4, 0),
        ("— … · “” （）", 0, 0),
        ("cafe\u0301 naïve", 2, 0),
        ("한국 Россия", 2, 0),
        ("مُؤتَمَر ٢٠٢٤ والتـعاون، مع ١٫٥ مليون.", 6, 0),
        ("aujourd'hui l’été 3,5 %", 3, 0),
        ("\ud800 word", 1, 0),
        ("<p>one</p><p>two</p>", 2, 0),
        ("<ul><li>one</li><li>two</li></ul>three", 3, 0),
        ("one<br>two<br/>three", 3, 0),
        ("<h3>one</h3>two", 2, 0),
        ("in<b>side</b> word", 2, 0),
        ("<p>数</p><p>字</p>", 0, 2),
        ('<a href="https://example.org/a b c">link</a>', 1, 0),
    ],
)
def test_length_is_counted_by_script(text, words, characters):
    assert measure(text) == TextLength(words, characters)


def test_fragments_add_up():
    assert measure("one two", None, "三", "<p>four 五</p>") == TextLength(3, 2)
    assert TextLength(1, 2) + TextLength(3, 4) == TextLength(4, 6)


def test_plain_text_has_one_line_a_block():
    assert plain_text("<p>a &amp; b</p><ul><li>c</li><li>d</li></ul>") == "a & b\nc\nd"


@given(st.text())
def test_any_text_has_a_length(text):
    length = measure(text)
    assert length.words >= 0
    assert length.characters >= 0
    assert length.words + length.characters <= len(plain_text(text))
