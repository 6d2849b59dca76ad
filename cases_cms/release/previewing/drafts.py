"""The pages of an embargoed edition as their latest drafts have them, in every language."""

from collections import defaultdict
from functools import cached_property
from urllib.parse import unquote, urlsplit

from wagtail.models import Page, Revision
from wagtail_localize.models import Translation

from cases_cms.core.addresses import addresses
from cases_cms.core.languages import language_of, site_languages
from cases_cms.core.models import BasePage
from cases_cms.release.embargo import pages_of


class DraftEdition:
    """All that belongs to an edition under embargo. ``rows`` are plain Pages; a fixed number of queries for all."""

    def __init__(self, embargo, request):
        self.embargo = embargo
        self.request = request
        self.rows = [
            row for row in pages_of(embargo).order_by("path") if issubclass(row.specific_class or Page, BasePage)
        ]
        self.by_path = {row.path: row for row in self.rows}
        self.versions = defaultdict(dict)
        for row in self.rows:
            self.versions[row.translation_key][language_of(row)] = row

    @cached_property
    def by_address(self):
        """``{path of the public address to be: row}``."""
        address = addresses(self.request)
        found = {}
        for row in self.rows:
            path = unquote(urlsplit(address(row.url_path)).path)
            if path:
                found[path] = row
        return found

    def find(self, path):
        """``(row, rest)`` of the page at or above the address ``path``, ``rest`` without slashes; ``(None, "")``."""
        rest = []
        while path and path != "/":
            if path in self.by_address:
                return self.by_address[path], "/".join(rest)
            path, _slash, name = path.rstrip("/").rpartition("/")
            path += "/"
            rest.insert(0, name)
        return None, ""

    @cached_property
    def languages(self):
        """Codes of the languages that pages are in, in the site's order."""
        present = {code for versions in self.versions.values() for code in versions}
        return [code for code in site_languages() if code in present]

    def version_for(self, versions, language):
        """Of ``{language: row}`` the one a reader of ``language`` is shown."""
        return versions.get(language) or next(
            versions[code] for code in [*self.languages, *versions] if code in versions
        )

    @cached_property
    def _contents(self):
        ids = {row.latest_revision_id: row.pk for row in self.rows if row.latest_revision_id}
        return {
            ids[pk]: content for pk, content in Revision.objects.filter(pk__in=list(ids)).values_list("pk", "content")
        }

    def content(self, row):
        """What the latest draft of a page says, as revisions store it; what a translation is led in, by its source."""
        if row.pk not in self._contents:
            self._contents[row.pk] = row.specific.serializable_data()
        content = dict(self._contents[row.pk])
        source = self._sources.get(row.pk)
        if source is not None:
            leading = self.content(source)
            content |= {name: leading[name] for name in row.specific_class.led_fields if name in leading}
        return content

    @cached_property
    def _sources(self):
        """``{page id: row of the page it is a translation of}``."""
        translations = Translation.objects.filter(source__object_id__in=list(self.versions), enabled=True)
        by_locale = {(row.translation_key, row.locale_id): row for row in self.rows}
        found = {}
        for key, target, source in translations.values_list(
            "source__object_id", "target_locale_id", "source__locale_id"
        ):
            row, origin = by_locale.get((key, target)), by_locale.get((key, source))
            if row is not None and origin is not None and row is not origin:
                found[row.pk] = origin
        return found

    def page(self, row):
        """The specific page as its latest draft has it, at the address it has now; nothing of it is saved."""
        page = row.with_content_json(self.content(row))
        page.url_path = row.url_path
        page.locale = row.locale
        page.forthcoming_versions = list(self.versions[row.translation_key].values())
        return page

    def page_in_place(self, row, *, with_versions=False):
        """``page`` with the pages above it, as drafts where they are the edition's; so are its versions if wanted."""
        page = self.page(row)
        if with_versions:
            page.forthcoming_versions = [
                page if version.pk == page.pk else self.page(version) for version in page.forthcoming_versions
            ]
        above = None
        for ancestor in page.get_ancestors().specific():
            if ancestor.path in self.by_path:
                ancestor = self.page(self.by_path[ancestor.path])
            if above is not None:
                ancestor._cached_parent_obj = above
            above = ancestor
        page._cached_parent_obj = above
        return page
