"""Descriptions of pictures: their origin in the library, their rows on the board, their place on a page."""

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import translation

from cases_cms.core import roles
from cases_cms.core.alt_texts import alt_text
from cases_cms.localization import rows
from cases_cms.localization.board_check import find_differences
from cases_cms.localization.enums import CellState
from cases_cms.localization.images import follow_all
from cases_cms.localization.models import BoardRow, ImageText
from tests.desk import client_of, make_admin
from tests.factories import ImageFactory, translate

pytestmark = pytest.mark.django_db


def describe(image, text):
    image.description = text
    image.save()
    return image


@pytest.fixture
def image(small_site):
    return describe(ImageFactory(title="Mast"), "A mast on a hill")


def texts():
    return set(ImageText.objects.values_list("locale__language_code", "text"))


def test_a_description_is_a_row_of_the_board(image, small_site):
    origin = ImageText.objects.get()
    row = rows.row_of(origin)

    assert (origin.text, origin.locale) == ("A mast on a hill", small_site.en)
    assert (row.kind, row.title, row.words) == ("cases_localization.imagetext", "A mast on a hill", 5)
    assert rows.cell_of(origin, small_site.zh).state == CellState.MISSING


def test_a_picture_without_description_is_nobodys_work(small_site):
    ImageFactory()

    assert texts() == set()
    assert BoardRow.objects.filter(kind="cases_localization.imagetext").count() == 0


def test_a_translation_is_said_in_its_language(image, small_site):
    translate(ImageText.objects.get())

    assert texts() == {("en", "A mast on a hill"), ("zh-hans", "译A mast on a hill")}
    assert rows.cell_of(ImageText.objects.get(locale=small_site.en), small_site.zh).state == CellState.CURRENT
    assert (alt_text(image, "zh-hans"), alt_text(image, "en")) == ("译A mast on a hill", "A mast on a hill")


def test_another_description_makes_the_translation_out_of_date(image, small_site):
    translate(ImageText.objects.get())
    describe(image, "A mast in a valley")
    origin = ImageText.objects.get(locale=small_site.en)

    assert origin.text == "A mast in a valley"
    assert rows.cell_of(origin, small_site.zh).state == CellState.OUT_OF_DATE
    assert find_differences() == []


def test_an_emptied_description_takes_its_translations_along(image, small_site, django_capture_on_commit_callbacks):
    translate(ImageText.objects.get())
    with django_capture_on_commit_callbacks(execute=True):
        describe(image, "")

    assert texts() == set()
    assert BoardRow.objects.filter(kind="cases_localization.imagetext").count() == 0
    assert alt_text(image, "zh-hans") == ""


def test_saving_a_picture_again_changes_nothing(image):
    describe(image, "A mast on a hill")

    assert texts() == {("en", "A mast on a hill")}


def test_what_was_there_before_gets_its_origin(image):
    ImageText.objects.all().delete()
    follow_all()

    assert texts() == {("en", "A mast on a hill")}


def drawn(image, own, language):
    with translation.override(language):
        return Template('{% include "cases_cms/components/picture.html" with image=image alt=own only %}').render(
            Context({"image": image, "own": own})
        )


def test_a_page_says_its_own_words_first(image, small_site):
    translate(ImageText.objects.get())

    assert 'alt="Our mast"' in drawn(image, "Our mast", "en")
    assert 'alt="A mast on a hill"' in drawn(image, "", "en")
    assert 'alt="译A mast on a hill"' in drawn(image, "", "zh-hans")


def test_a_language_without_translation_gets_the_librarys_own(image):
    assert alt_text(image, "fr") == "A mast on a hill"


def test_no_query_for_each_picture(image, django_assert_num_queries):
    alt_text(image, "en")
    with django_assert_num_queries(0):
        for _time in range(5):
            alt_text(image, "zh-hans")


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (roles.RoleCode.EDITORS, {"change"}),
        (roles.RoleCode.TRANSLATORS, {"change"}),
        (roles.RoleCode.MODERATORS, {"change"}),
        (roles.RoleCode.SECRETARIAT, {"change"}),
    ],
)
def test_rights_of_roles(role, may):
    granted = roles._model_rights[role]["cases_localization"]

    assert {action for action in ("add", "change", "delete") if f"{action}_imagetext" in granted} == may


def test_descriptions_are_neither_added_nor_deleted_by_hand(image):
    client, name = client_of(make_admin()), "wagtailsnippets_cases_localization_imagetext"

    assert client.get(reverse(f"{name}:list")).status_code == 200
    assert client.post(reverse(f"{name}:add"), {"text": "Nothing"}).status_code == 302
    assert client.post(reverse(f"{name}:delete", args=[ImageText.objects.get().pk])).status_code == 302
    assert texts() == {("en", "A mast on a hill")}
