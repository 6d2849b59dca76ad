"""The page of what is not ready: counts, filters, people, comments, the table for spreadsheets."""

import io

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.users.models import UserProfile

from cases_cms.core.roles import RoleCode
from cases_cms.release.models import ReadinessComment, ReadinessItem
from cases_cms.release.readiness.selectors import find
from cases_cms.release.readiness.services import add_comment, assign
from cases_cms.release.readiness.tasks import tasks_of
from tests.admin.role_world import make_user
from tests.cases_cms.release.readiness.building import embargoed_edition, ready_case
from tests.cases_cms.release.secretariat import make_secretary
from tests.factories import OrganizationFactory, make_case, translate

pytestmark = pytest.mark.django_db

QUERIES = 72


@pytest.fixture
def world(small_site, client):
    """An edition with two cases that are not ready, and one that is."""
    page, release = embargoed_edition(small_site)
    make_case(page, publish=False, title="Networks", countries=["CN", "KE"])
    make_case(page, publish=False, title="Lectures", countries=["FR", "BR"], category="education")
    ready_case(page, title="Fine", countries=["CN", "FR"])
    sam = make_secretary()
    client.force_login(sam)
    return page, release, sam


def address(release, name="readiness", query=""):
    return reverse(f"release:{name}", args=[release.pk]) + (f"?{query}" if query else "")


def text_of(client, release, query=""):
    response = client.get(address(release, query=query))
    assert response.status_code == 200
    return response


def shown(response):
    return [
        (group.title, [(task.kind.code, task.language) for task in group.tasks]) for group in response.context["page"]
    ]


ALL = [("translation_missing", "zh-hans"), ("not_approved", "en")]


def test_all_that_is_to_be_done_is_listed_by_page(world, client):
    _page, release, _sam = world
    response = text_of(client, release)
    assert shown(response) == [("Networks", ALL), ("Lectures", ALL)]
    whole = response.context["whole"]
    assert (whole.cases, whole.ready, whole.blocking, whole.warnings) == (3, 1, 4, 0)
    assert [(line.name, line.cases, line.ready, line.blocking) for line, _query in response.context["by_category"]] == [
        ("Digital infrastructure", 2, 1, 2),
        ("Education and skills", 1, 0, 2),
    ]
    assert {line.code: (line.cases, line.ready, line.blocking) for line, _query in response.context["by_country"]} == {
        "CN": (2, 1, 2),
        "KE": (1, 0, 2),
        "BR": (1, 0, 2),
        "FR": (2, 1, 2),
    }
    html = response.content.decode()
    assert "There is no page in this language yet." in html
    assert "Fine" not in html


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=not_approved", [("Networks", ALL[1:]), ("Lectures", ALL[1:])]),
        ("language=zh-hans", [("Networks", ALL[:1]), ("Lectures", ALL[:1])]),
        ("category=education", [("Lectures", ALL)]),
        ("country=KE", [("Networks", ALL)]),
        ("country=KE&category=education", []),
        ("q=LECT", [("Lectures", ALL)]),
        ("severity=warning", []),
        ("severity=blocking&person=none", [("Networks", ALL), ("Lectures", ALL)]),
        ("person=me", []),
        ("person=999", []),
        (
            "kind=x%00&language=%27&country=ZZ&category=-&severity=0&person=-1&p=no&q=%00",
            [("Networks", ALL), ("Lectures", ALL)],
        ),
    ],
)
def test_filters(world, client, query, expected):
    _page, release, _sam = world
    assert shown(text_of(client, release, query)) == expected


def test_numbers_of_kinds_follow_the_other_filters(world, client):
    _page, release, _sam = world
    chips = text_of(client, release, "country=KE&kind=not_approved").context["chips"]
    assert [(chip["kind"].code, chip["number"], chip["chosen"], chip["query"]) for chip in chips] == [
        ("translation_missing", 1, False, "kind=translation_missing&country=KE"),
        ("not_approved", 1, True, "country=KE"),
    ]


def test_many_things_are_given_to_a_person_at_once(world, client, django_capture_on_commit_callbacks):
    page, release, sam = world
    lee = make_user("lee", RoleCode.EDITORS)
    lee.email = "lee@example.org"
    lee.save()
    tasks = [task for group in text_of(client, release).context["page"] for task in group.tasks]
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            address(release, "readiness_assign"),
            {"tasks": [tasks[0].code, tasks[3].code, "not_approved|en|forged"], "assignee": lee.pk, "country": ""},
        )
    assert response.url == address(release)
    assert sorted((item.kind, item.language, item.assignee_id) for item in ReadinessItem.objects.all()) == [
        ("not_approved", "en", lee.pk),
        ("translation_missing", "zh-hans", lee.pk),
    ]
    assert shown(text_of(client, release, f"person={lee.pk}")) == [("Networks", ALL[:1]), ("Lectures", ALL[1:])]
    entry = PageLogEntry.objects.get(action="cases_release.assign")
    assert (entry.page_id, entry.user_id, entry.data["tasks"]) == (page.pk, sam.pk, 2)
    assert str(entry.formatter.format_message(entry)) == f"Given to {lee}: “Networks”, “Lectures”"
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["lee@example.org"], "Edition of 2026: 2 things to do")
    assert "- Networks (Simplified Chinese): Translation missing\n- Lectures (English): Not approved\n" in message.body
    assert address(release, query="person=me") in message.body


def test_all_that_the_filter_finds_is_given(world, client):
    _page, release, sam = world
    data = {"all": "1", "assignee": sam.pk, "country": "KE"}
    assert client.post(address(release, "readiness_assign"), data).url == address(release, query="country=KE")
    assert ReadinessItem.objects.filter(assignee=sam).count() == 2
    client.post(address(release, "readiness_assign"), {"all": "1", "assignee": "none", "person": "me"})
    assert ReadinessItem.objects.filter(assignee=sam).count() == 0


@pytest.mark.parametrize(
    "data", [{}, {"all": "1"}, {"all": "1", "assignee": "x"}, {"tasks": "x|y", "assignee": "none"}]
)
def test_a_form_that_says_nothing_changes_nothing(world, client, data):
    _page, release, _sam = world
    response = client.post(address(release, "readiness_assign"), data, follow=True)
    assert response.status_code == 200
    assert "messages" in response.context
    assert ReadinessItem.objects.count() == 0


def forms_of(html, name):
    """The names of what the form with an id sends, in the page's order: of its own controls, and those that name it."""
    soup = BeautifulSoup(html, "html.parser")
    for form in soup.find_all("form", id=name):
        controls = soup.select("input[name], select[name], textarea[name], button[name]")
        yield [
            one["name"]
            for one in controls
            if one["name"] != "csrfmiddlewaretoken" and (one.get("form") == name or one.find_parent("form") is form)
        ]


def test_comments_on_one_thing(world, client, django_capture_on_commit_callbacks):
    _page, release, sam = world
    task = text_of(client, release).context["page"][0].tasks[0]
    lee = make_user("lee", RoleCode.EDITORS)
    lee.email = "lee@example.org"
    lee.save()
    where = address(release, "readiness_task", task.address)
    client.post(where, {"assignee": lee.pk})
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(where, {"text": " Who <b>does</b> it? "}).url == where
    assert [(one.text, one.user_id) for one in ReadinessComment.objects.all()] == [("Who <b>does</b> it?", sam.pk)]
    html = client.get(where).content.decode()
    assert "Who &lt;b&gt;does&lt;/b&gt; it?" in html
    assert f'<option value="{lee.pk}" selected>' in html
    assert "1 comment" in text_of(client, release).content.decode()
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["lee@example.org"], "Edition of 2026: comment on “Networks”")
    assert "Who <b>does</b> it?" in message.body
    for bad in ({"text": " "}, {"text": "x" * 4001}, {"assignee": "7" * 30}):
        assert client.post(where, bad).context["text"] == bad.get("text", "")
    assert ReadinessComment.objects.count() == 1


def test_mails_and_the_log_name_things_in_the_language_of_who_reads(
    small_site, client, django_capture_on_commit_callbacks
):
    page, release = embargoed_edition(small_site)
    translate(make_case(page, publish=False, title="Networks"), publish=False)
    lee = make_secretary("lee")
    UserProfile.objects.create(user=lee, preferred_language="zh-hans")
    organization = OrganizationFactory(name="Nets", country="")
    translate(organization)
    make_case(page, publish=False, title="Lectures", organizations=[organization])
    tasks = {(task.title, task.kind.code): task for task in tasks_of(release, find(release))}
    given = [tasks["Networks", "not_approved"], tasks["Nets", "organization_country"]]
    sam = make_secretary()
    with django_capture_on_commit_callbacks(execute=True):
        assign(release=release, tasks=given, person=lee, user=sam)
        add_comment(release=release, task=given[0], text="Ask Ana.", user=sam)
    given_mail, comment_mail = mail.outbox
    assert "\n- 译Networks（简体中文）：未批准\n- 译Nets：单位未填写国家或地区\n" in given_mail.body
    assert comment_mail.subject == "2026届：对“译Networks”的评论"
    entries = PageLogEntry.objects.filter(action__in=["cases_release.assign", "cases_release.comment"])
    with translation.override("zh-hans"):
        told = {str(entry.formatter.format_message(entry)) for entry in entries}
    assert told == {"分配给lee：“译Networks”、“译Nets”", "对“译Networks”的评论"}


@pytest.mark.parametrize("button", ["assign", "comment"])
def test_each_button_keeps_both_the_person_and_the_comment(world, client, button):
    _page, release, _sam = world
    task = text_of(client, release).context["page"][0].tasks[0]
    lee = make_user("lee", RoleCode.EDITORS)
    where = address(release, "readiness_task", task.address)
    (form,) = forms_of(client.get(where).content.decode(), "task-form")
    assert form == ["assignee", "button", "before", "text", "button"]
    sent = {"before": "none", "assignee": lee.pk, "text": "Ask Ana.", "button": button}
    assert client.post(where, sent).url == where
    assert [(item.assignee_id, item.comments.get().text) for item in ReadinessItem.objects.all()] == [
        (lee.pk, "Ask Ana.")
    ]
    # Who comments on a page that was opened before somebody else took the task does not take it back.
    client.post(where, {"before": "none", "assignee": "none", "text": "Done?", "button": "comment"})
    assert ReadinessItem.objects.get().assignee_id == lee.pk
    client.post(where, {"before": lee.pk, "assignee": "none", "text": "", "button": "assign"})
    assert ReadinessItem.objects.get().assignee_id is None
    assert [one.text for one in ReadinessComment.objects.order_by("pk")] == ["Ask Ana.", "Done?"]


@pytest.mark.parametrize(("text", "person"), [("<b>Ana</b>", "7" * 30), ("x" * 4001, None)])
def test_what_is_refused_is_not_lost(world, client, text, person):
    _page, release, sam = world
    task = text_of(client, release).context["page"][0].tasks[0]
    where = address(release, "readiness_task", task.address)
    response = client.post(where, {"before": "none", "assignee": person or sam.pk, "text": text, "button": "assign"})
    html = response.content.decode()
    assert f"{escape(text)}</textarea>" in html
    assert (f'<option value="{sam.pk}" selected>' in html) == (person is None)
    assert (ReadinessItem.objects.count(), ReadinessComment.objects.count()) == (0, 0)


@pytest.mark.parametrize("query", ["", "thing=x&kind=y", "thing=00000000-0000-0000-0000-000000000000&kind=%00"])
def test_what_is_done_leads_back(world, client, query):
    _page, release, _sam = world
    assert client.get(address(release, "readiness_task", query)).url == address(release)


def test_the_table_for_spreadsheets_is_harmless(world, client):
    page, release, sam = world
    make_case(page, publish=False, title="=HYPERLINK(1)", category="")
    task = next(task for task in tasks_of(release, find(release)) if task.title == "=HYPERLINK(1)")
    add_comment(release=release, task=task, text="+1\x07", user=sam)
    response = client.get(address(release, "readiness_sheet", "q=hyper"))
    assert response["Content-Disposition"].startswith('attachment; filename="readiness-2026-')
    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))
    assert rows[0][:5] == ("Page or organization", "Language", "How grave", "What", "In detail")
    assert [row[3] for row in rows[1:]] == [
        "Translation missing",
        "Not approved",
        "Category not valid",
        "Field empty or not valid",
    ][: len(rows) - 1]
    assert {row[0] for row in rows[1:]} == {"'=HYPERLINK(1)"}
    assert rows[1][8] == "sam: +1" or rows[1][8].endswith(": +1")
    assert rows[1][9].startswith("http://testserver/admin/")
    cells = load_workbook(io.BytesIO(response.content)).active
    assert {cell.data_type for row in cells.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_nobody_without_the_right_sees_or_changes_anything(world, client):
    _page, release, sam = world
    names = ("readiness", "readiness_task", "readiness_sheet", "readiness_assign", "readiness_links")
    guest = make_user("guest")
    task = tasks_of(release, find(release))[0]
    with pytest.raises(PermissionDenied):
        assign(release=release, tasks=[task], person=None, user=guest)
    with pytest.raises(PermissionDenied):
        add_comment(release=release, task=task, text="Secret", user=guest)
    with pytest.raises(ValidationError):
        assign(release=release, tasks=[task], person=guest, user=sam)
    client.logout()
    for name in names:
        for response in (client.get(address(release, name)), client.post(address(release, name))):
            assert response.status_code in (302, 405)
            assert "Networks" not in response.content.decode()
    client.force_login(guest)
    for name in names:
        response = client.post(address(release, name), follow=True)
        assert "Networks" not in response.content.decode()
    assert ReadinessItem.objects.count() == 0
    assert ModelLogEntry.objects.filter(action__startswith="cases_release").count() == 0


def test_the_page_speaks_chinese(world, client):
    _page, release, sam = world
    profile = UserProfile.get_for_user(sam)
    profile.preferred_language = "zh-hans"
    profile.save()
    html = text_of(client, release).content.decode()
    assert "缺少译文" in html
    assert "项阻碍该届发布" in html


def test_the_page_costs_the_same_for_one_case_and_for_many(small_site, client, django_assert_num_queries):
    page, release = embargoed_edition(small_site)
    make_case(page, publish=False, full=True, outstanding=True, organizations=[OrganizationFactory(country="")])
    client.force_login(make_secretary())
    text_of(client, release)
    with django_assert_num_queries(QUERIES):
        text_of(client, release)
    for number in range(6):
        organizations = [OrganizationFactory(country="", name=f"Net {number}")]
        make_case(page, publish=False, full=True, title=f"More {number}", outstanding=True, organizations=organizations)
    with django_assert_num_queries(QUERIES):
        response = text_of(client, release)
    assert response.context["whole"].cases == 7
