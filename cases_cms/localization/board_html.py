"""The HTML of the board's cells: a page holds hundreds, and templates would be most of its time (decision 58)."""

from functools import cached_property
from html import escape

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, ngettext

from cases_cms.localization.enums import CellState

#: Icon of each state: it says by its shape what the word beside it says.
ICONS = {
    CellState.MISSING: "radio-empty",
    CellState.NOT_STARTED: "draft",
    CellState.IN_PROGRESS: "edit",
    CellState.IN_REVIEW: "view",
    CellState.CURRENT: "circle-check",
    CellState.OUT_OF_DATE: "warning",
    CellState.SAME_ON_PURPOSE: "link",
}


def icon(name):
    """An icon of the admin, as its template tag draws it."""
    return f'<svg class="icon icon-{name}" aria-hidden="true"><use href="#icon-{name}"></use></svg>'


def _detail(content, modifier=""):
    return f'<span class="cc-board__detail{modifier}">{content}</span>'


class CellWriter:
    """Writes cells as table cells; texts are translated once for all of them. ``selectable``: with checkboxes."""

    def __init__(self, *, selectable):
        self.selectable = selectable
        self.now = timezone.now()
        self._dates = {}

    @cached_property
    def _texts(self):
        return {
            "choose": gettext("Choose “%(title)s” in %(language)s"),
            "link": gettext("%(state)s: “%(title)s” in %(language)s"),
            "segments": gettext("%(done)s of %(all)s segments"),
            "overdue": gettext("overdue"),
            "original": gettext("Original"),
        }

    @cached_property
    def _states(self):
        return {state.value: (escape(str(state.label)), icon(ICONS[state])) for state in CellState}

    def _date(self, moment):
        if moment not in self._dates:
            day = timezone.localtime(moment)
            self._dates[moment] = f'<time datetime="{day.isoformat()}">{date_format(day, "SHORT_DATE_FORMAT")}</time>'
        return self._dates[moment]

    def _details(self, cell):
        if cell.segments and cell.state in (CellState.IN_PROGRESS, CellState.OUT_OF_DATE, CellState.IN_REVIEW):
            yield _detail(self._texts["segments"] % {"done": cell.translated, "all": cell.segments})
            if cell.words_left:
                left = ngettext("%(counter)s word left", "%(counter)s words left", cell.words_left)
                yield _detail(left % {"counter": cell.words_left})
        if cell.questions:
            asked = ngettext("%(counter)s open question", "%(counter)s open questions", cell.questions)
            yield _detail(icon("help") + asked % {"counter": cell.questions})
        if cell.assignee is not None:
            yield _detail(icon("user") + escape(cell.assignee.get_full_name() or cell.assignee.get_username()))
        if cell.deadline is not None:
            done = cell.state in (CellState.CURRENT, CellState.SAME_ON_PURPOSE)
            late = cell.deadline < self.now and not done
            text = icon("calendar") + self._date(cell.deadline)
            yield _detail(
                f"{text} {self._texts['overdue']}" if late else text, " cc-board__detail--overdue" if late else ""
            )

    def origin(self, language):
        """The cell of the language that a thing was written in."""
        return mark_safe(
            f'<td class="cc-board__cell" data-language="{escape(language.name)}">'
            f'<span class="cc-board__origin">{self._texts["original"]}</span></td>'
        )

    def cell(self, cell, language, *, title, url, matches):
        """A cell: its state by icon and word, and what else is to be known of it."""
        label, sign = self._states[cell.state]
        values = {"title": title, "language": language.name, "state": label}
        box = ""
        if self.selectable and matches:
            box = (
                f'<input type="checkbox" name="cells" value="{cell.pk}" data-board-cell="{language.code}"'
                f' aria-label="{escape(self._texts["choose"] % values)}">'
            )
        word = label
        if url:
            word = f'<a href="{escape(url)}" aria-label="{escape(self._texts["link"] % values)}">{label}</a>'
        other = "" if matches else " cc-board__cell--other"
        return mark_safe(
            f'<td class="cc-board__cell{other}" data-language="{escape(language.name)}">'
            f'<span class="cc-board__state cc-board-state--{cell.state}">{box}{sign}{word}</span>'
            f"{''.join(self._details(cell))}</td>"
        )
