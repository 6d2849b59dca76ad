"""What goes into a file and what is read from one; the formats know nothing of the database."""

import hashlib
import re
from dataclasses import dataclass, field

from cases_cms.localization.files.inline import from_plain, parse, render, to_plain

MISSING, CHANGED, MACHINE, DONE = "missing", "changed", "machine", "done"


class FileError(ValueError):
    """A file cannot be read at all; the message is for people."""


@dataclass(frozen=True)
class Unit:
    """A segment as it goes out. ``target`` of a CHANGED one is what its former source was translated as."""

    path: str
    source: str
    target: str = ""
    state: str = MISSING
    is_rich: bool = False
    former_source: str = ""
    note: str = ""
    longest: int | None = None

    @property
    def key(self):
        """Names it in files: its place, and what its source says."""
        return f"{short_hash(self.path)}-{short_hash(self.source)}"

    @property
    def needs_work(self):
        """Whether its text is a draft that a person has to look at."""
        return self.state in (CHANGED, MACHINE) and bool(self.target)


@dataclass(frozen=True)
class Document:
    """One thing in one language. ``made_at`` is the moment the texts were read: ISO 8601, UTC."""

    translation: str
    title: str
    source_language: str
    language: str
    made_at: str
    units: tuple


class Units:
    """Units, found by their key and by their path."""

    def __init__(self, units):
        self.by_key, self.by_path = {}, {}
        for unit in units:
            self.by_key.setdefault(unit.key, unit)
            self.by_path.setdefault(unit.path, []).append(unit)


@dataclass(frozen=True)
class ReadUnit:
    """A segment as a file has it: ``raw`` is its text to look at, ``stored(unit)`` what is stored of it.

    ``place_hash`` is the short hash of its path. ``is_final`` is False where the file says that it still needs work.
    """

    place: str
    path: str
    source: str
    raw: str
    stored: object
    is_final: bool = True
    key: str = ""
    place_hash: str = ""


@dataclass(frozen=True)
class ReadDocument:
    """What a file says of one thing in one language. ``find(read_unit, Units)`` gives the Unit that is meant."""

    name: str
    translation: str = ""
    source_language: str = ""
    language: str = ""
    made_at: str = ""
    units: tuple = field(default=())
    find: object = None


def short_hash(text):
    """Sixteen characters that stand for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def text_of(stored, is_rich):
    """A stored text as PO has it: without formatting as one types it, else with its tags."""
    return stored if is_rich else to_plain(stored)


def stored_of(text, is_rich):
    """The reverse; BrokenTagsError for tags that are not well-formed."""
    if not is_rich:
        return from_plain(text)
    return render(parse(text.replace("\r\n", "\n")))


def same_text(one, other):
    """Whether two texts differ in blanks at most: tools break and join lines."""
    return " ".join(one.split()) == " ".join(other.split())


# --- Languages -----------------------------------------------------------------------------------

_ALIASES = {"zh-cn": "zh-hans", "zh-sg": "zh-hans", "zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-mo": "zh-hant"}


def same_language(code, other):
    """Whether a file's language is ours, however its desk writes it: zh_CN is zh-hans, fr-FR is fr."""
    one, two = (_ALIASES.get(tag, tag) for tag in map(_tag, (code, other)))
    for alias in ("zh-hans", "zh-hant"):  # zh-Hans-CN
        one, two = (alias if tag.startswith(alias) else tag for tag in (one, two))
    return one == two or (one.partition("-")[0] == two and not one.startswith("zh"))


def _tag(code):
    return re.sub(r"[_]", "-", str(code or "").partition(".")[0].strip()).lower()
