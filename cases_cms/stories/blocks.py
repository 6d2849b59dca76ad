"""Blocks of stories, voices and journeys."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Locale

from cases_cms.core.blocks import PreviewMixin
from cases_cms.stories.selectors import latest_voices

__all__ = ["VoicesBlock"]


class VoicesBlock(PreviewMixin, blocks.StructBlock):
    """The newest voices."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    number = blocks.IntegerBlock(label=_("How many"), default=3, min_value=1, max_value=9)

    class Meta:
        icon = "openquote"
        label = _("Voices")
        description = _("What owners of cases said last; it fills itself.")
        preview_value = {"title": _("Voices of the Selected Cases"), "number": 2}
        template = "cases_cms/blocks/voices.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        page = context.get("page")
        locale = page.locale if page else Locale.get_active()
        context["voices"] = latest_voices(locale, value.get("number") or 3, context.get("request"))
        return context
