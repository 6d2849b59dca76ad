"""Release → Editions: the list, and one edition's plan."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cases_cms.core.conf import get_setting
from cases_cms.core.languages import language_label
from cases_cms.core.periods import institution_zone
from cases_cms.localization.mails import name_of
from cases_cms.release import mails, planning
from cases_cms.release.admin.frame import frame, release_or_404, shown_runs
from cases_cms.release.admin.urls import patterns
from cases_cms.release.contents import page_numbers, readiness_of
from cases_cms.release.embargo import required_languages
from cases_cms.release.forms import PlanForm
from cases_cms.release.menu import MENU_HOOK
from cases_cms.release.rights import may_confirm, may_prepare, may_run, may_view
from cases_cms.release.schedule import is_given_up, is_missed, not_carried_out
from cases_cms.release.selectors import all_releases, public_pages
from cases_cms.release.signs import signs
from cases_cms.release.times import in_zones, zone_name

#: Runs shown on an edition's page; its history has all.
RUNS = 3

#: Reasons shown why an edition was not released.
REASONS = 3


def clock(moment):
    """What a template, and its script, need of an instant that is counted down to; None for None."""
    if moment is None:
        return None
    zone = timezone.get_current_timezone()
    return {
        "moment": moment,
        "times": in_zones(moment),
        "is_past": moment <= timezone.now(),
        "now": timezone.now(),
        "zone": str(zone),
        "institution_zone": str(institution_zone()),
        "language": get_language(),
    }


def labels(codes):
    """Languages by their names, as one text."""
    return _(", ").join(str(language_label(code)) for code in codes)


@require_GET
def editions(request):
    """All editions, the newest first; as many queries for one as for ten."""
    if not may_view(request.user):
        raise PermissionDenied
    releases = all_releases()
    numbers = page_numbers(releases)
    found = signs()
    rows = [
        {
            "release": release,
            "edition": release.edition,
            "clock": clock(release.release_at) if release.is_planned else None,
            "is_open": release.is_planned and not planning.is_effective(release),
            "scheduler": scheduler_of(release, found),
            "released": in_zones(release.released_at),
            "numbers": numbers.get(release.pk),
        }
        for release in releases
    ]
    context = {
        "rows": rows,
        "header_title": _("Editions and their releases"),
        "header_icon": "date",
        "breadcrumbs_items": [{"url": "", "label": _("Editions and their releases")}],
    }
    return TemplateResponse(request, "cases_cms/release/editions.html", context)


def scheduler_of(release, found=None):
    """Whether anybody releases the plan at its time: an Outlook; None where no scheduler is waited for.

    ``found`` are the Signs, which are asked for otherwise.
    """
    is_over = release.is_planned and release.release_at <= timezone.now() and not planning.is_effective(release)
    if not release.is_planned or is_over:
        return None
    return (found or signs()).outlook(release.edition.year)


def _failure(release):
    """What the box says of a plan that was tried and not carried out; None for others."""
    run = not_carried_out(release)
    if run is None:
        return None
    reasons = run.sentences
    _subject, lead = mails.RUNS[run.kind, run.status]
    return {
        "lead": lead,
        "reasons": reasons[:REASONS],
        "more": len(reasons[REASONS:]),
        "is_tried_again": not is_given_up(release, run),
    }


def edition_page(request, release, form=None):
    """The page of one edition's plan, with a ``form`` that was refused."""
    user = request.user
    languages = required_languages(release)
    if form is None:
        form = PlanForm(initial={"release_at": release.release_at, "languages": languages})
    is_planner = release.planned_by_id == user.pk
    context = {
        **frame(release, "edition"),
        "form": form,
        "stamp": planning.stamp(release),
        "is_open": release.is_planned and not planning.is_effective(release),
        "is_effective": planning.is_effective(release),
        "clock": clock(release.release_at) if release.is_planned else None,
        "is_missed": is_missed(release),
        "scheduler": scheduler_of(release),
        "failure": _failure(release),
        "released": in_zones(release.released_at),
        "planned_by": name_of(release.planned_by) if release.planned_by else "",
        "planned_at": in_zones(release.planned_at),
        "approved_by": name_of(release.approved_by) if release.approved_by else "",
        "approved_at": in_zones(release.approved_at),
        "released_by": name_of(release.released_by) if release.released_by else "",
        "languages": labels(languages),
        "public_pages": public_pages(release) if release.is_released else [],
        "readiness": None if release.is_released else readiness_of(release),
        "runs": shown_runs(release, RUNS),
        "four_eyes": get_setting("RELEASE_FOUR_EYES"),
        "is_planner": is_planner,
        "own_zone": zone_name(timezone.get_current_timezone(), timezone.now()),
        "zone": str(timezone.get_current_timezone()),
        "institution_zone": str(institution_zone()),
        "institution_zone_name": get_setting("TIME_ZONE_NAME"),
        "may_prepare": may_prepare(user),
        "may_confirm": may_confirm(user) and not (is_planner and get_setting("RELEASE_FOUR_EYES")),
        "may_run": may_run(user),
    }
    return TemplateResponse(request, "cases_cms/release/edition.html", context)


@require_GET
def edition(request, pk):
    """One edition: its plan, and what can be done with it."""
    return edition_page(request, release_or_404(request, pk))


@require_GET
def scheduler(request, pk):
    """What an edition's page, open for hours, says now of its scheduler; empty where it has another thing to say."""
    release = release_or_404(request, pk)
    if not_carried_out(release) is not None:
        return HttpResponse()
    context = {"scheduler": scheduler_of(release), "is_effective": planning.is_effective(release)}
    if context["scheduler"] is None:
        return HttpResponse()
    return TemplateResponse(request, "cases_cms/release/includes/scheduler.html", context)


patterns += [path("", editions, name="editions"), path("<int:pk>/", edition, name="edition")]
patterns += [path("<int:pk>/scheduler/", scheduler, name="scheduler")]


class ReleaseMenuItem(MenuItem):
    """Shown to those who may see releases."""

    def is_shown(self, request):
        return may_view(request.user)


@hooks.register(MENU_HOOK)
def editions_item():
    return ReleaseMenuItem(
        pgettext_lazy("menu", "Editions"),
        reverse("release:editions"),
        name="release-editions",
        icon_name="date",
        order=10,
    )
