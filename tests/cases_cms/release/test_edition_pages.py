"""Release → Editions: the list, an edition's plan, contents and history, as the secretariat sees and uses them."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.users.models import UserProfile

from cases_cms.core.roles import RoleCode
from cases_cms.release import contents, planning
from cases_cms.release.enums import RunKind, RunStatus
from cases_cms.release.models import EditionRelease, HeldPage, ReleasedPage, ReleaseRun
from cases_cms.release.services import mark_released
from tests.cases_cms.release.readiness.building import embargoed_edition, ready_case
from tests.cases_cms.release.secretariat import in_days, make_secretary
from tests.factories import StandardPageFactory, make_case, translate

pytestmark = pytest.mark.django_db

PAGES = ("edition", "contents", "history")


@pytest.fixture
def edition(small_site):
    page, _release = embargoed_edition(small_site)
    return page


@pytest.fixture
def release(edition):
    return EditionRelease.objects.get(edition_key=edition.translation_key)


@pytest.fixture
def sam(small_site):
    return make_secretary("sam")


@pytest.fixture
def sue(small_site):
    return make_secretary("sue")


@pytest.fixture
def desk(client, sam):
    """The browser of somebody of the secretariat."""
    client.force_login(sam)
    return client


def address(name, release):
    return reverse(f"release:{name}", args=[release.pk])


def post(client, name, release, **data):
    """What the pages of messages say after a form was sent."""
    response = client.post(address(name, release), data, follow=True)
    assert response.status_code == 200
    return [str(message).strip() for message in response.context["messages"]]


# --- Looking ---------------------------------------------------------------------------------


def test_the_list_names_every_edition_once(desk, release, edition):
    ready_case(edition)
    make_case(edition, publish=False)
    rows = desk.get(reverse("release:editions")).context["rows"]
    assert [(row["edition"].year, row["release"].state) for row in rows] == [
        (2026, "embargo"),
        (2024, "released"),
        (2023, "released"),
    ]
    numbers = rows[0]["numbers"]
    assert (numbers.cases, numbers.pages, numbers.ready) == (2, 3, 2)


def test_times_are_shown_in_beijing_and_in_ones_own_zone(desk, release, sam, sue):
    profile = UserProfile.get_for_user(sam)
    profile.current_time_zone = "America/New_York"
    profile.save()
    at = datetime.datetime(timezone.now().year + 1, 1, 11, 2, 0, 7, tzinfo=datetime.UTC)
    planning.plan(release=release, release_at=at, languages=["en"], user=sue)
    for url in (reverse("release:editions"), address("edition", release)):
        html = desk.get(url).content.decode()
        assert f"11 January {at.year}, 10:00:07 (Beijing time)" in html
        assert f"10 January {at.year}, 21:00:07 (New York, UTC-05:00)" in html


def test_who_confirms_reads_the_time_in_both_zones_beside_the_button(desk, release, sam, sue):
    profile = UserProfile.get_for_user(sam)
    profile.current_time_zone = "America/New_York"
    profile.save()
    at = datetime.datetime(timezone.now().year + 1, 1, 11, 2, 0, 7, tzinfo=datetime.UTC)
    planning.plan(release=release, release_at=at, languages=["en", "zh-hans"], user=sue)
    panel = desk.get(address("edition", release)).content.decode().partition('id="release-confirm-section"')[2]
    panel = panel.partition("</section>")[0]
    assert f"11 January {at.year}, 10:00:07 (Beijing time)" in panel
    assert f"10 January {at.year}, 21:00:07 (New York, UTC-05:00)" in panel
    assert "Required languages: English, Simplified Chinese." in panel


@pytest.mark.parametrize("code", [RoleCode.EDITORS, RoleCode.TRANSLATORS, RoleCode.MODERATORS])
def test_others_of_the_house_look_and_change_nothing(client, release, sam, edition, code):
    planning.plan(release=release, release_at=in_days(), languages=["en"], user=sam)
    client.force_login(make_secretary("olga", code))
    for name in PAGES:
        html = client.get(address(name, release)).content.decode()
        assert (name, "<form" in html.partition("cc-release-tabs")[2]) == (name, False)
    before = EditionRelease.objects.filter(pk=release.pk).values().get()
    for name, data in (
        ("plan", {"release_at": "2099-01-01T10:00:00", "languages": ["en"]}),
        ("confirm", {"stamp": planning.stamp(EditionRelease.objects.get(pk=release.pk))}),
        ("abort", {"reason": "No."}),
        ("announce", {"announced": "1"}),
        ("hold", {"page": edition.pk}),
        ("let_go", {"page": edition.pk}),
    ):
        said = post(client, name, release, **data)
        assert (name, said) == (name, ["Sorry, you do not have permission to access this area."])
    assert EditionRelease.objects.filter(pk=release.pk).values().get() == before
    assert HeldPage.objects.count() == 0


def test_who_has_no_role_sees_nothing(client, release, django_user_model):
    client.force_login(django_user_model.objects.create_user("guest", "guest@example.org", "x"))
    for url in (reverse("release:editions"), *(address(name, release) for name in PAGES)):
        response = client.get(url)
        assert (url, response.status_code, b"2026" in response.content) == (url, 302, False)


@pytest.mark.parametrize(("name", "queries"), [("editions", 20), ("edition", 18), ("contents", 47), ("history", 17)])
@pytest.mark.parametrize("number", [1, 3])
def test_queries(
    desk, release, edition, small_site, sam, django_assert_num_queries, monkeypatch, name, queries, number
):
    monkeypatch.setattr(contents, "find", lambda release: [])  # what is not ready counts its own
    for index in range(number):
        ready_case(edition)
        StandardPageFactory(parent=small_site.home, publish=False)
        held = StandardPageFactory(parent=small_site.home, publish=False)
        planning.hold_page(release=release, page=held, user=sam)
        planning.plan(release=release, release_at=in_days(index + 1), languages=["en"], user=sam)
        make_run(release, sam)
    url = reverse("release:editions") if name == "editions" else address(name, release)
    desk.get(url)
    with django_assert_num_queries(queries):
        assert desk.get(url).status_code == 200


# --- Planning --------------------------------------------------------------------------------


def test_a_plan_is_written_in_beijing_time(desk, release, sam):
    said = post(desk, "plan", release, release_at="2099-11-07T10:30:15", languages=["zh-hans", "en"])
    assert said == ["The release is planned."]
    release.refresh_from_db()
    assert release.release_at == datetime.datetime(2099, 11, 7, 2, 30, 15, tzinfo=datetime.UTC)
    assert (release.languages, release.planned_by) == (["en", "zh-hans"], sam)
    assert 'value="2099-11-07T10:30:15"' in desk.get(address("edition", release)).content.decode()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"release_at": "2001-01-01T10:00", "languages": ["en"]}, "The time of release has to be in the future."),
        ({"release_at": "soon", "languages": ["en"]}, "Enter a valid date/time."),
        ({"release_at": "2099-01-01T10:00\x00", "languages": ["en"]}, None),
        ({"release_at": "9999-12-31T23:59:59", "languages": ["en"]}, None),
        ({"release_at": "0001-01-01T00:00:00", "languages": ["en"]}, None),
        ({"release_at": "2099-01-01T10:00", "languages": ["xx"]}, "Select a valid choice. xx is not one of the"),
        ({"release_at": "2099-01-01T10:00"}, "This field is required."),
        ({}, "This field is required."),
    ],
)
def test_a_wrong_plan_is_shown_again_with_the_reason(desk, release, data, reason):
    response = desk.post(address("plan", release), data)
    if reason is not None:
        assert response.status_code == 200
        assert reason in response.content.decode()
        release.refresh_from_db()
        assert release.release_at is None
    assert response.status_code in (200, 302)


def test_confirming_asks_for_the_plan_that_was_seen(client, desk, release, sam, sue):
    planned = planning.plan(release=release, release_at=in_days(), languages=["en"], user=sam)
    html = desk.get(address("edition", release)).content.decode()
    assert "Somebody else of the secretariat has to confirm this: you planned it." in html
    assert post(desk, "confirm", release, stamp=planning.stamp(planned)) == [
        "Somebody else has to confirm this: you planned it."
    ]
    client.force_login(sue)
    assert f'name="stamp" value="{planning.stamp(planned)}"' in client.get(address("edition", release)).content.decode()
    assert post(client, "confirm", release, stamp="") == ["The plan was changed meanwhile. Look at it again."]
    assert post(client, "confirm", release, stamp=planning.stamp(planned)) == ["The release is confirmed."]
    release.refresh_from_db()
    assert release.approved_by == sue


def test_aborting_needs_a_reason(desk, release, sue):
    planning.plan(release=release, release_at=in_days(), languages=["en"], user=sue)
    assert post(desk, "abort", release, reason=" ") == ["This field is required."]
    assert post(desk, "abort", release, reason="Rain.") == ["The release is aborted. The edition stays under embargo."]
    release.refresh_from_db()
    assert release.is_planned is False


def test_announcing(desk, release):
    assert post(desk, "announce", release, announced="1") == [
        "The edition's own page may be public now; it is published in its editor."
    ]
    release.refresh_from_db()
    assert release.is_announced is True


# --- Contents --------------------------------------------------------------------------------


def test_contents_by_kind_and_language(desk, release, edition, small_site, sam):
    ready_case(edition, title="Alpha")
    make_case(edition, publish=False, title="Beta")
    page = StandardPageFactory(parent=small_site.home, publish=False, title="Kept")
    assert post(desk, "hold", release, page=page.pk) == ["“Kept” comes out with the edition."]
    kinds = desk.get(address("contents", release)).context["kinds"]
    shown = [
        (content.title, [(place.language, place.state.value) for place in content.places])
        for _name, own in kinds
        for content in own
    ]
    assert shown == [
        ("Edition 2026", [("en", "ready"), ("zh-hans", "ready")]),
        ("Alpha", [("en", "ready"), ("zh-hans", "ready")]),
        ("Beta", [("en", "open"), ("zh-hans", "missing")]),
        ("Kept", [("en", "open"), ("zh-hans", "missing")]),
    ]
    assert post(desk, "let_go", release, page=page.pk) == ["“Kept” is kept no longer; it stays a draft."]
    assert HeldPage.objects.count() == 0


def test_only_drafts_under_no_embargo_are_offered(desk, release, edition, small_site):
    make_case(edition, publish=False, title="Secret")
    StandardPageFactory(parent=small_site.home, title="Public")
    draft = StandardPageFactory(parent=small_site.home, publish=False, title="Draft")
    keepable = desk.get(address("contents", release)).context["keepable"]
    assert [page.pk for page in keepable] == [draft.pk]


@pytest.mark.parametrize("page", ["", "x", "999999999", "9" * 40, "１", "\x00"])
def test_wrong_pages(desk, release, page):
    for name in ("hold", "let_go"):
        response = desk.post(address(name, release), {"page": page})
        assert (name, response.status_code) == (name, 302)
    assert HeldPage.objects.count() == 0


def test_what_a_release_made_public(desk, release, edition, sam):
    run = make_run(release, sam, kind=RunKind.RELEASE)
    ReleasedPage.objects.create(run=run, page_id=edition.pk, revision_id=None, language="en", title="As it came out")
    mark_released(edition.translation_key)
    context = desk.get(address("contents", release)).context
    assert [(page.title, str(label)) for page, label in context["released_pages"]] == [("As it came out", "English")]
    assert (context["kinds"], context["keepable"]) == ([], [])


# --- History ---------------------------------------------------------------------------------


def make_run(release, user, kind=RunKind.REHEARSAL, status=RunStatus.DONE, **values):
    now = timezone.now()
    return ReleaseRun.objects.create(
        release=release, kind=kind, status=status, user=user, started_at=now, finished_at=now, duration=3240, **values
    )


def test_what_came_out_is_listed_by_kind_with_its_languages_together(desk, release, edition, small_site, sam):
    pages = [edition, ready_case(edition, title="Alpha"), ready_case(edition, title="Beta")]
    pages.append(translate(StandardPageFactory(parent=small_site.home, title="Kept")).get_translation(small_site.en))
    both = [version for page in pages for version in (page, page.get_translation(small_site.zh))]
    run = make_run(release, sam, kind=RunKind.RELEASE)
    ReleasedPage.objects.create(run=run, page_id=10**6, language="en", title="Gone")
    for page in reversed(both):
        ReleasedPage.objects.create(run=run, page_id=page.pk, language=page.locale.language_code, title=page.title)
    mark_released(edition.translation_key)
    context = desk.get(address("contents", release)).context
    shown = [(page.page_id, page.title) for page, _label in context["released_pages"]]
    assert shown == [*((page.pk, page.title) for page in both), (10**6, "Gone")]


def test_history_tells_who_what_and_when(desk, release, sam, sue):
    planning.plan(release=release, release_at=in_days(), languages=["en"], user=sam)
    release.refresh_from_db()
    planning.confirm(release=release, user=sue)
    make_run(release, None, kind=RunKind.RELEASE, status=RunStatus.REFUSED, messages=["Nobody approved it."])
    response = desk.get(address("history", release))
    assert [(row["who"], row["entry"].action) for row in response.context["entries"]] == [
        ("sue", "cases_release.confirm"),
        ("sam", "cases_release.plan"),
    ]
    html = response.content.decode()
    assert "Nobody approved it." in html
    assert "the site itself" in html
    assert "3.2 s" in html


def test_a_run_that_waited_for_its_second_has_that_time(desk, release):
    """It was ready before; what people look for is when the edition became public."""
    now = datetime.datetime(2026, 11, 22, 11, 17, 5, tzinfo=datetime.UTC)
    for begun, planned in ((-6, 0), (-6, 3600), (2, 0)):
        ReleaseRun.objects.create(
            release=release,
            kind=RunKind.RELEASE,
            status=RunStatus.DONE,
            planned_for=now + datetime.timedelta(seconds=planned),
            started_at=now + datetime.timedelta(seconds=begun),
            finished_at=now + datetime.timedelta(seconds=4),
        )
    rows = desk.get(address("history", release)).context["runs"]
    assert sorted(str(row["begun"][0]) for row in rows) == [
        "22 November 2026, 19:16:59 (Beijing time)",
        "22 November 2026, 19:17:05 (Beijing time)",
        "22 November 2026, 19:17:07 (Beijing time)",
    ]


def test_a_released_edition_leads_to_its_public_pages(desk, release, edition):
    assert desk.get(address("edition", release)).context["public_pages"] == []
    mark_released(edition.translation_key)
    assert desk.get(address("edition", release)).context["public_pages"] == []
    edition.refresh_from_db()
    edition.save_revision().publish()
    response = desk.get(address("edition", release))
    assert response.context["public_pages"] == [("English", edition.full_url)]
    assert f'href="{edition.full_url}"' in response.content.decode()


def test_an_edition_that_is_gone_has_no_page(desk, release, edition):
    for page in Page.objects.filter(translation_key=edition.translation_key):
        page.specific.delete()
    for name in PAGES:
        response = desk.get(address(name, release))
        assert (name, response.status_code, b"2026" in response.content) == (name, 302, False)
    assert [row["edition"].year for row in desk.get(reverse("release:editions")).context["rows"]] == [2024, 2023]
