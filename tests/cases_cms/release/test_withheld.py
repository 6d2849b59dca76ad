"""The second line: rows that claim to be live below an edition under embargo are shown nowhere."""

import pytest
from django.template import Context, Template
from wagtail.models import Page

from cases_cms.collection import catalogue
from cases_cms.collection.models import CatalogueEntry
from cases_cms.core.languages import language_links
from cases_cms.core.visibility import find_hidden, public
from cases_cms.release.models import EditionRelease, HeldPage
from cases_cms.release.services import mark_released
from cases_cms.search.shown import pages_changed, shown_pages
from tests.cases_cms.release.secrets import announce, make_secret
from tests.factories import NewsIndexPageFactory, StandardPageFactory, make_case, make_news

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(small_site):
    return make_secret(small_site)


@pytest.fixture
def raw(secret):
    """The same, all of it made live behind everybody's back."""
    Page.objects.filter(pk__in=[page.pk for page in secret.pages]).update(live=True)
    pages_changed()
    return secret


def seen(pages):
    """Which of ``pages`` the public sees, by the one door and by the process's memory."""
    keys = [page.pk for page in pages]
    by_query = set(public(Page.objects.filter(pk__in=keys)).values_list("pk", flat=True))
    assert by_query == set(keys) & set(shown_pages().pages)
    hidden = find_hidden()
    rows = Page.objects.filter(pk__in=keys, live=True)
    assert by_query == {page.pk for page in rows if not hidden.covers(page.path)}
    return [page for page in pages if page.pk in by_query]


def test_nothing_of_it_is_seen(raw):
    assert seen(raw.pages) == []


def test_the_catalogue_has_none_of_it(raw):
    catalogue.rebuild()
    assert CatalogueEntry.objects.count() == 0
    assert list(catalogue.find_differences()) == []


def test_no_address_answers(raw, client):
    for page in raw.pages:
        assert (page.url, client.get(page.url).status_code) == (page.url, 404)
    sitemap = client.get("/sitemap.xml").content.decode()
    assert [page.url for page in raw.pages if page.url in sitemap] == []


def test_it_is_linked_from_nowhere(raw, rf):
    public_case = make_case(raw.site.edition, title="Public case")
    news = make_news(NewsIndexPageFactory(parent=raw.site.home), cases=[public_case])
    request = rf.get(news.url)
    assert [link.url for link in language_links(raw.story.specific, request)] == []
    html = Template("{% load wagtailcore_tags %}{{ text|richtext }}").render(
        Context({"text": f'<a linktype="page" id="{raw.case.pk}">secret</a>'})
    )
    assert html == "<a>secret</a>"


def test_a_search_finds_none_of_it(raw, client):
    html = client.get("/en/search/", {"q": "Secret"}).content.decode()
    assert "Secret case" not in html
    assert "Secret story" not in html


def test_of_an_announced_edition_its_own_page_alone(raw):
    announce(raw)
    assert seen(raw.pages) == [raw.edition, raw.edition_zh]
    assert find_hidden().below == tuple(sorted([raw.edition.path, raw.edition_zh.path]))


def test_a_released_edition_is_seen(raw):
    mark_released(raw.edition.translation_key)
    assert seen(raw.pages) == raw.pages
    assert CatalogueEntry.objects.count() == 2


def test_back_under_embargo_it_is_gone_at_once(raw):
    mark_released(raw.edition.translation_key)
    release = raw.release
    release.state = "embargo"
    release.save(update_fields=["state"])
    assert seen(raw.pages) == []
    assert CatalogueEntry.objects.count() == 0
    EditionRelease.objects.all().delete()
    assert seen(raw.pages) == []


def test_a_moved_edition_takes_its_secret_along(raw):
    announce(raw)
    before = raw.edition.path
    raw.edition.move(raw.site.edition, pos="left")
    pages = [Page.objects.get(pk=page.pk) for page in raw.pages]
    assert pages[0].path != before
    assert [page.title for page in seen(pages)] == [raw.edition.title, raw.edition_zh.title]


def test_pages_about_its_cases_and_pages_kept_for_it(raw):
    news = make_news(NewsIndexPageFactory(parent=raw.site.home), cases=[raw.case], publish=False)
    free = make_news(news.get_parent().specific, cases=[make_case(raw.site.edition)])
    held = StandardPageFactory(parent=raw.site.home)
    HeldPage.objects.create(release=raw.release, page_key=held.translation_key)
    Page.objects.filter(pk=news.pk).update(live=True)
    pages_changed()
    assert seen([news, free, held, raw.site.home]) == [free, raw.site.home]


def test_a_draft_about_a_secret_case_leaves_public_news_alone(raw):
    news = make_news(NewsIndexPageFactory(parent=raw.site.home), cases=[make_case(raw.site.edition)])
    row = news.related_cases.first()
    row.case_key = raw.case.translation_key
    news.related_cases.add(row)
    news.save_revision()
    assert seen([news]) == [news]


def test_one_query_tells(secret, django_assert_num_queries):
    find_hidden()
    with django_assert_num_queries(1):
        find_hidden()
