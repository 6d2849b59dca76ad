"""Sentences of others, kept so that each reader gets them in their own language."""

import datetime
import json

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy, override
from wagtail.models import Page

from cases_cms.core.told import gettext, keep, label_of, list_of, read, sentences_of, time_of, title_of, told

CHINESE = "zh-hans"


def said_by(validate, value):
    with pytest.raises(ValidationError) as refused:
        validate(value)
    (said,) = sentences_of(refused.value)
    return said


def refused(error):
    (said,) = sentences_of(error)
    return said


@pytest.mark.parametrize(
    ("make", "english", "chinese"),
    [
        (lambda: told(gettext_lazy("English")), "English", "英语"),
        (lambda: label_of(Page._meta.get_field("title").verbose_name), "Title", "标题"),
        (
            lambda: said_by(MaxLengthValidator(2), "abc"),
            "Ensure this value has at most 2 characters (it has 3).",
            "确保该变量包含不超过 2 字符 (目前字符数 3)。",
        ),
        (
            lambda: refused(ValidationError({"title": [gettext_lazy("This field cannot be blank.")]})),
            "This field cannot be blank.",
            "此字段不能为空。",
        ),
        (lambda: refused(ValidationError({NON_FIELD_ERRORS: [gettext("English")]})), "English", "英语"),
        (lambda: title_of({"en": "Masts", CHINESE: "铁塔"}, "Masts"), "Masts", "铁塔"),
        (lambda: list_of(["a", gettext_lazy("English")]), "a, English", "a、英语"),
        (lambda: title_of({"fr": "Pylônes"}, "Pylônes"), "Pylônes", "Pylônes"),
        (
            lambda: time_of(datetime.datetime(2026, 11, 21, 2, tzinfo=datetime.UTC)),
            "21 November 2026, 10:00",
            "2026年11月21日10:00",
        ),
        (lambda: told(""), "", ""),
        (lambda: gettext(""), "", ""),
    ],
)
@pytest.mark.parametrize("made_in", ["en", CHINESE])
def test_each_reads_it_in_ones_own_language(make, english, chinese, made_in):
    with override(made_in):
        kept = json.loads(json.dumps(keep(make())))
    for language, sentence in (("en", english), (CHINESE, chinese)):
        with override(language):
            assert read(kept) == sentence


def test_a_lazy_text_among_the_values_is_kept_as_one():
    with override("en"):
        kept = keep(gettext("%(field)s: %(reason)s") % {"field": gettext_lazy("English"), "reason": 3})
    with override(CHINESE):
        assert read(kept) == "英语：3"
