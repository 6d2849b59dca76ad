"""Cases as rows of a table: the texts that an import compares with, and that an export writes."""

import json
from itertools import islice

from cases_cms.collection.enums import OrganizationRole
from cases_cms.core.quantities import Qualifier, quantity
from cases_cms.interchange.columns import places
from cases_cms.interchange.known import Known
from cases_cms.interchange.loading import load_cases

#: Cases whose texts are in memory at a time.
CHUNK = 100

_TEXTS = ("title", "summary", "cover_alt", "sample_note")
_RICH = ("background", "cooperation", "implementation", "benefits")
#: Columns of lines: relation, and the fields that stand between strokes.
_LINES = {
    "figures": ("figures", ("value", "label")),
    "links": ("links", ("title", "url")),
    "videos": ("videos", ("title", "video_url")),
}
_BESIDE_PICTURES = {"picture_alts": "alt_text", "picture_captions": "caption", "picture_credits": "credit"}
_ROLES = {"applicants": OrganizationRole.APPLICANT, "partners": OrganizationRole.PARTNER}


def _shared_value(case, code):
    content = case.content
    if code == "id":
        return case.identifier or str(case.key)
    if code == "edition":
        return case.year
    if code == "reach":
        return quantity(content.get("reach"), content.get("reach_qualifier") or Qualifier.EXACT)
    if code == "cover":
        return case.image(content.get("cover"))
    if code == "pictures":
        return case.gallery
    if code == "slug":
        return case.slug
    if code == "countries" and isinstance(content.get(code), str):
        return json.loads(content[code])  # as some revisions have it
    return content.get(code)


def value_of(case, place):
    """The value of a CaseData in a Place, as the Place's kind has it but for blanks in texts."""
    code, language = place.column.code, place.language
    if not language:
        return _shared_value(case, code)
    texts = case.said_in(language)
    if code in _TEXTS:
        return texts.text(code)
    if code in _RICH:
        return texts.rich(code)
    if code in _LINES:
        relation, fields = _LINES[code]
        return texts.items(relation, *fields)
    if code in _BESIDE_PICTURES:
        return [text for (text,) in texts.items("gallery", _BESIDE_PICTURES[code])]
    return [names.get(language, "") for names in case.organizations.get(_ROLES[code], [])]


def row_of(case, table_places, known, reader):
    """``{key: text}`` of a CaseData in a table for readers of the language ``reader``."""
    return {place.key: place.format(value_of(case, place), known, reader) for place in table_places}


def rows_of(case_keys, languages, *, reader, known=None):
    """Yield ``{key: text}`` of the cases with these translation keys, in their order; drafts included.

    A fixed number of queries for each 100. Whoever calls says who may see them.
    """
    known, table_places, keys = known or Known(), places(languages), iter(case_keys)
    while chunk := list(islice(keys, CHUNK)):
        for case in load_cases(chunk):
            yield row_of(case, table_places, known, reader)
