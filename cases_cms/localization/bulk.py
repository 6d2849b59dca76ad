"""What is done to many cells of the board: as background work, a cell or a thing a transaction (``core.jobs``)."""

from collections import defaultdict

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from cases_cms.core.jobs.handlers import Handler, Item, ItemError, register_job
from cases_cms.core.languages import language_label
from cases_cms.localization.board_actions import register_action
from cases_cms.localization.board_filters import BoardQuery, visible_cells
from cases_cms.localization.models import BoardCell

PREFIX = "localization."
_handlers = {}


def selected_cells(params, user):
    """The BoardCells of a selection that ``user`` may see: ``{"cells": [id, …]}``, or ``{"query": query string}``."""
    if "query" in params:
        return BoardQuery.read(QueryDict(params["query"]), user).cells()
    return (
        visible_cells(user)
        .filter(pk__in=params.get("cells", []))
        .select_related("row", "locale")
        .order_by("row__path", "row__kind", "row__title", "row_id", "locale_id")
    )


def instance_of(row):
    """The page or snippet of a BoardRow, as it is in the database; ItemError where it is gone."""
    model = row.content_type.model_class()
    instance = model._default_manager.filter(pk=row.object_pk).first() if model else None
    if instance is None:
        raise ItemError(_("It is no longer here."))
    return instance.specific if isinstance(instance, Page) else instance


class BulkForm(forms.Form):
    """What an action asks before it begins: nothing. ``locales`` are those of the selection."""

    def __init__(self, *args, locales=(), user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.locales, self.user = list(locales), user

    def params(self):
        """What goes into the job's ``params``, through JSON."""
        return {}


class BulkHandler(Handler):
    """One action on a selection; a cell is one item. Subclasses write ``do``."""

    code = ""
    icon = "globe"
    order = 100
    form_class = BulkForm
    #: What happens, in a sentence, for the page that asks whether to begin.
    explanation = ""

    def may(self, user):
        """Whether ``user`` is offered it; the services ask again, for each cell."""
        return user.is_active

    def title(self, params):
        return f"{self.label} ({params['count']})" if params.get("count") else self.label

    def items(self, params, user):
        return [
            Item(key=str(cell.pk), label=f"{cell.row.title[:180]} · {language_label(cell.locale.language_code)}")
            for cell in selected_cells(params, user)
        ]

    def run(self, job, item):
        cell = (
            BoardCell.objects.select_related(
                "row__content_type",
                "row__source",
                "locale",
                "translation__source__locale",
                "translation__source__specific_content_type",
                "translation__target_locale",
            )
            .filter(pk=int(item.key))
            .first()
        )
        if cell is None:
            raise ItemError(_("It is no longer here."))
        return self.asked(self.do, cell, job)

    def asked(self, function, *args):
        """Call a service; what it refuses is told to the person."""
        try:
            return function(*args)
        except (ValidationError, PermissionDenied):
            raise
        except ValueError as error:  # the services' own, with a sentence for people
            raise ItemError(str(error)) from error

    def do(self, cell, job):
        raise NotImplementedError


class ThingsHandler(BulkHandler):
    """An action of which a thing, with all its selected languages, is one item. Subclasses write ``do_thing``."""

    def items(self, params, user):
        things = defaultdict(list)
        for cell in selected_cells(params, user):
            things[cell.row].append(cell)
        return [
            Item(
                key=str(row.pk),
                label=row.title,
                params={"locales": [cell.locale_id for cell in cells], "cells": [cell.pk for cell in cells]},
            )
            for row, cells in things.items()
        ]

    def run(self, job, item):
        cells = list(
            BoardCell.objects.filter(pk__in=item.params["cells"]).select_related("row__content_type", "locale")
        )
        if not cells:
            raise ItemError(_("It is no longer here."))
        return self.asked(self.do_thing, instance_of(cells[0].row), cells, job)

    def do_thing(self, instance, cells, job):
        raise NotImplementedError


def register_bulk(handler_class):
    """Offer an action on the board and do it as background work; may be used as a decorator."""
    handler = handler_class()
    _handlers[handler.code] = handler
    register_job(PREFIX + handler.code, handler_class)
    register_action(handler.code, handler.label, handler.order, handler.may)
    return handler_class


def bulk_handler(code):
    """The handler of an action's code, or None."""
    return _handlers.get(code)


def counted(number):
    """“12 cells”, for people."""
    return ngettext("%(number)d translation", "%(number)d translations", number) % {"number": number}
