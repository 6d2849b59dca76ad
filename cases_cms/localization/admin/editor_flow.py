"""What the editor does besides writing: hand in for review, approve, send back, let a machine translate."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from cases_cms.localization import flow
from cases_cms.localization.admin.editor import EditorView
from cases_cms.localization.admin.urls import patterns
from cases_cms.localization.machine import MachineError, machine_translate


def _numbers(texts):
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 10]


class FlowView(EditorView):
    """One step of the flow; what cannot be done is said on the page."""

    def post(self, request, translation_id, action):
        cell, user = self.desk.cell, request.user
        if cell is None:
            raise Http404
        steps = {
            "submit": (lambda: flow.submit(cell=cell, user=user), _("Handed in for review.")),
            "withdraw": (lambda: flow.withdraw(cell=cell, user=user), _("Taken back from review.")),
            "approve": (
                lambda: flow.approve(cell=cell, user=user, confirmed=_numbers(request.POST.getlist("confirmed"))),
                _("Approved."),
            ),
            "send-back": (
                lambda: flow.send_back(cell=cell, user=user, reason=request.POST.get("reason", "")),
                _("Sent back to the translator."),
            ),
        }
        if action not in steps:
            raise Http404
        step, done = steps[action]
        try:
            step()
        except flow.FlowError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, done)
        return redirect("localization:translate", translation_id)


class MachineView(EditorView):
    """Let the machine translate what has no text yet or, with ``segment``, that one."""

    def post(self, request, translation_id):
        if not self.may_write:
            raise PermissionDenied
        chosen = _numbers(request.POST.getlist("segment"))
        if "segment" in request.POST and not chosen:
            raise Http404  # not: all of them
        is_script = request.headers.get("X-Requested-With") == "XMLHttpRequest"
        try:
            result = machine_translate(translation=self.translation, segment_ids=chosen or None, user=request.user)
        except MachineError as error:
            if is_script:
                return JsonResponse({"message": str(error)}, status=400)
            messages.error(request, str(error))
            return redirect("localization:translate", translation_id)
        if is_script and chosen:
            if result.errors:
                return JsonResponse({"message": str(result.errors[0][1])}, status=400)
            return self.json(chosen[0])
        done = ngettext("%(count)s segment translated.", "%(count)s segments translated.", result.done)
        messages.success(request, done % {"count": result.done})
        for _pk, error in result.errors[:3]:
            messages.error(request, error)
        address = reverse("localization:translate", args=[translation_id])
        return redirect(f"{address}?show=left")


patterns += [
    path("<int:translation_id>/flow/<slug:action>/", FlowView.as_view(), name="flow"),
    path("<int:translation_id>/machine/", MachineView.as_view(), name="machine"),
]
