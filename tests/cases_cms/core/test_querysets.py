import pytest
from wagtail.models import PageViewRestriction

from cases_cms.collection.models import CasePage
from cases_cms.core import services
from tests.factories import make_case, translate


def titles(site, language):
    pages = CasePage.objects.all().published().for_language(getattr(site, language))
    return sorted(pages.values_list("title", flat=True))


def test_one_page_for_each_case_in_the_readers_language_or_the_one_it_has(small_site):
    make_case(small_site.edition, title="Both", translated=True)
    make_case(small_site.edition, title="English only")
    make_case(small_site.in_zh(small_site.edition), title="只有中文", slug="zh-only")
    make_case(small_site.edition, title="Draft", publish=False)
    assert titles(small_site, "en") == ["Both", "English only", "只有中文"]
    assert titles(small_site, "zh") == ["English only", "只有中文", "译Both"]


def draft(case, site):
    translate(case, publish=False)


def alias(case, site):
    case.copy_for_translation(site.zh, alias=True)


def restricted(case, site):
    PageViewRestriction.objects.create(page=translate(case), restriction_type="login")


def below_unpublished_edition(case, site):
    translate(case)
    services.unpublish_page(page=site.in_zh(site.edition))


@pytest.mark.parametrize("other", [draft, alias, restricted, below_unpublished_edition])
def test_translation_that_is_not_public_is_replaced(small_site, other):
    other(make_case(small_site.edition, title="Net"), small_site)
    assert titles(small_site, "zh") == ["Net"]
    assert titles(small_site, "en") == ["Net"]


@pytest.mark.parametrize("above", ["home", "collection", "edition"])
@pytest.mark.parametrize("how", ["unpublished", "restricted"])
def test_nothing_below_what_is_hidden_is_published(small_site, above, how):
    make_case(small_site.edition, title="Secret")
    make_case(small_site.in_zh(small_site.edition), title="公开", slug="open")
    page = getattr(small_site, above)
    if how == "unpublished":
        services.unpublish_page(page=page)
    else:
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    assert titles(small_site, "en") == ["公开"]
    assert list(CasePage.objects.all().published().values_list("title", flat=True)) == ["公开"]
