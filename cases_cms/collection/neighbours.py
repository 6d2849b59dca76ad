"""Where a reader of a case may go on: the cases before and after it, and those near to it; from the catalogue alone."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import log, sqrt

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cases_cms.collection.cards import CaseCard, case_cards, with_cards
from cases_cms.collection.models import CatalogueEntry
from cases_cms.collection.selectors import categories, edition_entries
from cases_cms.collection.shortlist import lang_attribute
from cases_cms.core.addresses import addresses
from cases_cms.core.languages import language_of

#: How many cases near to one are shown.
LIMIT = 3
#: What each thing in common adds; countries and regions by their rarity, a case of the same year a little.
ORGANIZATION, CATEGORY, COUNTRIES, YEAR = 4.0, 2.0, 4.0, 0.3
#: Less than this is no reason to read on: two cases that have only China in common, say.
LEAST = 0.5


# --- In the edition -------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """The case before or after; ``lang`` is an attribute where its title is not in the visitor's language."""

    title: str
    url: str
    lang: str


@dataclass(frozen=True)
class Neighbours:
    """The case's place in its edition; a case that is not in the catalogue has none."""

    before: Step | None = None
    after: Step | None = None
    position: int = 0
    total: int = 0

    def __bool__(self):
        return self.position > 0


def in_page_order(items, labels):
    """Entries or cards in the order of the edition's page: by category, within one as they were."""
    order = {code: position for position, code in enumerate(labels)}
    return sorted(items, key=lambda item: order.get(item.category, len(order)))


def neighbours(case, edition, request):
    """The Neighbours of ``case``. One query."""
    entries = edition_entries(edition).newest_first().defer("summary", "facet_values")
    entries = in_page_order(with_cards(entries), categories(case.locale, request))
    place = next((index for index, entry in enumerate(entries) if entry.case_key == case.translation_key), None)
    if place is None:
        return Neighbours()
    address = addresses(request)

    def step(index):
        if not 0 <= index < len(entries):
            return None
        entry = entries[index]
        return Step(entry.title, address(entry.url_path), lang_attribute(entry))

    return Neighbours(step(place - 1), step(place + 1), place + 1, len(entries))


# --- In the collection ----------------------------------------------------------------------


@dataclass(frozen=True)
class Near:
    """A case near to another, and why in words."""

    card: CaseCard
    reason: str


@dataclass(frozen=True)
class Shared:
    """What two cases have in common."""

    organizations: int = 0
    category: bool = False
    countries: int = 0
    year: bool = False

    @property
    def reason(self):
        """In words, of the strongest first."""
        parts = []
        if self.organizations:
            parts.append(_("same organization"))
        if self.category:
            parts.append(_("same category"))
        if self.countries:
            parts.append(
                ngettext(
                    "%(count)s country or region in common",
                    "%(count)s countries and regions in common",
                    self.countries,
                )
                % {"count": self.countries}
            )
        return capfirst(pgettext("between reasons", ", ").join(parts))


def rarity(count, total):
    """1 for a country or region of one case among ``total``, 0 for one that all have."""
    return log(total / count) / log(total) if 0 < count <= total and total > 1 else 0.0


def nearness(shared_codes, own_codes, other_codes, weights, shared):
    """How near two cases are. A long list of countries is no merit: what is shared is measured against both lists."""
    score = ORGANIZATION * bool(shared.organizations) + CATEGORY * shared.category
    own, other = (max(1.0, sum(weights.get(code, 0.0) for code in codes)) for codes in (own_codes, other_codes))
    score += COUNTRIES * sum(weights.get(code, 0.0) for code in shared_codes) / sqrt(own * other)
    return score + YEAR * shared.year if score >= LEAST else 0.0


def _sharing_organizations(entries, organization_keys):
    """``{pk of an entry: number of these organizations that it has, too}``. One query, none without organizations."""
    shared = defaultdict(set)
    if organization_keys:
        for pk, key in entries.filter(
            page__organizations__organization__translation_key__in=organization_keys
        ).values_list("pk", "page__organizations__organization__translation_key"):
            shared[pk].add(key)
    return {pk: len(keys) for pk, keys in shared.items()}


def near_cases(case, edition, organization_keys, request, *, limit=LIMIT):
    """The Near cases of ``case`` in its collection, nearest first; ``organization_keys`` are translation keys.

    Three queries at most, and one for their covers.
    """
    language = language_of(case)
    entries = CatalogueEntry.objects.in_collection(edition.get_parent().translation_key).in_language(language)
    rows = [
        (*values, facet_values.get("country", []))
        for *values, facet_values in entries.order_by().values_list(
            "pk", "case_key", "category", "year", "facet_values"
        )
    ]
    counts = Counter(code for *_rest, codes in rows for code in set(codes))
    weights = {code: rarity(count, len(rows)) for code, count in counts.items()}
    organizations = _sharing_organizations(entries, organization_keys)
    own_codes = set(case.countries or [])
    found = []
    for pk, key, category, year, codes in rows:
        if key == case.translation_key:
            continue
        codes = set(codes)
        common = own_codes & codes
        shared = Shared(
            organizations.get(pk, 0), bool(category) and category == case.category, len(common), year == edition.year
        )
        score = nearness(common, own_codes, codes, weights, shared)
        if score:
            found.append((-score, -year, str(key), pk, shared))
    found = sorted(found, key=lambda item: item[:3])[:limit]
    reasons = {pk: shared.reason for *_order, pk, shared in found}
    if not reasons:
        return []
    chosen = {entry.pk: entry for entry in with_cards(CatalogueEntry.objects.filter(pk__in=reasons))}
    cards = case_cards([chosen[pk] for pk in reasons], locale=case.locale, request=request)
    return [Near(card, reason) for card, reason in zip(cards, reasons.values(), strict=True)]
