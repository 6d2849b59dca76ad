"""How pages around a case find each other without the lower floors knowing the upper ones.

An app registers, in its ``ready``, what it can show for a set of cases; every page that belongs to cases
(the case itself, its story, a voice, a journey, news, an organization) asks the registry.
A case is named by its translation key, so a link made in one language holds in all.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.apps import apps

from cases_cms.core.forthcoming import forthcoming


@dataclass(frozen=True)
class About:
    """What a page is about: translation keys of cases, and of organizations (of an organization's own page)."""

    cases: tuple = ()
    organizations: tuple = ()

    def __bool__(self):
        return bool(self.cases or self.organizations)


@dataclass(frozen=True)
class RelatedProvider:
    """What one kind of page offers to the cases it belongs to.

    ``select(about, locale, request)`` returns the live, public pages of that kind in the locale, newest first;
    ``template`` renders ``items``. ``model`` is the label of their page type, of which previews show drafts, too.
    """

    code: str
    title: str
    select: Callable
    template: str
    order: int = 100
    model: str = ""


@dataclass(frozen=True)
class RelatedSection:
    """A titled group of related pages, ready for a template."""

    code: str
    title: str
    template: str
    items: list = field(default_factory=list)


_providers = {}


def register(provider):
    """Register a provider; registering its code again replaces it."""
    _providers[provider.code] = provider


def related_sections(about, *, locale, exclude=None, request=None):
    """Non-empty sections for what ``about`` names, in ``locale``, without the page ``exclude``.

    A fixed number of queries a provider, whatever the number of cases and pages; none without cases.
    """
    if not about:
        return []
    coming = forthcoming(request)
    sections = []
    for provider in sorted(_providers.values(), key=lambda provider: provider.order):
        items = list(provider.select(about, locale, request))
        if coming is not None and provider.model:
            items = [*coming.related(apps.get_model(provider.model), about, locale), *items]
        items = [item for item in items if exclude is None or item.pk != exclude.pk]
        if items:
            sections.append(RelatedSection(provider.code, provider.title, provider.template, items))
    return sections


_profile_finders = []


def register_profiles(finder):
    """Register ``finder(organization_keys, locale, request)``: {translation key: page about the organization}."""
    if finder not in _profile_finders:
        _profile_finders.append(finder)


def organization_profiles(organization_keys, *, locale, request=None):
    """Public pages about organizations, by the organization's translation key; one query a finder."""
    pages = {}
    if organization_keys:
        for finder in _profile_finders:
            pages |= finder(organization_keys, locale, request)
    return pages
