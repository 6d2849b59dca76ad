"""Several things in one cell: a list of texts, or lines of several texts each. Both ways exact.

Items stand between semicolons or on lines of their own, texts of a line between upright strokes. What holds such a sign
is quoted as CSV quotes: "A; B Ltd".
"""

import re

ITEMS, TEXTS = ";；", "|｜"
_QUOTED = re.compile(r'\s*"((?:[^"]|"")*)"\s*')


def _quote(text, signs):
    text = " ".join(text.split())
    if text.startswith('"') or any(sign in text for sign in signs):
        return '"' + text.replace('"', '""') + '"'
    return text


def _split(text, signs):
    """The parts of one line between ``signs``; quotes that do not end, or end too early, are signs like others."""
    parts, position = [], 0
    while True:
        match = _QUOTED.match(text, position)
        if match and (match.end() == len(text) or text[match.end()] in signs):
            parts.append(match[1].replace('""', '"'))
            end = match.end()
        else:
            end = next((place for place in range(position, len(text)) if text[place] in signs), len(text))
            parts.append(text[position:end])
        if end >= len(text):
            return [" ".join(part.split()) for part in parts]
        position = end + 1


def _without_end(parts):
    while parts and not parts[-1]:
        parts = parts[:-1]
    return parts


def split_list(text):
    """``[text]`` of a list; an item between two others may be empty, for lists that stand side by side."""
    items = []
    for line in text.splitlines():
        if line.strip():
            items += _without_end(_split(line, ITEMS)) or [""]
    return _without_end(items)


def join_list(items):
    """The cell of a list."""
    return "; ".join(_quote(item, ITEMS) for item in _without_end([" ".join(item.split()) for item in items]))


def split_lines(text, width):
    """``[(text, …)]`` of lines of ``width`` texts each; ValueError (the line) for one that has more."""
    records = []
    for line in text.splitlines():
        if not line.strip():
            continue
        parts = _split(line, TEXTS)
        if len(_without_end(parts)) > width:
            raise ValueError(line)
        records.append(tuple((parts + [""] * width)[:width]))
    return records


def join_lines(records):
    """The cell of such lines."""
    return "\n".join(" | ".join(_without_end([_quote(text, TEXTS) for text in record])) or " | " for record in records)
