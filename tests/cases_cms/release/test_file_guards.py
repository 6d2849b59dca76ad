"""Files under embargo are served to nobody of the public, and shown by no page outside."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import path, re_path
from wagtail.documents import get_document_model
from wagtail.images.utils import generate_signature
from wagtail.images.views.serve import ServeView
from wagtail.models import Collection, GroupCollectionPermission

from cases_cms.collection.models import CaseVideo
from cases_cms.core import services
from cases_cms.release.embargo import releasing
from cases_cms.release.enums import FileKind
from cases_cms.release.errors import EmbargoError
from cases_cms.release.file_guards import check_files
from cases_cms.release.library import make_library
from cases_cms.release.models import EditionRelease, HeldFile
from cases_cms.release.services import mark_released
from config.urls import urlpatterns as site_urls
from tests.factories import CasePageFactory, EditionPageFactory, ImageFactory, StandardPageFactory, make_case

pytestmark = pytest.mark.django_db
#: Ours, with what Wagtail's admin adds to all its answers.
NEVER = "private, no-store, max-age=0, no-cache, must-revalidate"

urlpatterns = [
    re_path(r"^pictures/([^/]*)/(\d*)/([^/]*)/[^/]*$", ServeView.as_view(), name="wagtailimages_serve"),
    path("404/", lambda request: None),
    *site_urls,
]


def make_document(name="film.mp4", content=b"secret", **values):
    document = get_document_model()(title=name, file=ContentFile(content, name), **values)
    document.save()
    return document


@pytest.fixture
def edition(small_site):
    return EditionPageFactory(parent=small_site.collection, year=2026, released=False, publish=False)


@pytest.fixture
def picture(edition):
    """A picture under embargo, with a rendition."""
    picture = ImageFactory(title="The mast")
    make_case(edition, publish=False, cover=picture)
    picture.get_rendition("width-10|format-webp")
    return picture


@pytest.fixture
def film(edition):
    film = make_document()
    case = CasePageFactory.build()
    case.videos = [CaseVideo(title="Film", video_file=film)]
    services.create_page(parent=edition, page=case)
    return film


def addresses(picture):
    return [picture.file.url, picture.renditions.get().url]


def make_user(name, *permissions, codenames=("choose_image", "choose_document"), collection=None):
    """Somebody who works in the admin and has ``codenames`` in a folder, all by default."""
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "secret")
    group = Group.objects.create(name=name)
    group.user_set.add(user)
    group.permissions.set(Permission.objects.filter(codename__in=permissions))
    for permission in Permission.objects.filter(codename__in=codenames):
        GroupCollectionPermission.objects.create(
            group=group, permission=permission, collection=collection or Collection.get_first_root_node()
        )
    return user


def body_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def told(response):
    """All that an answer tells but the address it repeats."""
    headers = {name: value for name, value in response.headers.items() if name != "Content-Security-Policy"}
    return response.status_code, headers, response.content.replace(response.request["PATH_INFO"].encode(), b"")


# --- Pictures -------------------------------------------------------------------------------------


def test_the_public_gets_no_picture_under_embargo(picture):
    for address in addresses(picture):
        for headers in ({}, {"range": "bytes=0-9"}, {"if-modified-since": "Mon, 01 Jan 2035 00:00:00 GMT"}):
            response = Client().get(address, headers=headers)
            assert response.status_code == 404
            assert response.headers["Cache-Control"] == "no-store"
            assert b"RIFF" not in response.content
        assert Client().head(address).status_code == 404


def test_nothing_tells_that_there_is_one(picture):
    """An answer is the same, to the byte, where there is no picture; with or without a cookie that means nothing."""
    for address in addresses(picture):
        missing = f"{address.rpartition('/')[0]}/there-is-none.webp"
        for cookie in ("", "nothing"):
            clients = Client(), Client()
            for client in clients:
                if cookie:
                    client.cookies["sessionid"] = cookie
            assert told(clients[0].get(address)) == told(clients[1].get(missing))


def test_the_second_it_is_released_everybody_gets_it(edition, picture):
    mark_released(edition.translation_key)
    for address in addresses(picture):
        response = Client().get(address)
        assert (response.status_code, "Cache-Control" in response.headers) == (200, False)
        assert len(body_of(response)) > 20


def test_staff_get_it_and_nobody_keeps_it(picture):
    for user in (make_user("editor", "access_admin"), get_user_model().objects.create_superuser("root")):
        client = Client()
        client.force_login(user)
        for address in addresses(picture):
            response = client.get(address)
            assert (response.status_code, response.headers["Cache-Control"]) == (200, "private, no-store")
            assert response.headers["Content-Type"].startswith("image/")
            assert len(body_of(response)) > 20


@pytest.mark.parametrize(
    ("permissions", "values"),
    [
        ([], {}),  # rights in the libraries, but none to enter the admin
        (["access_admin"], {"codenames": ()}),  # the admin, but not its libraries
        (["access_admin"], {"codenames": ("choose_document",)}),  # documents only
        (["access_admin", "view_editionrelease"], {"collection": "other"}),  # another folder
    ],
)
def test_other_accounts_do_not(picture, permissions, values):
    if "collection" in values:
        values = {"collection": Collection.get_first_root_node().add_child(name="Other")}
    client = Client()
    client.force_login(make_user("somebody", *permissions, **values))
    for address in addresses(picture):
        assert client.get(address).status_code == 404


def test_what_is_left_of_an_undone_rendition_is_served_to_nobody(picture):
    name = default_storage.save("images/left.webp", ContentFile(b"RIFFsecret"))
    assert b"secret" not in Client().get(default_storage.url(name)).content


@pytest.mark.parametrize(
    "name",
    ["../settings.py", "images/../images/x.webp", "/images/x.webp", "images//x.webp", "images/%00.webp"]
    + ["images/" + "x" * 5000 + ".webp", "images/%2e%2e/%2e%2e/db.sqlite3", "images/./x.webp"],
)
def test_odd_names_are_not_there(small_site, name):
    assert Client().get(f"/media/{name}").status_code == 404


def test_other_methods_are_refused(small_site):
    picture = ImageFactory()
    assert Client().post(picture.file.url).status_code == 405


def test_a_web_server_may_send_the_bytes(picture, settings):
    settings.CASES_CMS = {**settings.CASES_CMS, "MEDIA_ACCEL": "/protected/"}
    public = ImageFactory(file__filename="ÿ plain.jpg")
    response = Client().get(public.file.url)
    assert response.content == b""
    assert response.headers["X-Accel-Redirect"] == f"/protected/{public.file.url.removeprefix('/media/')}"
    assert response.headers["Content-Type"] == "image/jpeg"
    for address in addresses(picture):
        response = Client().get(address)
        assert (response.status_code, "X-Accel-Redirect" in response.headers) == (404, False)


def test_a_picture_costs_one_query(picture, django_assert_num_queries):
    public = ImageFactory()
    with django_assert_num_queries(1):
        body_of(Client().get(public.file.url))
    EditionRelease.objects.update(state="released")
    with django_assert_num_queries(1):
        body_of(Client().get(public.file.url))


@pytest.mark.urls("tests.cases_cms.release.test_file_guards")
def test_renditions_made_on_demand_are_guarded_too(edition, picture):
    def ask(client, signature=None):
        signature = signature or generate_signature(picture.pk, "width-8")
        return client.get(f"/pictures/{signature}/{picture.pk}/width-8/x.jpg")

    assert ask(Client()).status_code == 404
    assert ask(Client(), "wrong").status_code == 403
    assert picture.renditions.count() == 1
    client = Client()
    client.force_login(make_user("editor", "access_admin"))
    response = ask(client)
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "private, no-store")
    body_of(response)
    mark_released(edition.translation_key)
    response = ask(Client())
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "max-age=3600, public")
    body_of(response)


# --- Documents ------------------------------------------------------------------------------------


def test_the_public_gets_no_document_under_embargo(film):
    for headers in ({}, {"range": "bytes=0-2"}, {"if-none-match": f'"{film.file_hash}"'}):
        response = Client().get(film.url, headers=headers)
        assert response.status_code == 404
        assert b"secret" not in response.content
    assert Client().get(film.file.url).status_code == 404


def test_nothing_tells_that_there_is_a_document(film):
    missing = f"/documents/{film.pk + 1}/film.mp4"
    for cookie in ("", "nothing"):
        clients = Client(), Client()
        for client in clients:
            if cookie:
                client.cookies["sessionid"] = cookie
        assert told(clients[0].get(film.url)) == told(clients[1].get(missing))


def test_staff_are_led_to_where_the_admin_has_it(film):
    client = Client()
    client.force_login(make_user("editor", "access_admin"))
    response = client.get(film.url)
    assert (response.status_code, response.headers["Cache-Control"]) == (302, "private, no-store")
    there = response.headers["Location"]
    response = client.get(there)
    assert (response.status_code, response.headers["Cache-Control"]) == (200, NEVER)
    assert response.headers["Content-Disposition"] == f"inline; filename*=UTF-8''{film.filename}"
    assert body_of(response) == b"secret"
    response = client.get(there, headers={"range": "bytes=1-2"})
    assert (response.status_code, response.headers["Cache-Control"]) == (206, NEVER)
    assert body_of(response) == b"ec"
    assert client.get(there + "x").status_code == 404
    assert Client().get(there).status_code == 302  # to the login
    other = Client()
    other.force_login(make_user("translator", "access_admin", codenames=()))
    response = other.get(there)
    assert (response.status_code, b"secret" in response.content) == (302, False)
    assert other.get(film.url).status_code == 404


def test_a_document_in_the_folder_is_under_embargo_from_its_first_second(edition):
    release = EditionRelease.objects.get(edition_key=edition.translation_key)
    document = make_document("words.pdf", collection=make_library(release=release, user=None))
    assert Client().get(document.url).status_code == 404
    mark_released(edition.translation_key)
    assert body_of(Client().get(document.url)) == b"secret"


# --- Pages outside --------------------------------------------------------------------------------


def test_no_page_outside_shows_a_file_under_embargo(picture, small_site):
    page = StandardPageFactory(parent=small_site.home, publish=False, cover=picture)
    with pytest.raises(EmbargoError, match=r"“The mast”: This belongs to the edition of 2026, which is under embargo"):
        services.publish_page(page=page)
    page.refresh_from_db()
    assert page.live is False


def test_nor_a_public_page_in_its_next_version_though_its_draft_may(picture, small_site):
    page = StandardPageFactory(parent=small_site.home)
    page.body = json.dumps([{"type": "picture", "value": {"image": picture.pk, "alt_text": "A"}}])
    page.save_revision()
    with pytest.raises(EmbargoError):
        services.publish_page(page=page)
    page.refresh_from_db()
    assert (page.live, len(page.body)) == (True, 0)


def test_nor_one_in_the_text_or_in_the_folder(edition, small_site):
    release = EditionRelease.objects.get(edition_key=edition.translation_key)
    document = make_document("words.pdf", collection=make_library(release=release, user=None))
    page = StandardPageFactory(parent=small_site.home, publish=False)
    link = f'<p><a linktype="document" id="{document.pk}">Words</a></p>'
    page.body = json.dumps([{"type": "paragraph", "value": link}])
    page.save_revision()
    with pytest.raises(EmbargoError, match=r"“words.pdf”"):
        services.publish_page(page=page)


def test_the_release_may_show_its_own_but_not_anothers(edition, picture, small_site):
    page = StandardPageFactory(parent=small_site.home, publish=False, cover=picture)
    with releasing(small_site.edition.translation_key), pytest.raises(EmbargoError):
        services.publish_page(page=page)
    with releasing(edition.translation_key):
        services.publish_page(page=page)
    assert page.live is True


def test_an_announced_edition_takes_the_files_of_its_own_page_along(edition, picture):
    own = ImageFactory()
    edition.cover = own
    edition.save_revision(clean=False)
    assert HeldFile.objects.filter(kind=FileKind.IMAGE).count() == 2
    EditionRelease.objects.filter(edition_key=edition.translation_key).update(is_announced=True)
    services.publish_page(page=edition)
    assert list(HeldFile.objects.values_list("object_id", flat=True)) == [picture.pk]
    response = Client().get(own.file.url)
    assert response.status_code == 200
    body_of(response)


def test_a_page_costs_one_query_and_one_for_each_kind_of_files(small_site, django_assert_num_queries):
    page = StandardPageFactory(parent=small_site.home).get_latest_revision_as_object()
    with django_assert_num_queries(1):  # its children
        check_files(page)
    page.cover = ImageFactory()
    with django_assert_num_queries(2):
        check_files(page)
