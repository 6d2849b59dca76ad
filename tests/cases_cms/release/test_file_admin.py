"""Files of an edition in the admin: the list, the folder, letting go, and publishing a page that shows one."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection, PageLogEntry

from cases_cms.core.roles import RoleCode
from cases_cms.release.errors import EmbargoError
from cases_cms.release.files import held_ids
from cases_cms.release.library import let_go_of_file, make_library
from cases_cms.release.models import HeldFile
from cases_cms.release.selectors import source_of
from cases_cms.release.services import mark_released
from tests.cases_cms.release.secretariat import make_embargoed, make_secretary, release_of
from tests.factories import ImageFactory, StandardPageFactory, make_case

pytestmark = pytest.mark.django_db
#: Queries of the list, whatever is in it.
QUERIES = 17


@pytest.fixture
def release(small_site):
    return release_of(make_embargoed(small_site))


@pytest.fixture
def secretary(release):
    client = Client()
    client.force_login(make_secretary())
    return client


def address(name, *args):
    return reverse(f"release:{name}", args=args)


def test_the_list_names_what_belongs_to_the_edition(release, secretary):
    make_case(source_of(release), publish=False, cover=ImageFactory(title="The mast"))
    ImageFactory(title="Something else")
    folder = make_library(release=release, user=None)
    get_document_model()(title="The words", file=ContentFile(b"a", "a.pdf"), collection=folder).save()
    pictures = secretary.get(address("files", release.pk)).content.decode()
    assert ("The mast" in pictures, "Something else" in pictures, "The words" in pictures) == (True, False, False)
    documents = secretary.get(address("files", release.pk), {"kind": "document"}).content.decode()
    assert ("The words" in documents, "The mast" in documents) == (True, False)
    assert secretary.get(address("files", release.pk), {"page": "0"}, follow=True).status_code == 404


def test_what_is_in_the_folder_is_not_let_go(release, secretary):
    """It would stay under embargo there."""
    folder = make_library(release=release, user=None)
    picture = ImageFactory(title="The mast", collection=folder)
    HeldFile.objects.create(release=release, kind="image", object_id=picture.pk)
    html = secretary.get(address("files", release.pk)).content.decode()
    there = address("let_go_of_file", release.pk, "image", picture.pk)
    assert ("In the folder" in html, "A draft uses it" in html, there in html) == (True, False, False)
    assert "Upload into this folder" in html
    mark_released(release.edition_key)
    html = secretary.get(address("files", release.pk)).content.decode()
    assert ("The mast" in html, "Upload into this folder" in html) == (True, False)


@pytest.mark.parametrize("number", [1, 4])
def test_queries_do_not_grow(release, secretary, number, django_assert_num_queries):
    for picture in ImageFactory.create_batch(number):
        picture.get_rendition("max-165x165")
        HeldFile.objects.create(release=release, kind="image", object_id=picture.pk)
    secretary.get(address("files", release.pk))
    with django_assert_num_queries(QUERIES):
        secretary.get(address("files", release.pk))


def test_the_folder_is_made_by_those_who_prepare(release, secretary):
    editor = Client()
    editor.force_login(make_secretary("eve", RoleCode.EDITORS))
    response = editor.post(address("make_library", release.pk))
    assert (response.status_code, Collection.objects.count()) == (302, 1)
    response = secretary.post(address("make_library", release.pk))
    assert response.headers["Location"] == address("files", release.pk)
    release.refresh_from_db()
    assert release.library.name == "Edition of 2026"
    assert PageLogEntry.objects.filter(action="cases_release.make_library").count() == 1
    assert secretary.get(address("make_library", release.pk)).status_code == 405
    assert Client().post(address("make_library", release.pk)).status_code == 302


def test_a_file_is_let_go_if_no_page_uses_it(release, secretary):
    picture = ImageFactory(title="The mast")
    case = make_case(source_of(release), publish=False, cover=picture)
    there = address("let_go_of_file", release.pk, "image", picture.pk)
    assert "A page of the edition uses this file." in secretary.post(there, follow=True).content.decode()
    assert list(held_ids("image")) == [picture.pk]
    case.cover = None
    case.save_revision(clean=False)
    secretary.post(there)
    assert list(held_ids("image")) == []
    assert PageLogEntry.objects.get(action="cases_release.let_go_of_file").data == {"name": "The mast"}
    assert secretary.post(address("let_go_of_file", release.pk, "film", 1), follow=True).status_code == 404


def test_others_let_nothing_go(release):
    picture = ImageFactory()
    HeldFile.objects.create(release=release, kind="image", object_id=picture.pk)
    editor = Client()
    editor.force_login(make_secretary("eve", RoleCode.EDITORS))
    editor.post(address("let_go_of_file", release.pk, "image", picture.pk))
    assert list(held_ids("image")) == [picture.pk]


def test_a_used_file_is_refused_in_python_too(release):
    picture = ImageFactory()
    make_case(source_of(release), publish=False, cover=picture)
    with pytest.raises(EmbargoError):
        let_go_of_file(release=release, kind="image", pk=picture.pk, user=None)


def test_an_editor_who_publishes_a_page_with_one_keeps_the_draft(release, secretary, small_site):
    picture = ImageFactory(title="The mast")
    make_case(source_of(release), publish=False, cover=picture)
    page = StandardPageFactory(parent=small_site.home, title="Poster")
    data = {
        "title": "Poster of November",
        "slug": page.slug,
        "summary": "New.",
        "cover": picture.pk,
        "body-count": 0,
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "action-publish": "1",
    }
    response = secretary.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, follow=True)
    text = response.content.decode()
    assert "“The mast”: This belongs to the edition of 2026, which is under embargo" in text
    assert "What you wrote was saved as a draft." in text
    page.refresh_from_db()
    assert (page.title, page.cover_id, page.has_unpublished_changes) == ("Poster", None, True)
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.cover_id) == ("Poster of November", picture.pk)
