"""What the forms of pages say of an embargo: people keep what they wrote, and read why it is not published."""

from django.utils.translation import gettext as _

from cases_cms.collection.models import EditionPage
from cases_cms.core.forms import add_form_rule
from cases_cms.release.embargo import embargo_of_cases, refusal
from cases_cms.release.guards import edition_at, embargo_keeping, embargoes_here
from cases_cms.release.ready import source_waiting_reason


def refusal_of(page, parent=None, more_cases=()):
    """Why ``page``, which may be new below ``parent``, cannot become public now; "" if it can.

    ``more_cases`` are keys of cases that it is to be about besides those it knows.
    """
    if not page.path and isinstance(page, EditionPage):
        return _("A new edition is under embargo until its release: save it as a draft.")
    known = embargoes_here()
    embargo = embargo_keeping(page, known)
    if embargo is None and not page.path and parent is not None:
        embargo = edition_at(parent.path, known)
    if embargo is None:
        embargo = embargo_of_cases(more_cases, known)
    return refusal(embargo) if embargo is not None else source_waiting_reason(page)


def _cases_in_rows(form):
    """Keys of the cases that the form's rows name: they are not part of the page yet."""
    rows = [row for formset in form.formsets.values() if formset.is_bound for row in formset.forms]
    return [
        row.cleaned_data["case_key"]
        for row in rows
        if row.is_valid() and row.cleaned_data.get("case_key") and not row.cleaned_data.get("DELETE")
    ]


class EmbargoRule:
    """A page under embargo is not scheduled, and not published: it is approved for the release."""

    @staticmethod
    def opened(form):
        form.offers_schedule = not refusal_of(form.instance, form.parent_page)

    @staticmethod
    def read(form):
        publishes = "action-publish" in form.data
        is_scheduled = bool(form.cleaned_data.get("go_live_at"))
        if not publishes and not is_scheduled:
            return
        sentence = refusal_of(form.instance, form.parent_page, _cases_in_rows(form))
        if not sentence:
            return
        if publishes:
            form.add_error(None, sentence)
        elif "go_live_at" not in form.changed_data:
            form.instance.go_live_at = None  # from before the embargo
        else:
            form.add_error("go_live_at", sentence)


def connect():
    """Called once the apps are ready."""
    add_form_rule(EmbargoRule)
