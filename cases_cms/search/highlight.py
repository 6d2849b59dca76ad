"""Where a query stands in a text: marked, and the passage that shows it best."""

import functools

import regex
from django.utils.html import escape
from django.utils.safestring import mark_safe

from cases_cms.core.folding import spell_with_places
from cases_cms.search.analysis import CLAUSE, DIGIT, GENITIVE, LETTER, MAX_FORM, SINGLE, is_single, stem

#: Between the forms of a phrase stands what is no form: spaces, punctuation; beside a character, no end of a clause.
_GAP = r"[^\p{L}\p{N}]*+"
_NARROW_GAP = rf"[^\p{{L}}\p{{N}}{CLAUSE}]*+"
_ANY_SINGLE = regex.compile(rf"(?V1){SINGLE}")
_ANY_NUMBER = regex.compile(rf"(?V1){DIGIT}")
#: Before a cut: behind white space, Chinese characters and punctuation.
_CUT = regex.compile(r"(?<=[\s\p{Han}\p{Kana}\p{Hira}\p{P}])(?![\s\p{M}\p{Pe}\p{Pf}\p{Po}\u200d])")
#: Letters of a passage.
LENGTH = 160
#: More occurrences than these do not make a passage better.
_CONSIDERED = 200


def _part(form, stemmed, prefix):
    """The pattern of one form; a word is caught by its first letter and proved by its stem."""
    if is_single(form):
        return regex.escape(form) + r"(?!\p{M})"
    if _ANY_NUMBER.match(form):
        return rf"(?<!{DIGIT}){regex.escape(form)}" + ("" if prefix else rf"(?!{DIGIT})")
    begin = rf"(?<!{LETTER})"
    if prefix or not stemmed or len(form) == MAX_FORM or not form.isascii():
        more = rf"{LETTER}*" if prefix or len(form) == MAX_FORM else ""
        return rf"{begin}{regex.escape(form)}{more}{GENITIVE}(?!{LETTER})"
    return rf"{begin}({regex.escape(form[0])}{LETTER}*+){GENITIVE}"


@functools.lru_cache(maxsize=512)
def _compiled(term, stemmed):
    """``(pattern, stems)``: the stems that the pattern's groups have to have."""
    last = len(term.forms) - 1
    parts, stems = [], []
    for index, form in enumerate(term.forms):
        part = _part(form, stemmed, term.prefix and index == last)
        if index:
            parts.append(_NARROW_GAP if is_single(form) or is_single(term.forms[index - 1]) else _GAP)
        parts.append(part)
        if part.endswith(f"*+){GENITIVE}"):
            stems.append(form)
    return regex.compile("(?V1)" + "".join(parts)), tuple(stems)


@functools.lru_cache(maxsize=16)
def _spelt(text):
    """``spell_with_places``, of the few texts of one card remembered: each is asked for several times."""
    return spell_with_places(text)


def _matches(folded, term, stemmed):
    """The places in the folded text where ``term`` stands, one by one."""
    pattern, stems = _compiled(term, stemmed)
    for match in pattern.finditer(folded, overlapped=bool(stems) or len(term.forms) > 1):
        if all(stem(word) == wanted for word, wanted in zip(match.groups(), stems, strict=True)):
            yield match.span()


def _found(text, query):
    """``[(start, end, number of the term)]`` in ``text``."""
    folded, starts, ends = _spelt(text)
    found = []
    for number, term in enumerate(query.terms):
        for start, end in _matches(folded, term, query.stemmed):
            if starts is not None:
                start, end = starts[start], ends[end - 1]
            found.append((start, end, number))
    return found


def stand_in(texts, query):
    """Whether each term of ``query`` stands in one of ``texts``; looks no further than the first place of each."""
    return all(
        any(next(_matches(_spelt(text)[0], term, query.stemmed), None) is not None for text in texts)
        for term in query.terms
    )


def _merged(found):
    merged = []
    for start, end, _number in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def spans(text, query):
    """``[(start, end)]`` of all that ``query`` finds in ``text``, merged where they meet."""
    return _merged(_found(text, query))


def _marked(text, marks, start, end):
    """``text[start:end]`` escaped, with the marks in it."""
    pieces, at = [], start
    for begin, stop in marks:
        begin, stop = max(begin, start), min(stop, end)
        if begin < stop:
            pieces += [escape(text[at:begin]), "<mark>", escape(text[begin:stop]), "</mark>"]
            at = stop
    return "".join(pieces) + escape(text[at:end])


def mark(text, query):
    """All of ``text``, escaped, with ``<mark>`` around what ``query`` finds."""
    return mark_safe(_marked(text, spans(text, query), 0, len(text)))


def _best(found, length):
    """The occurrence at which the best passage begins: the most terms, then the most occurrences, then the first."""
    found = sorted(found)[:_CONSIDERED]
    scores = []
    for index, (start, _end, _number) in enumerate(found):
        inside = [number for begin, end, number in found[index:] if begin == start or end - start <= length]
        scores.append((len(set(inside)), len(inside), -index))
    return found[-max(scores)[2]]


def _cut_before(text, at, low):
    """A place to cut at or before ``at``, above ``low`` if there is one: not inside a word."""
    places = [match.start() for match in _CUT.finditer(text, max(low, 0), min(at + 1, len(text)))]
    return places[-1] if places else at


def _room(text):
    """Characters of a passage of three lines or so: Chinese ones are twice as wide."""
    sample = text[:400]
    return LENGTH // 2 if 2 * len(_ANY_SINGLE.findall(sample)) > len(sample) else LENGTH


def excerpt(text, query, length=None):
    """The best passage of ``text`` of about ``length`` characters, marked; "" if nothing is found.

    By default it has room for LENGTH Latin letters, or half as many Chinese characters.
    """
    found = _found(text, query)
    if not found:
        return ""
    length = length or _room(text)
    if len(text) <= length:
        return mark_safe(_marked(text, _merged(found), 0, len(text)))
    first, first_end, _number = _best(found, length * 3 // 4)
    start = max(0, min(first - length // 4, len(text) - length))
    if start:
        cuts = [match.start() for match in _CUT.finditer(text, start, first + 1)]
        start = cuts[0] if cuts else first
    end = min(len(text), max(start + length, first_end))
    if end < len(text):
        end = max(first_end, _cut_before(text, end, end - 40))
    passage = _marked(text, _merged(found), start, end)
    return mark_safe(("…" if start else "") + passage.strip() + ("…" if end < len(text) else ""))
