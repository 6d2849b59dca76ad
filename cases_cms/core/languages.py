"""Language links of a page: real translations only."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info, to_locale
from wagtail.coreutils import get_content_languages, get_supported_content_language_variant
from wagtail.models import Locale, Site

from cases_cms.core.memory import Memory
from cases_cms.core.querysets import real_pages
from cases_cms.core.visibility import find_hidden


def language_tag(code):
    """BCP 47 tag of a Django language code: ``zh-hans`` -> ``zh-Hans``."""
    return to_locale(code).replace("_", "-")


#: The stamp under which processes remember which locales there are.
LOCALES = "locales"


@cache
def direction(code):
    """``"rtl"`` for a language written from right to left, else ``"ltr"``."""
    return "rtl" if get_language_info(code)["bidi"] else "ltr"


def lang_attribute(code, reader=None):
    """Attributes, with a space before them, of a text in the language ``code`` among texts in the ``reader``'s, by
    default the active one: its tag, and its direction where that is another. Empty where it is the same language.
    """
    reader = reader or get_language() or settings.LANGUAGE_CODE
    if code == reader:
        return ""
    if direction(code) == direction(reader):
        return format_html(' lang="{}"', language_tag(code))
    return format_html(' lang="{}" dir="{}"', language_tag(code), direction(code))


def language_name(code):
    """The language's own name."""
    return get_language_info(code)["name_local"]


def locale_named(code):
    """The Locale of a language code that somebody sent, or None; the text itself never reaches the database."""
    return next((locale for locale in Locale.objects.all() if locale.language_code == code), None)


_locales = {}


def remember_locale(page):
    """Fill in ``page.locale`` from the process's memory of locales, which are few and hardly ever change."""
    if "locale" not in page._state.fields_cache and page.locale_id is not None:
        if page.locale_id not in _locales:
            _locales.update({locale.pk: locale for locale in Locale.all_objects.all()})
        locale = _locales.get(page.locale_id)
        if locale is not None:
            page.locale = locale
    return page.locale


def remembered_locale(code):
    """The Locale of a language code, from the process's memory of locales; None if there is none."""

    def find():
        # A copy: another thread may be filling or emptying the memory.
        return next((locale for locale in list(_locales.values()) if locale.language_code == code), None)

    found = find()
    if found is None:
        _locales.update({locale.pk: locale for locale in Locale.all_objects.all()})
        found = find()
    return found


def forget_locales(**kwargs):
    """Signal receiver: a locale was added, changed or removed."""
    _locales.clear()
    _existing.touch()


def _read_existing():
    return frozenset(Locale.all_objects.values_list("language_code", flat=True))


#: Codes of the locales there are, as every process has to see them.
_existing = Memory(LOCALES, _read_existing, empty=frozenset)


def site_languages():
    """Codes of the content languages that the site has locales of, in the settings' order. A language that is set and
    not begun names nothing, is searched by nobody, and corrects no word."""
    existing = _existing.get()
    return [code for code in get_content_languages() if code in existing]


def language_of(page):
    """Language code of ``page``, without a query where its locale is remembered."""
    return remember_locale(page).language_code


def language_label(code):
    """The language's name in the language of the reader, who may not know its own."""
    return get_language_info(code)["name_translated"]


@dataclass(frozen=True)
class LanguageLink:
    """A link to the same page in a language."""

    code: str
    tag: str
    name: str
    url: str
    full_url: str
    is_current: bool


def _rank(code):
    codes = list(get_content_languages())
    return codes.index(code) if code in codes else len(codes)


def _real_translations(page):
    known = getattr(page, "known_translations", None)
    if known is not None:
        return [version for version in known if version.live and version.alias_of_id is None]
    return real_pages().filter(translation_key=page.translation_key)


def public_versions(page, request):
    """The live, public, real translations of ``page``, itself included, in the site's order. Two queries at most.

    A preview gives the page its ``forthcoming_versions``: those that will be public.
    """
    if not page.pk:
        return []
    versions = getattr(page, "forthcoming_versions", None)
    if versions is None:
        hidden = find_hidden(request)
        versions = [version for version in _real_translations(page) if not hidden.covers(version.path)]
    return sorted(versions, key=lambda version: _rank(language_of(version)))


def language_links(page, request):
    """LanguageLinks to the ``public_versions`` of ``page``."""
    links = []
    for version in public_versions(page, request):
        code = language_of(version)
        links.append(
            LanguageLink(
                code=code,
                tag=language_tag(code),
                name=language_name(code),
                url=version.get_url(request) or "",
                full_url=version.get_full_url(request) or "",
                is_current=version.pk == page.pk,
            )
        )
    return links


_home_languages = []


def home_languages(request):
    """Codes of the languages in which the request's site has a public home page, in the site's order."""
    site = Site.find_for_request(request)
    home = site.root_page if site is not None else None
    _home_languages[:] = [language_of(version) for version in public_versions(home, request)] if home else []
    return list(_home_languages)


def known_home_languages():
    """Those that this process found last, without a query: for pages about errors. Empty if it never looked."""
    return list(_home_languages)


def default_link(links):
    """The link that ``hreflang=x-default`` names: the site's default language, else the first; None of none."""
    default = get_supported_content_language_variant(settings.LANGUAGE_CODE)
    for link in links:
        if link.code == default:
            return link
    return links[0] if links else None
