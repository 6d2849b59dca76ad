"""Columns of the desk's listings. They show what the view has fetched for all rows, and ask for nothing."""

from django.utils.formats import date_format
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.ui.tables.pages import PageStatusColumn


class CoverColumn(BaseColumn):
    """A small picture of the page, or a quiet place where none is; the title beside it says what it is of."""

    cell_template_name = "cases_cms/desk/cover_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["row"] = instance.desk
        context["picture"] = instance.desk.picture
        context["drawing"] = instance.desk.drawing
        return context


class TitleColumn(BaseColumn):
    """The title, its lock, its language where it is another than the reader's, and its tags.

    Wagtail's own column asks other apps for buttons, and wagtail-localize answers with three queries a row.
    """

    cell_template_name = "cases_cms/desk/title_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["row"] = instance.desk
        return context


class RowColumn(Column):
    """A column that shows an attribute of the row's facts (``instance.desk``)."""

    def get_value(self, instance):
        return getattr(instance.desk, self.accessor, None)


class ShortColumn(Column):
    """A column of words that stay on one line."""

    def __init__(self, name, **kwargs):
        super().__init__(name, **{"classname": "cc-desk-short", **kwargs})


class DayColumn(ShortColumn):
    """A day, as dates are written in the reader's language."""

    def get_value(self, instance):
        day = super().get_value(instance)
        return date_format(day, "DATE_FORMAT") if day else ""


class LanguagesColumn(BaseColumn):
    """Each language of the site with its state, by sign and word."""

    cell_template_name = "cases_cms/desk/languages_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["row"] = instance.desk
        return context


class FactColumn(RowColumn):
    """A column with a template of its own, which gets ``row`` (the row's facts) and ``value``."""

    def __init__(self, name, template, **kwargs):
        super().__init__(name, **kwargs)
        self.cell_template_name = template

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["row"] = instance.desk
        return context


class StateColumn(PageStatusColumn):
    """Wagtail's word for the state, and whether the page is in moderation."""

    cell_template_name = "cases_cms/desk/state_cell.html"
