"""What the board reads: one row a thing that is translated, one cell a language. Kept by ``localization.rows``."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from cases_cms.localization.enums import CellState, Stage


class BoardRow(models.Model):
    """A page, snippet or picture in the language it was written in.

    ``text_hash`` is of its reference text: what is published or, as long as nothing is, what was handed to translators.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.UUIDField(_("translation key"))
    object_pk = models.CharField(max_length=40)
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+", verbose_name=_("written in"))
    source = models.ForeignKey(TranslationSource, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=255)
    year = models.PositiveSmallIntegerField(_("edition"), null=True, blank=True)
    path = models.CharField(max_length=255, blank=True)
    is_public = models.BooleanField(default=False)
    text_hash = models.CharField(max_length=64, blank=True)
    segments = models.PositiveIntegerField(default=0)
    words = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("row of the translation board")
        verbose_name_plural = _("rows of the translation board")
        ordering = ["path", "kind", "title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="cases_localization_row_of_a_thing")
        ]
        indexes = [
            models.Index(fields=["path", "kind", "title", "id"], name="cases_l10n_row_order"),
            models.Index(fields=["kind", "year"], name="cases_l10n_row_kind_year"),
            models.Index(fields=["year"], name="cases_l10n_row_year"),
        ]

    def __str__(self):
        return self.title


class BoardCell(models.Model):
    """A thing in one language: where its translation stands, who has it, until when.

    ``approved_hash`` is the row's ``text_hash`` that the approved translation says; "" as long as none is.
    """

    row = models.ForeignKey(BoardRow, on_delete=models.CASCADE, related_name="cells")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+", verbose_name=_("language"))
    translation = models.ForeignKey(Translation, null=True, on_delete=models.SET_NULL, related_name="+")
    target_pk = models.CharField(max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=CellState.choices, default=CellState.MISSING)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, default=Stage.TRANSLATING)
    is_public = models.BooleanField(default=False)
    segments = models.PositiveIntegerField(default=0)
    translated = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    words_left = models.PositiveIntegerField(default=0)
    questions = models.PositiveIntegerField(_("open questions"), default=0)
    approved_hash = models.CharField(max_length=64, blank=True)
    same_on_purpose = models.BooleanField(default=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("translator"),
    )
    deadline = models.DateTimeField(_("deadline"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    # What was said when it was sent back; "" from the next submission on.
    remark = models.TextField(_("remark"), blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("cell of the translation board")
        verbose_name_plural = _("cells of the translation board")
        constraints = [models.UniqueConstraint(fields=["row", "locale"], name="cases_localization_one_cell_a_language")]
        indexes = [
            models.Index(fields=["locale", "state"], name="cases_l10n_cell_state"),
            models.Index(fields=["assignee", "state"], name="cases_l10n_cell_assignee"),
            models.Index(fields=["deadline"], name="cases_l10n_cell_deadline"),
        ]

    def __str__(self):
        return f"{self.row} · {self.locale}"
