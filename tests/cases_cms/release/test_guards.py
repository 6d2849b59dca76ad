"""What is under embargo becomes public by no way that a program has; each refusal says why and until when."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Page, PageLogEntry

from cases_cms.core import services
from cases_cms.release.embargo import releasing
from cases_cms.release.errors import EmbargoError
from cases_cms.release.models import HeldPage
from cases_cms.release.services import mark_released
from tests.cases_cms.release.secrets import REFUSAL, STAYS, announce, make_secret
from tests.factories import CasePageFactory, NewsIndexPageFactory, StandardPageFactory, make_case, make_news
from tests.fixtures import read_anew

pytestmark = pytest.mark.django_db

TOMORROW = datetime.timedelta(days=1)


@pytest.fixture(scope="module", autouse=True)
def built_secret(once):
    return once(make_secret)


@pytest.fixture
def secret(built_secret, small_site):
    return read_anew(built_secret)


def live_of(pages):
    """Titles of those of ``pages`` that the database says are live."""
    return list(Page.objects.filter(pk__in=[page.pk for page in pages], live=True).values_list("title", flat=True))


def refused(call, *args, **kwargs):
    """What is said where the call is refused."""
    with pytest.raises(EmbargoError) as error:
        call(*args, **kwargs)
    return error.value.messages


# --- Publishing -----------------------------------------------------------------------------------


def save_live(page):
    page.live = True
    page.save()


def save_column(page):
    page.live = True
    page.save(update_fields=["live"], clean=False)


def schedule(page):
    page.go_live_at = timezone.now() + TOMORROW
    page.save_revision(clean=False).publish()


def approve_schedule(page):
    page.save_revision(clean=False, approved_go_live_at=timezone.now() + TOMORROW)


WAYS = {
    "service": lambda page: services.publish_page(page=page),
    "revision": lambda page: page.get_latest_revision().publish(),
    "page": lambda page: page.publish(page.get_latest_revision()),
    "save": save_live,
    "column": save_column,
    "schedule": schedule,
    "approved schedule": approve_schedule,
}


@pytest.mark.parametrize("way", WAYS)
def test_nothing_goes_live(secret, way):
    for page in secret.pages:
        assert refused(WAYS[way], page.specific) == [REFUSAL]
        assert not page.revisions.filter(approved_go_live_at__isnull=False).exists()
    assert live_of(secret.pages) == []


def test_the_time_of_the_release_is_said(secret, time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC))
    secret.release.__class__.objects.update(release_at=datetime.datetime(2026, 11, 21, 2, tzinfo=datetime.UTC))
    (sentence,) = refused(services.publish_page, page=secret.case)
    assert sentence == (
        "This belongs to the edition of 2026, which is under embargo until 21 November 2026, 10:00 (Beijing time). "
        "It comes out with the edition."
    )


def test_a_new_page_is_born_as_a_draft(secret):
    case = CasePageFactory.build(title="Another")
    assert refused(services.create_page, parent=secret.edition, page=case, publish=True) == [REFUSAL]
    assert not Page.objects.filter(title="Another").exists()
    assert refused(secret.edition.add_child, instance=CasePageFactory.build(title="Another")) == [REFUSAL]
    assert not Page.objects.filter(title="Another").exists()


def test_news_about_several_cases_waits_for_the_last_of_them(secret):
    public = make_case(secret.site.edition)
    news = make_news(NewsIndexPageFactory(parent=secret.site.home), cases=[public, secret.case], publish=False)
    assert refused(services.publish_page, page=news) == [REFUSAL]
    assert live_of([news]) == []


def test_public_news_does_not_come_to_be_about_a_secret_case(secret):
    news = make_news(NewsIndexPageFactory(parent=secret.site.home), cases=[make_case(secret.site.edition)])
    row = news.related_cases.first()
    row.case_key = secret.case.translation_key
    news.related_cases.add(row)
    news.save_revision()
    assert refused(services.publish_page, page=news) == [REFUSAL]
    news.refresh_from_db()
    assert news.live
    assert [str(key) for key in type(news).objects.get(pk=news.pk).get_case_keys()] != [
        str(secret.case.translation_key)
    ]


def test_a_page_kept_by_hand_waits(secret):
    page = StandardPageFactory(parent=secret.site.home, publish=False)
    HeldPage.objects.create(release=secret.release, page_key=page.translation_key)
    assert refused(services.publish_page, page=page) == [REFUSAL]
    assert live_of([page]) == []


def test_an_announced_edition_has_its_own_page_and_no_more(secret):
    announce(secret)
    services.publish_page(page=secret.edition)
    assert refused(services.publish_page, page=secret.case) == [REFUSAL]
    assert live_of(secret.pages) == [secret.edition.title]


def test_what_is_being_released_may_pass_and_nothing_else(secret):
    with releasing(secret.edition.translation_key):
        services.publish_page(page=secret.edition)
        services.publish_page(page=secret.case)
    assert live_of(secret.pages) == [secret.edition.title, secret.case.title]
    assert refused(services.publish_page, page=secret.case_zh) == [REFUSAL]


def test_a_released_edition_is_free(secret):
    mark_released(secret.edition.translation_key)
    services.publish_page(page=secret.edition)
    services.publish_page(page=secret.case)
    assert live_of(secret.pages) == [secret.edition.title, secret.case.title]


def test_other_pages_cost_two_queries_more(secret, django_assert_num_queries):
    from cases_cms.release.guards import check_may_go_live

    page = secret.site.home
    with django_assert_num_queries(3):  # editions, their rows, pages kept by hand
        assert check_may_go_live(page) is None


# --- Schedules --------------------------------------------------------------------------------------


def scheduled(page):
    return page.revisions.filter(approved_go_live_at__isnull=False).count()


def put_on_schedule(page):
    page.go_live_at = timezone.now() + TOMORROW
    page.save_revision().publish()


def test_what_comes_under_embargo_is_scheduled_no_more(secret):
    page = StandardPageFactory(parent=secret.site.home, publish=False)
    put_on_schedule(page)
    assert scheduled(page) == 1
    HeldPage.objects.create(release=secret.release, page_key=page.translation_key)
    assert scheduled(page) == 0
    assert PageLogEntry.objects.filter(page_id=page.pk, action="cases_release.unschedule").count() == 1


def test_the_command_goes_on_with_other_pages(secret, capsys):
    kept, free = (StandardPageFactory(parent=secret.site.home, publish=False) for _ in range(2))
    HeldPage.objects.bulk_create([HeldPage(release=secret.release, page_key=kept.translation_key)])
    with releasing(secret.edition.translation_key):
        put_on_schedule(kept)
    put_on_schedule(free)
    with time_machine.travel(timezone.now() + 2 * TOMORROW):
        call_command("publish_scheduled")
    assert live_of([kept, free]) == [free.title]
    assert scheduled(kept) == 0
    assert capsys.readouterr().err == f"{kept.title}: {REFUSAL}\n"


# --- Moving, copying ----------------------------------------------------------------------------------


def test_a_case_does_not_leave_its_edition(secret):
    assert refused(secret.case.move, secret.site.edition, pos="last-child") == [STAYS]
    secret.case.refresh_from_db()
    assert secret.case.get_parent().pk == secret.edition.pk


def test_a_public_case_does_not_come_into_it(secret):
    case = make_case(secret.site.edition)
    (sentence,) = refused(case.move, secret.edition, pos="last-child")
    assert sentence == (
        "The edition of 2026 is under embargo until its release, for which no time is set: what is public cannot be "
        "put there. Unpublish it first."
    )
    services.unpublish_page(page=case)
    case.move(secret.edition, pos="last-child")
    case.refresh_from_db()
    assert refused(services.publish_page, page=case) == [REFUSAL]


def test_an_edition_takes_its_cases_along(secret):
    secret.edition.move(secret.site.edition, pos="left")
    secret.case.refresh_from_db()
    assert refused(services.publish_page, page=secret.case) == [REFUSAL]


def test_a_case_is_not_copied_out_of_it(secret):
    for keep_live in (True, False):
        assert refused(secret.case.copy, to=secret.site.edition, keep_live=keep_live) == [STAYS]
    assert Page.objects.filter(title=secret.case.title).count() == 1
    copy = secret.case.copy(keep_live=False, update_attrs={"slug": "another"})
    assert not copy.live
    assert copy.path.startswith(secret.edition.path)


def test_nor_is_an_alias_made_elsewhere(secret):
    action = CreatePageAliasAction(secret.case, parent=secret.site.edition, update_slug="alias")
    assert refused(action.execute) == [STAYS]
    assert refused(secret.case.create_alias, parent=secret.site.edition, update_slug="alias") == [STAYS]
    assert Page.objects.filter(alias_of=secret.case).count() == 0


def test_a_public_case_is_copied_into_it_as_a_draft_only(secret):
    case = make_case(secret.site.edition, title="Public case")
    assert len(refused(case.copy, to=secret.edition)) == 1
    assert len(refused(case.create_alias, parent=secret.edition)) == 1
    copy = case.copy(to=secret.edition, keep_live=False)
    assert live_of([case, copy]) == ["Public case"]


def test_a_page_kept_by_hand_is_not_copied(secret):
    page = StandardPageFactory(parent=secret.site.home, publish=False)
    HeldPage.objects.create(release=secret.release, page_key=page.translation_key)
    assert refused(page.copy, update_attrs={"slug": "copy"}) == [STAYS]


def test_a_copy_of_a_story_belongs_to_the_edition_too(secret):
    copy = secret.story.copy(update_attrs={"slug": "copy"})
    assert refused(services.publish_page, page=copy) == [REFUSAL]
    assert not copy.live


def test_a_copy_of_a_public_edition_is_a_draft(secret):
    make_case(secret.site.edition, title="Public case")
    attrs = {"slug": "2027", "year": 2027, "title": "Edition 2027"}
    assert refused(secret.site.edition.copy, recursive=True, update_attrs=attrs) == [
        "A copy of an edition is a new edition, under embargo until its release: copy it without publishing it."
    ]
    assert not Page.objects.filter(slug="2027").exists()
    copy = secret.site.edition.copy(recursive=True, keep_live=False, update_attrs=attrs)
    assert live_of(copy.get_descendants(inclusive=True)) == []
    with pytest.raises(EmbargoError):
        services.publish_page(page=copy)


def test_an_alias_follows_into_no_public_place(secret):
    page = StandardPageFactory(parent=secret.site.home, publish=False, title="Kept")
    alias = page.create_alias(update_slug="alias")
    HeldPage.objects.create(release=secret.release, page_key=page.translation_key)
    with pytest.raises(ValidationError):
        page.specific.update_aliases()
    assert live_of([alias]) == []
