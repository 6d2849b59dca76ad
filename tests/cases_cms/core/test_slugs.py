import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases_cms.core import services
from cases_cms.core.slugs import FALLBACK, MAX_LENGTH, cut, free_slug, make_slug
from cases_cms.news.models import NewsPage
from tests.factories import NewsIndexPageFactory, NewsPageFactory


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Cisco Networking Academy", "cisco-networking-academy"),
        ("Tom’s & Jerry", "toms-jerry"),
        ("Données ouvertes", "donnees-ouvertes"),
        ("数字敦煌", "shu-zi-dun-huang"),
        ("重庆", "chong-qing"),
        ("重复使用的重要性", "chong-fu-shi-yong-de-zhong-yao-xing"),
        ("银行行长", "yin-hang-hang-zhang"),
        ("音乐与快乐", "yin-yue-yu-kuai-le"),
        ("参差不齐", "cen-ci-bu-qi"),
        ("網絡空間", "wang-luo-kong-jian"),
        ("KaiOS智能手机操作系统", "kaios-zhi-neng-shou-ji-cao-zuo-xi-tong"),
        ("以5G网络覆盖98%的村庄", "yi-5g-wang-luo-fu-gai-98-de-cun-zhuang"),
        ("Обучение цифровым навыкам", "obuchenie-tsifrovym-navykam"),
        ("한국 디지털", "hangug-dijiteol"),
        ("！！！", FALLBACK),
        ("", FALLBACK),
    ],
)
def test_a_title_in_any_script_gives_a_slug(title, slug):
    assert make_slug(title) == slug


def test_arabic_gives_a_slug_of_its_letters():
    assert re.fullmatch(r"[a-z]+-[a-z]+", make_slug("التعاون الدولي"))


def test_a_long_title_is_cut_between_syllables():
    slug = make_slug("携手构建网络空间命运共同体实践案例征集活动")
    assert slug == "xie-shou-gou-jian-wang-luo-kong-jian-ming-yun-gong-tong-ti"
    assert make_slug("a" * 80) == "a" * MAX_LENGTH
    assert cut("one-two-three", 8) == "one-two"
    assert cut("one-two-three", 7) == "one-two"


@given(st.text(max_size=120))
def test_any_title_gives_a_slug_that_is_one(title):
    assert re.fullmatch(r"[a-z0-9_-]{1,60}", make_slug(title))


def test_slugs_of_siblings_differ_within_the_length(small_site):
    index = NewsIndexPageFactory(parent=small_site.in_zh(small_site.home))
    title = "携手构建网络空间命运共同体实践案例征集活动重要通知"
    slugs = []
    for _number in range(3):
        page = NewsPage(title=title, summary="摘要")
        slugs.append(services.create_page(parent=index, page=page, publish=True).slug)
    assert slugs == [
        "xie-shou-gou-jian-wang-luo-kong-jian-ming-yun-gong-tong-ti",
        "xie-shou-gou-jian-wang-luo-kong-jian-ming-yun-gong-tong-ti-2",
        "xie-shou-gou-jian-wang-luo-kong-jian-ming-yun-gong-tong-ti-3",
    ]
    assert {len(slug) <= MAX_LENGTH for slug in slugs} == {True}


def test_a_slug_that_somebody_wrote_stays(small_site):
    index = NewsIndexPageFactory(parent=small_site.home)
    assert NewsPageFactory(parent=index, title="重庆", slug="cq").slug == "cq"


def test_a_free_slug_costs_one_query(small_site, django_assert_num_queries):
    index = NewsIndexPageFactory(parent=small_site.home)
    page = NewsPageFactory(parent=index, slug="news")
    with django_assert_num_queries(1):
        assert free_slug("news", index) == "news-2"
    assert free_slug("news", index, page) == "news"
