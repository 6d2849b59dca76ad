"""What the public may see of the cases, computed naively: page by page, asking each page, its parents and Wagtail."""

from django.conf import settings
from wagtail.models import Locale

from cases_cms.collection.models import CasePage, CatalogueEntry, CollectionPage, EditionPage


def is_visible(case):
    """Whether anybody may open ``case`` and it is no alias copy."""
    if not case.live or case.alias_of_id is not None:
        return False
    if case.get_view_restrictions().exists():
        return False
    ancestors = [page.specific for page in case.get_ancestors() if page.depth > 1]
    if not all(page.live for page in ancestors):
        return False
    return type(ancestors[-1]) is EditionPage and type(ancestors[-2]) is CollectionPage


def expected_rows():
    """``{(key, language): (page, its language, title, year, collection, category, outstanding, countries)}``."""
    languages = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    languages = [code for code in languages if Locale.objects.filter(language_code=code).exists()]
    shown = {}
    for case in CasePage.objects.all():
        if is_visible(case):
            shown.setdefault(case.translation_key, {})[case.locale.language_code] = case
    rows = {}
    for key, pages in shown.items():
        for language in languages:
            case = pages.get(language)
            if case is None:
                case = next(pages[other] for other in languages if other in pages)
            edition = case.get_parent().specific
            rows[key, language] = (
                case.pk,
                case.locale.language_code,
                case.title,
                edition.year,
                edition.get_parent().translation_key,
                case.category,
                case.outstanding,
                sorted(case.countries),
            )
    return rows


def stored_rows():
    """The same of the catalogue's tables."""
    return {
        (entry.case_key, entry.language): (
            entry.page_id,
            entry.page_language,
            entry.title,
            entry.year,
            entry.collection_key,
            entry.category,
            entry.outstanding,
            sorted(entry.values.filter(facet="country").values_list("value", flat=True)),
        )
        for entry in CatalogueEntry.objects.all()
    }
