"""What belongs to cases besides their texts: organizations, and the stories of the outstanding ones."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from wagtail.models import Page, get_page_models

from cases_cms.collection.models import Organization
from cases_cms.core.told import title_of
from cases_cms.localization.enums import CellState
from cases_cms.localization.models import BoardRow
from cases_cms.release.enums import Severity
from cases_cms.release.readiness import kinds
from cases_cms.release.readiness.finding import Finding
from cases_cms.release.readiness.linking import broken, checks_of, is_checkable
from cases_cms.release.readiness.uses import ORGANIZATION


@dataclass
class Part:
    """An organization in all its languages, and the cases in which it takes part."""

    key: object
    versions: dict = field(default_factory=dict)
    case_keys: list = field(default_factory=list)
    cells: dict = field(default_factory=dict)
    source_locale: int | None = None

    @property
    def source(self):
        return self.versions.get(self.source_locale) or min(self.versions.values(), key=lambda one: one.pk)

    def title(self, languages):
        """Its name in the reader's language; ``languages`` are the codes of locales."""
        names = {languages[pk]: one.name for pk, one in self.versions.items() if pk in languages}
        return title_of(names, self.source.name)


def organizations_of(edition):
    """The Parts of all organizations that the edition's drafts name. Four queries, the first time."""
    if edition.organizations is None:
        edition.organizations = _read_organizations(edition)
    return edition.organizations


def _read_organizations(edition):
    named = {}
    for subject in edition.subjects.values():
        for use in subject.source.uses:
            if use.kind == ORGANIZATION:
                named.setdefault(use.value, []).extend(subject.case_keys)
    keys = dict(Organization.objects.filter(pk__in=list(named)).values_list("pk", "translation_key"))
    parts = {}
    for pk, case_keys in named.items():
        if pk in keys:
            parts.setdefault(keys[pk], Part(keys[pk])).case_keys.extend(case_keys)
    for organization in Organization.objects.filter(translation_key__in=list(parts)).order_by("name", "pk"):
        parts[organization.translation_key].versions[organization.locale_id] = organization
    for row in BoardRow.objects.filter(object_id__in=list(parts)).prefetch_related("cells"):
        parts[row.object_id].source_locale = row.locale_id
        parts[row.object_id].cells = {cell.locale_id: cell for cell in row.cells.all()}
    return sorted(parts.values(), key=lambda part: part.source.name)


def _finding(edition, part, kind, message, url, language=""):
    category, countries = edition.facts(part.case_keys)
    return Finding(
        kind=kind,
        severity=Severity.WARNING,
        thing_key=part.key,
        title=part.title(edition.languages),
        message=str(message),
        language=language,
        url=url,
        category=category,
        countries=countries,
    )


def _languages(edition, part, addresses):
    for locale_id, code in edition.languages.items():
        cell = part.cells.get(locale_id)
        if locale_id == part.source.locale_id or (cell is not None and cell.same_on_purpose):
            continue
        if locale_id not in part.versions:
            message = _("The organization has no name in this language.")
        elif cell is not None and cell.state == CellState.OUT_OF_DATE:
            message = _("The name has changed since it was translated.")
        else:
            continue
        is_given = cell is not None and cell.translation_id
        url = addresses.translation(cell.translation_id) if is_given else addresses.board(part.source.name, code)
        yield _finding(edition, part, kinds.ORGANIZATION_LANGUAGE, message, url, code)


def check_organizations(edition, make, addresses):
    """Findings about organizations. Five queries."""
    parts = organizations_of(edition)
    websites = {part.source.website for part in parts if is_checkable(part.source.website)}
    checks = checks_of(websites)
    for part in parts:
        pk = part.source.pk
        if not part.source.country:
            message = _("It is not said where its head office is.")
            url = addresses.organization(pk, "country")
            yield _finding(edition, part, kinds.ORGANIZATION_COUNTRY, message, url)
        if message := broken(checks.get(part.source.website)):
            yield _finding(edition, part, kinds.LINK, message, addresses.organization(pk, "website"))
        yield from _languages(edition, part, addresses)


def _new_story(addresses, model, locale_id):
    """Where a story is begun; "" if there is no place for one. One query."""
    parents = Page.objects.type(tuple(model.allowed_parent_page_models())).filter(alias_of__isnull=True)
    rows = dict(parents.order_by("-path").values_list("locale_id", "pk"))
    parent = rows.get(locale_id) or next(iter(rows.values()), None)
    return addresses.add_page(model, parent) if parent else ""


def check_stories(edition, make, addresses):
    """A finding for each outstanding case without a story, where the site has stories. One query."""
    model = next((model for model in get_page_models() if getattr(model, "is_story", False)), None)
    if model is None:
        return
    told = {
        key
        for subject in edition.subjects.values()
        if getattr(subject.model, "is_story", False)
        for key in subject.case_keys
    }
    url = None
    for key, case in edition.cases.items():
        if key in told or not (case.source.content or {}).get("outstanding"):
            continue
        if url is None:
            url = _new_story(addresses, model, case.source.locale_id)
        message = _("This is an outstanding case, and nobody has begun its story.")
        yield make(kinds.STORY_MISSING, message, case, language="", url=url or addresses.page(case.source.pk))
