import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases_cms.search.analysis import BREAK, MAX_FORM, Token, analyze, forms, stem, tokens, words


@pytest.mark.parametrize(
    ("text", "analyzed"),
    [
        ("", ""),
        ("  ，。\x00 ", ""),
        ("数字鸿沟", "数 字 鸿 沟"),
        ("數字鴻溝", "数 字 鸿 沟"),
        ("使用5G技术", "使 用 5 g 技 术"),
        ("COVID-19", "covid 19"),
        ("ＡＩ　２０２４年", "ai 2024 年"),
        ("Policies of Governments", "polici of govern"),
        ("China's and China’s", "china and china"),
        ("don't l'été", "don t l ete"),
        ("Кибербезопасность", "кибербезопасн"),
        ("международный международной, новый нового", "международн международн нов нов"),
        ("ёлка елка", "елк елк"),
        ("الشبكات شبكة شبكات والشبكة", "شبك شبك شبك شبك"),
        ("التعاون تعاون للتعاون", "تعا تعا تعا"),
        ("مُؤتَمَر مؤتمر مـؤتمر", "موتمر موتمر موتمر"),
        ("أسيا آسيا اسيا", "اسيا اسيا اسيا"),
        ("والد و ال", "الد و ال"),
        ("한국의", "한 국 의"),
        ("オープン・データ", "オ ー フ ン テ ー タ"),
        ("กินข้าว", "กิ น ข า ว"),
        ("\ud800網\ud800", "网"),
        ("数字。鸿沟，5G、网", f"数 字 {BREAK} 鸿 沟 {BREAK} 5 g {BREAK} 网"),
        ("，“数字”《鸿沟》。", "数 字 鸿 沟"),
        ("3,000台 v2.0 e.g. one, two", "3 000 台 v 2 0 e g one two"),
    ],
)
def test_characters_of_scripts_without_spaces_and_stems_of_words(text, analyzed):
    assert analyze(text) == analyzed


def test_places_are_those_of_the_original():
    text = "ＡＩ與e\u0301tudes ﬁbre"
    assert tokens(text) == [
        Token("ai", 0, 2, False),
        Token("与", 2, 3, True),
        Token("etud", 3, 10, False),
        Token("fibr", 11, 15, False),
    ]
    assert [text[token.start : token.end] for token in tokens(text)] == ["ＡＩ", "與", "e\u0301tudes", "ﬁbre"]


def test_unstemmed_forms_are_the_words():
    assert analyze("Policies 5G", stemmed=False) == "policies 5 g"
    assert words("Policies 5G 网络 China's") == ["policies", "g", "china"]


def test_long_words_are_cut():
    assert analyze("x" * 10_000) == "x" * MAX_FORM
    assert stem("é" * 100) == "é" * MAX_FORM


@given(st.text())
def test_the_fast_way_gives_the_same(text):
    found = tokens(text)
    assert [(token.form, token.is_single) for token in found] == [form for form in forms(text) if form[0] != BREAK]
    assert all(token.start < token.end for token in found)
