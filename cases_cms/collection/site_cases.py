"""Cases in the site's search: what the Collection finds for the words, and what the text in another language has."""

from functools import cached_property

from django.utils.translation import gettext as _

from cases_cms.collection.cards import with_cards
from cases_cms.collection.explorer.index import entries_of
from cases_cms.collection.explorer.memory import index_of
from cases_cms.collection.explorer.reasons import reason_of
from cases_cms.collection.facets import facet_kinds
from cases_cms.collection.models import CatalogueEntry, CollectionPage
from cases_cms.collection.selectors import categories
from cases_cms.collection.words import NAMED, find
from cases_cms.core.addresses import addresses
from cases_cms.core.countries import country_name
from cases_cms.core.languages import lang_attribute, language_label
from cases_cms.search.kinds import Hit
from cases_cms.search.pages import find_pages, load_pages, note_of
from cases_cms.search.shown import shown_pages, trees_of
from cases_cms.search.texts import joined_texts

CASES = "cases"
#: Up to so many cases are looked up by their keys; for more the whole catalogue is read.
MAX_KEYS = 500


class CaseHits:
    """The cases found, as a sequence of Hits: best first as in the Collection, before those of a whole country.

    The catalogue says what is public, and which page of a case is shown.
    """

    def __init__(self, sought, locale, request):
        self.sought, self.locale, self.request = sought, locale, request
        self.language = locale.language_code

    @cached_property
    def in_collections(self):
        """``{pk of an entry: (score, words.Found)}`` of the site's collections. Three queries a collection."""
        shown, trees = shown_pages(), trees_of(self.request)
        keys = dict.fromkeys(page.key for page in shown.of_model(CollectionPage, trees))
        scored = {}
        for key in keys:
            index = index_of(key, self.language)
            found = find(
                self.sought.words,
                language=self.language,
                entries=entries_of(key, self.language),
                labels=categories(self.locale, self.request),
                members=lambda facet, codes, index=index: index.keys[index.axes[facet].mask(codes)].tolist(),
            )
            scored |= {pk: (score, found) for pk, score in found.scores.items()}
        return scored

    @cached_property
    def _pages(self):
        """``{pk of an entry: pages.Found}`` of the cases whose page, in any language, holds the words. One query."""
        found = {each.page.pk: each for each in find_pages(self.sought, self.request)[CASES]}
        entries = CatalogueEntry.objects.in_language(self.language)
        if len(found) <= MAX_KEYS:
            entries = entries.filter(page_id__in=found)
        rows = dict(entries.order_by().values_list("page_id", "pk")) if found else {}
        return {rows[page]: each for page, each in found.items() if page in rows}

    @cached_property
    def _keys(self):
        scores = {pk: score for pk, (score, _found) in self.in_collections.items()}
        for place, pk in enumerate(self._pages):
            # Better than what merely belongs to a country: the words do stand in it.
            scores[pk] = max(scores.get(pk, 0), NAMED + 1 / (place + 1))
        return sorted(scores, key=lambda pk: (-scores[pk], pk))

    def __len__(self):
        return len(self._keys)

    def __getitem__(self, part):
        chosen = self._keys[part] if isinstance(part, slice) else [self._keys[part]]
        hits = self._hits(chosen)
        return hits if isinstance(part, slice) else hits[0]

    def _hits(self, keys):
        """Hits of the entries: one query, and one more for texts in other languages."""
        entries = with_cards(CatalogueEntry.objects.select_related("text")).in_bulk(keys)
        elsewhere = [self._pages[pk].source for pk in keys if pk not in self.in_collections and pk in self._pages]
        loaded = load_pages(elsewhere, self.request)
        labels, address = categories(self.locale, self.request), addresses(self.request)
        return [self._hit(entries[pk], loaded, labels, address) for pk in keys if pk in entries]

    def _hit(self, entry, loaded, labels, address):
        if entry.pk in self.in_collections:
            passage, note = reason_of(entry, self.in_collections[entry.pk][1], self._label)
            passage_language = entry.page_language
        else:
            found = self._pages[entry.pk]
            source = loaded.get(found.source.pk)
            passage, query = self.sought.excerpt(joined_texts(source)) if source else ("", None)
            note, passage_language = note_of(found, query, self.sought), found.source.language
        label = labels.get(entry.category)
        return Hit(
            title=self.sought.mark(entry.title),
            url=address(entry.url_path),
            excerpt=passage or entry.summary,
            meta=" · ".join(part for part in (str(entry.year), label.title if label else "") if part),
            lang=self._lang(entry.page_language),
            language="" if entry.page_language == self.language else language_label(entry.page_language),
            excerpt_lang=self._lang(passage_language if passage else entry.page_language),
            note=note,
            accent=label.accent if label else 0,
            distinction=entry.outstanding,
        )

    def _lang(self, code):
        return lang_attribute(code, self.language)

    def _label(self, facet, code):
        """A value with its facet's name: "Countries and regions: Kenya"."""
        kind = next(kind for kind in facet_kinds() if kind.name == facet)
        text = code
        if facet == "country":
            text = country_name(code)
        elif facet == "category":
            labels = categories(self.locale, self.request)
            text = labels[code].title if code in labels else code
        return _("%(facet)s: %(value)s") % {"facet": kind.label, "value": text}
