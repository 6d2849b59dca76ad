"""A link in a text leads to public pages only, in the reader's language."""

import pytest
from django.utils import translation
from wagtail.models import PageViewRestriction
from wagtail.rich_text import expand_db_html

from cases_cms.core import services
from tests.factories import make_case


def expand(page, language="en"):
    """The text "link" linked to ``page``, as a page prints it."""
    with translation.override(language):
        return expand_db_html(f'<p><a linktype="page" id="{page.pk}">link</a></p>')


@pytest.fixture
def case(small_site):
    return make_case(small_site.edition, slug="net", translated=True)


def test_a_public_page_in_the_readers_language(case):
    assert expand(case) == '<p><a href="/en/collection/2024/net/">link</a></p>'
    assert expand(case, "zh-hans") == '<p><a href="/zh-hans/collection/2024/net/">link</a></p>'


def test_a_draft_is_no_link(small_site):
    draft = make_case(small_site.edition, slug="to-come", publish=False)
    assert expand(draft) == "<p><a>link</a></p>"


def test_what_lies_below_an_unpublished_page_is_no_link(small_site, case):
    services.unpublish_page(page=small_site.edition)
    assert expand(case) == "<p><a>link</a></p>"


def test_a_restricted_page_is_no_link(case):
    PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.LOGIN)
    assert expand(case) == "<p><a>link</a></p>"


def test_a_deleted_page_is_no_link(case):
    link = f'<a linktype="page" id="{case.pk}">link</a>'
    case.delete()
    assert expand_db_html(link) == "<a>link</a>"
