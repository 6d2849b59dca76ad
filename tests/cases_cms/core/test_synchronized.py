"""A page's slug, an edition's year and a page's place are one in all languages, at once."""

from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from cases_cms.collection import catalogue
from cases_cms.collection.models import CasePage, CatalogueEntry, EditionPage
from cases_cms.core import services
from cases_cms.core.synchronized import known_sources, source_of
from tests.factories import make_case, translate


def both(page):
    """Paths of the English and the Chinese page."""
    return [
        version.get_url()
        for version in type(page).objects.filter(translation_key=page.translation_key).order_by("locale__language_code")
    ]


def test_a_new_slug_goes_to_the_translation(small_site):
    case = make_case(small_site.edition, slug="before", translated=True)
    case = CasePage.objects.get(pk=case.pk)
    case.slug = "after"
    services.save_page(page=case, publish=True)
    assert both(case) == ["/en/collection/2024/after/", "/zh-hans/collection/2024/after/"]
    assert Client().get("/zh-hans/collection/2024/after/").status_code == 200
    assert catalogue.find_differences() == []


def test_a_translation_does_not_bring_an_old_slug_back(small_site):
    case = make_case(small_site.edition, slug="before", translated=True)
    chinese = small_site.in_zh(case)
    chinese.summary = "译 a draft"
    services.save_page(page=chinese)  # its revision holds the old slug
    case = CasePage.objects.get(pk=case.pk)
    case.slug = "after"
    services.save_page(page=case, publish=True)
    services.publish_page(page=CasePage.objects.get(pk=chinese.pk))
    assert both(case) == ["/en/collection/2024/after/", "/zh-hans/collection/2024/after/"]
    assert CasePage.objects.get(pk=chinese.pk).summary == "译 a draft"


def test_a_slug_taken_in_the_other_language_is_left_alone(small_site):
    case = make_case(small_site.edition, slug="mine", translated=True)
    small_site.in_zh(small_site.edition).add_child(
        instance=CasePage(title="译 other", slug="taken", locale=small_site.zh, live=False)
    )
    case = CasePage.objects.get(pk=case.pk)
    case.slug = "taken"
    services.save_page(page=case, publish=True)
    assert both(case) == ["/en/collection/2024/taken/", "/zh-hans/collection/2024/mine/"]


def test_the_year_of_an_edition_is_one_in_all_languages(small_site):
    make_case(small_site.edition, title="Net", slug="net", translated=True)
    edition = EditionPage.objects.get(pk=small_site.edition.pk)
    edition.year = 2026
    services.save_page(page=edition, publish=True)
    assert both(edition) == ["/en/collection/2026/", "/zh-hans/collection/2026/"]
    assert set(CatalogueEntry.objects.values_list("language", "year")) == {("en", 2026), ("zh-hans", 2026)}
    assert Client().get("/zh-hans/collection/2026/net/").status_code == 200
    assert catalogue.find_differences() == []


def test_translations_go_where_a_page_goes(small_site):
    case = make_case(small_site.edition, title="Net", slug="net", translated=True)
    case.move(small_site.edition_before, pos="last-child")
    assert both(case) == ["/en/collection/2023/net/", "/zh-hans/collection/2023/net/"]
    assert set(CatalogueEntry.objects.values_list("language", "year")) == {("en", 2023), ("zh-hans", 2023)}
    assert catalogue.find_differences() == []


def test_a_translation_stays_where_its_language_has_no_such_parent(small_site):
    case = make_case(small_site.edition, title="Net", slug="net", translated=True)
    small_site.in_zh(small_site.edition_before).delete()
    case.move(small_site.edition_before, pos="last-child")
    assert both(case) == ["/en/collection/2023/net/", "/zh-hans/collection/2024/net/"]


def test_old_addresses_lead_to_the_new_ones(small_site, django_capture_on_commit_callbacks):
    case = make_case(small_site.edition, slug="before", translated=True)
    case = CasePage.objects.get(pk=case.pk)
    case.slug = "after"
    with django_capture_on_commit_callbacks(execute=True):
        services.save_page(page=case, publish=True)
    old = sorted(Redirect.objects.values_list("old_path", flat=True))
    assert old == ["/en/collection/2024/before", "/zh-hans/collection/2024/before"]
    response = Client().get("/zh-hans/collection/2024/before/")
    assert (response.status_code, response.url) == (301, "/zh-hans/collection/2024/after/")


def test_links_survive_the_deletion_of_one_language(small_site):
    from tests.factories import OutstandingStoryPageFactory, StoriesIndexPageFactory

    index = StoriesIndexPageFactory(parent=small_site.home)
    translate(index)
    case = make_case(small_site.edition, title="Net", slug="net", translated=True)
    story = OutstandingStoryPageFactory(parent=index, case=case, title="Story")
    translate(story)
    CasePage.objects.get(pk=case.pk).delete()
    html = Client().get(small_site.in_zh(story).get_url()).content.decode()
    assert 'href="/zh-hans/collection/2024/net/"' in html
    assert "译Story" in Client().get("/zh-hans/collection/2024/net/").content.decode()


def test_who_leads_is_asked_once_for_many(small_site, django_assert_num_queries):
    cases = [make_case(small_site.edition, translated=True) for _number in range(2)]
    other = make_case(small_site.edition, translated=True)
    pages = [page for case in cases for page in (case, *case.get_translations())]
    expected = {page.pk: getattr(source_of(page), "pk", None) for page in pages}
    assert sorted(filter(None, expected.values())) == sorted(case.pk for case in cases)
    with django_assert_num_queries(1 + len(cases)), known_sources([case.translation_key for case in cases]):
        assert {page.pk: getattr(source_of(page), "pk", None) for page in pages} == expected
    with known_sources([case.translation_key for case in cases]):
        assert source_of(other.get_translations()[0]).pk == other.pk  # not among them: asked as ever


def test_who_leads_is_found_by_a_key_that_was_set_as_text(small_site):
    case = make_case(small_site.edition, translated=True)
    chinese = case.get_translations()[0]
    chinese.translation_key = case.translation_key.hex
    assert source_of(chinese).pk == case.pk
    chinese.translation_key = None
    assert source_of(chinese) is None
