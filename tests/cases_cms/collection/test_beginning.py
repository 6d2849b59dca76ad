"""A new edition begins with the last; the newest released one has an address of its own."""

import datetime

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Page, PageLogEntry
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation, Translation

from cases_cms.collection.beginning import begin_edition, last_edition, shift_instant
from cases_cms.collection.models import EditionCriterion, EditionMilestone, EditionPage
from cases_cms.core import services
from cases_cms.core.periods import institution_zone
from cases_cms.release.models import EditionRelease
from cases_cms.release.services import mark_released
from tests.factories import EditionPageFactory, make_case, translate

pytestmark = pytest.mark.django_db


def at(*values):
    return datetime.datetime(*values, tzinfo=institution_zone())


@pytest.fixture
def full_edition(small_site):
    """The edition of 2025 with a schedule and criteria, in both languages."""
    page = EditionPageFactory.build(year=2025, title="Edition 2025", slug="2025", theme="One cyberspace 2025")
    page.submissions, page.introduction = 230, "<p>What happened.</p>"
    page.milestones = [
        EditionMilestone(
            phase="application",
            label="Until 18 June 2025",
            note="As in 2024",
            starts_at=at(2025, 3, 25),
            ends_at=at(2025, 6, 19),
            sort_order=0,
        ),
        EditionMilestone(phase="release", starts_at=None, ends_at=None, sort_order=1),
    ]
    page.criteria = [EditionCriterion(title="Conceptual fit", description="It fits 2025.", weight=30, sort_order=0)]
    services.create_page(parent=small_site.collection, page=page)
    mark_released(page.translation_key)
    services.publish_page(page=page)
    translate(page)
    return page


def test_it_takes_over_schedule_and_criteria_and_nothing_that_is_its_own(small_site, full_edition):
    page = EditionPage.objects.get(pk=begin_edition(collection=small_site.collection, year=2026).pk)
    assert (page.title, page.slug, page.year, page.live) == ("Edition 2026", "2026", 2026, False)
    first, second = page.milestones.all()
    assert (first.phase, first.label, first.note) == ("application", "Until 18 June 2026", "As in 2024")
    assert (first.starts_at, first.ends_at) == (at(2026, 3, 25), at(2026, 6, 19))
    assert (second.phase, second.starts_at, second.ends_at) == ("release", None, None)
    assert [(row.title, row.description, row.weight) for row in page.criteria.all()] == [
        ("Conceptual fit", "It fits 2026.", 30)
    ]
    assert (page.theme, page.introduction, page.submissions, page.facts.count()) == ("", "", None, 0)
    assert page.translation_key != full_edition.translation_key
    assert set(page.milestones.values_list("translation_key", flat=True)).isdisjoint(
        full_edition.milestones.values_list("translation_key", flat=True)
    )


def test_its_translation_has_the_texts_of_the_last_and_is_tracked(small_site, full_edition):
    page = begin_edition(collection=small_site.collection, year=2026)
    chinese = page.get_translation(small_site.zh)
    assert (chinese.live, chinese.slug, chinese.year) == (False, "2026", 2026)
    before = full_edition.get_translation(small_site.zh)
    assert [row.title for row in chinese.criteria.all()] == [row.title for row in before.criteria.all()]
    assert [row.label for row in chinese.milestones.all()] == [
        row.label.replace("2025", "2026") for row in before.milestones.all()
    ]
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=small_site.zh)
    assert translation.enabled
    texts = StringTranslation.objects.filter(context__object_id=page.translation_key, locale=small_site.zh)
    assert texts.count() == translation.source.stringsegment_set.count() > 3


def test_it_is_under_embargo_and_logged(small_site, full_edition, admin_user):
    page = begin_edition(collection=small_site.collection, year=2026, user=admin_user)
    assert EditionRelease.objects.get(edition_key=page.translation_key).state == "embargo"
    entry = PageLogEntry.objects.get(page=page.pk, action="cases_cms.edition.begin")
    assert (entry.user, entry.data, str(entry.message)) == (
        admin_user,
        {"from": 2025, "year": 2026},
        "Begun with the edition of 2025",
    )


@pytest.mark.parametrize("year", [2025, 1999, 2101])
def test_a_year_that_cannot_be_changes_nothing(small_site, full_edition, year):
    number = Page.objects.count()
    with pytest.raises(ValidationError):
        begin_edition(collection=small_site.collection, year=year)
    assert Page.objects.count() == number


def test_a_collection_without_editions_has_none_to_begin_with(small_site):
    EditionPage.objects.all().delete()
    assert last_edition(small_site.collection) is None
    with pytest.raises(ValidationError, match="no edition yet"):
        begin_edition(collection=small_site.collection, year=2026)


def test_a_leap_day_becomes_the_last_of_february():
    assert shift_instant(at(2024, 2, 29, 9), 1) == at(2025, 2, 28, 9)


def test_the_desk_leads_from_the_empty_form_to_the_filled_one(small_site, full_edition, admin_client):
    add = reverse("wagtailadmin_pages:add", args=["cases_collection", "editionpage", small_site.collection.pk])
    begin = reverse("practice-case-editions-begin", args=[small_site.collection.pk])
    assert admin_client.get(add).headers["location"] == begin
    assert admin_client.get(f"{add}?empty=1").status_code == 200
    page = admin_client.get(begin)
    assert page.context["form"].initial == {"year": 2026}
    assert "2 milestones, moved to the new year" in page.content.decode()
    refused = admin_client.post(begin, {"year": "2025"})
    assert "already has an edition of 2025" in refused.content.decode()
    made = admin_client.post(begin, {"year": "2026"})
    edition = EditionPage.objects.get(year=2026, locale=small_site.en)
    assert made.headers["location"] == reverse("wagtailadmin_pages:edit", args=[edition.pk])
    assert admin_client.post(begin, {"year": "x"}).status_code == 200


def test_who_reads_chinese_begins_with_the_chinese_titles(small_site, full_edition, admin_client, admin_user):
    EditionPage.objects.filter(translation_key=full_edition.translation_key, locale=small_site.zh).update(
        title="2025年度案例集"
    )
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "zh-hans"})
    begin = reverse("practice-case-editions-begin", args=[small_site.collection.pk])
    shown = admin_client.get(begin).content.decode()
    assert ("以“2025年度案例集”为起点" in shown, "Edition 2025" in shown) == (True, False)
    made = admin_client.post(begin, {"year": "2026"})
    english, chinese = (EditionPage.objects.get(year=2026, locale=locale) for locale in (small_site.en, small_site.zh))
    assert made.headers["location"] == reverse("wagtailadmin_pages:edit", args=[chinese.pk])
    (told,) = get_messages(made.wsgi_request)
    assert f"“{chinese.title}”" in str(told)
    assert f'href="{reverse("wagtailadmin_pages:edit", args=[english.pk])}"' in str(told)


def test_what_lacks_the_readers_language_is_shown_as_it_was_written(small_site, admin_client, admin_user):
    EditionPageFactory(parent=small_site.collection, year=2025, title="Edition 2025")
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "zh-hans"})
    begin = reverse("practice-case-editions-begin", args=[small_site.collection.pk])
    assert "以“Edition 2025”为起点" in admin_client.get(begin).content.decode()
    made = admin_client.post(begin, {"year": "2026"})
    (edition,) = EditionPage.objects.filter(year=2026)
    assert made.headers["location"] == reverse("wagtailadmin_pages:edit", args=[edition.pk])


def test_who_may_add_no_edition_begins_none(small_site, full_edition, client, django_user_model):
    user = django_user_model.objects.create_user("somebody", "s@example.org", "secret")
    client.force_login(user)
    assert client.post(
        reverse("practice-case-editions-begin", args=[small_site.collection.pk]), {"year": 2026}
    ).status_code in (302, 403)
    assert not EditionPage.objects.filter(year=2026).exists()


# --- The newest released edition -------------------------------------------------------------------


def latest(client, language="en"):
    return client.get(f"/{language}/collection/latest/")


def test_latest_leads_to_the_newest_released_edition_in_each_language(small_site, client):
    assert (latest(client).status_code, latest(client).headers["location"]) == (302, "/en/collection/2024/")
    assert latest(client, "zh-hans").headers["location"] == "/zh-hans/collection/2024/"
    assert "no-cache" in latest(client).headers["cache-control"]


def test_latest_passes_over_drafts_and_what_is_under_embargo(small_site, client):
    EditionPageFactory(parent=small_site.collection, year=2026, released=False)
    EditionPageFactory(parent=small_site.collection, year=2027, publish=False)
    assert latest(client).headers["location"] == "/en/collection/2024/"


def test_latest_leads_to_the_language_that_the_edition_has(small_site, client):
    EditionPageFactory(parent=small_site.collection, year=2025)
    assert latest(client, "zh-hans").headers["location"] == "/en/collection/2025/"


def test_without_a_released_edition_there_is_no_latest(small_site, client):
    for page in EditionPage.objects.all():
        page.unpublish()
    assert latest(client).status_code == 404


# --- Old addresses -----------------------------------------------------------------------------------


def follow(client, url):
    response = client.get(url, follow=True)
    return response.status_code, response.redirect_chain[-1][0] if response.redirect_chain else url


@pytest.fixture
def rename(django_capture_on_commit_callbacks):
    def run(page, **values):
        page = page.specific_class.objects.get(pk=page.pk)
        for name, value in values.items():
            setattr(page, name, value)
        with django_capture_on_commit_callbacks(execute=True):
            services.save_page(page=page, publish=True)
        return page

    return run


def test_a_renamed_case_is_found_at_its_old_address_in_every_language(small_site, client, rename):
    case = make_case(small_site.edition, translated=True, slug="old")
    rename(case, slug="new")
    assert follow(client, "/en/collection/2024/old/") == (200, "/en/collection/2024/new/")
    assert follow(client, "/zh-hans/collection/2024/old/") == (200, "/zh-hans/collection/2024/new/")
    rename(case, slug="newest")
    for slug in ("old", "new"):
        assert follow(client, f"/en/collection/2024/{slug}/") == (200, "/en/collection/2024/newest/")


def test_a_moved_case_is_found_at_its_old_address_in_every_language(
    small_site, client, django_capture_on_commit_callbacks
):
    case = make_case(small_site.edition, translated=True, slug="net")
    with django_capture_on_commit_callbacks(execute=True):
        case.move(small_site.edition_before, pos="last-child")
    assert follow(client, "/en/collection/2024/net/") == (200, "/en/collection/2023/net/")
    assert follow(client, "/zh-hans/collection/2024/net/") == (200, "/zh-hans/collection/2023/net/")


def test_an_edition_of_another_year_takes_its_cases_along(small_site, client, rename):
    make_case(small_site.edition, translated=True, slug="net")
    rename(small_site.edition, year=2022)
    assert follow(client, "/en/collection/2024/") == (200, "/en/collection/2022/")
    assert follow(client, "/zh-hans/collection/2024/net/") == (200, "/zh-hans/collection/2022/net/")


def test_an_old_address_tells_nothing_of_a_page_that_is_not_public(small_site, client, rename):
    case = make_case(small_site.edition, slug="old")
    rename(case, slug="secret-name")
    services.unpublish_page(page=EditionPage.objects.get(pk=small_site.edition.pk))
    response = client.get("/en/collection/2024/old/")
    assert (response.status_code, "secret-name" in str(response.headers)) == (404, False)


@time_machine.travel("2026-11-21")
def test_the_proposed_year_follows_the_last_edition_and_not_the_clock(small_site, admin_client):
    begin = reverse("practice-case-editions-begin", args=[small_site.collection.pk])
    assert admin_client.get(begin).context["form"].initial == {"year": 2025}
