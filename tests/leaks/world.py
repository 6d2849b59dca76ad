"""A public site, and beside it an edition under embargo of which every text, file name and number is a marker."""

import json
import uuid
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Collection, Page

from cases_cms.collection.models import (
    CaseFigure,
    CaseImage,
    CaseLink,
    CaseOrganization,
    CaseVideo,
    EditionBenefit,
    EditionCriterion,
    EditionFact,
    EditionMilestone,
    EditionRecipient,
)
from cases_cms.core import services
from cases_cms.localization.models import GlossaryPage
from cases_cms.release.models import EditionRelease
from cases_cms.release.planning import hold_page
from home.models import StandardPage
from tests.factories import (
    CasePageFactory,
    EditionPageFactory,
    ImageFactory,
    JourneyPageFactory,
    JourneysIndexPageFactory,
    MemberOrganizationPageFactory,
    MembersIndexPageFactory,
    NewsIndexPageFactory,
    OrganizationFactory,
    OutstandingStoryPageFactory,
    StandardPageFactory,
    StoriesIndexPageFactory,
    VoicesIndexPageFactory,
    VoicesPageFactory,
    make_case,
    make_news,
    translate,
)
from tests.leaks.markers import Markers

SECRET_YEAR = 2093
#: A country of the secret cases alone.
COUNTRY, COUNTRY_NAMES = "TV", ("Tuvalu", "图瓦卢")
BLOCKS = (
    ("latest_edition", {"title": "The latest"}),
    ("outstanding_cases", {"title": "Outstanding", "number": 12}),
    ("categories", {"title": "Categories"}),
)


@dataclass
class PublicWorld:
    """What visitors see before and after."""

    site: object
    case: object
    stories: object
    voices: object
    journeys: object
    news: object
    about: object


def build_public(site):
    """Every kind of page that shows cases, with public ones of the edition of 2024."""
    site.home.body = json.dumps([{"type": kind, "id": str(uuid.uuid4()), "value": value} for kind, value in BLOCKS])
    services.save_page(page=site.home, publish=True)
    organization = OrganizationFactory(name="Open Net", code="open-net", website="https://example.org")
    case = make_case(
        site.edition,
        translated=True,
        full=True,
        organizations=[organization],
        title="Village masts",
        slug="village-masts",
        outstanding=True,
    )
    make_case(site.edition_before, title="Reading rooms", slug="reading-rooms", countries=["BR", "CN"])
    indexes = [
        factory(parent=site.home)
        for factory in (
            StoriesIndexPageFactory,
            VoicesIndexPageFactory,
            JourneysIndexPageFactory,
            NewsIndexPageFactory,
            MembersIndexPageFactory,
        )
    ]
    for page in indexes:
        translate(page)
    stories, voices, journeys, news, members = indexes
    OutstandingStoryPageFactory(parent=stories, case=case, title="A story of masts")
    VoicesPageFactory(parent=voices, case=case, title="A voice of masts")
    JourneyPageFactory(parent=journeys, case=case, title="A journey to masts")
    make_news(news, cases=[case], title="Masts in the news", translated=True)
    MemberOrganizationPageFactory(parent=members, title="Open Net", organization=organization)
    about = StandardPageFactory(parent=site.home, title="About it")
    translate(about)
    services.create_page(parent=site.home, page=GlossaryPage(title="Terms", slug="glossary"), publish=True)
    return PublicWorld(site, case, stories, voices, journeys, news, about)


@dataclass
class SecretWorld:
    """The edition under embargo, and all that belongs to it."""

    markers: Markers
    release: EditionRelease
    edition: object
    cases: list
    pages: list = field(default_factory=list)
    images: list = field(default_factory=list)
    documents: list = field(default_factory=list)
    organization: object = None

    def all_pages(self):
        """Its pages in every language, as plain Pages of the database."""
        keys = {page.translation_key for page in [self.edition, *self.cases, *self.pages]}
        return Page.objects.filter(translation_key__in=keys)


class Builder:
    """Builds it; each text says where it stands."""

    def __init__(self, world, markers=None):
        self.world, self.markers = world, markers or Markers()
        self.images, self.documents = [], []

    def html(self, place):
        return f"<p>{self.markers.word(place)}</p>"

    def image(self, place):
        """A picture whose title, description and name of file are markers."""
        name = f"{self.markers.word(f'file name of the {place}')}.png"
        image = ImageFactory(
            title=self.markers.word(f"title of the {place}"),
            description=self.markers.word(f"description of the {place}"),
            file__filename=name,
            file__width=64,
            file__height=40,
        )
        self.images.append(image)
        return image

    def document(self, extension, place):
        """A document whose title and name of file are markers, and what stands in it, too."""
        name = f"{self.markers.word(f'file name of the {place}')}.{extension}"
        document = get_document_model()(
            title=self.markers.word(f"title of the {place}"),
            collection=Collection.get_first_root_node(),
            file=ContentFile(f"WEBVTT\n\n{self.markers.word(f'content of the {place}')}\n".encode(), name),
        )
        document.save()
        self.documents.append(document)
        return document

    def stream(self, place):
        value = [{"type": "paragraph", "id": str(uuid.uuid4()), "value": self.html(place)}]
        return json.dumps(value)

    def film(self, place):
        """Values of a video by file."""
        return {
            "video_file": self.document("mp4", f"film of the {place}"),
            "video_captions": self.document("vtt", f"captions of the {place}"),
            "video_poster": self.image(f"poster of the {place}"),
            "video_transcript": self.markers.word(f"transcript of the {place}"),
        }

    def frame(self, place):
        """Values that every page of ours has."""
        word = self.markers.word
        return {
            "title": word(f"title of the {place}"),
            "slug": word(f"slug of the {place}"),
            "seo_title": word(f"search title of the {place}"),
            "search_description": word(f"search description of the {place}"),
            "menu_title": word(f"menu title of the {place}"),
            "sample_note": word(f"sample note of the {place}"),
            "social_image": self.image(f"sharing picture of the {place}"),
        }

    def with_cover(self, place):
        return {
            **self.frame(place),
            "cover": self.image(f"cover of the {place}"),
            "cover_alt": self.markers.word(f"cover's description of the {place}"),
        }

    def build_edition(self):
        word, number = self.markers.word, self.markers.number
        values = {**self.with_cover("edition"), "slug": str(SECRET_YEAR), "year": SECRET_YEAR}
        edition = EditionPageFactory.build(
            **values, theme=word("theme"), introduction=self.html("introduction of the edition")
        )
        edition.submissions, edition.reach = number("submissions"), number("reach of the edition")
        edition.facts = [EditionFact(value=str(number("fact")), label=word("label of the fact"))]
        edition.milestones = [EditionMilestone(phase="release", label=word("milestone"), note=word("note"))]
        edition.criteria = [EditionCriterion(title=word("criterion"), description=word("criterion's description"))]
        edition.benefits = [
            EditionBenefit(audience="outstanding", title=word("benefit"), description=word("benefit's description"))
        ]
        edition.recipients = [EditionRecipient(organization=self.organization)]
        services.create_page(parent=self.world.site.collection, page=edition)
        return edition

    def build_case(self, edition, place, **values):
        word, number = self.markers.word, self.markers.number
        case = CasePageFactory.build(
            **self.with_cover(place),
            summary=word(f"summary of the {place}"),
            reach=number(f"reach of the {place}"),
            countries=["CN", COUNTRY],
            **{name: self.html(f"{name} of the {place}") for name in ("background", "cooperation", "implementation")},
            benefits=self.html(f"benefits of the {place}"),
            category="education",
            **values,
        )
        case.organizations = [CaseOrganization(organization=self.organization)]
        case.figures = [CaseFigure(value=str(number(f"figure of the {place}")), label=word(f"label of the {place}"))]
        case.links = [CaseLink(title=word(f"link of the {place}"), url=f"https://example.org/{word('address')}")]
        case.gallery = [
            CaseImage(
                image=self.image(f"gallery of the {place}"),
                alt_text=word(f"description in the gallery of the {place}"),
                caption=word(f"caption in the gallery of the {place}"),
                credit=word(f"credit in the gallery of the {place}"),
            )
        ]
        case.videos = [CaseVideo(title=word(f"title of the film of the {place}"), **self.film(place))]
        services.create_page(parent=edition, page=case)
        return case

    def build(self):
        """The SecretWorld; nothing of it is public, in either language."""
        word, world = self.markers.word, self.world
        self.organization = OrganizationFactory(
            name=word("organization"), code=word("code of the organization"), country=COUNTRY
        )
        for name in COUNTRY_NAMES:
            self.markers.also(name, "country of secret cases alone")
        self.markers.also(str(SECRET_YEAR), "year of the edition")
        edition = self.build_edition()
        cases = [
            self.build_case(edition, "outstanding case", outstanding=True),
            self.build_case(edition, "other case"),
        ]
        plain = make_case(
            edition,
            publish=False,
            title=word("title of the plain case"),
            slug=word("slug of the plain case"),
            summary=word("summary of the plain case"),
            category="education",
        )
        cases.append(plain)
        story = OutstandingStoryPageFactory.build(
            **self.with_cover("story"),
            case=cases[0],
            subtitle=word("subtitle of the story"),
            summary=word("summary of the story"),
            body=self.stream("body of the story"),
            **self.film("story"),
        )
        services.create_page(parent=world.stories, page=story)
        voice = VoicesPageFactory.build(
            **self.frame("voice"), case=cases[0], quote=word("quote"), speaker=word("speaker"), role=word("role")
        )
        services.create_page(parent=world.voices, page=voice)
        journey = JourneyPageFactory.build(
            **self.with_cover("journey"), case=cases[1], summary=word("summary of the journey"), **self.film("journey")
        )
        services.create_page(parent=world.journeys, page=journey)
        news = make_news(
            world.news,
            cases=[cases[1]],
            publish=False,
            **self.with_cover("news item"),
            summary=word("summary of the news item"),
            body=self.stream("body of the news item"),
        )
        kept = StandardPage(
            **self.with_cover("kept page"), summary=word("summary of the kept page"), body=self.stream("kept page")
        )
        services.create_page(parent=world.site.home, page=kept)
        release = EditionRelease.objects.get(edition_key=edition.translation_key)
        pages = [story, voice, journey, news, kept]
        for page in (edition, *cases, *pages):
            translate(page, publish=False, title=self.markers.chinese(f"Chinese title of {page.title}"))
        hold_page(release=release, page=kept, user=None)
        return SecretWorld(self.markers, release, edition, cases, pages, self.images, self.documents, self.organization)
