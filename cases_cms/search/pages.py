"""Pages as kinds of things found: one query of the index for all kinds, then one for each type that is shown."""

from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from wagtail.models import Page

from cases_cms.core.addresses import addresses
from cases_cms.core.excerpts import excerpt as beginning
from cases_cms.core.languages import lang_attribute, language_label
from cases_cms.core.visibility import public
from cases_cms.search.kinds import Hit, Kind, register_kind
from cases_cms.search.scores import scores
from cases_cms.search.shown import ShownPage, shown_pages, trees_of
from cases_cms.search.texts import joined_texts

#: Pages of types that no kind claims.
OTHERS = "pages"


class Found(NamedTuple):
    """A thing found: the page its readers get, and those of its pages, in any language, that hold the words."""

    page: ShownPage
    matched: tuple

    @property
    def source(self):
        """The page to cut a passage from: the one shown, or one in another language."""
        return self.page if self.page in self.matched else self.matched[0]


_models = {}
_kinds_of_types = {}


def claim_pages(code, models):
    """Say that pages of ``models`` ("app.Model", subclasses included) are of the kind ``code``."""
    for model in models:
        _models[model.lower()] = code
    _kinds_of_types.clear()


def register_pages(code, title, counted, models, *, describe=None, order=100):
    """Register pages of ``models`` ("app.Model", subclasses included) as a kind.

    ``describe(pages, locale, request)`` returns ``{pk: values}`` for Hits: ``meta``, ``accent``, ``distinction``.
    """
    claim_pages(code, models)
    register_kind(Kind(code, title, counted, lambda *asked: PageHits(code, describe, *asked), order))


def register_other_pages():
    """All pages that are of no other kind: standard pages, index pages, pages of the host's."""
    register_kind(
        Kind(
            OTHERS,
            gettext_lazy("Pages"),
            ngettext_lazy("%(number)d page", "%(number)d pages", "number"),
            lambda *asked: PageHits(OTHERS, None, *asked),
            900,
        )
    )


def kind_of(model):
    """Code of the kind of pages whose content type has the pk ``model``."""
    if model not in _kinds_of_types:
        own = ContentType.objects.get_for_id(model).model_class() or Page
        labels = [each._meta.label_lower for each in own.__mro__ if hasattr(each, "_meta")]
        _kinds_of_types[model] = next((_models[label] for label in labels if label in _models), OTHERS)
    return _kinds_of_types[model]


def find_pages(sought, request):
    """``{kind's code: [Found]}`` on the request's site, best first; once a request. One query."""
    cache = request.__dict__.setdefault("_cases_cms_found", {})
    if sought not in cache:
        cache[sought] = _find_pages(sought, request)
    return cache[sought]


def _find_pages(sought, request):
    shown, trees = shown_pages(), trees_of(request)
    matched = defaultdict(list)
    # Of all pages: what is public is known better here, and a condition would cost the index a look at each.
    results = Page.objects.all().search(sought.search_query())
    for pk, _score in scores(results):
        page = shown.pages.get(pk)
        if page is not None and page.url_path.startswith(trees):
            matched[page.key].append(page)
    found, chosen = defaultdict(list), shown.for_language(sought.language, trees)
    for key, pages in matched.items():
        page = chosen[key]
        if len(pages) > 1:
            pages.sort(key=shown.versions[key].index)
        found[kind_of(page.model)].append(Found(page, tuple(pages)))
    return found


def count_kinds(language, request):
    """``{kind's code: number of things}`` that can be found on the request's site. No query."""
    numbers = defaultdict(int)
    for page in shown_pages().for_language(language, trees_of(request)).values():
        numbers[kind_of(page.model)] += 1
    return numbers


def load_pages(pages, request):
    """``{pk: specific page}`` of the ShownPages ``pages``, public ones only. One query a type."""
    by_model = defaultdict(set)
    for page in pages:
        by_model[page.model].add(page.pk)
    loaded = {}
    for model, pks in sorted(by_model.items()):
        model = ContentType.objects.get_for_id(model).model_class() or Page
        loaded |= {page.pk: page for page in public(model._default_manager.filter(pk__in=pks), request)}
    return loaded


def note_of(found, query, sought):
    """Where or as what a thing was found, if neither in the page shown nor as it was asked; ``query`` stands in it."""
    if found.source != found.page:
        return _("Found in the %(language)s version") % {"language": language_label(found.source.language)}
    if query is not None and query != sought.queries[0]:
        return _("Found as “%(words)s”") % {"words": query.text}
    return ""


class PageHits:
    """The pages of one kind that were found, as a sequence of Hits; a slice makes Hits of its pages only."""

    def __init__(self, code, describe, sought, locale, request):
        self.code, self.describe = code, describe
        self.sought, self.locale, self.request = sought, locale, request

    @cached_property
    def found(self):
        return find_pages(self.sought, self.request)[self.code]

    def __len__(self):
        return len(self.found)

    def __getitem__(self, part):
        chosen = self.found[part] if isinstance(part, slice) else [self.found[part]]
        hits = self._hits(chosen)
        return hits if isinstance(part, slice) else hits[0]

    def _hits(self, chosen):
        loaded = load_pages([page for found in chosen for page in (found.page, found.source)], self.request)
        # A page that was hidden this very moment is left out.
        chosen = [each for each in chosen if each.page.pk in loaded and each.source.pk in loaded]
        pages = [loaded[found.page.pk] for found in chosen]
        described = self.describe(pages, self.locale, self.request) if self.describe and pages else {}
        address = addresses(self.request)
        return [self._hit(found, loaded, address, described.get(found.page.pk, {})) for found in chosen]

    def _hit(self, found, loaded, address, described):
        sought, shown, source = self.sought, found.page, found.source
        passage, query = sought.excerpt(joined_texts(loaded[source.pk]))
        if not passage:
            # Found by its title, or by what the index knows beside the texts: an organization's name, say.
            source = shown
            passage = beginning(loaded[shown.pk].get_meta_description()) if hasattr(loaded[shown.pk], "summary") else ""
        in_title = sought.query_in(shown.title)
        return Hit(
            title=sought.mark(shown.title),
            url=address(shown.url_path),
            excerpt=passage,
            lang=self._lang(shown),
            language="" if shown.language == sought.language else language_label(shown.language),
            excerpt_lang=self._lang(source),
            note=note_of(found, in_title or query, sought),
            **described,
        )

    def _lang(self, page):
        return lang_attribute(page.language, self.sought.language)
