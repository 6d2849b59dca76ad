"""Complex reads of the Collection, each a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.utils import timezone
from wagtail.models import Locale

from cases_cms.collection.models import (
    CasePage,
    CatalogueEntry,
    CategoryPage,
    CollectionPage,
    EditionPage,
    Organization,
)
from cases_cms.core.addresses import addresses
from cases_cms.core.languages import lang_attribute, language_of, language_tag
from cases_cms.core.memory import Memory
from cases_cms.core.periods import PeriodState
from cases_cms.core.quantities import Quantity, quantity
from cases_cms.search.shown import STAMP


@dataclass(frozen=True)
class CategoryLabel:
    """A category as lists show it; ``url`` is empty if the public has no page of it."""

    code: str
    title: str
    concept: str
    accent: int
    order: int
    url: str
    tag: str
    #: Attribute for its text where the category is not named in the visitor's language.
    lang: str = ""
    #: Its titles in all languages.
    names: tuple = ()


def _public_categories():
    """Rows of the public categories of all sites, in order. Two queries."""
    return list(
        CategoryPage.objects.all()
        .published()
        .order_by("order", "code", "path")
        .values_list("code", "locale_id", "locale__language_code", "title", "concept", "accent", "order", "url_path")
    )


#: Under the stamp of the public pages, which changes with each of them and with all that hides them.
_remembered = Memory(STAMP, _public_categories, empty=list)


def categories(locale, request=None):
    """``{code: CategoryLabel}`` of public categories in order, each in ``locale`` or else in a language it has.

    No query, two where pages have changed.

    Kept on ``request`` if one is given: every component of a page names categories.
    """
    cache = None
    if request is not None:
        cache = request.__dict__.setdefault("_cases_cms_categories", {})
        if locale.pk in cache:
            return cache[locale.pk]
    chosen, names, address = {}, defaultdict(list), addresses(request)
    for row in _remembered.get():
        names[row[0]].append(row[3])
        before = chosen.get(row[0])
        if before is None or (row[1] == locale.pk and before[1] != locale.pk):
            chosen[row[0]] = row
    labels = {
        code: CategoryLabel(
            code,
            title,
            concept,
            accent,
            order,
            address(url_path),
            language_tag(language),
            lang_attribute(language, locale.language_code),
            tuple(names[code]),
        )
        for code, locale_id, language, title, concept, accent, order, url_path in chosen.values()
    }
    if cache is not None:
        cache[locale.pk] = labels
    return labels


@dataclass(frozen=True)
class CategoryName:
    """A category as editors see it."""

    code: str
    title: str
    accent: int
    order: int


def category_names(codes=None):
    """``{code: CategoryName}`` in order, drafts included, each in the active language where it has one. Two queries."""
    locale = Locale.get_active()
    pages = CategoryPage.objects.order_by("order", "code", "path")
    if codes is not None:
        pages = pages.filter(code__in=codes)
    names = {}
    for locale_id, *values in pages.values_list("locale_id", "code", "title", "accent", "order"):
        if values[0] not in names or locale_id == locale.pk:
            names[values[0]] = CategoryName(*values)
    return names


def category_choices(codes=None):
    """``(code, title)`` of every category, or of those named by ``codes``, as editors see them."""
    return [(name.code, name.title) for name in category_names(codes).values()]


def categories_by_collection():
    """``{tree path of a CollectionPage: {category codes}}``, drafts and every language of it included. Two queries."""
    keys = dict(CollectionPage.objects.values_list("path", "translation_key"))
    codes = defaultdict(set)
    for path, code in CategoryPage.objects.values_list("path", "code"):
        codes[keys.get(path[: -CategoryPage.steplen])].add(code)
    return {path: codes[key] for path, key in keys.items()}


@dataclass(frozen=True)
class EditionLabel:
    """An edition as lists show it, with the figures it announced."""

    year: int
    title: str
    theme: str
    url: str
    submissions_quantity: Quantity | None = None
    reach_quantity: Quantity | None = None
    collected_quantity: Quantity | None = None
    presented_quantity: Quantity | None = None


#: Figures that an edition announces, each a number and its qualifier.
ANNOUNCED = ("submissions", "reach", "collected", "presented")


@dataclass(frozen=True)
class CaseName:
    """A case as editors see it; ``year`` is that of its edition."""

    title: str
    year: int | None


def case_names(keys):
    """``{translation key: CaseName}``, drafts included, each in the active language where it has one. Three queries."""
    locale = Locale.get_active()
    years = dict(EditionPage.objects.values_list("path", "year"))
    names, step = {}, CasePage.steplen
    for key, locale_id, title, path in (
        CasePage.objects.filter(translation_key__in=set(keys))
        .order_by("path")
        .values_list("translation_key", "locale_id", "draft_title", "path")
    ):
        if key not in names or locale_id == locale.pk:
            names[key] = CaseName(title, years.get(path[:-step]))
    return names


def _public_editions():
    """``[(path, row)]`` of the public editions of all collections, newest first. Two queries."""
    rows = (
        EditionPage.objects.all()
        .published()
        .order_by("-year", "pk")
        .values_list(
            *("path", "translation_key", "locale_id", "year", "title", "theme", "url_path"),
            *(column for name in ANNOUNCED for column in (name, f"{name}_qualifier")),
        )
    )
    return [(path, row) for path, *row in rows]


_remembered_editions = Memory(STAMP, _public_editions, empty=list)


def editions(collection, request=None):
    """EditionLabels of the collection's public editions, each in its language or else in one it has, newest first.

    No query for a collection that was routed to, one without a route; two where pages have changed.
    """
    address = addresses(request)
    versions = getattr(collection, "known_translations", None) or collection.get_translations(inclusive=True)
    below = tuple(version.path for version in versions)
    chosen = {}
    for path, row in _remembered_editions.get():
        if path.startswith(below) and (row[0] not in chosen or row[1] == collection.locale_id):
            chosen[row[0]] = row
    return [
        EditionLabel(
            *(year, title, theme, address(url_path)),
            *(quantity(*pair) for pair in zip(announced[::2], announced[1::2], strict=True)),
        )
        for _key, _locale_id, year, title, theme, url_path, *announced in chosen.values()
    ]


def main_collection(locale, request=None):
    """The first public collection, in ``locale`` or else in a language it has; None if there is none."""
    return CollectionPage.objects.all().published(request).for_language(locale).order_by("path").first()


def edition_entries(edition):
    """Catalogue entries of an edition for readers of its language; counts of cases are theirs."""
    return (
        CatalogueEntry.objects.in_language(language_of(edition))
        .in_collection(edition.get_parent().translation_key)
        .in_edition(edition.year)
    )


def latest_edition(locale, request=None):
    """The newest public edition, in ``locale`` or else in a language it has; None if there is none."""
    return EditionPage.objects.all().published(request).for_language(locale).order_by("-year").first()


def schedule(edition, now=None):
    """``[(milestone, PeriodState)]`` in order, the state against ``now`` (an aware datetime).

    A milestone without an end lasts until the next one whose time is known begins.
    """
    now = now or timezone.now()
    milestones = list(edition.milestones.all())
    steps = []
    for index, milestone in enumerate(milestones):
        period = milestone.period
        if period.ends is None and period.starts is not None:
            later = (other.starts_at or other.ends_at for other in milestones[index + 1 :])
            period = replace(period, ends=next((moment for moment in later if moment), None))
        steps.append((milestone, period.state(now)))
    return steps


def now_position(steps):
    """Index before which "now" stands in ``schedule``'s list: after what is past, within or before what comes."""
    for index, (_milestone, state) in enumerate(steps):
        if state in (PeriodState.CURRENT, PeriodState.UPCOMING):
            return index
    return len(steps)


def organization_names(organization_ids, locale):
    """``{id: Organization}`` for the given ids, each in ``locale`` where it is translated, else as given. One query."""
    ids = {pk for pk in organization_ids if pk is not None}
    if not ids:
        return {}
    keys = Organization.objects.filter(pk__in=ids).order_by().values("translation_key")
    given, own = {}, {}
    for organization in Organization.objects.filter(translation_key__in=keys):
        if organization.pk in ids:
            given[organization.pk] = organization
        if organization.locale_id == locale.pk:
            own[organization.translation_key] = organization
    return {pk: own.get(organization.translation_key, organization) for pk, organization in given.items()}
