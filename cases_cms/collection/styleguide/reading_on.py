"""Examples of what a visitor does after finding a case: reading on, citing, comparing."""

from datetime import date
from types import SimpleNamespace

from cases_cms.collection.case_views import View
from cases_cms.collection.citations import Source
from cases_cms.collection.comparison import Column, Comparison
from cases_cms.collection.enums import OrganizationRole
from cases_cms.collection.models import Organization
from cases_cms.collection.neighbours import Near, Neighbours, Shared, Step
from cases_cms.collection.sharing import share
from cases_cms.collection.shortlist import Reading, Shortlist
from cases_cms.collection.styleguide import samples
from cases_cms.core.languages import LanguageLink, language_name, language_tag
from cases_cms.core.quantities import Quantity
from cases_cms.core.styleguide import Example, in_words
from cases_cms.core.styleguide import in_words_lazy as _w
from cases_cms.core.styleguide.registry import SAMPLE_URL
from cases_cms.core.styleguide.samples import foreign_title, long_title, other_language, sample_page, title

CODES = ("2023.outstanding", "2024.long", "2024.sample", "2024.foreign")


def _shortlist(number):
    """A Shortlist of ``number`` sample cases."""
    titles = dict(zip(CODES, (title(), long_title(), title(), foreign_title()), strict=True))
    entries = {
        code: SimpleNamespace(title=titles[code], url_path="", page_language="en", language="en") for code in CODES
    }
    return Shortlist(CODES[:number], (), "", entries, lambda path: SAMPLE_URL)


def _button(number):
    return {"shortlist": _shortlist(number), "card": samples.cards()[0]}


def _views():
    codes = [in_words("en", "zh-hans"), other_language()]
    links = [
        LanguageLink(code, language_tag(code), language_name(code), SAMPLE_URL, "", index == 0)
        for index, code in enumerate(codes)
    ]
    return {"views": [*(View(link.url, link, None, link.is_current) for link in links), View(SAMPLE_URL, *links)]}


def _neighbours():
    return {"neighbours": Neighbours(Step(title(), SAMPLE_URL, ""), Step(long_title(), SAMPLE_URL, ""), 7, 60)}


def _near():
    reasons = (Shared(1, True, 0), Shared(0, True, 4), Shared(0, False, 1))
    return {"near_cases": [Near(card, shared.reason) for card, shared in zip(samples.cards(), reasons, strict=False)]}


def _sharing():
    source = Source(
        key="sample-2024",
        title=title(),
        authors=(in_words("Sample Institute for Village Networks", "示例乡村网络研究所"),),
        year=2024,
        publisher=in_words("Sample Publisher", "示例出版机构"),
        url="https://example.org/en/collection/2024/sample/",
        accessed=date(2026, 11, 22),
        tag=in_words("en", "zh-Hans"),
    )
    return {"sharing": share(source, SAMPLE_URL)}


def _column(card, **values):
    figures = SimpleNamespace(all=lambda: values.pop("figures", []))
    page = sample_page(card.title, reach_quantity=values.get("reach"), start_year=2018, figures=figures)
    organization = Organization(name=in_words("Sample Cooperative", "示例合作社"), country="KE")
    return Column(
        card=card,
        page=page,
        organizations=[(OrganizationRole.APPLICANT.label, organization)],
        countries=[(name, index < 2) for index, name in enumerate(card.countries)],
        without_url=SAMPLE_URL,
    )


def _comparison():
    cards = samples.cards()
    columns = [_column(cards[0], reach=Quantity(17)), _column(cards[1]), _column(cards[3]), _column(cards[2])]
    text = in_words("How the section begins, in a sentence or two.", "本部分的开头，一两句话。")
    return {
        "comparison": Comparison(
            reading=Reading(CODES),
            columns=columns,
            common=cards[1].countries,
            rows=[
                (name, [(column, text) for column in columns])
                for name in in_words(("Background", "Benefits"), ("背景", "成效"))
            ],
            is_whole=False,
            list_url=SAMPLE_URL,
            text_url=SAMPLE_URL,
            clear_url=SAMPLE_URL,
        )
    }


def _reading():
    return {"reading": Reading(CODES, unknown=("2024.nowhere",), repeated=("2024.sample",), surplus=("2022.fifth",))}


EXAMPLES = [
    Example(
        _w("Ways to read a case", "案例的阅读方式"),
        "cases_cms/components/reading_views.html",
        _views,
        _w("Each language alone, and two side by side.", "单语阅读，或双语对照。"),
    ),
    Example(
        _w("Share and cite", "分享与引用"),
        "cases_cms/components/share.html",
        _sharing,
        _w(
            "Address, code for the phone, citations; buttons come with the script.",
            "网址、二维码和引用格式；按钮由脚本提供。",
        ),
    ),
    Example(
        _w("Cases before and after", "上一篇与下一篇"),
        "cases_cms/components/neighbours.html",
        _neighbours,
        _w("In the order of the edition's page.", "按年度页面的顺序。"),
    ),
    Example(
        _w("Related cases", "相关案例"),
        "cases_cms/components/near_cases.html",
        _near,
        _w("Each with the reason.", "均注明相关原因。"),
    ),
    Example(
        _w("Shortlist: add", "比较清单：加入"),
        "cases_cms/components/shortlist_button.html",
        lambda: {**_button(1), "card": SimpleNamespace(code="2024.other", title=title())},
        _w("On a card.", "位于卡片上。"),
    ),
    Example(
        _w("Shortlist: on the list", "比较清单：已加入"),
        "cases_cms/components/shortlist_button.html",
        lambda: {**_button(1), "card": SimpleNamespace(code=CODES[0], title=title())},
        _w("The same place takes it off again.", "可在同一位置移出。"),
    ),
    Example(
        _w("Shortlist: full", "比较清单：已满"),
        "cases_cms/components/shortlist_button.html",
        lambda: {**_button(4), "card": SimpleNamespace(code="2024.other", title=title())},
        _w("At four it says so.", "满四个时会提示。"),
    ),
    Example(
        _w("The shortlist", "比较清单"),
        "cases_cms/components/shortlist_bar.html",
        lambda: {"shortlist": _shortlist(3)},
        _w("Stays at the foot of the window.", "停留在窗口底部。"),
    ),
    Example(
        _w("What cannot be compared", "无法比较的案例"),
        "cases_cms/components/compare_notices.html",
        _reading,
        _w("Unknown, named twice, or one too many.", "未知、重复或超出数量。"),
    ),
    Example(
        _w("Comparison", "案例比较"),
        "cases_cms/components/comparison.html",
        _comparison,
        _w("Four cases; the columns scroll where there is no room.", "四个案例；空间不足时可横向滚动。"),
    ),
]
