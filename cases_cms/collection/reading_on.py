"""What a case's page offers after its text: other views of it, other cases, its address and citation, the shortlist."""

from dataclasses import dataclass

from cases_cms.collection.cards import code_of
from cases_cms.collection.case_views import reading_views
from cases_cms.collection.neighbours import near_cases, neighbours
from cases_cms.collection.sharing import case_source, share
from cases_cms.collection.shortlist import read_shortlist


@dataclass(frozen=True)
class Listed:
    """The case as the shortlist's button names it."""

    code: str
    title: str


def read_on(case, request, *, edition, organizations, language_links):
    """Context of the components below the text; ``organizations`` are the case's, in its language.

    Five queries at most, one more with a shortlist. A draft in a preview is in no list, but its page shows what will
    stand around it.
    """
    if edition is None or case.pk is None:
        return {}
    source = case_source(case, request, authors=[item.name for item in organizations], year=edition.year)
    return {
        "views": reading_views(language_links),
        "neighbours": neighbours(case, edition, request),
        "near_cases": near_cases(case, edition, [item.code for item in organizations], request),
        "sharing": share(source, case.get_url(request)),
        "shortlist": read_shortlist(request, edition.get_parent().specific),
        "listed": Listed(code_of(edition.year, case.slug), case.title) if case.live else None,
    }
