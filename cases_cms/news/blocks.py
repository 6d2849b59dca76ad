"""Blocks of news."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Locale

from cases_cms.core.blocks import PreviewMixin
from cases_cms.news.selectors import latest_news

__all__ = ["NewsBlock"]


class NewsBlock(PreviewMixin, blocks.StructBlock):
    """The newest news."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    number = blocks.IntegerBlock(label=_("How many"), default=4, min_value=1, max_value=12)

    class Meta:
        icon = "doc-full"
        label = _("News")
        description = _("The newest news; it fills itself.")
        preview_value = {"title": _("News"), "number": 3}
        template = "cases_cms/blocks/news.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        page = context.get("page")
        locale = page.locale if page else Locale.get_active()
        context["news"] = latest_news(locale, value.get("number") or 4, context.get("request"))
        return context
