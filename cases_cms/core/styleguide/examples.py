"""Examples of the components and blocks of this app."""

from types import SimpleNamespace

from django.core.paginator import Paginator
from django.http import QueryDict

from cases_cms.core import blocks
from cases_cms.core.covers import FORMS, draw
from cases_cms.core.facets import explore
from cases_cms.core.languages import LanguageLink, language_label, language_name, language_tag
from cases_cms.core.related import RelatedSection
from cases_cms.core.styleguide import Example, in_words, register
from cases_cms.core.styleguide import in_words_lazy as _w
from cases_cms.core.styleguide.block_examples import BLOCKS
from cases_cms.core.styleguide.registry import SAMPLE_URL
from cases_cms.core.styleguide.samples import (
    SamplePicture,
    foreign_summary,
    foreign_title,
    long_title,
    other_language,
    sample_page,
    sample_video,
    summary,
    title,
)

COUNTRIES = ("BR", "CN", "EG", "ID", "KE", "PE")


# --- The frame of a page ----------------------------------------------------------------------


def _crumbs():
    return {
        "frame": SimpleNamespace(
            breadcrumbs=[
                sample_page(in_words("Home", "首页")),
                sample_page(in_words("Collection", "案例集")),
                sample_page(in_words("An edition", "某一届")),
            ]
        )
    }


def _article_head():
    return {
        **_crumbs(),
        "page": sample_page(title()),
        "eyebrow": in_words("Story", "故事"),
        "lede": summary(),
    }


def _index_head():
    return {
        **_crumbs(),
        "page": sample_page(in_words("Stories", "案例故事"), introduction=f"<p>{summary()}</p>"),
    }


def _languages(codes=("en", "zh-hans", "ar")):
    return {
        "frame": SimpleNamespace(
            query="",
            language_links=[
                LanguageLink(code, language_tag(code), language_name(code), SAMPLE_URL, SAMPLE_URL, code == "en")
                for code in codes
            ],
        )
    }


def _only_language():
    code = other_language()
    link = LanguageLink(code, language_tag(code), language_name(code), SAMPLE_URL, SAMPLE_URL, True)
    return {"frame": SimpleNamespace(query="", language_links=[link])}


def _body():
    body = blocks.BodyBlock()
    names = ("heading", "paragraph", "quote", "steps", "callout")
    return {
        "page": sample_page(
            title(), body=body.normalize([(name, body.child_blocks[name].get_preview_value()) for name in names])
        )
    }


# --- Lists --------------------------------------------------------------------------------------


def _cards(number):
    return {
        "items": [
            sample_page(title(), cover=SamplePicture(), summary=summary(), subtitle=in_words("A place", "某地")),
            sample_page(long_title(), summary=summary(), translation_key="long"),
            sample_page(foreign_title(), other_language(), summary=foreign_summary(), translation_key="other"),
        ][:number]
    }


def _related():
    sections = [
        RelatedSection(
            "sample",
            in_words("What else belongs here", "相关内容"),
            "cases_cms/styleguide/page_cards.html",
            _cards(2)["items"],
        )
    ]
    return {"related": sections}


def _explored(query):
    kinds = [
        ("water", in_words("Water", "水")),
        ("silk", in_words("Silk", "丝")),
        ("stone", in_words("Stone and slate", "石与瓦")),
    ]
    years = [(str(year), str(year)) for year in range(2021, 2026)]
    vocabulary = {
        "kind": (in_words("Kind", "类别"), kinds),
        "year": (in_words("Edition", "届"), years),
    }
    return explore(vocabulary, SimpleNamespace(GET=QueryDict(query)), words=True)


CHOSEN = "kind=silk&kind=stone&year=2024&q=solar"


def _filters():
    return {**_explored(CHOSEN), "words": True, "label": in_words("Filter the samples", "筛选示例")}


def _facet(number):
    return lambda: {"facet": _explored(CHOSEN)["facets"][number]}


def _ignored():
    return {"ignored": _explored("kind=nothing&year=1999")["ignored"]}


def _pages():
    return {"page_obj": Paginator(range(200), 8).page(13), "selection": _explored("kind=silk")["selection"]}


# --- Covers -------------------------------------------------------------------------------------


def _covers():
    forms = in_words(
        ("Arches", "Scales", "Posts", "Gables", "Table", "Roofs"), ("桥拱", "水纹", "栈桩", "山墙", "圆桌", "飞檐")
    )
    covers = [
        (accent, forms[accent - 1], draw(key="sample", accent=accent, countries=COUNTRIES, year=2024))
        for accent in FORMS
    ]
    outstanding = in_words("Golden disc: an outstanding case", "金色圆日：精品案例")
    covers.append((2, outstanding, draw(key="gold", accent=2, countries=COUNTRIES, year=2023, golden=True)))
    covers.append((1, in_words("Wide", "宽幅"), draw(key="wide", accent=1, countries=COUNTRIES, year=2025, wide=True)))
    stars = [f"{first}{second}" for first in "ABCDEFG" for second in "AEIORU"]
    covers.append(
        (
            4,
            in_words("A sky of stars: the countries and regions of an edition", "星空：一届涉及的国家和地区"),
            draw(key="stars", accent=4, countries=stars, year=2024, wide=True, joined=False),
        )
    )
    return {"covers": covers}


def _picture():
    return {
        "image": SamplePicture(),
        "alt": in_words("A bridge over a canal, drawn", "画中的运河与桥"),
        "caption": in_words("A caption says what is seen, where and when.", "图片说明写明画面内容、地点与时间。"),
        "credit": in_words("sample", "示例"),
    }


def _figures():
    return {
        "figures": [
            {"value": in_words("over 230", "230多个"), "label": in_words("villages", "村庄")},
            {"value": "17", "label": in_words("countries and regions", "个国家和地区")},
            {"value": "98%", "label": in_words("of the days of the year online", "的日子保持在线")},
        ]
    }


COMPONENTS = [
    Example(
        _w("Drawn covers", "绘制的封面"),
        "cases_cms/styleguide/covers.html",
        _covers,
        _w("What stands where a thing has no picture, drawn from its own data.", "没有图片时，由自身数据绘制的封面。"),
    ),
    Example(
        _w("Cover", "封面"),
        "cases_cms/components/cover.html",
        lambda: {"page": sample_page(title(), cover=SamplePicture(), cover_alt="")},
        _w("A page's picture, across the page.", "横贯页面的封面图片。"),
    ),
    Example(
        _w("Breadcrumbs", "路径导航"),
        "cases_cms/components/breadcrumbs.html",
        _crumbs,
        _w("Where the page stands.", "页面所在位置。"),
    ),
    Example(
        _w("Head of an article", "文章页首"),
        "cases_cms/components/article_head.html",
        _article_head,
        _w("Title with what stands above and under it.", "标题及其上下文字。"),
    ),
    Example(
        _w("Head of a list", "列表页首"),
        "cases_cms/components/index_head.html",
        _index_head,
        _w("Title and introduction of a list.", "列表的标题与导语。"),
    ),
    Example(
        _w("Languages", "语言"),
        "cases_cms/components/languages.html",
        _languages,
        _w("The page in its other languages, each by its own name.", "本页的其他语言版本，各以自身名称显示。"),
    ),
    Example(
        _w("Languages: many", "语言：多种"),
        "cases_cms/components/languages.html",
        lambda: _languages(("en", "zh-hans", "fr", "es", "ru", "ar")),
        _w("More than three are folded up under the name of the present one.", "超过三种时折叠，显示当前语言的名称。"),
    ),
    Example(
        _w("Languages: only one", "语言：仅一种"),
        "cases_cms/components/languages.html",
        _only_language,
        _w("A page without a translation says so.", "没有译文的页面会注明。"),
    ),
    Example(
        _w("Page cards", "页面卡片"),
        "cases_cms/styleguide/page_cards.html",
        lambda: _cards(3),
        _w(
            "Pages in a list: with a picture, with a very long title, in another language.",
            "列表中的页面：带图片、标题很长、另一种语言。",
        ),
    ),
    Example(
        _w("Page card: one alone", "页面卡片：仅一张"),
        "cases_cms/styleguide/page_cards.html",
        lambda: _cards(1),
        _w("One card lies across the page.", "单张卡片横向铺开。"),
    ),
    Example(
        _w("Related pages", "相关页面"),
        "cases_cms/components/related.html",
        _related,
        _w("What other apps show for the same cases.", "其他应用为同一案例显示的内容。"),
    ),
    Example(
        _w("Empty list", "空列表"),
        "cases_cms/components/empty.html",
        lambda: {
            "message": in_words("Nothing fits this choice. Try fewer filters.", "没有符合条件的内容，请减少筛选条件。"),
            "clear": True,
        },
        _w("Says what to do, with a way back.", "说明该怎么做，并提供返回途径。"),
    ),
    Example(
        _w("Filters", "筛选"),
        "cases_cms/components/filters.html",
        _filters,
        _w("The form of a filtered list, with a search field.", "带搜索框的筛选表单。"),
    ),
    Example(
        _w("Facet", "筛选项"),
        "cases_cms/components/facet.html",
        _facet(0),
        _w("A group of checkboxes that opens.", "可展开的一组复选框。"),
        classes="cc-filters__facets",
    ),
    Example(
        _w("Facet as links", "链接式筛选项"),
        "cases_cms/components/facet_links.html",
        _facet(1),
        _w("Values to choose with one click.", "一次点击即可选择。"),
    ),
    Example(
        _w("Chips", "已选条件"),
        "cases_cms/components/chips.html",
        lambda: _explored(CHOSEN),
        _w("What is chosen; each goes away by one click.", "已选的条件，点击即可移除。"),
    ),
    Example(
        _w("Notice: unknown values", "提示：未知条件"),
        "cases_cms/components/ignored.html",
        _ignored,
        _w("Says which values of the address mean nothing here.", "说明地址中哪些条件在此无效。"),
    ),
    Example(
        _w("Pagination", "分页"),
        "cases_cms/components/pagination.html",
        _pages,
        _w("In the middle of 200 entries.", "200条内容的中间一页。"),
    ),
    Example(
        _w("Badges", "标记"),
        "cases_cms/styleguide/badges.html",
        lambda: {"language": language_label(other_language())},
        _w("Outstanding, in another language, with sample data.", "精品案例、其他语言、含示例数据。"),
    ),
    Example(
        _w("Note on sample data", "示例数据说明"),
        "cases_cms/components/sample_note.html",
        lambda: {
            "page": sample_page(
                title(),
                sample_note=in_words("The year is assumed; no document names it.", "年份为假定值，文件中未载明。"),
            )
        },
        _w("Says on a page what is assumed.", "在页面上说明哪些内容为假定。"),
    ),
    Example(
        _w("Figures", "数据"),
        "cases_cms/components/figures.html",
        _figures,
        _w("Numbers as people write them, and what they count.", "按习惯写法显示的数字及其含义。"),
    ),
    Example(
        _w("Picture", "图片"),
        "cases_cms/components/picture.html",
        _picture,
        _w("With caption and credit.", "带说明和署名。"),
        classes="cc-body",
    ),
    Example(
        _w("Picture that is lost", "无法显示的图片"),
        "cases_cms/components/picture.html",
        lambda: {"alt": in_words("A bridge over a canal, drawn", "画中的运河与桥")},
        _w("What it shows stands in its place.", "以文字说明代替图片。"),
        classes="cc-body",
    ),
    Example(
        _w("Video by file", "影片：文件"),
        "cases_cms/components/video.html",
        lambda: {"video": sample_video(), "title": in_words("A sample film", "示例影片"), "tag": ""},
        _w(
            "Player with captions and transcript; there is no film behind this one.",
            "带字幕和文字稿的播放器；此处没有实际影片。",
        ),
    ),
    Example(
        _w("Video on another site", "影片：其他网站"),
        "cases_cms/components/video.html",
        lambda: {
            "video": sample_video(video_file=None, video_captions=None, video_url="https://example.org/film"),
            "title": in_words("Another sample film", "另一部示例影片"),
            "tag": "",
        },
        _w("A link that says where it leads.", "注明去向的链接。"),
    ),
    Example(
        _w("Body of an article", "正文"),
        "cases_cms/components/body.html",
        _body,
        _w("Blocks one after the other.", "依次排列的内容块。"),
        tag="",
    ),
]


def register_examples():
    """Called when the app is ready."""
    register("core", _w("Components", "组件"), COMPONENTS, order=10)
    register("blocks", _w("Blocks", "内容块"), BLOCKS, order=20)
