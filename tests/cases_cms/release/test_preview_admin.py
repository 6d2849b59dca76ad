"""Links and guests: their services, and their page in the admin."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail.users.models import UserProfile

from cases_cms.core.roles import RoleCode
from cases_cms.release import previews
from cases_cms.release.models import PreviewGuest, PreviewLink
from cases_cms.release.preview_checks import check_previews
from cases_cms.release.services import mark_released
from tests.cases_cms.release.preview_world import make_person
from tests.cases_cms.release.secretariat import in_days, make_embargoed, make_secretary, release_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(small_site):
    return make_embargoed(small_site)


@pytest.fixture
def release(edition):
    return release_of(edition)


@pytest.fixture
def sam(release):
    return make_secretary()


def make(release, user, **values):
    return previews.make_link(
        **{"release": release, "label": "Ms. Example", "expires_at": in_days(3), "user": user, **values}
    )


def page_of(release, name="previews", *args):
    return reverse(f"release:{name}", args=[release.pk, *args])


def logged(edition):
    """``[(verb, data)]`` of what was done with previews."""
    entries = PageLogEntry.objects.filter(page=edition.pk, action__startswith="cases_release.").order_by("pk")
    return [(entry.action.removeprefix("cases_release."), entry.data, entry.user.username) for entry in entries]


# --- Services -----------------------------------------------------------------------------------


def test_everything_is_logged_and_no_secret(edition, release, sam):
    link, secret = make(release, sam, label="  Ms.   Example ")
    assert link.label == "Ms. Example"
    assert [previews.revoke_link(link=link, user=sam) for _time in range(2)] == [True, False]
    guest = previews.invite(release=release, guest=make_person(), user=sam)
    assert previews.invite(release=release, guest=guest.user, user=sam) == guest
    assert [previews.uninvite(guest=guest, user=sam) for _time in range(2)] == [True, False]
    assert logged(edition) == [
        ("make_preview_link", {"label": "Ms. Example"}, "sam"),
        ("revoke_preview_link", {"label": "Ms. Example"}, "sam"),
        ("invite_guest", {"label": "guest"}, "sam"),
        ("remove_guest", {"label": "guest"}, "sam"),
    ]
    assert secret not in str(list(PageLogEntry.objects.values()))


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"label": " "}, "Say for whom the link is."),
        ({"label": "x" * 121}, "Ensure this value has at most 120 characters (it has 121)."),
        ({"expires_at": in_days(-1)}, "This time is past."),
        ({"expires_at": in_days(91)}, "A link is valid for 90 days at most."),
    ],
)
def test_refused_links(release, sam, values, reason):
    with pytest.raises(ValidationError) as refused:
        make(release, sam, **values)
    assert refused.value.messages == [reason]
    assert PreviewLink.objects.count() == 0


def test_no_link_to_a_released_edition(edition, release, sam):
    release = mark_released(edition.translation_key)
    with pytest.raises(ValidationError) as refused:
        make(release, sam)
    assert refused.value.messages == ["The edition is released: everybody can read it."]


def test_a_closed_account_is_no_guest(release, sam):
    guest = make_person()
    guest.is_active = False
    guest.save()
    with pytest.raises(ValidationError):
        previews.invite(release=release, guest=guest, user=sam)
    assert PreviewGuest.objects.count() == 0
    assert previews.may_read(release, guest) is False


@pytest.mark.parametrize("code", [RoleCode.EDITORS, RoleCode.TRANSLATORS, RoleCode.MODERATORS])
def test_services_refuse_who_prepares_nothing(release, sam, code):
    link, _secret = make(release, sam)
    guest = previews.invite(release=release, guest=make_person(), user=sam)
    eve = make_secretary("eve", code)
    for call in (
        lambda: make(release, eve),
        lambda: previews.revoke_link(link=link, user=eve),
        lambda: previews.invite(release=release, guest=eve, user=eve),
        lambda: previews.uninvite(guest=guest, user=eve),
    ):
        with pytest.raises(PermissionDenied):
            call()
    link.refresh_from_db()
    assert (link.revoked_at, PreviewLink.objects.count(), PreviewGuest.objects.count()) == (None, 1, 1)


# --- The page -----------------------------------------------------------------------------------


def test_address_is_shown_once(client, release, sam):
    client.force_login(sam)
    response = client.post(page_of(release), {"label": "Ms. Example", "expires_at": "2030-01-01T10:00"})
    assert "A link is valid for 90 days at most." in response.content.decode()
    soon = timezone.now().astimezone(ZoneInfo("Asia/Shanghai")) + timedelta(days=2)
    response = client.post(page_of(release), {"label": "Ms. Example", "expires_at": f"{soon:%Y-%m-%dT%H:%M}"})
    secret = re.search(r'value="http[^"]*/preview/([\w-]{32})/"', response.content.decode())[1]
    assert "no-store" in response["Cache-Control"]
    link = PreviewLink.objects.get()
    assert link.digest == previews.digest_of(secret)
    assert link.expires_at == soon.replace(second=0, microsecond=0)
    assert client.get(f"/preview/{secret}/").status_code == 200
    html = client.get(page_of(release)).content.decode()
    assert "Ms. Example" in html
    assert secret not in html
    assert link.digest not in html


def test_time_is_the_institutions(client, release, sam):
    profile = UserProfile.get_for_user(sam)
    profile.current_time_zone = "America/New_York"
    profile.save()
    client.force_login(sam)
    local = (datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=2)).replace(hour=10, minute=0)
    client.post(page_of(release), {"label": "A", "expires_at": f"{local:%Y-%m-%dT%H:%M}"})
    link = PreviewLink.objects.get()
    assert f"{link.expires_at.astimezone(ZoneInfo('Asia/Shanghai')):%H:%M}" == "10:00"
    html = client.get(page_of(release)).content.decode()
    assert "(Beijing time)" in html
    assert "New York, UTC" in html


@pytest.mark.parametrize(
    "data", [{}, {"label": "", "expires_at": "x"}, {"label": "\0", "expires_at": "9999-12-31T00:00"}]
)
def test_bad_forms_are_answered(client, release, sam, data):
    client.force_login(sam)
    assert client.post(page_of(release), data).status_code == 200
    assert client.post(page_of(release, "invite_guest"), data).status_code == 200
    assert PreviewLink.objects.count() == 0


def test_revoke_by_button(client, release, sam):
    link, secret = make(release, sam)
    client.force_login(sam)
    assert client.get(page_of(release, "revoke_preview", link.pk)).status_code == 405
    response = client.post(page_of(release, "revoke_preview", link.pk), follow=True)
    assert "The link for Ms. Example leads nowhere now." in response.content.decode()
    assert client.get(f"/preview/{secret}/").status_code == 410


def test_a_link_of_another_edition_is_left_alone(client, small_site, release, sam):
    link, _secret = make(release, sam)
    other = release_of(make_embargoed(small_site, 2027))
    client.force_login(sam)
    assert client.post(page_of(other, "revoke_preview", link.pk), follow=True).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


def test_guests_by_name_or_address(client, release, sam):
    make_person("anna")
    make_person("boris")
    client.force_login(sam)
    for name in ("anna", "BORIS@example.org"):
        client.post(page_of(release, "invite_guest"), {"guest-name": name})
    assert sorted(PreviewGuest.objects.values_list("user__username", flat=True)) == ["anna", "boris"]
    response = client.post(page_of(release, "invite_guest"), {"guest-name": "nobody"})
    assert "There is no account of this name." in response.content.decode()
    guest = PreviewGuest.objects.get(user__username="anna")
    client.post(page_of(release, "remove_guest", guest.pk))
    assert list(PreviewGuest.objects.values_list("user__username", flat=True)) == ["boris"]


def test_page_is_for_those_who_prepare(client, release, sam):
    link, _secret = make(release, sam)
    for code in (RoleCode.EDITORS, RoleCode.MODERATORS):
        client.force_login(make_secretary(f"of-{code}", code))
        for method, address in (
            (client.get, page_of(release)),
            (client.post, page_of(release)),
            (client.post, page_of(release, "revoke_preview", link.pk)),
            (client.post, page_of(release, "invite_guest")),
        ):
            response = method(address)
            assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home"))
    link.refresh_from_db()
    assert link.revoked_at is None


def test_as_many_queries_for_many_links(client, release, sam):
    def add(number):
        make(release, sam, label=f"Reader {number}")
        previews.invite(release=release, guest=make_person(f"guest{number}"), user=sam)

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(page_of(release))
        return len(queries)

    client.force_login(sam)
    add(0)
    client.get(page_of(release))
    before = count()
    for number in range(1, 4):
        add(number)
    assert count() == before


# --- The host -----------------------------------------------------------------------------------


def test_a_host_that_forgot_the_addresses_is_told(client, release, sam):
    assert check_previews(None) == []
    with override_settings(ROOT_URLCONF="cases_cms.core.urls"):
        assert [problem.id for problem in check_previews(None)] == ["cases_cms.W035"]
