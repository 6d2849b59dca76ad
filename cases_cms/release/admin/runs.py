"""Rehearse, release and undo by hand, on an edition's page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from cases_cms.core.jobs.services import start_job
from cases_cms.release import jobs
from cases_cms.release.admin.actions import ActionView
from cases_cms.release.admin.urls import patterns
from cases_cms.release.embargo import both
from cases_cms.release.errors import ReleaseRefusedError
from cases_cms.release.forms import ReasonForm, TypedForm
from cases_cms.release.releasing import release_edition, undo
from cases_cms.release.rights import may_prepare, may_run


class RehearseView(ActionView):
    def act(self, release):
        if not may_prepare(self.request.user):
            raise PermissionDenied
        try:
            job = start_job(jobs.KIND, {"release": release.pk}, self.request.user)
        except ValidationError as error:
            raise ReleaseRefusedError(*error.messages) from error
        return redirect("cases_cms_job", job.pk)


class RunView(ActionView):
    """What changes what the public sees: by those who may, and who typed the year."""

    def act(self, release):
        if not may_run(self.request.user):
            raise PermissionDenied
        typed = TypedForm(self.request.POST, year=release.edition.year)
        try:
            run = self.run(release, typed)
        except (ReleaseRefusedError, PermissionDenied):
            raise
        except Exception as error:  # logged and recorded by the run itself: whoever stands there needs a sentence
            raise ReleaseRefusedError(self.failed) from error
        self.say(both(self.done, jobs.run_text(run)))
        self.after(run)

    def after(self, run):
        """Say what else there is to say."""


class ReleaseView(RunView):
    @property
    def done(self):
        return _("The edition is public.")

    @property
    def failed(self):
        return _("The release failed. Nothing has become public; it can be run again.")

    def run(self, release, typed):
        self.refuse_errors(typed)
        return release_edition(release=release, user=self.request.user)

    def after(self, run):
        for message in run.sentences:  # what was left out
            messages.warning(self.request, message)


class UndoView(RunView):
    @property
    def done(self):
        return _("The edition is under embargo again.")

    @property
    def failed(self):
        return _("Undoing the release failed. The edition is still public; it can be tried again.")

    def run(self, release, typed):
        form = ReasonForm(self.request.POST)
        self.refuse_errors(typed, form)
        return undo(release=release, user=self.request.user, reason=form.cleaned_data["reason"])


patterns += [
    path("<int:pk>/rehearse/", RehearseView.as_view(), name="rehearse"),
    path("<int:pk>/release/", ReleaseView.as_view(), name="release"),
    path("<int:pk>/undo/", UndoView.as_view(), name="undo"),
]
