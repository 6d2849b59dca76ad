"""The style page's examples: a registry that every app fills in its ``ready``, a host's apps too.

Texts of examples are samples: they stand here in each language, beside the example, and not in the message catalogues.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.template.loader import get_template
from django.utils.functional import lazy
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language

#: Where the links of samples lead: the head of the style page.
SAMPLE_URL = "#cc-samples"

_REFERENCES = re.compile(r'(\s(?:id|for|headers|aria-labelledby|aria-describedby|aria-controls)=")([^"]+)"')
_OWN_LINK = re.compile(r'(\shref="#)([^"]+)"')
_LANDMARK = re.compile(r'(<(?:nav|form|aside|section)\b[^>]*?\saria-label=")([^"]*)"')
_FIRST_HEADING = re.compile(r"(</?)h1\b")


def in_words(en, zh_hans, **more):
    """A text in the active language, else in English; ``more`` by language code, ``-`` written as ``_``."""
    texts = {"en": en, "zh_hans": zh_hans, **more}
    return texts.get((get_language() or "en").replace("-", "_"), en)


in_words_lazy = lazy(in_words, str)


def nothing():
    """The context of an example that needs none."""
    return {}


@dataclass(frozen=True)
class Example:
    """A component or block with sample data.

    ``context()`` is called in the page's language. The component is put into an element ``tag`` with ``classes``, the
    one it stands in on a page (a list, say), or directly on the page without a tag.
    """

    name: str
    template: str
    context: Callable = nothing
    note: str = ""
    tag: str = "div"
    classes: str = ""

    def render(self, request, **context):
        """HTML of the component; ``context`` is what its own context does not say."""
        return get_template(self.template).render({**context, **self.context()}, request)


@dataclass(frozen=True)
class Group:
    """The examples of an app."""

    code: str
    title: str
    examples: list = field(default_factory=list)
    order: int = 100


_groups = {}


def register(code, title, examples, *, order=100):
    """Register the examples of an app under its code; registering a code again replaces it."""
    _groups[code] = Group(code, title, list(examples), order)


def groups():
    """Groups of the installed apps, in their order."""
    return sorted(_groups.values(), key=lambda group: group.order)


def block_example(block, *, name=None, value=None, context=nothing, classes="", tag="div"):
    """The Example of a Wagtail block in its own words: label, description, preview value and template.

    ``value`` changes parts of the preview value; ``context`` gives what the block would look up in the database.
    """

    def block_context():
        shown = block.get_preview_value()
        for key, change in (value or {}).items():
            shown[key] = change
        return {"self": shown, "value": shown, **context()}

    return Example(
        name=name or block.label,
        template=block.meta.template,
        context=block_context,
        note=getattr(block.meta, "description", "") or "",
        tag=tag,
        classes=classes,
    )


def make_own(html, key, name):
    """``html`` of an example fit to stand beside others on one page: unique ids and landmarks, no second h1."""
    ids = set(re.findall(r'\sid="([^"]+)"', html))
    html = _REFERENCES.sub(
        lambda found: f'{found[1]}{" ".join(f"{each}--{key}" for each in found[2].split())}"',
        html,
    )
    html = _OWN_LINK.sub(lambda found: f'{found[1]}{found[2]}{"--" + key if found[2] in ids else ""}"', html)
    html = _LANDMARK.sub(lambda found: f'{found[1]}{found[2]} – {escape(name)}"', html)
    return _FIRST_HEADING.sub(r"\1h2", html)


@dataclass(frozen=True)
class Shown:
    """An example on the page."""

    key: str
    example: Example
    html: str


def show(request, **context):
    """``[(Group, [Shown])]`` in the active language, for templates; ``context`` is there for every component."""
    shown, number = [], 0
    for group in groups():
        entries = []
        for example in group.examples:
            number += 1
            key = f"{slugify(group.code)}-{number}"
            html = make_own(example.render(request, **context), key, example.name)
            entries.append(Shown(key, example, mark_safe(html)))
        shown.append((group, entries))
    return shown
