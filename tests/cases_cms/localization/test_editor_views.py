"""The editor's page and what its script asks for."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail_localize.models import StringTranslation, Translation

from cases_cms.localization.models import BoardCell, SegmentComment
from cases_cms.localization.segments import segments
from tests.admin.role_world import make_user
from tests.factories import make_case, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(small_site):
    return make_case(small_site.edition, title="A case & more", slug="a-case", translated=True)


@pytest.fixture
def translation(case, small_site):
    return Translation.objects.get(source__object_id=case.translation_key, target_locale=small_site.zh)


@pytest.fixture
def user(small_site):
    return make_user("translator", is_superuser=True, first_name="Lin")


@pytest.fixture
def desk(client, user):
    client.force_login(user)
    return client


def address(name, translation, *args):
    return reverse(f"localization:{name}", args=[translation.pk, *args])


def title_segment(translation):
    return translation.source.stringsegment_set.get(context__path="title")


def line_of(response, pk):
    lines = {line.segment.pk: line for line in response.context["desk"].lines}
    return lines[pk]


def save(desk, translation, segment, text, version, **values):
    return desk.post(
        address("save", translation, segment.pk),
        {"text": text, "version": version, **values},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )


def title_of(translation):
    key = translation.source.object_id
    return StringTranslation.objects.get(
        context__path="title", context__object_id=key, locale=translation.target_locale
    ).data


def test_the_page_shows_both_sides(desk, translation):
    response = desk.get(address("translate", translation))
    line = line_of(response, title_segment(translation).pk)
    assert (response.status_code, line.source_html, line.segment.state) == (200, "A case &amp; more", "done")
    assert line.value == "译A case & more"
    assert response.context["target"] == {
        "name": "Simplified Chinese",
        "tag": "zh-Hans",
        "dir": "ltr",
        "code": "zh-hans",
    }
    assert response.context["desk"].progress.left_sentence == ""


def test_the_ways_to_wagtails_editor_lead_here(desk, case, small_site, translation):
    target = small_site.in_zh(case)
    edit = reverse("wagtailadmin_pages:edit", args=[target.pk])
    response = desk.get(edit)
    assert (response.status_code, response.url) == (302, address("translate", translation))
    assert desk.get(f"{edit}?fields").status_code == 200
    assert desk.get(reverse("wagtailadmin_pages:edit", args=[case.pk])).status_code == 200


def test_a_segment_is_saved_and_the_page_stays(desk, case, small_site, translation):
    segment = title_segment(translation)
    before = line_of(desk.get(address("translate", translation)), segment.pk)
    response = save(desk, translation, segment, "<新> & 题", before.segment.version)
    body = response.json()
    assert (response.status_code, body["line"]["value"], body["line"]["state"]) == (200, "<新> & 题", "done")
    assert title_of(translation) == "&lt;新&gt; &amp; 题"
    assert small_site.in_zh(case).title == "译A case & more"
    assert body["progress"]["done"] == body["progress"]["total"]


def test_two_people_in_one_segment(desk, translation):
    segment = title_segment(translation)
    version = line_of(desk.get(address("translate", translation)), segment.pk).segment.version
    assert save(desk, translation, segment, "甲", version).status_code == 200
    response = save(desk, translation, segment, "乙", version)
    assert (response.status_code, response.json()["line"]["value"]) == (409, "甲")
    assert title_of(translation) == "甲"
    assert save(desk, translation, segment, "乙", version, force="1").status_code == 200
    assert title_of(translation) == "乙"


def test_without_the_script_the_form_saves_what_changed(desk, translation):
    segment = title_segment(translation)
    line = line_of(desk.get(address("translate", translation)), segment.pk)
    data = {f"text-{segment.pk}": "表单", f"version-{segment.pk}": line.segment.version}
    response = desk.post(address("translate", translation), data)
    assert (response.status_code, title_of(translation)) == (302, "表单")
    data[f"text-{segment.pk}"] = "另一个"
    response = desk.post(address("translate", translation), data, follow=True)
    assert title_of(translation) == "表单"
    assert "Somebody else changed these segments meanwhile" in response.text


def test_the_preview_shows_what_is_not_saved(desk, case, small_site, translation):
    segment = title_segment(translation)
    response = desk.post(address("preview", translation), {f"text-{segment.pk}": "没有保存的题目"})
    assert (response.status_code, "没有保存的题目" in response.text) == (200, True)
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert (title_of(translation), small_site.in_zh(case).title) == ("译A case &amp; more", "译A case & more")
    # HTML in a plain text is text.
    response = desk.post(address("preview", translation), {f"text-{segment.pk}": "<script>x()</script>坏"})
    assert "&lt;script&gt;x()&lt;/script&gt;坏" in response.text
    assert "<script>x()" not in response.text


def test_a_question_is_asked_answered_and_resolved(
    desk, user, case, small_site, translation, django_capture_on_commit_callbacks
):
    colleague = make_user("colleague", is_superuser=True)
    segment = title_segment(translation)
    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(
            address("comment", translation, segment.pk),
            {"text": "Is this right, @colleague? (not @colleagues)", "is_question": "1"},
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
    question = SegmentComment.objects.get()
    assert (response.status_code, response.json()["line"]["questions"]) == (200, 1)
    assert (list(question.mentioned.all()), question.path, question.source_text) == (
        [colleague],
        "title",
        "A case &amp; more",
    )
    assert BoardCell.objects.get(row=question.row, locale=small_site.zh).questions == 1
    [message] = mail.outbox
    assert (message.to, message.subject.endswith("Question on “A case & more”")) == ([colleague.email], True)
    assert f"http://testserver{address('translate', translation)}?segment={segment.pk}" in message.body
    assert "The text in question: A case & more" in message.body

    with django_capture_on_commit_callbacks(execute=True):
        desk.force_login(colleague)
        desk.post(address("comment", translation, segment.pk), {"text": "Yes.", "parent": str(question.pk)})
    assert [(answer.parent_id, answer.text) for answer in SegmentComment.objects.exclude(pk=question.pk)] == [
        (question.pk, "Yes.")
    ]
    assert mail.outbox[-1].to == [user.email]
    response = desk.post(address("resolve", translation, segment.pk, question.pk), {"resolved": "1"})
    question.refresh_from_db()
    assert (response.status_code, question.resolved_by) == (302, colleague)
    assert BoardCell.objects.get(row=question.row, locale=small_site.zh).questions == 0
    logged = PageLogEntry.objects.filter(page_id=small_site.in_zh(case).pk, action__startswith="cases_localization")
    assert sorted(logged.values_list("action", flat=True)) == [
        "cases_localization.comment",
        "cases_localization.comment",
        "cases_localization.resolve",
    ]


def test_an_empty_comment_is_refused(desk, translation):
    segment = title_segment(translation)
    response = desk.post(
        address("comment", translation, segment.pk), {"text": "  "}, headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert "Write something first." in response.json()["html"]
    assert SegmentComment.objects.count() == 0


@pytest.mark.parametrize("parent", ["x", "0", "99999", "-1", "١"])
def test_bad_input_is_answered(desk, translation, parent):
    segment = title_segment(translation)
    data = {"text": "x", "parent": parent}
    assert desk.post(address("comment", translation, segment.pk), data, follow=True).status_code == 404
    assert SegmentComment.objects.count() == 0
    assert save(desk, translation, segment, "字" * 60_000, "").status_code == 400
    assert desk.get(address("segment", translation, 0), follow=True).status_code == 404
    assert desk.get(address("translate", translation) + f"?segment={parent}&show={parent}").status_code == 200
    assert title_of(translation) == "译A case &amp; more"


def test_who_has_no_language_sees_and_writes_nothing(client, translation):
    client.force_login(make_user("editor", "editors"))
    segment = title_segment(translation)
    for name in ("translate", "preview", "segment", "save", "comment"):
        args = (segment.pk,) if name in ("segment", "save", "comment") else ()
        get = client.get(address(name, translation, *args), headers={"X-Requested-With": "XMLHttpRequest"})
        post = client.post(
            address(name, translation, *args), {"text": "甲"}, headers={"X-Requested-With": "XMLHttpRequest"}
        )
        assert (name, get.status_code in (403, 405), post.status_code in (403, 405)) == (name, True, True)
        assert "A case" not in get.text + post.text
    assert title_of(translation) == "译A case &amp; more"
    assert SegmentComment.objects.count() == 0
    assert ModelLogEntry.objects.filter(action__startswith="cases_localization").count() == 0


def test_the_page_costs_the_same_for_any_number_of_segments(desk, small_site, translation, django_assert_num_queries):
    long_case = make_case(small_site.edition, title="Long", slug="long", full=True)
    translate(long_case)
    long = Translation.objects.get(source__object_id=long_case.translation_key, target_locale=small_site.zh)
    assert long.source.stringsegment_set.count() > translation.source.stringsegment_set.count()
    for one in (translation, long):
        desk.get(address("translate", one))  # makes the board's row, and what the process remembers
    for one in (translation, long):
        with django_assert_num_queries(QUERIES):
            desk.get(address("translate", one))


QUERIES = 19


def test_the_preview_takes_no_tags_that_may_not_stand_there(desk, translation):
    rich = next(one for one in segments(translation) if one.is_rich)
    for text in ('<a id="a99">x</a>', "<b onclick='y()'>x</b>", "<b><!--><img src=x onerror=y()>--></b>"):
        response = desk.post(address("preview", translation), {f"text-{rich.pk}": text})
        assert (response.status_code, "y()" in response.content.decode()) == (200, False)


def test_bad_requests_change_nothing(desk, translation):
    segment = title_segment(translation)
    desk.post(address("comment", translation, segment.pk), {"text": "a\0b"})
    assert SegmentComment.objects.get().text == "ab"
    for number in ("x", "9" * 40, "-1", ""):
        assert desk.post(address("machine", translation), {"segment": number}, follow=True).status_code == 404
    assert title_of(translation) == "译A case &amp; more"
