"""Every page of the demonstration, opened as a visitor does."""

import re
from collections import Counter
from datetime import timedelta
from urllib.parse import urljoin

import html5lib
import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cases_cms.collection import catalogue
from cases_cms.collection.models import CasePage, CatalogueEntry, EditionPage
from cases_cms.core.languages import language_tag
from cases_cms.core.periods import institution_zone
from cases_cms.demo.content import read
from cases_cms.demo.loader import DemoExistsError, Loader
from cases_cms.release.embargo import embargoes, pages_of
from cases_cms.release.models import EditionRelease
from cases_cms.release.readiness.selectors import blocking, find
from tests.demo.conftest import LANGUAGES, internal_links

#: What the policy of public pages forbids; data for machines are no script.
INLINE = re.compile(r"<script(?![^>]*\bsrc=|[^>]*application/ld\+json)|<style|\sstyle=|\son[a-z]+=")

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]

IMAGES_AND_FILES = re.compile(r'(?:src|href)="(/(?:media|static)/[^"]+)"')


def read_to_the_end(response):
    """Read a file. Closing it unread would close the database's connection, which the tests' transaction is on."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_content_is_complete(demo):
    assert CatalogueEntry.objects.in_language("en").count() == len(read("cases")) == 18
    assert CatalogueEntry.objects.in_language("zh-hans").count() == 18
    assert CatalogueEntry.objects.in_language("ar").count() == 18
    assert EditionPage.objects.live().count() == 2 * 5 + 1
    assert Page.objects.filter(alias_of__isnull=False).count() == 0
    drafts = Page.objects.filter(live=False, depth__gt=1)
    (embargo,) = embargoes()
    assert (embargo.year, drafts.count(), set(drafts) - set(pages_of(embargo))) == (2026, 12, set())
    assert catalogue.find_differences() == []


def test_states_shown_on_purpose(demo):
    in_chinese = {
        entry.page.slug: entry.page_language
        for entry in CatalogueEntry.objects.in_language("zh-hans").select_related("page")
    }
    assert [slug for slug, language in in_chinese.items() if language == "en"] == ["ibm-sustainable-computing"]
    in_english = {
        entry.page.slug: entry.page_language
        for entry in CatalogueEntry.objects.in_language("en").select_related("page")
    }
    assert [slug for slug, language in in_english.items() if language == "zh-hans"] == ["digital-dunhuang"]
    in_arabic = CatalogueEntry.objects.in_language("ar").filter(page_language="ar").select_related("page")
    assert sorted(entry.page.slug for entry in in_arabic) == [
        "a-taste-of-china",
        "china-unicom-anti-fraud",
        "space-based-disaster-reduction",
    ]
    stale = next(data for data in read("cases") if "stale" in data)
    english = CasePage.objects.get(slug=stale["code"], locale__language_code="en")
    assert english.summary == stale["stale"]["en"] != stale["summary"]["en"]


def test_loading_twice_changes_nothing(demo):
    before = Page.objects.count()
    with pytest.raises(DemoExistsError):
        Loader().load()
    assert Page.objects.count() == before


def test_every_page_once(demo_client, demo_pages):
    assert len(demo_pages) > 140
    for address, page in demo_pages:
        response = demo_client.get(address)
        html = response.content.decode()
        tag = language_tag(page.locale.language_code)
        assert (address, response.status_code) == (address, 200)
        assert (address, dict(response.cookies)) == (address, {})
        assert f'<html lang="{tag}"' in html, address
        assert page.title.replace("&", "&amp;").replace("'", "&#x27;") in html, address
        policy = response.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert (
            address,
            re.findall(r"<script(?![^>]*\bsrc=|[^>]*application/ld\+json)|<style|\sstyle=|\son[a-z]+=", html),
        ) == (address, [])
        assert (address, len(re.findall(r"<h1\b", html))) == (address, 1)
        assert re.search(r'<meta name="description"\s+content="[^"]{10}', html), address
        ids = Counter(re.findall(r'\bid="([^"]+)"', html))
        assert (address, [name for name, times in ids.items() if times > 1]) == (address, [])
        elsewhere = [
            url
            for url in re.findall(
                r'<(?:link|script|img|source|video|track|iframe)\b[^>]*(?:src|href)="(https?:[^"]+)"', html
            )
            if not url.startswith("http://localhost")
        ]
        assert (address, elsewhere) == (address, [])
        html5lib.HTMLParser(strict=True).parse(html)


def test_no_broken_link(demo_client, demo_pages):
    seen, waiting = set(), ["/en/", "/zh-hans/"]
    files = set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        response = demo_client.get(address)
        assert (address, response.status_code) == (address, 200)
        if response.streaming:
            read_to_the_end(response)
            continue
        html = response.content.decode()
        files |= set(IMAGES_AND_FILES.findall(html))
        for link in internal_links(html):
            target = urljoin(address, link)
            # One filter deep: the combinations are tested by themselves.
            if target not in seen and target.count("=") <= 1:
                waiting.append(target)
    # Every page can be reached by links from the two home pages.
    assert {address for address, _page in demo_pages} - seen == set()
    for name in sorted(files):
        response = demo_client.get(name)
        assert (name, response.status_code) == (name, 200)
        read_to_the_end(response)


@pytest.mark.parametrize("language", [*LANGUAGES, "ar"])
def test_alternates_are_mutual(demo_client, demo_pages, language):
    for address, page in demo_pages:
        if page.locale.language_code != language:
            continue
        html = demo_client.get(address).content.decode()
        alternates = dict(re.findall(r'<link rel="alternate"\s+hreflang="([^"]+)"\s+href="([^"]+)"', html))
        real = {
            language_tag(translation.locale.language_code): translation.full_url
            for translation in page.get_translations(inclusive=True).live().select_related("locale")
        }
        expected = {**real, "x-default": real.get("en", page.full_url)} if len(real) > 1 else {}
        assert (address, alternates) == (address, expected)
        assert re.findall(r'<link rel="canonical"\s+href="([^"]+)"', html) == [page.full_url]


def test_sitemap_names_every_page_with_its_alternates(demo_client, demo_pages):
    xml = demo_client.get("/sitemap.xml").content.decode()
    assert sorted(re.findall(r"<loc>([^<]+)</loc>", xml)) == sorted(page.full_url for _address, page in demo_pages)
    assert xml.count('hreflang="zh-Hans"') == xml.count('hreflang="en"')


def test_sample_values_are_flagged_where_they_show(demo_client, demo):
    for data in read("cases"):
        if not data.get("sample_note"):
            continue
        page = CasePage.objects.filter(slug=data["code"]).first()
        language = page.locale.language_code
        html = demo_client.get(page.url).content.decode()
        assert data["sample_note"][language].replace("'", "&#x27;") in html, data["code"]


@pytest.mark.parametrize(
    ("address", "offered"),
    [
        ("/zh-hans/collection/2022/ibm-sustainable-computing/", "/en/collection/2022/ibm-sustainable-computing/"),
        ("/en/collection/2023/digital-dunhuang/", "/zh-hans/collection/2023/digital-dunhuang/"),
    ],
)
def test_missing_page_offers_the_language_it_has(demo_client, address, offered):
    response = demo_client.get(address)
    assert response.status_code == 404
    html = response.content.decode()
    assert f'href="{offered}"' in html
    assert f'<html lang="{"zh-Hans" if address.startswith("/zh") else "en"}"' in html
    assert dict(response.cookies) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_password_page_says_nothing_of_what_it_hides(demo_client, language):
    page = CasePage.objects.get(slug="kaios-smart-feature-phone", locale__language_code=language)
    for version in page.get_translations(inclusive=True):
        PageViewRestriction.objects.create(
            page=version, restriction_type=PageViewRestriction.PASSWORD, password="secret"
        )
    response = demo_client.get(page.url)
    html = response.content.decode()
    assert response.status_code == 200
    assert 'type="password"' in html
    for hidden in (page.title, page.summary[:30], "KaiOS", "kaios-smart-feature-phone.png", page.edition.title):
        assert hidden not in html, hidden
    assert "private" in response.headers["Cache-Control"]
    lists = demo_client.get(f"/{language}/collection/?q=kaios").content.decode()
    assert page.title not in lists
    assert page.url not in demo_client.get("/sitemap.xml").content.decode()


def test_an_edition_waits_for_its_release(demo):
    """Planned, not confirmed, and not ready: there is something to do for whoever tries it."""
    (embargo,) = embargoes()
    release = EditionRelease.objects.get(pk=embargo.release_id)
    assert (release.is_planned, release.is_confirmed, release.languages) == (True, False, ["en", "zh-hans"])
    assert (release.release_at > timezone.now(), release.planned_by.username) == (True, "demo-secretariat")
    found = sorted({(finding.language, finding.title) for finding in blocking(release)})
    assert found == [
        ("en", "Sample case: a classroom on the ferry"),
        ("en", "Sample case: a safe harbour for small firms"),
        ("zh-hans", "Sample case: a classroom on the ferry"),
        ("zh-hans", "Sample case: a safe harbour for small firms"),
        ("zh-hans", "Sample case: museums without walls"),
    ]
    ferry = {finding.kind for finding in find(release) if finding.title == "Sample case: a classroom on the ferry"}
    assert ferry == {"not_approved", "alt_text", "captions", "transcript", "picture_small", "story_missing"}


def test_it_has_a_schedule_and_criteria_in_both_languages_that_say_they_are_made_up(demo):
    pages = EditionPage.objects.filter(year=2026).order_by("locale__language_code")
    made_up = {"en": "made up for this demonstration", "zh-hans": "为本演示虚构"}
    for page, language in zip(pages, ("en", "zh-hans"), strict=True):
        draft = page.get_latest_revision_as_object()
        notes = [each.note for each in draft.milestones.all()]
        criteria = [each.description for each in draft.criteria.all()]
        assert (len(notes), len(criteria)) == (5, 3)
        assert [text for text in notes + criteria if made_up[language] not in text.replace("Made", "made")] == []


def test_its_schedule_names_the_day_for_which_it_is_planned(demo):
    release = EditionRelease.objects.get(release_at__isnull=False)
    day = release.release_at.astimezone(institution_zone()).date()
    for page in EditionPage.objects.filter(year=2026):
        (milestone,) = (each for each in page.milestones.all() if each.phase == "release")
        starts, ends = (at.astimezone(institution_zone()) for at in (milestone.starts_at, milestone.ends_at))
        assert (starts.date(), ends - starts) == (day, timedelta(days=1))


def test_nothing_of_what_waits_is_public(demo_client, demo_pages):
    marks = ("2026 Edition", "2026届", "sample-village-network", "Sample case", "示例案例", "Sample story", "示例故事")
    marks += ("Sample Organization (demonstration)", "示例单位（演示）")
    addresses = [address for address, _page in demo_pages]
    for address in [*addresses, "/en/search/?q=sample", "/zh-hans/search/?q=示例", "/sitemap.xml"]:
        html = read_to_the_end(demo_client.get(address, follow=True)).decode()
        assert (address, [mark for mark in marks if mark in html]) == (address, [])
