"""A link to a case by its neutral name, which is the same in every language."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from cases_cms.core.choosers import is_number


class CaseKeyFormField(forms.Field):
    """Chooses a case page; its value is the page's translation key."""

    default_error_messages = {"invalid_choice": _("Choose a case; this one is gone, or is no case.")}

    def __init__(self, **kwargs):
        if "widget" not in kwargs:
            from cases_cms.collection.choosers import case_chooser  # models of other apps use this field

            kwargs["widget"] = case_chooser.widget_class()
        self.locale = None
        super().__init__(**kwargs)

    def learn_page(self, page):
        """The case is named in the language of ``page``, which is being edited."""
        self.locale = page.locale if page.locale_id else None

    def prepare_value(self, value):
        """The primary key of a page of the case, in the language of the page if there is one."""
        if value in self.empty_values or isinstance(value, int) or str(value).isdigit():
            return value
        try:
            return page_of_case(value, self.locale)
        except ValidationError:
            return None  # no key: somebody sent it

    def to_python(self, value):
        if value in self.empty_values:
            return None
        key = None
        if is_number(value):
            key = _case_page().objects.filter(pk=value).values_list("translation_key", flat=True).first()
        if key is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return key

    def has_changed(self, initial, data):
        return str(self.prepare_value(initial) or "") != str(data or "")


def _case_page():
    from cases_cms.collection.models import CasePage  # models of other apps use this field

    return CasePage


def page_of_case(key, locale=None):
    """Primary key of a page of the case ``key``: in ``locale`` (the active language), else of any; or None."""
    pages = dict(_case_page().objects.filter(translation_key=key).order_by("-pk").values_list("locale_id", "pk"))
    return pages.get((locale or Locale.get_active()).pk) or next(reversed(list(pages.values())), None)


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
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
        )

    def extract_references(self, value):
        """For Wagtail's index of references: the usage of a case names what is about it."""
        page = page_of_case(value) if value else None
        if page is not None:
            yield Page, str(page), "", ""
