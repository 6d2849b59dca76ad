"""The Collection: categories, editions and cases."""

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
)
from cases_cms.collection.selectors import ANNOUNCED
from cases_cms.core import services
from cases_cms.demo.builders import children, instant, quantity_values
from cases_cms.demo.content import in_language, read
from cases_cms.demo.loading.base import SOURCE, BaseLoader
from cases_cms.release.services import mark_released


class CasesLoader(BaseLoader):
    """The Collection: categories, editions and cases."""

    def load_collection(self):
        self.progress("collection, categories and editions")
        self.collection = self.index(CollectionPage, "collection", "collection")
        self.categories = {}
        for order, data in enumerate(read("categories"), start=1):
            self.categories[data["code"]] = self.add(
                self.collection,
                lambda language, data=data, order=order: self.build_category(data, order, language),
            )
        self.editions = {}
        for data in read("editions"):
            self.editions[data["year"]] = self.add(
                self.collection,
                lambda language, data=data: self.build_edition(data, language),
                before=lambda page: mark_released(page.translation_key),  # they are history
            )

    def build_category(self, data, order, language):
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

    def build_edition(self, data, language):
        own = in_language(data, language)
        where = f"edition/{data['year']}"
        page = EditionPage(
            title=own["title"],
            year=data["year"],
            theme=own.get("theme", ""),
            introduction=own["introduction"],
            sample_note=own.get("sample_note", ""),
            **{column: value for name in ANNOUNCED for column, value in quantity_values(name, data.get(name)).items()},
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

    def load_cases(self):
        cases = read("cases")
        for number, data in enumerate(cases, start=1):
            self.progress(f"cases ({number} of {len(cases)})")
            # Most cases show the cover that is drawn from their data; one has a picture, as real ones do.
            cover = data.get("cover") and self.picture(
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
