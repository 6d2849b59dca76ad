"""Objects for tests, made through the same services as real content; Chinese is derived from the English."""

import datetime
import json
import re

import factory
import wagtail_factories
from django.db import transaction
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import Collection, Locale, TranslatableMixin
from wagtail_localize.fields import TranslatableField

from cases_cms.collection.models import (
    CaseFigure,
    CaseImage,
    CaseLink,
    CaseOrganization,
    CasePage,
    CaseVideo,
    CategoryPage,
    CollectionPage,
    EditionPage,
    Organization,
)
from cases_cms.core import services
from cases_cms.core.reference_entries import gather_all
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

MARK = "译"
#: What no translator sees in the JSON of a StreamField.
CODES = {"id", "type", "url", "page", "image"}


# --- Pages ---------------------------------------------------------------------------------


def with_case_key(kwargs):
    """``case=page`` as pages store it: by the case's translation key."""
    if "case" not in kwargs:
        return kwargs
    case = kwargs["case"]
    rest = {name: value for name, value in kwargs.items() if name != "case"}
    return {**rest, "case_key": case.translation_key if case else None}


class ServicePageFactory(wagtail_factories.PageFactory):
    """Pages created by ``services.create_page``; published unless ``publish=False``."""

    publish = True

    class Meta:
        abstract = True

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        publish = kwargs.pop("publish")
        return services.create_page(parent=parent, page=model_class(**with_case_key(kwargs)), publish=publish)

    @classmethod
    def _build(cls, model_class, *args, **kwargs):
        kwargs.pop("publish", None)
        kwargs = with_case_key(kwargs)
        return super()._build(model_class, *args, **{"parent": None, **kwargs})


class HomePageFactory(ServicePageFactory):
    title = "Practice Cases"
    slug = "home"

    class Meta:
        model = HomePage


class StandardPageFactory(ServicePageFactory):
    title = factory.Sequence(lambda n: f"About {n}")
    summary = "What it is about."

    class Meta:
        model = StandardPage


class CollectionPageFactory(ServicePageFactory):
    title = "Collection"
    slug = "collection"
    introduction = "<p>All cases of all editions.</p>"

    class Meta:
        model = CollectionPage


class CategoryPageFactory(ServicePageFactory):
    title = factory.Sequence(lambda n: f"Category {n}")
    code = factory.LazyAttribute(lambda page: page.title.lower().replace(" ", "-"))
    slug = factory.LazyAttribute(lambda page: page.code)
    concept = "What it is about."
    order = factory.Sequence(lambda n: n)

    class Meta:
        model = CategoryPage


class EditionPageFactory(ServicePageFactory):
    year = 2024
    title = factory.LazyAttribute(lambda page: f"Edition {page.year}")
    theme = "One cyberspace"
    slug = factory.LazyAttribute(lambda page: str(page.year))

    #: Whether its cases may be public; False leaves it under embargo, as new editions are.
    released = True

    class Meta:
        model = EditionPage

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        released, publish = kwargs.pop("released"), kwargs.pop("publish")
        page = services.create_page(parent=parent, page=model_class(**kwargs))
        if released:
            mark_released(page.translation_key)
        if publish and released:
            services.publish_page(page=page)
        return page

    @classmethod
    def _build(cls, model_class, *args, **kwargs):
        kwargs.pop("released", None)
        return super()._build(model_class, *args, **kwargs)


class CasePageFactory(ServicePageFactory):
    title = factory.Sequence(lambda n: f"Case {n}")
    category = "infrastructure"
    countries = factory.LazyFunction(lambda: ["CN", "KE"])
    start_year = 2020
    summary = "A network for villages."
    background = "<p>No network.</p>"
    cooperation = "<p>Two countries.</p>"
    implementation = "<p>Masts were built.</p>"
    benefits = "<p>People are online.</p>"

    class Meta:
        model = CasePage


class StoriesIndexPageFactory(ServicePageFactory):
    title = "Stories"

    class Meta:
        model = StoriesIndexPage


class OutstandingStoryPageFactory(ServicePageFactory):
    title = factory.Sequence(lambda n: f"Story {n}")
    summary = "How it began."

    class Meta:
        model = OutstandingStoryPage


class VoicesIndexPageFactory(ServicePageFactory):
    title = "Voices"

    class Meta:
        model = VoicesIndexPage


class VoicesPageFactory(ServicePageFactory):
    title = factory.Sequence(lambda n: f"Voice {n}")
    quote = "We are glad."

    class Meta:
        model = VoicesPage


class JourneysIndexPageFactory(ServicePageFactory):
    title = "Journeys"

    class Meta:
        model = JourneysIndexPage


class JourneyPageFactory(ServicePageFactory):
    title = factory.Sequence(lambda n: f"Journey {n}")
    summary = "To the villages."

    class Meta:
        model = JourneyPage


class NewsIndexPageFactory(ServicePageFactory):
    title = "News"

    class Meta:
        model = NewsIndexPage


class NewsPageFactory(ServicePageFactory):
    title = factory.Sequence(lambda n: f"News {n}")
    summary = "What happened."
    date = datetime.date(2024, 11, 21)

    class Meta:
        model = NewsPage


class MembersIndexPageFactory(ServicePageFactory):
    title = "Members"

    class Meta:
        model = MembersIndexPage


class MemberOrganizationPageFactory(ServicePageFactory):
    title = factory.Sequence(lambda n: f"Member {n}")
    summary = "An organization."

    class Meta:
        model = MemberOrganizationPage


class OrganizationFactory(factory.django.DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Organization {n}")
    code = factory.LazyAttribute(lambda organization: organization.name.lower().replace(" ", "-"))
    country = "CN"
    locale = factory.LazyFunction(lambda: Locale.objects.get(language_code="en"))

    class Meta:
        model = Organization


class ImageFactory(wagtail_factories.ImageFactory):
    title = factory.Sequence(lambda n: f"Picture {n}")
    collection = factory.LazyFunction(Collection.get_first_root_node)
    file = factory.django.ImageField(width=40, height=25, color="navy")


def make_case(edition, *, publish=True, translated=False, organizations=(), full=False, **values):
    """A case below ``edition``; ``translated`` publishes its Chinese page too, ``full`` adds every kind of child."""
    case = CasePageFactory.build(**values)
    case.organizations = [CaseOrganization(organization=item) for item in organizations]
    if full:
        case.figures = [CaseFigure(value="over 230", label="villages")]
        case.links = [CaseLink(title="More", url="https://example.org/more")]
        case.gallery = [CaseImage(image=ImageFactory(), alt_text="A mast", caption="Mast", credit="Wu")]
        case.videos = [CaseVideo(title="Film", video_url="https://example.org/film", video_transcript="We see a mast.")]
    with transaction.atomic(), gather_all():  # what follows from the two pages is done once
        services.create_page(parent=edition, page=case, publish=publish)
        if translated:
            translate(case)
    return case


def make_news(index, *, cases=(), publish=True, translated=False, **values):
    """News below ``index`` about ``cases``."""
    news = NewsPageFactory.build(**values)
    news.related_cases = [NewsCase(case_key=case.translation_key) for case in cases]
    with transaction.atomic(), gather_all():
        services.create_page(parent=index, page=news, publish=publish)
        if translated:
            translate(news)
    return news


# --- Chinese -------------------------------------------------------------------------------


def chinese(text):
    """A text of tests in Chinese: a mark before each of its runs; the HTML stays."""
    if not text:
        return text
    if text.startswith("<"):
        return re.sub(r">([^<>\s][^<>]*)", rf">{MARK}\1", text)
    return MARK + text


def _chinese_json(value, name=""):
    if isinstance(value, dict):
        return {key: item if key in CODES else _chinese_json(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_chinese_json(item, name) for item in value]
    return chinese(value) if isinstance(value, str) else value


def in_chinese(source, **texts):
    """An unsaved copy of ``source`` with all its texts in Chinese; ``texts`` names some otherwise."""
    target = type(source)()
    if isinstance(source, TranslatableMixin):
        target.translation_key = source.translation_key
    for declared in source.override_translatable_fields:
        field = source._meta.get_field(declared.field_name)
        if field.one_to_many and isinstance(field.remote_field, ParentalKey):
            if isinstance(declared, TranslatableField) and issubclass(field.related_model, TranslatableMixin):
                children = getattr(source, declared.field_name).all()
                setattr(target, declared.field_name, [in_chinese(child) for child in children])
        elif isinstance(field, StreamField):
            raw = json.loads(field.value_to_string(source) or "[]")
            setattr(target, declared.field_name, json.dumps(_chinese_json(raw)))
        elif isinstance(declared, TranslatableField):
            setattr(target, declared.field_name, chinese(getattr(source, declared.field_name)))
        else:
            setattr(target, field.attname, getattr(source, field.attname))
    for name, text in texts.items():
        setattr(target, name, text)
    return target


def translate(source, *, publish=True, language="zh-hans", **texts):
    """Translate ``source`` as a translator would, and publish a page's translation."""
    return services.translate(
        source=source,
        locale=Locale.objects.get(language_code=language),
        content=in_chinese(source, **texts),
        publish=publish,
    )
