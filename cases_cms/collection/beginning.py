"""A new edition begins with the last one: its schedule a year on, its criteria and benefits, in every language."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cases_cms.collection.models import (
    EditionBenefit,
    EditionCriterion,
    EditionMilestone,
    EditionPage,
)
from cases_cms.core.periods import institution_zone
from cases_cms.core.services import TranslationMismatchError, create_page, translate
from cases_cms.core.synchronized import source_of
from cases_cms.core.turns import take_turn

BEGUN = "cases_cms.edition.begin"
#: What is taken over: relation, model and the fields that translators translate.
TAKEN_OVER = (
    ("milestones", EditionMilestone, ("label", "note")),
    ("criteria", EditionCriterion, ("title", "description")),
    ("benefits", EditionBenefit, ("title", "description")),
)
_NOT_COPIED = {"id", "page", "translation_key", "locale"}


def last_edition(collection):
    """The edition of the highest year below ``collection`` (a CollectionPage of any language), drafts included; in the
    language it was written in. None if there is none."""
    page = EditionPage.objects.child_of(collection).filter(alias_of__isnull=True).order_by("-year").first()
    return None if page is None else (source_of(page) or page)


def shift_instant(instant, years):
    """The same day and hour of the institution's clock, ``years`` later; 28 February for a 29th that is not there."""
    if instant is None:
        return None
    local = instant.astimezone(institution_zone())
    try:
        return local.replace(year=local.year + years)
    except ValueError:
        return local.replace(year=local.year + years, day=28)


def _shift_text(text, before, year):
    return str(text or "").replace(str(before), str(year))


def _child(model, old, texts, before, year):
    """A copy of ``old`` for the new edition, unsaved, its translatable fields from ``texts`` (an object like it)."""
    values = {
        field.attname: getattr(old, field.attname)
        for field in model._meta.concrete_fields
        if field.name not in _NOT_COPIED
    }
    for name in ("starts_at", "ends_at"):
        if name in values:
            values[name] = shift_instant(values[name], year - before)
    return model(**values)


def _with_texts(child, texts, fields, before, year):
    for name in fields:
        setattr(child, name, _shift_text(getattr(texts, name), before, year))
    return child


def _build(last, year):
    """The new edition's page in its source language, unsaved, and what each of its children was made from.

    The second is ``{relation: [(child, translation key of the old one)]}``.
    """
    page = EditionPage(title=_title(last, last.year, year), year=year, slug=str(year), locale=last.locale)
    made = {}
    for relation, model, fields in TAKEN_OVER:
        pairs = []
        for old in getattr(last, relation).all():
            child = _with_texts(_child(model, old, old, last.year, year), old, fields, last.year, year)
            pairs.append((child, old.translation_key))
        setattr(page, relation, [child for child, _key in pairs])
        made[relation] = pairs
    return page, made


def _title(page, before, year):
    """The title with the new year in it; a title without a year gets it."""
    shifted = _shift_text(page.title, before, year)
    return shifted if shifted != page.title else f"{page.title} {year}"[:255]


def _content(version, made, before, year):
    """What the new edition says in the language of ``version``, a translation of the last; None if it lacks a text."""
    content = EditionPage(title=_title(version, before, year), year=year, slug=str(year), locale=version.locale)
    for relation, model, fields in TAKEN_OVER:
        texts = {old.translation_key: old for old in getattr(version, relation).all()}
        children = []
        for child, key in made[relation]:
            if key not in texts:
                return None
            copy = _with_texts(_child(model, child, child, before, before), texts[key], fields, before, year)
            copy.translation_key, copy.locale = child.translation_key, version.locale
            children.append(copy)
        setattr(content, relation, children)
    return content


@transaction.atomic
def begin_edition(*, collection, year, user=None):
    """Make the edition of ``year`` as a draft that begins with the last one of ``collection``; returns its page.

    It takes over milestones (moved by the years between), criteria and benefits; theme, introduction, figures and
    pictures are its own. The categories are the collection's, and hold for it. Each language of the last edition gets
    its translation with the texts it had; one that lacks a text is left to translators.
    Raises ValidationError if there is nothing to begin with, or an edition of that year.
    """
    take_turn()
    last = last_edition(collection)
    if last is None:
        raise ValidationError(_("There is no edition yet to begin with: add the first one by hand."))
    page, made = _build(last, year)
    parent = last.get_parent().specific
    page._cached_parent_obj = parent
    page.clean_fields(exclude=["path", "depth", "url_path", "content_type", "locale", "translation_key"])
    page.clean()
    create_page(parent=parent, page=page, user=user)
    log(instance=page, action=BEGUN, user=user, data={"from": last.year, "year": year})
    versions = EditionPage.objects.filter(translation_key=last.translation_key, alias_of__isnull=True)
    for version in versions.exclude(pk=last.pk).select_related("locale"):
        content = _content(version, made, last.year, year)
        if content is None:
            continue
        try:
            with transaction.atomic():
                translate(source=page, locale=version.locale, content=content, user=user)
        except TranslationMismatchError:
            continue  # the last edition says less in this language: translators begin with what there is
    page.refresh_from_db()
    return page
