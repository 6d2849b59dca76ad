from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.api import APIField
from wagtail.models import TranslatableMixin
from wagtail.search import index

from cases_cms.core.localization import shared, translated
from cases_cms.core.models import BasePage, PublicPageManager


class Stage(models.TextChoices):
    PILOT = "pilot", _("Pilot")
    RUNNING = "running", _("In operation")
    SPREAD = "spread", _("Taken up elsewhere")


class CaseStage(TranslatableMixin, models.Model):
    """How far a case has come."""

    page = ParentalKey("cases_collection.CasePage", on_delete=models.CASCADE, related_name="example_stages")
    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices)
    note = models.CharField(_("note"), max_length=160, blank=True)

    panels = [FieldPanel("stage"), FieldPanel("note")]
    api_fields = [APIField("stage"), APIField("note")]
    override_translatable_fields = [*translated("note"), *shared("stage")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("stage of a case")

    def __str__(self):
        return self.get_stage_display()


class LessonPage(BasePage):
    """A page type of the host's own: what others can learn."""

    text = models.TextField(_("text"), blank=True)

    objects = PublicPageManager()
    template = "example_host/lesson_page.html"

    content_panels = [TitleFieldPanel("title"), FieldPanel("text")]
    search_fields = BasePage.search_fields + [index.SearchField("text")]
    override_translatable_fields = BasePage.override_translatable_fields + translated("text")

    class Meta:
        verbose_name = _("lesson")
