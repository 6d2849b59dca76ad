"""Examples of the explorer's components."""

from cases_cms.collection.charts import SHADES
from cases_cms.collection.explorer.results import (
    Choice,
    CountriesView,
    CountryRow,
    Facet,
    Group,
    Offer,
    Region,
    Tile,
    Value,
)
from cases_cms.collection.styleguide import samples
from cases_cms.core.countries import country_name
from cases_cms.core.regions import by_region
from cases_cms.core.styleguide import Example, in_words
from cases_cms.core.styleguide import in_words_lazy as _w


def _value(facet, code, label, count, selected=False):
    return Value(facet, code, label, count, selected, f"{facet}={code}")


def _facet(name, label, groups, **changes):
    values = [value for group in groups for value in group.values]
    total = changes.pop("total_values", len(values))
    return Facet(name, label, groups, total, selected=[value for value in values if value.selected], **changes)


def _categories():
    numbers = (24, 7, 0, 3, 1)
    values = [
        _value("sample", label.code, label.title, number, label.accent == 2)
        for label, number in zip(samples.labels(), numbers, strict=True)
    ]
    return _facet("sample", in_words("Category", "类别"), [Group("", values)])


def _countries(**changes):
    groups = [
        Group(
            region.name,
            [
                _value("place", code, country_name(code), samples.COUNTS[code], code in ("KE", "EG"))
                for code in region.countries
            ],
        )
        for region in by_region(samples.COUNTS)
    ]
    return _facet("place", in_words("Countries and regions", "国家和地区"), groups, find_name="find-place", **changes)


def _organizations():
    names = in_words(
        ("Sample Institute for Village Networks", "Sample Cooperative"), ("示例乡村网络研究所", "示例合作社")
    )
    values = [_value("body", f"sample-{number}", name, 5 - number) for number, name in enumerate(names)]
    label = in_words("Organization", "单位")
    return _facet("body", label, [Group("", values)], find_name="find-body", total_values=412)


def _choices():
    labels = in_words(("Newest first", "Title", "Most countries"), ("最新在前", "标题", "国家最多"))
    return {
        "choices": [
            Choice(f"sample-{number}", label, f"sort={number}", number == 0) for number, label in enumerate(labels)
        ],
        "label": in_words("Sort by", "排序"),
        "name": "sample",
    }


def _notes():
    return {
        "corrected": ("digitel divide", "digital divide", "exactly=1&q=digitel+divide"),
        "also_found": [
            in_words(
                "Cases with “数字鸿沟”, the official term in Chinese, are found as well.",
                "同时找到含有对应英文术语“digital divide”的案例。",
            )
        ],
    }


def _offers():
    names = in_words(("Kenya", "the words “solar”"), ("肯尼亚", "太阳能"))
    return {
        "offers": [Offer("", name, number, f"sample={number}") for name, number in zip(names, (7, 1), strict=True)],
        "clear_query": "",
    }


def _countries_view():
    counts = {**samples.COUNTS, "FJ": 0}
    largest = max(counts.values())

    def tile(code):
        number = counts[code]
        shade = 1 + (SHADES - 1) * (number - 1) // max(1, largest - 1) if number else 0
        return Tile(code, country_name(code), shade, number, f"place={code}", code == "KE", number == 0)

    regions = [Region(region.name, [tile(code) for code in region.countries]) for region in by_region(counts)]
    rows = [
        CountryRow(each.code, each.name, region.name, each.count, each.count // 4, each.query, each.selected)
        for region in regions
        for each in region.tiles
    ]
    labels = in_words(("Name", "Cases", "Outstanding cases"), ("名称", "案例", "精品案例"))
    orders = [
        Choice(code, label, f"order={code}", code == "name")
        for code, label in zip(("name", "cases", "outstanding"), labels, strict=True)
    ]
    return {"countries": CountriesView(regions, rows, orders)}


EXAMPLES = [
    Example(
        _w("Filters of the explorer", "案例检索：筛选"),
        "cases_cms/components/facet_panel.html",
        lambda: {"facets": [_categories(), _countries(), _organizations()]},
        _w(
            "Behind one line on a phone; each value with what one gets by choosing it.",
            "在手机上收起为一行；每个选项后为选择它所得的数量。",
        ),
    ),
    Example(
        _w("Filter: finding a value", "筛选：查找选项"),
        "cases_cms/components/facet_section.html",
        lambda: {"facet": _countries(find="zzz")},
        _w("A long list has a field; what is chosen stays.", "较长的列表附有查找框；已选的项保留。"),
    ),
    Example(
        _w("Ways to see a list", "列表的显示方式"),
        "cases_cms/components/choices.html",
        _choices,
        _w("Orders and views, one of which holds.", "排序与视图，其中一种生效。"),
    ),
    Example(
        _w("What a search did", "搜索说明"),
        "cases_cms/components/search_notes.html",
        _notes,
        _w(
            "A typo was forgiven; a term was sought in another language as well.",
            "已更正错字，并按其他语言的术语搜索。",
        ),
    ),
    Example(
        _w("No case fits", "没有符合的案例"),
        "cases_cms/components/offers.html",
        _offers,
        _w("Says what to take away, and what one gets then.", "说明去掉哪个条件可得多少案例。"),
    ),
    Example(
        _w("Cases as a compact list", "案例：紧凑列表"),
        "cases_cms/components/case_list.html",
        lambda: {"cards": samples.cards()},
        _w("A line each where there is room.", "空间足够时每个案例一行。"),
    ),
    Example(
        _w("Countries and regions as a filter", "国家和地区：筛选"),
        "cases_cms/components/countries_view.html",
        _countries_view,
        _w("Tiles and a table, each of which chooses or drops one.", "方块与表格，点击即可选择或取消。"),
    ),
]
