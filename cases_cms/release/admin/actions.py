"""What is planned on an edition's page: each change by one service, and told in a sentence."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views import View

from cases_cms.release import planning
from cases_cms.release.admin.editions import edition_page
from cases_cms.release.admin.frame import release_or_404
from cases_cms.release.admin.urls import patterns
from cases_cms.release.errors import ReleaseRefusedError
from cases_cms.release.forms import PlanForm, ReasonForm


class ActionView(View):
    """A form of the edition's page. ``act`` does it and says so; what is refused is told on the page."""

    http_method_names = ["post"]
    #: Name of the address to go back to.
    back = "release:edition"

    def post(self, request, pk):
        release = release_or_404(request, pk)
        try:
            answer = self.act(release)
        except ReleaseRefusedError as error:
            for reason in error.reasons:
                messages.error(request, reason)
            answer = None
        return answer or redirect(self.back, release.pk)

    def say(self, text):
        messages.success(self.request, text)

    def refuse_errors(self, *forms):
        """Refuse what a form finds wrong, with its sentences."""
        wrong = [error for form in forms if not form.is_valid() for errors in form.errors.values() for error in errors]
        if wrong:
            raise ReleaseRefusedError(*wrong)


class PlanView(ActionView):
    def act(self, release):
        form = PlanForm(self.request.POST)
        if not form.is_valid():
            return edition_page(self.request, release, form)
        try:
            planning.plan(release=release, user=self.request.user, **form.cleaned_data)
        except ReleaseRefusedError as error:
            form.add_error(None, error.reasons)
            return edition_page(self.request, release, form)
        self.say(_("The release is planned."))
        return None


class ConfirmView(ActionView):
    def act(self, release):
        # What the person saw: a plan changed since is not confirmed unseen.
        if self.request.POST.get("stamp") != planning.stamp(release):
            raise ReleaseRefusedError(_("The plan was changed meanwhile. Look at it again."))
        planning.confirm(release=release, user=self.request.user)
        self.say(_("The release is confirmed."))


class AbortView(ActionView):
    def act(self, release):
        form = ReasonForm(self.request.POST)
        self.refuse_errors(form)
        planning.abort(release=release, user=self.request.user, reason=form.cleaned_data["reason"])
        self.say(_("The release is aborted. The edition stays under embargo."))


class AnnounceView(ActionView):
    def act(self, release):
        announced = self.request.POST.get("announced") == "1"
        planning.announce(release=release, announced=announced, user=self.request.user)
        self.say(
            _("The edition's own page may be public now; it is published in its editor.")
            if announced
            else _("The edition's own page is secret, too.")
        )


patterns += [
    path("<int:pk>/plan/", PlanView.as_view(), name="plan"),
    path("<int:pk>/confirm/", ConfirmView.as_view(), name="confirm"),
    path("<int:pk>/abort/", AbortView.as_view(), name="abort"),
    path("<int:pk>/announce/", AnnounceView.as_view(), name="announce"),
]
