"""An edition's embargo and release, and the record of what was tried."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from cases_cms.core.told import read
from cases_cms.release.enums import EditionState, RunKind, RunStatus


def _person(verbose_name):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=verbose_name,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )


class EditionRelease(models.Model):
    """One edition, whatever the language of its pages: under embargo until it is released.

    An edition without such a row is under embargo, too. Written by ``release``'s services alone.
    """

    edition_key = models.UUIDField(_("edition"), unique=True, help_text=_("Translation key of the edition's pages."))
    state = models.CharField(_("state"), max_length=20, choices=EditionState.choices, default=EditionState.EMBARGO)
    is_announced = models.BooleanField(
        _("announced"),
        default=False,
        help_text=_(
            "The edition's own page, with its call and schedule, may be public before the release; its cases may not."
        ),
    )
    library = models.ForeignKey(
        Collection,
        verbose_name=_("folder of pictures and documents"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Whatever is in this folder, or below it, is kept from the public until the release."),
    )
    # --- The plan: when, and in which languages it has to be complete.
    release_at = models.DateTimeField(_("time of release"), null=True, blank=True)
    languages = models.JSONField(_("required languages"), default=list, blank=True)
    planned_by = _person(_("planned by"))
    planned_at = models.DateTimeField(null=True, blank=True)
    approved_by = _person(_("confirmed by"))
    approved_at = models.DateTimeField(null=True, blank=True)
    # --- What became of it.
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    released_by = _person(_("released by"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("release of an edition")
        verbose_name_plural = _("releases of editions")
        permissions = [
            ("prepare_editionrelease", "Prepare a release: plan, rehearse, preview links"),
            ("confirm_editionrelease", "Confirm a planned release"),
            ("run_editionrelease", "Release an edition, abort and undo"),
        ]

    def __str__(self):
        return f"{self.edition_key} ({self.get_state_display()})"

    @property
    def is_released(self):
        return self.state == EditionState.RELEASED

    @property
    def is_planned(self):
        """Whether it is to be released at a certain time."""
        return not self.is_released and self.release_at is not None

    @property
    def is_confirmed(self):
        """Whether somebody has confirmed the present plan."""
        return self.is_planned and self.approved_at is not None


class AbortRequest(models.Model):
    """Somebody wants a release stopped that may just be held in its transaction; gone once that is settled.

    Names the edition by its key, not by a foreign key: it is written while the edition's own row is locked.
    """

    edition_key = models.UUIDField()
    user = _person(_("who"))
    reason = models.TextField(blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("request to abort a release")
        verbose_name_plural = _("requests to abort releases")

    def __str__(self):
        return str(self.edition_key)


class ReleaseRun(models.Model):
    """One rehearsal, release or undo, and how it ended. Once it has, only a sentence about caches may be added."""

    release = models.ForeignKey(EditionRelease, on_delete=models.CASCADE, related_name="runs")
    kind = models.CharField(_("what"), max_length=20, choices=RunKind.choices)
    status = models.CharField(_("how it ended"), max_length=20, choices=RunStatus.choices)
    user = _person(_("who"))
    planned_for = models.DateTimeField(_("planned for"), null=True, blank=True)
    started_at = models.DateTimeField(_("begun"))
    finished_at = models.DateTimeField(_("ended"))
    # Milliseconds of the transaction; pages that became public, or would have; its queries.
    duration = models.PositiveIntegerField(_("duration (ms)"), default=0)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    queries = models.PositiveIntegerField(_("queries"), default=0)
    # Sentences as core.told keeps them: why it was refused or failed; what was left out. To be read by ``sentences``.
    messages = models.JSONField(default=list, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("run of a release")
        verbose_name_plural = _("runs of releases")
        ordering = ["-started_at", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.get_status_display()}"

    @property
    def sentences(self):
        """What is said of it, in the active language; what earlier versions stored stands in the language it has."""
        return [read(kept) for kept in self.messages]


class ReleasedPage(models.Model):
    """A page that a release made public, and what it was before: what an undo needs."""

    run = models.ForeignKey(ReleaseRun, on_delete=models.CASCADE, related_name="released_pages")
    # Not a foreign key: the record outlives the page.
    page_id = models.PositiveIntegerField()
    revision_id = models.PositiveIntegerField(null=True)
    language = models.CharField(max_length=100)
    title = models.CharField(max_length=255)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("page of a release")
        verbose_name_plural = _("pages of a release")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["run", "page_id"], name="cases_release_page_of_a_run")]

    def __str__(self):
        return self.title
