"""Template tags of the explorer. Long lists of values are written here, not by templates: they are most of the page."""

import re
from functools import lru_cache
from html import escape

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, ngettext, pgettext

register = template.Library()

#: Facets of so few values are open from the start.
FEW = 8
#: Figures below the list: templates draw hundreds of shapes, which change when the Collection does.
FIGURES = ("cases_chart", "countries_chart", "years_chart")
MAX_DRAWN = 32
_drawn = {}
_NOT_IN_IDS = re.compile(r"[\s\"'<>&]+")


def _as_id(*parts):
    """An id of codes and names in any script; white space cannot stand in one."""
    return _NOT_IN_IDS.sub("-", "-".join(map(str, parts)))


def _chosen(count):
    return ngettext("%(counter)s chosen", "%(counter)s chosen", count) % {"counter": count}


@lru_cache(maxsize=4096)
def _count(number, language):
    """The HTML of a number of cases in the active ``language``."""
    cases = ngettext(", %(counter)s case", ", %(counter)s cases", number) % {"counter": number}
    return (
        f'</span> <span class="cc-value__count" aria-hidden="true">{number}</span>'
        f'<span class="cc-visually-hidden">{escape(cases)}'
    )


class Writer:
    """Writes the values of one facet; a text that many of them need is translated once."""

    def __init__(self, facet):
        self.facet = facet
        self.chosen = escape(gettext(", chosen"))
        self.heard, self.language = {}, get_language()
        self.start = f' id="{_as_id("cc-value", facet.name)}-'
        self.data = f'" data-facet="{escape(facet.name)}" data-value="'

    def count(self, number):
        """A number of cases: as it is seen, and as it is heard."""
        heard = self.heard.get(number)
        if heard is None:
            heard = self.heard[number] = _count(number, self.language)
        return heard

    def value(self, value):
        """A value as a link that chooses or drops it, or as plain text where it would give nothing."""
        count = value.count
        code = escape(value.value)
        name = code if code.isalnum() else _as_id(value.value)
        data = f'{self.start}{name}{self.data}{code}" data-count="{count}"'
        lang = conditional_escape(value.lang) if value.lang else ""
        text = f'<span class="cc-value__label"{lang}>{escape(value.label)}{self.count(count)}'
        if value.selected:
            href = f"?{escape(value.query)}" if value.query else "./"
            return (
                f'<li><a class="cc-value"{data} href="{href}" aria-current="true">{text}{self.chosen}</span></a></li>'
            )
        if not count:
            return f'<li><span class="cc-value cc-value--none"{data}>{text}</span></span></li>'
        return f'<li><a class="cc-value"{data} href="?{escape(value.query)}">{text}</span></a></li>'

    def values(self, values, label):
        """A list of values."""
        items = "".join(map(self.value, values))
        return f'<ul class="cc-values__list" aria-label="{escape(label)}">{items}</ul>'

    def group(self, group):
        """A group of values, open where one of them is chosen or something is sought."""
        label = group.label or pgettext("regions of the world", "Elsewhere")
        chosen = sum(value.selected for value in group.values)
        if chosen:
            note = f'<span class="cc-facet__chosen">{escape(_chosen(chosen))}</span>'
        else:
            # Cases of several countries stand in each of them, so no sum is true; none at all is.
            note = "" if any(value.count for value in group.values) else '<span class="cc-values__size">0</span>'
        return (
            f'<details class="cc-values__group" id="{_as_id("cc-group", self.facet.name, label)}"'
            f"{' open' if chosen or self.facet.find else ''}>"
            f'<summary class="cc-values__name">{f"{escape(label)} {note}".strip()}</summary>'
            f"{self.values(group.values, label)}</details>"
        )

    def groups(self):
        """All values; without groups they are one list."""
        groups = [group for group in self.facet.groups if group.values]
        if len(self.facet.groups) == 1 and groups and not groups[0].label:
            return self.values(groups[0].values, self.facet.label)
        return "".join(map(self.group, groups))


def found_note(facet):
    """What the field to find values says: how many are shown; empty where all are."""
    if not facet.find_name:
        return ""
    shown = facet.values
    if not facet.find and len(shown) < facet.total_values:
        numbers = {"shown": len(shown), "total": facet.total_values}
        return gettext("%(shown)s of %(total)s: type to find more") % numbers
    if not facet.find:
        return ""
    # What is chosen is shown whether it is found or not.
    found = sum(not value.selected for value in shown)
    if found:
        return ngettext("%(counter)s found", "%(counter)s found", found) % {"counter": found}
    if facet.selected:
        return gettext("Nothing else here is called “%(words)s”.") % {"words": facet.find}
    return gettext("Nothing here is called “%(words)s”.") % {"words": facet.find}


@register.simple_tag
def facet_values(facet):
    """The values of a facet with their counts; HTML in which everything from elsewhere is escaped."""
    note = escape(found_note(facet))
    seen = f'<p class="cc-values__note">{note}</p>' if note else ""
    return mark_safe(
        f'<div class="cc-values" id="{_as_id("cc-values", facet.name)}" data-announce="{note}">'
        f"{seen}{Writer(facet).groups()}</div>"
    )


@register.simple_tag(takes_context=True)
def figures(context):
    """The figures of the whole Collection; what was drawn of the same data in the same language is not drawn again."""
    charts = {name: context.get(name) for name in FIGURES}
    if not any(charts.values()):
        return ""
    key = (get_language(), repr(charts))
    html = _drawn.get(key)
    if html is None or settings.DEBUG:
        if len(_drawn) >= MAX_DRAWN:
            _drawn.clear()
        html = _drawn[key] = render_to_string("cases_cms/collection/collection_figures.html", charts)
    return html


@register.filter
def is_open(facet):
    """Whether a facet stands open: something is chosen in it or sought, or it is short or in groups."""
    return bool(facet.selected or facet.find or facet.total_values <= FEW or len(facet.groups) > 1)


@register.filter
def is_sought(facets):
    """Whether a visitor looks for a value of any of the facets."""
    return any(facet.find for facet in facets)


@register.filter
def chosen_count(facets):
    """How many values are chosen in all facets."""
    return sum(len(facet.selected) for facet in facets)
