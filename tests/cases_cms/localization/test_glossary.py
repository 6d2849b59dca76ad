"""The glossary: what stands where, in any inflection, and whether a translation says it."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from wagtail.models import ModelLogEntry

from cases_cms.localization.enums import FormStatus, PartOfSpeech
from cases_cms.localization.finding import Finding
from cases_cms.localization.glossary import check_terms, find_terms, glossary, mark_terms, official_pairs
from cases_cms.localization.glossary_services import add_terms, read_seeds, save_term
from cases_cms.localization.models import Term, TermForm
from cases_cms.search.terms import equivalents

OFFICIAL, ALLOWED, FORBIDDEN = FormStatus.OFFICIAL, FormStatus.ALLOWED, FormStatus.FORBIDDEN

pytestmark = pytest.mark.django_db


def make_term(*forms, **values):
    """A term of ``(language, text)`` or ``(language, text, status)``."""
    forms = [(form[0], form[1], form[2] if len(form) > 2 else OFFICIAL, "") for form in forms]
    return save_term(term=Term(**values), forms=forms)


@pytest.fixture
def terms():
    """The terms a glossary begins with."""
    return add_terms(terms=read_seeds())


def hits(text, language="en", target="zh-hans"):
    found = find_terms(text, language, target)
    assert all(text[hit.start : hit.end].lower().startswith(hit.text[:1].lower()) for hit in found)
    return [(hit.text, hit.official) for hit in found]


def findings(source, text, source_language="en", language="zh-hans"):
    return [(finding.code, finding.message) for finding in check_terms(source, text, source_language, language)]


def test_terms_are_found_in_any_spelling_and_number(terms):
    assert hits("The Digital  Divides, and a practice-case.") == [
        ("Digital  Divides", "数字鸿沟"),
        ("practice-case", "实践案例"),
    ]
    assert hits("The Wuzhen Summit's guests") == [("Wuzhen Summit's", "乌镇峰会")]
    assert hits("弥合數字鴻溝。", "zh-hans", "en") == [("數字鴻溝", "digital divide")]
    assert hits("WIC invites member organizations") == [("WIC", "世界互联网大会"), ("member organizations", "会员单位")]


def test_what_only_resembles_a_term_is_none(terms):
    assert hits("She is editing the text; they edit it.") == []
    assert hits("The gap is digital. Divide it.") == []
    assert hits("Digital<br>divide") == []
    assert hits("") == []
    assert hits("届时，本届会议", "zh-hans", "en") == [("届", "edition")]
    assert hits("2024届", "zh-hans", "en") == [("届", "edition")]


def test_the_longest_term_counts_and_tags_do_not(terms):
    assert hits("Collection of Practice Cases") == [("Collection of Practice Cases", "实践案例集")]
    assert hits('A <b>digital</b> <a id="a1">divide</a> &amp; more') == [("digital divide", "数字鸿沟")]


def test_a_verb_is_found_in_its_forms_a_noun_in_its_plural():
    make_term(("en", "release"), ("zh-hans", "发布"), part_of_speech=PartOfSpeech.VERB)
    make_term(("en", "policy"), ("zh-hans", "政策"))
    make_term(("en", "case"), ("zh-hans", "案例"))
    assert hits("released, releasing, policies, cases, policed") == [
        ("released", "发布"),
        ("releasing", "发布"),
        ("policies", "政策"),
        ("cases", "案例"),
    ]


def test_other_languages_inflect_by_their_stemmers():
    make_term(("en", "digital divide"), ("fr", "fracture numérique"), ("ru", "цифровой разрыв"))
    assert hits("les fractures numériques", "fr", "en") == [("fractures numériques", "digital divide")]
    assert hits("о цифровом разрыве", "ru", "en") == [("цифровом разрыве", "digital divide")]


def test_a_hit_names_what_must_not_be_written_and_the_note(terms):
    [hit] = find_terms("An outstanding case", "en", "zh-hans")
    assert (hit.forbidden, hit.note) == (
        ["优秀案例", "杰出案例"],
        "One of about twelve a year that are presented on stage.",
    )
    assert Term.objects.get(pk=hit.term_id).forms.get(language="en", status=OFFICIAL).text == "outstanding case"


def test_a_term_without_words_in_the_other_language_is_no_hit():
    make_term(("en", "digital divide"))
    assert hits("digital divide") == []
    assert findings("digital divide", "数字分歧") == []


def test_a_translation_that_says_the_official_or_an_allowed_word_is_right(terms):
    assert findings("Bridging the digital divide", "弥合数字鸿沟") == []
    assert findings("A call for applications", "<b>征集</b>已开始") == []
    assert findings("世界互联网大会欢迎您", "The WIC welcomes you", "zh-hans", "en") == []


def test_a_missing_and_a_forbidden_word_are_told_once(terms):
    assert findings("The digital divide and digital divides", "弥合差距") == [
        ("term_missing", "“digital divide” is officially “数字鸿沟”.")
    ]
    assert check_terms("Outstanding cases", "优秀案例", "en", "zh-hans") == [
        Finding(
            "term_forbidden",
            "“优秀案例” must not be used for “Outstanding cases”: officially it is “精品案例”.",
            "warning",
        )
    ]
    # Nothing is wrong with the word where the term is not meant.
    assert findings("Version 2 of the software", "软件的第2版本") == []


def test_two_terms_of_the_same_words_are_both_right():
    make_term(("en", "case"), ("zh-hans", "案例"))
    make_term(("en", "case"), ("zh-hans", "箱子"))
    assert findings("a case", "一个箱子") == []
    assert findings("a case", "一个案例") == []
    assert findings("a case", "一个盒子") == [("term_missing", "“case” is officially “案例”.")]


def test_marks_stand_within_tags_and_are_escaped():
    term = make_term(("en", "digital divide"), ("zh-hans", '数字"鸿沟'))
    mark = f'<mark class="cc-term" data-term="{term.pk}" data-official="数字&quot;鸿沟" title="数字&quot;鸿沟">'
    assert mark_terms("a <b>digital</b> divide", "en", "zh-hans") == (
        f"a <b>{mark}digital</mark></b>{mark} divide</mark>"
    )


def test_remembered_terms_follow_the_database(terms, django_assert_num_queries):
    find_terms("digital divide", "en", "zh-hans")
    with django_assert_num_queries(0):
        assert hits("digital divide") == [("digital divide", "数字鸿沟")]
    TermForm.objects.get(text="数字鸿沟").delete()
    assert [(hit.official, hit.forbidden) for hit in find_terms("digital divide", "en", "zh-hans")] == [
        ("", ["数字分歧"])
    ]
    Term.objects.all().delete()
    assert glossary().entries == {}


def test_seeds_are_added_once_and_never_over_what_is_there(terms):
    assert len(terms) == 22
    TermForm.objects.filter(text="数字鸿沟").update(text="数字差距")
    call_command("load_glossary", verbosity=0)
    assert Term.objects.count() == 22
    assert TermForm.objects.filter(text="数字鸿沟").count() == 0
    assert ("World Internet Conference", "世界互联网大会") in official_pairs("en", "zh-hans")


def test_forms_that_exchange_places_are_saved_and_logged(admin_user):
    term = make_term(("en", "a"), ("en", "b", ALLOWED))
    save_term(term=term, forms=[("en", "b", OFFICIAL, ""), ("en", "a", ALLOWED, "")], user=admin_user)
    assert sorted(term.forms.values_list("text", "status")) == [("a", "allowed"), ("b", "official")]
    log = ModelLogEntry.objects.for_instance(term).order_by("pk")
    assert [(entry.action, entry.user) for entry in log] == [("wagtail.create", None), ("wagtail.edit", admin_user)]


@pytest.mark.parametrize(
    "forms",
    [
        [("en", "a", OFFICIAL, ""), ("en", "b", OFFICIAL, "")],
        [("en", "a", OFFICIAL, ""), ("en", "Ａ", ALLOWED, "")],
        [("en", "a", FORBIDDEN, "")],
        [],
    ],
)
def test_forms_that_contradict_each_other_are_refused(forms):
    with pytest.raises(ValidationError):
        save_term(term=Term(), forms=forms)
    assert Term.objects.count() == 0


def test_public_terms_serve_the_search_and_go_before_the_settings(settings, small_site):
    settings.CASES_CMS = {**settings.CASES_CMS, "TERMS": [{"en": "village doctor", "zh-hans": "乡村医生"}]}

    def sought(words):
        return [each.words for each in equivalents(words, "en")]

    assert sought("village doctor") == ["乡村医生"]
    term = make_term(("en", "village doctor"), ("zh-hans", "村医"))
    assert sought("village doctor") == ["村医"]
    make_term(("en", "secret plan"), ("zh-hans", "秘密计划"), is_public=False)
    assert sought("secret plan") == []
    term.delete()
    assert sought("village doctor") == ["乡村医生"]
