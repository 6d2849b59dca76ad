"""No public answer differs from what it was before the edition under embargo was there: no count, no order, no word."""

import pytest
from django.test import Client

from tests.leaks import addresses
from tests.leaks.crawl import Crawl, differences
from tests.leaks.world import Builder, build_public

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(small_site):
    return build_public(small_site)


def test_no_answer_differs_from_what_it_was_before(world):
    before = Crawl(Client())
    before.visit(addresses.seeds())
    secret = Builder(world).build()
    after = Crawl(Client())
    after.visit(addresses.seeds())
    assert differences(before.answers, after.answers) == []
    assert len(after.answers) > 60
    questions = addresses.questions(secret)
    asked = {address: Crawl(Client()).ask(address).status for address in questions}
    assert set(asked.values()) <= {200, 302, 404}
