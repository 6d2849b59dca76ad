"""Language links of a page: real translations only."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language_info, to_locale

from cases_cms.core.querysets import real_pages
from cases_cms.core.visibility import hidden_paths, is_hidden


def language_tag(code):
    """BCP 47 tag of a Django language code: ``zh-hans`` -> ``zh-Hans``."""
    return to_locale(code).replace("_", "-")


def language_name(code):
    """The language's own name."""
    return get_language_info(code)["name_local"]


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
    codes = [language for language, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    return codes.index(code) if code in codes else len(codes)


def language_links(page, request):
    """LanguageLinks to the live, public, real translations of ``page``, itself included. Two queries."""
    if not page.pk:
        return []
    hidden = hidden_paths()
    links = []
    for translation in real_pages().filter(translation_key=page.translation_key).select_related("locale"):
        code = translation.locale.language_code
        if is_hidden(translation.path, hidden):
            continue
        links.append(
            LanguageLink(
                code=code,
                tag=language_tag(code),
                name=language_name(code),
                url=translation.get_url(request) or "",
                full_url=translation.get_full_url(request) or "",
                is_current=translation.pk == page.pk,
            )
        )
    return sorted(links, key=lambda link: _rank(link.code))


def default_link(links):
    """The link that ``hreflang=x-default`` names: the site's default language, else the first; None of none."""
    for link in links:
        if link.code == settings.LANGUAGE_CODE:
            return link
    return links[0] if links else None
