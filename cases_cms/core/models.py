"""What every page of the plugin has in common, and the mixins shared by several of its apps."""

from dataclasses import dataclass
from http import HTTPMethod

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.api import APIField
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.images import get_image_model_string
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.models.panels import CommentPanelPlaceholder
from wagtail.search import index
from wagtail.url_routing import RouteResult

from cases_cms.core.addresses import address_with_slug, is_shadowed
from cases_cms.core.excerpts import excerpt
from cases_cms.core.forms import MINOR_EDIT_KEY, BasePageForm
from cases_cms.core.gathering import is_written_here, postpone
from cases_cms.core.languages import default_link, language_links, language_of, language_tag, remember_locale
from cases_cms.core.localization import overridable, shared, translated
from cases_cms.core.menu_titles import remember_menu_title
from cases_cms.core.mixins import CoverMixin, VideoMixin
from cases_cms.core.page_entries import index_pages
from cases_cms.core.permissions import RolePermissionTester
from cases_cms.core.querysets import PublicPageQuerySet
from cases_cms.core.roles import Role  # noqa: F401  a model of this app
from cases_cms.core.slugs import free_slug, make_slug
from cases_cms.core.synchronized import follow_source, lead_translations
from cases_cms.core.tags import EditorTag, TaggedThing  # noqa: F401  models of this app
from cases_cms.core.turns import take_turn
from cases_cms.core.visibility import find_hidden

__all__ = [
    "MINOR_EDIT_KEY",
    "BasePage",
    "CoverMixin",
    "PageFrame",
    "PublicPageManager",
    "VideoMixin",
    "with_translations",
]

PublicPageManager = PageManager.from_queryset(PublicPageQuerySet)


def with_translations(page):
    """The specific page of a plain one, which remembers its translations of any state for its language links.

    One query, as ``page.specific``, which would leave the translations to another.
    """
    model = page.specific_class
    if model is None:
        return page.specific
    versions = {version.pk: version for version in model.objects.filter(translation_key=page.translation_key)}
    specific = versions[page.pk]
    specific.known_translations = list(versions.values())
    return specific


@dataclass
class PageFrame:
    """What a base template needs to put around a page: metadata, languages, breadcrumbs."""

    title: str
    description: str
    canonical: str
    language_links: list
    x_default: object
    breadcrumbs: list
    social_image: object = None
    kind: str = "website"
    robots: str = ""
    #: Of the present address, to be kept by the links to other languages: path below the page's own, query string.
    below: str = ""
    query: str = ""


#: Widths of the preview beside the editor: name, icon, CSS pixels, label.
PREVIEW_SIZES = (
    ("mobile", "mobile-alt", 360, _("Preview as on a phone")),
    ("tablet", "tablet-alt", 768, _("Preview as on a tablet")),
    ("desktop", "desktop", 1440, _("Preview as on a desk")),
)


class BasePage(Page):
    """A page with metadata, a note on sample data, and the frame that templates draw around it."""

    social_image = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("picture for sharing"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "Shown when somebody shares the page; 1200 × 630 pixels or more. Without one, the page's cover is used."
        ),
    )
    menu_title = models.CharField(
        _("short title for menus"),
        max_length=40,
        blank=True,
        help_text=_("Used in the main menu and in breadcrumbs where the title is long. Leave empty to use the title."),
    )
    sample_note = models.TextField(
        _("note on sample data"),
        blank=True,
        help_text=_(
            "Says which values on this page are assumed and not confirmed. Shown to visitors at the end of the page."
        ),
    )

    base_form_class = BasePageForm
    #: Fields that are the same in all languages at any time (see core.synchronized).
    common_fields = ("slug",)
    #: Fields that a translation takes from its source at once, but never from a source that is less public than itself.
    led_fields = ()
    #: Open Graph type of the page.
    og_type = "website"
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]

    promote_panels = [
        FieldPanel("slug"),
        MultiFieldPanel(
            [
                FieldPanel(
                    "seo_title",
                    help_text=_("What search engines print as the page's name; empty, it is the title. 60 characters."),
                ),
                FieldPanel(
                    "search_description",
                    help_text=_(
                        "One or two sentences that search engines print below the name; empty, it is the summary. "
                        "Up to 160 characters, or 80 Chinese ones."
                    ),
                ),
                FieldPanel("social_image"),
            ],
            heading=_("For search engines and sharing"),
            icon="search",
        ),
    ]
    #: For page types that the site's menu can show, those below the home page.
    menu_panel = MultiFieldPanel(
        [FieldPanel("show_in_menus"), FieldPanel("menu_title")], heading=_("Navigation"), icon="list-ul"
    )
    #: Set by the form, kept in the revision: see ``serializable_data``.
    is_minor_edit = False

    settings_panels = [
        FieldPanel("is_minor_edit"),
        FieldPanel("sample_note", classname="collapsed"),
        PublishingPanel(),
        CommentPanelPlaceholder(),
    ]

    search_fields = Page.search_fields + [
        index.SearchField("search_description"),
    ]
    api_fields = [APIField("sample_note")]
    preview_sizes = [
        {"name": name, "icon": icon, "device_width": width, "label": label}
        for name, icon, width, label in PREVIEW_SIZES
    ]

    override_translatable_fields = [
        *translated("title", "seo_title", "search_description", "menu_title", "sample_note"),
        *shared("slug", "show_in_menus", "draft_title"),
        *overridable("social_image"),
    ]

    class Meta:
        abstract = True

    # --- Address --------------------------------------------------------------------------

    def _set_core_field_defaults(self):
        # Wagtail makes a slug of the ASCII letters of a title only: of a Chinese one, none.
        parent = self.get_parent() if self.path else getattr(self, "_cached_parent_obj", None)
        if not self.slug and self.title and parent is not None:
            self.slug = free_slug(make_slug(self.title), parent, self)
        super()._set_core_field_defaults()

    def clean(self):
        super().clean()
        if self.slug and (is_shadowed(address_with_slug(self), language_of(self)) or self._has_slug_of_a_view()):
            raise ValidationError({"slug": _("The site itself answers at this address. Choose another one.")})

    def _has_slug_of_a_view(self):
        """Whether the page above answers at this address itself (core.subviews)."""
        parent = self.get_parent() if self.path else getattr(self, "_cached_parent_obj", None)
        views = getattr(parent.specific_class, "subviews", {}) if parent is not None else {}
        return self.slug in views

    # --- One in all languages ------------------------------------------------------------

    def save(self, *args, **kwargs):
        """Save; a translation takes what it shares from its source, and a source takes its translations along."""
        columns = kwargs.get("update_fields")
        if columns is not None and not set(columns) & {*self.common_fields, *self.led_fields, "menu_title"}:
            return super().save(*args, **kwargs)
        with transaction.atomic():
            is_new = self.pk is None
            follows = not is_new and follow_source(self)
            result = super().save(*args, **kwargs)
            if not is_new and not follows:
                lead_translations(self)
            remember_menu_title(self)
            return result

    def serializable_data(self):
        """As the tree's; a revision keeps whether its editor called it a minor edit, until it is published."""
        data = super().serializable_data()
        return {**data, MINOR_EDIT_KEY: True} if self.is_minor_edit else data

    @classmethod
    def from_serializable_data(cls, data, check_fks=True, strict_fks=False):
        """As Wagtail's, which looks up whatever the page and its children name; not what was written just now."""
        check_fks = check_fks and not is_written_here(data.get("translation_key"))
        return super().from_serializable_data(data, check_fks=check_fks, strict_fks=strict_fks)

    # --- Visibility and speed -----------------------------------------------------------

    def add_child(self, **kwargs):
        """As the tree does, which writes the parent first: the turn comes before any row."""
        with transaction.atomic():
            take_turn()
            return super().add_child(**kwargs)

    def delete(self, *args, **kwargs):
        """As Wagtail does, which writes the parent first."""
        with transaction.atomic():
            take_turn()
            return super().delete(*args, **kwargs)

    def get_indexed_instance(self):
        """As Wagtail's; while many pages are written, they go into the search index together."""
        if postpone(index_pages, [(self._meta.label, self.pk)]):
            return None
        return super().get_indexed_instance()

    def find_child(self, request, slug):
        """The child page that an address names, as a specific page, or None. Two queries."""
        child = self.get_children().filter(slug=slug).first()
        return with_translations(child) if child else None

    def route(self, request, path_components):
        """Find the page for an address below this one.

        A page that is not live hides the pages below it, too; so does one that is in another language than its
        address says: Wagtail falls back to the home page of the default language, and an alias is a copy.
        Each page remembers its parent, so that breadcrumbs and view restrictions need no further query.
        """
        self._hidden = find_hidden(request)
        if not self.live or self._hidden.closes(self.path) or not self.is_in_active_language():
            raise Http404
        if not path_components:
            return RouteResult(self)
        child = self.find_child(request, path_components[0])
        if child is None:
            raise Http404
        child._cached_parent_obj = self
        return child.route(request, path_components[1:])

    def is_in_active_language(self):
        """Whether the page is really in the language of the request: in its tree, and no copy of another's."""
        if not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
            return True
        if language_of(self) != get_supported_content_language_variant(get_language()):
            return False
        return self.alias_of_id is None or self.alias_of.locale_id == self.locale_id

    def get_view_restrictions(self):
        """As Wagtail's, which asks the database twice; not at all where the request found no restriction whatever."""
        hidden = getattr(self, "_hidden", None)
        if hidden is not None and not hidden.restricted:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def permissions_for_user(self, user):
        """Wagtail's answers, limited for groups that play a role to what the role may do with this type of page."""
        return RolePermissionTester(user, self)

    # --- The frame --------------------------------------------------------------------

    @cached_property
    def language_tag(self):
        """BCP 47 tag of the language this page is in."""
        return language_tag(self.locale.language_code)

    def get_meta_title(self):
        """Title for search engines and sharing."""
        return self.seo_title or self.title

    def get_meta_description(self):
        """One plain sentence or two about the page: an editor's, or the summary, or how the introduction begins."""
        return self.search_description or getattr(self, "summary", "") or excerpt(getattr(self, "introduction", ""))

    @property
    def short_title(self):
        """The title for menus and breadcrumbs."""
        return self.menu_title or self.title

    def get_social_image(self):
        """The picture shown when the page is shared, or None."""
        return self.social_image or getattr(self, "cover", None)

    def get_breadcrumbs(self, request=None):
        """Ancestors from the site's root page down, without this page; none for a page below no site.

        One query, none for a page that was routed to, beside what is known of the request.
        """
        roots = [entry.root_path for entry in self._get_relevant_site_root_paths(request)] if self.pk else []
        root = max(roots, key=len, default=self.url_path)
        known, page = [], self
        while page.url_path != root and getattr(page, "_cached_parent_obj", None) is not None:
            page = page._cached_parent_obj
            known.insert(0, page)
        if page.url_path == root:
            return known
        return [page for page in self.get_ancestors() if page.url_path.startswith(root)]

    def get_frame(self, request):
        """The PageFrame of this page. One query beside what is known of the request."""
        links = language_links(self, request)
        return PageFrame(
            title=self.get_meta_title(),
            description=self.get_meta_description(),
            canonical=((self.alias_of or self).get_full_url(request) or "") if self.pk else "",
            language_links=links,
            x_default=default_link(links),
            breadcrumbs=self.get_breadcrumbs(request),
            social_image=self.get_social_image(),
            kind=self.og_type,
        )

    def serve_preview(self, request, mode_name):
        response = super().serve_preview(request, mode_name)
        # Previews stand in frames of the admin, which the policy of public pages forbids; django-csp reads this.
        response._csp_replace = {"frame-ancestors": ["'self'"]}
        return response

    def serve_password_required_response(self, request, form, action_url):
        """The form for the password; unlike Wagtail's, nothing of the page itself is in its context."""
        template = self.password_required_template or getattr(
            settings, "WAGTAIL_PASSWORD_REQUIRED_TEMPLATE", "wagtailcore/password_required.html"
        )
        context = {"form": form, "action_url": action_url, "tag": self.language_tag}
        return TemplateResponse(request, template, context)

    def get_context(self, request, *args, **kwargs):
        remember_locale(self)
        context = super().get_context(request, *args, **kwargs)
        context["frame"] = self.get_frame(request)
        return context


from cases_cms.core.country_models import Country  # noqa: E402, F401  a model of this app
from cases_cms.core.jobs.models import Job  # noqa: E402, F401  models of this app
from cases_cms.core.memory import Stamp  # noqa: E402, F401
