"""The texts of a page as the index has them, one a field, without a query: what a passage is cut from."""

from itertools import chain

from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import get_text_for_indexing
from wagtail.search.index import SearchField

#: Sought and shown apart from the other texts.
TITLES = frozenset({"title", "seo_title", "slug"})


def _joined(text):
    return " ".join(str(text).split())


def block_texts(block, raw):
    """Texts in the stored form ``raw`` of a value of ``block``.

    The value itself would look up every picture and page that it refers to.
    """
    if raw is None or not getattr(block, "search_index", True):
        return
    if isinstance(block, blocks.BaseStreamBlock) and isinstance(raw, list):
        for child in raw:
            if isinstance(child, dict) and child.get("type") in block.child_blocks:
                yield from block_texts(block.child_blocks[child["type"]], child.get("value"))
    elif isinstance(block, blocks.BaseStructBlock) and isinstance(raw, dict):
        for name, child in block.child_blocks.items():
            yield from block_texts(child, raw.get(name))
    elif isinstance(block, blocks.ListBlock) and isinstance(raw, list):
        for item in raw:
            is_wrapped = isinstance(item, dict) and item.get("type") == "item" and "value" in item
            yield from block_texts(block.child_block, item["value"] if is_wrapped else item)
    elif isinstance(block, blocks.RichTextBlock):
        yield _joined(get_text_for_indexing(str(raw)))
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
        yield _joined(raw)


def _field_texts(page, name):
    field = next((field for field in page._meta.get_fields() if field.name == name), None)
    value = getattr(page, name, None)
    if isinstance(field, StreamField):
        yield from block_texts(value.stream_block, list(value.raw_data))
    elif isinstance(field, RichTextField):
        yield _joined(get_text_for_indexing(value or ""))
    elif isinstance(value, str):
        yield _joined(value)


def page_texts(page):
    """The page's texts but its titles, in the order of its ``search_fields``, the summary first; none is empty."""
    names = [each.field_name for each in page.get_search_fields() if isinstance(each, SearchField)]
    names = [name for name in dict.fromkeys(names) if name not in TITLES]
    names.sort(key=lambda name: (name == "search_description", name != "summary"))
    return [text for text in chain.from_iterable(_field_texts(page, name) for name in names) if text]


def joined_texts(page):
    """The page's texts as one, to cut a passage from: where no sentence ends, a dot keeps two of them apart."""
    pieces = []
    for text in page_texts(page):
        if pieces:
            pieces.append(_gap(pieces[-1]))
        pieces.append(text)
    return "".join(pieces)


def _gap(text):
    if text[-1] in "。！？”":
        return ""
    return " " if text[-1] in ".!?…" else " · "
