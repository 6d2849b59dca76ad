"""The admin's first page: the edition in progress, what waits for a person, what was published."""

import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import (
    Comment,
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    PageSubscription,
    Workflow,
    WorkflowTask,
)
from wagtail_localize.models import TranslationSource

from cases_cms.collection.dashboard import edition_state
from cases_cms.collection.models import EditionMilestone, EditionPage
from cases_cms.core import dashboard, services, waiting
from cases_cms.core.dashboard import register, replace_panels
from cases_cms.core.role_services import setup_roles
from cases_cms.core.roles import RoleCode
from tests.admin.role_world import make_user
from tests.desk import rows_of
from tests.factories import EditionPageFactory, StandardPageFactory, make_case, translate

NOW = datetime.datetime(2024, 7, 1, 4, tzinfo=datetime.UTC)


@pytest.fixture
def admin(django_user_model, small_site):
    return django_user_model.objects.create_superuser("wu", "wu@example.org", "x")


def member(django_user_model, name, page, *permissions):
    """A person with page permissions at ``page`` (None: none at all)."""
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in permissions:
        GroupPagePermission.objects.create(group=group, page=page, permission=Permission.objects.get(codename=codename))
    user = django_user_model.objects.create_user(name, f"{name}@example.org", "x")
    user.groups.add(group)
    return user


@pytest.fixture
def editor(django_user_model, small_site):
    return member(django_user_model, "zhou", small_site.home, "add_page", "change_page")


def milestone(edition, phase, starts, ends, **values):
    page = EditionPage.objects.get(pk=edition.pk)
    page.milestones.add(
        EditionMilestone(
            phase=phase,
            starts_at=starts and datetime.datetime.fromisoformat(f"{starts}T00:00+08:00"),
            ends_at=ends and datetime.datetime.fromisoformat(f"{ends}T00:00+08:00"),
            **values,
        )
    )
    services.save_page(page=page, publish=True)


# --- The edition ----------------------------------------------------------------------------------------------


def states(edition):
    return [
        (row.language, row.live, row.changed, row.draft, row.moderated, row.missing, row.share) for row in edition.rows
    ]


def test_cases_by_language_and_state(small_site, admin):
    make_case(small_site.edition, title="Live", outstanding=True, translated=True)
    changed = make_case(small_site.edition, title="Changed")
    changed.summary = "Newer."
    services.save_page(page=changed)
    make_case(small_site.edition, title="Draft", publish=False)
    moderated = make_case(small_site.edition, title="Moderated", publish=False)
    Workflow.objects.first().start(moderated, admin)
    make_case(small_site.edition_before, title="Another year")
    edition = edition_state(admin, NOW)
    assert (edition.title, edition.cases, edition.outstanding) == ("Edition 2024", 4, 1)
    assert states(edition) == [("English", 1, 1, 1, 1, 0, 100), ("Simplified Chinese", 1, 0, 0, 0, 3, 25)]


def test_a_copy_in_another_language_is_no_translation(small_site, admin):
    make_case(small_site.edition).copy_for_translation(small_site.zh, alias=True)
    assert states(edition_state(admin, NOW))[1] == ("Simplified Chinese", 0, 0, 0, 0, 1, 0)


def test_an_edition_without_cases_and_dates(small_site, admin, client):
    edition = edition_state(admin, NOW)
    assert (edition.cases, edition.next, edition.has_dates) == (0, None, False)
    assert states(edition)[0] == ("English", 0, 0, 0, 0, 0, 0)
    client.force_login(admin)
    html = client.get("/admin/").content.decode()
    assert "This edition has no cases yet." in html
    assert "No dates are known yet." in html
    assert "cc-desk-table" not in html


def test_no_edition_at_all(small_site, admin, client):
    for edition in EditionPage.objects.all():
        edition.delete()
    client.force_login(admin)
    response = client.get("/admin/")
    assert response.status_code == 200
    assert "cases-cms-edition" not in response.content.decode()
    assert edition_state(admin) is None


def test_the_edition_in_progress_is_the_latest_with_a_date_ahead(small_site, admin):
    assert edition_state(admin, NOW).title == "Edition 2024"
    milestone(small_site.edition_before, "review", "2024-07-10", "2024-08-01")
    assert edition_state(admin, NOW).title == "Edition 2023"
    EditionPageFactory(parent=small_site.collection, year=2025, publish=False)
    milestone(EditionPage.objects.get(year=2025), "call", "2025-03-25", None)
    assert edition_state(admin, NOW).title == "Edition 2025"


@pytest.mark.parametrize(
    ("starts", "ends", "when", "days"),
    [
        ("2024-06-01", "2024-07-21", "1 June 2024 – 20 July 2024", "19 days left"),
        ("2024-06-01", "2024-07-02", "1 June 2024 – 1 July 2024", "ends today"),
        (None, "2024-07-03", "until 2 July 2024", "1 day left"),
        ("2024-07-10", None, "from 10 July 2024", "in 9 days"),
        ("2024-07-02", "2024-07-03", "2 July 2024", "in 1 day"),
    ],
)
def test_next_milestone(small_site, admin, starts, ends, when, days):
    milestone(small_site.edition, "call", "2024-01-01", "2024-02-01")
    milestone(small_site.edition, "review", starts, ends)
    step = edition_state(admin, NOW).next
    assert (step.title, step.when, step.days) == ("Review", when, days)


def test_a_date_that_is_not_translated_yet_is_seen_in_all_languages(small_site, admin):
    milestone(small_site.edition, "review", "2024-07-10", None)
    with translation.override("zh-hans"):
        edition = edition_state(admin, NOW)
    assert (edition.title, edition.next.days) == ("译Edition 2024", "9天后")


def test_nothing_lies_ahead(small_site, admin):
    milestone(small_site.edition, "call", "2024-01-01", "2024-02-01")
    edition = edition_state(admin, NOW)
    assert (edition.next, edition.has_dates) == (None, True)


def test_who_has_no_right_on_the_edition_sees_nothing_of_it(small_site, client, django_user_model):
    make_case(small_site.edition, title="Secret case", publish=False)
    about = StandardPageFactory(parent=small_site.home, title="About")
    user = member(django_user_model, "li", about, "add_page", "change_page", "publish_page")
    assert edition_state(user) is None
    client.force_login(user)
    html = client.get("/admin/").content.decode()
    assert [text for text in ("Edition 2024", "Secret case", "cases-cms-edition", "Add a case") if text in html] == []


def test_links_are_those_a_person_may_follow(small_site, editor, django_user_model):
    edition = edition_state(editor)
    assert edition.add_url == reverse(
        "wagtailadmin_pages:add", args=["cases_collection", "casepage", small_site.edition.pk]
    )
    assert edition.edit_url == reverse("wagtailadmin_pages:edit", args=[small_site.edition.pk])
    publisher = member(django_user_model, "he", small_site.edition, "publish_page")
    assert edition_state(publisher).add_url == ""


# --- What waits -----------------------------------------------------------------------------------------------


def titles(user):
    return {waits.title: [row.title for row in waits.rows] for waits in waiting.waiting_for(user)}


def test_own_drafts_until_they_are_submitted(small_site, editor, admin):
    case = make_case(small_site.edition, title="Mine", publish=False)
    services.save_page(page=case, user=editor)
    services.save_page(page=make_case(small_site.edition, title="Another's", publish=False), user=admin)
    assert titles(editor) == {"Your drafts, not submitted": ["Mine"]}
    Workflow.objects.first().start(case, editor)
    assert titles(editor) == {}


def test_what_was_sent_back_waits_for_who_submitted_it(small_site, editor, admin, client):
    case = make_case(small_site.edition, title="Mine", publish=False)
    services.save_page(page=case, user=editor)
    state = Workflow.objects.first().start(case, editor)
    state.current_task_state.specific.reject(user=admin, comment="Say where.")
    assert titles(editor) == {"Sent back to you": ["Mine"]}
    assert waiting.sent_back(editor).rows[0].note == "Say where."
    assert titles(admin) == {}
    # It is a draft again, for the dashboard as for the list that its numbers lead to.
    assert states(edition_state(admin, NOW))[0] == ("English", 0, 0, 1, 0, 0, 100)
    client.force_login(admin)
    listed = [rows_of(client, "practice-cases", f"state={state}") for state in ("moderation", "draft")]
    assert listed == [[], ["Mine"]]


def test_to_approve_is_seen_by_those_who_may(small_site, editor, admin, django_user_model):
    moderator = member(django_user_model, "sun", small_site.home, "change_page", "publish_page")
    task = GroupApprovalTask.objects.create(name="Check the facts")
    task.groups.set(moderator.groups.all())
    workflow = Workflow.objects.create(name="Two eyes")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    case = make_case(small_site.edition, title="For review", publish=False)
    workflow.start(case, editor)
    assert titles(moderator) == {"To approve": ["For review"]}
    assert titles(editor) == {}
    (waits,) = waiting.waiting_for(moderator)
    assert (waits.rows[0].note, waits.rows[0].kind) == ("Check the facts", "case")
    assert waits.rows[0].url == reverse("wagtailadmin_pages:edit", args=[case.pk])


def test_locked_pages(small_site, editor, admin):
    Page.objects.filter(pk=small_site.edition.pk).update(locked=True, locked_by=editor, locked_at=timezone.now())
    assert titles(editor) == {"Locked by you": ["Edition 2024"]}
    assert titles(admin) == {}


def test_comments_of_others(small_site, editor, admin):
    case = make_case(small_site.edition, title="Discussed")
    PageSubscription.objects.create(page=case, user=editor, comment_notifications=True)
    for number in range(2):
        Comment.objects.create(page=case, user=admin, text=f"Why {number}?", contentpath="title")
    Comment.objects.create(page=case, user=editor, text="My own", contentpath="title")
    Comment.objects.create(page=small_site.edition, user=admin, text="Not my page", contentpath="title")
    assert titles(editor) == {"Comments": ["Discussed"]}
    assert waiting.commented(editor).rows[0].note == "2 open comments"
    Comment.objects.update(resolved_at=timezone.now(), resolved_by=admin)
    assert titles(editor) == {}


def publish_without_the_workshop(case):
    """Where cases_cms.localization is left out, the translators' source does not follow what is published."""
    case.summary = "Newer."
    services.save_page(page=case, publish=True)
    before = case.last_published_at - datetime.timedelta(days=1)
    TranslationSource.objects.filter(object_id=case.translation_key).update(last_updated_at=before)


def test_translations(small_site, editor, admin):
    GroupPagePermission.objects.create(
        group=editor.groups.get(),
        page=small_site.in_zh(small_site.home),
        permission=Permission.objects.get(codename="change_page"),
    )
    case = make_case(small_site.edition, title="Net", translated=True)
    translate(make_case(small_site.edition, title="Begun"), publish=False)
    assert titles(editor) == {"Translations in progress": ["译Begun"]}
    case.refresh_from_db()
    publish_without_the_workshop(case)
    assert titles(admin) == {"Translations in progress": ["译Begun"], "Translations out of date": ["Net"]}
    assert titles(editor) == {"Translations in progress": ["译Begun"]}  # who may not submit it is not asked to
    editor.groups.get().permissions.add(Permission.objects.get(codename="submit_translation"))
    editor = type(editor).objects.get(pk=editor.pk)
    assert titles(editor)["Translations out of date"] == ["Net"]


def test_translators_are_told_of_sources_they_may_not_edit(small_site):
    setup_roles()
    case = make_case(small_site.edition, title="Net", translated=True)
    case.refresh_from_db()
    publish_without_the_workshop(case)
    assert titles(make_user("t", RoleCode.TRANSLATORS)) == {"Translations out of date": ["Net"]}
    assert titles(make_user("e", RoleCode.EDITORS)) == {}


def test_more_than_a_list_holds(small_site, editor):
    for number in range(waiting.LIMIT + 1):
        services.save_page(page=make_case(small_site.edition, title=f"N{number}", publish=False), user=editor)
    (waits,) = waiting.waiting_for(editor)
    assert (len(waits.rows), waits.more) == (waiting.LIMIT, True)


def test_what_one_may_not_edit_takes_no_place_in_a_list(small_site, django_user_model):
    user = member(django_user_model, "he", small_site.edition, "publish_page")
    GroupPagePermission.objects.create(
        group=user.groups.get(),
        page=small_site.edition_before,
        permission=Permission.objects.get(codename="change_page"),
    )
    now = timezone.now()
    cases = [make_case(small_site.edition, title=f"N{number}") for number in range(waiting.LIMIT + 1)]
    mine = make_case(small_site.edition_before, title="Mine")
    Page.objects.filter(pk__in=[case.pk for case in cases]).update(locked=True, locked_by=user, locked_at=now)
    Page.objects.filter(pk=mine.pk).update(locked=True, locked_by=user, locked_at=now - datetime.timedelta(days=1))
    assert titles(user) == {"Locked by you": ["Mine"]}


def test_nothing_waits(small_site, admin, client):
    client.force_login(admin)
    assert "Nothing waits for you." in client.get("/admin/").content.decode()


# --- What was published ---------------------------------------------------------------------------------------


def test_published_last(small_site, editor, admin, django_user_model):
    about = StandardPageFactory(parent=small_site.home, title="About")
    case = make_case(small_site.edition, title="Net", publish=False)
    services.publish_page(page=case, user=admin)
    make_case(small_site.edition, title="Draft", publish=False)
    rows = waiting.published_last(editor)
    assert [(row.title, row.note, row.language) for row in rows][:2] == [
        ("Net", "wu", "English"),
        ("About", "system", "English"),
    ]
    # The editor has no rights on the Chinese pages.
    assert (len(rows), {row.language for row in rows}) == (8, {"English"})
    assert len(waiting.published_last(admin)) == 10
    only_about = member(django_user_model, "li", about, "change_page")
    assert [row.title for row in waiting.published_last(only_about)] == ["About"]


def test_scheduled_next(small_site, editor, admin):
    case = make_case(small_site.edition, title="Tomorrow", publish=False)
    case.go_live_at = timezone.now() + datetime.timedelta(days=1)
    case.save_revision(user=admin).publish(user=admin)
    assert [row.title for row in waiting.scheduled_next(editor)] == ["Tomorrow"]
    assert [row.title for row in waiting.published_last(editor) if row.title == "Tomorrow"] == []


# --- The page ----------------------------------------------------------------------------------------------------


def test_it_costs_the_same_with_one_case_and_with_thirty(small_site, admin, client):
    client.force_login(admin)

    def cost():
        client.get("/admin/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/")
        return len(queries)

    def add(number):
        case = make_case(small_site.edition, title=f"Case {number}", translated=True)
        services.save_page(page=case, user=admin)
        Comment.objects.create(page=case, user=admin, text="Why?", contentpath="title")
        services.save_page(page=make_case(small_site.edition, title=f"Draft {number}", publish=False), user=admin)
        Page.objects.filter(pk=case.pk).update(locked=True, locked_by=admin, locked_at=timezone.now())

    add(0)
    one = cost()
    for number in range(1, 30):
        add(number)
    assert [one, cost()] == [44, 44]


def test_in_chinese(small_site, admin, client):
    make_case(small_site.edition, translated=True)
    client.force_login(admin)
    html = client.get("/admin/", headers={"Accept-Language": "zh-CN"}).content.decode()
    for text in ("按语言和状态统计的案例", "需要您处理", "最近发布", "译Edition 2024"):
        assert text in html


def test_apps_may_add_parts(rf, admin):
    class Part:
        name, order = "part", 1

        def __init__(self, request):
            self.request = request

    register(Part)
    register(lambda request: None)
    try:
        panels = []
        request = rf.get("/admin/")
        request.user = admin
        replace_panels(request, panels)
        assert [type(panel).__name__ for panel in panels] == ["EditionPanel", "WaitingPanel", "PublishedPanel", "Part"]
    finally:
        del dashboard._builders[-2:]


def test_what_one_may_not_edit_is_no_link(small_site, django_user_model):
    case = make_case(small_site.edition, title="Net")
    publisher = member(django_user_model, "he", small_site.home, "publish_page")
    rows = {row.title: row.url for row in waiting.published_last(publisher)}
    assert rows["Net"] == ""
    Page.objects.filter(pk=case.pk).update(locked=True, locked_by=publisher, locked_at=timezone.now())
    assert titles(publisher) == {}


def test_queries_do_not_depend_on_rights(small_site, editor, django_assert_num_queries):
    for number in range(6):
        make_case(small_site.edition, title=f"Case {number}")
    EditionPage.objects.get(pk=small_site.edition.pk).permissions_for_user(editor)
    waiting.published_last(editor)
    with CaptureQueriesContext(connection) as six:
        waiting.published_last(editor, 6)
    with CaptureQueriesContext(connection) as one:
        waiting.published_last(editor, 1)
    assert len(six) == len(one)


def test_numbers_lead_to_the_list_of_their_cases(small_site, admin, client):
    make_case(small_site.edition, title="Net", translated=True)
    make_case(small_site.edition_before, title="Another year")
    client.force_login(admin)
    edition = edition_state(admin, NOW)
    shown = [
        client.get(url).context["object_list"] for url in (edition.explore_url, *(row.url for row in edition.rows))
    ]
    assert [[page.title for page in pages] for pages in shown] == [["Net"], ["Net"], ["译Net"]]
