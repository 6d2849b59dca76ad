"""Index pages: a list of what lies below, one entry a page in the visitor's language or the one it has."""

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.search import index

from cases_cms.core.blocks import SECTION_FEATURES
from cases_cms.core.localization import translated
from cases_cms.core.models import BasePage
from cases_cms.core.pagination import paginate


class IndexPage(BasePage):
    """A page that lists the pages of one model which lie below it or below one of its translations."""

    introduction = RichTextField(_("introduction"), blank=True, features=SECTION_FEATURES)

    #: Name of the model of the pages listed ("app.Model"), and the order of the list.
    listed_model = ""
    listed_order = ("-first_published_at", "path")

    content_panels = [
        TitleFieldPanel("title", help_text=_("As it stands in the menu and at the head of the list.")),
        FieldPanel("introduction", help_text=_("A paragraph above the list: what is told here; up to 60 words.")),
    ]
    promote_panels = [*BasePage.promote_panels, BasePage.menu_panel]
    search_fields = BasePage.search_fields + [index.SearchField("introduction")]
    api_fields = BasePage.api_fields + [APIField("introduction")]
    override_translatable_fields = BasePage.override_translatable_fields + translated("introduction")

    class Meta:
        abstract = True

    def get_listed(self, request=None):
        """Public pages to list, with what their cards need."""
        paths = models.Q(pk__in=[])
        for path in type(self).objects.filter(translation_key=self.translation_key).values_list("path", flat=True):
            paths |= models.Q(path__startswith=path)
        return (
            apps.get_model(self.listed_model)
            .objects.filter(paths)
            .published(request)
            .for_language(self.locale)
            .select_related("locale")
            .order_by(*self.listed_order)
        )

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        page_obj = paginate(self.get_listed(request), request)
        context.update(page_obj=page_obj, total=page_obj.paginator.count, items=page_obj.object_list)
        return context
