"""Machine translation: what is asked, what is kept, what fails, and that nothing is published."""

from types import SimpleNamespace

import pytest
import requests
from django.core.exceptions import PermissionDenied
from wagtail_localize.models import StringTranslation
from wagtail_localize.strings import StringValue

from cases_cms.localization import machine
from cases_cms.localization.enums import CellState, Origin
from cases_cms.localization.glossary_services import add_terms, read_seeds
from cases_cms.localization.machine import MachineError, SegmentError, machine_name, machine_translate
from cases_cms.localization.models import SegmentVersion
from cases_cms.localization.rows import cell_of, refresh_cell
from cases_cms.localization.segments import segments
from cases_cms.localization.sources import hand_over
from cases_cms.localization.translators import DeepLTranslator, DemoTranslator, deepl_target
from tests.cases_cms.localization.test_segments import at, change, write
from tests.factories import make_case
from tests.fixtures import read_anew

pytestmark = pytest.mark.django_db


def build_work(site):
    """A case, and its translation into Chinese, nothing of it done; the glossary's first terms."""
    case = make_case(
        site.edition,
        title="Masts",
        summary="Against the digital divide at the Wuzhen Summit.",
        background='<p>See <a href="https://example.org/">the <b>Wuzhen Summit</b></a>.</p>',
    )
    add_terms(terms=read_seeds())
    return case, hand_over(instance=case, locales=[site.zh], user=None)[0]


@pytest.fixture(scope="module", autouse=True)
def built_work(once):
    return once(build_work)


@pytest.fixture
def case(built_work, small_site):
    return read_anew(built_work[0])


@pytest.fixture
def work(built_work, small_site):
    return read_anew(built_work[1])


@pytest.fixture
def answers(monkeypatch):
    """What the translator says: ``answers.say = function(source) -> text``, which may raise."""

    class Translator(DemoTranslator):
        display_name = "Machine"
        asked = []
        say = staticmethod(lambda text: f"译{text}")

        def translate(self, source_locale, target_locale, strings):
            self.asked.append(len(strings))
            return {string: StringValue(Translator.say(string.data)) for string in strings}

    monkeypatch.setattr(machine, "get_machine_translator", lambda: Translator({}))
    return Translator


def texts(translation):
    return {segment.path: segment.text for segment in segments(translation) if segment.text}


def states(translation):
    return {segment.state for segment in segments(translation)}


def test_what_is_missing_is_filled_in_and_marked_as_a_machines(work, admin_user, small_site):
    write(work, "title", "铁塔")
    number = len(segments(work))
    result = machine_translate(translation=work, user=admin_user)
    assert (result.done, result.skipped, result.errors) == (number - 1, 0, [])
    assert texts(work)["title"] == "铁塔"
    assert texts(work)["summary"] == "[zh-Hans] Against the 数字鸿沟 at the 乌镇峰会."
    assert states(work) == {"done", "machine"}
    saved = StringTranslation.objects.get(context__path="summary", locale=small_site.zh)
    assert (saved.translation_type, saved.tool_name) == ("machine", "Demonstration translator")
    assert SegmentVersion.objects.filter(origin=Origin.MACHINE).count() == number - 1
    # Once more there is nothing to do.
    assert machine_translate(translation=work, user=admin_user).done == 0


def test_the_board_says_that_its_words_are_left_for_a_person(work, case, admin_user, small_site):
    machine_translate(translation=work, user=admin_user)
    refresh_cell(cell_of(case, small_site.zh))
    cell = cell_of(case, small_site.zh)
    assert (cell.state, cell.translated, cell.words_left) == (CellState.IN_PROGRESS, cell.segments, cell.row.words)
    write(work, "summary", "数字鸿沟")
    refresh_cell(cell)
    assert cell_of(case, small_site.zh).words_left == cell.row.words - 8


def test_nothing_is_published(work, case, small_site):
    machine_translate(translation=work)
    target = case.get_translations().filter(live=True)
    assert list(target) == []


def test_tags_of_the_source_stay(work):
    machine_translate(translation=work)
    assert texts(work)["background"] == '[zh-Hans] See <a id="a1">the <b>乌镇峰会</b></a>.'


def test_named_segments_are_replaced_and_their_texts_kept(work):
    write(work, "title", "铁塔")
    title, summary = at(work, "title"), at(work, "summary")
    result = machine_translate(translation=work, segment_ids=[title.pk, 999_999])
    assert (result.done, result.skipped) == (1, 1)
    assert texts(work) == {"title": "[zh-Hans] Masts"}
    assert summary.text == ""
    assert SegmentVersion.objects.filter(text="铁塔").count() == 1


def test_a_segment_whose_source_changed_is_left_to_a_person(work, case):
    write(work, "title", "铁塔")
    change(case, title="Many masts")
    work.refresh_from_db()
    assert machine_translate(translation=work).skipped == 1
    assert at(work, "title").state == "changed"


def test_what_somebody_wrote_meanwhile_stays(work, answers):
    title = at(work, "title")

    def say(text):
        if text == "Masts" and not StringTranslation.objects.filter(translation_of__data=text).exists():
            write(work, "title", "手写")
        return f"译{text}"

    answers.say = staticmethod(say)
    result = machine_translate(translation=work, segment_ids=[title.pk])
    assert (result.done, result.skipped) == (0, 1)
    assert texts(work) == {"title": "手写"}


def test_failures_are_told_segment_by_segment(work, answers):
    def say(text):
        if text == "Masts":
            raise SegmentError("Too hard.")
        return text.replace("</a>", "") if "</a>" in text else f"译{text}"

    answers.say = staticmethod(say)
    ids = {path: at(work, path).pk for path in ("title", "summary", "background")}
    result = machine_translate(translation=work, segment_ids=ids.values())
    assert dict(result.errors) == {ids["title"]: "Too hard."}
    assert result.done == 2


def test_lost_links_and_made_up_ones_are_told(work, answers):
    answers.say = staticmethod(lambda text: '<a id="a9">x</a>')
    title = at(work, "title").pk
    assert machine_translate(translation=work, segment_ids=[title]).errors == [
        (title, "The machine broke the tags of the text.")
    ]
    answers.say = staticmethod(lambda text: " ")
    assert machine_translate(translation=work, segment_ids=[title]).errors == [
        (title, "The machine gave no translation.")
    ]
    assert texts(work) == {}


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (requests.Timeout(), "Machine did not answer in time."),
        (requests.ConnectionError(), "Machine cannot be reached."),
        (MachineError("Used up."), "Used up."),
    ],
)
def test_a_service_that_is_down_is_asked_once(work, answers, error, message):
    def say(text):
        raise error

    answers.say, answers.asked = staticmethod(say), []
    result = machine_translate(translation=work)
    assert {text for _pk, text in result.errors} == {message}
    assert (result.done, len(answers.asked)) == (0, 1)
    assert texts(work) == {}


def test_a_translator_that_breaks_is_given_up(work, answers):
    def say(text):
        raise RuntimeError("secret path")

    answers.say, answers.asked = staticmethod(say), []
    result = machine_translate(translation=work)
    assert len(answers.asked) == 1 + machine.FAILURES
    assert not any("secret" in text for _pk, text in result.errors)


def test_without_a_translator_or_a_right_nothing_happens(work, small_site, settings, django_user_model):
    nobody = django_user_model.objects.create_user("nobody")
    with pytest.raises(PermissionDenied):
        machine_translate(translation=work, user=nobody)
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = None
    with pytest.raises(MachineError, match="No machine translation is set up"):
        machine_translate(translation=work)
    assert machine_name(small_site.en, small_site.zh) == ""
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": "cases_cms.nowhere.Translator"}
    assert machine_name(small_site.en, small_site.zh) == ""
    assert texts(work) == {}


# --- DeepL -----------------------------------------------------------------------------------


def locale(code):
    return SimpleNamespace(language_code=code)


@pytest.fixture
def deepl(monkeypatch):
    """DeepL with a key, and what it was sent; it says what it is told to."""

    class Deepl(DeepLTranslator):
        sent = None
        answer = (200, {"translations": []})

    def post(url, data, timeout, headers):
        Deepl.sent = (url, data, timeout, headers)
        status, content = Deepl.answer

        def read():
            if content is None:
                raise ValueError
            return content

        return SimpleNamespace(status_code=status, ok=status < 400, json=read)

    monkeypatch.setattr("cases_cms.localization.translators.requests.post", post)
    return Deepl


def test_both_chinese_scripts_have_their_own_code(deepl):
    assert [deepl_target(code) for code in ("zh-hans", "zh-hant", "zh", "en", "fr", "pt-br")] == [
        "ZH-HANS", "ZH-HANT", "ZH-HANS", "EN-GB", "FR", "PT-BR",
    ]  # fmt: skip
    assert deepl({}).can_translate(locale("en"), locale("zh-hant"))
    assert not deepl({}).can_translate(locale("zh-hans"), locale("zh-hant"))


def test_terms_are_handed_over_and_come_back_whole(deepl):
    add_terms(terms=read_seeds())
    source = StringValue("The digital divide at the Wuzhen Summit")
    deepl.answer = (200, {"translations": [{"text": "<cc-term>乌镇峰会</cc-term>上的<cc-term>数字鸿沟</cc-term>"}]})
    answer = deepl({"AUTH_KEY": "k:fx"}).translate(locale("en"), locale("zh-hans"), [source])
    assert {string.data: text.data for string, text in answer.items()} == {source.data: "乌镇峰会上的数字鸿沟"}
    url, data, timeout, headers = deepl.sent
    assert (url, timeout) == ("https://api-free.deepl.com/v2/translate", 30)
    assert headers == {"Authorization": "DeepL-Auth-Key k:fx"}
    assert data == {
        "text": ["The <cc-term>数字鸿沟</cc-term> at the <cc-term>乌镇峰会</cc-term>"],
        "tag_handling": "xml",
        "ignore_tags": "cc-term",
        "source_lang": "EN",
        "target_lang": "ZH-HANS",
    }


@pytest.mark.parametrize(
    ("status", "content", "error", "message"),
    [
        (403, {}, MachineError, "DeepL does not accept the key."),
        (456, {}, MachineError, "What may be translated with DeepL this month is used up."),
        (429, {}, MachineError, "DeepL is busy. Try again later."),
        (503, {}, MachineError, "DeepL is busy. Try again later."),
        (400, {}, SegmentError, "DeepL refused the text (400)."),
        (200, None, SegmentError, "DeepL’s answer cannot be read."),
        (200, {"translations": []}, SegmentError, "DeepL’s answer cannot be read."),
    ],
)
def test_what_deepl_refuses_says_why(deepl, status, content, error, message):
    deepl.answer = (status, content)
    with pytest.raises(error) as raised:
        deepl({"AUTH_KEY": "k"}).translate(locale("en"), locale("fr"), [StringValue("a")])
    assert str(raised.value) == message


def test_deepl_without_a_key_says_so(deepl):
    with pytest.raises(MachineError, match="DeepL has no key"):
        deepl({}).translate(locale("en"), locale("fr"), [StringValue("a")])
    assert deepl.sent is None
