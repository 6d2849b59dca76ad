"""All that is known of an edition's pages, in every language, by their latest drafts, in a fixed number of queries."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale
from wagtail_localize.models import TranslationSource

from cases_cms.collection.mixins import AboutCasesMixin
from cases_cms.collection.models import CasePage, CategoryPage, EditionPage
from cases_cms.core.told import title_of
from cases_cms.localization.enums import Stage
from cases_cms.localization.models import BoardRow
from cases_cms.release.embargo import Embargo, pages_of, required_languages
from cases_cms.release.models import ReadyMark
from cases_cms.release.readiness.uses import parts_of, uses_of_part

COLUMNS = (
    "pk",
    "translation_key",
    "locale_id",
    "content_type_id",
    "path",
    "live",
    "has_unpublished_changes",
    "title",
    "draft_title",
    "latest_revision_id",
    "latest_revision__content",
)


@dataclass
class Version:
    """A page in one language, as its latest draft has it; ``content`` is None if it has no draft."""

    pk: int
    key: UUID
    locale_id: int
    language: str
    model: type
    path: str
    live: bool
    has_unpublished_changes: bool
    title: str
    revision_id: int | None
    content: dict | None
    is_marked: bool = False

    @cached_property
    def instance(self):
        """The page as the draft has it, built without a query."""
        return self.model.from_serializable_data(self.content, check_fks=False)

    @cached_property
    def parts(self):
        return list(parts_of(self.model, self.content)) if self.content else []

    @cached_property
    def uses(self):
        return [use for part in self.parts for use in uses_of_part(part)]

    @property
    def is_approved(self):
        """Of a source page: whether this draft was approved for the release, or is public as it is."""
        return self.is_marked or (self.live and not self.has_unpublished_changes)


@dataclass
class Subject:
    """A page in all its languages. ``row`` and ``cells`` (by locale) are the translation board's."""

    key: UUID
    versions: dict = field(default_factory=dict)
    row: BoardRow | None = None
    cells: dict = field(default_factory=dict)

    @cached_property
    def source(self):
        """The version that the others are translations of."""
        if self.row is not None and self.row.locale_id in self.versions:
            return self.versions[self.row.locale_id]
        return min(self.versions.values(), key=lambda version: version.pk)

    @property
    def model(self):
        return self.source.model

    @property
    def title(self):
        """In the reader's language, where there is the page in it."""
        return title_of({each.language: each.title for each in self.versions.values()}, self.source.title)

    @cached_property
    def case_keys(self):
        """Keys, as strings, of the cases it is, or is about."""
        if issubclass(self.model, CasePage):
            return [str(self.key)]
        if issubclass(self.model, AboutCasesMixin):
            return self.model.case_keys_in(self.source.content or {})
        return []


@dataclass
class Edition:
    """What an edition consists of, for the checks; ``languages`` maps locale ids to the codes that are asked about."""

    release: object
    languages: dict
    subjects: dict
    handed_over: dict
    categories: set
    #: Filled by ``around.organizations_of``, which several checks ask.
    organizations: list | None = None

    @cached_property
    def cases(self):
        """``{key as a string: Subject}`` of the cases."""
        return {str(key): subject for key, subject in self.subjects.items() if issubclass(subject.model, CasePage)}

    def facts_of(self, subject):
        """``(category, countries)`` of the cases that a Subject is or is about: the first one's category."""
        return self.facts(subject.case_keys)

    def facts(self, case_keys):
        category, countries = "", {}
        for key in case_keys:
            case = self.cases.get(key)
            if case is None or not case.source.content:
                continue
            category = category or case.source.content.get("category") or ""
            countries |= dict.fromkeys(codes_of(case.source.content.get("countries")))
        return category, tuple(countries)


def codes_of(value):
    """The codes in a stored CountryCodesField."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            value = value.split(",")
    return [code for code in value or () if code]


def _scope(release):
    """The Embargo that names the edition's pages, also once it is released."""
    rows = list(
        EditionPage.objects.filter(translation_key=release.edition_key).order_by("path").values_list("path", "year")
    )
    return Embargo(
        edition_key=release.edition_key,
        year=rows[0][1] if rows else 0,
        paths=tuple(path for path, _year in rows),
        release_id=release.pk,
        release_at=release.release_at,
        is_announced=release.is_announced,
    )


def _subjects(embargo, codes):
    marks = ReadyMark.objects.values_list("page_id", "revision_id")
    pages = list(pages_of(embargo).order_by("path").values_list(*COLUMNS)) if embargo.paths else []
    marked = dict(marks.filter(page__in=[row[0] for row in pages]))
    found = {}
    for pk, key, locale_id, content_type_id, path, live, changed, title, draft_title, revision_id, content in pages:
        model = ContentType.objects.get_for_id(content_type_id).model_class()
        if model is None:
            continue
        subject = found.setdefault(key, Subject(key))
        subject.versions[locale_id] = Version(
            pk=pk,
            key=key,
            locale_id=locale_id,
            language=codes.get(locale_id, ""),
            model=model,
            path=path,
            live=live,
            has_unpublished_changes=changed,
            title=draft_title or title,
            revision_id=revision_id,
            content=content,
            is_marked=revision_id is not None and marked.get(pk) == revision_id,
        )
    return found


def _with_board(subjects):
    """Give the Subjects their rows and cells; returns ``{source id: content that was handed to translators}``."""
    for row in BoardRow.objects.filter(object_id__in=list(subjects)).prefetch_related("cells"):
        subject = subjects.get(row.object_id)
        if subject is not None:
            subject.row = row
            subject.cells = {cell.locale_id: cell for cell in row.cells.all()}
    sources = [subject.row.source_id for subject in subjects.values() if subject.row and subject.row.source_id]
    return dict(TranslationSource.objects.filter(pk__in=sources).values_list("pk", "content_json"))


def load(release, languages=None):
    """The Edition of an EditionRelease; ``languages`` are codes, by default those that are required."""
    codes = dict(Locale.objects.order_by("pk").values_list("pk", "language_code"))
    wanted = set(required_languages(release) if languages is None else languages)
    order = list(get_content_languages())
    asked = sorted(
        ((pk, code) for pk, code in codes.items() if code in wanted),
        key=lambda pair: order.index(pair[1]) if pair[1] in order else len(order),
    )
    subjects = _subjects(_scope(release), codes)
    return Edition(
        release=release,
        languages=dict(asked),
        subjects=subjects,
        handed_over=_with_board(subjects),
        categories=set(CategoryPage.objects.order_by().values_list("code", flat=True)),
    )


def is_current(cell, row):
    """Whether the translation in ``cell`` is approved as its ``row`` is now, or needs none."""
    return cell.same_on_purpose or (cell.stage == Stage.APPROVED and cell.approved_hash == row.text_hash)
