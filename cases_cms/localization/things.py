"""What is translated here: pages, and snippets with texts; which version of a thing its translations are made from."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from django.contrib.contenttypes.models import ContentType
from modelcluster.fields import ParentalKey
from wagtail.models import DraftStateMixin, Page, get_translatable_models
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import Translation, TranslationSource

#: Stands for the tree path of what is no page: it sorts after all pages, in every collation.
NO_PATH = "z"


@dataclass(frozen=True)
class Version:
    """A thing in one language, as the database has it; alias copies are none."""

    pk: object
    locale_id: int
    model: type
    live: bool
    path: str
    title: str


@dataclass(frozen=True)
class Thing:
    """All versions of a thing, with the one that is translated and what translators have of it."""

    object_id: object
    content_type_id: int
    origin: Version
    versions: dict
    source: TranslationSource | None
    translations: dict

    @property
    def identity(self):
        return (self.content_type_id, self.object_id)


def kind_of(model):
    """The code by which rows name a type of thing."""
    return model._meta.label_lower


@cache
def snippet_models():
    """Models of translated things that are no pages and no parts of others."""
    return [
        model
        for model in get_translatable_models()
        if not issubclass(model, Page)
        and not any(isinstance(field, ParentalKey) for field in model._meta.get_fields())
        and get_translatable_fields(model)
    ]


@cache
def is_thing(model):
    """Whether instances of ``model`` have a row on the board."""
    if issubclass(model, Page):
        return model is not Page and bool(get_translatable_fields(model))
    return model in snippet_models()


def _pages(object_ids):
    for pk, key, locale_id, content_type_id, live, path, title, draft_title in Page.objects.filter(
        translation_key__in=object_ids, alias_of__isnull=True, depth__gt=1
    ).values_list("pk", "translation_key", "locale_id", "content_type_id", "live", "path", "title", "draft_title"):
        model = ContentType.objects.get_for_id(content_type_id).model_class()
        if model is not None and is_thing(model):
            shown = title if live else draft_title or title
            yield Page, key, Version(pk, locale_id, model, live, path, shown)


def _snippets(object_ids):
    for model in snippet_models():
        for instance in model._default_manager.filter(translation_key__in=object_ids):
            live = instance.live if isinstance(instance, DraftStateMixin) else True
            version = Version(instance.pk, instance.locale_id, model, live, NO_PATH, str(instance))
            yield model.get_translation_model(), instance.translation_key, version


def _origin(versions, sources):
    """The version that others are translations of: one that was handed over and is no translation itself, else the
    first that was made."""
    handed_over = {locale_id: sources[locale_id] for locale_id in versions if locale_id in sources}
    targets = {
        translation.target_locale_id
        for locale_id, source in handed_over.items()
        for translation in source.of_languages
        if translation.target_locale_id != locale_id
    }
    first = [source for locale_id, source in handed_over.items() if locale_id not in targets]
    if first:
        return versions[min(first, key=lambda source: source.pk).locale_id]
    return min(versions.values(), key=lambda version: version.pk)


def _sources(object_ids):
    """``{object id: {locale id: TranslationSource}}``, each with its Translations as ``of_languages``."""
    found, by_pk = defaultdict(dict), {}
    for source in TranslationSource.objects.filter(object_id__in=object_ids).defer("content_json"):
        source.of_languages = []
        found[source.object_id][source.locale_id] = source
        by_pk[source.pk] = source
    for translation in Translation.objects.filter(source__object_id__in=object_ids):
        if translation.source_id in by_pk:
            by_pk[translation.source_id].of_languages.append(translation)
    return found


def things(object_ids):
    """The Things with these translation keys; as many queries for one as for hundreds."""
    object_ids = list(object_ids)
    versions = defaultdict(dict)
    for finder in (_pages, _snippets):
        for root, key, version in finder(object_ids):
            content_type = ContentType.objects.get_for_model(root)
            versions[content_type.pk, key][version.locale_id] = version
    sources = _sources(object_ids)
    found = []
    for (content_type_id, key), own in versions.items():
        origin = _origin(own, sources[key])
        source = sources[key].get(origin.locale_id)
        translations = {row.target_locale_id: row for row in source.of_languages} if source else {}
        found.append(Thing(key, content_type_id, origin, own, source, translations))
    return found


def all_keys():
    """Translation keys of everything that has, or should have, a row, in a fixed order."""
    keys = set(
        Page.objects.filter(depth__gt=1, alias_of__isnull=True).order_by().values_list("translation_key", flat=True)
    )
    for model in snippet_models():
        keys.update(model._default_manager.order_by().values_list("translation_key", flat=True))
    return keys
