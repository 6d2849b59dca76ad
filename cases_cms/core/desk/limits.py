"""What Wagtail's admin shows to everybody who may enter it, limited to people who have something to do with it.

Wagtail's choosers ask for no right on what they list: somebody who writes news alone would read the titles of an
edition that is not released.
"""

from django.db.models import Q
from django.http import Http404
from wagtail.models import Page
from wagtail.permissions import page_permission_policy, policy_registry
from wagtail.snippets.models import get_snippet_models

from cases_cms.core.choosers import is_number

CHOOSE_BELOW, CHOSEN_PAGES = "wagtailadmin_choose_page_child", "wagtailadmin_choose_page_chosen_multiple"
SNIPPET_CHOOSERS = "wagtailsnippetchoosers_"
OBJECT_RIGHTS = ("add", "change", "delete", "view")


def pages_known_to(user, pages=None):
    """Those of ``pages`` (a queryset; by default of all) that are live, or that ``user`` finds in the explorer."""
    pages = Page.objects.all() if pages is None else pages
    if user.is_superuser:
        return pages
    explorable = page_permission_policy.explorable_instances(user).order_by()
    return pages.filter(Q(live=True) | Q(pk__in=explorable.values("pk")))


def _refused_pages(request, match):
    keys = [match.kwargs.get("parent_page_id")] if match.view_name == CHOOSE_BELOW else request.GET.getlist("id")
    keys = {int(key) for key in keys if is_number(key)}
    if not keys or request.user.is_superuser:
        return False
    return pages_known_to(request.user, Page.objects.filter(pk__in=keys)).count() != len(keys)


def _refused_objects(request, match):
    """Whether it is a chooser of things of the plugin's on which the person has no right at all."""
    name = match.view_name.partition(":")[0].removeprefix(SNIPPET_CHOOSERS)
    for model in get_snippet_models():
        if name == f"{model._meta.app_label}_{model._meta.model_name}" and model._meta.app_label.startswith("cases_"):
            return not policy_registry.get_by_type(model).user_has_any_permission(request.user, OBJECT_RIGHTS)
    return False


def refuse_what_is_not_theirs(request):
    """Raises Http404 for a chooser that would show what is none of the person's business; asked before each view."""
    match = request.resolver_match
    name = match.view_name if match is not None else ""
    is_of_pages = name in (CHOOSE_BELOW, CHOSEN_PAGES)
    # Who it is, is asked of no other view: a public page that asks would vary by cookie.
    if not (is_of_pages or name.startswith(SNIPPET_CHOOSERS)) or not request.user.is_authenticated:
        return
    if _refused_pages(request, match) if is_of_pages else _refused_objects(request, match):
        raise Http404
