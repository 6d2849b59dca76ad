"""What the plugin changes in Wagtail for every site."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import escape, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.images.image_operations import FilterOperation
from wagtail.models import TranslatableMixin
from wagtail.rich_text.pages import PageLinkHandler

from cases_cms.core import dashboard
from cases_cms.core.country_views import CountryViewSet
from cases_cms.core.dashboard_panels import PublishedPanel, WaitingPanel
from cases_cms.core.desk import bulk
from cases_cms.core.desk.limits import pages_known_to
from cases_cms.core.desk.log import register_actions
from cases_cms.core.desk.menu import practice_cases_menu_item
from cases_cms.core.desk_views import FramedDraftView, may_see_drafts, side_by_side, suggest_slug
from cases_cms.core.jobs import hooks as job_hooks  # noqa: F401  background work registers itself
from cases_cms.core.languages import locale_named
from cases_cms.core.models import BasePage
from cases_cms.core.permissions import may_change, may_stop
from cases_cms.core.ranges import ranged_response
from cases_cms.core.roles import REPORTS, may_see_report
from cases_cms.core.upstream.views import complete_admin_catalog, localize_catalog
from cases_cms.core.visibility import find_hidden

complete_admin_catalog()

ENDS_OF_TRANSLATIONS = {"localize-restart-translation", "localize-convert-to-alias"}


class PublicPageLinkHandler(PageLinkHandler):
    """A link in a text to a page that the public cannot see is no link: its address would say what is to come."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        hidden = find_hidden()
        links = []
        for page in cls.get_many(attrs_list):
            target = page.localized if page else None
            if target is None or not target.live or hidden.covers(target.path) or not target.url:
                links.append("<a>")
            else:
                links.append(f'<a href="{escape(target.url)}">')
        return links


@hooks.register("register_rich_text_features", order=10)
def link_public_pages_only(features):
    """Takes the place of Wagtail's handler of page links."""
    features.register_link_type(PublicPageLinkHandler)


class StripOperation(FilterOperation):
    """``strip``: without what the camera wrote into the file, the place included; Wagtail keeps it in JPEG (8.0.1)."""

    def construct(self):
        pass

    def run(self, willow, image, env):
        getattr(getattr(willow, "image", None), "info", {}).pop("exif", None)
        return willow


@hooks.register("register_image_operations")
def image_operations():
    return [("strip", StripOperation)]


@hooks.register("before_serve_document", order=100)
def serve_part_of_document(document, request):
    """Answers a request for a range of bytes, without which some browsers play no video.

    Wagtail's own hook, which keeps private documents private, has run before this one.
    """
    return ranged_response(document, request)


@hooks.register("register_admin_viewset")
def register_countries():
    """Settings → Countries and regions."""
    return CountryViewSet()


@hooks.register("register_admin_urls")
def register_desk():
    """Views for those who write."""
    return [
        path("cases/slug/", suggest_slug, name="cases_cms_slug"),
        path("cases/pages/<int:page_id>/languages/", side_by_side, name="cases_cms_side_by_side"),
        path("cases/pages/<int:page_id>/draft/", FramedDraftView.as_view(), name="cases_cms_framed_draft"),
    ]


class SideBySideItem(PageMenuItem):
    """Leads from a page of ours to its previews in all languages."""

    label = _("Preview in all languages")
    icon_name = "view"
    url_name = "cases_cms_side_by_side"

    def is_shown(self, user):
        is_ours = issubclass(self.page.specific_class or object, BasePage)
        return is_ours and may_see_drafts(self.page, user)


@hooks.register("register_page_header_buttons")
def preview_from_the_editor(page, user, view_name, next_url=None):
    """In the menu beside the page's title."""
    yield SideBySideItem(page=page, priority=12)


@hooks.register("register_page_listing_more_buttons")
def preview_from_a_listing(page, user, next_url=None):
    """In the menu of a page in a list."""
    yield SideBySideItem(page=page, priority=7)


@hooks.register("construct_page_chooser_queryset")
def pages_of_the_language_only(pages, request):
    """A chooser that was opened from a page offers pages of that page's language; Wagtail's script names it."""
    locale = locale_named(request.GET.get("locale", ""))
    return pages.filter(locale=locale) if locale else pages


@hooks.register("construct_page_chooser_queryset")
def known_pages_only(pages, request):
    """Drafts of others are no business of people who have nothing to do there."""
    return pages_known_to(request.user, pages)


@hooks.register("register_admin_urls", order=-10)
def complete_texts_of_scripts():
    """Before wagtail-localize's own, at the same address."""
    return [path("localize/jsi18n/", localize_catalog)]


# --- Roles (core.roles): what leads to “you may not” is not shown --------------------------------


@hooks.register("register_admin_urls", order=-10)
def ask_more_of_translations():
    """Before wagtail-localize's own, which ask less."""
    from cases_cms.core import translation_views  # its views need the models of all apps

    return translation_views.urlpatterns


@hooks.register("before_edit_snippet", order=-10)
def translate_only(request, instance):
    """Leads those who only translate from the source of an object to its translation, or to making one."""
    if not isinstance(instance, TranslatableMixin) or may_change(request.user, instance):
        return None
    for translation in instance.get_translations():
        if may_change(request.user, translation):
            return redirect(AdminURLFinder(request.user).get_edit_url(translation))
    options = type(instance)._meta
    return redirect("wagtail_localize:submit_snippet_translation", options.app_label, options.model_name, instance.pk)


@hooks.register("construct_page_action_menu")
def hide_ends_of_translations(menu_items, request, context):
    """Making a page an alias, or a translation again, is for those who may publish it."""
    page = context.get("page")
    if page is not None and page.pk and not page.permissions_for_user(request.user).can_publish():
        menu_items[:] = [item for item in menu_items if item.name not in ENDS_OF_TRANSLATIONS]


@hooks.register("before_edit_page", order=-10)
@hooks.register("before_edit_snippet", order=-10)
def refuse_restart_of_translation(request, instance):
    """Before wagtail-localize's own hooks, which start a translation again for everybody who may edit."""
    is_asked = request.method == "POST" and "localize-restart-translation" in request.POST
    if is_asked and not may_stop(request.user, instance):
        raise PermissionDenied


@hooks.register("construct_reports_menu")
def show_reports_of_use(request, menu_items):
    """People see the reports that are about what they do; Wagtail shows most of them to everybody."""
    hidden = {reverse(name) for name in REPORTS if not may_see_report(request.user, name)}
    menu_items[:] = [item for item in menu_items if item.url not in hidden]


# --- The desk ------------------------------------------------------------------------------

hooks.register("register_admin_menu_item", practice_cases_menu_item)
for action in (
    bulk.TranslateBulkAction,
    bulk.TagsBulkAction,
    bulk.PublishListed,
    bulk.UnpublishListed,
    bulk.DeleteListed,
):
    hooks.register("register_bulk_action", action)


@hooks.register("insert_global_admin_css")
def desk_styles():
    """The look of the desk's listings."""
    # The drawn covers look here as they do outside.
    return format_html_join(
        "",
        '<link rel="stylesheet" href="{}">',
        ((static(path),) for path in ("cases_cms/css/components/art.css", "cases_cms/admin/desk.css")),
    )


@hooks.register("register_log_actions")
def log_desk_actions(actions):
    """Names what the desk does to many pages at once."""
    register_actions(actions)


dashboard.register(WaitingPanel)
dashboard.register(PublishedPanel)


@hooks.register("construct_homepage_panels")
def show_dashboard(request, panels):
    """What the plugin's apps have to say on the admin's first page."""
    dashboard.replace_panels(request, panels)
