"""The glossary: what a thing is officially called, in every language."""

import uuid

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.coreutils import get_content_languages

from cases_cms.localization.enums import FormStatus, PartOfSpeech


class Term(ClusterableModel):
    """A concept; its words in each language are its TermForms."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    part_of_speech = models.CharField(
        _("part of speech"), max_length=20, choices=PartOfSpeech.choices, default=PartOfSpeech.NOUN
    )
    note = models.TextField(_("note"), blank=True, help_text=_("For translators: what it means, when it is used."))
    is_public = models.BooleanField(
        _("public"), default=True, help_text=_("Shown on the public page of terms, and used by the site's search.")
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = pgettext_lazy("glossary", "term")
        verbose_name_plural = pgettext_lazy("glossary", "terms")
        ordering = ["pk"]

    def __str__(self):
        return " · ".join(form.text for form in self.official_forms()) or str(self.key)

    def official_forms(self):
        """The official form of each language, in the site's order of languages."""
        codes = list(get_content_languages())
        forms = [form for form in self.forms.all() if form.status == FormStatus.OFFICIAL]
        return sorted(
            forms, key=lambda form: (form.language not in codes, [*codes, form.language].index(form.language))
        )

    def main_words(self):
        """The official words in the first language that has some."""
        return next((form.text for form in self.official_forms()), str(self.key))

    main_words.short_description = pgettext_lazy("glossary", "Term")


class TermForm(models.Model):
    """One way to say a term in one language: the official one, one that is allowed, or one that must not be used."""

    term = ParentalKey(Term, on_delete=models.CASCADE, related_name="forms")
    language = models.CharField(_("language"), max_length=100)
    text = models.CharField(_("words"), max_length=255)
    status = models.CharField(_("status"), max_length=20, choices=FormStatus.choices, default=FormStatus.OFFICIAL)
    note = models.CharField(_("note"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("form of a term")
        verbose_name_plural = _("forms of a term")
        ordering = ["language", "pk"]
        constraints = [
            models.UniqueConstraint("term", "language", Lower("text"), name="cases_localization_form_once"),
            models.UniqueConstraint(
                fields=["term", "language"],
                condition=models.Q(status="official"),
                name="cases_localization_one_official_form",
            ),
        ]
        indexes = [models.Index(fields=["language", "status"], name="cases_l10n_form_language")]

    def __str__(self):
        return self.text
