"""The translation board in the admin: the page, its table for spreadsheets, its item in the menu."""

from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cases_cms.localization.admin.urls import patterns
from cases_cms.localization.board import chips, languages_of, page_of, selects, shown_rows
from cases_cms.localization.board_actions import actions_for
from cases_cms.localization.board_csv import lines
from cases_cms.localization.board_filters import BoardQuery, may_use_board
from cases_cms.localization.menu import MENU_HOOK


def _query(request):
    if not may_use_board(request.user):
        raise PermissionDenied
    return BoardQuery.read(request.GET, request.user)


def _bulk_url():
    """Where a selection goes; "" without the part that works on selections."""
    try:
        return reverse("localization:bulk")
    except NoReverseMatch:
        return ""


@require_GET
def board(request):
    """Pages, snippets and pictures by languages; as many queries for one row as for fifty."""
    query = _query(request)
    page = page_of(query, request.GET.get("p"))
    states, actions, bulk_url = chips(query), actions_for(request.user), _bulk_url()
    selectable = bool(actions and bulk_url)
    context = {
        "query": query,
        "params": query.as_params(),
        "page": page,
        "rows": shown_rows(page.object_list, query, selectable=selectable),
        "languages": languages_of(query),
        "chips": states,
        "cells": sum(chip.number for chip in states if query.state in ("", chip.state)),
        "selects": selects(query),
        "actions": actions,
        "bulk_url": bulk_url,
        "selectable": selectable,
        "breadcrumbs_items": [{"url": "", "label": _("Translation board")}],
        "header_title": _("Translation board"),
        "header_icon": "table",
    }
    return TemplateResponse(request, "cases_cms/localization/board.html", context)


@require_GET
def board_csv(request):
    """What matches, as a CSV file."""
    query = _query(request)
    response = StreamingHttpResponse(lines(query), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="translations-{timezone.localdate():%Y-%m-%d}.csv"'
    return response


patterns += [path("board/", board, name="board"), path("board/csv/", board_csv, name="board_csv")]


class BoardMenuItem(MenuItem):
    """Shown to those who see rows on it."""

    def is_shown(self, request):
        return may_use_board(request.user)


@hooks.register(MENU_HOOK)
def board_menu_item():
    return BoardMenuItem(
        _("Board"), reverse("localization:board"), name="translation-board", icon_name="table", order=10
    )
