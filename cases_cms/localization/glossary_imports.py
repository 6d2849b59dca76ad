"""Terms of a file into the glossary: what would happen, row by row, and the same done."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases_cms.core.folding import fold
from cases_cms.localization.enums import FormStatus
from cases_cms.localization.glossary_services import check_forms, save_term
from cases_cms.localization.models import Term


class Outcome(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", gettext_lazy("New term")
    CHANGED = "changed", gettext_lazy("Changes a term")
    SAME = "same", gettext_lazy("Nothing new")
    REFUSED = "refused", gettext_lazy("Refused")


@dataclass
class RowReport:
    """A row of a file and what becomes, or became, of it."""

    number: int
    label: str
    outcome: str
    message: str = ""

    @property
    def outcome_label(self):
        return Outcome(self.outcome).label


class _Plan:
    """Finds the term that a row means: by its key, else by official words in any language."""

    def __init__(self):
        self.by_key, self.by_words, self.used = {}, {}, {}
        for term in Term.objects.prefetch_related("forms"):
            self.by_key[str(term.key)] = term
            for form in term.forms.all():
                if form.status == FormStatus.OFFICIAL:
                    self.by_words.setdefault((form.language, fold(form.text)), term)

    def find(self, data):
        if data.key:
            found = self.by_key.get(str(uuid.UUID(data.key)))
            if found is not None:
                return found
        words = [(form[0], fold(form[1])) for form in data.forms if form[2] == FormStatus.OFFICIAL]
        return next((self.by_words[each] for each in words if each in self.by_words), None)


def _merge(term, row):
    """The forms a term is to have: those of the file in its languages, what there was in the others, notes kept."""
    before = [(form.language, form.text, form.status, form.note) for form in term.forms.all()]
    notes = {(language, fold(text)): note for language, text, _status, note in before}
    new = [
        (language, text, status, note or notes.get((language, fold(text)), ""))
        for language, text, status, note in row.term.forms
    ]
    return before, [form for form in before if form[0] not in row.languages] + new


def _plan_row(plan, row):
    """``(outcome, message, Term to save or None, forms)``."""
    if row.error:
        return Outcome.REFUSED, row.error, None, []
    data, term = row.term, plan.find(row.term)
    words = {("words", form[0], fold(form[1])) for form in data.forms if form[2] == FormStatus.OFFICIAL}
    marks = words | ({("term", term.pk)} if term else set())
    twice = next((plan.used[mark] for mark in marks if mark in plan.used), None)
    if twice is not None:
        return Outcome.REFUSED, _("The same term as in row %(number)d.") % {"number": twice}, None, []
    values = {name: getattr(data, name) for name in ("part_of_speech", "note", "is_public")}
    forms, before, is_same = data.forms, [], False
    if term is not None:
        before, forms = _merge(term, row)
        said = all(value is None or value == getattr(term, name) for name, value in values.items())
        is_same = said and sorted(before) == sorted(forms)
    else:
        term = Term(key=uuid.UUID(data.key)) if data.key else Term()
    try:
        check_forms(forms)
        for name, value in values.items():
            if value is not None:
                setattr(term, name, value)
        term.full_clean(validate_unique=False)
    except ValidationError as error:
        return Outcome.REFUSED, " ".join(error.messages), None, []
    plan.used.update(dict.fromkeys(marks, row.number))
    if is_same:
        return Outcome.SAME, row.remark, None, []
    return (Outcome.CHANGED if term.pk else Outcome.NEW), row.remark, term, forms


@transaction.atomic
def import_terms(*, rows, user=None, dry_run=True):
    """RowReports for FileRows; unless ``dry_run``, the good ones are saved, all in one transaction."""
    plan, reports = _Plan(), []
    for row in rows:
        outcome, message, term, forms = _plan_row(plan, row)
        if term is not None and not dry_run:
            try:
                with transaction.atomic():
                    save_term(term=term, forms=forms, user=user)
            except ValidationError as error:
                outcome, message = Outcome.REFUSED, " ".join(error.messages)
        reports.append(RowReport(row.number, row.label, outcome, message))
    return reports
