"""Whether the latest drafts keep the rules that publishing asks for; and which field breaks one."""

from functools import cache

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from wagtail.models import Page

from cases_cms.collection.models import CasePage
from cases_cms.collection.rules import check_case
from cases_cms.core.told import gettext as _
from cases_cms.core.told import label_of as told_label_of
from cases_cms.core.told import sentences_of
from cases_cms.release.embargo import joined
from cases_cms.release.readiness import kinds
from cases_cms.release.readiness.translating import segments_of_fields


@cache
def _unchecked(model):
    """Fields that are not checked: those of Wagtail's tree, and what would cost a query each."""
    keep = {"title", "seo_title", "search_description"}
    return [
        field.name
        for field in model._meta.get_fields()
        if getattr(field, "concrete", False)
        and ((field.model is Page and field.name not in keep) or isinstance(field, models.ForeignKey))
    ]


def broken_rules(version, categories):
    """``{field: [ValidationError]}`` of a Version: what publishing it would be refused for. No query."""
    page, errors = version.instance, {}
    try:
        page.clean_fields(exclude=_unchecked(version.model))
    except ValidationError as error:
        errors = error.update_error_dict(errors)
    if issubclass(version.model, CasePage):
        try:
            check_case(page, categories=categories)
        except ValidationError as error:
            errors = {**error.update_error_dict({}), **errors}
    return errors


def kind_of(name, error):
    """The kind of finding that a rule broken in the field ``name`` is."""
    if error.code == "too_long":
        return kinds.TOO_LONG
    return {"countries": kinds.COUNTRIES, "category": kinds.CATEGORY}.get(name, kinds.FIELD)


def label_of(model, name):
    """What people call a field; "" where it is none."""
    if name == NON_FIELD_ERRORS:
        return ""
    return told_label_of(model._meta.get_field(name).verbose_name)


def with_label(label, message):
    """``message`` after the name of the field that it is about, if there is one."""
    return _("%(field)s: %(reason)s") % {"field": label, "reason": message} if label else message


def _versions(subject, languages):
    """The source, then those of the languages that are more than a copy of it."""
    yield subject.source, None
    for locale_id, version in subject.versions.items():
        cell = subject.cells.get(locale_id)
        is_copy = cell is not None and cell.translation_id and not cell.translated
        if version is not subject.source and locale_id in languages and not is_copy:
            yield version, cell


def _broken(subject, edition):
    """``(version, cell, kind, field, message)``; what a translation only shares with its source is said once."""
    said = set()
    for version, cell in _versions(subject, edition.languages):
        if version.content is None:
            continue
        for name, errors in broken_rules(version, edition.categories).items():
            for error in errors:
                kind = kind_of(name, error)
                if (kind, name) in said and kind != kinds.TOO_LONG:
                    continue
                if version is subject.source:
                    said.add((kind, name))
                message = joined(sentences_of(error))
                label = label_of(version.model, name) if kind == kinds.FIELD else ""
                yield version, cell, kind, name, with_label(label, message)


def check_rules(edition, make, addresses):
    """Findings of broken rules, in every language. One query at most."""
    found = [(subject, *rest) for subject in edition.subjects.values() for rest in _broken(subject, edition)]
    wanted = {(subject.row.source_id, name) for subject, _v, cell, _k, name, _m in found if cell and subject.row}
    segments = segments_of_fields(wanted)
    for subject, version, cell, kind, name, message in found:
        field = "" if name == NON_FIELD_ERRORS else name
        segment = segments.get((subject.row.source_id, name)) if cell and subject.row else None
        if segment and cell.translation_id:
            url = addresses.translation(cell.translation_id, segment)
        else:
            # What is no text is the same in all languages: it is mended where it was written.
            url = addresses.page((subject.source if cell and cell.translation_id else version).pk, field)
        yield make(kind, message, subject, version, url=url)
