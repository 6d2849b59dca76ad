"""What the editor shows of a translation: its segments in sections, progress, limits."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from django.utils.text import capfirst
from django.utils.translation import ngettext, pgettext_lazy

from cases_cms.core.counting import measure
from cases_cms.core.panels import counted_unit, length_texts
from cases_cms.localization.comment_selectors import threads_of
from cases_cms.localization.glossary import find_terms
from cases_cms.localization.rows import cell_of, row_of
from cases_cms.localization.segments import segments
from cases_cms.localization.written import insertable_tags, marked_source, to_field, without_tags

#: What a segment's state is called, and the icon of Wagtail's that says the same.
STATES = {
    "missing": (pgettext_lazy("segment", "Not translated"), "minus"),
    "changed": (pgettext_lazy("segment", "Source changed"), "rotate"),
    "machine": (pgettext_lazy("segment", "Machine translation"), "cogs"),
    "done": (pgettext_lazy("segment", "Translated"), "check"),
    "error": (pgettext_lazy("segment", "With an error"), "warning"),
}
ROLES = {
    "title": pgettext_lazy("role of a text", "Title"),
    "heading": pgettext_lazy("role of a text", "Heading"),
    "list": pgettext_lazy("role of a text", "List item"),
    "quote": pgettext_lazy("role of a text", "Quotation"),
    "caption": pgettext_lazy("role of a text", "Caption"),
    "alt": pgettext_lazy("role of a text", "Alternative text"),
    "link": pgettext_lazy("role of a text", "Link"),
}
FILTERS = {
    "all": pgettext_lazy("segments", "All"),
    "left": pgettext_lazy("segments", "Left to do"),
    "changed": pgettext_lazy("segments", "Source changed"),
    "remarks": pgettext_lazy("segments", "With remarks"),
    "questions": pgettext_lazy("segments", "With questions"),
}
#: A field of the editor is at least this high, and grows with its text.
LETTERS_A_LINE = 46


@dataclass
class Line:
    """A segment as it stands in the editor."""

    segment: object
    position: int
    source_html: str
    value: str
    tags: list
    hits: list = field(default_factory=list)
    threads: list = field(default_factory=list)
    is_hidden: bool = False

    @property
    def comments(self):
        return sum(not thread.resolved_at for thread in self.threads)

    @property
    def questions(self):
        return sum(thread.is_question and not thread.resolved_at for thread in self.threads)

    @property
    def is_counted(self):
        """Whether it is counted together with others."""
        return bool(self.segment.limit and self.segment.limit.paths)

    @property
    def room(self):
        """How many characters fit into its field; None for any number."""
        return self.segment.limit.characters if self.segment.limit else None

    @cached_property
    def state_name(self):
        return STATES[self.segment.state][0]

    @cached_property
    def icon(self):
        return STATES[self.segment.state][1]

    @cached_property
    def role_name(self):
        return ROLES.get(self.segment.role, "")

    @cached_property
    def rows(self):
        """Lines of the field, by the longer of the two texts (Chinese letters are twice as wide)."""
        length = measure(self.segment.source)
        letters = max(len(self.value), len(self.segment.source) if not length.characters else 2 * length.characters)
        return max(1, min(12, -(-letters // LETTERS_A_LINE)))

    @cached_property
    def words(self):
        length = measure(self.segment.source)
        return length.words + length.characters

    @cached_property
    def terms(self):
        """The glossary's terms of the source, each once."""
        return list({hit.term_id: hit for hit in reversed(self.hits)}.values())[::-1]

    @property
    def source_value(self):
        """The source as it would stand in the field."""
        return to_field(self.segment.source, self.segment.is_rich)

    @property
    def is_left(self):
        return self.segment.state != "done"

    def as_json(self):
        """What changes of a line when it is saved."""
        segment = self.segment
        return {
            "pk": segment.pk,
            "value": self.value,
            "version": segment.version,
            "state": segment.state,
            "state_name": str(self.state_name),
            "icon": self.icon,
            "error": segment.error or "",
            "findings": [
                {"code": finding.code, "message": str(finding.message), "level": str(finding.level)}
                for finding in segment.findings
            ],
            "comments": self.comments,
            "questions": self.questions,
        }


#: Which lines each filter shows.
SHOWS = {
    "all": lambda line: True,
    "left": lambda line: line.is_left,
    "changed": lambda line: line.segment.state == "changed",
    "remarks": lambda line: bool(line.segment.findings or line.segment.error),
    "questions": lambda line: line.questions > 0,
}


@dataclass
class Section:
    title: str
    lines: list = field(default_factory=list)

    @property
    def is_hidden(self):
        return all(line.is_hidden for line in self.lines)


@dataclass
class Progress:
    """How far a translation is: segments, and words (Chinese: characters) of the source that are left."""

    total: int
    done: int
    words_left: int

    @property
    def sentence(self):
        return ngettext("%(done)s of %(total)s segment done", "%(done)s of %(total)s segments done", self.total) % {
            "done": self.done,
            "total": self.total,
        }

    @property
    def left_sentence(self):
        if self.done == self.total:
            return ""
        return ngettext("%(count)s word left", "%(count)s words left", self.words_left) % {"count": self.words_left}

    def as_json(self):
        return {"total": self.total, "done": self.done, "sentence": self.sentence, "left": self.left_sentence}


class Desk:
    """A translation on the editor's desk."""

    def __init__(self, translation):
        self.translation = translation
        self.source = translation.source
        self.model = self.source.specific_content_type.model_class()

    @cached_property
    def row(self):
        """The board's row of the source, made if it is missing; None for what is not on the board."""
        return row_of(self.instance)

    @cached_property
    def cell(self):
        """The board's cell: whose work it is, how far it has come. None for what is not on the board."""
        return cell_of(self.instance, self.translation.target_locale)

    @cached_property
    def instance(self):
        """The source object. Raises DoesNotExist where it is gone."""
        return self.source.get_source_instance()

    @cached_property
    def lines(self):
        languages = self.source.locale.language_code, self.translation.target_locale.language_code
        lines = [
            self._line(position, segment, languages)
            for position, segment in enumerate(segments(self.translation), start=1)
        ]
        self._place_threads(lines)
        return lines

    def _line(self, position, segment, languages):
        hits = find_terms(without_tags(segment.source), *languages)
        former = segment.former.text if segment.state == "changed" and segment.former else ""
        return Line(
            segment=segment,
            position=position,
            source_html=marked_source(segment.source, hits, segment.is_rich),
            value=to_field(segment.text or former, segment.is_rich),
            tags=insertable_tags(segment.source) if segment.is_rich else [],
            hits=hits,
        )

    def _place_threads(self, lines):
        """Comments stand at the text they are about, at what became of it, or else at the first of its place."""
        exact, formers, first = {}, {}, {}
        for line in lines:
            segment = line.segment
            exact[segment.path, segment.source] = line
            first.setdefault(segment.path, line)
            if segment.former:
                formers[segment.path, segment.former.source] = line
        for thread in threads_of(self.row, self.translation.target_locale) if self.row else []:
            about = thread.path, thread.source_text
            line = exact.get(about) or formers.get(about) or first.get(thread.path)
            if line:
                line.threads.append(thread)

    def line(self, segment_id):
        """The line of a segment, or None if the source has it no more."""
        return next((line for line in self.lines if line.segment.pk == segment_id), None)

    @property
    def missing(self):
        """How many segments have no text at all."""
        return sum(line.segment.state == "missing" for line in self.lines)

    @cached_property
    def sections(self):
        groups = groupby(self.lines, key=lambda line: capfirst(line.segment.section))
        return [Section(title, list(lines)) for title, lines in groups]

    @cached_property
    def progress(self):
        left = [line for line in self.lines if line.is_left]
        return Progress(len(self.lines), len(self.lines) - len(left), sum(line.words for line in left))

    @cached_property
    def filters(self):
        """``(name, label, number of lines)`` of what the list can be narrowed to."""
        return [(name, label, sum(map(SHOWS[name], self.lines))) for name, label in FILTERS.items()]

    def narrow(self, name, keep=None):
        """Hide the lines that the filter ``name`` does not show, but for ``keep``; returns the name."""
        for line in self.lines:
            line.is_hidden = line is not keep and not SHOWS[name](line)
        return name

    @cached_property
    def length(self):
        """The limit of all counted parts together, for the counter in the browser; None where there is none."""
        limit = next((line.segment.limit for line in self.lines if line.is_counted), None)
        if limit is None:
            return None
        return {
            "main": counted_unit(self.translation.target_locale.language_code),
            "limits": {"words": limit.words, "characters": limit.han},
            "texts": length_texts(),
        }
