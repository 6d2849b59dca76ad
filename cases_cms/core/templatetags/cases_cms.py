"""Template tags of the plugin: what a template cannot say without logic."""

from functools import lru_cache
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext, ngettext

from cases_cms.core import languages, scripts
from cases_cms.core.alt_texts import alt_text
from cases_cms.core.covers import drawn
from cases_cms.core.languages import lang_attribute, language_label
from cases_cms.core.periods import institution_zone
from cases_cms.core.pictures import SLOTS, picture_of, single_rendition
from cases_cms.core.stylesheets import linked

register = template.Library()

#: Open Graph wants a language with a territory.
OG_LOCALES = {
    "en": "en_US",
    "zh-Hans": "zh_CN",
    "zh-Hant": "zh_TW",
    "fr": "fr_FR",
    "es": "es_ES",
    "ru": "ru_RU",
    "ar": "ar_AR",
}


@register.simple_tag(takes_context=True)
def absolute_url(context, url):
    """``url`` with scheme and host, as other sites need it; unchanged without a request."""
    request = context.get("request")
    return request.build_absolute_uri(url) if request and url else url


@register.simple_tag
def drawing(key, *, accent=None, countries=(), year=None, golden=False, wide=False, joined=True):
    """A cover drawn from data, as core.covers.draw takes it; what a template does not know is left out."""
    return drawn(str(key), accent or None, tuple(countries or ()), year or None, bool(golden), wide, joined)


@lru_cache(maxsize=2048)
def _fixed(name, language, values):
    return render_to_string(name, dict(values))


@register.simple_tag
def fixed(name, **values):
    """The component ``name`` with ``values`` and nothing of the page: a badge, an icon. A process draws it once."""
    make = _fixed.__wrapped__ if settings.DEBUG else _fixed
    return make(name, get_language(), tuple(values.items()))


@register.simple_tag
def picture_for(image, slot):
    """The Picture of ``image`` for the slot named; None without an image, or if it cannot be shown."""
    return picture_of(image, SLOTS[slot])


@register.simple_tag
def alt_for(image, own=""):
    """What is said of ``image``: the page's ``own`` words, else its description in the language of the page."""
    return own or (alt_text(image, get_language()) if image else "")


@register.simple_tag
def single_picture(image, name):
    """One rendition of ``image`` for what chooses none: "social" or "poster"; None if it cannot be made."""
    return single_rendition(image, name)


@register.simple_tag
def stylesheets():
    """Static paths of the plugin's stylesheets, in their order."""
    return linked()


@register.simple_tag
def finding_script():
    """Static path of the script of pages on which one finds things; empty where the host has no finder for it."""
    return scripts.linked()


@register.filter
def as_href(query):
    """A query string as a link on the same page; without one, the page's plain address."""
    return f"?{query}" if query else "./"


@register.simple_tag
def hidden_fields(selection, *without):
    """The selection as hidden fields of a form, but for the parameters ``without``."""
    pairs = [pair for pair in selection.pairs() if pair[0] not in without] if selection else []
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.simple_tag
def institution_today():
    """Today's date where the institution is, as the active language writes it."""
    return date_format(timezone.localtime(timezone=institution_zone()), "DATE_FORMAT")


@register.filter
def og_locale(tag):
    """BCP 47 tag as Open Graph writes it."""
    return OG_LOCALES.get(tag, str(tag).replace("-", "_"))


@register.filter
def hostname(url):
    """The host of an address, to say where a link leads."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


@register.simple_tag
def short_list(items, limit):
    """The first ``limit`` of ``items``, and how many more there are.

    A dot stands between them, since names such as "Hong Kong, China" hold a comma.
    """
    items = [str(item) for item in items]
    text = " · ".join(items[:limit])
    more = len(items) - limit
    if more <= 0:
        return text
    return ngettext("%(items)s and %(count)s more", "%(items)s and %(count)s more", more) % {
        "items": text,
        "count": more,
    }


@register.simple_tag
def page_href(number, selection=None):
    """Query string of a page of a list, the selection kept; the first page has no number."""
    pairs = list(selection.pairs()) if selection else []
    if number > 1:
        pairs = sorted([*pairs, ("page", number)], key=lambda pair: pair[0])
    return as_href(urlencode(pairs))


@register.simple_tag
def elided_pages(page_obj):
    """Page numbers around the current one, None where some are left out."""
    paginator = page_obj.paginator
    return [
        None if number == paginator.ELLIPSIS else number
        for number in paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    ]


@register.simple_tag(takes_context=True)
def other_language(context, item):
    """Language attribute of a listed page that is not in the language of the page around it; else empty."""
    page = context.get("page")
    if page is None or getattr(item, "locale_id", None) in (None, page.locale_id):
        return ""
    return lang_attribute(languages.language_of(item), page.locale.language_code)


@register.simple_tag(takes_context=True)
def language_of(context, item):
    """Name of a listed page's language where it is not that of the page around it; else empty."""
    page = context.get("page")
    if page is None or item.locale_id == page.locale_id:
        return ""
    return language_label(item.locale.language_code)


@register.simple_tag
def only_language(links):
    """Own name of the one language a page exists in; empty if it has translations."""
    return links[0].name if links and len(links) == 1 else ""


@register.simple_tag
def title_with_page(title, page_obj=None):
    """Title of a page of a list: from the second on it says which."""
    if not page_obj or page_obj.number == 1:
        return title
    return gettext("%(title)s (page %(number)s)") % {"title": title, "number": page_obj.number}
