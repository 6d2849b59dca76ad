"""Stories, voices, journeys, news and members."""

from cases_cms.demo.builders import body, children
from cases_cms.demo.content import in_language, read
from cases_cms.demo.loading.base import SOURCE, BaseLoader
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


class AroundCasesLoader(BaseLoader):
    """Stories, voices, journeys, news and members."""

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
