"""The texts of a row in another language than its case was written in: as translated segments, never in live rows."""

import json
from collections import defaultdict

from wagtail_localize.models import OverridableSegment, SegmentOverride, StringSegment
from wagtail_localize.strings import extract_strings

from cases_cms.collection.models import CasePage
from cases_cms.interchange import prose
from cases_cms.interchange.planned import ROLES
from cases_cms.localization.drafts import save_draft
from cases_cms.localization.enums import Origin
from cases_cms.localization.files.inline import from_plain
from cases_cms.localization.segment_services import save_texts

#: Columns of lines, and which fields of the relation's children are translated (None: may be replaced).
LINES = {"figures": ("value", "label"), "links": ("title", None), "videos": ("title", None)}
ADDRESSES = {"links": "url", "videos": "video_url"}
BESIDE = {"picture_alts": "alt_text", "picture_captions": "caption", "picture_credits": "credit"}


def write_translation(page, translation, row, user):
    """Give ``translation`` of ``page`` (its latest draft) the texts of ``row``, and the translated page its draft."""
    language = translation.target_locale.language_code
    texts, addresses = _texts(page, row, language)
    found, seen = {}, defaultdict(int)
    segments = StringSegment.objects.filter(source=translation.source).order_by("order", "pk")
    first = set()
    for pk, path, string in segments.values_list("pk", "context__path", "string_id"):
        some = texts.get(path, ())
        # What stands twice in a text has one translation: the first, as the dry run said.
        if seen[path] < len(some) and some[seen[path]] and (path, string) not in first:
            found[pk] = some[seen[path]]
            first.add((path, string))
        seen[path] += 1
    save_texts(translation=translation, texts=found, user=user, origin=Origin.FILE)
    if addresses:
        _replace_addresses(translation, addresses, user)
    save_draft(translation, user)


def _texts(page, row, language):
    """``{path: [stored text]}`` of segments, and ``{path: address}`` of what the language replaces ("": nothing)."""
    texts, addresses = {}, {}
    for key in row.changes:
        code, _dot, own = key.partition(".")
        if own != language or code in ROLES:
            continue
        value = row.values[key]
        if code in CasePage.SECTIONS:
            texts[code] = [string.data for string, _attrs in extract_strings(prose.to_html(value))[1]]
        elif code in LINES:
            for child, record in zip(_in_order(page, code), value, strict=False):
                for name, text in zip(LINES[code], record, strict=True):
                    if name:
                        texts[f"{code}.{child.translation_key}.{name}"] = [from_plain(text)]
                    elif text:
                        is_own = text != getattr(child, ADDRESSES[code])
                        addresses[f"{code}.{child.translation_key}.{ADDRESSES[code]}"] = text if is_own else ""
        elif code in BESIDE:
            for child, text in zip(_in_order(page, "gallery"), value, strict=False):
                texts[f"gallery.{child.translation_key}.{BESIDE[code]}"] = [from_plain(text)]
        else:
            texts[code] = [from_plain(value)]
    return texts, addresses


def _in_order(page, relation):
    return sorted(getattr(page, relation).all(), key=lambda child: child.sort_order or 0)


def _replace_addresses(translation, addresses, user):
    segments = OverridableSegment.objects.filter(source=translation.source, context__path__in=addresses)
    overrides = SegmentOverride.objects.filter(locale=translation.target_locale)
    for context_id, path in segments.values_list("context_id", "context__path"):
        if not addresses[path]:
            overrides.filter(context_id=context_id).delete()
            continue
        SegmentOverride.objects.update_or_create(
            locale=translation.target_locale,
            context_id=context_id,
            defaults={"data_json": json.dumps(addresses[path]), "last_translated_by": user, "has_error": False},
        )
