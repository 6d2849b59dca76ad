"""Segments and their texts that are written together are what they are when they are written one by one."""

import json

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    StringTranslation,
    Template,
    TemplateSegment,
    TranslationContext,
    TranslationSource,
)

from cases_cms.core.gathering import written_here
from cases_cms.localization.enums import Origin, Stage
from cases_cms.localization.models import BoardCell, SegmentVersion
from cases_cms.localization.new_sources import create_source
from cases_cms.localization.segment_services import Writer, normalize, save_texts
from cases_cms.localization.sources import hand_over
from cases_cms.localization.texts import reference_instance
from tests.factories import make_case

pytestmark = pytest.mark.django_db

RICH = (
    "<h2>Masts</h2><p>The same.</p><p>The same.</p><p>The same.</p>"
    '<p>We built <b>ten</b> masts, see <a href="https://example.org/a">here</a>.</p>'
)


@pytest.fixture
def case(small_site):
    return make_case(small_site.edition, title="Masts for villages", implementation=RICH, full=True)


@pytest.fixture
def work(case, small_site):
    return hand_over(instance=case, locales=[small_site.zh], user=None)[0]


def undone(do, read):
    """What ``read`` finds after ``do``, which is undone."""
    with transaction.atomic():
        do()
        found = read()
        transaction.set_rollback(True)
    return found


# --- Texts -------------------------------------------------------------------------------------


def one_by_one(work, texts, user, origin, overwrite=True):
    """As ``save_texts`` was: a text at a time."""
    writer = Writer(work, user, origin)
    saved = StringTranslation.objects.filter(locale=work.target_locale, context__object_id=work.source.object_id)
    done = set() if overwrite else set(saved.values_list("context_id", "translation_of_id"))
    segments = StringSegment.objects.filter(source=work.source, pk__in=texts).order_by("order", "pk")
    for segment in segments.select_related("string", "context"):
        if (segment.context_id, segment.string_id) not in done:
            writer.write(segment.context, segment.string, normalize(texts[segment.pk]))


def texts_now(work):
    """Every column of texts, versions, page and cell that does not name a row or an instant."""
    translations = StringTranslation.objects.filter(locale=work.target_locale).order_by("context", "translation_of")
    columns = ("translation_of_id", "context_id", "data", "translation_type", "tool_name")
    versions = SegmentVersion.objects.order_by("pk")
    return {
        "translations": list(translations.values_list(*columns, "last_translated_by_id", "has_error", "field_error")),
        "versions": list(
            versions.values_list(
                "object_id",
                "path",
                "language",
                "source_language",
                "source_text",
                "text",
                "origin",
                "title",
                "user_id",
                "user_name",
            )
        ),
        "pages": list(Page.objects.order_by("pk").values_list("pk", "draft_title")),
        "cells": list(BoardCell.objects.order_by("pk").values_list("pk", "stage")),
    }


def segments_of(work):
    return list(StringSegment.objects.filter(source=work.source).order_by("order", "pk").values_list("pk", flat=True))


@pytest.mark.parametrize("origin", [Origin.FILE, Origin.MACHINE])
@pytest.mark.parametrize("overwrite", [True, False])
def test_texts_written_together_are_those_written_one_by_one(work, admin_user, origin, overwrite):
    keys = segments_of(work)
    # Some are there already, approved; some come twice at one place; one is empty, one has tags that are not closed.
    save_texts(translation=work, texts={key: f"旧 {key}" for key in keys[:3]}, user=None, origin=Origin.TYPED)
    BoardCell.objects.filter(translation=work).update(stage=Stage.APPROVED)
    texts = {key: f" 新 <b>{key}</b>" for key in keys} | {keys[0]: f"旧 {keys[0]}", keys[4]: "", keys[5]: "<b>新"}
    texts[keys[6]] = texts[keys[-1]] = '<a id="a9">别处</a>'
    together = undone(
        lambda: save_texts(translation=work, texts=texts, user=admin_user, origin=origin, overwrite=overwrite),
        lambda: texts_now(work),
    )
    single = undone(lambda: one_by_one(work, texts, admin_user, origin, overwrite), lambda: texts_now(work))
    for name in ("translations", "pages", "cells"):
        assert together[name] == single[name]
    assert sorted(together["versions"], key=str) == sorted(single["versions"], key=str)
    assert len(together["translations"]) >= len(keys) - 4
    assert [row for row in together["translations"] if row[6]] != []


def test_the_number_of_queries_does_not_depend_on_that_of_the_texts(work):
    keys = [
        pk
        for pk, path in StringSegment.objects.filter(source=work.source)
        .order_by("order", "pk")
        .values_list("pk", "context__path")
        if path not in ("title", "implementation")
    ]

    def count(number):
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            save_texts(
                translation=work, texts={key: f"新{key}" for key in keys[:number]}, user=None, origin=Origin.FILE
            )
            transaction.set_rollback(True)
        return len([query for query in queries if "SAVEPOINT" not in query["sql"]])

    assert len(keys) >= 6
    assert count(2) == count(len(keys))


# --- Sources -----------------------------------------------------------------------------------


def source_now(case):
    """All that wagtail-localize keeps of a thing, but keys and instants."""
    found = {
        "source": list(
            TranslationSource.objects.filter(object_id=case.translation_key).values_list(
                "object_id", "locale_id", "specific_content_type_id", "object_repr", "schema_version"
            )
        )
    }
    source = TranslationSource.objects.get(object_id=case.translation_key)
    found["content"] = json.loads(source.content_json)
    for model, name in (
        (StringSegment, "string__data"),
        (TemplateSegment, "template__template"),
        (RelatedObjectSegment, "object_id"),
        (OverridableSegment, "data_json"),
    ):
        columns = [
            "context__path",
            "context__field_path",
            "order",
            name,
            *(["attrs"] if model is StringSegment else []),
        ]
        found[model.__name__] = sorted(model.objects.filter(source=source).values_list(*columns), key=str)
    found["contexts"] = sorted(
        TranslationContext.objects.filter(object_id=case.translation_key).values_list("path", "path_id", "field_path")
    )
    found["strings"] = sorted(String.objects.values_list("locale_id", "data", "data_hash"), key=str)
    found["templates"] = sorted(Template.objects.values_list("uuid", "template", "template_format", "string_count"))
    return found


@pytest.mark.parametrize("is_new", [True, False])
def test_a_new_source_is_wagtail_localizes(case, small_site, is_new):
    instance = reference_instance(case)
    TranslationSource.objects.filter(object_id=case.translation_key).delete()
    # Another page says some of the same: strings and templates are shared.
    hand_over(
        instance=make_case(small_site.edition, title="Another", implementation=RICH),
        locales=[small_site.zh],
        user=None,
    )

    def make():
        if is_new:
            with written_here(case.translation_key):
                create_source(instance, instance.to_json())
        else:
            create_source(instance, instance.to_json())

    ours = undone(make, lambda: source_now(case))
    theirs = undone(lambda: TranslationSource.get_or_create_from_instance(instance), lambda: source_now(case))
    assert ours == theirs
    assert [len(ours[name]) > 0 for name in ("StringSegment", "TemplateSegment", "OverridableSegment")] == [True] * 3
