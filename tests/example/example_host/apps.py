from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class ExampleHostConfig(AppConfig):
    name = "example_host"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from wagtail.admin.panels import InlinePanel

        from cases_cms.collection.extensions import (
            CaseFacet,
            CaseSection,
            register_case_facet,
            register_case_panel,
            register_case_section,
        )
        from cases_cms.search.pages import register_pages
        from cases_cms.search.terms import TermProvider, register_terms
        from example_host import selectors

        register_case_panel(InlinePanel("example_stages", heading=_("Stage"), label=_("Stage"), max_num=1))
        register_case_section(CaseSection("stage", "example_host/stage.html", selectors.stage_of))
        register_case_facet(CaseFacet("stage", _("Stage"), selectors.stage_options, selectors.stages_of))
        register_pages(
            "lessons",
            _("Lessons"),
            ngettext_lazy("%(number)d lesson", "%(number)d lessons", "number"),
            ["example_host.LessonPage"],
            describe=selectors.describe_lessons,
            order=25,
        )
        register_terms(TermProvider(selectors.official_terms))
