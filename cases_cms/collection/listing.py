"""What the Collection's pages show: contexts for templates, built from the catalogue."""

from collections import Counter

from wagtail.documents import get_document_model

from cases_cms.collection.cards import case_cards, listed_in, with_cards
from cases_cms.collection.charts import case_countries_chart, cases_chart, countries_chart
from cases_cms.collection.enums import BenefitAudience, OrganizationRole
from cases_cms.collection.explorer.context import Explorer
from cases_cms.collection.explorer.index import entries_of
from cases_cms.collection.explorer.selection import View, canonical_query
from cases_cms.collection.extensions import case_sections
from cases_cms.collection.models import CaseVideo, CatalogueEntry
from cases_cms.collection.reach import reach_chart, years_chart
from cases_cms.collection.selectors import (
    categories,
    editions,
    now_position,
    organization_names,
    schedule,
)
from cases_cms.core.countries import country_name, sort_codes
from cases_cms.core.languages import language_of, language_tag
from cases_cms.core.pagination import paginate
from cases_cms.core.pictures import PICTURE, POSTER, SINGLE
from cases_cms.core.prefetch import attach, attach_images
from cases_cms.core.related import organization_profiles


def explorer_of(collection, request):
    """The Explorer of ``request``, made once."""
    if not hasattr(request, "_cases_cms_explorer"):
        request._cases_cms_explorer = Explorer(collection, request)
    return request._cases_cms_explorer


def canonical_address(collection, request):
    """Where the request's selection has its one address, or None if that is where it was asked for."""
    query = canonical_query(explorer_of(collection, request).selection, request.META.get("QUERY_STRING", ""))
    return None if query is None else f"{request.path}{'?' if query else ''}{query}"


def list_collection(collection, request):
    """The explorer: facets, chips, a page of cards, what was ignored, the editions; figures of all where none is
    chosen.
    """
    locale = collection.locale
    explorer = explorer_of(collection, request)
    selection, index = explorer.selection, explorer.index
    page_obj = paginate(explorer.keys(), request)
    entries = entries_of(collection.translation_key, locale.language_code)
    shown = with_cards(entries.select_related("text") if selection.words else entries)
    shown = shown.in_bulk([int(key) for key in page_obj.object_list])
    page_obj.object_list = [shown[key] for key in page_obj.object_list if key in shown]
    all_editions = editions(collection, request)
    charts = {}
    if not selection.is_active and selection.view == View.CARDS and page_obj.number == 1:
        url = collection.get_url(request) or ""
        countries = index.axes["country"]
        by_year = {}
        for (_category, year), numbers in index.case_counts.items():
            by_year[year] = tuple(map(sum, zip(by_year.get(year, (0, 0)), numbers, strict=True)))
        charts = {
            "cases_chart": cases_chart(
                index.case_counts,
                categories(locale, request),
                years=[edition.year for edition in all_editions],
                url=url,
            ),
            "countries_chart": countries_chart(
                dict(zip(countries.codes, countries.totals.tolist(), strict=True)), url=url
            ),
            "years_chart": years_chart(all_editions, by_year),
        }
    context = explorer.context()
    return {
        **context,
        **charts,
        "page_obj": page_obj,
        "cards": explorer.explain(
            case_cards(page_obj.object_list, locale=locale, request=request), page_obj.object_list
        ),
        "editions": all_editions,
    }


def list_category(category, request):
    """A category's cases, a page of them."""
    entries = (
        CatalogueEntry.objects.in_collection(category.get_parent().translation_key)
        .in_language(category.locale.language_code)
        .in_category(category.code)
    )
    page_obj = paginate(with_cards(entries.newest_first()), request)
    return {
        "page_obj": page_obj,
        "total": page_obj.paginator.count,
        "cards": case_cards(page_obj.object_list, locale=category.locale, request=request),
    }


def edition_parts(edition):
    """Schedule, criteria, benefits: what an edition says, for its page and for blocks on other pages."""
    steps = schedule(edition)
    benefits = list(edition.benefits.all())
    return {
        "steps": steps,
        "now_position": now_position(steps),
        "criteria": list(edition.criteria.all()),
        "benefits": [
            (audience.label, [item for item in benefits if item.audience == audience])
            for audience in BenefitAudience
            if any(item.audience == audience for item in benefits)
        ],
    }


def organization_lines(items, locale, request=None):
    """``[(Organization in locale, public page about it or None, item)]`` for rows with an ``organization``."""
    items = list(items)
    names = organization_names([item.organization_id for item in items], locale)
    profiles = organization_profiles(
        [organization.translation_key for organization in names.values()], locale=locale, request=request
    )
    return [
        (organization, profiles.get(organization.translation_key), item)
        for item in items
        if (organization := names.get(item.organization_id)) is not None
    ]


def list_edition(edition, request):
    """An edition as a volume: figures, cases by category, outstanding ones first, schedule, criteria, recipients."""
    entries = listed_in(edition, request)
    cards = case_cards(entries, locale=edition.locale, request=request)
    outstanding = [card for card in cards if card.outstanding]
    counts = Counter(code for entry in entries for code in entry.country_codes)
    labels = categories(edition.locale, request)
    groups = [
        (label, [card for card in cards if card.category and card.category.code == label.code])
        for label in labels.values()
    ]
    without = [card for card in cards if card.category is None]
    return {
        "case_count": len(cards),
        "outstanding_count": len(outstanding),
        "outstanding": outstanding,
        "reach_chart": reach_chart(edition, len(cards), len(outstanding)),
        "codes": sorted(counts),
        "countries_chart": countries_chart(counts, url=edition.get_parent().get_url(request) or "", year=edition.year),
        "groups": [(label, group) for label, group in groups if group],
        "uncategorized": without,
        "facts": list(edition.facts.all()),
        "recipients": organization_lines(edition.recipients.all(), edition.locale, request),
        **edition_parts(edition),
    }


def attach_captions_languages(videos):
    """Fill in ``captions_tag`` of all ``videos``. One query, none without captions."""
    keys = [video.translation_key for video in videos if video.video_captions_id]
    first = {}
    if keys:
        for video in CaseVideo.objects.filter(translation_key__in=keys).order_by("-pk"):
            first[video.translation_key, video.video_captions_id] = video
    for video in videos:
        version = first.get((video.translation_key, video.video_captions_id), video)
        video.captions_tag = language_tag(language_of(version)) if video.video_captions_id else ""


def attach_files(videos):
    """Videos with their files, captions and posters: a fixed number of queries, none without videos."""
    videos = list(videos)
    if videos:
        documents = get_document_model().objects.all()
        attach(videos, "video_file", documents)
        attach(videos, "video_captions", documents)
        attach_images(videos, "video_poster", [*POSTER.specs, SINGLE["poster"]])
        attach_captions_languages(videos)
    return videos


def show_case(case, request):
    """A case: its category, edition, organizations with their pages, countries."""
    edition = case.get_parent() if case.path else None
    lines = organization_lines(case.organizations.all(), case.locale, request)
    collection = edition.get_parent() if edition else None
    return {
        "category": categories(case.locale, request).get(case.category),
        "edition": edition.specific if edition else None,
        "organizations": [
            (role.label, [line for line in lines if line[2].role == role])
            for role in OrganizationRole
            if any(line[2].role == role for line in lines)
        ],
        "countries": [country_name(code) for code in sort_codes(case.countries or [])],
        "countries_chart": case_countries_chart(
            case.countries or [],
            [(organization.country, item.role) for organization, _profile, item in lines],
            url=(collection.get_url(request) or "") if collection else "",
        ),
        "figures": list(case.figures.all()),
        "gallery": attach_images(case.gallery.all(), "image", PICTURE.specs),
        "videos": attach_files(case.videos.all()),
        "links": list(case.links.all()),
        "host_sections": case_sections(case, request),
    }
