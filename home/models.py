"""The home page and the standard pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.api import APIField
from wagtail.search import index

from cases_cms.collection.blocks import CollectionBodyBlock
from cases_cms.core.excerpts import excerpt
from cases_cms.core.fields import BodyField
from cases_cms.core.localization import translated
from cases_cms.core.models import BasePage, CoverMixin, PublicPageManager, with_translations
from cases_cms.core.visibility import public
from home.blocks import HomeBlock


class HomePage(BasePage):
    """The home page of a language."""

    body = BodyField(HomeBlock(), verbose_name=_("sections"), blank=True)

    objects = PublicPageManager()
    template = "home/home_page.html"
    page_description = _("The first page of the site, composed of sections")

    content_panels = [
        TitleFieldPanel("title", help_text=_("The name of the site in the language of this page.")),
        FieldPanel("body", help_text=_("The sections of the home page, from top to bottom; the first is the opening.")),
    ]
    search_fields = BasePage.search_fields + [index.SearchField("body")]
    api_fields = BasePage.api_fields + [APIField("body")]
    override_translatable_fields = BasePage.override_translatable_fields + translated("body")

    def get_meta_description(self):
        """What the opening says, unless an editor wrote another."""
        opening = self.body.first_block_by_name("hero")
        return super().get_meta_description() or excerpt(opening.value["text"] if opening else "")

    def find_child(self, request, slug):
        """The child, from all children: the navigation shows them anyway."""
        child = next((page for page in self.load_children(request) if page.slug == slug), None)
        return with_translations(child) if child else None

    def load_children(self, request):
        """Children in order, once a request. One query."""
        children = request.__dict__.setdefault("_home_children", {})
        if self.pk not in children:
            children[self.pk] = list(self.get_children().order_by("path"))
        return children[self.pk]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class StandardPage(CoverMixin, BasePage):
    """A page of text: how to apply, about, contact."""

    summary = models.TextField(
        _("summary"), max_length=500, blank=True, help_text=_("Printed under the title and in lists.")
    )
    body = BodyField(CollectionBodyBlock(), verbose_name=_("text"), blank=True)

    objects = PublicPageManager()
    subpage_types = ["home.StandardPage"]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    template = "home/standard_page.html"
    page_description = _("A page of text, with the schedule, criteria and benefits where wanted")

    content_panels = [
        TitleFieldPanel("title", help_text=_("Short, as it stands in the menu. Example: “How to apply”.")),
        FieldPanel("summary", help_text=_("One or two sentences under the title: what one finds here.")),
        FieldPanel("body", help_text=_("Begin each part with a heading; keep paragraphs short.")),
        CoverMixin.cover_panel,
    ]
    promote_panels = [*BasePage.promote_panels, BasePage.menu_panel]
    search_fields = BasePage.search_fields + [
        index.SearchField("summary"),
        index.SearchField("body"),
    ]
    api_fields = BasePage.api_fields + [APIField("summary"), APIField("body")]
    override_translatable_fields = (
        BasePage.override_translatable_fields + CoverMixin.cover_localization + translated("summary", "body")
    )

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["children"] = public(self.get_children(), request).specific() if self.pk and self.numchild else []
        return context


from home.site_settings import SiteContact, SiteLink, SiteSettings, SiteText  # noqa: E402, F401  models of this app
