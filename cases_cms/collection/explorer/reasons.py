"""Why a case was found: the passage that holds the words, or what corresponds to them. For the rows shown only."""

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from cases_cms.core.languages import lang_attribute, language_label
from cases_cms.search.highlight import excerpt, mark, spans, stand_in
from cases_cms.search.query import parse


def _said(text, **values):
    """``text`` with values that are HTML; the text itself is escaped."""
    return mark_safe(format_html("{}", text) % values)  # "%" and its names survive escaping


def _in_language(html, language):
    return format_html("<span{}>{}</span>", lang_attribute(language), html)


def _elsewhere(entry, query):
    """Where ``query`` stands beside the entry's own text: a title in another language, an organization."""
    for language, title in entry.text.other_titles.items():
        if spans(title, query):
            marked = _in_language(mark(title, query), language)
            return _said(_("Title in %(language)s: %(title)s"), language=language_label(language), title=marked)
    for name in entry.text.organization_names:
        if spans(name, query):
            return _said(_("Organization: %(name)s"), name=mark(name, query))
    return ""


def _by_equivalent(entry, found):
    """``(excerpt, reason)`` of the first official term that the entry has."""
    texts = [entry.title, entry.text.content, *entry.text.other_titles.values(), *entry.text.organization_names]
    for other in found.equivalents:
        query = parse(other.words)
        if query and stand_in(texts, query):
            reason = _said(
                _("%(kind)s: %(term)s"),
                kind=format_html("{}", other.source_label[:1].upper() + other.source_label[1:]),
                term=_in_language(format_html("{}", other.term), other.language),
            )
            return excerpt(entry.text.content, query), reason
    return "", ""


def reason_of(entry, found, label_of):
    """``(excerpt, reason)``, marked HTML, of an entry (with its text) that ``found`` (words.Found) holds.

    ``label_of(facet, code)`` names a facet's value as "Facet: value"; the reason is empty where the entry's own text
    shows it.
    """
    query = parse(found.words)
    own = [entry.title, entry.text.content]
    passage = excerpt(entry.text.content, query)
    if stand_in(own, query):
        return passage, ""
    if stand_in([*own, *entry.text.other_titles.values(), *entry.text.organization_names], query):
        return passage, _elsewhere(entry, query)
    passage, reason = _by_equivalent(entry, found)
    if reason:
        return passage, reason
    rest = parse(found.named[-1].rest) if found.named else None
    for named in found.named:
        codes = {"category": [entry.category], "year": [str(entry.year)]}.get(named.facet) or entry.country_codes
        for code in named.codes:
            if code in codes:
                return (excerpt(entry.text.content, rest) if rest else ""), format_html(
                    "{}", label_of(named.facet, code)
                )
    return "", ""
