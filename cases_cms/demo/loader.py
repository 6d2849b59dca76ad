"""Loads the demonstration's content through the same services as real content, in one transaction."""

import json

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Page, Site

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
from cases_cms.core.conf import get_setting
from cases_cms.demo.accounts import ACCOUNTS
from cases_cms.demo.builders import body, children, instant, quantity_values, stable_id
from cases_cms.demo.content import FOLDER, in_language, read
from cases_cms.demo.pictures import picture_file
from cases_cms.members.models import MemberOrganizationPage, MembersIndexPage
from cases_cms.news.models import NewsCase, NewsIndexPage, NewsPage
from cases_cms.stories.models import (
    JourneyPage,
    JourneysIndexPage,
    OutstandingStoryPage,
    StoriesIndexPage,
    VoicesIndexPage,
    VoicesPage,
)
from home.models import HomePage, StandardPage

SOURCE, TARGET = "en", "zh-hans"


class DemoExistsError(RuntimeError):
    """The database has content already."""


def is_loaded():
    """Whether the site has a home page of ours."""
    return HomePage.objects.exists()


class Loader:
    """Builds the reference site's demonstration.

    ``progress(text)`` is called before each step. Nothing is kept of a load that does not finish.
    """

    def __init__(self, progress=lambda text: None):
        self.progress = progress
        self.user = None
        self.locales = {}
        self.organizations = {}
        self.cases = {}
        self.pages = {}
        self.files = {}

    @transaction.atomic
    def load(self):
        """Load everything. Raises DemoExistsError if there is a home page of ours."""
        if is_loaded():
            raise DemoExistsError
        self.locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in (SOURCE, TARGET)}
        self.load_accounts()
        self.load_organizations()
        self.load_home()
        self.load_collection()
        self.load_cases()
        self.load_stories()
        self.load_news()
        self.load_members()
        self.load_standard_pages()
        self.finish_home()
        self.make_one_case_out_of_date()

    # --- Helpers --------------------------------------------------------------------

    def add(self, parent, build, *, in_menu=False, translated=True, source=SOURCE):
        """Create and publish what ``build(language)`` returns below ``parent``, then its translation.

        ``parent`` is the page in the source language of the demonstration.
        """
        if source != SOURCE:
            parent = parent.get_translation(self.locales[source])
        page = build(source)
        page.show_in_menus = in_menu
        services.create_page(parent=parent, page=page, user=self.user, publish=True)
        if translated:
            self.translate(page, build(TARGET))
        return page

    def translate(self, page, content):
        """Translate ``page``, segment by segment, and publish the translation."""
        return services.translate(
            source=page,
            locale=self.locales[TARGET],
            content=content,
            user=self.user,
            publish=isinstance(page, Page),
        )

    def picture(self, name, title, **data):
        """A picture drawn from data, in the image library's folder of the demonstration."""
        image = get_image_model()(
            title=title,
            collection=self.folder(),
            uploaded_by_user=self.user,
            file=picture_file(name, **data),
        )
        image.save()
        return image

    def folder(self):
        """The libraries' folder of the demonstration."""
        found = Collection.objects.filter(name="Demo").first()
        return found or Collection.get_first_root_node().add_child(name="Demo")

    def accent(self, category_code):
        """Number of a category's colour."""
        return next(category["accent"] for category in read("categories") if category["code"] == category_code)

    # --- Accounts and organizations ----------------------------------------------------

    def load_accounts(self):
        self.progress("accounts")
        for account in ACCOUNTS:
            user, _created = get_user_model().objects.get_or_create(
                username=account.username,
                defaults={
                    "email": f"{account.username}@{get_setting('DEMO_EMAIL_DOMAIN')}",
                    "first_name": account.role,
                    "last_name": "(demo)",
                    "is_staff": account.is_superuser,
                    "is_superuser": account.is_superuser,
                },
            )
            user.set_password(account.password)
            user.save()
            user.groups.set(Group.objects.filter(name__in=account.groups))
            self.user = self.user or user

    def load_organizations(self):
        self.progress("organizations")
        for data in read("organizations"):
            values = {
                "code": data["code"],
                "country": data.get("country", ""),
                "website": data.get("website", ""),
                "translation_key": stable_id("organization", data["code"]),
            }
            organization = Organization(name=data["name"][SOURCE], locale=self.locales[SOURCE], **values)
            organization.full_clean()
            organization.save()
            self.translate(organization, Organization(name=data["name"][TARGET], **values))
            self.organizations[data["code"]] = organization

    # --- The tree ----------------------------------------------------------------------

    def load_home(self):
        self.progress("home page")
        root = Page.get_first_root_node()
        # The page that Wagtail's first migration makes to say "welcome".
        welcome = Page.objects.child_of(root).filter(slug="home").first()
        if welcome is not None and welcome.specific_class is Page and welcome.numchild == 0:
            Site.objects.filter(root_page=welcome).delete()
            welcome.delete()
        texts = read("pages")["home"]
        self.home = HomePage(title=texts["title"][SOURCE], slug="home", locale=self.locales[SOURCE])
        services.create_page(parent=Page.get_first_root_node(), page=self.home, user=self.user, publish=True)
        self.translate(self.home, HomePage(title=texts["title"][TARGET]))
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={
                "hostname": "localhost",
                "port": 80,
                "site_name": "WIC Practice Cases",
                "root_page": self.home,
            },
        )

    def index(self, model, slug, key, *, in_menu=True):
        """An index page below the home page."""
        texts = read("pages")[key]

        def build(language):
            own = in_language(texts, language)
            return model(title=own["title"], slug=slug, introduction=own["introduction"])

        page = self.add(self.home, build, in_menu=in_menu)
        self.pages[slug] = page
        return page

    def load_collection(self):
        self.progress("collection, categories and editions")
        self.collection = self.index(CollectionPage, "collection", "collection")
        for order, data in enumerate(read("categories"), start=1):

            def build(language, data=data, order=order):
                own = in_language(data, language)
                return CategoryPage(
                    title=own["title"],
                    slug=data["code"],
                    code=data["code"],
                    concept=own["concept"],
                    description=own["description"],
                    accent=data["accent"],
                    order=order,
                )

            self.add(self.collection, build)
        self.editions = {}
        for data in read("editions"):
            cover = self.picture(f"edition-{data['year']}", f"Edition {data['year']}", nodes=12, year=data["year"])
            self.editions[data["year"]] = self.add(
                self.collection,
                lambda language, data=data, cover=cover: self.build_edition(data, language, cover),
            )

    def build_edition(self, data, language, cover):
        own = in_language(data, language)
        where = f"edition/{data['year']}"
        page = EditionPage(
            title=own["title"],
            year=data["year"],
            theme=own.get("theme", ""),
            introduction=own["introduction"],
            cover=cover,
            sample_note=own.get("sample_note", ""),
            **quantity_values("submissions", data.get("submissions")),
            **quantity_values("reach", data.get("reach")),
        )
        page.facts = children(EditionFact, f"{where}/facts", own.get("facts", []))
        page.milestones = children(
            EditionMilestone,
            f"{where}/milestones",
            [
                {
                    "phase": row["phase"],
                    "label": row.get("label", ""),
                    "starts_at": instant(row.get("starts")),
                    "ends_at": instant(row.get("ends")),
                    "precision": row["precision"],
                    "note": row.get("note", ""),
                }
                for row in own.get("milestones", [])
            ],
        )
        page.criteria = children(EditionCriterion, f"{where}/criteria", own.get("criteria", []))
        page.benefits = children(EditionBenefit, f"{where}/benefits", own.get("benefits", []))
        page.recipients = children(
            EditionRecipient,
            f"{where}/recipients",
            [{"organization": self.organizations[row["organization"]]} for row in data.get("recipients", [])],
        )
        return page

    def film_picture(self, index):
        """A picture of the film's gallery, drawn once."""
        name = f"film-{index}"
        if name not in self.files:
            self.files[name] = self.picture(name, f"Drawing {index + 1}", accent=1, nodes=7, year=2022 + index)
        return self.files[name]

    def film(self, language):
        """Values of a video: the film, with captions and transcript in a language."""
        return {
            "video_file": self.document("film.mp4", "A network over water"),
            "video_captions": self.document(f"film.{language}.vtt", f"Captions ({language})"),
            "video_poster": self.film_picture(0),
            "video_transcript": in_language(read("film")["transcript"], language),
        }

    def document(self, name, title):
        """A file of the content in the document library, made once."""
        if name not in self.files:
            document = get_document_model()(
                title=title,
                collection=self.folder(),
                uploaded_by_user=self.user,
                file=ContentFile((FOLDER / name).read_bytes(), name),
            )
            document.save()
            self.files[name] = document
        return self.files[name]

    # --- Cases --------------------------------------------------------------------------

    def load_cases(self):
        cases = read("cases")
        for number, data in enumerate(cases, start=1):
            self.progress(f"cases ({number} of {len(cases)})")
            cover = self.picture(
                f"case-{data['code']}",
                data["title"][SOURCE],
                accent=self.accent(data["category"]),
                nodes=len(data["countries"]),
                year=data["edition"],
            )
            self.cases[data["code"]] = self.add(
                self.editions[data["edition"]],
                lambda language, data=data, cover=cover: self.build_case(data, language, cover),
                translated=data.get("translated", True),
                source=data.get("source", SOURCE),
            )

    def build_case(self, data, language, cover):
        own = in_language({key: value for key, value in data.items() if key != "stale"}, language)
        where = f"case/{data['code']}"
        page = CasePage(
            title=own["title"],
            slug=data["code"],
            category=data["category"],
            outstanding=data.get("outstanding", False),
            countries=data["countries"],
            start_year=data.get("start_year"),
            summary=own["summary"],
            cover=cover,
            sample_note=own.get("sample_note", ""),
            **{section: own[section] for section in CasePage.SECTIONS},
            **quantity_values("reach", data.get("reach")),
        )
        page.organizations = children(
            CaseOrganization,
            where,
            [{"organization": self.organizations[row["code"]], "role": row["role"]} for row in data["organizations"]],
        )
        page.figures = children(CaseFigure, f"{where}/figures", own.get("figures") or [])
        if data["code"] in read("film")["cases"]:
            page.gallery = children(
                CaseImage,
                f"{where}/gallery",
                [
                    {
                        "image": self.film_picture(index),
                        "alt_text": row["alt"],
                        "caption": row["caption"],
                        "credit": row["credit"],
                    }
                    for index, row in enumerate(in_language(read("film")["gallery"], language))
                ],
            )
            page.videos = children(
                CaseVideo,
                f"{where}/videos",
                [{"title": in_language(read("film")["title"], language), **self.film(language)}],
            )
        page.links = children(CaseLink, f"{where}/links", own.get("links") or [])
        return page

    def make_one_case_out_of_date(self):
        """Change a source after its translation, as happens every day."""
        self.progress("a translation that is out of date")
        for data in read("cases"):
            if "stale" in data:
                page = CasePage.objects.get(pk=self.cases[data["code"]].pk)
                page.summary = data["stale"][SOURCE]
                services.save_page(page=page, user=self.user, publish=True)

    # --- Around the cases -----------------------------------------------------------------

    def load_members(self):
        self.progress("members")
        index = self.index(MembersIndexPage, "members", "members_index")
        for data in read("members"):

            def build(language, data=data):
                own = in_language(data, language)
                return MemberOrganizationPage(
                    title=own["title"],
                    slug=data["code"],
                    kind=data["kind"],
                    organization=self.organizations[data["organization"]],
                    summary=own["summary"],
                    body=own["body"],
                )

            self.add(index, build)

    def case_key(self, code):
        """Translation key of the case ``code`` of the content, or None."""
        return self.cases[code].translation_key if code else None

    def about(self, data):
        """Values of a page that is about an organization's case."""
        return {
            "case_key": self.case_key(data.get("case")),
            "organization": self.organizations.get(data.get("organization")),
        }

    def load_stories(self):
        self.progress("stories, voices and journeys")
        index = self.index(StoriesIndexPage, "stories", "stories_index")
        for data in read("stories"):
            cover = self.picture(
                f"story-{data['code']}",
                data["title"][SOURCE],
                accent=self.accent(self.cases[data["case"]].category),
                nodes=9,
                year=2028,
            )

            def build_story(language, data=data, cover=cover):
                own = in_language(data, language)
                return OutstandingStoryPage(
                    title=own["title"],
                    slug=data["code"],
                    subtitle=own["subtitle"],
                    summary=own["summary"],
                    case_key=self.case_key(data["case"]),
                    cover=cover,
                    body=body(f"story/{data['code']}", data["body"], language),
                    sample_note=own.get("sample_note", ""),
                    **(self.film(language) if data["code"] in read("film")["stories"] else {}),
                )

            self.add(index, build_story)

        index = self.index(VoicesIndexPage, "voices", "voices_index", in_menu=False)
        for data in read("voices"):

            def build_voice(language, data=data):
                own = in_language(data, language)
                return VoicesPage(
                    title=own["title"],
                    slug=data["code"],
                    quote=own["statement"],
                    is_direct=False,
                    role=own.get("role", ""),
                    sample_note=own.get("sample_note", ""),
                    **self.about(data),
                )

            self.add(index, build_voice)

        index = self.index(JourneysIndexPage, "journeys", "journeys_index", in_menu=False)
        for data in read("journeys"):
            cover = self.picture(f"journey-{data['code']}", data["title"][SOURCE], accent=0, nodes=4, year=2023)

            def build_journey(language, data=data, cover=cover):
                own = in_language(data, language)
                return JourneyPage(
                    title=own["title"],
                    slug=data["code"],
                    summary=own["summary"],
                    place=own.get("place") or "",
                    date=data.get("date"),
                    cover=cover,
                    body=body(f"journey/{data['code']}", data["body"], language),
                    sample_note=own.get("sample_note", ""),
                    **self.about(data),
                )

            self.add(index, build_journey)

    def load_news(self):
        self.progress("news")
        index = self.index(NewsIndexPage, "news", "news_index")
        for data in read("news"):

            def build(language, data=data):
                own = in_language(data, language)
                page = NewsPage(
                    title=own["title"],
                    slug=data["code"],
                    kind=data["kind"],
                    date=data["date"],
                    summary=own["summary"],
                    body=body(f"news/{data['code']}", data["body"], language),
                    sample_note=own.get("sample_note", ""),
                )
                page.related_cases = children(
                    NewsCase,
                    f"news/{data['code']}",
                    [{"case_key": self.case_key(code)} for code in data.get("cases", [])],
                )
                return page

            self.add(index, build)

    # --- Pages of text ----------------------------------------------------------------------

    def load_standard_pages(self):
        self.progress("pages of text")
        pages = read("pages")["pages"]
        # All of them first, without a body: their buttons lead to one another.
        for data in pages:
            parent_path, _separator, slug = data["path"].rpartition("/")
            page = StandardPage(title=data["title"][SOURCE], slug=slug, summary=in_language(data["summary"], SOURCE))
            page.show_in_menus = data["path"] in ("apply", "about")
            services.create_page(parent=self.pages.get(parent_path, self.home), page=page, user=self.user)
            self.pages[data["path"]] = page
        for data in pages:
            page = self.pages[data["path"]]
            page.body = body(f"page/{data['path']}", data["body"], SOURCE, self.pages)
            services.save_page(page=page, user=self.user, publish=True)
            own = in_language(data, TARGET)
            self.translate(
                page,
                StandardPage(
                    title=own["title"],
                    summary=own["summary"],
                    body=body(f"page/{data['path']}", data["body"], TARGET, self.pages),
                ),
            )

    def finish_home(self):
        self.progress("sections of the home page")
        hero = self.picture("home", "Water town and network", nodes=12, year=2025)
        source = HomePage.objects.get(pk=self.home.pk)
        source.body = self.home_body(SOURCE, hero)
        services.save_page(page=source, user=self.user, publish=True)
        self.translate(
            source,
            HomePage(title=read("pages")["home"]["title"][TARGET], body=self.home_body(TARGET, hero)),
        )

    def home_body(self, language, hero):
        texts = in_language(read("pages")["home"], language)
        button = {
            "label": in_language(read("pages")["collection"]["title"], language),
            "page": self.collection.pk,
            "url": "",
        }
        sections = [
            ("hero", {**texts["hero"], "image": hero.pk, "primary": button}),
            ("latest_edition", {"title": texts["edition_title"]}),
            ("categories", {"title": texts["categories_title"]}),
            ("outstanding_cases", {"title": texts["outstanding_title"], "number": 6}),
            (
                "figures",
                {
                    "title": texts["figures_title"],
                    "figures": [
                        {"type": "item", "id": str(stable_id("home/figures", index)), "value": row}
                        for index, row in enumerate(texts["figures"])
                    ],
                },
            ),
            ("voices", {"title": texts["voices_title"], "number": 3}),
            ("news", {"title": texts["news_title"], "number": 4}),
            (
                "call",
                {
                    "title": texts["call"]["title"],
                    "text": texts["call"]["text"],
                    "button": {"label": texts["call"]["label"], "page": self.pages["apply"].pk, "url": ""},
                },
            ),
        ]
        return json.dumps(
            [{"type": kind, "id": str(stable_id("home", kind)), "value": value} for kind, value in sections]
        )
