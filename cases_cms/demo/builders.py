"""Builds unsaved objects from the demonstration's texts, the same structure in every language.

Block ids and translation keys are derived from where a thing stands, so that an object in one language lines up
with the same object in another, as a translation must.
"""

import json
import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from cases_cms.core.quantities import Qualifier
from cases_cms.demo.content import in_language

NAMESPACE = uuid.UUID("6f0c3f5e-2a53-4a86-9d39-0f5e6a3e8c11")
ZONE = ZoneInfo("Asia/Shanghai")


def stable_id(*parts):
    """A UUID that depends only on ``parts``."""
    return uuid.uuid5(NAMESPACE, "/".join(str(part) for part in parts))


def instant(text):
    """An aware datetime from ISO 8601, or None."""
    if text is None:
        return None
    moment = datetime.fromisoformat(str(text))
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


def _items(where, items):
    return [{"type": "item", "id": str(stable_id(where, index)), "value": item} for index, item in enumerate(items)]


def _link(block, page_by_path):
    page = page_by_path.get(block.get("page", ""))
    return {
        "label": block["label"],
        "page": page.pk if page is not None else None,
        "url": block.get("url", ""),
    }


def body(where, blocks, language, page_by_path=None):
    """A StreamField's JSON from the content's blocks."""
    stream = []
    for index, block in enumerate(in_language(blocks, language)):
        kind = block["type"]
        place = f"{where}/{index}"
        if kind in ("heading", "paragraph"):
            value = block["value"]
        elif kind == "figures":
            value = {"title": block.get("title", ""), "figures": _items(place, block["items"])}
        elif kind == "steps":
            value = {"steps": _items(place, block["items"])}
        elif kind == "definitions":
            value = {"items": _items(place, block["items"])}
        elif kind == "callout":
            value = {"title": block.get("title", ""), "text": block["text"]}
        elif kind == "button":
            value = _link(block, page_by_path or {})
        elif kind.startswith("edition_"):
            value = None
        else:
            raise ValueError(f"{where}: there is no block “{kind}”.")
        stream.append({"type": kind, "id": str(stable_id(place)), "value": value})
    return json.dumps(stream)


def children(model, where, rows):
    """Unsaved children with stable translation keys where the model has one."""
    built = []
    for index, row in enumerate(rows):
        if hasattr(model, "translation_key"):
            row = {**row, "translation_key": stable_id(where, index)}
        built.append(model(sort_order=index, **row))
    return built


def quantity_values(name, data):
    """Column values of a quantity, or none if it is not known."""
    if not data:
        return {}
    return {name: data["number"], f"{name}_qualifier": data.get("qualifier", Qualifier.EXACT)}
