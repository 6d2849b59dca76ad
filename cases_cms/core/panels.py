"""Panels of edit forms."""

import json

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel, TitleFieldPanel

from cases_cms.core.conf import get_setting
from cases_cms.core.counting import measure


def counted_unit(language_code):
    """What a text in a language is counted by: "characters" for Chinese, "words" for all others."""
    return "characters" if language_code.partition("-")[0] == "zh" else "words"


def length_texts():
    """Sentences of the counter in the active language: ``{unit: {count, left, over}}``, with %(name)s to fill."""
    return {
        "words": {
            "count": _("%(count)s of %(limit)s words"),
            "left": _("%(left)s words left"),
            "over": _("%(over)s words too many: shorten the text"),
        },
        "characters": {
            "count": _("%(count)s of %(limit)s Chinese characters"),
            "left": _("%(left)s characters left"),
            "over": _("%(over)s characters too many: shorten the text"),
        },
    }


class TitlePanel(TitleFieldPanel):
    """Wagtail's, also in a form without the field for the address: Wagtail's would look for nothing, which fails."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_attrs(self):
            attrs = super().get_attrs()
            if not attrs["data-w-sync-target-value"]:
                return {name: value for name, value in attrs.items() if not name.startswith("data-")}
            return attrs


class LengthPanel(Panel):
    """Counts fields together while they are written, against MAX_WORDS and MAX_CHARACTERS.

    Shows first what the page's language is counted by; the other one where the text has any of it.
    """

    def __init__(self, field_names=(), **kwargs):
        super().__init__(**kwargs)
        self.field_names = tuple(field_names)

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "field_names": self.field_names}

    class BoundPanel(Panel.BoundPanel):
        template_name = "cases_cms/desk/length_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            main = counted_unit(self.instance.locale.language_code if self.instance.locale_id else "")
            limits = {"words": get_setting("MAX_WORDS"), "characters": get_setting("MAX_CHARACTERS")}
            texts = length_texts()
            length = measure(*(getattr(self.instance, name) for name in self.panel.field_names))
            count = getattr(length, main)
            values = {"count": count, "limit": limits[main]}
            context.update(
                fields=json.dumps(self.panel.field_names),
                main=main,
                limits=json.dumps(limits),
                texts=json.dumps(texts),
                limit=limits[main],
                count=count,
                sentence=texts[main]["count"] % values,
                parts=[
                    (
                        capfirst(self.instance._meta.get_field(name).verbose_name),
                        getattr(measure(getattr(self.instance, name)), main),
                    )
                    for name in self.panel.field_names
                ],
            )
            return context
