"""A part of the site in a third language, written from right to left: one edition with three of its cases."""

from wagtail.models import Locale

from cases_cms.collection.models import CollectionPage, Organization
from cases_cms.demo.content import FURTHER, in_language, read
from cases_cms.demo.loading.base import BaseLoader
from home.models import HomePage

ARABIC = FURTHER[0]


class ArabicLoader(BaseLoader):
    """The home page, the Collection, its categories, one edition and three cases in Arabic."""

    def load_arabic(self):
        self.progress("one edition in Arabic")
        self.locales[ARABIC] = Locale.objects.get_or_create(language_code=ARABIC)[0]
        for data in read("organizations"):
            if ARABIC in data["name"]:
                organization = self.organizations[data["code"]]
                values = {name: getattr(organization, name) for name in ("code", "country", "website")}
                self.translate(organization, Organization(name=data["name"][ARABIC], **values), ARABIC)
        home = HomePage.objects.get(pk=self.home.pk)
        title = read("pages")["home"]["title"][ARABIC]
        self.translate(home, HomePage(title=title, body=self.home_body(ARABIC)), ARABIC)
        own = in_language(read("pages")["collection"], ARABIC)
        content = CollectionPage(
            title=own["title"], menu_title=own.get("menu_title", ""), introduction=own["introduction"]
        )
        self.translate(self.collection, content, ARABIC)
        for order, data in enumerate(read("categories"), start=1):
            self.translate(self.categories[data["code"]], self.build_category(data, order, ARABIC), ARABIC)
        for data in read("editions"):
            if ARABIC in data["title"]:
                self.translate(self.editions[data["year"]], self.build_edition(data, ARABIC), ARABIC)
        for data in read("cases"):
            if ARABIC in data["title"]:
                self.translate(self.cases[data["code"]], self.build_case(data, ARABIC, None), ARABIC)
