"""Texts from files: the good ones are kept, every other one is refused with its reason, and nothing is lost."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation

from cases_cms.core import services
from cases_cms.core.memory import start_request
from cases_cms.localization.enums import Origin
from cases_cms.localization.files import po, xliff
from cases_cms.localization.files.documents import FileError
from cases_cms.localization.files.exporting import document_of, export
from cases_cms.localization.files.importing import import_document
from cases_cms.localization.models import LanguageRole, SegmentVersion
from cases_cms.localization.segment_services import save_segment, save_texts
from cases_cms.localization.segments import segments
from cases_cms.localization.sources import hand_over
from tests.factories import make_case

pytestmark = pytest.mark.django_db
FORMATS = pytest.mark.parametrize("file_format", [po, xliff], ids=["po", "xliff"])
RICH = '<p>We built <b>ten</b> masts, see <a href="https://example.org/a">here</a> &amp; there.</p>'


@pytest.fixture
def case(small_site):
    return make_case(small_site.edition, title="Masts & towers", summary="For villages.", implementation=RICH)


@pytest.fixture
def work(case, small_site):
    """The translation of the case into Chinese, nothing of it done."""
    return hand_over(instance=case, locales=[small_site.zh], user=None)[0]


@pytest.fixture
def translator(django_user_model, small_site):
    user = django_user_model.objects.create_user("li")
    LanguageRole.objects.create(user=user, locale=small_site.zh, translates=True)
    return user


TEXTS = {
    "title": "塔桅 &amp; 铁塔",
    "summary": "为村庄服务。",
    "implementation": '我们建了<b>十座</b>塔，见<a id="a1">此处</a> &amp; 彼处。',
}


def texts(translation):
    return {one.path: one.text for one in segments(translation, set()) if one.text}


def at(translation, path):
    return next(one for one in segments(translation, set()) if one.path == path)


def fill(translation, user=None, **values):
    save_texts(
        translation=translation,
        texts={at(translation, path).pk: text for path, text in (values or TEXTS).items()},
        user=user,
        origin=Origin.TYPED,
    )


def filled(file_format, translation, change=lambda data: data, **values):
    """A ReadDocument of a file that somebody has filled in, its bytes changed by ``change``."""
    from dataclasses import replace

    document = document_of(translation)
    values = values or TEXTS
    units = tuple(
        replace(unit, target=values[unit.path], state="done") if unit.path in values else unit
        for unit in document.units
    )
    (read,) = file_format.load("a", change(file_format.dump(replace(document, units=units))))
    return read


def reasons(report):
    return [(refusal.path, refusal.reason) for refusal in report.refused]


@FORMATS
def test_a_translators_file_comes_back(work, translator, file_format):
    report = import_document(filled(file_format, work), user=translator)
    assert texts(work) == TEXTS
    assert (report.taken, report.refused, report.empty) == (3, [], len(segments(work, set())) - 3)
    assert report.sentence == f"3 taken over, {report.empty} empty"
    versions = SegmentVersion.objects.filter(object_id=work.source.object_id)
    assert set(versions.values_list("origin", "user")) == {(Origin.FILE, translator.pk)}
    again = import_document(filled(file_format, work), user=translator)
    assert (again.taken, again.unchanged) == (0, 3)


@FORMATS
def test_a_trial_writes_nothing(work, translator, file_format):
    report = import_document(filled(file_format, work), user=translator, dry_run=True)
    assert (report.taken, texts(work), SegmentVersion.objects.count()) == (3, {}, 0)


@FORMATS
def test_what_is_bad_is_refused_and_the_rest_kept(work, translator, file_format):
    bad = {**TEXTS, "summary": "It stands for villages.", "implementation": '没有这个<a id="a7">链接</a>。'}
    if file_format is xliff:
        bad["implementation"] = "<b>十</b>"
        read = filled(
            file_format, work, lambda data: data.replace(b'<g id="1" ctype="x-html-b">\xe5', b'<g id="7">\xe5'), **bad
        )
    else:
        read = filled(file_format, work, **bad)
    report = import_document(read, user=translator)
    assert texts(work) == {"title": TEXTS["title"]}
    assert [path for path, _reason in reasons(report)] == ["summary", "implementation"]
    assert reasons(report)[0][1] == "The translation has no Chinese characters."
    assert reasons(report)[1][1] in (
        "The source has no tag number 7.",
        'The source has no such link: <a id="a7">.',
    )


@FORMATS
def test_a_stale_text_is_refused(case, work, translator, file_format):
    read = filled(file_format, work)
    page = case.get_latest_revision_as_object()
    page.summary = "For villages and towns."
    services.save_page(page=page, publish=True)
    report = import_document(read, user=translator)
    assert reasons(report) == [("summary", "The source has changed since the file was made.")]
    assert texts(work) == {path: text for path, text in TEXTS.items() if path != "summary"}


@FORMATS
def test_a_text_of_another_page_is_refused(work, translator, file_format):
    wrong = {po: (b'msgctxt "summary"', b'msgctxt "elsewhere"'), xliff: (b'<trans-unit id="', b'<trans-unit id="0')}
    read = filled(file_format, work, lambda data: data.replace(*wrong[file_format], 1))
    report = import_document(read, user=translator)
    assert [reason for _path, reason in reasons(report)] == ["This page has no such text."]
    assert report.taken == 2


@FORMATS
def test_what_was_changed_here_meanwhile_is_not_overwritten(work, translator, file_format):
    read = filled(file_format, work)
    segment = at(work, "title")
    save_segment(translation=work, segment_id=segment.pk, text="铁塔", user=None, version=segment.version)
    report = import_document(read, user=translator)
    assert reasons(report) == [("title", "The translation was changed here after the file was made.")]
    assert texts(work) == {**TEXTS, "title": "铁塔"}
    assert import_document(read, user=translator, overwrite=True).taken == 1
    assert texts(work) == TEXTS
    assert SegmentVersion.objects.filter(text="铁塔").exists()


@FORMATS
def test_a_file_that_does_not_say_when_it_was_made_fills_gaps_only(work, translator, file_format):
    fill(work, title="铁塔")
    date = document_of(work).made_at[:10].encode()
    read = filled(file_format, work, lambda data: data.replace(date, b"once upon "))
    report = import_document(read, user=translator)
    assert reasons(report) == [("title", "The translation was changed here after the file was made.")]
    assert texts(work) == {**TEXTS, "title": "铁塔"}


@FORMATS
def test_drafts_count_once_a_person_has_finished_them(case, work, translator, file_format):
    fill(work)
    save_texts(translation=work, texts={at(work, "summary").pk: "为了村庄。"}, user=None, origin=Origin.MACHINE)
    page = case.get_latest_revision_as_object()
    page.title = "Masts and towers"
    services.save_page(page=page, publish=True)
    name, _kind, data = export(work, "po" if file_format is po else "xliff")
    (untouched,) = file_format.load(name, data)
    report = import_document(untouched, user=translator)
    assert (report.taken, report.unfinished, report.refused) == (0, 2, [])
    done = {
        po: lambda data: data.replace(b"#, fuzzy\n", b""),
        xliff: lambda data: data.replace(b"needs-review-translation", b"final").replace(b"needs-adaptation", b"final"),
    }
    (finished,) = file_format.load(name, done[file_format](data))
    assert import_document(finished, user=translator).taken == 2
    assert (at(work, "summary").state, at(work, "title").text) == ("done", TEXTS["title"])


# --- Files that belong elsewhere ------------------------------------------------------------------


def refused(read, user, **options):
    with pytest.raises(FileError) as caught:
        import_document(read, user=user, **options)
    return str(caught.value)


@FORMATS
def test_a_file_of_another_translation_or_site_is_refused(case, work, translator, file_format, small_site):
    key = str(work.uuid).encode()
    unknown = filled(file_format, work, lambda data: data.replace(key, str(uuid.uuid4()).encode()))
    assert refused(unknown, translator) == "The translation that the file belongs to is not here, or no longer."
    nameless = filled(file_format, work, lambda data: data.replace(key, b"x"))
    assert refused(nameless, translator).startswith("The file does not say which translation it belongs to")
    other = hand_over(instance=make_case(small_site.edition), locales=[small_site.zh], user=None)[0]
    assert refused(filled(file_format, work), translator, only=other) == "The file belongs to “Masts & towers”."
    Translation.objects.filter(pk=work.pk).update(enabled=False)
    assert refused(filled(file_format, work), translator) == (
        "The translation that the file belongs to is not here, or no longer."
    )
    assert StringTranslation.objects.filter(context__object_id=work.source.object_id).count() == 0


@FORMATS
@pytest.mark.parametrize("which", ["target", "source"])
def test_a_file_in_another_language_is_refused(work, translator, file_format, which):
    swaps = {
        (po, "target"): (b"Language: zh_hans", b"Language: fr"),
        (po, "source"): (b"X-Source-Language: en", b"X-Source-Language: fr"),
        (xliff, "target"): (b'target-language="zh-Hans"', b'target-language="fr"'),
        (xliff, "source"): (b'source-language="en"', b'source-language="fr"'),
    }
    read = filled(file_format, work, lambda data: data.replace(*swaps[file_format, which]))
    message = refused(read, translator)
    assert (
        message
        == {
            "target": "Wrong language: the file is a translation into “fr”, this one is into Simplified Chinese.",
            "source": "Wrong language: the file translates from “fr”, this one is from English.",
        }[which]
    )
    assert texts(work) == {}


@FORMATS
def test_only_who_translates_into_the_language_brings_texts(work, django_user_model, file_format):
    french = Locale.objects.create(language_code="fr")
    user = django_user_model.objects.create_user("marie")
    LanguageRole.objects.create(user=user, locale=french, translates=True)
    with pytest.raises(PermissionDenied):
        import_document(filled(file_format, work), user=user)
    assert texts(work) == {}


# --- Going out ------------------------------------------------------------------------------------


def test_names_of_files(work):
    assert [export(work, code)[:2] for code in ("po", "xliff")] == [
        ("masts-towers.en.zh-hans.po", "text/x-gettext-translation"),
        ("masts-towers.en.zh-hans.xlf", "application/x-xliff+xml"),
    ]
    with pytest.raises(KeyError):
        export(work, "doc")


def test_the_moment_of_a_file_is_an_instant(work):
    made_at = timezone.datetime.fromisoformat(document_of(work).made_at)
    assert timezone.now() - made_at < timedelta(minutes=1)


@FORMATS
def test_a_file_costs_the_same_for_any_number_of_texts(small_site, file_format, translator, django_assert_num_queries):
    few = hand_over(instance=make_case(small_site.edition), locales=[small_site.zh], user=None)[0]
    many = hand_over(instance=make_case(small_site.edition, full=True), locales=[small_site.zh], user=None)[0]
    for translation in (few, many):
        translation = Translation.objects.select_related(
            "source__locale", "target_locale", "source__specific_content_type"
        ).get(pk=translation.pk)
        read = filled(file_format, translation)
        start_request()  # what a process remembers holds for the request
        import_document(read, user=translator, dry_run=True)
        with django_assert_num_queries(EXPORT):
            document_of(translation)
        with django_assert_num_queries(TRIAL):
            import_document(read, user=translator, dry_run=True)


EXPORT, TRIAL = 4, 7
