"""Nobody's text vanishes without a warning and a way back: pages moved and deleted, languages removed."""

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from cases_cms.localization.enums import Origin
from cases_cms.localization.memory import forget, matches
from cases_cms.localization.models import SegmentVersion
from cases_cms.localization.segments import history, segments
from cases_cms.localization.sources import hand_over
from tests.cases_cms.localization.workshop import at, make_translator, write
from tests.factories import OrganizationFactory, make_case


@pytest.fixture
def case(small_site):
    forget()
    yield make_case(small_site.edition, title="Masts")
    forget()


@pytest.fixture
def work(case, small_site):
    (translation,) = hand_over(instance=case, locales=[small_site.zh], user=None)
    write(translation, "summary", "村里的网络。")
    write(translation, "background", "没有网络。")
    return translation


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


WARNING = (
    "2 translated texts go with it. They are kept, offered by the translation memory, and come back when the same page "
    "is handed over in the same language again."
)


def test_a_page_that_moves_keeps_its_texts(case, work, small_site):
    case.move(small_site.edition_before, pos="last-child")
    assert {one.path: one.text for one in segments(Translation.objects.get(pk=work.pk)) if one.text} == {
        "summary": "村里的网络。",
        "background": "没有网络。",
    }


def test_a_deleted_translation_warns_and_comes_back(client, admin_user, case, work, small_site):
    target = case.get_translation(small_site.zh)
    client.force_login(admin_user)
    response = client.get(reverse("wagtailadmin_pages:delete", args=[target.pk]))
    assert messages_of(response) == [WARNING]
    client.post(reverse("wagtailadmin_pages:delete", args=[target.pk]))
    assert not StringTranslation.objects.filter(locale=small_site.zh, data="村里的网络。").exists()
    assert SegmentVersion.objects.filter(origin=Origin.RETIRED, title="Masts").count() == 2
    (again,) = hand_over(instance=case, locales=[small_site.zh], user=None)
    assert [at(again, path).text for path in ("summary", "background")] == ["村里的网络。", "没有网络。"]
    assert case.get_translation(small_site.zh).live is False


def test_a_text_that_came_another_way_is_set_aside_too(case, work, small_site):
    segment = at(work, "title")
    StringTranslation.objects.create(
        translation_of_id=segment.string_id,
        context_id=segment.context_id,
        locale=small_site.zh,
        data="基站",
        translation_type="machine",
    )
    case.get_translation(small_site.zh).delete()
    (again,) = hand_over(instance=case, locales=[small_site.zh], user=None)
    assert (at(again, "title").text, at(again, "title").state) == ("基站", "machine")


def test_the_texts_of_a_deleted_source_are_offered_by_the_memory(client, admin_user, case, work, small_site):
    client.force_login(admin_user)
    case.get_translation(small_site.zh).delete()
    case.refresh_from_db()
    case.delete()
    assert not StringTranslation.objects.filter(locale=small_site.zh, data="村里的网络。").exists()
    other = make_case(small_site.edition, title="Another", summary="A network for villages.")
    (match,) = matches("A network for villages.", small_site.en, small_site.zh)
    assert (match.score, match.text, match.where) == (100, "村里的网络。", "Masts")
    hand_over(instance=other, locales=[small_site.zh], user=None)


def test_a_source_that_goes_first_leaves_its_texts(case, work, small_site):
    case.delete()
    kept = set(SegmentVersion.objects.filter(origin=Origin.RETIRED).values_list("text", flat=True))
    assert kept >= {"村里的网络。", "没有网络。"}


def test_a_removed_language_warns_and_comes_back(client, admin_user, small_site):
    fr = Locale.objects.create(language_code="fr")
    organization = OrganizationFactory(name="Post of Kenya")
    (work,) = hand_over(instance=organization, locales=[fr], user=None)
    write(work, "name", "Poste du Kenya")
    client.force_login(admin_user)
    response = client.get(reverse("wagtaillocales:delete", args=[fr.pk]))
    assert "1 translated text goes with it." in response.content.decode()
    client.post(reverse("wagtaillocales:delete", args=[fr.pk]))
    assert not Locale.objects.filter(language_code="fr").exists()
    assert not StringTranslation.objects.filter(data="Poste du Kenya").exists()
    fr = Locale.objects.create(language_code="fr")
    (again,) = hand_over(instance=organization, locales=[fr], user=None)
    assert at(again, "name").text == "Poste du Kenya"


def test_a_removed_language_with_pages_comes_back(case, work, small_site):
    fr = Locale.objects.create(language_code="fr")
    (french,) = hand_over(instance=case, locales=[fr], user=None)
    write(french, "summary", "Un réseau.")
    for page in Page.objects.filter(locale=fr).order_by("-depth"):
        page.specific.delete()
    fr.delete()
    fr = Locale.objects.create(language_code="fr")
    (again,) = hand_over(instance=case, locales=[fr], user=None)
    assert at(again, "summary").text == "Un réseau."
    assert at(Translation.objects.get(pk=work.pk), "summary").text == "村里的网络。"


def test_a_language_with_nothing_in_it_warns_of_nothing(client, admin_user, small_site):
    empty = Locale.objects.create(language_code="fr")
    client.force_login(admin_user)
    response = client.get(reverse("wagtaillocales:delete", args=[empty.pk]))
    assert "Are you sure you want to delete this locale?" in response.content.decode()
    assert "translated text" not in response.content.decode()


def test_two_translators_in_one_page_do_not_meet(work, small_site, django_user_model):
    first, second = (make_translator(django_user_model, name, small_site.zh) for name in ("first", "second"))
    seen = {one.path: one for one in segments(work)}
    write(work, "title", "基站", user=first, version=seen["title"].version)
    write(work, "cooperation", "两国。", user=second, version=seen["cooperation"].version)
    assert [at(work, path).text for path in ("title", "cooperation")] == ["基站", "两国。"]
    assert [one.user_name for one in history(translation=work, segment=at(work, "title"))] == ["first"]
