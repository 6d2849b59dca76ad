"""What lists on the pages of a preview show beside what is public."""

import json
from functools import cached_property

from cases_cms.collection.models import CasePage, CatalogueEntry, Organization
from cases_cms.core.collation import sort_key
from cases_cms.core.forthcoming import Forthcoming

#: Characters of a title's sort key that the catalogue keeps.
MAX_KEY = 255


def _list(value):
    """A JSON field of a revision, which may be stored as text."""
    return json.loads(value) if isinstance(value, str) and value else value or []


class ForthcomingEdition(Forthcoming):
    """The cases of a DraftEdition and the pages about them."""

    def __init__(self, drafts):
        self.drafts = drafts
        self._entries = {}

    def has_edition(self, edition_key):
        return edition_key == self.drafts.embargo.edition_key

    @cached_property
    def _cases(self):
        """``{translation key: {language: row}}`` of the cases."""
        return {
            key: versions
            for key, versions in self.drafts.versions.items()
            if next(iter(versions.values())).specific_class is CasePage
        }

    @cached_property
    def _organization_codes(self):
        ids = set()
        for versions in self._cases.values():
            for row in versions.values():
                ids |= {item.get("organization") for item in self.drafts.content(row).get("organizations", ())}
        return dict(Organization.objects.filter(pk__in=ids - {None}).values_list("pk", "code"))

    def _entry(self, key, versions, language):
        row = self.drafts.version_for(versions, language)
        content = self.drafts.content(row)
        organizations = (item.get("organization") for item in content.get("organizations", ()))
        entry = CatalogueEntry(
            pk=-row.pk,
            case_key=key,
            language=language,
            page_id=row.pk,
            page_language=row.locale.language_code,
            year=self.drafts.embargo.year,
            code=f"{self.drafts.embargo.year}.{row.slug}",
            category=content.get("category") or "",
            outstanding=bool(content.get("outstanding")),
            title=content.get("title") or "",
            title_key=sort_key(content.get("title") or "", language)[:MAX_KEY],
            summary=content.get("summary") or "",
            start_year=content.get("start_year"),
            cover_id=content.get("cover"),
            facet_values={
                "country": sorted(set(_list(content.get("countries")))),
                "organization": sorted({self._organization_codes.get(pk) for pk in organizations} - {None}),
                "language": sorted(versions),
            },
            has_sample_data=bool(content.get("sample_note")),
        )
        entry.url_path = row.url_path
        return entry

    def entries(self, language):
        if language not in self._entries:
            entries = [self._entry(key, versions, language) for key, versions in self._cases.items()]
            entries.sort(key=lambda entry: (not entry.outstanding, entry.title_key, str(entry.case_key)))
            self._entries[language] = entries
        return list(self._entries[language])

    def related(self, model, about, locale):
        cases = {str(key) for key in about.cases}
        found = []
        for versions in self.drafts.versions.values():
            row = self.drafts.version_for(versions, locale.language_code)
            if row.specific_class is model and cases.intersection(model.case_keys_in(self.drafts.content(row))):
                found.append(self.drafts.page(row))
        return found
