"""One's queue, as a page, on the dashboard, and as a mail a day."""

import datetime
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from cases_cms.core.roles import RoleCode
from cases_cms.localization import flow
from cases_cms.localization.models import DigestRecord, TranslationSettings
from cases_cms.localization.queue import queue_of
from tests.cases_cms.localization.people import make_reviewer, make_translator, make_worker
from tests.cases_cms.localization.test_flow import hand_over, write_all
from tests.factories import make_case

pytestmark = pytest.mark.django_db


def titles(user):
    return {found.code: [item.title for item in found.items] for found in queue_of(user)}


def page_of(user, name):
    client = Client()
    client.force_login(user)
    return client.get(reverse(name))


@pytest.fixture
def people(small_site):
    return make_translator("tara"), make_reviewer("rui"), make_worker("sun", RoleCode.SECRETARIAT)


def make_cells(site, number, start=0):
    cases = [make_case(site.edition, title=f"Case {n}", slug=f"q-{n}") for n in range(start, start + number)]
    return [hand_over(case, site.zh) for case in cases]


def test_each_sees_what_waits_for_them(small_site, people):
    tara, rui, secretary = people
    own, other, _free = make_cells(small_site, 3)
    flow.assign(cells=[own], assignee=tara, user=secretary)
    flow.assign(cells=[other], assignee=make_translator("tim"), user=secretary)
    stranger = make_worker("fern", RoleCode.TRANSLATORS, translates=["en"], reviews=["en"])

    assert titles(tara) == {"own": ["Case 0"], "free": ["Case 2"]}
    assert titles(rui) == {}
    assert titles(stranger) == {}
    flow.submit(cell=write_all(own, tara), user=tara)
    assert titles(tara) == {"free": ["Case 2"]}
    assert titles(rui) == {"review": ["Case 0"]}


def test_a_reviewer_is_not_asked_to_approve_their_own_work(small_site, people):
    tara, _rui, _secretary = people
    both = make_worker("bo", RoleCode.TRANSLATORS, translates=["zh-hans"], reviews=["zh-hans"])
    (cell,) = make_cells(small_site, 1)
    flow.submit(cell=write_all(cell, both), user=tara)
    assert titles(both) == {}


def test_the_nearest_deadline_is_first_and_late_ones_say_so(small_site, people):
    tara, _rui, secretary = people
    later, late, none = make_cells(small_site, 3)
    now = timezone.now()
    flow.assign(cells=[later, late, none], assignee=tara, user=secretary)
    flow.assign(cells=[later], deadline=now + datetime.timedelta(days=1), user=secretary)
    flow.assign(cells=[late], deadline=now - datetime.timedelta(days=1), user=secretary)
    (own,) = queue_of(tara)
    assert [(item.title, item.is_late, item.is_soon) for item in own.items] == [
        ("Case 1", True, False),
        ("Case 0", False, True),
        ("Case 2", False, False),
    ]


def test_the_queue_costs_the_same_for_one_and_for_many(small_site, people, django_assert_num_queries):
    TranslationSettings.load()  # makes its row
    tara, _rui, secretary = people
    flow.assign(cells=make_cells(small_site, 1), assignee=tara, user=secretary)
    for number in (1, 4):
        fresh = type(tara).objects.get(pk=tara.pk)
        with django_assert_num_queries(7):
            assert [found.total for found in queue_of(fresh)] == [number]
        if number == 1:
            flow.assign(cells=make_cells(small_site, 3, start=1), assignee=tara, user=secretary)


def test_the_page_and_the_dashboard_show_it(small_site, people):
    tara, _rui, secretary = people
    flow.assign(cells=make_cells(small_site, 1), assignee=tara, user=secretary)
    assert "Case 0" in page_of(tara, "localization:queue").text
    dashboard = page_of(tara, "wagtailadmin_home").text
    assert 'id="cases-cms-queue' in dashboard or "My translations" in dashboard
    assert reverse("localization:queue") in dashboard
    editor = make_worker("ed", RoleCode.EDITORS)
    assert page_of(editor, "localization:queue").status_code == 302
    assert "My translations" not in page_of(editor, "wagtailadmin_home").text


def send():
    out = StringIO()
    call_command("send_translation_digest", stdout=out)
    return int(out.getvalue())


def test_the_digest_comes_once_a_day_in_ones_language_and_never_empty(small_site, people):
    tara, rui, secretary = people
    UserProfile.objects.create(user=tara, preferred_language="zh-hans")
    own, _other = make_cells(small_site, 2)
    deadline = timezone.now() - datetime.timedelta(days=1)
    flow.assign(cells=[own], assignee=tara, deadline=deadline, user=secretary)
    assert send() == 1
    assert [(message.to, message.subject) for message in mail.outbox] == [([tara.email], "有 1 份翻译等待您处理")]
    text, html = mail.outbox[0].body, mail.outbox[0].alternatives[0][0]
    assert "Case 0" in text
    assert "已逾期" in text
    assert "Case 0" in html
    assert "Case 1" not in text + html
    assert send() == 0

    flow.submit(cell=write_all(own, tara), user=tara)
    assert send() == 1
    assert mail.outbox[1].to == [rui.email]
    DigestRecord.objects.update(sent_on=timezone.localdate() - datetime.timedelta(days=1))
    assert send() == 1
    assert [message.to for message in mail.outbox[2:]] == [[rui.email]]
