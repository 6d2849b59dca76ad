"""Writers of all kinds at once: none may wait for another that waits for it."""

import threading
import time
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.utils import translation
from wagtail.models import Page, PageViewRestriction

from cases_cms.collection import catalogue
from cases_cms.collection.models import CasePage, Organization
from cases_cms.core import memory
from cases_cms.core.memory import Stamp, stamps, touch
from cases_cms.core.turns import take_turn
from cases_cms.search.vocabulary import remember_words
from tests.factories import OrganizationFactory, make_case, translate
from tests.fixtures import SOURCE, build_small_site, clear_caches, load_small_site

SECONDS = 6


def execute_outside(sql):
    """Run ``sql`` in a database that is not the one of the tests; it must not be inside a transaction."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def committed_site(django_db_setup, django_db_blocker):
    """A small site in a copy of the tests' database, where transactions are committed."""
    names = connection.settings_dict
    name, copy = names["NAME"], f"{names['NAME']}_turns"
    with django_db_blocker.unblock():
        connection.close()
        execute_outside(f'DROP DATABASE IF EXISTS "{copy}"')
        execute_outside(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
        names["NAME"] = settings.DATABASES["default"]["NAME"] = copy
        clear_caches()
        try:
            with translation.override(SOURCE):
                build_small_site()
                yield load_small_site()
        finally:
            connection.close()
            names["NAME"] = settings.DATABASES["default"]["NAME"] = name
            execute_outside(f'DROP DATABASE "{copy}"')
            clear_caches()


def run_together(*jobs, seconds=SECONDS):
    """Run each job again and again in a thread of its own; returns ``(times each was done, errors)``."""
    done, errors, end = [0] * len(jobs), [], time.monotonic() + seconds

    def work(place, job):
        try:
            with translation.override(SOURCE):
                while time.monotonic() < end and not errors:
                    job()
                    done[place] += 1
        except Exception as error:  # a thread must not end without saying why
            errors.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return done, errors


@pytest.mark.django_db
def test_one_stamp_is_left():
    for _time in range(3):
        last = touch("test")
    assert list(Stamp.objects.filter(name="test").values_list("value", flat=True)) == [last]
    assert stamps()["test"] == last


@pytest.mark.postgresql
def test_editors_do_not_stop_each_other(committed_site):
    site = committed_site
    organization = OrganizationFactory(locale=site.en, name="Bridge of villages")
    cases = [make_case(site.edition, organizations=[organization], title=f"Case {number}") for number in range(2)]
    numbers = iter(range(100_000))
    restricted = site.edition_before.pk

    def publish():
        page = CasePage.objects.get(pk=cases[0].pk)
        page.title = f"Published {next(numbers)} {chr(97 + next(numbers) % 26) * 5}"
        page.save_revision().publish()

    def rename():
        with transaction.atomic():
            row = Organization.objects.get(pk=organization.pk)
            row.name = f"Renamed {next(numbers)}"
            row.save()

    def restrict():
        with transaction.atomic():
            PageViewRestriction.objects.create(page_id=restricted, restriction_type="login")
        with transaction.atomic():
            PageViewRestriction.objects.filter(page_id=restricted).first().delete()

    def unpublish_as_plain_page():
        page = Page.objects.get(pk=cases[1].pk)
        page.live = not page.live
        page.save()

    def make_and_delete():
        make_case(site.edition, title=f"Made {next(numbers)}").delete()

    done, errors = run_together(publish, rename, restrict, unpublish_as_plain_page, make_and_delete)
    assert errors == []
    assert min(done) > 0
    assert catalogue.find_differences() == []


@pytest.mark.postgresql
def test_two_who_save_the_same_things_in_another_order(committed_site):
    site = committed_site
    cases = [make_case(site.edition, title=f"Case {number}") for number in range(2)]
    translate(cases[0])

    def save(order):
        with transaction.atomic():
            for place in order:
                CasePage.objects.get(pk=cases[place].pk).save()
                touch(f"test {place}")

    done, errors = run_together(lambda: save((0, 1)), lambda: save((1, 0)), seconds=3)
    assert errors == []
    assert min(done) > 0


@pytest.mark.postgresql
def test_stamps_wait_for_nobody_and_none_is_lost(committed_site):
    touch("test")
    first = Stamp.objects.get(name="test").value
    seen = []

    def other():
        memory.forget_stamps()
        with transaction.atomic():
            connection.cursor().execute("SET LOCAL lock_timeout = '2s'")
            seen.append(touch("test"))
        connections.close_all()

    with transaction.atomic():
        mine = touch("test")
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(10)
        assert len(seen) == 1
    memory.forget_stamps()
    assert stamps()["test"] == "".join(sorted([mine, *seen]))
    assert first not in stamps()["test"]
    last = touch("test")
    assert stamps()["test"] == last
    assert Stamp.objects.filter(name="test").count() == 1


@pytest.mark.postgresql
def test_new_words_are_written_in_turn(committed_site):
    written, taken, errors = threading.Event(), threading.Event(), []

    def words_first():
        remember_words([SimpleNamespace(titles=["neverwritten"], others=[])])
        written.set()
        taken.wait(1)
        take_turn()

    def turn_first():
        written.wait(5)
        take_turn()
        taken.set()
        remember_words([SimpleNamespace(titles=["neverwritten"], others=[])])

    def work(job):
        try:
            with transaction.atomic():
                job()
        except Exception as error:  # a thread must not end without saying why
            errors.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[job]) for job in (words_first, turn_first)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert errors == []
