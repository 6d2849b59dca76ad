"""What stories, voices and journeys offer to the pages of a case."""

from django.db.models import Q
from django.utils.formats import date_format

from cases_cms.core.pictures import CARD, PORTRAIT
from cases_cms.core.prefetch import renditions
from cases_cms.stories.models import (
    JourneyPage,
    OutstandingStoryPage,
    VoicesPage,
    with_organization_names,
)


def _about(model, about, locale, request, picture, specs):
    condition = Q(case_key__in=about.cases)
    if about.organizations and hasattr(model, "organization"):
        condition |= Q(organization__translation_key__in=about.organizations)
    return (
        model.objects.filter(condition)
        .published(request)
        .for_language(locale)
        .select_related("locale", picture)
        .prefetch_related(renditions(picture, specs))
        .order_by("-first_published_at", "path")
    )


def stories_of(about, locale, request=None):
    """Stories about the cases. Two queries."""
    return list(_about(OutstandingStoryPage, about, locale, request, "cover", CARD))


def voices_of(about, locale, request=None):
    """Voices about the cases, or of the organizations. Three queries."""
    return with_organization_names(_about(VoicesPage, about, locale, request, "portrait", PORTRAIT), locale)


def journeys_of(about, locale, request=None):
    """Journeys into the cases, or to the organizations. Two queries."""
    return list(_about(JourneyPage, about, locale, request, "cover", CARD))


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


def describe_voices(pages, locale, request=None):
    """Who speaks, for hits of the site's search. One query."""
    described = {}
    for voice in with_organization_names(pages, locale):
        organization = voice.named_organization.name if voice.named_organization else ""
        described[voice.pk] = {"meta": " · ".join(part for part in (voice.speaker, organization) if part)}
    return described


def describe_journeys(pages, locale, request=None):
    """Where and when, for hits of the site's search. No query."""
    return {
        page.pk: {
            "meta": " · ".join(
                part for part in (page.place, date_format(page.date, "DATE_FORMAT") if page.date else "") if part
            )
        }
        for page in pages
    }
