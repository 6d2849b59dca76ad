import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases_cms.core.folding import fold, spell, spell_with_places


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("Village", "village"),
        ("ＷＩＣ　２０２４", "wic 2024"),
        ("Été à São Tomé", "ete a sao tome"),
        ("Straße", "strasse"),
        ("ﬁbre", "fibre"),
        ("  a \n b\tc ", "a b c"),
        ("a\x00b\u200bc", "a b c"),
        ("\ud800x", "x"),
        ("数字 丝绸之路", "数字 丝绸之路"),
        ("한국", "한국"),
        ("𠮷", "𠮷"),
        ("數字鴻溝與網絡空間", "数字鸿沟与网络空间"),
        ("臺灣 頭髮 乾淨", "台湾 头发 干净"),
        ("薴", "苎"),
        ("ｶﾞｲﾄﾞ ㎏ ①", "カイト kg 1"),
        ("٢٠٢٤", "2024"),
        ("الأُمَّة الآن ٱلإنسان إلى", "الامه الان الانسان الي"),
        ("عـــربي", "عربي"),
        ("ЁЛКА Йод и\u0306од", "елка йод йод"),
        ("co\u00adop 葛\U000e0100", "coop 葛"),
        ("\u1100\u0300\u1161 \u1112\u00ad\u1161\u11ab", "가 한"),
    ],
)
def test_width_case_accents_and_controls_are_folded_away(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folded_text_has_neither_runs_of_space_nor_controls(text):
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert "\x00" not in folded


#: What meets in real texts: scripts, widths, marks apart from their letters, letters that become several.
ODD = st.text(alphabet="aZé\u0301ßﬁ數字网，。 　\tＡ１①㍿ｶﾞ한\u1112\u1161\u11ab\u0300\u00ad\u200b'", max_size=30)


@given(st.one_of(st.text(), ODD))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.sampled_from(["數", "字", "鴻", "溝", "后", "發", "A", "é", " ", "，"])), st.data())
def test_a_part_of_a_text_folds_as_it_does_in_the_whole(chars, data):
    text = "".join(chars)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert spell(text[start:end]) == spell(text)[start:end]


@given(st.one_of(st.text(), ODD))
def test_every_folded_character_has_its_place_in_the_text(text):
    folded, starts, ends = spell_with_places(text)
    assert folded == spell(text)
    if starts is None:
        assert len(folded) == len(text)
    else:
        assert len(starts) == len(ends) == len(folded)
        assert all(0 <= start < end <= len(text) for start, end in zip(starts, ends, strict=True))
        assert starts == sorted(starts)


def test_a_mark_belongs_to_its_letter():
    assert spell_with_places("e\u0301t") == ("et", [0, 2], [2, 3])
    assert spell_with_places("ﬁx") == ("fix", [0, 0, 1], [1, 1, 2])
