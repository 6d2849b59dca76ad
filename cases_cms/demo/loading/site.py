"""Accounts, organizations, the home page and the pages of text."""

import json

from wagtail.models import Page, Site

from cases_cms.collection.models import (
    Organization,
)
from cases_cms.core import services
from cases_cms.demo.accounts import make_accounts
from cases_cms.demo.builders import body, stable_id
from cases_cms.demo.content import FURTHER, LANGUAGES, in_language, read
from cases_cms.demo.loading.base import SOURCE, TARGET, BaseLoader
from cases_cms.localization.glossary_services import add_terms, read_seeds
from cases_cms.localization.models import GlossaryPage
from home.models import HomePage, SiteContact, SiteLink, SiteSettings, SiteText, StandardPage
from home.services import save_site_settings


class SiteLoader(BaseLoader):
    """Accounts, organizations, the home page and the pages of text."""

    def load_accounts(self):
        self.progress("accounts")
        self.user = make_accounts()

    def load_glossary(self):
        self.progress("glossary")
        add_terms(terms=read_seeds(), user=self.user)

    def load_page_of_terms(self):
        self.progress("page of terms")
        self.index(GlossaryPage, "glossary", "glossary_page", in_menu=False)

    def load_organizations(self):
        self.progress("organizations")
        for data in read("organizations"):
            self.load_organization(data)

    def load_organization(self, data):
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

    def load_site_settings(self):
        self.progress("site settings")
        content = read("site")
        own = SiteSettings.for_site(Site.objects.get(is_default_site=True))
        own.texts = [
            SiteText(language=language, **in_language(content["texts"], language))
            for language in (*LANGUAGES, *FURTHER)
        ]
        own.contacts = [SiteContact(**row) for row in content["contacts"]]
        own.links = [
            SiteLink(**in_language(row, language), language=language)
            for row in content["links"]
            for language in (*LANGUAGES, *FURTHER)
        ]
        save_site_settings(settings=own, user=self.user)

    def load_standard_pages(self):
        self.progress("pages of text")
        pages = read("pages")["pages"]
        # All of them first, without a body: their buttons lead to one another.
        for data in pages:
            parent_path, _separator, slug = data["path"].rpartition("/")
            own = in_language(data, SOURCE)
            page = StandardPage(
                title=own["title"], menu_title=own.get("menu_title", ""), slug=slug, summary=own["summary"]
            )
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
                    menu_title=own.get("menu_title", ""),
                    summary=own["summary"],
                    body=body(f"page/{data['path']}", data["body"], TARGET, self.pages),
                ),
            )

    def finish_home(self):
        self.progress("sections of the home page")
        source = HomePage.objects.get(pk=self.home.pk)
        source.body = self.home_body(SOURCE)
        services.save_page(page=source, user=self.user, publish=True)
        self.translate(
            source,
            HomePage(title=read("pages")["home"]["title"][TARGET], body=self.home_body(TARGET)),
        )

    def home_body(self, language):
        texts = in_language(read("pages")["home"], language)
        button = {
            "label": in_language(read("pages")["collection"]["title"], language),
            "page": self.collection.pk,
            "url": "",
        }
        sections = [
            ("hero", {**texts["hero"], "image": None, "primary": button}),
            ("latest_edition", {"title": texts["edition_title"]}),
            ("categories", {"title": texts["categories_title"]}),
            ("cases_chart", {"title": texts["cases_chart_title"]}),
            ("outstanding_cases", {"title": texts["outstanding_title"], "number": 6}),
            ("countries_chart", {"title": texts["countries_chart_title"]}),
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
