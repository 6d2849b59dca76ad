import pytest
from django.utils import translation
from wagtail.models import Locale, PageViewRestriction

from cases_cms.core import services
from cases_cms.core.languages import (
    LanguageLink,
    default_link,
    direction,
    home_languages,
    known_home_languages,
    lang_attribute,
    language_links,
    language_name,
    language_tag,
    site_languages,
)
from tests.factories import make_case, translate


@pytest.mark.parametrize(
    ("code", "tag"),
    [("en", "en"), ("zh-hans", "zh-Hans"), ("zh-hant", "zh-Hant"), ("pt-br", "pt-BR"), ("ar", "ar")],
)
def test_tag(code, tag):
    assert language_tag(code) == tag


def test_name_is_the_languages_own():
    assert [language_name(code) for code in ("en", "zh-hans")] == ["English", "简体中文"]


@pytest.mark.parametrize(
    ("code", "reader", "attribute"),
    [
        ("en", "en", ""),
        ("en", "zh-hans", ' lang="en"'),
        ("zh-hans", "fr", ' lang="zh-Hans"'),
        ("en", "ar", ' lang="en" dir="ltr"'),
        ("ar", "ru", ' lang="ar" dir="rtl"'),
        ("ar", "ar", ""),
    ],
)
def test_attributes_of_a_text_among_others(code, reader, attribute):
    assert lang_attribute(code, reader) == attribute
    with translation.override(reader):
        assert lang_attribute(code) == attribute


def test_direction():
    assert [direction(code) for code in ("en", "ar", "zh-hans")] == ["ltr", "rtl", "ltr"]


def test_languages_of_the_site_are_those_that_are_begun(small_site):
    assert site_languages() == ["en", "zh-hans"]
    locale = Locale.objects.create(language_code="ar")
    assert site_languages() == ["en", "zh-hans", "ar"]
    locale.delete()
    assert site_languages() == ["en", "zh-hans"]


def test_languages_with_a_public_home_page(small_site, rf):
    Locale.objects.create(language_code="ar")
    assert home_languages(rf.get("/")) == ["en", "zh-hans"]
    translate(small_site.home, language="ar")
    restriction = PageViewRestriction.objects.create(page=small_site.in_zh(small_site.home), restriction_type="login")
    assert home_languages(rf.get("/")) == ["en", "ar"]
    assert known_home_languages() == ["en", "ar"]
    restriction.delete()
    assert home_languages(rf.get("/")) == ["en", "zh-hans", "ar"]


def codes(page, request):
    return [link.code for link in language_links(page, request)]


def test_links_to_real_translations(small_site, page_request):
    case = make_case(small_site.edition, slug="net", translated=True)
    zh = small_site.in_zh(case)
    en_url, zh_url = "/en/collection/2024/net/", "/zh-hans/collection/2024/net/"
    assert language_links(zh, page_request(zh)) == [
        LanguageLink("en", "en", "English", en_url, f"http://localhost{en_url}", False),
        LanguageLink("zh-hans", "zh-Hans", "简体中文", zh_url, f"http://localhost{zh_url}", True),
    ]


def alias(case, site):
    case.copy_for_translation(site.zh, alias=True)


def draft(case, site):
    translate(case, publish=False)


def restricted(case, site):
    PageViewRestriction.objects.create(page=translate(case), restriction_type="login")


def unpublished(case, site):
    services.unpublish_page(page=translate(case))


def below_unpublished_edition(case, site):
    translate(case)
    services.unpublish_page(page=site.in_zh(site.edition))


@pytest.mark.parametrize("other", [alias, draft, restricted, unpublished, below_unpublished_edition])
def test_no_link_to_what_is_not_a_public_translation(small_site, page_request, other):
    case = make_case(small_site.edition)
    other(case, small_site)
    assert codes(case, page_request(case)) == ["en"]


def test_no_links_of_a_page_that_is_not_saved(small_site, page_request):
    assert language_links(type(small_site.home)(title="New"), page_request(small_site.home)) == []


def test_default_is_the_sites_language_else_the_first():
    en, zh = (LanguageLink(code, code, code, "", "", False) for code in ("en", "zh-hans"))
    assert default_link([zh, en]) == en
    assert default_link([zh]) == zh
    assert default_link([]) is None
