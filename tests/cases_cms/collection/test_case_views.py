"""Below a case's address: two languages side by side, citations as files, the code for the phone."""

import re
from dataclasses import replace

import pytest
import rispy
import segno
from django.utils import translation
from pybtex.database import parse_string
from wagtail.models import Locale

from cases_cms.collection.case_views import reading_views
from cases_cms.collection.models import CasePage
from tests.factories import OrganizationFactory, make_case, translate
from tests.fixtures import read_anew, text_of

FILES = {
    "cite/bib/": ("application/x-bibtex; charset=utf-8", 'attachment; filename="masts-2024.bib"'),
    "cite/ris/": ("application/x-research-info-systems; charset=utf-8", 'attachment; filename="masts-2024.ris"'),
    "cite/txt/": ("text/plain; charset=utf-8", 'attachment; filename="masts-2024.txt"'),
    "qr/": ("image/svg+xml", 'inline; filename="masts.svg"'),
}
ALL = ["bilingual/", *FILES]
JUNK = ["bilingual/x/", "cite/", "cite/xml/", "cite/bib/x/", "qr/x/", "edit/", "compare/"]


def build_case(site):
    """A public case of an organization, in both languages."""
    organization = OrganizationFactory(name="Institute & Sons", code="institute")
    translate(organization, name="研究所")
    return make_case(
        site.edition,
        title="Masts",
        slug="masts",
        organizations=[organization],
        sample_note="Assumed.",
        translated=True,
    )


@pytest.fixture(scope="module", autouse=True)
def built_case(once):
    return once(build_case)


@pytest.fixture
def case(built_case, small_site):
    return read_anew(built_case)


@pytest.fixture
def open_below(client, case):
    """``open_below(path, page)``: the response below the case's address; no cookie proven."""

    def get(path, page=case):
        response = client.get(f"{page.url}{path}")
        assert not response.cookies
        return response

    return get


# --- Side by side --------------------------------------------------------------------------


def test_both_languages_section_by_section(open_below, case):
    response = open_below("bilingual/")
    context = response.context_data
    assert [(side.tag, side.page.title) for side in context["sides"]] == [("en", "Masts"), ("zh-Hans", "译Masts")]
    assert [(title, html) for _side, title, html in context["rows"][0].cells] == [
        ("Background", "<p>No network.</p>"),
        ("背景", "<p>译No network.</p>"),
    ]
    assert [row.name for row in context["rows"]] == ["background", "cooperation", "implementation", "benefits"]
    html = response.content.decode()
    assert len(re.findall(r'<div class="cc-pair__cell" lang="en" dir="ltr">', html)) == 5
    assert len(re.findall(r'<div class="cc-pair__cell" lang="zh-Hans" dir="ltr">', html)) == 5


def test_side_by_side_is_not_for_search_engines(open_below, case):
    html = open_below("bilingual/").content.decode()
    assert '<meta name="robots" content="noindex, follow">' in html
    assert re.findall(r'<link rel="canonical"\s+href="([^"]+)"', html) == [case.full_url]
    assert 'href="/zh-hans/collection/2024/masts/bilingual/"' in html


def test_the_other_language_stands_first_on_its_page(open_below, case, small_site):
    response = open_below("bilingual/?with=en", small_site.in_zh(case))
    assert [side.tag for side in response.context_data["sides"]] == ["zh-Hans", "en"]
    assert response.context_data["rows"][0].cells[0][1] == "背景"


@pytest.mark.parametrize("query", ["with=fr", "with=%00", "with=zh", "with=../en", "with=zh-hans%00"])
def test_a_language_that_the_case_is_not_in(open_below, query):
    assert open_below(f"bilingual/?{query}").status_code == 404


@pytest.mark.parametrize("query", ["", "?with=", "?with=en", "?with=zh-hans", "?with=fr&with=zh-hans", "?x=1"])
def test_any_other_address_shows_what_there_is(open_below, query):
    assert open_below(f"bilingual/{query}").status_code == 200


def test_one_language_alone_has_nothing_beside_it(small_site, client):
    alone = make_case(small_site.edition, title="Alone", slug="alone")
    assert client.get(f"{alone.url}bilingual/").status_code == 404
    assert "cc-views" not in text_of(client, alone)


@pytest.mark.parametrize("state", ["draft", "alias", "restricted"])
def test_what_is_no_public_translation_never_stands_beside(small_site, client, state):
    case = make_case(small_site.edition, title="Public", slug="public")
    if state == "alias":
        case.copy_for_translation(small_site.zh, copy_parents=True, alias=True)
    else:
        other = translate(case, publish=state != "draft", title="SECRET", background="<p>SECRET</p>")
        if state == "restricted":
            CasePage.objects.get(pk=other.pk).view_restrictions.create(restriction_type="login")
    answers = [client.get(f"{case.url}bilingual/{query}") for query in ("", "?with=zh-hans")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert [b"SECRET" in answer.content for answer in answers] == [False, False]
    html = text_of(client, case)
    assert ("SECRET" in html, "bilingual/" in html) == (False, False)


def test_a_draft_behind_a_live_translation_is_not_shown(open_below, case, small_site):
    other = small_site.in_zh(case).specific
    other.title = "SECRET"
    other.background = "<p>SECRET</p>"
    other.save_revision()
    html = open_below("bilingual/").content.decode()
    assert ("SECRET" in html, "译Masts" in html) == (False, True)


def test_a_third_language_is_chosen_by_its_code(open_below, case, settings):
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES = [("en", "English"), ("zh-hans", "中文"), ("fr", "French")]
    Locale.objects.get_or_create(language_code="fr")
    case.copy_for_translation(Locale.objects.get(language_code="fr"), copy_parents=True)
    third = CasePage.objects.get(locale__language_code="fr")
    for page in [*third.get_ancestors().filter(depth__gt=1), third]:
        page.alias_of = None
        page.live = True
        page.save()
    response = open_below("bilingual/?with=fr")
    assert [side.tag for side in response.context_data["sides"]] == ["en", "fr"]
    assert [(view.beside.tag, view.is_current) for view in response.context_data["views"] if view.beside] == [
        ("zh-Hans", False),
        ("fr", True),
    ]


# --- Files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES)
def test_a_file(open_below, client, case, path):
    response = open_below(path)
    headers = (response["Content-Type"], response["Content-Disposition"])
    assert (response.status_code, headers, response["X-Robots-Tag"]) == (200, FILES[path], "noindex")
    head = client.head(f"{case.url}{path}")
    assert (head.status_code, head.content, head["Content-Type"]) == (200, b"", headers[0])
    assert client.post(f"{case.url}{path}").status_code == 405


@pytest.mark.parametrize(
    ("page", "expected"),
    [("en", ("Masts", "Institute & Sons", "en")), ("zh-hans", ("译Masts", "研究所", "zh-Hans"))],
)
def test_a_citation_is_in_the_language_of_the_page(open_below, case, small_site, page, expected):
    page = case if page == "en" else small_site.in_zh(case)
    record = rispy.loads(open_below("cite/ris/", page).content.decode())[0]
    assert (record["title"], *record["authors"], record["language"]) == expected
    assert (record["year"], record["urls"]) == ("2024", [page.full_url])
    entries = parse_string(open_below("cite/bib/", page).content.decode(), "bibtex").entries
    assert list(entries) == ["masts-2024"]
    assert entries["masts-2024"].fields["url"] == page.full_url


def test_the_publisher_is_the_sites(open_below, case, small_site):
    texts = [open_below("cite/txt/", page).content.decode() for page in (case, small_site.in_zh(case))]
    assert ["World Internet Conference" in texts[0], "世界互联网大会" in texts[1]] == [True, True]


def test_accessed_today_where_the_institution_is(open_below, time_machine):
    time_machine.move_to("2026-11-21T17:30:00+00:00", tick=False)
    assert "[2026-11-22]" in open_below("cite/txt/").content.decode()


def test_the_code_holds_the_canonical_address(open_below, case):
    svg = open_below("qr/").content.decode()
    code = segno.make(case.full_url, micro=False, error="m")
    side = len(code.matrix) + 8
    assert svg.startswith(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path fill="#fff"')
    assert ("<script" in svg, "style" in svg) == (False, False)


# --- As the page itself --------------------------------------------------------------------


@pytest.mark.parametrize("path", JUNK)
def test_what_does_not_exist(open_below, path):
    assert open_below(path).status_code == 404


@pytest.mark.parametrize("path", ALL)
def test_a_case_that_is_not_public_has_nothing_below_it(small_site, client, case, path):
    draft = make_case(small_site.edition, title="SECRET", slug="secret", publish=False, translated=False)
    for url in (draft.url, f"{case.get_parent().url}nobody/"):
        response = client.get(f"{url}{path}")
        assert (response.status_code, b"SECRET" in response.content) == (404, False)
    small_site.edition.unpublish()
    assert client.get(f"{case.url}{path}").status_code == 404


@pytest.mark.parametrize("path", ALL)
def test_a_case_behind_a_password_asks_for_it(small_site, client, case, path):
    case.view_restrictions.create(restriction_type="password", password="open")
    response = client.get(f"{case.url}{path}")
    assert (response.status_code, response["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert (b"Masts" in response.content, b"password" in response.content) == (False, True)


@pytest.mark.parametrize("path", ["", *ALL])
def test_the_wrong_languages_address(client, case, path):
    with translation.override("zh-hans"):
        case.get_translation(Locale.objects.get(language_code="zh-hans")).unpublish()
    assert client.get(f"/zh-hans/collection/2024/masts/{path}").status_code == 404


# --- On the page -----------------------------------------------------------------------------


def test_the_page_offers_all_of_it(client, case):
    html = text_of(client, case)
    for path in ALL:
        assert f'href="{case.url}{path}"' in html
    assert html.count("<cite>Masts</cite>") == 2
    assert "Institute \\&amp; Sons" in html
    assert f'id="cc-address" dir="ltr" href="{case.full_url}"' in html
    scripts = re.findall(r"<script[^>]*>", html)
    assert len(scripts) == 1
    assert re.search(r'src="[^"]*/cases_cms/js/copy[^"]*\.js"', scripts[0])
    assert "defer" in scripts[0]


def test_a_preview_of_a_draft(small_site, rf):
    draft = make_case(small_site.edition, title="Draft", slug="draft", publish=False)
    response = draft.make_preview_request()
    assert response.status_code == 200
    context = response.context_data
    assert (bool(context["neighbours"]), context["listed"]) == (False, None)


def test_a_page_that_visitors_may_not_open_has_no_views_of_its_other_languages(open_below, case):
    links = open_below("").context_data["frame"].language_links
    assert [view.url for view in reading_views(links)] == [links[0].url, links[1].url, f"{case.url}bilingual/"]
    others = [replace(link, is_current=False) for link in links]
    assert reading_views(others) == []
