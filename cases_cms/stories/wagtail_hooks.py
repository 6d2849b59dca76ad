"""Stories, voices and journeys in Wagtail's admin."""

from wagtail import hooks

from cases_cms.stories.desk import JourneyViewSet, StoryViewSet, VoiceViewSet


@hooks.register("register_admin_viewset")
def desk_listings():
    """Their listings in the menu "Practice cases"."""
    return [StoryViewSet(), VoiceViewSet(), JourneyViewSet()]
