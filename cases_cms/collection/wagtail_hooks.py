"""The Collection in Wagtail's admin."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cases_cms.collection.bulk_actions import CategoryBulkAction, OutstandingBulkAction, register_actions
from cases_cms.collection.choosers import OrganizationChooserViewSet, case_chooser
from cases_cms.collection.dashboard import EditionPanel
from cases_cms.collection.desk import CaseViewSet, EditionViewSet
from cases_cms.collection.desk_beginning import begin_with_the_last
from cases_cms.collection.desk_beginning import urlpatterns as beginning_urls
from cases_cms.collection.models import CategoryPage, Organization
from cases_cms.core import dashboard
from cases_cms.core.desk.menu import MENU_HOOK


class OrganizationViewSet(SnippetViewSet):
    """Organizations, named once in each language."""

    model = Organization
    icon = "group"
    menu_label = gettext_lazy("Organizations")
    menu_order = 30
    menu_hook = MENU_HOOK
    list_display = ["name", "code", Column("country_name", label=gettext_lazy("Country or region")), "locale"]
    list_filter = ["country"]
    search_fields = ["name", "code"]
    ordering = ["name"]
    chooser_viewset_class = OrganizationChooserViewSet
    chooser_per_page = 20


register_snippet(OrganizationViewSet)
hooks.register("register_bulk_action", CategoryBulkAction)
hooks.register("register_bulk_action", OutstandingBulkAction)
hooks.register("register_log_actions", register_actions)
hooks.register("before_create_page", begin_with_the_last)


@hooks.register("register_admin_urls")
def register_beginning():
    return beginning_urls


@hooks.register("register_admin_viewset")
def desk_listings():
    """Cases and editions in the menu "Practice cases"."""
    return [CaseViewSet(), EditionViewSet()]


@hooks.register("register_admin_viewset")
def register_case_chooser():
    """The window in which pages about a case choose it."""
    return case_chooser


dashboard.register(EditionPanel)


def _codes_in_use(pages):
    """``{code: number of cases}`` of the categories in use that would go with ``pages``, all of them deleted."""
    pages = [page.pk for page in pages]
    going = CategoryPage.objects.filter(pk__in=pages)
    staying = CategoryPage.objects.exclude(pk__in=pages).values("code")
    codes = going.exclude(code__in=staying).order_by("code").values_list("code", flat=True).distinct()
    numbers = {code: CategoryPage.cases_in_use(code) for code in codes}
    return {code: number for code, number in numbers.items() if number}


@hooks.register("before_delete_page")
def keep_categories_in_use(request, page):
    """A category that cases refer to is not deleted from under them."""
    if not isinstance(page.specific, CategoryPage):
        return None
    codes = _codes_in_use([page])
    if not codes:
        return None
    number = sum(codes.values())
    messages.error(
        request,
        ngettext(
            "%(number)s case uses the category “%(title)s”; move it to another category first.",
            "%(number)s cases use the category “%(title)s”; move them to another category first.",
            number,
        )
        % {"number": number, "title": page.title},
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_bulk_action")
def keep_categories_in_use_in_bulk(request, action_type, objects, action_class_instance):
    """The same for several pages at once."""
    if action_type != "delete":
        return None
    categories = [page for page in objects if isinstance(getattr(page, "specific", page), CategoryPage)]
    codes = _codes_in_use(categories)
    if not codes:
        return None
    messages.error(
        request,
        _("Cases use the categories %(codes)s; move them to other categories first.")
        % {"codes": ", ".join(sorted(codes))},
    )
    return redirect("wagtailadmin_explore", categories[0].get_parent().pk)


def _refuse_used(request, organizations):
    """Say which of ``organizations`` are used, and lead back to the list; None if none is."""
    used = [organization for organization in organizations if organization.is_used()]
    if not used:
        return None
    messages.error(
        request,
        _("Pages use %(names)s; choose another organization there first.")
        % {"names": _(", ").join(str(organization) for organization in used)},
    )
    return redirect(OrganizationViewSet().get_url_name("list"))


@hooks.register("before_delete_snippet")
def keep_organizations_in_use(request, instances):
    """An organization that a case, an edition, a member or a voice names is not deleted from under them."""
    return _refuse_used(request, [item for item in instances if isinstance(item, Organization)])
