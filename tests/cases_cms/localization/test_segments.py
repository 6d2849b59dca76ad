"""Segments as people work on them: where they stand, what their source said before, who changed them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cases_cms.localization.enums import Origin
from cases_cms.localization.errors import ConflictError, SegmentGoneError, SourceChangedError
from cases_cms.localization.models import SegmentVersion
from cases_cms.localization.segment_services import (
    clear_segment,
    keep_former,
    restore_version,
    save_segment,
    save_texts,
)
from cases_cms.localization.segments import history, segments
from cases_cms.localization.sources import hand_over
from tests.cases_cms.localization.workshop import at, change, make_translator, write
from tests.factories import make_case
from tests.fixtures import read_anew

RICH = (
    '<h2>Masts</h2><p>We built <b>ten</b> masts, see <a href="https://example.org/a">here</a>.</p>'
    "<ul><li>One mast</li><li>Two masts</li></ul>"
)


def build_work(site):
    """A case, and its translation into Chinese, nothing of it done."""
    case = make_case(site.edition, title="Masts for villages", implementation=RICH, full=True)
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


# --- What there is -------------------------------------------------------------------------


def test_segments_name_their_place(work):
    found = [(one.section, one.block, one.field, one.role, one.source) for one in segments(work)]
    assert ("Implementation", "", "Implementation", "heading", "Masts") in found
    assert ("Implementation", "", "Implementation", "list", "Two masts") in found
    assert (
        "Implementation",
        "",
        "Implementation",
        "text",
        'We built <b>ten</b> masts, see <a id="a1">here</a>.',
    ) in found
    assert [one.role for one in segments(work) if one.path == "title"] == ["title"]
    assert [one[:4] for one in found if one[4] in ("A mast", "Mast")] == [
        ("Pictures", "Picture 1", "What the picture shows", "alt"),
        ("Pictures", "Picture 1", "Caption", "caption"),
    ]


def test_limits_are_those_of_the_field_or_of_the_whole_case(work):
    limit = at(work, "summary").limit
    assert (limit.characters, limit.words) == (500, None)
    limit = at(work, "background").limit
    assert (limit.words, limit.han) == (960, 1200)
    assert limit.paths == ("background", "cooperation", "implementation", "benefits")


def test_a_page_of_any_length_costs_the_same_queries(case, work, small_site):
    def count():
        fresh = Translation.objects.get(pk=work.pk)
        with CaptureQueriesContext(connection) as queries:
            segments(fresh)
        return len(queries)

    segments(work)
    few = count()
    change(case, background="".join(f"<p>Paragraph {n}.</p>" for n in range(60)))
    assert len(segments(Translation.objects.get(pk=work.pk))) > 60
    assert count() == few == 8


# --- Saving --------------------------------------------------------------------------------


def test_saving_keeps_a_version_and_leaves_the_page_alone(work, small_site, admin_user):
    page = Page.objects.get(translation_key=work.source.object_id, locale=small_site.zh)
    saved = write(work, "summary", "村里的网络。", user=admin_user)
    assert (saved.state, saved.text, saved.translated_by) == ("done", "村里的网络。", "admin")
    version = SegmentVersion.objects.get()
    assert (version.text, version.source_text, version.origin) == (
        "村里的网络。",
        "A network for villages.",
        Origin.TYPED,
    )
    assert (version.language, version.source_language, version.user) == ("zh-hans", "en", admin_user)
    after = Page.objects.get(pk=page.pk)
    assert after.latest_revision_id == page.latest_revision_id
    assert after.live is False


def test_who_saves_second_keeps_their_text_and_sees_the_first(work, django_user_model, small_site):
    first, second = (make_translator(django_user_model, name, small_site.zh) for name in ("first", "second"))
    seen = at(work, "summary").version
    write(work, "summary", "甲的译文。", user=first, version=seen)
    with pytest.raises(ConflictError) as caught:
        write(work, "summary", "乙的译文。", user=second, version=seen)
    assert caught.value.current.text == "甲的译文。"
    kept = {(one.text, one.origin, one.user_name) for one in history(translation=work, segment=at(work, "summary"))}
    assert kept == {("甲的译文。", "typed", "first"), ("乙的译文。", "conflict", "second")}
    assert at(work, "summary").text == "甲的译文。"
    write(work, "summary", "乙的译文。", user=second, version=seen, force=True)
    assert at(work, "summary").text == "乙的译文。"
    assert SegmentVersion.objects.filter(text="甲的译文。").exists()


def test_saving_the_same_again_is_no_version(work):
    saved = write(work, "summary", "村里的网络。")
    write(work, "summary", "村里的网络。", version=saved.version)
    assert SegmentVersion.objects.count() == 1


def test_clearing_and_restoring(work):
    saved = write(work, "summary", "村里的网络。")
    cleared = clear_segment(translation=work, segment_id=saved.pk, user=None, version=saved.version)
    assert (cleared.state, cleared.text) == ("missing", "")
    version = SegmentVersion.objects.get(text="村里的网络。")
    back = restore_version(
        translation=work, segment_id=saved.pk, version_id=version.pk, user=None, version=cleared.version
    )
    assert back.text == "村里的网络。"
    assert [one.origin for one in history(translation=work, segment=back)] == ["restored", "typed", "typed"]
    other = at(work, "background")
    with pytest.raises(SegmentVersion.DoesNotExist):
        restore_version(translation=work, segment_id=other.pk, version_id=version.pk, user=None, version=other.version)


def test_a_text_that_came_another_way_is_kept_when_it_is_replaced(work):
    segment = at(work, "summary")
    StringTranslation.objects.create(
        translation_of_id=segment.string_id,
        context_id=segment.context_id,
        locale=work.target_locale,
        data="从前的译文。",
        translation_type="manual",
    )
    write(work, "summary", "新的译文。")
    assert [(one.text, one.origin) for one in history(translation=work, segment=segment)] == [
        ("新的译文。", "typed"),
        ("从前的译文。", "imported"),
    ]


def test_broken_tags_are_kept_as_an_error(work):
    saved = write(work, "implementation", '我们建了<a id="a9">十座</a>基站。', of="We built")
    assert (saved.state, saved.error) == ("error", "Unrecognised id found in an <a> tag: a9")
    saved = write(work, "implementation", '我们<u>建了</u><b>十座</b>，<a id="a1">详见</a>。', of="We built")
    assert saved.state == "error"
    saved = write(work, "implementation", '我们建了<b>十座</b><!--x-->，<a id="a1">详见</a>。', of="We built")
    assert (saved.state, saved.text) == ("done", '我们建了<b>十座</b>，<a id="a1">详见</a>。')


def test_machine_texts_stay_machine_until_a_person_saves_them(work):
    saved = write(work, "summary", "机器译文。", origin=Origin.MACHINE, tool="Demo")
    assert (saved.state, saved.translated_by) == ("machine", "Demo")
    assert write(work, "summary", "机器译文。").state == "done"


def test_a_translator_of_another_language_may_not_write(work, django_user_model, small_site):
    fr = Locale.objects.create(language_code="fr")
    stranger, own = (
        make_translator(django_user_model, "fr", fr),
        make_translator(django_user_model, "zh", small_site.zh),
    )
    segment = at(work, "summary")
    for call in (
        lambda: write(work, "summary", "不行。", user=stranger),
        lambda: save_texts(translation=work, texts={segment.pk: "不行。"}, user=stranger, origin=Origin.FILE),
        lambda: keep_former(translation=work, user=stranger),
    ):
        with pytest.raises(PermissionDenied):
            call()
    assert not SegmentVersion.objects.exists()
    assert write(work, "summary", "可以。", user=own).text == "可以。"


def test_many_texts_at_once(work):
    ids = {one.path: one.pk for one in segments(work)}
    texts = {ids["title"]: "乡村基站", ids["summary"]: "村里的网络。", 0: "无"}
    assert save_texts(translation=work, texts=texts, user=None, origin=Origin.FILE) == 2
    texts = {ids["title"]: "别的", ids["background"]: "没有网络。"}
    assert save_texts(translation=work, texts=texts, user=None, origin=Origin.MACHINE, overwrite=False) == 1
    assert at(work, "title").text == "乡村基站"
    assert at(work, "background").state == "machine"


# --- The source changes --------------------------------------------------------------------


def test_a_changed_source_shows_its_former_translation(case, work):
    write(work, "summary", "村里的网络。")
    change(case, summary="A fast network for all villages.")
    segment = at(work, "summary")
    assert (segment.state, segment.text) == ("changed", "")
    assert (segment.former.source, segment.former.text) == ("A network for villages.", "村里的网络。")
    assert segment.former.diff == "A<ins> fast</ins> network for <ins>all </ins>villages."


def test_texts_of_one_field_find_their_own_former_ones(case, work):
    write(work, "implementation", "一座基站", of="One")
    write(work, "implementation", "两座基站", of="Two")
    change(case, implementation=RICH.replace("One mast", "Just one mast").replace("Two masts", "Two tall masts"))
    assert at(work, "implementation", "Two tall").former.text == "两座基站"
    assert at(work, "implementation", "Just").former.text == "一座基站"


def test_still_right_keeps_one_or_all(case, work, admin_user):
    write(work, "summary", "村里的网络。")
    write(work, "background", "没有网络。")
    change(case, summary="A network for the villages.", background="<p>No network</p>")
    summary = at(work, "summary")
    assert keep_former(translation=work, user=admin_user, segment_ids=[summary.pk]) == 1
    assert [at(work, path).state for path in ("summary", "background")] == ["done", "changed"]
    assert keep_former(translation=work, user=admin_user) == 1
    assert at(work, "background").text == "没有网络。"
    assert SegmentVersion.objects.filter(origin=Origin.KEPT, user=admin_user).count() == 2


def test_a_source_published_while_one_types_loses_no_text(case, work, django_user_model, small_site):
    user = make_translator(django_user_model, "typist", small_site.zh)
    seen = at(work, "summary")
    change(case, summary="A network for each village.")
    assert not StringSegment.objects.filter(pk=seen.pk).exists()
    with pytest.raises(SourceChangedError) as caught:
        save_segment(translation=work, segment_id=seen.pk, text="村里的网络。", user=user, version=seen.version)
    current = caught.value.current
    assert (current.source, current.state, current.former.text) == (
        "A network for each village.",
        "changed",
        "村里的网络。",
    )
    assert [one.text for one in history(translation=work, segment=current)] == ["村里的网络。"]


def test_a_text_that_only_moved_is_saved_where_it_is_now(case, work):
    seen = at(work, "implementation", "Two masts")
    change(case, implementation=RICH.replace("<li>One mast</li>", "<li>Half a mast</li><li>One mast</li>"))
    saved = save_segment(translation=work, segment_id=seen.pk, text="两座基站", user=None, version=seen.version)
    assert (saved.source, saved.text) == ("Two masts", "两座基站")
    assert saved.pk != seen.pk


@pytest.mark.parametrize("version", ["", "x", "1-2-3", "1-2-3-4-5", "-1-2-3-4", "9999999999999999999-1-1-0", "١-1-1-0"])
def test_a_segment_that_never_was_is_refused(work, version):
    with pytest.raises(SegmentGoneError):
        save_segment(translation=work, segment_id=0, text="无", user=None, version=version)
    assert not SegmentVersion.objects.exists()


def test_a_version_of_another_page_writes_nothing(work, small_site):
    other = make_case(small_site.edition, title="Another")
    theirs = at(hand_over(instance=other, locales=[small_site.zh], user=None)[0], "title")
    with pytest.raises(SegmentGoneError):
        save_segment(translation=work, segment_id=theirs.pk, text="无", user=None, version=theirs.version)
    assert not StringTranslation.objects.filter(data="无").exists()
