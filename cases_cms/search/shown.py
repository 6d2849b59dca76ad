"""The public pages as a process remembers them: enough to name, count and suggest them without a query.

What is hidden is not in it. Its stamp is touched in the transaction that changes a page (search.signal_handlers).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale, Page, Site

from cases_cms.core.gathering import postpone
from cases_cms.core.memory import Memory, touch
from cases_cms.core.visibility import find_hidden
from cases_cms.search.initials import folded_name

#: The stamp of the public pages.
STAMP = "shown_pages"


class ShownPage(NamedTuple):
    """A public page in one language; ``model`` is the pk of its content type."""

    pk: int
    key: UUID
    language: str
    model: int
    title: str
    url_path: str


@dataclass
class ShownPages:
    """All public pages of all sites by their pk, by the pk of their content type, and by their ``url_path``.

    ``versions`` has the pages of each thing, its languages in the site's order.
    """

    pages: dict = field(default_factory=dict)
    by_model: dict = field(default_factory=lambda: defaultdict(list))
    by_path: dict = field(default_factory=dict)
    versions: dict = field(default_factory=dict)
    _chosen: dict = field(default_factory=dict)

    def of_model(self, model, below):
        """Pages of the model (a class) in the trees ``below``, in the order of the tree."""
        number = ContentType.objects.get_for_model(model).pk
        return [page for page in self.by_model.get(number, ()) if page.url_path.startswith(below)]

    def for_language(self, language, below):
        """``{key: the page of it that readers of language get}`` in the trees ``below``; made once, for reading."""
        chosen = self._chosen.get((language, below))
        if chosen is None:
            chosen = {}
            for key, versions in self.versions.items():
                inside = [page for page in versions if page.url_path.startswith(below)]
                if inside:
                    chosen[key] = next((page for page in inside if page.language == language), inside[0])
            self._chosen[language, below] = chosen
        return chosen

    @cached_property
    def names(self):
        """``[(title folded, initials of its Chinese characters, page)]`` of all pages."""
        return [(*folded_name(page.title), page) for page in self.pages.values()]


def _load():
    """Three queries."""
    codes = dict(Locale.all_objects.values_list("pk", "language_code"))
    order = {code: place for place, code in enumerate(get_content_languages())}
    columns = ("pk", "path", "translation_key", "locale_id", "content_type_id", "title", "url_path")
    rows = Page.objects.filter(depth__gt=1, live=True, alias_of__isnull=True).order_by("path").values_list(*columns)
    # Compared here: with a thousand hidden trees the condition would be too long for SQLite.
    hidden = find_hidden()
    closed, below = {*hidden.restricted, *hidden.unpublished}, {*hidden.below}
    shown, versions = ShownPages(), defaultdict(list)
    for pk, path, key, locale_id, model, title, url_path in rows.iterator():
        above = [path[:end] for end in range(Page.steplen, len(path), Page.steplen)]
        if path in closed or not closed.isdisjoint(above) or not below.isdisjoint(above):
            continue
        if codes.get(locale_id) in order:
            page = ShownPage(pk, key, codes[locale_id], model, title, url_path)
            shown.pages[pk] = shown.by_path[url_path] = page
            shown.by_model[model].append(page)
            versions[key].append(page)
    for key, pages in versions.items():
        shown.versions[key] = tuple(sorted(pages, key=lambda page: order[page.language]))
    return shown


_shown = Memory(STAMP, _load, empty=ShownPages)


def shown_pages():
    """The ShownPages as they are in the database."""
    return _shown.get()


def pages_changed():
    """Say, in the caller's transaction, that the public pages may have changed."""
    if not postpone(_pages_changed):
        touch(STAMP)


def _pages_changed(_nothing):
    touch(STAMP)


def trees_of(request):
    """Addresses (``url_path``) of the root pages of the request's site in its languages, for ``startswith``."""
    site = Site.find_for_request(request)
    if site is None:
        return ()
    return tuple(entry.root_path for entry in Site.get_site_root_paths() if entry.site_id == site.pk)
