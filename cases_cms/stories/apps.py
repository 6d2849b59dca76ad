from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class StoriesConfig(AppConfig):
    """Stories, voices and journeys around the cases."""

    name = "cases_cms.stories"
    label = "cases_stories"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Practice cases: stories")

    def ready(self):
        from cases_cms.core import roles
        from cases_cms.core.related import RelatedProvider, register
        from cases_cms.search.pages import register_pages
        from cases_cms.stories import selectors
        from cases_cms.stories.styleguide import register_examples

        roles.grant_pages(
            roles.CONTENT, "cases_stories.outstandingstorypage", "cases_stories.voicespage", "cases_stories.journeypage"
        )
        register(
            RelatedProvider(
                "stories",
                _("Story"),
                selectors.stories_of,
                "cases_cms/stories/related_stories.html",
                10,
                "cases_stories.OutstandingStoryPage",
            )
        )
        register(
            RelatedProvider(
                "voices",
                _("Voices of the Selected Cases"),
                selectors.voices_of,
                "cases_cms/stories/related_voices.html",
                20,
                "cases_stories.VoicesPage",
            )
        )
        register(
            RelatedProvider(
                "journeys",
                _("Journey into the Outstanding Cases"),
                selectors.journeys_of,
                "cases_cms/stories/related_journeys.html",
                30,
                "cases_stories.JourneyPage",
            )
        )
        register_pages(
            "stories",
            _("Stories"),
            ngettext_lazy("%(number)d story", "%(number)d stories", "number"),
            ["cases_stories.OutstandingStoryPage"],
            order=20,
        )
        register_pages(
            "voices",
            _("Voices of the Selected Cases"),
            ngettext_lazy("%(number)d voice", "%(number)d voices", "number"),
            ["cases_stories.VoicesPage"],
            describe=selectors.describe_voices,
            order=30,
        )
        register_pages(
            "journeys",
            _("Journey into the Outstanding Cases"),
            ngettext_lazy("%(number)d journey", "%(number)d journeys", "number"),
            ["cases_stories.JourneyPage"],
            describe=selectors.describe_journeys,
            order=40,
        )
        register_examples()
