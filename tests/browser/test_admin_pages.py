"""The admin pages that are ours before axe: both languages of the admin, light and dark.

What axe finds in Wagtail's own parts is named in WAGTAILS, by rule and element, and nothing else is let through. A new
admin page of ours gets its line in ADDRESSES.
"""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import Translation

from cases_cms.collection.models import Organization
from cases_cms.demo.accounts import ACCOUNTS
from cases_cms.localization.models import Term
from cases_cms.release.models import EditionRelease
from tests.browser import axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("browser-admin")]

SCHEMES = ("light", "dark")
# Wagtail 8.0.1: (rule, what the element's HTML holds).
WAGTAILS = {
    # The rich text editor has no name: https://github.com/wagtail/wagtail/issues/14205
    ("aria-input-field-name", "public-DraftEditor-content"),
    # The minimap, the list of a form's panels: https://github.com/wagtail/wagtail/issues/10055
    ("scrollable-region-focusable", "w-minimap__list"),
    ("color-contrast", "w-minimap__collapse-all"),
    # The tag "Live" of a page's header.
    ("color-contrast", "page-status-tag"),
    # Blocks of one type are sections of one name: https://github.com/wagtail/wagtail/issues/5411
    ("landmark-unique", "w-panel--nested"),
}
# The form of a snippet names what is edited in its breadcrumbs only.
WITHOUT_HEADING = {"organization"}


def edit_page(slug):
    page = Page.objects.filter(slug=slug, locale__language_code="en").first()
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def translation_of(slug):
    key = Page.objects.get(slug=slug, locale__language_code="en").translation_key
    return Translation.objects.get(source__object_id=key, target_locale__language_code="zh-hans")


def release_page(name):
    """A page of the last edition's release."""
    return reverse(f"release:{name}", args=[EditionRelease.objects.order_by("pk").last().pk])


ADDRESSES = {
    "a new edition": lambda: reverse(
        "practice-case-editions-begin", args=[Page.objects.get(slug="collection", locale__language_code="en").pk]
    ),
    "files of an edition": lambda: reverse("release:files", args=[EditionRelease.objects.order_by("pk").first().pk]),
    "organizations": lambda: reverse("wagtailsnippets_cases_collection_organization:list"),
    "organization": lambda: reverse(
        "wagtailsnippets_cases_collection_organization:edit", args=[Organization.objects.first().pk]
    ),
    "case": lambda: edit_page("kaios-smart-feature-phone"),
    "edition": lambda: edit_page("2024"),
    "home page": lambda: edit_page("home"),
    "dashboard": lambda: reverse("wagtailadmin_home"),
    "cases": lambda: reverse("practice-cases:index"),
    "news": lambda: reverse("practice-case-news:index"),
    "countries": lambda: reverse("countries:index"),
    "queue of translations": lambda: reverse("localization:queue"),
    "people and languages": lambda: reverse("localization:team"),
    "translation board": lambda: reverse("localization:board"),
    "site settings": lambda: reverse("wagtailsettings:edit", args=["home", "sitesettings"]),
    "files of translations": lambda: reverse("localization:files"),
    "background work": lambda: reverse("cases_cms_jobs"),
    "glossary": lambda: reverse("glossary:index"),
    "export of cases": lambda: reverse("interchange:export"),
    "import of cases": lambda: reverse("interchange:imports"),
    "term": lambda: reverse("glossary:edit", args=[Term.objects.first().pk]),
    "import of terms": lambda: reverse("localization:glossary_import"),
    "translate": lambda: reverse("localization:translate", args=[translation_of("kaios-smart-feature-phone").pk]),
    "releases of editions": lambda: reverse("release:editions"),
    "plan of a release": lambda: release_page("edition"),
    "contents of a release": lambda: release_page("contents"),
    "history of a release": lambda: release_page("history"),
    "previews": lambda: reverse("release:previews", args=[EditionRelease.objects.order_by("pk").last().pk]),
    "readiness": lambda: reverse("release:readiness", args=[EditionRelease.objects.order_by("pk").last().pk]),
    "side by side": lambda: reverse(
        "cases_cms_side_by_side", args=[Page.objects.get(slug="2africa", locale__language_code="en").pk]
    ),
}


def ours(name, found):
    """The violations that are not Wagtail's own."""
    left = []
    for rule, nodes in found:
        if rule == "page-has-heading-one" and name in WITHOUT_HEADING:
            continue
        parts = [part for known, part in WAGTAILS if known == rule]
        nodes = [node for node in nodes if not any(part in node[1] for part in parts)]
        if nodes:
            left.append((rule, nodes))
    return left


@pytest.fixture
def session(demo):
    """The session of the demonstration's administrator."""
    client = Client()
    assert client.login(username=ACCOUNTS[0].username, password=ACCOUNTS[0].password)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_admin_page(browser, demo_server, session, name, language):
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce", locale=language)
    try:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": demo_server}])
        page = context.new_page()
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        response = page.goto(demo_server + ADDRESSES[name](), wait_until="networkidle")
        loading_errors = list(errors)
        # The editor goes on asking for previews and for who else edits: the server would answer in the middle of the
        # next test's preparation, on the connection that it shares with the tests.
        context.set_offline(True)
        assert (name, response.status, page.locator("html").get_attribute("lang")) == (name, 200, language)
        axe.load(page)
        found = {}
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found[scheme] = ours(name, axe.violations(page))
        assert (name, found, loading_errors) == (name, {scheme: [] for scheme in SCHEMES}, [])
    finally:
        context.close()
