"""The Collection: the root of editions and categories, and the explorer of all cases."""

from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.search import index

from cases_cms.collection.panels import COLLECTION_PANELS
from cases_cms.core.blocks import SECTION_FEATURES
from cases_cms.core.facets import mark_filtered
from cases_cms.core.localization import translated
from cases_cms.core.models import BasePage, CoverMixin, PublicPageManager
from cases_cms.core.subviews import SubviewsMixin


class CollectionPage(SubviewsMixin, CoverMixin, BasePage):
    """The Collection of Practice Cases."""

    introduction = RichTextField(
        _("introduction"),
        blank=True,
        features=SECTION_FEATURES,
        help_text=_("A paragraph above the list of cases."),
    )

    objects = PublicPageManager()

    subpage_types = ["cases_collection.EditionPage", "cases_collection.CategoryPage"]
    subviews = {
        "compare": "cases_cms.collection.comparison.compare_view",
        "latest": "cases_cms.collection.latest.latest_view",
    }
    template = "cases_cms/collection/collection_page.html"
    page_description = _("All cases of all editions, to be searched and filtered")

    content_panels = COLLECTION_PANELS
    promote_panels = [*BasePage.promote_panels, BasePage.menu_panel]
    search_fields = BasePage.search_fields + [index.SearchField("introduction")]
    api_fields = BasePage.api_fields + [APIField("introduction")]
    override_translatable_fields = (
        BasePage.override_translatable_fields + CoverMixin.cover_localization + translated("introduction")
    )

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")

    @classmethod
    def can_create_at(cls, parent):
        """One collection below a page."""
        return super().can_create_at(parent) and not cls.objects.child_of(parent).exists()

    def save(self, *args, **kwargs):
        from cases_cms.collection.catalogue import saving_page  # the catalogue reads the models

        with saving_page(self, kwargs.get("update_fields")):
            return super().save(*args, **kwargs)

    def serve(self, request, *args, **kwargs):
        """The page, or the way to the one address that a selection has."""
        from cases_cms.collection.listing import canonical_address  # listing reads the models

        if kwargs.get("subview"):
            return super().serve(request, *args, **kwargs)
        address = canonical_address(self, request)
        return HttpResponseRedirect(address) if address is not None else super().serve(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        from cases_cms.collection.listing import list_collection  # listing reads the models
        from cases_cms.collection.shortlist import read_shortlist  # so does this

        context = super().get_context(request, *args, **kwargs)
        context.update(list_collection(self, request))
        context["shortlist"] = read_shortlist(request, self)
        mark_filtered(context["frame"], context["selection"])
        return context
