"""An edition under embargo: planned, not confirmed, and not ready, so that there is something to do."""

import datetime

from django.contrib.auth import get_user_model
from django.utils import timezone

from cases_cms.collection.enums import Phase
from cases_cms.collection.models import CaseImage, CaseVideo
from cases_cms.core import services
from cases_cms.core.periods import institution_zone
from cases_cms.demo.builders import body, children
from cases_cms.demo.content import LANGUAGES, in_language, read
from cases_cms.demo.loading.base import SOURCE, TARGET, BaseLoader
from cases_cms.localization import flow
from cases_cms.localization.rows import cell_of
from cases_cms.release import planning
from cases_cms.release.ready import approve_for_release
from cases_cms.release.services import ensure_release
from cases_cms.stories.models import OutstandingStoryPage, StoriesIndexPage

FILM = "film.mp4", "A network over water"
PLANNER, TRANSLATOR, REVIEWER = "demo-secretariat", "demo-translator", "demo-reviewer"


def release_time(plan):
    """In the morning, some days from now."""
    day = timezone.now().astimezone(institution_zone()) + datetime.timedelta(days=plan["days"])
    return day.replace(hour=plan["hour"], minute=0, second=0, microsecond=0)


def scheduled(edition, release_at):
    """The data of an edition with a schedule that names the day on which it is planned to come out."""
    day = release_at.replace(hour=0)
    days = {"starts": day.isoformat(), "ends": (day + datetime.timedelta(days=1)).isoformat()}
    rows = [{**row, **days} if row["phase"] == Phase.RELEASE else row for row in edition["milestones"]]
    return {**edition, "milestones": rows}


class EmbargoLoader(BaseLoader):
    """The part of the loader about what is not public yet."""

    def load_embargoed(self):
        self.progress("an edition under embargo")
        content = read("release")
        people = get_user_model().objects.in_bulk([PLANNER, TRANSLATOR, REVIEWER], field_name="username")
        self.load_organization(content["organization"])
        release_at = release_time(content["plan"])
        data = scheduled(content["edition"], release_at)
        edition = self.draft(self.collection, lambda language: self.build_edition(data, language))
        self.approve(edition, people)
        for data in content["cases"]:
            cover = data.get("picture") and self.sample_picture(data)
            data = {**data, "organizations": [{"code": content["organization"]["code"], "role": "applicant"}]}
            page = self.draft(
                edition, lambda language, data=data, cover=cover: self.build_sample(data, language, cover)
            )
            self.cases[data["code"]] = page
            if data["state"] != "draft":
                self.approve(page, people, translation=data["state"] == "ready")
        index = StoriesIndexPage.objects.get(locale=self.locales[SOURCE])
        story = self.draft(index, lambda language: self.build_sample_story(content["story"], language))
        self.approve(story, people)
        self.plan_release(edition, release_at, people[PLANNER])

    def draft(self, parent, build):
        """A page that stays a draft, and its translation, which does too."""
        page = services.create_page(parent=parent, page=build(SOURCE), user=self.user)
        services.translate(source=page, locale=self.locales[TARGET], content=build(TARGET), user=self.user)
        return page

    def approve(self, page, people, *, translation=True):
        """Approve a draft for the release and, as translators and reviewers do, its translation."""
        approve_for_release(page=page, user=self.user)
        if translation:
            cell = cell_of(page.get_translation(self.locales[TARGET]), self.locales[TARGET])
            cell = flow.submit(cell=cell, user=people[TRANSLATOR])
            flow.approve(cell=cell, user=people[REVIEWER])

    def sample_picture(self, data, name="", **values):
        return self.picture(
            name or f"case-{data['code']}",
            data["title"][SOURCE],
            accent=self.accent(data["category"]),
            nodes=len(data["countries"]),
            year=2026,
            **values,
        )

    def build_sample(self, data, language, cover):
        """A case; with ``gaps``, the title of a film, it has a picture and a film to which something is missing."""
        page = self.build_case({key: value for key, value in data.items() if key != "gaps"}, language, cover)
        if "gaps" in data:
            where = f"case/{data['code']}"
            page.gallery = children(CaseImage, f"{where}/gallery", [{"image": self.small_picture(data)}])
            film = {"title": in_language(data["gaps"], language), "video_file": self.document(*FILM)}
            page.videos = children(CaseVideo, f"{where}/videos", [film])
        return page

    def small_picture(self, data):
        """Too small for a gallery; of the edition alone, so nobody outside gets it."""
        name = f"small-{data['code']}"
        if name not in self.files:
            self.files[name] = self.sample_picture(data, name, size=(400, 225))
        return self.files[name]

    def build_sample_story(self, data, language):
        own = in_language(data, language)
        return OutstandingStoryPage(
            title=own["title"],
            slug=data["code"],
            subtitle=own["subtitle"],
            summary=own["summary"],
            case_key=self.case_key(data["case"]),
            body=body(f"story/{data['code']}", data["body"], language),
            sample_note=own["sample_note"],
        )

    def plan_release(self, edition, release_at, user):
        """Somebody else has to confirm it."""
        planning.plan(
            release=ensure_release(edition.translation_key),
            release_at=release_at,
            languages=list(LANGUAGES),
            user=user,
        )
