"""The HTML of a case in a list: pages hold dozens, and templates would be most of a page's time (decision 49)."""

from html import escape

from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, pgettext

from cases_cms.core.templatetags.cases_cms import drawing, fixed, short_list

COMPONENTS = "cases_cms/components"


def component(name, **values):
    """A component without anything of the page, drawn once a process."""
    return fixed(f"{COMPONENTS}/{name}.html", **values)


def _media(card):
    if card.cover:
        return component("responsive", picture=card.cover)
    category = card.category
    return drawing(
        card.key,
        accent=category.accent if category else None,
        countries=card.codes,
        year=card.year,
        golden=card.outstanding,
    )


def title(card):
    """The title of a card, the words sought marked in it where there are any."""
    marked = getattr(card, "title_marked", "")
    return conditional_escape(marked) if marked else mark_safe(escape(card.title))


def badges(card, *, sample=True):
    """Badges of a card, or an empty text: outstanding, in another language, with sample data."""
    found = []
    if card.outstanding:
        found.append(component("outstanding_badge"))
    if card.language:
        found.append(component("language_badge", language=card.language))
    if sample and card.has_sample_data:
        found.append(component("sample_badge"))
    return mark_safe("".join(found))


def _text(card):
    """Summary, or the passage in which words were found (marked, and safe), and why the case was found."""
    text = conditional_escape(card.excerpt) if card.excerpt else escape(card.summary)
    found = f'<p class="cc-card__found">{conditional_escape(card.found_by)}</p>' if card.found_by else ""
    return f'<p class="cc-card__summary"{card.lang}>{text}</p>{found}'


def pick(card, shortlist):
    """The link that puts a case on the ``shortlist`` or takes it off; nothing without a shortlist or a public case.

    Its address without a script comes back to the link; htmx, which stays where it is, asks for it without that.
    """
    if not (shortlist and card and card.code):
        return ""
    button = shortlist.button(card.code)
    if button.state == "full":
        text = gettext("The list to compare is full (%(maximum)s)") % {"maximum": shortlist.maximum}
        return mark_safe(f'<p class="cc-pick"><span class="cc-pick__full">{escape(text)}</span></p>')
    if button.state == "remove":
        more, icon, text = " cc-pick__link--chosen", "icon_check", gettext("To be compared")
        heard = gettext("remove “%(title)s” from the list")
    else:
        more, icon, text = "", "icon_add", pgettext("put on the list", "Compare")
        heard = gettext("add “%(title)s” to the list")
    anchor = escape(button.anchor)
    href = f"?{escape(button.query)}" if button.query else "./"
    return mark_safe(
        f'<p class="cc-pick"><a class="cc-pick__link{more}" id="{anchor}" href="{href}#{anchor}" data-hx-get="{href}"'
        f' data-hx-push-url="true" rel="nofollow">{component(icon)}{escape(text)}'
        f'<span class="cc-visually-hidden"> – {escape(heard % {"title": card.title})}</span></a></p>'
    )


def case_card(card, shortlist=None, reason=""):
    """A card as an item of a list; ``reason`` says why it stands there."""
    category, shown = card.category, badges(card)
    name = why = countries = ""
    if category:
        lang = conditional_escape(category.lang)
        name = f'<span class="cc-card__category"{lang}>{escape(category.title)}</span>'
    url = f"{card.url}{shortlist.suffix}" if shortlist else card.url
    if reason:
        why = f'<p class="cc-card__reason">{escape(reason)}</p>'
    if shown:
        shown = f'<p class="cc-card__badges">{shown}</p>'
    if card.countries:
        label = gettext("Countries and regions:")
        countries = (
            f'<p class="cc-card__countries"><span class="cc-visually-hidden">'
            f"{escape(label)}</span> {escape(short_list(card.countries, 4))}</p>"
        )
    return mark_safe(
        f'<li class="cc-card cc-accent-{category.accent if category else 4}">'
        f'<div class="cc-card__media">{_media(card)}</div><div class="cc-card__text">'
        f'{why}<p class="cc-card__meta">{name}<span class="cc-card__year">{card.year}</span></p>'
        f'<h3 class="cc-card__title"{card.lang}><a class="cc-card__link" href="{escape(url)}"'
        f"{card.hreflang}>{title(card)}</a></h3>{_text(card)}"
        f"{shown}{countries}{pick(card, shortlist)}</div></li>"
    )
