"""The desk: every page type can be added, edited, previewed and translated, in both languages of the admin."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cases_cms.collection import catalogue
from cases_cms.collection.fields import page_of_case
from cases_cms.collection.models import (
    CasePage,
    CategoryPage,
    CollectionPage,
    EditionPage,
    Organization,
)
from cases_cms.core import services
from cases_cms.core.models import BasePage
from cases_cms.demo.accounts import ACCOUNTS

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]


def all_page_types():
    """Every concrete page type of the plugin and the site."""
    return [model for model in BasePage.__subclasses__() + _deeper(BasePage) if not model._meta.abstract]


def _deeper(model):
    return [deep for child in model.__subclasses__() for deep in [*child.__subclasses__(), *_deeper(child)]]


TYPES = sorted(set(all_page_types()), key=lambda model: model.__name__)


@pytest.fixture(params=["en", "zh-hans"])
def editor(request, demo, db):
    """The demonstration's administrator, with the admin in one of its languages."""
    client = Client(headers={"accept-language": request.param})
    account = ACCOUNTS[0]
    assert client.login(username=account.username, password=account.password)
    return client


def first(model, **values):
    """The first live page of a type."""
    return model.objects.live().filter(**values).order_by("path").first()


def test_there_are_seventeen_page_types():
    assert len(TYPES) == 17


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_edit_and_add_views_open(editor, model):
    page = first(model)
    response = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200
    assert page.title.replace("&", "&amp;") in response.content.decode()
    parent = page.get_parent()
    add = reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])
    response = editor.get(f"{add}?empty=1")  # without it a new edition begins with the last one
    allowed = model.can_create_at(parent.specific)
    assert response.status_code == (200 if allowed else 302), model.__name__


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_preview_of_a_saved_and_of_a_new_page(demo, db, model, language):
    page = first(model, locale__language_code=language)
    response = page.make_preview_request()
    assert response.status_code == 200
    assert page.title.replace("&", "&amp;").replace("'", "&#x27;") in response.rendered_content
    blank = model(title="A new page", slug="a-new-page", locale=page.locale)
    blank._meta.get_field("path")
    blank.content_type = page.content_type
    blank.set_url_path(page.get_parent())
    parent = page.get_parent()
    blank.depth, blank.path = page.depth, model._get_children_path_interval(parent.path)[1]
    response = blank.make_preview_request()
    assert response.status_code == 200
    assert "A new page" in response.rendered_content


def case_form(**changes):
    """What the form of a case sends."""
    organization = Organization.objects.first()
    values = {
        "title": "A case",
        "slug": "a-case",
        "category": "culture",
        "countries": ["CN", "FR"],
        "reach": "",
        "reach_qualifier": "exact",
        "collected_qualifier": "exact",
        "presented_qualifier": "exact",
        "start_year": "2020",
        "summary": "What it is.",
        "background": rich_text("<p>Why.</p>"),
        "cooperation": rich_text("<p>Who.</p>"),
        "implementation": rich_text("<p>How.</p>"),
        "benefits": rich_text("<p>What for.</p>"),
        "cover": "",
        "cover_alt": "",
        "social_image": "",
        "seo_title": "",
        "search_description": "",
        "sample_note": "",
        "go_live_at": "",
        "expire_at": "",
        "comments": inline_formset([]),
        "organizations": inline_formset([{"organization": organization.pk, "role": "applicant", "id": ""}]),
        "figures": inline_formset([]),
        "gallery": inline_formset([]),
        "videos": inline_formset([]),
        "links": inline_formset([]),
        **changes,
    }
    countries = values.pop("countries")
    return {**nested_form_data(values), "countries": countries, "action-publish": "1"}


@pytest.fixture
def add_case(editor):
    """Sends the form of a new case below the edition of 2024; returns the response."""
    edition = EditionPage.objects.get(year=2024, locale__language_code="en")
    url = reverse("wagtailadmin_pages:add", args=["cases_collection", "casepage", edition.pk])

    def send(**changes):
        return editor.post(url, case_form(**changes))

    return send


def test_a_draft_may_wait_for_its_organizations(editor, add_case):
    edition = EditionPage.objects.get(year=2024, locale__language_code="en")
    data = case_form(organizations=inline_formset([]))
    response = add_case(organizations=inline_formset([]))
    assert response.status_code == 200
    errors = response.context["form"].formsets["organizations"].non_form_errors()
    assert len(errors) == 1
    assert str(errors[0]) in response.content.decode()
    assert not CasePage.objects.filter(slug="a-case").exists()
    del data["action-publish"]
    url = reverse("wagtailadmin_pages:add", args=["cases_collection", "casepage", edition.pk])
    assert editor.post(url, data).status_code == 302
    assert not CasePage.objects.get(slug="a-case").live


def test_publishing_a_case_by_the_form(add_case, client):
    response = add_case()
    assert response.status_code == 302
    page = CasePage.objects.get(slug="a-case")
    assert (page.live, page.countries, page.category) == (True, ["CN", "FR"], "culture")
    html = client.get("/en/collection/?q=A case").content.decode()
    assert 'href="/en/collection/2024/a-case/"' in html


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("countries", ["CN"]),
        ("countries", ["CN", "XX"]),
        ("category", "astrology"),
        ("start_year", "2014"),
        ("start_year", "2999"),
        ("start_year", "soon"),
        ("benefits", rich_text("<p>" + "word " * 961 + "</p>")),
        ("benefits", rich_text("<p>" + "字" * 1201 + "</p>")),
        ("summary", ""),
        ("title", ""),
        ("organizations", inline_formset([])),
    ],
)
def test_a_case_that_breaks_a_rule_is_not_published(add_case, field, value):
    before = Page.objects.count()
    response = add_case(**{field: value})
    assert response.status_code == 200
    form = response.context["form"]
    formset_errors = form.formsets["organizations"].non_form_errors()
    assert form.errors.get(field) or (field == "organizations" and formset_errors)
    assert Page.objects.count() == before


def test_limits_are_kept_exactly(add_case):
    words = "<p>" + "word " * (960 - 6) + "字" * 1200 + "</p>"
    response = add_case(
        benefits=rich_text(words),
        background=rich_text("<p>One two three.</p>"),
        cooperation=rich_text("<p>Four.</p>"),
        implementation=rich_text("<p>Five six.</p>"),
    )
    assert response.status_code == 302
    assert CasePage.objects.get(slug="a-case").length.words == 960


def test_a_draft_may_be_incomplete(editor, demo):
    edition = EditionPage.objects.get(year=2024, locale__language_code="en")
    data = case_form(countries=[], summary="", category="", background=rich_text(""))
    del data["action-publish"]
    response = editor.post(reverse("wagtailadmin_pages:add", args=["cases_collection", "casepage", edition.pk]), data)
    assert response.status_code == 302
    assert CasePage.objects.get(slug="a-case").live is False


def make_incomplete_draft(slug="incomplete"):
    """A draft of a case with one country only, saved as an editor may."""
    edition = EditionPage.objects.get(year=2024, locale__language_code="en")
    page = CasePage(title="Incomplete", slug=slug, category="culture", countries=["CN"], summary="One country.")
    return services.create_page(parent=edition, page=page)


def test_bulk_publishing_keeps_the_rules(editor, demo):
    draft = make_incomplete_draft()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = editor.post(f"{url}?id={draft.pk}&next=/admin/", follow=True)
    assert response.status_code == 200
    draft.refresh_from_db()
    assert draft.live is False
    assert len(list(response.context["messages"])) == 1
    assert catalogue.find_differences() == []


def test_approving_a_workflow_keeps_the_rules(editor, demo):
    draft = make_incomplete_draft()
    workflow = Workflow.objects.first()
    user = get_user_model().objects.get(username=ACCOUNTS[0].username)
    workflow.start(draft, user)
    task_state = draft.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", task_state.pk])
    response = editor.post(url, follow=True)
    assert response.status_code == 200
    draft.refresh_from_db()
    assert draft.live is False
    assert len(list(response.context["messages"])) == 1


def test_a_category_in_use_is_not_deleted(editor, demo):
    category = CategoryPage.objects.get(code="culture", locale__language_code="en")
    for other in CategoryPage.objects.filter(code="culture").exclude(pk=category.pk):
        other.delete()
    response = editor.post(reverse("wagtailadmin_pages:delete", args=[category.pk]), follow=True)
    assert response.status_code == 200
    assert CategoryPage.objects.filter(pk=category.pk).exists()
    assert [str(message) for message in response.context["messages"]] != []


def test_an_organization_in_use_is_not_deleted(editor, demo):
    organization = Organization.objects.get(code="tencent", locale__language_code="en")
    url = reverse("wagtailsnippets_cases_collection_organization:delete", args=[organization.pk])
    response = editor.post(url, follow=True)
    assert response.status_code in (200, 302, 403)
    assert Organization.objects.filter(pk=organization.pk).exists()


def test_one_collection_below_a_page(demo, db):
    collection = first(CollectionPage)
    assert CollectionPage.can_create_at(collection.get_parent().specific) is False


def test_submitting_for_translation(editor, demo):
    """The case that is not translated yet can be: its Chinese draft is made, and stays out of public sight."""
    case = CasePage.objects.get(slug="ibm-sustainable-computing")
    chinese = Locale.objects.get(language_code="zh-hans")
    response = editor.post(
        reverse("wagtail_localize:submit_page_translation", args=[case.pk]), {"locales": [chinese.pk]}
    )
    assert response.status_code == 302
    draft = CasePage.objects.get(translation_key=case.translation_key, locale=chinese)
    assert (draft.live, draft.slug) == (False, case.slug)
    assert Client().get("/zh-hans/collection/2022/ibm-sustainable-computing/").status_code == 404
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[draft.pk]), follow=True).status_code == 200


def test_stream_of_a_story_round_trips_through_the_form(editor, demo):
    """Blocks are stored as they were sent."""
    story = first(Page, content_type__model="outstandingstorypage").specific
    data = nested_form_data(
        {
            "title": story.title,
            "slug": story.slug,
            "subtitle": story.subtitle,
            "summary": story.summary,
            "case_key": page_of_case(story.case_key),
            "cover": "",
            "cover_alt": "",
            "social_image": "",
            "seo_title": "",
            "search_description": "",
            "sample_note": "",
            "go_live_at": "",
            "expire_at": "",
            "video_file": "",
            "video_url": "",
            "video_poster": "",
            "video_captions": "",
            "video_transcript": "",
            "comments": inline_formset([]),
            "body": streamfield([("heading", "A heading"), ("quote", {"text": "Words", "attribution": "Somebody"})]),
        }
    )
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[story.pk]), {**data, "action-publish": "1"})
    assert response.status_code == 302
    story.refresh_from_db()
    assert [(block.block_type, json.dumps(block.get_prep_value()["value"])) for block in story.body] == [
        ("heading", '"A heading"'),
        ("quote", '{"text": "Words", "attribution": "Somebody"}'),
    ]


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.username)
def test_each_account_can_choose_its_language(demo, db, account):
    """As the guides say: nothing else of the form has to be filled in."""
    client = Client()
    assert client.login(username=account.username, password=account.password)
    address = reverse("wagtailadmin_account")
    forms = [panel.get_form() for panels in client.get(address).context["panels_by_tab"].values() for panel in panels]
    values = {form[name].html_name: form[name].value() for form in forms for name in form.fields}
    sent = {name: value for name, value in values.items() if value}
    response = client.post(address, sent | {"locale-preferred_language": "zh-hans"})
    assert response.status_code == 302
    assert "帐号" in client.get(address).content.decode()
