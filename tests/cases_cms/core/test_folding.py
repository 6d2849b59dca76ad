import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases_cms.core.folding import fold


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
    ],
)
def test_width_case_accents_and_controls_are_folded_away(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folded_text_has_neither_runs_of_space_nor_controls(text):
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert "\x00" not in folded
