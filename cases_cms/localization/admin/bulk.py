"""The page that asks before something is done to a selection of the board, and starts it."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Locale

from cases_cms.core.jobs.services import start_job
from cases_cms.core.languages import language_label
from cases_cms.localization.admin.urls import patterns
from cases_cms.localization.bulk import PREFIX, bulk_handler, counted, selected_cells

#: Titles shown on the page that asks.
SHOWN = 20


def _selection(request):
    """The selection that the board sends: ``cells`` or, with ``all``, its ``query``."""
    if request.POST.get("all"):
        return {"query": request.POST.get("query", "").replace("\x00", "")[:2000]}
    ids = (value for value in request.POST.getlist("cells") if value.isascii() and value.isdigit() and len(value) < 19)
    return {"cells": sorted({int(value) for value in ids})}


def _board(request):
    query = request.POST.get("query", "").replace("\x00", "")[:2000]
    return reverse("localization:board") + (f"?{query}" if query else "")


@require_POST
def bulk(request):
    """Ask whether to do an action to a selection; with ``confirmed`` start it and lead to its progress."""
    handler = bulk_handler(request.POST.get("action", ""))
    if handler is None:
        messages.error(request, _("Choose what is to be done."))
        return redirect(_board(request))
    if not handler.may(request.user):
        raise PermissionDenied
    selection = _selection(request)
    cells = list(selected_cells(selection, request.user))
    if not cells:
        messages.error(request, _("Choose at least one translation."))
        return redirect(_board(request))
    locales = list(Locale.objects.filter(pk__in={cell.locale_id for cell in cells}))
    confirmed = "confirmed" in request.POST
    form = handler.form_class(request.POST if confirmed else None, locales=locales, user=request.user)
    if confirmed and form.is_valid():
        try:
            job = start_job(PREFIX + handler.code, {**selection, **form.params(), "count": len(cells)}, request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(_board(request))
        return redirect("cases_cms_job", job.pk)
    by_language = Counter(cell.locale_id for cell in cells)
    titles = list(dict.fromkeys(cell.row.title for cell in cells))
    context = {
        "handler": handler,
        "form": form,
        "selection": selection,
        "query": request.POST.get("query", ""),
        "counted": counted(len(cells)),
        "languages": [(language_label(locale.language_code), by_language[locale.pk]) for locale in locales],
        "titles": titles[:SHOWN],
        "more": max(0, len(titles) - SHOWN),
        "board_url": _board(request),
    }
    return TemplateResponse(request, "cases_cms/localization/bulk.html", context)


patterns += [path("bulk/", bulk, name="bulk")]
