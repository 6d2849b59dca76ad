"""Every field of every model says how it is translated, and a translation does what is said."""

import datetime
import json

import pytest
from django.apps import apps
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField
from wagtail_localize.models import OverridableSegment, TranslationSource

from cases_cms.collection.models import (
    CaseFigure,
    CaseImage,
    CaseLink,
    CaseOrganization,
    CasePage,
    CaseVideo,
    CategoryPage,
    CollectionPage,
    EditionBenefit,
    EditionCriterion,
    EditionFact,
    EditionMilestone,
    EditionPage,
    EditionRecipient,
    Organization,
)
from cases_cms.core import services
from cases_cms.localization.models import GlossaryPage
from cases_cms.members.models import MemberOrganizationPage, MembersIndexPage
from cases_cms.news.models import NewsCase, NewsIndexPage, NewsPage
from cases_cms.release.services import mark_released
from cases_cms.stories.models import (
    JourneyPage,
    JourneysIndexPage,
    OutstandingStoryPage,
    StoriesIndexPage,
    VoicesIndexPage,
    VoicesPage,
)
from home.models import HomePage, StandardPage
from tests.factories import ImageFactory, OrganizationFactory, make_case, translate

LABELS = {"cases_collection", "cases_stories", "cases_news", "cases_members", "cases_localization", "home"}


def is_child(model):
    """Whether ``model`` is a part of something that is translated; site settings hold all languages in one."""
    return any(
        isinstance(field, ParentalKey) and issubclass(field.related_model, TranslatableMixin)
        for field in model._meta.get_fields()
    )


MODELS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in LABELS and (issubclass(model, TranslatableMixin) or is_child(model))
]
PAGES = [model for model in MODELS if issubclass(model, Page)]


def own_fields(model):
    """Names of the fields and children that ``model`` adds to what Wagtail knows how to treat."""
    skipped = {"id", "locale", "translation_key"}
    names = {
        field.name
        for field in model._meta.concrete_fields
        if field.model is not Page
        and field.name not in skipped
        and not isinstance(field, ParentalKey)
        and not (field.remote_field and getattr(field.remote_field, "parent_link", False))
    }
    if issubclass(model, ClusterableModel):
        of_wagtail = {relation.get_accessor_name() for relation in get_all_child_relations(Page)}
        names |= {relation.get_accessor_name() for relation in get_all_child_relations(model)} - of_wagtail
    if issubclass(model, Page):
        names |= {"title", "slug", "seo_title", "search_description", "show_in_menus"}
    return names


def declared(model):
    return {item.field_name: item for item in model.override_translatable_fields}


def test_the_models_are_all_found():
    assert {model.__name__ for model in MODELS} == {
        "CaseFigure", "CaseImage", "CaseLink", "CaseOrganization", "CasePage", "CaseVideo", "CategoryPage",
        "CollectionPage", "EditionBenefit", "EditionCriterion", "EditionFact", "EditionMilestone", "EditionPage",
        "EditionRecipient", "GlossaryPage", "HomePage", "ImageText", "JourneyPage", "JourneysIndexPage",
        "MemberOrganizationPage",
        "MembersIndexPage", "NewsCase", "NewsIndexPage", "NewsPage", "Organization", "OutstandingStoryPage",
        "StandardPage", "StoriesIndexPage", "VoicesIndexPage", "VoicesPage",
    }  # fmt: skip


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_each_field_is_declared_once(model):
    names = [item.field_name for item in model.override_translatable_fields]
    assert own_fields(model) - set(names) == set()
    assert sorted(names) == sorted(set(names))
    for name in names:
        assert model._meta.get_field(name)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_codes_numbers_and_links_are_shared(model):
    for name, item in declared(model).items():
        field = model._meta.get_field(name)
        is_text = isinstance(field, models.TextField | models.CharField | StreamField)
        if (not is_text and not field.one_to_many) or getattr(field, "choices", None) or name == "slug":
            assert type(item) is SynchronizedField, name


# --- Round trips ------------------------------------------------------------------------------------


def stream(kind, value):
    return json.dumps([{"type": kind, "id": "6f0c3f5e-2a53-4a86-9d39-0f5e6a3e8c11", "value": value}])


def paragraph():
    return stream("paragraph", "<p>One <b>two</b></p>")


@pytest.fixture
def sources(small_site):
    """A page of each type with every field filled, and an organization."""
    organization = OrganizationFactory(website="https://example.org")
    image = ImageFactory()
    case = make_case(small_site.edition, translated=True, organizations=[organization])
    frame = {
        "seo_title": "For search",
        "search_description": "Short.",
        "menu_title": "Short",
        "sample_note": "Assumed.",
        "social_image": image,
        "show_in_menus": True,
    }
    cover = {"cover": image, "cover_alt": "A mast"}
    film = {"video_url": "https://example.org/film", "video_transcript": "We see.", "video_poster": image}

    def add(parent, page):
        for name, value in frame.items():
            setattr(page, name, value)
        services.create_page(parent=parent, page=page)
        if isinstance(page, EditionPage):
            mark_released(page.translation_key)
        return services.publish_page(page=page)

    def index(model):
        page = add(small_site.home, model(title=model.__name__, introduction="<p>All.</p>"))
        translate(page)
        return page

    stories, voices, journeys = index(StoriesIndexPage), index(VoicesIndexPage), index(JourneysIndexPage)
    news, members, terms = index(NewsIndexPage), index(MembersIndexPage), index(GlossaryPage)
    full = CasePage(
        title="Net", slug="net", category="education", outstanding=True, countries=["CN", "KE"], reach=170,
        reach_qualifier="over", start_year=2019, summary="A net.", background="<p>B</p>", cooperation="<p>C</p>",
        implementation="<p>I</p>", benefits="<p>E</p>", **cover,
    )  # fmt: skip
    full.organizations = [CaseOrganization(organization=organization, role="partner", sort_order=0)]
    full.figures = [CaseFigure(value="over 230", label="villages", sort_order=0)]
    full.gallery = [CaseImage(image=image, alt_text="A", caption="B", credit="C", sort_order=0)]
    full.videos = [CaseVideo(title="Film", sort_order=0, **film)]
    full.links = [CaseLink(title="More", url="https://example.org", sort_order=0)]
    edition = EditionPage(
        title="Edition 2022", year=2022, theme="T", introduction="<p>I</p>", submissions=230,
        submissions_qualifier="over", reach=40, reach_qualifier="about", collected=60, presented=12, **cover,
    )  # fmt: skip
    edition.milestones = [
        EditionMilestone(
            phase="call", label="Call", note="N", precision="month", sort_order=0,
            starts_at=datetime.datetime(2022, 5, 1, tzinfo=datetime.UTC),
            ends_at=datetime.datetime(2022, 6, 1, tzinfo=datetime.UTC),
        )
    ]  # fmt: skip
    edition.facts = [EditionFact(value="over 2,100", label="guests", sort_order=0)]
    edition.criteria = [EditionCriterion(title="New", description="D", weight=30, sort_order=0)]
    edition.benefits = [EditionBenefit(audience="outstanding", title="Stage", description="D", sort_order=0)]
    edition.recipients = [EditionRecipient(organization=organization, sort_order=0)]
    item = NewsPage(
        title="News", kind="industry", date=datetime.date(2024, 1, 2), summary="S", body=paragraph(), **cover
    )
    item.related_cases = [NewsCase(case_key=case.translation_key, sort_order=0)]
    other = CollectionPage(title="Other", introduction="<p>I</p>", **cover)
    add(small_site.home, other)
    translate(other)
    home = small_site.home
    home.body = stream(
        "hero",
        {"title": "T", "text": "X", "image": image.pk, "primary": {"label": "L", "page": case.pk, "url": ""}},
    )
    for name, value in frame.items():
        setattr(home, name, value)
    services.save_page(page=home, publish=True)
    pages = [
        home, stories, voices, journeys, news, members, terms, other,
        add(home, StandardPage(title="About", summary="S", body=paragraph(), **cover)),
        add(small_site.collection, CategoryPage(
            title="New", code="new", slug="new", concept="C", description="<p>D</p>", accent=3, order=7, **cover
        )),
        add(small_site.collection, edition),
        add(small_site.edition, full),
        add(stories, OutstandingStoryPage(
            title="Story", subtitle="U", summary="S", body=paragraph(), case_key=case.translation_key, **cover, **film
        )),
        add(voices, VoicesPage(
            title="Voice", quote="Q", is_direct=False, speaker="P", role="R", organization=organization,
            portrait=image, case_key=case.translation_key,
        )),
        add(journeys, JourneyPage(
            title="Journey", summary="S", place="P", date=datetime.date(2024, 1, 2), organization=organization,
            body=paragraph(), case_key=case.translation_key, **cover, **film,
        )),
        add(news, item),
        add(members, MemberOrganizationPage(
            title="Member", kind="senior", organization=organization, logo=image, summary="S", body="<p>B</p>"
        )),
    ]  # fmt: skip
    return {type(page): type(page).objects.get(pk=page.pk) for page in pages} | {Organization: organization}


def text_of_value(field, instance):
    if isinstance(field, StreamField):
        return field.value_to_string(instance)
    return getattr(instance, field.attname)


def compare(source, target):
    """Assert field by field, children too, that ``target`` is what the declarations make of ``source``."""
    for name, item in declared(type(source)).items():
        field = source._meta.get_field(name)
        if field.one_to_many:
            ours, theirs = list(getattr(source, name).all()), list(getattr(target, name).all())
            assert len(ours) == len(theirs) > 0, name
            for one, other in zip(ours, theirs, strict=True):
                assert one.pk != other.pk
                compare(one, other)
            continue
        if name == "draft_title":
            assert target.draft_title == target.title
            continue
        before, after = text_of_value(field, source), text_of_value(field, target)
        if type(item) is TranslatableField:
            assert before, f"{name} is not filled"
            assert before != after, name
            assert "译" in after or "\\u8bd1" in after, name
        else:
            assert before == after, name


def paths_of(instance, prefix=""):
    """Paths of fields that a translator must not override."""
    paths = set()
    for name, item in declared(type(instance)).items():
        field = instance._meta.get_field(name)
        if field.one_to_many:
            if issubclass(field.related_model, TranslatableMixin):
                for child in getattr(instance, name).all():
                    paths |= paths_of(child, f"{prefix}{name}.{child.translation_key}.")
            else:
                paths.add(f"{prefix}{name}")
        elif type(item) is SynchronizedField and not item.overridable:
            paths.add(f"{prefix}{name}")
    return paths


def test_round_trip_of_every_model(sources, small_site):
    assert set(sources) == {*PAGES, Organization}
    for model, source in sources.items():
        target = translate(source)
        target = model.objects.get(pk=target.pk)
        source.refresh_from_db()
        assert target.translation_key == source.translation_key
        assert target.locale == small_site.zh
        if model is HomePage:  # the two home pages are siblings: they cannot have one slug
            assert (source.slug, target.slug) == ("home", "home-1")
            source.slug = target.slug
        compare(source, target)
        segments = OverridableSegment.objects.filter(source=TranslationSource.objects.get_for_instance(source))
        overridable = {path.split("'")[0] for path in segments.values_list("context__path", flat=True)}
        forbidden = paths_of(source)
        assert not {path for path in overridable for name in forbidden if path == name or path.startswith(f"{name}.")}


# --- The API ------------------------------------------------------------------------------------------


@pytest.mark.urls("tests.api_urls")
def test_api_fields_of_every_page_are_written(sources, client):
    for model, source in sources.items():
        if model is Organization:
            response = client.get(f"/api/organizations/{source.pk}/")
            names = {field.name for field in model.api_fields}
        else:
            response = client.get(f"/api/pages/{source.pk}/")
            names = {field.name for field in model.api_fields}
        assert response.status_code == 200, model
        data = json.loads(response.content)
        assert names - set(data) == set()
        assert data["title" if model is not Organization else "name"] == str(source)


@pytest.mark.urls("tests.api_urls")
def test_api_writes_children_field_by_field(sources, client):
    data = json.loads(client.get(f"/api/pages/{sources[CasePage].pk}/").content)
    assert data["countries"] == ["CN", "KE"]
    assert data["background"] == "<p>B</p>"
    for name, model in (("figures", CaseFigure), ("gallery", CaseImage), ("videos", CaseVideo), ("links", CaseLink)):
        assert {field.name for field in model.api_fields} - set(data[name][0]) == set()
    assert (data["figures"][0]["value"], data["links"][0]["url"]) == ("over 230", "https://example.org")
    edition = json.loads(client.get(f"/api/pages/{sources[EditionPage].pk}/").content)
    assert edition["milestones"][0]["phase"] == "call"
    assert datetime.datetime.fromisoformat(edition["milestones"][0]["ends_at"]) == datetime.datetime(
        2022, 6, 1, tzinfo=datetime.UTC
    )
    assert edition["criteria"][0]["weight"] == 30
