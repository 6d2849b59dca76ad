"""A preview shows the embargoed edition as it will look, in every language, and is marked as what it is."""

import re

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model
from wagtail.models import Page

from cases_cms.collection.models import CaseVideo, CatalogueEntry
from cases_cms.release import previews
from tests.cases_cms.release.preview_world import PreviewWorld, addresses_in
from tests.factories import make_case
from tests.fixtures import read_anew, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def built_world(once):
    return once(PreviewWorld)


@pytest.fixture
def world(built_world, small_site):
    return read_anew(built_world)


def save_draft(page, **values):
    page = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision(clean=False)
    return page


def test_edition_lists_its_drafts(world, client):
    html = world.text(client, world.edition)
    for case in (world.net, world.school, world.alone):
        assert case.title in html
        assert world.inside(case) in addresses_in(html)
    assert "3 cases" in re.sub(r"<[^>]*>|\s+", " ", html).replace("  ", " ")


def test_chinese_edition_lists_a_case_in_the_language_it_has(world, client):
    html = world.text(client, world.site.in_zh(world.edition))
    assert "译Village net" in html
    assert world.inside(world.site.in_zh(world.net)) in addresses_in(html)
    assert world.inside(world.alone) in addresses_in(html)


def test_pages_are_their_latest_drafts(world, client):
    save_draft(world.net, title="Village net, second draft", summary="Changed since.")
    assert Page.objects.get(pk=world.net.pk).title == "Village net"
    html = world.text(client, world.net)
    assert "Village net, second draft" in html
    assert "Changed since." in html
    assert "Village net, second draft" in world.text(client, world.edition)
    save_draft(world.school, countries=["CN", "BR"])
    assert "Brazil" in world.text(client, world.edition)


def test_translation_has_what_its_source_leads_in(world, client):
    assert "精品案例" in world.text(client, world.site.in_zh(world.net))
    save_draft(world.net, outstanding=False)
    badge = "cc-badge--outstanding"
    assert badge not in world.text(client, world.site.in_zh(world.net))


def test_links_inside_lead_inside(world, client):
    pages = [world.edition, world.net, world.school, world.alone, world.story]
    pages += [world.site.in_zh(page) for page in (world.edition, world.net, world.school)]
    secret = {page.get_url() for page in pages}
    for page in pages:
        found = addresses_in(world.text(client, page))
        for address in found:
            assert not any(address.startswith((url, f"http://localhost{url}")) for url in secret)
            assert not address.startswith(("/media/", "/documents/"))
        for address in {address for address in found if address.startswith(world.root)}:
            response = client.get(address)
            assert response.status_code == 200, address
            assert b"".join(response) != b""


def test_pages_know_each_other(world, client):
    case = addresses_in(world.text(client, world.net))
    assert world.inside(world.story) in case
    assert world.inside(world.site.in_zh(world.net)) in case
    assert world.inside(world.edition) in case  # breadcrumbs
    assert world.inside(world.alone) in case  # the case after it
    assert world.inside(world.net) in addresses_in(world.text(client, world.story))


def test_two_languages_side_by_side(world, client):
    html = client.get(f"{world.inside(world.net)}bilingual/").content.decode()
    assert "Masts were built." in html
    assert "译Masts were built." in html
    assert client.get(f"{world.inside(world.alone)}bilingual/").status_code == 404


def test_pictures_come_through_the_preview(world, client):
    pictures = [address for address in addresses_in(world.text(client, world.net)) if "/images/" in address]
    assert pictures
    for address in pictures:
        assert address.startswith(f"{world.root}_files/")
        response = client.get(address)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert response["Content-Type"].startswith("image/")
        assert b"".join(response) != b""


def test_films_come_through_the_preview_in_parts(world, client):
    film = get_document_model().objects.create(title="Film", file=ContentFile(b"0123456789", "film.mp4"))
    page = Page.objects.get(pk=world.net.pk).specific.get_latest_revision_as_object()
    page.videos = [CaseVideo(title="Film", video_file=film, video_transcript="We see a mast.")]
    page.save_revision()
    address = next(address for address in addresses_in(world.text(client, world.net)) if "/document/" in address)
    whole = client.get(address)
    assert b"".join(whole) == b"0123456789"
    assert whole["Content-Type"] == "video/mp4"
    part = client.get(address, headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.content, part["Cache-Control"]) == (206, b"234", "private, no-store")


def test_list_of_all_pages(world, client):
    html = client.get(f"{world.root}?in=en").content.decode()
    assert [title for title in ("Village net", "How the net came") if title in html] == [
        "Village net",
        "How the net came",
    ]
    found = addresses_in(html)
    for page in (world.edition, world.net, world.story, world.site.in_zh(world.net)):
        assert world.inside(page) in found
    assert "译Village net" in client.get(f"{world.root}?in=zh-hans").content.decode()
    assert client.get(f"{world.root}?in=nonsense").status_code == 200


def test_every_page_says_for_whom_it_is(world, client):
    _link, secret = world.make_link('<b>"Eve" & Co</b>')
    for path in ("", world.net.get_url()[1:], world.edition.get_url()[1:]):
        html = client.get(f"/preview/{secret}/{path}").content.decode()
        assert html.count("cc-preview-mark") == 3
        assert "&lt;b&gt;&quot;Eve&quot; &amp; Co&lt;/b&gt;" in html
        assert "<b>" not in html
        assert "(Beijing time)" in html


def test_others_are_told_nothing(world, client):
    html = world.text(client, world.net)
    assert '<meta name="robots" content="noindex, nofollow, noarchive">' in html
    for told in ("og:", "twitter:", 'rel="canonical"', 'rel="alternate"', 'name="description"'):
        assert told not in html
    response = client.get(world.inside(world.net))
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Language"] == "en"
    assert not response.cookies
    assert "unsafe" not in response["Content-Security-Policy"]


def test_nothing_of_it_stays_behind(world, client):
    """What a preview has shown is in no list of the public's, in this process either."""
    for page in (world.edition, world.net, world.story):
        world.text(client, page)
    make_case(world.site.edition, title="Public")
    for html in (text_of(client, world.site.collection), text_of(client, world.site.edition)):
        assert "Village net" not in html
        assert "2026" not in html
    assert CatalogueEntry.objects.filter(year=2026).count() == 0
    assert client.get(world.net.get_url()).status_code == 404


def test_reader_is_nobody(world, client):
    """Who is logged in sees the pages as the public will, not with the rights of the account."""
    client.force_login(world.secretary)
    assert "wagtail-userbar" not in world.text(client, world.net)


def test_pages_read_are_counted(world, client):
    world.text(client, world.net)
    client.get(world.root)
    client.head(world.root)
    client.get(f"{world.root}en/nothing/")
    world.link.refresh_from_db()
    assert world.link.uses == 2
    assert world.link.last_used_at is not None


def test_unfinished_drafts_show(world, client):
    """Drafts may lack what is asked of a published page."""
    save_draft(world.net, category="", countries=[], start_year=None, summary="")
    assert "Village net" in world.text(client, world.edition)
    assert "Village net" in world.text(client, world.net)


@pytest.mark.parametrize("which", ["edition", "school", "root"])
def test_as_many_queries_for_many_cases(world, client, which):
    address = world.root if which == "root" else world.inside(getattr(world, which))
    client.get(address)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    before = count()
    for number in range(4):
        make_case(world.edition, publish=False, title=f"More {number}", category="education")
    client.get(address)
    assert count() == before
    assert previews.find_link(world.secret).uses == 4
