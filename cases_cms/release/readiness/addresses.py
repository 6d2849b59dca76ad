"""Addresses in the admin that open the field in which something is mended; each kind of address is resolved once."""

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from cases_cms.localization.board import Addresses as BoardAddresses


class Addresses(BoardAddresses):
    """Also of fields: the editor jumps to what stands behind ``#``."""

    def page(self, pk, path=""):
        """The page's form, at the field ``path`` (“summary”, “gallery-0.alt_text”, “body.<block>.image”)."""
        address = self._of("wagtailadmin_pages:edit", pk)
        if not (address and path):
            return address
        first, *rest = path.split(".")
        if "-" in first and rest:  # Wagtail's way of naming fields does not know those of children (field-link.js)
            return f"{address}#id_{first}-{rest[0]}"
        return f"{address}#:w:contentpath={path}"

    def fields(self, pk):
        """The form of a translated page for what is not text: pictures, captions, addresses."""
        address = self._of("wagtailadmin_pages:edit", pk)
        return f"{address}?fields" if address else ""

    def children(self, pk):
        """The list of what is below a page."""
        return self._of("wagtailadmin_explore", pk)

    def organization(self, pk, path=""):
        address = self._of("wagtailsnippets_cases_collection_organization:edit", pk)
        return f"{address}#:w:contentpath={path}" if address and path else address

    def image(self, pk):
        return self._of("wagtailimages:edit", pk)

    def translation(self, pk, segment=None):
        """The translators' editor, at a text if one is named."""
        address = self._of("localization:translate", pk)
        return f"{address}#segment-{segment}" if address and segment else address

    def board(self, title, language):
        """The translation board, narrowed to what has this title."""
        try:
            return f"{reverse('localization:board')}?{urlencode({'q': title[:100], 'language': language})}"
        except NoReverseMatch:
            return ""

    def add_page(self, model, parent):
        """The form for a new page of ``model`` below the page ``parent``."""
        try:
            return reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent])
        except NoReverseMatch:
            return ""
