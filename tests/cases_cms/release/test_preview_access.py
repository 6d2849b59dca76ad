"""Who gets into a preview and who does not; nothing but the edition is reachable through it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from cases_cms.core.roles import RoleCode
from cases_cms.release import previews
from cases_cms.release.models import EditionRelease, HeldFile, PreviewLink
from cases_cms.release.previewing.access import MAX_WRONG, Access
from cases_cms.release.services import mark_released
from tests.cases_cms.release.preview_world import SECRETS, PreviewWorld, addresses_in, make_person
from tests.cases_cms.release.secretariat import make_embargoed, make_secretary, release_of
from tests.factories import make_case
from tests.fixtures import read_anew

pytestmark = pytest.mark.django_db

SEALS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


@pytest.fixture(scope="module", autouse=True)
def built_world(once):
    return once(PreviewWorld)


@pytest.fixture
def world(built_world, small_site):
    return read_anew(built_world)


def assert_tells_nothing(response, status):
    text = response.content.decode()
    assert response.status_code == status
    assert {name: response[name] for name in SEALS} == SEALS
    assert [secret for secret in SECRETS if secret in text] == []
    assert not response.cookies


# --- Links --------------------------------------------------------------------------------------


def test_only_a_digest_of_the_secret_is_stored(world):
    link = PreviewLink.objects.get()
    assert link.digest == previews.digest_of(world.secret)
    assert world.secret not in str(PreviewLink.objects.values().get())
    assert len(world.secret) == 32
    assert world.make_link("Another")[1] != world.secret


@pytest.mark.parametrize("path", ["", "en/collection/2026/", "_files/x/media/images/a.png"])
def test_wrong_secret_is_not_found(world, client, path):
    for secret in ("wrong", world.secret[:-1], f"{world.secret}x", world.link.digest):
        assert_tells_nothing(client.get(f"/preview/{secret}/{path}"), 404)


def test_expired_link(world, client):
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)):
        for path in ("", "en/collection/2026/", "en/nothing/"):
            assert_tells_nothing(client.get(world.root + path), 410)


def test_who_comes_too_late_may_choose_a_language(world, client):
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)):
        html = client.get(world.root).content.decode()
    switcher = html.partition('<nav class="cc-languages"')[2].partition("</nav>")[0]
    assert re.findall('href="([^"]+)"', switcher) == ["/en/", "/zh-hans/"]


def test_revoked_link_ends_with_its_files(world, client):
    file = next(address for address in addresses_in(world.text(client, world.net)) if "/images/" in address)
    assert b"".join(client.get(file)) != b""
    assert previews.revoke_link(link=world.link, user=world.secretary) is True
    for address in (world.root, world.inside(world.net), file):
        assert_tells_nothing(client.get(address), 410)
    assert previews.revoke_link(link=world.link, user=world.secretary) is False


def test_released_edition_has_no_preview(world, client):
    mark_released(world.edition.translation_key)
    assert_tells_nothing(client.get(world.root), 410)


def test_deleted_edition_has_no_preview(world, client):
    for page in (world.site.in_zh(world.edition), world.edition):
        page.specific.delete()
    assert_tells_nothing(client.get(world.root), 410)


def test_message_speaks_the_readers_language(world, client):
    previews.revoke_link(link=world.link, user=world.secretary)
    html = client.get(world.root, headers={"Accept-Language": "zh-CN,zh"}).content.decode()
    assert "预览已结束" in html
    assert 'lang="zh-Hans"' in html


def test_guesses_are_limited(world, client):
    for number in range(MAX_WRONG):
        assert client.get(f"/preview/guess{number}/").status_code == 404
    assert_tells_nothing(client.get("/preview/once-more/"), 429)
    assert_tells_nothing(client.get(world.root), 429)
    assert client.get(world.root, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_guesses_are_counted_by_network(world, client):
    for number in range(MAX_WRONG):
        client.get("/preview/wrong/", REMOTE_ADDR=f"2001:db8:1:2::{number:x}")
    assert client.get(world.root, REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code == 429
    assert client.get(world.root, REMOTE_ADDR="2001:db8:1:3::1").status_code == 200


def test_guesses_behind_a_proxy(world, client, settings):
    settings.CASES_CMS = {**settings.CASES_CMS, "CLIENT_ADDRESS": "HTTP_X_FORWARDED_FOR"}
    for number in range(MAX_WRONG):
        client.get("/preview/wrong/", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 192.0.2.7")
    assert client.get(world.root, HTTP_X_FORWARDED_FOR="192.0.2.7").status_code == 429
    assert client.get(world.root, HTTP_X_FORWARDED_FOR="192.0.2.7, 192.0.2.8").status_code == 200


def test_nothing_is_sent_to_it(world, client):
    response = client.post(world.root)
    assert response.status_code == 405
    assert "Village net" not in response.content.decode()


# --- Nothing else -------------------------------------------------------------------------------


def test_nothing_else_of_the_site_is_reachable(world, client):
    other = make_embargoed(world.site, 2027)
    secret_case = make_case(other, publish=False, title="Of another edition")
    public = make_case(world.site.edition, title="Public")
    for page in (world.site.home, world.site.collection, world.site.edition, public, other, secret_case):
        response = client.get(world.inside(page))
        assert response.status_code == 404
        assert "Of another edition" not in response.content.decode()
    for path in ("admin/", "media/images/a.png", "en/collection/2026/nothing/", "en/collection/2026/village-net/x/"):
        assert_tells_nothing_of_pages(client.get(world.root + path))
    for page in (world.edition, world.net):
        assert "Of another edition" not in world.text(client, page)


def assert_tells_nothing_of_pages(response):
    assert response.status_code == 404
    assert response["Cache-Control"] == "private, no-store"
    assert "Village net" not in response.content.decode()


def test_no_file_without_its_signature(world, client):
    file = next(address for address in addresses_in(world.text(client, world.net)) if "/images/" in address)
    signature, name = file.removeprefix(f"{world.root}_files/").split("/", 1)
    _link, other_secret = world.make_link("Another")
    secret_file = f"media/{world.picture.file.name}"
    for wrong in (
        f"{world.root}_files/{'0' * 40}/{name}",
        f"{world.root}_files/{signature}/{secret_file}",
        f"{world.root}_files/{signature}/",
        f"{world.root}_files/{name}",
        f"/preview/{other_secret}/_files/{signature}/{name}",
    ):
        assert client.get(wrong).status_code == 404


def test_only_files_of_the_library_are_sent(world, client):
    """Whatever a text links to: no file of the disk, no private document."""
    access = Access(world.release, world.root, "", f"link:{world.link.pk}:{world.link.digest}", world.link)
    folder = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=folder, restriction_type="login")
    private = get_document_model().objects.create(
        title="Private", file=ContentFile(b"x", "private.pdf"), collection=folder
    )
    names = ["media/../../etc/passwd", "media//etc/passwd", "media/db.sqlite3", "media/documents/private.pdf"]
    names += [f"document/{private.pk}/private.pdf", "document/999999/x", "other/1", ""]
    for name in names:
        response = client.get(f"{world.root}_files/{access.signature(name)}/{name}")
        assert response.status_code == 404, name


def test_pictures_of_another_edition_are_not_sent(world, client):
    other = make_embargoed(world.site, 2027)
    make_case(other, publish=False, title="Of another edition", cover=world.picture)
    access = Access(world.release, world.root, "", f"link:{world.link.pk}:{world.link.digest}", world.link)
    address = f"{world.root}_files/{{}}/media/{world.picture.file.name}"
    address = address.format(access.signature(f"media/{world.picture.file.name}"))
    assert b"".join(client.get(address)) != b""
    HeldFile.objects.update(release=release_of(other))
    assert client.get(address).status_code == 404


# --- Guests -------------------------------------------------------------------------------------


def guests_address(world):
    return reverse("cases_preview:invited", args=[world.release.pk])


def test_guest_reads_with_no_other_right(world, client):
    guest = make_person()
    address = guests_address(world)
    inside = world.inside(world.net, address)
    response = client.get(inside)
    assert (response.status_code, response["Location"]) == (302, f"/en/_util/login/?next={inside}")
    client.force_login(guest)
    assert_tells_nothing_of_pages(client.get(inside))
    previews.invite(release=world.release, guest=guest, user=world.secretary)
    response = client.get(inside)
    html = response.content.decode()
    assert "Village net" in html
    assert "guest" in html
    assert {name: response[name] for name in SEALS} == SEALS
    assert world.inside(world.school, address) in addresses_in(client.get(address).content.decode())
    file = next(name for name in addresses_in(html) if "/images/" in name)
    assert b"".join(client.get(file)) != b""
    client.logout()
    assert client.get(file).status_code == 302
    assert client.get(reverse("wagtailadmin_home")).status_code == 302


def test_invitation_ends(world, client):
    guest = make_person()
    invitation = previews.invite(release=world.release, guest=guest, user=world.secretary)
    client.force_login(guest)
    assert client.get(guests_address(world)).status_code == 200
    previews.uninvite(guest=invitation, user=world.secretary)
    assert_tells_nothing_of_pages(client.get(guests_address(world)))
    previews.invite(release=world.release, guest=guest, user=world.secretary)
    mark_released(world.edition.translation_key)
    assert client.get(guests_address(world)).status_code == 410


def test_guest_of_one_edition_is_none_of_another(world, client):
    other = release_of(make_embargoed(world.site, 2027))
    guest = make_person()
    previews.invite(release=other, guest=guest, user=world.secretary)
    client.force_login(guest)
    assert_tells_nothing_of_pages(client.get(guests_address(world)))
    assert client.get(world.inside(world.net, reverse("cases_preview:invited", args=[other.pk]))).status_code == 404


def test_strangers_do_not_learn_which_editions_there_are(world, client):
    nowhere = reverse("cases_preview:invited", args=[99999])
    assert client.get(nowhere).status_code == client.get(guests_address(world)).status_code == 302
    client.force_login(make_person())
    assert client.get(nowhere).status_code == client.get(guests_address(world)).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"), [(RoleCode.SECRETARIAT, 200), (RoleCode.EDITORS, 404), (RoleCode.MODERATORS, 404)]
)
def test_staff_read_it_if_they_prepare_the_release(world, client, role, status):
    client.force_login(make_secretary("staff", role))
    assert client.get(guests_address(world)).status_code == status


def test_states_of_releases_are_left_alone(world, client):
    before = EditionRelease.objects.values().get(pk=world.release.pk)
    world.text(client, world.net)
    assert EditionRelease.objects.values().get(pk=world.release.pk) == before
