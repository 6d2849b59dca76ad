"""What the pages of one edition's release have in common: its heading and its tabs."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases_cms.localization.mails import name_of
from cases_cms.release.models import EditionRelease
from cases_cms.release.rights import may_view
from cases_cms.release.selectors import edition_of
from cases_cms.release.times import in_zones


def release_or_404(request, pk):
    """The EditionRelease for who may see it; PermissionDenied for others, 404 where its edition is gone."""
    if not may_view(request.user):
        raise PermissionDenied
    release = get_object_or_404(
        EditionRelease.objects.select_related("planned_by", "approved_by", "released_by"), pk=pk
    )
    release.edition = edition_of(release)
    if release.edition is None:
        raise Http404
    return release


def frame(release, tab):
    """Context of ``cases_cms/release/base.html``; ``tab`` is the name of the page's address."""
    title = _("Edition of %(year)s") % {"year": release.edition.year}
    return {
        "release": release,
        "edition": release.edition,
        "tab": tab,
        "header_title": title,
        "header_icon": "date",
        "breadcrumbs_items": [
            {"url": reverse("release:editions"), "label": pgettext("release", "Release")},
            {"url": reverse("release:edition", args=[release.pk]), "label": title},
        ],
    }


def shown_runs(release, number):
    """The last runs as tables show them."""
    return [
        {
            "run": run,
            "who": name_of(run.user) if run.user else "",
            "begun": in_zones(_instant(run)),
            "duration": duration(run.duration),
        }
        for run in release.runs.select_related("user")[:number]
    ]


def _instant(run):
    """When a run took effect: one that was ready before its second has waited for it."""
    if run.planned_for and run.started_at <= run.planned_for <= run.finished_at:
        return run.planned_for
    return run.started_at


def duration(milliseconds):
    """“3.2 s”."""
    return _("%(seconds)s s") % {"seconds": number_format(milliseconds / 1000, 1)}
