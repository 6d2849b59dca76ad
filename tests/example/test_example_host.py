"""An app of a host's own adds a field, a section, a filter and a block, overrides a template and restyles."""

import json

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse
from example_host.models import CaseStage, LessonPage, Stage

from cases_cms.collection import catalogue
from cases_cms.collection.models import CasePage
from cases_cms.core import services, stylesheets
from tests.factories import OrganizationFactory, StandardPageFactory, in_chinese, make_case, translate
from tests.fixtures import context_of
from tests.forms import form_values


@pytest.fixture
def staged(small_site):
    """Three cases: a pilot, one in operation, one that says nothing; and the draft of a pilot."""
    cases = {}
    for name, stage in (("a", Stage.PILOT), ("b", Stage.RUNNING), ("c", None), ("draft", Stage.PILOT)):
        case = make_case(small_site.edition, title=f"Case {name}", slug=name, publish=False)
        if stage:
            case.example_stages = [CaseStage(stage=stage, note=f"Since {name}")]
        cases[name] = services.save_page(page=case, publish=name != "draft")
    return cases


@pytest.fixture
def admin(small_site, client):
    client.force_login(get_user_model().objects.create_superuser("wu", "wu@example.org", "secret"))
    return client


def text_of(client, page, query=""):
    response = client.get(page.url + query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def found(page, query):
    context = context_of(page, query)
    return "".join(sorted(card.title.removeprefix("Case ") for card in context["cards"])), context["ignored"]


def test_the_migrations_are_complete(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


# --- A field -----------------------------------------------------------------------------------------


def test_the_form_of_cases_saves_the_field(small_site, admin, client):
    case = make_case(small_site.edition, slug="a", organizations=[OrganizationFactory()])
    url = reverse("wagtailadmin_pages:edit", args=[case.pk])
    values = form_values(admin.get(url).content, "form#page-edit-form")
    assert values["example_stages-TOTAL_FORMS"] == "0"
    values |= {
        "example_stages-TOTAL_FORMS": "1",
        "example_stages-0-stage": "pilot",
        "example_stages-0-note": "Since May",
        "example_stages-0-id": "",
        "example_stages-0-DELETE": "",
        "example_stages-0-ORDER": "1",
    }
    response = admin.post(url, values)
    assert response.status_code == 302
    assert CaseStage.objects.count() == 0  # a draft; the public page is as it was
    draft = CasePage.objects.get(pk=case.pk).get_latest_revision_as_object()
    assert [(item.stage, item.note) for item in draft.example_stages.all()] == [("pilot", "Since May")]
    assert "Since May" not in text_of(client, case).text
    preview = draft.make_preview_request(preview_mode="")
    assert "Since May" in BeautifulSoup(preview.content, "html.parser").text
    response = admin.post(url, {**values, "action-publish": "action-publish"})
    assert response.status_code == 302
    assert list(CaseStage.objects.values_list("page_id", "stage", "note")) == [(case.pk, "pilot", "Since May")]
    assert "Since May" in text_of(client, case).text


def test_a_value_that_is_no_choice_is_refused(small_site, admin):
    case = make_case(small_site.edition, slug="a", organizations=[OrganizationFactory()])
    url = reverse("wagtailadmin_pages:edit", args=[case.pk])
    values = form_values(admin.get(url).content, "form#page-edit-form") | {
        "example_stages-TOTAL_FORMS": "1",
        "example_stages-0-stage": "finished",
        "action-publish": "action-publish",
    }
    response = admin.post(url, values)
    assert response.status_code == 200
    assert "finished is not one of the available choices" in response.content.decode()
    assert CaseStage.objects.count() == 0


def test_the_page_shows_it_where_there_is_something_to_show(staged, client):
    section = text_of(client, staged["b"]).select_one("[aria-labelledby=example-stage]")
    assert section.p.text == "In operation: Since b"
    assert text_of(client, staged["c"]).select("[aria-labelledby=example-stage]") == []


def test_a_translation_translates_its_text_and_shares_its_code(staged, small_site):
    source = CasePage.objects.get(pk=staged["a"].pk)
    content = in_chinese(source)
    content.example_stages = [in_chinese(source.example_stages.get())]
    target = services.translate(source=source, locale=small_site.zh, content=content, publish=True)
    (ours,), (theirs,) = source.example_stages.all(), target.example_stages.all()
    assert (theirs.stage, theirs.note, theirs.locale) == ("pilot", "译Since a", small_site.zh)
    assert (theirs.translation_key, theirs.pk == ours.pk) == (ours.translation_key, False)


def test_a_copy_takes_it_along(staged, small_site):
    case = CasePage.objects.get(pk=staged["a"].pk)
    copy = case.copy(to=small_site.edition_before, update_attrs={"slug": "copy"})
    assert [item.note for item in copy.example_stages.all()] == ["Since a"]


# --- A filter ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected", "ignored"),
    [
        ("", "abc", []),
        ("stage=pilot", "a", []),
        ("stage=running", "b", []),
        ("stage=pilot&stage=running", "ab", []),
        # No case has spread yet: the value is not offered.
        ("stage=spread", "abc", [("Stage", "spread")]),
        ("category=infrastructure&stage=pilot", "a", []),
        ("q=Case&stage=pilot", "a", []),
        ("q=nothing&stage=pilot", "", []),
    ],
)
def test_the_filter_narrows_the_collection(staged, small_site, query, expected, ignored):
    assert found(small_site.collection, query) == (expected, ignored)


def test_what_the_filter_does_not_know_is_reported_as_that_of_the_others(staged, small_site):
    query = "stage=finished&year=1999"
    assert found(small_site.collection, query) == ("abc", [("Edition", "1999"), ("Stage", "finished")])


def test_the_filter_stands_beside_the_others_and_among_what_is_chosen(staged, small_site, client):
    page = text_of(client, small_site.collection, "?stage=pilot")
    values = page.select("[data-facet=stage]")
    assert [(value["data-value"], value["data-count"], value.get("aria-current")) for value in values] == [
        ("pilot", "1", "true"),
        ("running", "1", None),
    ]
    assert [(chip.label, chip.value) for chip in context_of(small_site.collection, "stage=pilot")["chips"]] == [
        ("Stage", "Pilot")
    ]


def test_the_catalogue_stays_equal_to_the_pages(staged):
    assert catalogue.find_differences() == []


# --- A block, a template, the look -------------------------------------------------------------------


def test_a_block_of_its_own_stands_in_the_bodies(small_site, client):
    body = json.dumps([{"type": "lesson", "value": {"title": "Ask first", "text": "People know."}}])
    page = StandardPageFactory(parent=small_site.home, body=body)
    lesson = text_of(client, page).select_one(".example-lesson")
    assert (lesson.h2.text, lesson.p.text) == ("Ask first", "People know.")


def test_a_template_of_its_own_takes_the_place_of_the_plugins(small_site, client):
    page = text_of(client, small_site.collection)
    assert [item.text for item in page.select(".example-empty")] == ["The Collection holds no case yet."]
    assert page.select(".cc-empty") == []


def test_its_tokens_come_after_the_plugins():
    css = stylesheets.join()
    ours, theirs = css.index("--cc-accent-1: #1b5795"), css.index("--cc-accent-1: #0a5c36")
    assert ours < theirs
    assert css.index(".example-lesson {") > css.rindex("/* components/")


# --- The site's search -------------------------------------------------------------------------------


@pytest.fixture
def lesson(small_site):
    page = LessonPage(title="Repair it yourself", slug="repair", text="A mast needs a village smith.")
    return services.create_page(parent=small_site.home, page=page, publish=True)


def search(client, words, language="en"):
    """``{kind's title: [(title, line below it)]}`` of what the search page shows."""
    page = BeautifulSoup(client.get(f"/{language}/search/", {"q": words}).content, "html.parser")
    return {
        section.h2.text.strip(): [
            (hit.h3.text.strip(), " ".join(hit.select_one(".cc-hit__meta").text.split()))
            for hit in section.select(".cc-hit")
        ]
        for section in page.select(".cc-found")
    }


def test_pages_of_its_own_are_a_kind_of_results(lesson, client):
    day = lesson.first_published_at.strftime("%-d %B %Y")
    assert search(client, "smith") == {"Lessons": [("Repair it yourself", day)]}
    page = BeautifulSoup(client.get("/en/search/").content, "html.parser")
    assert "1 lesson" in page.select_one(".cc-seek__offer").text


def test_its_terms_are_found_in_the_other_language(lesson, client):
    translate(lesson, title="自己动手修", text="一项经验做法。")
    lesson.text = "A lesson learned."
    services.save_page(page=lesson, publish=True)
    other = LessonPage(title="Only in English", slug="other", text="Another lesson learned.")
    services.create_page(parent=lesson.get_parent(), page=other, publish=True)
    found = search(client, "经验做法", "zh-hans")["Lessons"]
    assert sorted(title for title, _line in found) == ["Only in English", "自己动手修"]
