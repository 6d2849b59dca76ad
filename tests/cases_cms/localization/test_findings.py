"""What a machine sees of a translation; each check with what it must find, and what it must leave alone."""

import pytest

from cases_cms.localization.finding import Level
from cases_cms.localization.findings import check
from cases_cms.localization.places import Limit

pytestmark = pytest.mark.django_db


def codes(source, text, source_language="en", language="zh-hans", **options):
    return [finding.code for finding in check(source, text, source_language, language, **options)]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("%(count)s of {total} cases", "共 {total} 个，%(count)s 个", []),
        ("%(count)s of {total} cases", "共 {total} 个", ["placeholders"]),
        ("%(count)s cases", "%(number)s 个案例", ["placeholders"]),
        ('See <a id="a1">here</a>.', '见<a id="a1">此处</a>。', []),
        ('See <a id="a1">here</a>.', "见此处。", ["links"]),
        ('See <a id="a1">here</a>.', '见<a id="a1">此</a><a id="a2">处</a>。', ["links"]),
        ("<b>Ten</b> masts", "十座基站", ["tags"]),
        ("<b>Ten</b> masts<br/>here", "<b>十座</b>基站", []),
        ("Write to practice@example.org", "请致函 practice@example.org", []),
        ("See https://example.org/a.", "见 https://example.org/b。", ["links"]),
        ("In 2024, 1,200 masts", "2024 年建成 1200 座基站", []),
        ("In 2024, 1,200 masts", "建成 1200 座基站", ["numbers"]),
        ("1,200,000 people", "120 万人", []),
        ("12 masts and 3 towers", "21 座基站", ["numbers"]),
        ("one of 5", "五个之一", []),
        ("Build masts", "Build masts", ["unchanged"]),
        ("2024", "2024", []),
        ("https://example.org", "https://example.org", []),
        ("Masts, and towers", "基站,以及铁塔", ["punctuation"]),
        ("Masts (new)", "基站(新)", ["punctuation"]),
        ("Version 2.0: new", "2.0 版：新", []),
        ("All masts were built there.", "Tous les mats sont là aujourd'hui.", ["script"]),
    ],
)
def test_checks(source, text, expected):
    assert codes(source, text) == expected


def test_no_punctuation_of_chinese_elsewhere():
    assert codes("基站，以及铁塔", "Masts, and towers", "zh-hans", "en") == []


def test_length_counts_what_people_read():
    limit = Limit(characters=5)
    assert codes("Masts", "<b>基站</b>&amp;塔架", limit=limit) == []
    (finding,) = check("Masts", "六个字的基站呢", "en", "zh-hans", limit=limit)
    assert (finding.code, finding.level) == ("length", Level.ERROR)
    assert finding.message == "Too long: 7 characters, at most 5 are allowed."


def test_an_empty_text_has_no_findings():
    assert codes("Masts: %(count)s", "") == []
    assert codes("Masts: %(count)s", "<b> </b>") == []


def test_marks_in_sources_are_shown_as_they_are():
    (finding,) = check("Masts {x} &lt;i&gt;", "基站 &lt;i&gt;", "en", "zh-hans")
    assert finding.message == "Placeholders differ from the source: {x}."


def test_levels():
    assert [one.level for one in check("%(a)s", "基站", "en", "zh-hans")] == [Level.ERROR]
    assert [one.level for one in check("Call 110", "请报警", "en", "zh-hans")] == [Level.WARNING]
