from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class LessonBlock(blocks.StructBlock):
    """What others can learn from it."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Text"))

    class Meta:
        icon = "help"
        label = _("Lesson")
        template = "example_host/lesson.html"
