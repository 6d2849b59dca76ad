"""The desk's listings of stories, voices and journeys."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from cases_cms.collection.desk import ABOUT_COLUMNS, show_cases
from cases_cms.collection.selectors import organization_names
from cases_cms.core.desk.columns import DayColumn, RowColumn
from cases_cms.core.desk.listings import DeskIndexView, DeskViewSet
from cases_cms.stories.models import JourneyPage, OutstandingStoryPage, VoicesPage

ABOUT_HEADINGS = {"desk.about_words": _("Cases")}


class AboutOneCaseIndexView(DeskIndexView):
    """Pages about one case."""

    fact_columns = ABOUT_COLUMNS

    def get_rows(self, pages):
        super().get_rows(pages)
        show_cases(pages, lambda page: [page.case_key])


class StoryIndexView(AboutOneCaseIndexView):
    """Stories of outstanding cases."""

    text_fields = ("body", "video_transcript")


class StoryViewSet(DeskViewSet):
    """Stories of outstanding cases."""

    name = "practice-case-stories"
    model = OutstandingStoryPage
    index_view_class = StoryIndexView
    icon = "openquote"
    menu_label = _("Stories")
    menu_order = 40
    fact_exports = ("desk.about_words",)
    fact_headings = ABOUT_HEADINGS


class OrganizationNamesMixin:
    """Rows that name an organization in the reader's language. Two queries."""

    def get_rows(self, pages):
        super().get_rows(pages)
        names = organization_names([page.organization_id for page in pages], self.active_locale)
        for page in pages:
            page.desk.organization = names.get(page.organization_id)


class VoiceIndexView(OrganizationNamesMixin, AboutOneCaseIndexView):
    """Voices of the selected cases."""

    cover = "portrait"
    text_fields = ("quote",)
    fact_columns = (
        Column("speaker", label=_("Speaker"), sort_key="speaker"),
        RowColumn("organization", label=_("Organization")),
        *ABOUT_COLUMNS,
    )
    sorts = {"speaker": (F("speaker"),)}


class VoiceViewSet(DeskViewSet):
    """Voices of the selected cases."""

    name = "practice-case-voices"
    model = VoicesPage
    index_view_class = VoiceIndexView
    icon = "comment"
    menu_label = _("Voices")
    menu_order = 50
    fact_exports = ("speaker", "desk.organization", "desk.about_words")
    fact_headings = {"speaker": _("Speaker"), "desk.organization": _("Organization"), **ABOUT_HEADINGS}


class JourneyIndexView(OrganizationNamesMixin, AboutOneCaseIndexView):
    """Journeys into the outstanding cases."""

    text_fields = ("body", "video_transcript")
    fact_columns = (
        DayColumn("date", label=_("Date of the visit"), sort_key="date"),
        RowColumn("organization", label=_("Organization visited")),
        *ABOUT_COLUMNS,
    )
    sorts = {"date": (F("date"),)}


class JourneyViewSet(DeskViewSet):
    """Journeys into the outstanding cases."""

    name = "practice-case-journeys"
    model = JourneyPage
    index_view_class = JourneyIndexView
    icon = "globe"
    menu_label = _("Journeys")
    menu_order = 60
    fact_exports = ("date", "desk.organization", "desk.about_words")
    fact_headings = {
        "date": _("Date of the visit"),
        "desk.organization": _("Organization visited"),
        **ABOUT_HEADINGS,
    }
