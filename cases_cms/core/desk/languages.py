"""In which languages a page exists, and how far each of them is."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from cases_cms.core.languages import language_label, language_name, language_tag


class LanguageState(models.TextChoices):
    """How far a page is in a language."""

    LIVE = "live", _("live")
    CHANGED = "changed", _("live + draft")
    DRAFT = "draft", _("draft")
    MISSING = "missing", _("missing")


#: Icon of each state: it says by its shape what the word beside it says.
ICONS = {
    LanguageState.LIVE: "circle-check",
    LanguageState.CHANGED: "resubmit",
    LanguageState.DRAFT: "draft",
    LanguageState.MISSING: "radio-empty",
}
CONDITIONS = {
    LanguageState.LIVE: Q(live=True, has_unpublished_changes=False),
    LanguageState.CHANGED: Q(live=True, has_unpublished_changes=True),
    LanguageState.DRAFT: Q(live=False),
}


@dataclass
class PageLanguage:
    """A page in one language, or that there is none; ``page`` is None then. The page is a plain one."""

    code: str
    state: LanguageState
    page: Page | None = None
    #: Where the reader edits it; empty for who may not.
    edit_url: str = ""

    @property
    def tag(self):
        """BCP 47 tag."""
        return language_tag(self.code)

    @property
    def name(self):
        """The language's name in the language of the reader."""
        return language_label(self.code)

    @property
    def own_name(self):
        """The language's own name, which is short enough for a row."""
        return language_name(self.code)

    @property
    def icon(self):
        """Name of the icon of its state."""
        return ICONS[self.state]

    @property
    def is_missing(self):
        """Whether there is no page in the language."""
        return self.state == LanguageState.MISSING


#: What is asked of pages for their state, and for whether somebody may edit them.
NEEDED = (
    "translation_key", "locale", "content_type", "path", "depth", "owner", "live", "has_unpublished_changes"
)  # fmt: skip


def _state(page):
    if not page.live:
        return LanguageState.DRAFT
    return LanguageState.CHANGED if page.has_unpublished_changes else LanguageState.LIVE


def page_languages(keys):
    """``{translation key: [PageLanguage, …]}``, one for each language; alias copies count as missing. Two queries."""
    keys = set(keys)
    found = {}
    for page in Page.objects.filter(translation_key__in=keys, alias_of__isnull=True).only(*NEEDED):
        found[page.translation_key, page.locale_id] = page
    locales = list(Locale.objects.values_list("pk", "language_code"))
    return {
        key: [
            PageLanguage(code, _state(found[key, pk]), found[key, pk])
            if (key, pk) in found
            else PageLanguage(code, LanguageState.MISSING)
            for pk, code in locales
        ]
        for key in keys
    }


def in_state(code, state):
    """Condition for pages whose version in the language ``code`` is in ``state``."""
    versions = Page.objects.filter(
        translation_key=OuterRef("translation_key"), alias_of__isnull=True, locale__language_code=code
    )
    if state == LanguageState.MISSING:
        return ~Exists(versions)
    return Exists(versions.filter(CONDITIONS[LanguageState(state)]))


def one_page_each(pages, locale, among):
    """``pages`` without a second language of a thing: its page in ``locale``, else the first written ``among`` all."""
    versions = among.order_by().filter(translation_key=OuterRef("translation_key"))
    return pages.filter(
        Q(locale=locale)
        | (
            ~Exists(versions.filter(locale=locale))
            & ~Exists(versions.exclude(locale=locale).filter(pk__lt=OuterRef("pk")))
        )
    )
