"""What stories, voices and journeys offer to the pages of a case."""

from cases_cms.stories.models import (
    JourneyPage,
    OutstandingStoryPage,
    VoicesPage,
    with_organization_names,
)


def _about(model, case_keys, locale, *related):
    return (
        model.objects.filter(case__translation_key__in=case_keys)
        .published()
        .for_language(locale)
        .select_related("locale", *related)
        .order_by("-first_published_at", "path")
    )


def stories_of(case_keys, locale):
    """Stories of the cases. Two queries."""
    return list(_about(OutstandingStoryPage, case_keys, locale, "cover"))


def voices_of(case_keys, locale):
    """Voices of the cases' owners. Three queries."""
    return with_organization_names(_about(VoicesPage, case_keys, locale, "organization", "portrait"), locale)


def journeys_of(case_keys, locale):
    """Journeys into the cases. Two queries."""
    return list(_about(JourneyPage, case_keys, locale, "cover"))


def latest_voices(locale, number):
    """The newest voices for readers of ``locale``."""
    return with_organization_names(
        VoicesPage.objects.all()
        .published()
        .for_language(locale)
        .select_related("locale", "organization", "portrait")
        .order_by("-first_published_at", "path")[:number],
        locale,
    )
