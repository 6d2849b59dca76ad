"""What stories, voices and journeys offer to the pages of a case."""

from cases_cms.core.prefetch import CARD, PORTRAIT, renditions
from cases_cms.stories.models import (
    JourneyPage,
    OutstandingStoryPage,
    VoicesPage,
    with_organization_names,
)


def _about(model, case_keys, locale, request, picture, specs):
    return (
        model.objects.filter(case__translation_key__in=case_keys)
        .published(request)
        .for_language(locale)
        .select_related("locale", picture)
        .prefetch_related(renditions(picture, specs))
        .order_by("-first_published_at", "path")
    )


def stories_of(case_keys, locale, request=None):
    """Stories of the cases. Two queries."""
    return list(_about(OutstandingStoryPage, case_keys, locale, request, "cover", CARD))


def voices_of(case_keys, locale, request=None):
    """Voices of the cases' owners. Three queries."""
    return with_organization_names(_about(VoicesPage, case_keys, locale, request, "portrait", PORTRAIT), locale)


def journeys_of(case_keys, locale, request=None):
    """Journeys into the cases. Two queries."""
    return list(_about(JourneyPage, case_keys, locale, request, "cover", CARD))


def latest_voices(locale, number, request=None):
    """The newest voices for readers of ``locale``."""
    return with_organization_names(
        VoicesPage.objects.all()
        .published(request)
        .for_language(locale)
        .select_related("locale", "portrait")
        .prefetch_related(renditions("portrait", PORTRAIT))
        .order_by("-first_published_at", "path")[:number],
        locale,
    )
