"""What a host adds to the Collection without changing it: panels and sections of cases, facets of the explorer.

An app of the host registers it in its ``ready`` (docs/extending.md). Registering a name again replaces it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class CaseSection:
    """What a host shows on a case's page, below its text.

    ``select(case, request)`` returns what ``template`` gets as ``value``; nothing is shown if that is empty. The case
    may be a draft in a preview: read what hangs on it (``case.some_children.all()``), do not look it up by its key.
    """

    code: str
    template: str
    select: Callable
    order: int = 100


@dataclass(frozen=True)
class CaseFacet:
    """A filter of the Collection's explorer; ``name`` is its parameter in addresses, its values are codes.

    ``options(collection, request)`` returns ``[(code, text)]`` in the order in which values are offered; only those
    that a case has are. ``values(page_ids)`` returns ``{page id: codes}`` of these CasePages, and may leave out pages
    without any; it is asked when the catalogue is written, so what changes a value without saving the case calls
    ``catalogue.sync`` with the case's translation key.
    """

    name: str
    label: str
    options: Callable
    values: Callable
    order: int = 100


_sections = {}
_facets = {}


def register_case_panel(panel):
    """Add a panel at the end of the form of cases; to be called before the first form is made, that is in ``ready``."""
    from cases_cms.collection.models import CasePage  # the models read this registry

    CasePage.content_panels.append(panel)


def register_case_section(section):
    """Show ``section`` on the pages of cases."""
    _sections[section.code] = section


def register_case_facet(facet):
    """Offer ``facet`` in the explorer; ImproperlyConfigured if its name is a parameter of the plugin's own."""
    from cases_cms.collection.explorer.selection import MANNERS  # these two read this registry
    from cases_cms.collection.facets import OWN_KINDS

    if facet.name in {*MANNERS, *(kind.name for kind in OWN_KINDS)}:
        raise ImproperlyConfigured(f"The Collection has a parameter “{facet.name}” of its own.")
    if not (facet.name.isascii() and facet.name.isidentifier() and facet.name.islower()):
        raise ImproperlyConfigured(f"“{facet.name}” cannot be a parameter: lower-case letters, digits, underscores.")
    _facets[facet.name] = facet


def case_sections(case, request=None):
    """``[{"code", "template", "value"}]`` of the sections that have something to show, in order."""
    shown = []
    for section in sorted(_sections.values(), key=lambda section: section.order):
        value = section.select(case, request)
        if value:
            shown.append({"code": section.code, "template": section.template, "value": value})
    return shown


def case_facets():
    """The registered facets in order."""
    return sorted(_facets.values(), key=lambda facet: facet.order)
