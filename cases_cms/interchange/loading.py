"""Cases with all that a table shows of them, in all languages, by their latest drafts; a fixed number of queries."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from posixpath import basename
from uuid import UUID

from wagtail.images import get_image_model
from wagtail_localize.models import (
    SegmentOverride,
    StringSegment,
    StringTranslation,
    TemplateSegment,
    Translation,
    TranslationSource,
)

from cases_cms.collection.models import CasePage, EditionPage, Organization
from cases_cms.interchange.models import CaseIdentifier
from cases_cms.interchange.texts import NoTexts, OwnTexts, SegmentTexts, children_of

#: Relations of a case's content, and what of their rows a table shows.
CHILDREN = ("organizations", "figures", "links", "videos", "gallery")


@dataclass
class CaseData:
    """A case: ``content`` is its source's latest draft, ``texts`` its texts by language, ``pages`` its pages' keys.

    ``organizations`` are ``{role: [{language: name}]}``, ``images`` names of files by the images' keys. ``done`` is
    what was translated of it, and of what it said before: ``{language: {(path, source): translation}}``.
    """

    key: UUID
    source_language: str
    content: dict
    identifier: str = ""
    year: int | None = None
    slug: str = ""
    done: dict = field(default_factory=dict)
    texts: dict = field(default_factory=dict)
    pages: dict = field(default_factory=dict)
    organizations: dict = field(default_factory=dict)
    images: dict = field(default_factory=dict)

    def said_in(self, language):
        """Its texts in a language."""
        return self.texts.get(language, _NOTHING)

    def image(self, key):
        """Name of a picture's file; "" for none."""
        return self.images.get(key, "")

    @property
    def gallery(self):
        """Names of the files of its pictures."""
        return [self.image(child.get("image")) for child in children_of(self.content, "gallery")]


_NOTHING = NoTexts()


def load_cases(keys):
    """``[CaseData]`` of the cases with these translation keys, in their order; keys of none are left out.

    Drafts included: what is shown is what staff work on. 13 queries, 6 more where pages have no revision.
    """
    keys = list(dict.fromkeys(keys))
    pages = defaultdict(list)
    rows = CasePage.objects.filter(translation_key__in=keys, alias_of__isnull=True).order_by("path")
    for row in rows.values(
        "pk", "translation_key", "locale__language_code", "path", "slug", "latest_revision__content"
    ):
        pages[row["translation_key"]].append(row)
    _fill_in(pages)
    sources = _Sources(keys)
    years = dict(EditionPage.objects.values_list("path", "year"))
    names = dict(CaseIdentifier.objects.filter(case_key__in=keys).values_list("case_key", "identifier"))
    cases = [_case(key, pages[key], sources, years, names) for key in keys if key in pages]
    _add_organizations(cases)
    _add_images(cases)
    return cases


def _fill_in(pages):
    """Contents of pages that were saved without a revision, as revisions have them."""
    bare = {row["pk"]: row for rows in pages.values() for row in rows if row["latest_revision__content"] is None}
    if not bare:
        return
    for page in CasePage.objects.filter(pk__in=bare).values():
        bare[page["id"]]["latest_revision__content"] = {**page, "cover": page["cover_id"]}
    for relation in CHILDREN:
        model = CasePage._meta.get_field(relation).related_model
        for child in model.objects.filter(page_id__in=bare).order_by("sort_order", "pk").values():
            for name in ("image", "organization"):
                if f"{name}_id" in child:
                    child[name] = child[f"{name}_id"]
            bare[child["page_id"]]["latest_revision__content"].setdefault(relation, []).append(child)


class _Sources:
    """Texts of translations by wagtail-localize's tables, for cases of some keys. Six queries."""

    def __init__(self, keys):
        self.of_key, self.targets = {}, defaultdict(dict)
        contents = {}
        for pk, key, language, content in (
            TranslationSource.objects.filter(object_id__in=keys)
            .order_by("pk")
            .values_list("pk", "object_id", "locale__language_code", "content_json")
        ):
            contents[pk] = content
            self.of_key.setdefault(key, {})[language] = pk
        for source, language, key in Translation.objects.filter(source__in=contents, enabled=True).values_list(
            "source_id", "target_locale__language_code", "source__object_id"
        ):
            self.targets[key][language] = source
        done, self.of_text = defaultdict(dict), {key: defaultdict(dict) for key in keys}
        for key, context, path, string, text, language, data in (
            StringTranslation.objects.filter(context__object_id__in=keys)
            .exclude(data="")
            .values_list(
                "context__object_id",
                "context_id",
                "context__path",
                "translation_of_id",
                "translation_of__data",
                "locale__language_code",
                "data",
            )
        ):
            done[language][context, string] = data
            self.of_text[key][language][path, text] = data
        self.overrides = defaultdict(dict)
        for key, path, language, data in SegmentOverride.objects.filter(context__object_id__in=keys).values_list(
            "context__object_id", "context__path", "locale__language_code", "data_json"
        ):
            self.overrides[key, language][path] = json.loads(data)
        self.templates = defaultdict(dict)
        for source, path, template in TemplateSegment.objects.filter(source__in=contents).values_list(
            "source_id", "context__path", "template__template"
        ):
            self.templates[source][path] = template
        self.strings = defaultdict(list)
        for source, context, path, string, data in (
            StringSegment.objects.filter(source__in=contents)
            .order_by("order", "pk")
            .values_list("source_id", "context_id", "context__path", "string_id", "string__data")
        ):
            self.strings[source].append((path, (context, string), data))
        self.contents, self.done = contents, done

    def source_language(self, key, languages):
        """The language a case was written in, of those it has pages in (in order of the tree)."""
        targets = self.targets.get(key, {})
        own = [language for language in languages if language not in targets]
        return next((code for code in own if code in self.of_key.get(key, {})), (own or languages)[0])

    def texts(self, key, language):
        """The SegmentTexts of a translation."""
        source = self.targets[key][language]
        done, strings = self.done[language], defaultdict(list)
        for path, place, data in self.strings[source]:
            strings[path].append((data, done.get(place, "")))
        content = json.loads(self.contents[source])
        return SegmentTexts(content, strings, self.templates[source], self.overrides[key, language])


def _case(key, rows, sources, years, names):
    by_language = {row["locale__language_code"]: row for row in rows}
    source_language = sources.source_language(key, list(by_language))
    row = by_language[source_language]
    texts = {language: OwnTexts(own["latest_revision__content"]) for language, own in by_language.items()}
    for language in sources.targets.get(key, {}):
        if language != source_language:
            texts[language] = sources.texts(key, language)
    return CaseData(
        key=key,
        source_language=source_language,
        content=row["latest_revision__content"],
        identifier=names.get(key, ""),
        year=years.get(row["path"][: -CasePage.steplen]),
        slug=row["latest_revision__content"].get("slug") or row["slug"],  # a draft's may be another one
        done=sources.of_text[key],
        texts=texts,
        pages={language: own["pk"] for language, own in by_language.items()},
    )


def _add_organizations(cases):
    used = {child.get("organization") for case in cases for child in children_of(case.content, "organizations")}
    names, keys = defaultdict(dict), {}
    for pk, translation_key, language, name in Organization.objects.filter(
        translation_key__in=Organization.objects.filter(pk__in=used).values("translation_key")
    ).values_list("pk", "translation_key", "locale__language_code", "name"):
        keys[pk] = translation_key
        names[translation_key][language] = name
    for case in cases:
        for child in children_of(case.content, "organizations"):
            if child.get("organization") in keys:
                case.organizations.setdefault(child.get("role"), []).append(names[keys[child["organization"]]])


def _add_images(cases):
    used = {child.get("image") for case in cases for child in children_of(case.content, "gallery")}
    used |= {case.content.get("cover") for case in cases}
    files = {
        pk: basename(file)
        for pk, file in get_image_model().objects.filter(pk__in=used - {None}).values_list("pk", "file")
    }
    for case in cases:
        case.images = files
