"""Examples of the components and blocks of this app."""

from cases_cms.collection import blocks
from cases_cms.collection.charts import countries_chart
from cases_cms.collection.styleguide import finding, reading_on, samples
from cases_cms.core.styleguide import Example, block_example, register
from cases_cms.core.styleguide import in_words_lazy as _w
from cases_cms.core.styleguide.registry import SAMPLE_URL

CASES = [
    Example(
        _w("Case cards", "案例卡片"),
        "cases_cms/components/case_cards.html",
        lambda: {"cards": samples.cards()},
        _w(
            "With a picture; outstanding; with a very long title; in another language; with almost nothing.",
            "带图片；精品案例；标题很长；另一种语言；几乎没有内容。",
        ),
    ),
    Example(
        _w("Case card: one alone", "案例卡片：仅一张"),
        "cases_cms/components/case_cards.html",
        lambda: {"cards": samples.cards()[1:2]},
        _w("One card lies across the page.", "单张卡片横向铺开。"),
    ),
    Example(
        _w("Cases as lines", "案例目录"),
        "cases_cms/components/case_lines.html",
        lambda: {"cards": samples.cards()},
        _w("A table of contents.", "以目录形式列出案例。"),
    ),
    Example(
        _w("The cases of a page", "页面所属案例"),
        "cases_cms/components/about_cases.html",
        lambda: {"case_cards": samples.cards()[:2]},
        _w("What a story, a voice or a piece of news belongs to.", "故事、感言或新闻所属的案例。"),
    ),
    Example(
        _w("Facts of a case", "案例信息"),
        "cases_cms/components/case_facts.html",
        samples.case_facts,
        _w("Who, where and since when.", "参与方、地点与起始时间。"),
    ),
    Example(
        _w("Countries and regions of a case", "案例涉及的国家和地区"),
        "cases_cms/components/chart_case_countries.html",
        lambda: {"chart": samples.case_tiles()},
        _w("Tiles; those of its organizations are marked.", "以方块显示，并标出参与机构所在地。"),
    ),
    Example(
        _w("Sections of the host", "网站自有栏目"),
        "cases_cms/components/host_sections.html",
        samples.host_sections,
        _w("What a host adds to a case's page, here a box.", "所在网站在案例页增加的内容，此处为提示框。"),
    ),
    *reading_on.EXAMPLES,
    Example(
        _w("Figures of an edition", "一届的数据"),
        "cases_cms/components/edition_figures.html",
        lambda: {"edition": samples.edition(), "case_count": 60, "outstanding_count": 12},
        _w("Those that are known.", "仅显示已知的数据。"),
    ),
    Example(
        _w("Timeline: under way", "时间线：进行中"),
        "cases_cms/components/timeline.html",
        samples.running_schedule,
        _w("Past, current, upcoming, and a date that is not known.", "已结束、进行中、即将开始和日期未知。"),
    ),
    Example(
        _w("Timeline: all past", "时间线：已结束"),
        "cases_cms/components/timeline.html",
        samples.past_schedule,
        _w("Today stands at the end.", "“今天”位于末尾。"),
    ),
    Example(
        _w("Review criteria", "评审标准"),
        "cases_cms/components/criteria.html",
        lambda: {"criteria": samples.criteria()},
        _w("A weight is a bar beside its number.", "权重以数字和横条显示。"),
    ),
    Example(
        _w("Benefits", "参与收获"),
        "cases_cms/components/benefits.html",
        lambda: {"benefits": samples.benefits()},
        _w("What taking part brings, by whom it is for.", "按对象列出参与的收获。"),
    ),
    Example(
        _w("Cases by category and year: 1 case", "按类别和年份：1个案例"),
        "cases_cms/components/chart_cases.html",
        lambda: {"chart": samples.cases_chart([[0, 1]])},
        _w("A pearl a case; where there are few, they are larger.", "一珠一例；数量少时珠子更大。"),
    ),
    Example(
        _w("Cases by category and year: up to 60", "按类别和年份：最多60个"),
        "cases_cms/components/chart_cases.html",
        lambda: {"chart": samples.full_chart()},
        _w("Full heaps and empty ones, with the same as a table.", "满堆与空堆，并附表格。"),
    ),
    Example(
        _w("Countries and regions: one", "国家和地区：一个"),
        "cases_cms/components/chart_countries.html",
        lambda: {"chart": countries_chart({"CN": 1}, url=SAMPLE_URL)},
        _w("The least a figure can show.", "图表的最少内容。"),
    ),
    Example(
        _w("Countries and regions: many", "国家和地区：多个"),
        "cases_cms/components/chart_countries.html",
        lambda: {"chart": countries_chart(samples.COUNTS, url=SAMPLE_URL)},
        _w("By region of the world; the more cases, the deeper the tile.", "按世界区域排列，案例越多颜色越深。"),
    ),
    Example(
        _w("Reach of an edition", "一届的成果"),
        "cases_cms/components/chart_reach.html",
        lambda: {"chart": samples.known_chart()},
        _w("From the cases submitted to the outstanding ones.", "从申报案例到精品案例。"),
    ),
    Example(
        _w("Reach of an edition: hardly anything known", "一届的成果：数据未知"),
        "cases_cms/components/chart_reach.html",
        lambda: {"chart": samples.unknown_chart()},
        _w("What is not known stays a gap, never a zero.", "未知数据留空，不显示为零。"),
    ),
    Example(
        _w("Figures from year to year", "历年数据"),
        "cases_cms/components/chart_years.html",
        lambda: {"chart": samples.all_editions_chart()},
        _w("Known, counted here, and not known.", "已知、本站统计和未知。"),
    ),
]


def _in_band(block, band, context):
    return block_example(block, context=context, classes=f"cc-full cc-band cc-band--{band}")


def _latest():
    return {"edition": samples.edition(), "case_count": 60, **samples.running_schedule()}


BLOCKS = [
    _in_band(blocks.LatestEditionBlock(), "latest_edition", _latest),
    _in_band(blocks.CategoriesBlock(), "categories", lambda: {"categories": samples.labels()}),
    _in_band(blocks.OutstandingCasesBlock(), "outstanding_cases", lambda: {"cards": samples.cards()[:3]}),
    _in_band(blocks.CasesChartBlock(), "cases_chart", lambda: {"chart": samples.full_chart()}),
    _in_band(
        blocks.CountriesChartBlock(),
        "countries_chart",
        lambda: {"chart": countries_chart(samples.COUNTS, url=SAMPLE_URL)},
    ),
    _in_band(
        blocks.ReachChartBlock(), "reach_chart", lambda: {"edition": samples.edition(), "chart": samples.known_chart()}
    ),
    _in_band(blocks.YearsChartBlock(), "years_chart", lambda: {"chart": samples.all_editions_chart()}),
    block_example(
        blocks.EditionScheduleBlock(),
        context=lambda: {"edition": samples.edition(), **samples.running_schedule()},
        classes="cc-body",
    ),
    block_example(
        blocks.EditionCriteriaBlock(),
        context=lambda: {"edition": samples.edition(), "criteria": samples.criteria()},
        classes="cc-body",
    ),
    block_example(
        blocks.EditionBenefitsBlock(),
        context=lambda: {"edition": samples.edition(), "benefits": samples.benefits()},
        classes="cc-body",
    ),
]


def register_examples():
    """Called when the app is ready."""
    register("collection", _w("The Collection", "案例集"), [*CASES, *finding.EXAMPLES], order=30)
    register("collection-blocks", _w("Blocks of the Collection", "案例集内容块"), BLOCKS, order=40)
