"""A link to a case by its neutral name, which is the same in every language."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Locale, Page


class CaseKeyFormField(forms.Field):
    """Chooses a case page; its value is the page's translation key."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", AdminPageChooser(target_models=[_case_page()]))
        super().__init__(**kwargs)

    def prepare_value(self, value):
        """The primary key of a page of the case, in the language of the editor if there is one."""
        if value in self.empty_values or isinstance(value, int) or str(value).isdigit():
            return value
        return page_of_case(value)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        key = _case_page().objects.filter(pk=value).values_list("translation_key", flat=True).first()
        if key is None:
            raise ValidationError(_("Choose a case; this one is gone."), code="invalid_choice")
        return key

    def has_changed(self, initial, data):
        return str(self.prepare_value(initial) or "") != str(data or "")


def _case_page():
    from cases_cms.collection.models import CasePage  # models of other apps use this field

    return CasePage


def page_of_case(key):
    """Primary key of a page of the case ``key``: in the active language, else of any; None if there is none."""
    pages = dict(_case_page().objects.filter(translation_key=key).order_by("-pk").values_list("locale_id", "pk"))
    return pages.get(Locale.get_active().pk) or next(reversed(list(pages.values())), None)


class CaseKeyField(models.UUIDField):
    """The translation key of a case; None for no case.

    A foreign key would name the page of one language: delete that page, and the link is gone in all.
    """

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("db_index", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return CaseKeyFormField(
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=kwargs.get("help_text", self.help_text),
        )

    def extract_references(self, value):
        """For Wagtail's index of references: the usage of a case names what is about it."""
        page = page_of_case(value) if value else None
        if page is not None:
            yield Page, str(page), "", ""
