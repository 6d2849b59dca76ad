"""Whether the latest drafts keep the rules that publishing asks for; and which field breaks one."""

from functools import cache

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.text import capfirst
from wagtail.models import Page

from cases_cms.collection.models import CasePage
from cases_cms.collection.rules import check_case
from cases_cms.release.readiness import kinds


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


def _kind(name, error):
    if error.code == "too_long":
        return kinds.TOO_LONG
    return {"countries": kinds.COUNTRIES, "category": kinds.CATEGORY}.get(name, kinds.FIELD)


def _label(model, name):
    if name == NON_FIELD_ERRORS:
        return ""
    return capfirst(str(model._meta.get_field(name).verbose_name))


def check_rules(edition, make, addresses):
    """Findings of broken rules, in every language; what a translation only shares with its source is said once."""
    for subject in edition.subjects.values():
        source = subject.source
        said = set()
        ordered = [source, *(one for one in subject.versions.values() if one is not source)]
        for version in ordered:
            if version.content is None or (version is not source and version.locale_id not in edition.languages):
                continue
            cell = subject.cells.get(version.locale_id)
            if version is not source and cell is not None and cell.translation_id and not cell.translated:
                continue  # nothing but a copy of its source yet
            for name, errors in broken_rules(version, edition.categories).items():
                for error in errors:
                    kind = _kind(name, error)
                    if (kind, name) in said and kind != kinds.TOO_LONG:
                        continue
                    if version is source:
                        said.add((kind, name))
                    message = " ".join(error.messages)
                    if kind == kinds.FIELD:
                        label = _label(version.model, name)
                        message = f"{label}: {message}" if label else message
                    if version is not source and cell is not None and cell.translation_id:
                        url = addresses.translation(cell.translation_id)
                    else:
                        url = addresses.page(version.pk, "" if name == NON_FIELD_ERRORS else name)
                    yield make(kind, message, subject, version, url=url)
