"""What can be done to several cases at once."""

from django import forms
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogFormatter

from cases_cms.collection.beginning import BEGUN
from cases_cms.collection.enums import Distinction
from cases_cms.collection.models import CasePage
from cases_cms.collection.selectors import categories_by_collection, category_choices, category_names
from cases_cms.collection.services import set_category, set_outstanding
from cases_cms.core.desk.bulk import DeskBulkAction, can_edit


class CaseBulkAction(DeskBulkAction):
    """An action on cases."""

    @classproperty
    def models(cls):
        return [CasePage]

    def check_perm(self, page):
        return can_edit(page, self.request.user)


class CategoryForm(forms.Form):
    """The categories of the collections that the cases are in."""

    category = forms.ChoiceField(label=gettext_lazy("Category"), widget=forms.RadioSelect)

    def __init__(self, *args, pages, **kwargs):
        super().__init__(*args, **kwargs)
        by_collection = categories_by_collection()
        codes = set()
        for path in {page.path[: -2 * page.steplen] for page in pages}:
            codes |= by_collection.get(path, set())
        self.fields["category"].choices = category_choices(codes)


class CategoryBulkAction(CaseBulkAction):
    """Puts cases into a category, in all languages."""

    display_name = gettext_lazy("Category")
    aria_label = gettext_lazy("Set the category of selected cases")
    action_type = "cases_cms_category"
    action_priority = 10
    form_class = CategoryForm
    icon = "tag"
    question = gettext_lazy("Set the category of these cases, in all their languages")
    button = gettext_lazy("Set the category")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "pages": self.chosen}

    def run(self, pages, data):
        return set_category(pages=pages, code=data["category"], user=self.request.user)

    def say_changed(self, number):
        code = self.cleaned_form.cleaned_data["category"]
        return ngettext(
            "%(number)s case is now in the category “%(category)s”",
            "%(number)s cases are now in the category “%(category)s”",
            number,
        ) % {"number": number, "category": category_names([code])[code].title}


class OutstandingForm(forms.Form):
    """Outstanding or not."""

    outstanding = forms.ChoiceField(
        label=gettext_lazy("Outstanding case"),
        choices=[
            (Distinction.OUTSTANDING.value, gettext_lazy("Yes")),
            (Distinction.OTHER.value, gettext_lazy("No")),
        ],
        widget=forms.RadioSelect,
    )


class OutstandingBulkAction(CaseBulkAction):
    """Makes cases outstanding ones, or no longer, in all languages."""

    display_name = gettext_lazy("Outstanding")
    aria_label = gettext_lazy("Mark selected cases as outstanding, or not")
    action_type = "cases_cms_outstanding"
    action_priority = 15
    form_class = OutstandingForm
    icon = "pick"
    question = gettext_lazy("Mark these cases as outstanding, or not, in all their languages")
    button = gettext_lazy("Save")

    @property
    def is_outstanding(self):
        """What was chosen."""
        return self.cleaned_form.cleaned_data["outstanding"] == Distinction.OUTSTANDING

    def run(self, pages, data):
        return set_outstanding(pages=pages, outstanding=self.is_outstanding, user=self.request.user)

    def say_changed(self, number):
        if self.is_outstanding:
            text = ngettext(
                "%(number)s case is now an outstanding one", "%(number)s cases are now outstanding ones", number
            )
        else:
            text = ngettext(
                "%(number)s case is no longer an outstanding one",
                "%(number)s cases are no longer outstanding ones",
                number,
            )
        return text % {"number": number}


class CategoryFormatter(LogFormatter):
    """Which category."""

    label = gettext_lazy("Category set")

    def format_message(self, log_entry):
        code = log_entry.data.get("category", "")
        name = category_names([code]).get(code)
        return gettext_lazy("Category set to “%(category)s”") % {"category": name.title if name else code}


class OutstandingFormatter(LogFormatter):
    """Whether outstanding."""

    label = gettext_lazy("Outstanding set")

    def format_message(self, log_entry):
        if log_entry.data.get("outstanding"):
            return gettext_lazy("Made an outstanding case")
        return gettext_lazy("No longer an outstanding case")


class BeginningFormatter(LogFormatter):
    """With which edition."""

    label = gettext_lazy("Edition begun")

    def format_message(self, log_entry):
        return gettext_lazy("Begun with the edition of %(year)s") % {"year": log_entry.data.get("from", "")}


def register_actions(actions):
    """Name the actions of the services to Wagtail's log."""
    actions.register_action("cases_cms.category")(CategoryFormatter)
    actions.register_action("cases_cms.outstanding")(OutstandingFormatter)
    actions.register_action(BEGUN)(BeginningFormatter)
