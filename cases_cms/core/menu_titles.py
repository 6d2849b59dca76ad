"""Short titles for menus: they are columns of many tables, and a menu must not ask each of them."""

from django.apps import apps

from cases_cms.core.memory import Memory


def _models():
    from cases_cms.core.models import BasePage  # pages import this module

    return [model for model in apps.get_models() if issubclass(model, BasePage)]


def _load():
    """``{pk: short title}`` of the pages that have one. One query for all types of pages."""
    rows = [model.objects.order_by().exclude(menu_title="").values_list("pk", "menu_title") for model in _models()]
    return dict(rows[0].union(*rows[1:], all=True)) if rows else {}


_titles = Memory("menu_titles", _load)


def menu_titles():
    """``{pk: short title}`` of the pages that have one; from the process's memory."""
    return _titles.get()


def remember_menu_title(page):
    """Called in the transaction that saves ``page``."""
    if menu_titles().get(page.pk, "") != page.menu_title:
        _titles.touch()
