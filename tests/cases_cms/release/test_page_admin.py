"""What the admin and its API say and do where somebody tries to publish what is under embargo."""

import json

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowState, WorkflowTask
from wagtail.test.utils.form_data import inline_formset, nested_form_data
from wagtail.users.models import UserProfile

from cases_cms.core.roles import RoleCode
from cases_cms.localization.models import LanguageRole
from cases_cms.release.models import ReadyMark
from tests.admin.role_world import case_form, make_user, submit
from tests.cases_cms.release.secretariat import in_days
from tests.cases_cms.release.secrets import REFUSAL, STAYS, make_secret
from tests.desk import bulk_url, client_of, make_admin, messages_of
from tests.factories import NewsIndexPageFactory, OrganizationFactory, StandardPageFactory, make_case

pytestmark = pytest.mark.django_db

BANNER = (
    "Under embargo until its release, for which no time is set: this belongs to the edition of 2026 and comes out "
    "with it."
)


@pytest.fixture
def secret(small_site):
    return make_secret(small_site)


@pytest.fixture
def user(small_site):
    return make_admin()


@pytest.fixture
def client(user):
    return client_of(user)


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def is_live(page):
    return Page.objects.get(pk=page.pk).live


def form(secret, **changes):
    return case_form(OrganizationFactory(), **{"title": "Secret case", "slug": "secret-case", **changes})


# --- The editor -----------------------------------------------------------------------------------


def test_the_editor_says_why_and_offers_the_approval(client, secret):
    for page in (secret.case, secret.story, secret.edition):
        response = client.get(edit_url(page))
        html = response.content.decode()
        (banner,) = messages_of(response)
        assert banner.startswith(f"{BANNER} It is not approved for the release.")
        assert reverse("release:edition", args=[secret.release.pk]) in banner
        assert 'name="action-publish"' not in html
        assert "action-approve-for-release" in html
        assert 'data-a11y-dialog-show="schedule-publishing-dialog"' not in html


def test_other_pages_are_published_as_ever(client, secret):
    response = client.get(edit_url(secret.site.home))
    html = response.content.decode()
    assert messages_of(response) == []
    assert 'name="action-publish"' in html
    assert "action-approve-for-release" not in html
    assert 'data-a11y-dialog-show="schedule-publishing-dialog"' in html


def test_a_form_for_a_new_page_says_it_too(client, secret):
    add = reverse("wagtailadmin_pages:add", args=["cases_collection", "casepage", secret.edition.pk])
    response = client.get(add)
    (banner,) = messages_of(response)
    assert banner.startswith(BANNER)
    assert 'name="action-publish"' not in response.content.decode()
    edition = reverse("wagtailadmin_pages:add", args=["cases_collection", "editionpage", secret.site.collection.pk])
    html = client.get(f"{edition}?empty=1").content.decode()
    assert 'name="action-publish"' not in html
    assert "action-approve-for-release" in html


def test_what_was_written_is_not_lost(client, secret):
    response = client.post(edit_url(secret.case), {**form(secret, summary="Written"), "action-publish": "x"})
    assert response.context["form"].non_field_errors() == [REFUSAL]
    assert response.context["form"]["summary"].value() == "Written"
    assert not is_live(secret.case)


def test_nor_in_a_new_page(client, secret):
    add = reverse("wagtailadmin_pages:add", args=["cases_collection", "casepage", secret.edition.pk])
    response = client.post(add, {**form(secret, title="New one", slug="new-one"), "action-publish": "x"})
    assert response.context["form"].non_field_errors() == [REFUSAL]
    assert not Page.objects.filter(slug="new-one").exists()


def test_news_that_names_a_secret_case(client, secret):
    add = reverse(
        "wagtailadmin_pages:add",
        args=["cases_news", "newspage", NewsIndexPageFactory(parent=secret.site.home).pk],
    )
    data = nested_form_data(
        {
            "title": "News",
            "slug": "news-item",
            "kind": "wic",
            "date": "2026-01-01",
            "summary": "What happened.",
            "body-count": "0",
            "related_cases": inline_formset([{"case_key": secret.case.pk, "id": ""}]),
            "comments": inline_formset([]),
        }
    )
    response = client.post(add, {**data, "action-publish": "x"})
    assert response.context["form"].non_field_errors() == [REFUSAL]
    assert not Page.objects.filter(slug="news-item").exists()


def test_the_form_takes_no_date(client, secret):
    soon = timezone.localtime(in_days()).strftime("%Y-%m-%d %H:%M")
    response = client.post(edit_url(secret.case), form(secret, go_live_at=soon))
    assert response.context["form"].errors["go_live_at"] == [REFUSAL]
    assert secret.case.get_latest_revision_as_object().go_live_at is None


def test_approve_and_withdraw(client, user, secret):
    response = client.post(edit_url(secret.case), {**form(secret), "action-approve-for-release": "x"}, follow=True)
    mark = ReadyMark.objects.get(page_id=secret.case.pk)
    assert (mark.revision_id, mark.approved_by) == (Page.objects.get(pk=secret.case.pk).latest_revision_id, user)
    assert any("It is approved for the release." in text for text in messages_of(response))
    assert "action-withdraw-approval" in response.content.decode()
    client.post(edit_url(secret.case), {**form(secret), "action-withdraw-approval": "x"})
    assert not ReadyMark.objects.filter(page_id=secret.case.pk).exists()
    assert not is_live(secret.case)


def test_a_broken_rule_is_named_with_its_field(client, secret):
    response = client.post(
        edit_url(secret.case), {**form(secret, summary=""), "action-approve-for-release": "x"}, follow=True
    )
    assert "“Secret case” is saved, but not approved: Summary: This field cannot be blank." in messages_of(response)
    assert not ReadyMark.objects.exists()


# --- Workflows ---------------------------------------------------------------------------------------


@pytest.fixture
def workflow(secret):
    """A workflow of one task for everything."""
    workflow = Workflow.objects.create(name="Moderation")
    task = GroupApprovalTask.objects.create(name="Read")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})
    return workflow


def test_the_end_of_a_workflow_is_an_approval(client, user, secret, workflow):
    state = submit(secret.case, user)
    response = client.get(edit_url(secret.case))
    html = response.content.decode()
    assert "Approve and Publish" not in html
    url = reverse("wagtailadmin_pages:workflow_action", args=[secret.case.pk, "approve", state.pk])
    response = client.post(url, follow=True)
    assert WorkflowState.objects.get(object_id=str(secret.case.pk)).status == "approved"
    assert not is_live(secret.case)
    assert ReadyMark.objects.get(page_id=secret.case.pk).approved_by == user
    assert f"“Secret case” is approved for the release. {REFUSAL}" in messages_of(response)


def approvals(client, page):
    """How often the editor's menu offers an approval for the release, of its own and of the workflow's."""
    html = client.get(edit_url(page)).content.decode()
    return html.count('name="action-approve-for-release"'), html.count('data-workflow-action-name="approve"')


def test_while_a_workflow_runs_the_approval_is_its_own(client, user, secret, workflow):
    assert approvals(client, secret.case) == (1, 0)
    submit(secret.case, user)
    assert approvals(client, secret.case) == (0, 2)  # without and with a comment


def test_an_approval_is_withdrawn_by_a_button_with_an_icon(client, secret):
    client.post(edit_url(secret.case), {**form(secret), "action-approve-for-release": "x"})
    html = client.get(edit_url(secret.case)).content.decode()
    button = html.partition('name="action-withdraw-approval"')[2].partition("</button>")[0]
    assert 'href="#icon-circle-xmark"' in button
    assert 'id="icon-circle-xmark"' in client.get(reverse("wagtailadmin_sprite")).content.decode()


def test_elsewhere_it_publishes(client, user, secret, workflow):
    page = StandardPageFactory(parent=secret.site.home, publish=False)
    state = submit(page, user)
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]))
    assert is_live(page)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_its_mail_leads_to_what_is_there(client, secret, workflow, settings, language):
    settings.WAGTAILADMIN_NOTIFICATION_USE_HTML = True
    settings.WAGTAILADMIN_BASE_URL = "https://cases.example"
    author = make_user("lee", RoleCode.EDITORS)
    author.email = "lee@example.org"
    author.save()
    UserProfile.objects.create(user=author, preferred_language=language)
    free = StandardPageFactory(parent=secret.site.home, publish=False, title="Free page")
    for page in (secret.case, free):
        state = submit(page, author)
        client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]))
    sentence = {"en": "It is not public yet", "zh-hans": "该页面尚未公开"}[language]
    kept, published = [message for message in mail.outbox if message.to == ["lee@example.org"]]
    for text in (kept.body, kept.alternatives[0][0]):
        assert f"https://cases.example{edit_url(secret.case)}" in text
        assert secret.case.full_url not in text
    assert sentence in kept.body
    for text in (published.body, published.alternatives[0][0]):
        assert free.full_url in text
    assert sentence not in published.body


def test_of_a_translation_it_only_ends(client, user, secret, workflow):
    state = submit(secret.case_zh, user)
    response = client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[secret.case_zh.pk, "approve", state.pk]), follow=True
    )
    assert not is_live(secret.case_zh)
    told = "This is a translation: it is approved on the board of translations; its original, in its language."
    assert f"“译Secret case” is not published. {told} {REFUSAL}" in messages_of(response)


# --- In bulk -------------------------------------------------------------------------------------------


def test_publishing_in_bulk_is_refused_with_the_reason(client, secret):
    public = make_case(secret.site.edition, publish=False)
    url = bulk_url("wagtailcore.page", "publish", [public, secret.case])
    response = client.post(url, {"include_descendants": ""}, follow=True)
    assert f"Nothing was published: “Secret case”. {REFUSAL}" in messages_of(response)
    assert (is_live(public), is_live(secret.case)) == (False, False)
    response = client.post(
        bulk_url("wagtailcore.page", "publish", [secret.site.collection]), {"include_descendants": "on"}, follow=True
    )
    assert not is_live(secret.case)


def test_approving_in_bulk(client, secret):
    other = make_case(secret.edition, publish=False, title="Incomplete", summary="")
    public = make_case(secret.site.edition, publish=False, title="Free")
    url = bulk_url("cases_collection.casepage", "cases_cms_approve_for_release", [secret.case, other, public])
    assert "Include descendants" not in client.get(url).content.decode()  # it would do nothing
    assert "Approve these pages for the release of their edition" in client.get(url).content.decode()
    response = client.post(url, follow=True)
    assert list(ReadyMark.objects.values_list("page_id", flat=True)) == [secret.case.pk]
    assert set(messages_of(response)) == {
        "1 page approved for the release; 2 could not be changed.",
        "“Incomplete” stays as it was: Summary: This field cannot be blank.",
        "“Free” stays as it was: This is not under embargo: publish it.",
    }


# --- Moving, copying ---------------------------------------------------------------------------------


def test_moving_and_copying(client, secret):
    move = reverse("wagtailadmin_pages:move_confirm", args=[secret.case.pk, secret.site.edition.pk])
    response = client.post(move, follow=True)
    assert STAYS in messages_of(response)
    copy = reverse("wagtailadmin_pages:copy", args=[secret.case.pk])
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": secret.site.edition.pk}
    response = client.post(copy, data, follow=True)
    assert STAYS in messages_of(response)
    response = client.post(copy, {**data, "alias": "on"}, follow=True)
    assert STAYS in messages_of(response)
    assert not Page.objects.filter(slug="copy").exists()
    assert Page.objects.get(pk=secret.case.pk).path.startswith(secret.edition.path)


# --- Translations -----------------------------------------------------------------------------------


def test_the_translators_editor(client, user, secret):
    LanguageRole.objects.create(user=user, locale=secret.site.zh, reviews=True, translates=True)
    response = client.post(edit_url(secret.case_zh), {"action": "publish"}, follow=True)
    assert REFUSAL in messages_of(response)
    assert not is_live(secret.case_zh)


def test_a_translation_becomes_no_public_alias(client, secret):
    url = reverse("wagtail_localize:convert_to_alias", args=[secret.case_zh.pk])
    client.post(url)
    assert not is_live(secret.case_zh)


# --- Wagtail's API for its admin ---------------------------------------------------------------------


def api(client, page, action, **data):
    url = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
    return client.post(url, json.dumps(data), content_type="application/json")


def test_the_api_refuses_with_the_reason(client, secret):
    elsewhere = secret.site.edition.pk
    for action, data, sentence in (
        ("publish", {}, REFUSAL),
        ("copy", {"destination_page_id": elsewhere, "keep_live": False, "slug": "copy"}, STAYS),
        ("create_alias", {"destination_page_id": elsewhere, "slug": "copy"}, STAYS),
        ("move", {"destination_page_id": elsewhere, "position": "last-child"}, STAYS),
    ):
        response = api(client, secret.case, action, **data)
        assert (action, response.status_code) == (action, 400)
        assert sentence in str(response.json())
    assert not is_live(secret.case)
    assert not Page.objects.filter(slug="copy").exists()
    assert Page.objects.get(pk=secret.case.pk).path.startswith(secret.edition.path)
