"""The board's actions of the flow: assign, submit for review, approve, publish, the same on purpose."""

from collections import defaultdict
from datetime import datetime

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.widgets import AdminDateTimeInput

from cases_cms.core.jobs.handlers import Item, ItemError, Result, skipped
from cases_cms.core.languages import language_label
from cases_cms.localization import flow
from cases_cms.localization.bulk import BulkForm, BulkHandler, register_bulk, selected_cells
from cases_cms.localization.enums import Stage
from cases_cms.localization.models import BoardCell, LanguageRole
from cases_cms.localization.rights import languages_of, may_manage, reviewed_by

KEEP, NOBODY = "keep", "nobody"


def _translates(user):
    return user.is_superuser or bool(languages_of(user))


def _reviews(user):
    return user.is_superuser or bool(reviewed_by(user))


class AssignForm(BulkForm):
    """Who gets it, and until when; both may stay as they are."""

    person = forms.ChoiceField(label=gettext_lazy("Translator"))
    deadline_change = forms.ChoiceField(
        label=gettext_lazy("Deadline"),
        choices=[
            (KEEP, gettext_lazy("Leave as it is")),
            ("set", gettext_lazy("Set to")),
            (NOBODY, gettext_lazy("Take away")),
        ],
        initial=KEEP,
    )
    deadline = forms.DateTimeField(label=gettext_lazy("New deadline"), required=False, widget=AdminDateTimeInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = get_user_model().objects.filter(
            is_active=True,
            pk__in=LanguageRole.objects.filter(locale__in=self.locales, translates=True).order_by().values("user"),
        )
        self.fields["person"].choices = [
            (KEEP, _("Leave as it is")),
            (NOBODY, _("Nobody")),
            *((str(person.pk), person.get_full_name() or person.get_username()) for person in people),
        ]

    def clean(self):
        values = super().clean()
        if values.get("deadline_change") == KEEP and values.get("deadline"):
            values["deadline_change"] = "set"  # who writes a date means it
        if values.get("deadline_change") == "set" and not values.get("deadline") and "deadline" not in self.errors:
            self.add_error("deadline", _("Say until when."))
        if values.get("person") == KEEP and values.get("deadline_change") == KEEP:
            raise forms.ValidationError(_("Choose what is to change."))
        return values

    def params(self):
        values = self.cleaned_data
        found = {"person": values["person"], "deadline": values["deadline_change"]}
        if values["deadline_change"] == "set":
            found["deadline"] = values["deadline"].isoformat()
        return found


@register_bulk
class Assign(BulkHandler):
    """Assigns all cells of a language at once: one mail for each person."""

    code = "assign"
    label = gettext_lazy("Assign")
    explanation = gettext_lazy("Translators get a mail with what is theirs, and until when.")
    icon = "user"
    order = 40
    form_class = AssignForm

    def may(self, user):
        return may_manage(user)

    def items(self, params, user):
        languages = defaultdict(list)
        for cell in selected_cells(params, user):
            languages[cell.locale.language_code].append(cell.pk)
        return [
            Item(key=code, label=f"{language_label(code)} ({len(cells)})", params={"cells": cells})
            for code, cells in languages.items()
        ]

    def run(self, job, item):
        cells = list(BoardCell.objects.filter(pk__in=item.params["cells"]).order_by("pk"))
        values = {}
        if job.params["person"] != KEEP:
            values["assignee"] = None
            if job.params["person"] != NOBODY:
                person = get_user_model().objects.filter(pk=int(job.params["person"]), is_active=True).first()
                if person is None:
                    raise ItemError(_("This person is no longer here."))
                values["assignee"] = person
        if job.params["deadline"] != KEEP:
            told = job.params["deadline"]
            values["deadline"] = None if told == NOBODY else datetime.fromisoformat(told)
        changed = self.asked(self.do_cells, cells, values, job)
        if not changed:
            return skipped(_("It was so already."))
        return Result(
            message=ngettext("%(number)d changed", "%(number)d changed", len(changed)) % {"number": len(changed)}
        )

    def do_cells(self, cells, values, job):
        return flow.assign(cells=cells, user=job.user, **values)


@register_bulk
class Submit(BulkHandler):
    """Gives finished translations to their reviewers."""

    code = "submit"
    label = gettext_lazy("Submit for review")
    explanation = gettext_lazy("Finished translations go to their reviewers; what is live stays.")
    icon = "check"
    order = 50

    def may(self, user):
        return _translates(user)

    def do(self, cell, job):
        if cell.stage == Stage.REVIEW:
            return skipped(_("It is in review already."))
        flow.submit(cell=cell, user=job.user)
        return None


@register_bulk
class Approve(BulkHandler):
    """Approves what is in review; texts of a machine's that nobody has read are refused."""

    code = "approve"
    label = gettext_lazy("Approve")
    explanation = gettext_lazy(
        "What is in review is approved and, where its source is public, published. Translations with texts of a "
        "machine’s that nobody has read are refused: approve them one by one."
    )
    icon = "check"
    order = 60

    def may(self, user):
        return _reviews(user)

    def do(self, cell, job):
        if cell.stage == Stage.APPROVED and cell.approved_hash == cell.row.text_hash:
            return skipped(_("It is approved already."))
        flow.approve(cell=cell, user=job.user)
        return None


@register_bulk
class Publish(BulkHandler):
    """Publishes approved drafts whose sources are public."""

    code = "publish"
    label = gettext_lazy("Publish what is approved")
    explanation = gettext_lazy("Approved translations are published where their source is public.")
    icon = "upload"
    order = 70

    def may(self, user):
        return _reviews(user) or may_manage(user)

    def do(self, cell, job):
        before = cell.is_public
        flow.publish_approved(cell=cell, user=job.user)
        cell.refresh_from_db()
        return skipped(_("It is published already.")) if before and cell.is_public else None


class SameForm(BulkForm):
    """Whether it is the same on purpose, or no longer."""

    same = forms.ChoiceField(
        label=gettext_lazy("In these languages"),
        choices=[
            ("1", gettext_lazy("It is the same on purpose: nothing to translate")),
            ("0", gettext_lazy("It is to be translated")),
        ],
        initial="1",
        widget=forms.RadioSelect,
    )

    def params(self):
        return {"same": self.cleaned_data["same"] == "1"}


@register_bulk
class Same(BulkHandler):
    """Says that things need no translation into languages, or that they do."""

    code = "same"
    label = gettext_lazy("Same on purpose")
    order = 80
    form_class = SameForm

    def may(self, user):
        return _reviews(user) or may_manage(user)

    def do(self, cell, job):
        if cell.same_on_purpose == job.params["same"]:
            return skipped(_("It was so already."))
        flow.mark_same(cell=cell, user=job.user, same=job.params["same"])
        return None
