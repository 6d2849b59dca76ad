"""Choosers of cases and of organizations."""

from django.db.models import IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Length, Substr
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenMultipleView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser
from wagtail.snippets.views import chooser as snippet_chooser
from wagtail.snippets.widgets import AdminSnippetChooser

from cases_cms.collection.models import CasePage, CategoryPage, EditionPage
from cases_cms.core.choosers import (
    ChosenByNumberMixin,
    ChosenMultipleByNumberMixin,
    NumberChooserMixin,
    OneLanguageFilterForm,
)
from cases_cms.core.dashboard import pages_for


class CaseFilterForm(OneLanguageFilterForm):
    """Cases by their title; one that is not translated yet can be asked for."""

    search_in = ("title", "draft_title", "slug")
    offers_untranslated = True


def _state(case):
    """In a word or two; Wagtail's own ``status_string`` asks the database for each page."""
    if not case.live:
        return _("draft")
    return _("live, with a newer draft") if case.has_unpublished_changes else _("live")


def cases_known_to(user):
    """Live cases, and those in the parts of the tree that ``user`` works in; as a queryset."""
    return CasePage.objects.filter(Q(live=True) | Q(pk__in=pages_for(user).values("pk")))


class CaseColumnsMixin:
    """Lists cases with their edition and category: one query beside Wagtail's, for any number of cases."""

    filter_form_class = CaseFilterForm

    def get_object_list(self):
        edition = EditionPage.objects.filter(path=OuterRef("parent_path")).values("year")[:1]
        return (
            cases_known_to(self.request.user)
            .filter(alias_of=None)
            .annotate(parent_path=Substr("path", 1, Length("path") - Value(CasePage.steplen)))
            .annotate(edition_year=Subquery(edition, output_field=IntegerField()))
            .select_related("locale")
            .order_by("-edition_year", "title", "pk")
        )

    @property
    def columns(self):
        titles = {}
        language = self.filter_form.locale.pk
        for code, title, locale in CategoryPage.objects.order_by("pk").values_list("code", "title", "locale_id"):
            if locale == language or code not in titles:
                titles[code] = title
        return [
            self.title_column,
            Column("edition", label=_("Edition"), accessor="edition_year"),
            Column("category", label=_("Category"), accessor=lambda case: titles.get(case.category, case.category)),
            Column("status", label=_("State"), accessor=_state),
        ]


class CaseChooseView(CaseColumnsMixin, ChooseView):
    """The window with the cases."""


class CaseChooseResultsView(CaseColumnsMixin, ChooseResultsView):
    """The list in that window."""


class KnownCaseMixin:
    """A view of what was chosen that names no draft to somebody who may not see it."""

    def get_object(self, pk):
        return cases_known_to(self.request.user).get(pk=pk)

    def get_objects(self, pks):
        return cases_known_to(self.request.user).filter(pk__in=pks)

    def get_display_title(self, instance):
        return case_title(instance)


class CaseChosenView(ChosenByNumberMixin, KnownCaseMixin, ChosenView):
    """The case that was chosen."""


class CaseChosenMultipleView(ChosenMultipleByNumberMixin, KnownCaseMixin, ChosenMultipleView):
    """The cases that were chosen."""


def case_title(case):
    """A case as choosers name it: title and edition."""
    year = EditionPage.objects.ancestor_of(case).values_list("year", flat=True).first()
    title = case.get_admin_display_title()
    return f"{title} ({year})" if year else title


class BaseCaseChooser(NumberChooserMixin, BaseChooser):
    """The field that names the case chosen."""

    def get_display_title(self, instance):
        return case_title(instance)


class CaseChooserViewSet(ChooserViewSet):
    """Chooses a case, in the language of the page that is about it."""

    model = CasePage
    icon = "doc-full"
    per_page = 20
    choose_one_text = _("Choose a case")
    choose_another_text = _("Choose another case")
    edit_item_text = _("Edit this case")
    preserve_url_parameters = ["multiple", "locale"]
    choose_view_class = CaseChooseView
    choose_results_view_class = CaseChooseResultsView
    chosen_view_class = CaseChosenView
    chosen_multiple_view_class = CaseChosenMultipleView
    base_widget_class = BaseCaseChooser
    register_widget = False  # pages refer to cases by their key (CaseKeyField), not by a foreign key


case_chooser = CaseChooserViewSet("cases_case_chooser", url_prefix="cases/choose-case")


class OrganizationFilterForm(OneLanguageFilterForm):
    """Organizations by name, in any of their languages, or by code."""

    search_in = ("name", "code")


class OrganizationColumnsMixin:
    """Lists organizations with their country."""

    filter_form_class = OrganizationFilterForm

    @property
    def columns(self):
        return [
            self.title_column,
            Column("country", label=_("Country or region"), accessor="country_name"),
            Column("code", label=_("Code"), accessor="code"),
        ]


class OrganizationChooseView(OrganizationColumnsMixin, snippet_chooser.ChooseView):
    """The window with the organizations."""


class OrganizationChooseResultsView(OrganizationColumnsMixin, snippet_chooser.ChooseResultsView):
    """The list in that window."""


class OrganizationChosenView(ChosenByNumberMixin, snippet_chooser.SnippetChosenView):
    """The organization that was chosen."""


class OrganizationChosenMultipleView(ChosenMultipleByNumberMixin, snippet_chooser.SnippetChosenMultipleView):
    """The organizations that were chosen."""


class BaseOrganizationChooser(NumberChooserMixin, AdminSnippetChooser):
    """The field that names the organization chosen."""


class OrganizationChooserViewSet(snippet_chooser.SnippetChooserViewSet):
    """Chooses an organization, named in the language of the page."""

    preserve_url_parameters = ["multiple", "locale"]
    choose_view_class = OrganizationChooseView
    choose_results_view_class = OrganizationChooseResultsView
    chosen_view_class = OrganizationChosenView
    chosen_multiple_view_class = OrganizationChosenMultipleView
    base_widget_class = BaseOrganizationChooser
