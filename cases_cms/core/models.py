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
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.search import index
from wagtail.url_routing import RouteResult

from cases_cms.core.excerpts import excerpt
from cases_cms.core.languages import default_link, language_links, language_of, language_tag, remember_locale
from cases_cms.core.localization import overridable, shared, translated
from cases_cms.core.menu_titles import remember_menu_title
from cases_cms.core.querysets import PublicPageQuerySet
from cases_cms.core.synchronized import follow_source, lead_translations
from cases_cms.core.visibility import find_hidden

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
    query: str = ""


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

    #: Fields that are the same in all languages at any time (see core.synchronized).
    common_fields = ("slug",)
    #: Open Graph type of the page.
    og_type = "website"
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]

    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
                FieldPanel("social_image"),
            ],
            heading=_("For search engines and sharing"),
        ),
        MultiFieldPanel([FieldPanel("show_in_menus"), FieldPanel("menu_title")], heading=_("Navigation")),
    ]
    settings_panels = [FieldPanel("sample_note"), PublishingPanel()]

    search_fields = Page.search_fields + [
        index.SearchField("search_description"),
    ]
    api_fields = [APIField("sample_note")]

    override_translatable_fields = [
        *translated("title", "seo_title", "search_description", "menu_title", "sample_note"),
        *shared("slug", "show_in_menus", "draft_title"),
        *overridable("social_image"),
    ]

    class Meta:
        abstract = True

    # --- One in all languages ------------------------------------------------------------

    def save(self, *args, **kwargs):
        """Save; a translation takes what it shares from its source, and a source takes its translations along."""
        columns = kwargs.get("update_fields")
        if columns is not None and not set(columns) & {*self.common_fields, "menu_title"}:
            return super().save(*args, **kwargs)
        with transaction.atomic():
            is_new = self.pk is None
            if not is_new:
                follow_source(self)
            result = super().save(*args, **kwargs)
            if not is_new:
                lead_translations(self)
            remember_menu_title(self)
            return result

    # --- Visibility and speed -----------------------------------------------------------

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
        if not self.live or self.path.startswith(self._hidden.unpublished) or not self.is_in_active_language():
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

    def get_breadcrumbs(self):
        """Ancestors from the home page down, without this page. One query, none for a page that was routed to."""
        if not self.pk or self.depth <= 2:
            return []
        known, page = [], self
        while page.depth > 2 and getattr(page, "_cached_parent_obj", None) is not None:
            page = page._cached_parent_obj
            known.insert(0, page)
        if known and known[0].depth == 2:
            return known
        return [page for page in self.get_ancestors() if page.depth >= 2]

    def get_frame(self, request):
        """The PageFrame of this page. One query beside what is known of the request."""
        links = language_links(self, request)
        return PageFrame(
            title=self.get_meta_title(),
            description=self.get_meta_description(),
            canonical=((self.alias_of or self).get_full_url(request) or "") if self.pk else "",
            language_links=links,
            x_default=default_link(links),
            breadcrumbs=self.get_breadcrumbs(),
            social_image=self.get_social_image(),
            kind=self.og_type,
        )

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


class CoverMixin(models.Model):
    """A page with a cover picture."""

    cover = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("cover"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Picture at the head of the page and on its card; landscape, 1600 pixels wide or more."),
    )
    cover_alt = models.CharField(
        _("what the cover shows"),
        max_length=250,
        blank=True,
        help_text=_("For people who do not see the picture. Leave empty if it is mere decoration."),
    )

    cover_panel = MultiFieldPanel([FieldPanel("cover"), FieldPanel("cover_alt")], heading=_("Cover"))
    cover_localization = [*overridable("cover"), *translated("cover_alt")]

    class Meta:
        abstract = True


#: Kinds of documents that a browser plays.
VIDEO_FILES = {"video_file": ("mp4", "webm"), "video_captions": ("vtt",)}


class VideoMixin(models.Model):
    """A video by file or by address, with poster, captions and transcript in the language of its owner.

    A video on another site is linked, not embedded: public pages ask no third party for anything.
    """

    video_file = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("video file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("MP4 or WebM."),
    )
    video_url = models.URLField(
        _("address of the video"),
        blank=True,
        help_text=_("Page of the video on another site, if there is no file. Visitors follow a link to it."),
    )
    video_poster = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("poster"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Still picture shown before the video plays."),
    )
    video_captions = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("captions"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("WebVTT file (.vtt) in the language of this page."),
    )
    video_transcript = models.TextField(
        _("transcript"),
        blank=True,
        help_text=_("What is said and shown, in the language of this page; a blank line starts a paragraph."),
    )

    video_panels = [
        FieldPanel("video_file"),
        FieldPanel("video_url"),
        FieldPanel("video_poster"),
        FieldPanel("video_captions"),
        FieldPanel("video_transcript"),
    ]
    video_localization = [
        *translated("video_transcript"),
        *overridable("video_file", "video_url", "video_poster", "video_captions"),
    ]

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        errors = {}
        for name, allowed in VIDEO_FILES.items():
            document = getattr(self, name)
            if document is not None and document.file_extension.lower() not in allowed:
                errors[name] = _("Choose a file of one of these kinds: %(kinds)s.") % {"kinds": ", ".join(allowed)}
        if self.video_captions_id and not self.video_file_id:
            errors["video_captions"] = _("Captions need a video file.")
        if errors:
            raise ValidationError(errors)

    @cached_property
    def captions_tag(self):
        """BCP 47 tag of the captions' language: that of the first version which uses the file; empty without one.

        A translation shares the captions of its source until a translator replaces them.
        """
        if not self.video_captions_id:
            return ""
        first = (
            type(self)
            .objects.filter(translation_key=self.translation_key, video_captions_id=self.video_captions_id)
            .order_by("pk")
            .first()
        )
        return language_tag(language_of(first or self))

    @property
    def has_video(self):
        """Whether there is a video to show."""
        return bool(self.video_file_id or self.video_url)


from cases_cms.core.country_models import Country  # noqa: E402, F401  a model of this app
from cases_cms.core.memory import Stamp  # noqa: E402, F401
