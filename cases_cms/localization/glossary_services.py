"""Writes of the glossary: each in one transaction, logged."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.conf.locale import LANG_INFO
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
    """A term as files have it; ``forms`` is ``[(language, text, status, note)]``, ``key`` names it or is "".

    None is what a file does not say: a term that is there keeps what it has.
    """

    key: str = ""
    part_of_speech: str | None = PartOfSpeech.NOUN
    note: str | None = ""
    is_public: bool | None = True
    forms: list = field(default_factory=list)


def check_forms(forms):
    """Raise ValidationError for an unknown language, two official forms of one, the same words twice, or no words."""
    official, texts = set(), set()
    for language, text, status, *_rest in forms:
        if language not in LANG_INFO or "name" not in LANG_INFO[language]:
            raise ValidationError(_("“%(language)s” is no language that is known here."), params={"language": language})
        if not fold(text):
            raise ValidationError(_("A form of a term has no words."))
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


def _keys(term, forms):
    """Primary keys for ``forms``: those of rows with the same words, so that an open form of the admin stays right."""
    known = {(form.language, fold(form.text)): form.pk for form in TermForm.objects.filter(term_id=term.pk)}
    return [known.get((form[0], fold(form[1]))) for form in forms]


@transaction.atomic
def save_term(*, term, forms, user=None):
    """Save a Term with ``[(language, text, status, note)]`` in place of the forms it had. Raises ValidationError."""
    check_forms(forms)
    is_new = term.pk is None
    term.full_clean()
    rows = [
        TermForm(language=language, text=text, status=status, note=note, term=None)
        for language, text, status, note in forms
    ]
    for row in rows:
        row.full_clean(exclude=["term"], validate_unique=False, validate_constraints=False)
    keys = [] if is_new else _keys(term, forms)
    # Rows are made anew: two forms that exchange words or status would otherwise meet on the way.
    TermForm.objects.filter(term_id=term.pk).delete()
    term.forms = []
    term.save()
    for row, key in zip(rows, keys or [None] * len(rows), strict=True):
        row.pk, row.term_id = key, term.pk
    # With keys and without: not in one statement.
    TermForm.objects.bulk_create([row for row in rows if row.pk])
    TermForm.objects.bulk_create([row for row in rows if not row.pk])
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
