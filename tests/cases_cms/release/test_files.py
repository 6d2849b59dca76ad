"""Which files are under embargo, and which become so."""

import json

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from cases_cms.collection.models import CaseImage, CaseVideo
from cases_cms.core import services
from cases_cms.news.models import NewsCase
from cases_cms.release import files
from cases_cms.release.embargo import embargo_of_edition
from cases_cms.release.enums import FileKind
from cases_cms.release.library import make_library
from cases_cms.release.models import EditionRelease, HeldFile, HeldPage
from cases_cms.release.services import mark_released
from tests.factories import (
    CasePageFactory,
    EditionPageFactory,
    ImageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    StandardPageFactory,
    make_case,
    translate,
)

pytestmark = pytest.mark.django_db
IMAGE, DOCUMENT = FileKind.IMAGE, FileKind.DOCUMENT


def make_document(name="film.mp4", content=b"secret", **values):
    document = get_document_model()(title=name, file=ContentFile(content, name), **values)
    document.save()
    return document


@pytest.fixture
def edition(small_site):
    """An edition under embargo."""
    return EditionPageFactory(parent=small_site.collection, year=2026, released=False, publish=False)


@pytest.fixture
def release(edition):
    return EditionRelease.objects.get(edition_key=edition.translation_key)


def held(kind):
    return sorted(files.held_ids(kind))


def test_everything_that_a_draft_uses_is_held(edition):
    cover, gallery, poster, inline, block = ImageFactory.create_batch(5)
    film, captions, linked = make_document(), make_document("film.vtt"), make_document("more.pdf")
    case = CasePageFactory.build(
        cover=cover,
        background=f'<p>Words <a linktype="document" id="{linked.pk}">more</a></p>',
        implementation=f'<embed embedtype="image" id="{inline.pk}" format="fullwidth" alt="A"/>',
    )
    case.gallery = [CaseImage(image=gallery)]
    case.videos = [CaseVideo(title="Film", video_file=film, video_captions=captions, video_poster=poster)]
    services.create_page(parent=edition, page=case)
    assert held(IMAGE) == sorted(each.pk for each in (cover, gallery, poster, inline))
    assert held(DOCUMENT) == sorted(each.pk for each in (film, captions, linked))
    assert block.pk not in held(IMAGE)


def test_a_file_in_a_block_of_a_page_that_was_kept_for_the_edition_is_held(edition, release, small_site):
    picture = ImageFactory()
    page = StandardPageFactory(parent=small_site.home, publish=False)
    page.body = json.dumps([{"type": "picture", "value": {"image": picture.pk, "alt_text": "A"}}])
    page.save_revision(clean=False)
    assert held(IMAGE) == []
    HeldPage.objects.create(release=release, page_key=page.translation_key)
    assert held(IMAGE) == [picture.pk]


def test_a_page_that_is_kept_no_longer_takes_its_files_along(edition, release, small_site):
    own, shared = ImageFactory.create_batch(2)
    make_case(edition, publish=False, cover=shared)
    page = StandardPageFactory(parent=small_site.home, publish=False, cover=own)
    page.body = json.dumps([{"type": "picture", "value": {"image": shared.pk, "alt_text": "A"}}])
    page.save_revision(clean=False)
    kept = HeldPage.objects.create(release=release, page_key=page.translation_key)
    assert held(IMAGE) == [own.pk, shared.pk]
    kept.delete()
    assert held(IMAGE) == [shared.pk]


def test_an_announcement_that_is_withdrawn_takes_the_files_back(edition, release):
    picture = ImageFactory()
    EditionRelease.objects.filter(pk=release.pk).update(is_announced=True)
    edition.cover = picture
    edition.save_revision(clean=False)
    assert held(IMAGE) == []
    release.is_announced = False
    release.save(update_fields=["is_announced"])
    assert held(IMAGE) == [picture.pk]


def test_drafts_that_move_below_the_edition_are_held_with_it(edition, small_site):
    picture = ImageFactory()
    case = make_case(small_site.edition, publish=False, cover=picture)
    assert held(IMAGE) == []
    case.move(edition, pos="last-child")
    assert held(IMAGE) == [picture.pk]


def test_a_page_about_a_case_under_embargo_holds_its_files(edition, small_site):
    case = make_case(edition, publish=False)
    other = make_case(small_site.edition)
    picture = ImageFactory()
    index = NewsIndexPageFactory(parent=small_site.home)
    news = NewsPageFactory(parent=index, publish=False)
    news.cover = picture
    news.save_revision(clean=False)
    assert held(IMAGE) == []
    news.related_cases = [NewsCase(case_key=other.translation_key)]
    news.save_revision(clean=False)
    assert held(IMAGE) == []
    news.related_cases = [NewsCase(case_key=case.translation_key)]
    news.save_revision(clean=False)
    assert held(IMAGE) == [picture.pk]


def test_a_translation_holds_the_captions_of_its_own(edition):
    film, own = make_document(), make_document("zh.vtt")
    case = CasePageFactory.build()
    case.videos = [CaseVideo(title="Film", video_file=film)]
    services.create_page(parent=edition, page=case)
    translate(edition, publish=False)
    page = translate(case, publish=False)
    video = page.videos.get()
    video.video_captions = own
    page.videos = [video]
    page.save_revision(clean=False)
    assert held(DOCUMENT) == [film.pk, own.pk]


def test_what_is_public_already_is_not_held(edition, small_site):
    shown, unseen = ImageFactory.create_batch(2)
    StandardPageFactory(parent=small_site.home, cover=shown)
    StandardPageFactory(parent=small_site.home, cover=unseen, publish=False)
    case = make_case(edition, publish=False, cover=shown)
    assert held(IMAGE) == []
    case.cover = unseen
    case.save_revision(clean=False)
    assert held(IMAGE) == [unseen.pk]


def test_the_draft_of_a_public_page_makes_nothing_public(edition, small_site):
    picture = ImageFactory()
    page = StandardPageFactory(parent=small_site.home)
    page.cover = picture
    page.save_revision()
    make_case(edition, publish=False, cover=picture)
    assert held(IMAGE) == [picture.pk]


def test_what_a_draft_drops_stays_held(edition):
    picture = ImageFactory()
    case = make_case(edition, publish=False, cover=picture)
    case.cover = None
    case.save_revision(clean=False)
    assert held(IMAGE) == [picture.pk]


def test_the_folder_and_what_is_below_it(release):
    folder = make_library(release=release, user=None)
    below = folder.add_child(name="Posters")
    beside = Collection.get_first_root_node().add_child(name="Others")
    pictures = [ImageFactory(collection=each) for each in (folder, below, beside)]
    documents = [make_document(collection=each) for each in (folder, below, beside)]
    assert held(IMAGE) == [picture.pk for picture in pictures[:2]]
    assert held(DOCUMENT) == [document.pk for document in documents[:2]]
    release.refresh_from_db()
    assert [files.is_file_of(release, IMAGE, picture.pk) for picture in pictures] == [True, True, False]
    assert [files.embargo_of_file(IMAGE, picture.pk) is not None for picture in pictures] == [True, True, False]


def test_the_folder_is_made_once(release, edition):
    first = make_library(release=release, user=None)
    assert make_library(release=release, user=None) == first
    assert (first.name, first.get_parent()) == ("Edition of 2026", Collection.get_first_root_node())


def test_a_release_lets_them_go_and_an_undo_takes_them_back(edition, release, small_site):
    kept, shown_elsewhere, later = ImageFactory.create_batch(3)
    case = make_case(edition, publish=False, cover=kept)
    make_case(edition, publish=False, cover=shown_elsewhere)
    mark_released(edition.translation_key)
    assert held(IMAGE) == []
    services.publish_page(page=edition)
    services.publish_page(page=case)
    late = make_case(edition, cover=later)
    StandardPageFactory(parent=small_site.home, cover=shown_elsewhere)
    release.refresh_from_db()
    release.state = "embargo"
    release.save()
    type(case).objects.filter(pk__in=[case.pk, late.pk]).update(live=False)
    assert files.hold_anew(embargo_of_edition(edition.translation_key)) == 2
    assert held(IMAGE) == [kept.pk, later.pk]


def test_an_embargo_of_another_edition_does_not_take_what_is_held(edition, release, small_site):
    picture = ImageFactory()
    make_case(edition, publish=False, cover=picture)
    other = EditionPageFactory(parent=small_site.collection, year=2027, released=False, publish=False)
    make_case(other, publish=False, cover=picture)
    assert list(HeldFile.objects.values_list("release", "object_id")) == [(release.pk, picture.pk)]
    assert files.embargo_of_file(IMAGE, picture.pk).year == 2026


def test_files_of_an_edition_that_was_deleted_stay_where_they_are(edition):
    picture = ImageFactory()
    make_case(edition, publish=False, cover=picture)
    edition.delete()
    assert held(IMAGE) == [picture.pk]
    assert files.embargo_of_file(IMAGE, picture.pk) is None


def test_files_are_known_by_their_names(edition):
    picture, document = ImageFactory(), make_document()
    rendition = picture.get_rendition("width-10|format-webp")
    assert files.file_at(picture.file.name) == (IMAGE, picture.pk)
    assert files.file_at(rendition.file.name) == (IMAGE, picture.pk)
    assert files.file_at(document.file.name) == (DOCUMENT, document.pk)
    assert files.file_at("images/nothing.jpg") is None
    assert files.image_at(rendition.file.name) == (picture.pk, False)
    make_case(edition, publish=False, cover=picture)
    assert files.image_at(rendition.file.name) == (picture.pk, True)
    assert files.image_at(picture.file.name) == (picture.pk, True)


@pytest.mark.parametrize("number", [1, 5])
def test_queries_do_not_grow(edition, number, django_assert_num_queries):
    pictures = ImageFactory.create_batch(number)
    case = CasePageFactory.build()
    case.gallery = [CaseImage(image=picture) for picture in pictures]
    services.create_page(parent=edition, page=case)
    name = pictures[0].file.name
    with django_assert_num_queries(1):
        files.image_at(name)
    with django_assert_num_queries(1):
        assert len(get_image_model().objects.filter(pk__in=files.held_ids(IMAGE))) == number
    with django_assert_num_queries(2):
        files.release_ids_of({IMAGE: [picture.pk for picture in pictures], DOCUMENT: []})
