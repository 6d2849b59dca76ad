"""An edition's history: who planned, confirmed, released and undid it, when, and how long it took."""

from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_GET
from wagtail.models import PageLogEntry

from cases_cms.collection.models import EditionPage
from cases_cms.localization.mails import name_of
from cases_cms.release.admin.frame import frame, release_or_404, shown_runs
from cases_cms.release.admin.urls import patterns
from cases_cms.release.times import in_zones

#: Entries on a page.
PAGE_SIZE = 50
#: Runs shown; the log names the others, too.
RUNS = 100


@require_GET
def history(request, pk):
    """The runs with their durations, and the log of the edition; a fixed number of queries."""
    release = release_or_404(request, pk)
    pages = EditionPage.objects.filter(translation_key=release.edition_key).order_by().values("pk")
    entries = (
        PageLogEntry.objects.filter(page_id__in=pages, action__startswith="cases_release.")
        .select_related("user", "user__wagtail_userprofile")
        .order_by("-timestamp", "-pk")
    )
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("p"))
    context = {
        **frame(release, "history"),
        "runs": shown_runs(release, RUNS),
        "page": page,
        "entries": [
            {"entry": entry, "who": name_of(entry.user) if entry.user else "", "when": in_zones(entry.timestamp)}
            for entry in page
        ],
    }
    return TemplateResponse(request, "cases_cms/release/history.html", context)


patterns += [path("<int:pk>/history/", history, name="history")]
