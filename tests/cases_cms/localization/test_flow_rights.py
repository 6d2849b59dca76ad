"""A translator of one language touches no other: in services, wagtail-localize's views and page editors."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, ModelLogEntry
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringSegment, StringTranslation

from cases_cms.collection.models import CasePage
from cases_cms.core.roles import RoleCode
from cases_cms.localization import flow, rights, rows
from cases_cms.localization.enums import CellState, Stage
from cases_cms.localization.models import BoardCell, LanguageRole, SegmentVersion
from cases_cms.localization.segment_services import save_texts
from cases_cms.localization.team_services import set_role
from tests.cases_cms.localization.people import make_reviewer, make_translator, make_worker
from tests.cases_cms.localization.test_flow import hand_over, write_all
from tests.factories import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def french(small_site):
    """Somebody who translates into, and reviews, French alone; may enter the admin and edit translations."""
    Locale.objects.get_or_create(language_code="fr")
    return make_worker("fern", RoleCode.TRANSLATORS, translates=["fr"], reviews=["fr"])


@pytest.fixture
def cell(small_site):
    case = make_case(small_site.edition, title="A mast", slug="a-mast", full=True)
    return write_all(hand_over(case, small_site.zh), make_translator("tara"))


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def page_of(cell):
    return CasePage.objects.get(translation_key=cell.row.object_id, locale=cell.locale)


def texts_of(cell):
    return sorted(
        StringTranslation.objects.filter(locale=cell.locale, context__object_id=cell.row.object_id).values_list(
            "context__path", "data"
        )
    )


def test_rights_follow_the_role_in_the_language(small_site, french):
    zh, fr = small_site.zh, Locale.objects.get(language_code="fr")
    superuser = make_worker("root")
    superuser.is_superuser = True
    asked = (rights.may_translate, rights.may_review, rights.may_write, rights.may_work)
    assert [question(french, fr) for question in asked] == [True, True, True, True]
    assert [question(french, zh) for question in asked] == [False, False, False, False]
    assert [question(superuser, zh) for question in asked] == [True, True, True, True]
    assert (rights.may_manage(french), rights.may_manage(superuser)) == (False, True)
    assert (rights.languages_of(french), rights.languages_of(superuser)) == ([fr.pk], [])
    french.is_active = False
    rights.forget_roles(french)
    assert rights.may_translate(french, fr) is False


def test_the_page_editor_opens_in_ones_language_only(cell, french):
    page = page_of(cell)
    tara = make_translator("ted")
    assert page.permissions_for_user(french).can_edit() is False
    assert page.permissions_for_user(tara).can_edit() is True


@pytest.mark.parametrize("method", ["put", "delete"])
def test_a_text_by_wagtail_localize_s_api(cell, french, method):
    before = texts_of(cell)
    segment = StringSegment.objects.filter(source=cell.translation.source).first()
    address = reverse("wagtail_localize:edit_string_translation", args=[cell.translation_id, segment.pk])
    response = getattr(client_of(french), method)(
        address, data="value=Non", content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code == 403
    assert texts_of(cell) == before


def test_the_api_keeps_what_it_overwrites(cell):
    segment = StringSegment.objects.get(source=cell.translation.source, context__path="summary")
    address = reverse("wagtail_localize:edit_string_translation", args=[cell.translation_id, segment.pk])
    other = make_translator("tom")
    response = client_of(other).put(address, data="value=New", content_type="application/x-www-form-urlencoded")

    assert response.status_code == 200
    assert ("summary", "New") in texts_of(cell)
    versions = SegmentVersion.objects.filter(path="summary").values_list("text", "user__username")
    assert sorted(versions) == [("New", "tom"), ("译A network for villages.", "tara")]


@pytest.mark.parametrize("data", ["", "values=1"])
def test_a_request_without_a_text_is_refused(cell, data):
    before = texts_of(cell)
    segment = StringSegment.objects.filter(source=cell.translation.source).first()
    address = reverse("wagtail_localize:edit_string_translation", args=[cell.translation_id, segment.pk])
    client = client_of(make_translator("tom"))
    assert client.put(address, data=data, content_type="application/x-www-form-urlencoded").status_code == 400
    assert client.put(address, data="[1]", content_type="application/json").status_code == 400
    assert texts_of(cell) == before


def test_an_override_by_wagtail_localize_s_api(cell, french):
    segment = OverridableSegment.objects.filter(source=cell.translation.source).first()
    address = reverse("wagtail_localize:edit_override", args=[cell.translation_id, segment.pk])
    form = {"data": "value=x", "content_type": "application/x-www-form-urlencoded"}
    assert client_of(french).put(address, **form).status_code == 403
    assert SegmentOverride.objects.count() == 0
    own = client_of(make_translator("tom"))
    assert own.put(address, data="", content_type="application/x-www-form-urlencoded").status_code == 400
    assert own.put(address, **form).status_code == 201
    assert own.delete(address).status_code == 200
    assert SegmentOverride.objects.count() == 0


@pytest.mark.parametrize("name", ["download_pofile", "upload_pofile", "machine_translate"])
def test_files_and_machines_of_wagtail_localize(cell, french, name):
    before = texts_of(cell)
    address = reverse(f"wagtail_localize:{name}", args=[cell.translation_id])
    client = client_of(french)
    response = client.get(address) if name == "download_pofile" else client.post(address)

    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))
    assert texts_of(cell) == before


def test_publishing_by_wagtail_localize_s_editor(cell, french):
    page = page_of(cell)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    moderator = make_worker("mo", RoleCode.MODERATORS)
    for user in (french, moderator):
        client_of(user).post(address, {"action": "publish"})
        page.refresh_from_db()
        assert page.live is False


def test_a_text_written_in_review_by_a_translator_opens_it(cell):
    tara, rui = make_translator("tea"), make_reviewer("rui")
    flow.submit(cell=cell, user=tara)
    pk = StringSegment.objects.get(source=cell.translation.source, context__path="summary").pk
    save_texts(translation=cell.translation, texts={pk: "一座桅杆。"}, user=rui, origin="typed")
    assert BoardCell.objects.get(pk=cell.pk).stage == Stage.REVIEW
    save_texts(translation=cell.translation, texts={pk: "两座桅杆。"}, user=tara, origin="typed")
    assert BoardCell.objects.get(pk=cell.pk).state == CellState.IN_PROGRESS


def test_other_people_s_languages_are_refused_by_the_services_of_segments(cell, french):
    before = texts_of(cell)
    pk = StringSegment.objects.get(source=cell.translation.source, context__path="summary").pk
    with pytest.raises(PermissionDenied):
        save_texts(translation=cell.translation, texts={pk: "Non"}, user=french, origin="typed")
    assert texts_of(cell) == before


# --- Roles -----------------------------------------------------------------------------------


def test_roles_are_given_and_taken_by_who_manages(cell, french):
    secretary, tim = make_worker("sun", RoleCode.SECRETARIAT), make_translator("tim")
    zh = cell.locale
    with pytest.raises(PermissionDenied):
        set_role(person=french, locale=zh, translates=True, reviews=True, user=french)
    assert LanguageRole.objects.filter(user=french, locale=zh).count() == 0
    flow.assign(cells=[cell], assignee=tim, user=secretary)
    assert set_role(person=tim, locale=zh, translates=False, reviews=True, user=secretary) is True
    assert set_role(person=tim, locale=zh, translates=False, reviews=True, user=secretary) is False
    assert BoardCell.objects.get(pk=cell.pk).assignee is None
    assert (rights.may_translate(tim, zh), rights.may_review(tim, zh)) == (False, True)
    entry = ModelLogEntry.objects.get(action="cases_localization.role")
    assert (entry.user, entry.data) == (secretary, {"language": "zh-hans", "translates": False, "reviews": True})


def test_the_table_of_people(small_site, french, django_assert_num_queries):
    secretary, tim = make_worker("sun", RoleCode.SECRETARIAT), make_translator("tim")
    address, client = reverse("localization:team"), client_of(secretary)
    key = f"{tim.pk}-{small_site.zh.pk}"
    page = client.get(address).text
    assert f'name="t-{key}" checked' in page
    assert f'name="r-{key}" checked' not in page
    response = client.post(address, {"shown": [key, "no-such", "9999999999-1"], f"r-{key}": "on"})
    assert response.status_code == 302
    role = LanguageRole.objects.get(user=tim)
    assert (role.translates, role.reviews) == (False, True)
    assert LanguageRole.objects.filter(user=french).count() == 1
    assert client_of(french).get(address).status_code == 302
    client_of(french).post(address, {"shown": [key]})
    assert LanguageRole.objects.filter(user=tim).count() == 1
    assert rows.cell_of(small_site.edition, small_site.zh).assignee is None
