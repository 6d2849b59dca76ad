"""The edit form of a page: what it offers, what it refuses, what it helps with."""

import json

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cases_cms.collection.models import CasePage
from cases_cms.core.forms import BasePageForm, TitleSlugInput
from cases_cms.core.models import BasePage
from cases_cms.core.panels import counted_unit, length_texts
from cases_cms.stories.models import VoicesPage
from tests.factories import OrganizationFactory, VoicesIndexPageFactory, VoicesPageFactory, make_case, translate


def page_types(model=BasePage):
    """Every concrete page type of the plugin and the site."""
    for child in model.__subclasses__():
        if not child._meta.abstract:
            yield child
        yield from page_types(child)


TYPES = sorted(set(page_types()), key=lambda model: model.__name__)


def panels_of(model):
    """Every panel of a page type's form, at any depth."""

    def walk(panel):
        yield panel
        for child in getattr(panel, "children", []):
            yield from walk(child)

    return list(walk(model.get_edit_handler()))


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_every_page_type_has_our_form_with_comments(model):
    form_class = model.get_edit_handler().get_form_class()
    assert (issubclass(form_class, BasePageForm), "comments" in form_class.formsets) == (True, True)


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_every_title_says_how_to_write_it(model):
    title = next(panel for panel in panels_of(model) if getattr(panel, "field_name", "") == "title")
    assert len(str(title.help_text)) > 20


def test_only_pages_of_the_menu_ask_whether_they_are_in_it():
    asking = {
        model.__name__
        for model in TYPES
        if any(getattr(panel, "field_name", "") == "show_in_menus" for panel in panels_of(model))
    }
    assert asking == {
        "CollectionPage",
        "GlossaryPage",
        "JourneysIndexPage",
        "MembersIndexPage",
        "NewsIndexPage",
        "StandardPage",
        "StoriesIndexPage",
        "VoicesIndexPage",
    }


def test_a_case_is_written_in_this_order():
    content = CasePage.get_edit_handler().children[0]
    assert [str(panel.heading) for panel in content.children] == [
        "",  # the title
        "Place in the Collection",
        "Organizations",
        "Countries and regions",
        "Description",
        "In short",
        "Cover",
        "Pictures",
        "Videos",
        "Links",
    ]


# --- Choosing -------------------------------------------------------------------------------


@pytest.fixture
def voices(small_site):
    """An index of voices in both languages."""
    index = VoicesIndexPageFactory(parent=small_site.home)
    translate(index)
    return index


def voice_form(**changes):
    """What the form of a voice sends."""
    return nested_form_data(
        {
            "title": "我们很高兴",
            "slug": "",
            "quote": "我们很高兴。",
            "is_direct": "on",
            "speaker": "",
            "role": "",
            "organization": "",
            "portrait": "",
            "case_key": "",
            "seo_title": "",
            "search_description": "",
            "social_image": "",
            "sample_note": "",
            "go_live_at": "",
            "expire_at": "",
            "comments": inline_formset([]),
            "action-publish": "1",
            **changes,
        }
    )


@pytest.fixture
def send_voice(admin_client, small_site, voices):
    """Sends the form of a new voice in Chinese."""
    url = reverse("wagtailadmin_pages:add", args=["cases_stories", "voicespage", small_site.in_zh(voices).pk])
    return lambda **changes: admin_client.post(url, voice_form(**changes))


def test_a_page_without_slug_gets_the_pinyin_of_its_title(send_voice):
    assert send_voice().status_code == 302
    page = VoicesPage.objects.get(title="我们很高兴")
    assert (page.slug, page.live, page.locale.language_code) == ("wo-men-hen-gao-xing", True, "zh-hans")
    send_voice()
    assert VoicesPage.objects.get(slug="wo-men-hen-gao-xing-2").live is True


def test_an_organization_of_the_page_s_language_is_taken(send_voice, small_site):
    tencent = OrganizationFactory(name="Tencent", code="tencent")
    translate(tencent, name="腾讯")
    chinese = tencent.get_translation(small_site.zh)
    assert send_voice(organization=chinese.pk).status_code == 302
    assert VoicesPage.objects.get(title="我们很高兴").organization == chinese


@pytest.mark.parametrize("wrong", ["english", "999999", "x"])
def test_an_organization_of_another_language_is_refused(send_voice, small_site, wrong):
    english = OrganizationFactory(name="Tencent", code="tencent")
    response = send_voice(organization=english.pk if wrong == "english" else wrong)
    assert response.context["form"].errors == {
        "organization": [
            "Choose one in the language of this page (Simplified Chinese); translate it first if it is not there."
        ]
    }
    assert VoicesPage.objects.filter(title="我们很高兴").exists() is False


def test_an_organization_taken_over_from_the_source_stays(admin_client, small_site, voices):
    english = OrganizationFactory(name="Tencent", code="tencent")
    page = VoicesPageFactory(parent=small_site.in_zh(voices), title="我们很高兴", organization=english)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert admin_client.post(url, voice_form(organization=english.pk, slug=page.slug)).status_code == 302
    page.refresh_from_db()
    assert page.organization == english


@pytest.mark.parametrize("wrong", ["home", "x", "9" * 30, "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_case_is_refused(send_voice, small_site, wrong):
    response = send_voice(case_key=small_site.home.pk if wrong == "home" else wrong)
    assert response.context["form"].errors == {"case_key": ["Choose a case; this one is gone, or is no case."]}


def test_a_case_is_taken_by_its_neutral_name(send_voice, small_site):
    case = make_case(small_site.edition, translated=True)
    assert send_voice(case_key=small_site.in_zh(case).pk).status_code == 302
    assert VoicesPage.objects.get(title="我们很高兴").case_key == case.translation_key


# --- Help while writing -------------------------------------------------------------------------


def form_of(page):
    """The unbound form of a page that is edited."""
    form_class = page.get_edit_handler().get_form_class()
    return form_class(instance=page, parent_page=page.get_parent().specific)


def test_a_draft_s_slug_follows_its_title_and_a_live_one_s_does_not(small_site):
    draft = make_case(small_site.edition, title="数字敦煌", slug="shu-zi-dun-huang", publish=False)
    live = make_case(small_site.edition, title="网络")
    widgets = [form_of(page).fields["slug"].widget for page in (draft, live)]
    assert [type(widget) for widget in widgets] == [TitleSlugInput, TitleSlugInput]
    assert [json.loads(widget.attrs["data-cases-slug-known-value"]) for widget in widgets] == [
        {"title": "数字敦煌", "slug": "shu-zi-dun-huang"},
        {},
    ]


def test_long_texts_say_how_much_is_written(small_site):
    fields = form_of(make_case(small_site.edition)).fields
    assert fields["summary"].widget.attrs["data-controller"].split()[-1] == "cases-room"
    assert "data-controller" not in fields["cover_alt"].widget.attrs


@pytest.mark.parametrize(
    ("language", "unit"), [("en", "words"), ("zh-hans", "characters"), ("zh", "characters"), ("fr", "words")]
)
def test_a_text_is_counted_as_its_language_is_written(language, unit):
    assert counted_unit(language) == unit


@pytest.mark.parametrize(
    ("is_chinese", "sentence"), [(False, "9 of 900 words"), (True, "2 of 1000 Chinese characters")]
)
def test_the_counter_starts_with_what_is_written(admin_client, small_site, settings, is_chinese, sentence):
    settings.CASES_CMS = {**settings.CASES_CMS, "MAX_WORDS": 900, "MAX_CHARACTERS": 1000}
    case = make_case(small_site.edition, background="<p>One two.</p>", cooperation="<p>Three</p>")
    if is_chinese:
        parent = small_site.in_zh(small_site.edition)
        case = make_case(parent, background="<p>数字</p>", cooperation="", implementation="", benefits="")
    html = admin_client.get(reverse("wagtailadmin_pages:edit", args=[case.pk])).content.decode()
    assert f'data-cases-length-target="count">{sentence}</span>' in html


def test_the_sentences_have_the_same_names_in_every_unit():
    texts = length_texts()
    assert {unit: sorted(sentences) for unit, sentences in texts.items()} == {
        "words": ["count", "left", "over"],
        "characters": ["count", "left", "over"],
    }


def test_countries_are_found_by_their_name_in_any_language(small_site):
    html = str(form_of(make_case(small_site.edition, countries=["KE", "CN"]))["countries"])
    assert '<option value="KE" selected data-search="Kenya 肯尼亚 KE">Kenya</option>' in html
    assert html.count(" selected ") == 2
