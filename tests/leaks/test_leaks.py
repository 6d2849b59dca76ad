"""Nothing of an edition under embargo can be had by those whom it is not for, however they ask.

Every text, file name and number of the edition is a marker that stands nowhere else; visitors and people without a
right ask all public addresses, linked, asked or guessed. Two things must hold: no answer has a marker that was not in
the question, and no answer differs from what it was before the edition was there.
"""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.test import Client
from django.utils import translation
from wagtail.models import GroupPagePermission

from tests.fixtures import SOURCE, load_small_site
from tests.leaks import addresses
from tests.leaks.crawl import Crawl, leaks
from tests.leaks.world import Builder, build_public

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def secret_data(small_site_data, django_db_blocker):
    """Both worlds, built once: what only reads them shares them."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        with translation.override(SOURCE):
            world = build_public(load_small_site())
            secret = Builder(world).build()
    yield world, secret
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.fixture
def secret(secret_data, small_site):
    return secret_data[1]


def stranger(django_user_model):
    """A client of somebody with an account and no right whatever."""
    client = Client()
    client.force_login(django_user_model.objects.create_user("applicant", "a@example.org", "secret"))
    return client


def neighbour(django_user_model, world):
    """A client of somebody who may write news, and nothing else, in the admin."""
    group = Group.objects.create(name="News desk")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("add_page", "change_page"):
        GroupPagePermission.objects.create(
            group=group,
            page=world.about,
            permission=Permission.objects.get(content_type__app_label="wagtailcore", codename=codename),
        )
    user = django_user_model.objects.create_user("neighbour", "n@example.org", "secret")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def everything(client, secret):
    """All answers to all that ``client`` can ask of the public site."""
    crawl = Crawl(client)
    crawl.visit([*addresses.seeds(), *addresses.questions(secret), *addresses.guesses(secret)])
    for word in addresses.asked_words(secret):
        for address in addresses.questions_of(word):
            crawl.answers[address] = crawl.ask(address)
    return crawl.answers


def test_a_visitor_finds_no_marker(secret):
    answers = everything(Client(), secret)
    assert leaks(secret.markers, answers) == {}
    assert len(answers) > 300  # it went round
    assert answers["/en/collection/2024/village-masts/"].status == 200


def test_a_question_for_a_marker_is_answered_as_one_for_a_word_that_nobody_wrote(secret):
    crawl = Crawl(Client())
    for word in addresses.asked_words(secret):
        control = addresses.CONTROL if word.isascii() else addresses.CHINESE_CONTROL
        for address, other in zip(addresses.questions_of(word), addresses.questions_of(control), strict=True):
            told, said = crawl.ask(address), crawl.ask(other)
            assert told.status == said.status, address
            assert neutral(told, word) == neutral(said, control), address


def neutral(answer, word):
    """The answer without the word that was asked for, in whichever form it is repeated."""
    text = answer.body.decode("utf-8", "replace")
    for form in (word, word.upper(), word.capitalize(), addresses.quote(word), addresses.quote(word).lower()):
        text = text.replace(form, "…")
    return text


def test_its_files_are_not_there_for_a_visitor(secret):
    crawl = Crawl(Client())
    for address in addresses.files(secret):
        answer = crawl.ask(address)
        assert (answer.status, secret.markers.found_in(answer.body.decode("utf-8", "replace"))) == (404, {}), address


def test_people_with_an_account_and_no_right_find_no_marker(secret, secret_data, django_user_model):
    for client in (stranger(django_user_model), neighbour(django_user_model, secret_data[0])):
        crawl = Crawl(client)
        crawl.visit([*addresses.seeds(), *addresses.guesses(secret)])
        assert leaks(secret.markers, crawl.answers) == {}
        for address in addresses.files(secret):
            assert crawl.ask(address).status == 404, address
        told = {address: crawl.ask(address) for address in addresses.admin_addresses(secret)}
        assert leaks(secret.markers, told) == {}
