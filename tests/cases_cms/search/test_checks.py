import pytest
from django.test import override_settings

from cases_cms.search.checks import check_backends

OURS = {"BACKEND": "cases_cms.search.backends.database"}


def backends(**named):
    return override_settings(WAGTAILSEARCH_BACKENDS=named)


@pytest.mark.parametrize(
    "backend",
    [
        "wagtail.search.backends.database",
        "wagtail.search.backends.database.sqlite.sqlite",
        "modelsearch.backends.database",
    ],
)
def test_a_backend_that_finds_no_chinese_is_named(backend):
    with backends(default={"BACKEND": backend}, other=OURS):
        problems = check_backends(None)
    assert [problem.id for problem in problems] == ["cases_cms.W016"]
    assert "zh-hans" in problems[0].msg
    assert "(default)" in problems[0].hint


def test_no_setting_is_wagtail_s_own_backend():
    with override_settings(WAGTAILSEARCH_BACKENDS={}):
        assert [problem.id for problem in check_backends(None)] == ["cases_cms.W016"]


@pytest.mark.parametrize("backend", [OURS["BACKEND"], "wagtail.search.backends.elasticsearch8"])
def test_others_are_left_alone(backend):
    with backends(default={"BACKEND": backend}):
        assert check_backends(None) == []


def test_languages_with_spaces_are_served_by_wagtail_s_own():
    english = [("en", "English"), ("fr", "Français")]
    with (
        backends(default={"BACKEND": "wagtail.search.backends.database"}),
        override_settings(WAGTAIL_CONTENT_LANGUAGES=english, LANGUAGES=english),
    ):
        assert check_backends(None) == []
