"""What the Collection gives to the site's search: cases, categories and countries by name, organizations."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cases_cms.collection.models import (
    CaseOrganization,
    CatalogueEntry,
    CatalogueValue,
    CategoryPage,
    CollectionPage,
    Organization,
)
from cases_cms.collection.selectors import categories
from cases_cms.collection.site_cases import CASES, CaseHits
from cases_cms.core.addresses import addresses
from cases_cms.core.countries import CODES, country_name, sort_codes
from cases_cms.core.countries import STAMP as COUNTRIES
from cases_cms.core.languages import LOCALES, lang_attribute, language_label, site_languages
from cases_cms.core.memory import Memory
from cases_cms.search.corrections import register_public
from cases_cms.search.kinds import Kind, Start, StartLink, register_kind, register_start
from cases_cms.search.pages import claim_pages
from cases_cms.search.shown import STAMP, pages_changed, shown_pages, trees_of
from cases_cms.search.suggestions import MOST, Suggestion, SuggestionProvider, register_suggestions
from cases_cms.search.terms import Term, TermProvider, register_terms

# --- What is public, as the process remembers it -----------------------------------------


def _load():
    """``(countries, organizations, category codes)`` of what is public. Four queries.

    Organizations are those of public cases: ``{translation key: {language: (name, code)}}``; codes of categories are
    by the pk of their pages.
    """
    countries = frozenset(
        CatalogueValue.objects.filter(facet="country").order_by().values_list("value", flat=True).distinct()
    )
    shown = CatalogueEntry.objects.order_by().values("page_id")
    keys = CaseOrganization.objects.filter(page_id__in=shown).order_by().values("organization__translation_key")
    organizations = {}
    for key, language, name, code in Organization.objects.filter(translation_key__in=keys).values_list(
        "translation_key", "locale__language_code", "name", "code"
    ):
        organizations.setdefault(key, {})[language] = (name, code)
    return countries, organizations, dict(CategoryPage.objects.order_by().values_list("pk", "code"))


_known = Memory(STAMP, _load, empty=lambda: (frozenset(), {}, {}))


def collection_address(language, request):
    """Address of the first public Collection of the site for readers of ``language``; "" without one. No query."""
    shown, trees = shown_pages(), trees_of(request)
    first = next(iter(shown.of_model(CollectionPage, trees)), None)
    if first is None:
        return ""
    return addresses(request)(shown.for_language(language, trees)[first.key].url_path)


def _category_pages(language, request):
    """``[(code, ShownPage for readers of language)]`` of the public categories of the site. No query."""
    shown, trees = shown_pages(), trees_of(request)
    codes, chosen = _known.get()[2], {}
    for page in shown.of_model(CategoryPage, trees):
        chosen.setdefault(page.key, (codes.get(page.pk), shown.for_language(language, trees)[page.key]))
    return [(code, page) for code, page in chosen.values() if code]


# --- Suggestions ---------------------------------------------------------------------------


def _suggest_organizations(typed, locale, request, scope):
    url, language = collection_address(locale.language_code, request), locale.language_code
    found = []
    for names in _known.get()[1].values():
        codes = sorted(names, key=lambda code: code != language)
        best = typed.best([names[code][0] for code in codes])
        if best is not None:
            named_in = codes[best[1]]
            name, code = names[named_in]
            found.append((best[0], named_in != language, len(name), name, named_in, code))
    for _rank, _is_other, _length, name, named_in, code in sorted(found)[:MOST]:
        yield Suggestion(
            text=name,
            words=name,
            url=f"{url}?{urlencode({'organization': code})}" if url else "",
            lang=lang_attribute(named_in, language),
            note="" if named_in == language else language_label(named_in),
        )


def _suggest_countries(typed, locale, request, scope):
    url, language = collection_address(locale.language_code, request), locale.language_code
    found, languages = [], sorted(site_languages(), key=lambda code: code != language)
    for code in sort_codes(_known.get()[0]):
        names = [country_name(code, each) for each in languages]
        best = typed.best(names)
        if best is not None:
            found.append((best[0], len(found), code, names[0]))
    for _rank, _place, code, name in sorted(found)[:MOST]:
        yield Suggestion(text=name, words=name, url=f"{url}?{urlencode({'country': code})}" if url else "")


def _suggest_categories(typed, locale, request, scope):
    url, language = collection_address(locale.language_code, request), locale.language_code
    shown = shown_pages()
    for code, page in _category_pages(language, request):
        if url and typed.best([version.title for version in shown.versions[page.key]]) is not None:
            yield Suggestion(
                text=page.title,
                url=f"{url}?{urlencode({'category': code})}",
                lang=lang_attribute(page.language, language),
            )


# --- Terms and places to start ------------------------------------------------------------


def official_terms():
    """Titles of public categories, and names of all countries and regions, in every language."""
    for page_key in {page.key for page in _all_categories()}:
        titles = {page.language: page.title for page in shown_pages().versions[page_key]}
        if len(titles) > 1:
            yield Term(titles, _("category"))
    languages = site_languages()
    for code in CODES:
        yield Term({language: country_name(code, language) for language in languages}, _("country or region"))


def _all_categories():
    return shown_pages().of_model(CategoryPage, ("",))


def start_with_categories(locale, request):
    """The categories as links to the filtered Collection."""
    language = locale.language_code
    url = collection_address(language, request)
    if not url:
        return None
    pages, labels = dict(_category_pages(language, request)), categories(locale, request)
    links = [
        StartLink(
            label=pages[code].title,
            url=f"{url}?{urlencode({'category': code})}",
            lang=lang_attribute(pages[code].language, language),
            accent=label.accent,
        )
        for code, label in labels.items()
        if code in pages
    ]
    return Start(_("The Collection by category"), links)


def filter_cases(hits):
    """The explorer with the same words, where it finds any of the cases: there they can be filtered."""
    url = collection_address(hits.language, hits.request)
    if not url or not hits.in_collections:
        return None
    query = urlencode({"q": hits.sought.words})
    return StartLink(_("Filter these cases in the Collection"), f"{url}?{query}")


def register_with_search():
    """Called in the app's ``ready``."""
    claim_pages(CASES, ["cases_collection.CasePage"])
    register_kind(
        Kind(
            CASES,
            _("Cases"),
            ngettext_lazy("%(number)d case", "%(number)d cases", "number"),
            CaseHits,
            order=10,
            elsewhere=filter_cases,
        )
    )
    register_terms(TermProvider(official_terms, stamps=(STAMP, COUNTRIES, LOCALES)))
    register_public(CatalogueEntry.objects.all)
    register_start(start_with_categories)
    register_suggestions(SuggestionProvider("organizations", _("Organizations"), _suggest_organizations, 30))
    register_suggestions(SuggestionProvider("countries", _("Countries and regions"), _suggest_countries, 20))
    register_suggestions(SuggestionProvider("categories", _("Categories"), _suggest_categories, 40))


@receiver([post_save, post_delete], sender=Organization, dispatch_uid="cases_cms_search_organization")
def organization_changed(sender, raw=False, **kwargs):
    """Organizations are suggested by their names."""
    if not raw:
        pages_changed()
