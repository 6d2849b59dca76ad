"""Writes of the glossary: each in one transaction, logged."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cases_cms.core.folding import fold
from cases_cms.localization.enums import FormStatus, PartOfSpeech
from cases_cms.localization.models import Term, TermForm

SEEDS = Path(__file__).parent / "content" / "terms.yaml"


@dataclass
class TermData:
    """A term as files have it; ``forms`` is ``[(language, text, status, note)]``, ``key`` names it or is ""."""

    key: str = ""
    part_of_speech: str = PartOfSpeech.NOUN
    note: str = ""
    is_public: bool = True
    forms: list = field(default_factory=list)


def check_forms(forms):
    """Raise ValidationError where one language has two official forms or the same words twice."""
    official, texts = set(), set()
    for language, text, status, *_rest in forms:
        spelling = (language, fold(text))
        if spelling in texts:
            raise ValidationError(_("“%(text)s” stands twice in one language."), params={"text": text})
        if status == FormStatus.OFFICIAL and language in official:
            raise ValidationError(
                _("Only one form in a language is the official one: “%(text)s” is the second."), params={"text": text}
            )
        texts.add(spelling)
        if status == FormStatus.OFFICIAL:
            official.add(language)
    if not official:
        raise ValidationError(_("A term needs official words in one language at least."))


@transaction.atomic
def save_term(*, term, forms, user=None):
    """Save a Term with ``[(language, text, status, note)]`` in place of the forms it had. Raises ValidationError."""
    check_forms(forms)
    is_new = term.pk is None
    term.full_clean()
    # Rows are made anew: two forms that exchange words or status would otherwise meet on the way.
    if not is_new:
        TermForm.objects.filter(term_id=term.pk).delete()
    term.forms = []
    term.save()
    for language, text, status, note in forms:
        TermForm.objects.create(term_id=term.pk, language=language, text=text, status=status, note=note)
    term = Term.objects.prefetch_related("forms").get(pk=term.pk)
    log(instance=term, action="wagtail.create" if is_new else "wagtail.edit", user=user)
    return term


def _seed_forms(words, language):
    if isinstance(words, str):
        words = {"official": words}
    yield language, words["official"], FormStatus.OFFICIAL, ""
    for status in (FormStatus.ALLOWED, FormStatus.FORBIDDEN):
        for text in words.get(status, ()):
            yield language, text, status, ""


def read_seeds(path=SEEDS):
    """TermData of a YAML file like ours."""
    seeds = []
    for row in yaml.safe_load(Path(path).read_text(encoding="utf-8")):
        values = {name: row.pop(name) for name in ("part_of_speech", "note") if name in row}
        forms = [form for language, words in row.items() for form in _seed_forms(words, language)]
        seeds.append(TermData(**values, forms=forms))
    return seeds


@transaction.atomic
def add_terms(*, terms, user=None):
    """Add those of ``[TermData]`` whose official words the glossary does not have yet; returns the Terms added."""
    known = {
        (language, fold(text))
        for language, text in TermForm.objects.filter(status=FormStatus.OFFICIAL).values_list("language", "text")
    }
    added = []
    for data in terms:
        official = {(form[0], fold(form[1])) for form in data.forms if form[2] == FormStatus.OFFICIAL}
        if official & known:
            continue
        term = Term(part_of_speech=data.part_of_speech, note=data.note, is_public=data.is_public)
        added.append(save_term(term=term, forms=data.forms, user=user))
        known |= official
    return added
