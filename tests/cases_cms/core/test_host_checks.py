"""Each thing that a host may forget is named by a check, once, with a way to mend it."""

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core.checks import Error, Info, Warning
from django.template import engines
from django.test import override_settings
from django.urls import path
from django.utils import translation

from cases_cms.core import host_checks

urlpatterns = [path("", lambda request: None)]

LOCALE = host_checks.LOCALE_MIDDLEWARE
BASE = "<head>{% block extra_css %}{% endblock %}</head>{% block content %}{% endblock %}"


def found(check):
    return [(type(problem), problem.id) for problem in check(None)]


def without(name):
    return [item for item in django_settings.MIDDLEWARE if item != name]


def test_this_site_forgot_nothing():
    for check in (
        host_checks.check_apps,
        host_checks.check_languages,
        host_checks.check_middleware,
        host_checks.check_urls,
        host_checks.check_base_template,
        host_checks.check_files,
    ):
        assert check(None) == []


# --- Apps ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "installed", "expected"),
    [
        ("wagtail_localize.locales", False, [(Warning, "cases_cms.W010")]),
        ("wagtail.contrib.simple_translation", True, [(Error, "cases_cms.E010")]),
        ("rest_framework", False, []),
    ],
)
def test_apps(monkeypatch, name, installed, expected):
    ask = apps.is_installed
    monkeypatch.setattr(apps, "is_installed", lambda app: installed if app == name else ask(app))
    assert found(host_checks.check_apps) == expected


# --- Languages -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"WAGTAIL_CONTENT_LANGUAGES": [("en", "English"), ("de", "German")]}, [(Error, "cases_cms.E011")]),
        ({"WAGTAIL_CONTENT_LANGUAGES": [("zh-hans", "Chinese")]}, [(Error, "cases_cms.E012")]),
        ({"WAGTAIL_CONTENT_LANGUAGES": None}, []),
        ({"LANGUAGE_CODE": "en-us"}, []),
        ({"LANGUAGE_CODE": "de"}, [(Error, "cases_cms.E012")]),
    ],
)
def test_languages(changes, expected):
    with override_settings(**changes):
        assert found(host_checks.check_languages) == expected


def test_an_unknown_language_is_named():
    with override_settings(WAGTAIL_CONTENT_LANGUAGES=[("en", "English"), ("de", "German"), ("pt", "Portuguese")]):
        (problem,) = host_checks.check_languages(None)
    assert problem.msg == "WAGTAIL_CONTENT_LANGUAGES names what LANGUAGES does not: de, pt."


# --- Middleware ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"MIDDLEWARE": without(LOCALE)}, [(Error, "cases_cms.E013")]),
        ({"MIDDLEWARE": without(LOCALE), "WAGTAIL_CONTENT_LANGUAGES": [("en", "English")]}, []),
        ({"MIDDLEWARE": [LOCALE, *without(LOCALE)]}, [(Warning, "cases_cms.W011")]),
        ({"MIDDLEWARE": [*without(LOCALE), LOCALE]}, [(Warning, "cases_cms.W011")]),
        ({"MIDDLEWARE": without(host_checks.RULES_MIDDLEWARE)}, [(Warning, "cases_cms.W012")]),
    ],
)
def test_middleware(changes, expected):
    with override_settings(**changes):
        assert found(host_checks.check_middleware) == expected


@pytest.mark.parametrize(
    ("engine", "expected"),
    [
        ("django.db.backends.postgresql", [(Warning, "cases_cms.W013")]),
        ("django.contrib.gis.db.backends.postgis", [(Warning, "cases_cms.W013")]),
        ("django.db.backends.sqlite3", []),
    ],
)
def test_addresses_with_nul_matter_on_postgresql(monkeypatch, engine, expected):
    monkeypatch.setitem(django_settings.DATABASES["default"], "ENGINE", engine)
    with override_settings(MIDDLEWARE=without(host_checks.NUL_MIDDLEWARE)):
        assert found(host_checks.check_middleware) == expected


# --- Addresses -----------------------------------------------------------------------------------------


@override_settings(ROOT_URLCONF=__name__)
def test_languages_need_addresses_of_their_own():
    assert found(host_checks.check_urls) == [(Error, "cases_cms.E014")]
    with override_settings(WAGTAIL_CONTENT_LANGUAGES=[("en", "English")]):
        assert found(host_checks.check_urls) == []


def test_the_sitemap_needs_its_app(monkeypatch):
    ask = apps.is_installed
    monkeypatch.setattr(apps, "is_installed", lambda app: app != "django.contrib.sitemaps" and ask(app))
    assert found(host_checks.check_urls) == [(Error, "cases_cms.E015")]
    with override_settings(ROOT_URLCONF=__name__, WAGTAIL_CONTENT_LANGUAGES=[("en", "English")]):
        assert found(host_checks.check_urls) == []  # no sitemap of ours, no need


# --- The base template ---------------------------------------------------------------------------------


@pytest.fixture
def templates(settings, tmp_path):
    """``templates(**{path: text})``: a host with these templates only, beside those of the apps."""

    def write(**files):
        for name, text in files.items():
            file = tmp_path / f"{name.replace('__', '/')}.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
        engines.__dict__.pop("templates", None)
        return found(host_checks.check_base_template)

    return write


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, [(Error, "cases_cms.E016")]),
        ({"base": BASE}, []),
        ({"base": "{% block content %}{% endblock %}"}, [(Warning, "cases_cms.W014")]),
        ({"base": "<head>{% block extra_css %}{% endblock %}</head>"}, [(Error, "cases_cms.E017")]),
        ({"base": "<body>"}, [(Error, "cases_cms.E017")]),
        ({"base": "{% extends 'root.html' %}", "root": BASE}, []),
        ({"base": "{% extends 'root.html' %}"}, [(Error, "cases_cms.E016")]),
        (
            {
                "base": "{% extends 'root.html' %}{% block main %}{% block content %}{% endblock %}{% endblock %}",
                "root": "{% block extra_css %}{% endblock %}{% block main %}{% endblock %}",
            },
            [],
        ),
        ({"cases_cms__base": "{% block cases_content %}{% endblock %}"}, []),
        ({"cases_cms__base": "{% block content %}{% endblock %}"}, [(Error, "cases_cms.E017")]),
        ({"cases_cms__base": "{% extends 'cases_cms/base.html' %}", "base": BASE}, []),
        ({"cases_cms__base": "{% extends 'cases_cms/base.html' %}", "base": "<p>"}, [(Error, "cases_cms.E017")]),
        ({"base": "{% no_such_tag %}"}, []),  # Django's own to say
    ],
)
def test_base_template(templates, files, expected):
    assert templates(**files) == expected


def test_missing_blocks_are_named(templates):
    templates(base="<body>")
    (problem,) = host_checks.check_base_template(None)
    assert problem.msg == "The base template lacks what the plugin fills: content, extra_css."


# --- Files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"STATICFILES_FINDERS": ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]},
            [(Info, "cases_cms.I001"), (Info, "cases_cms.I002")],
        ),
        ({"WAGTAILDOCS_EXTENSIONS": ["pdf", "mp4", "webm"]}, [(Warning, "cases_cms.W015")]),
        ({"WAGTAILDOCS_EXTENSIONS": None}, []),
    ],
)
def test_files(changes, expected):
    with override_settings(**changes):
        assert found(host_checks.check_files) == expected


def test_problems_are_said_in_chinese():
    with override_settings(MIDDLEWARE=without(LOCALE)), translation.override("zh-hans"):
        (problem,) = host_checks.check_middleware(None)
    assert problem.msg == "所有页面都会按默认语言显示。"
    assert problem.hint == f"请在 MIDDLEWARE 中的 SessionMiddleware 之后加入“{LOCALE}”。"
