"""Examples of the search's components for the style page."""

from django.utils.safestring import mark_safe

from cases_cms.core.styleguide.registry import SAMPLE_URL, Example, in_words, in_words_lazy, register
from cases_cms.core.styleguide.samples import foreign_title, title
from cases_cms.search.kinds import Hit, Start, StartLink
from cases_cms.search.suggestions import Suggestion, Suggestions


def _field():
    return {
        "action": SAMPLE_URL,
        "value": in_words("digital divide", "数字鸿沟"),
        "label": in_words("What are you looking for?", "您想查找什么？"),
        "id": "cc-sample-search",
    }


def _hit():
    return {
        "hit": Hit(
            title=mark_safe(in_words("<mark>Solar</mark> power for villages", "乡村<mark>太阳能</mark>供电")),
            url=SAMPLE_URL,
            excerpt=mark_safe(
                in_words(
                    "…one mast, powered by <mark>solar</mark> panels and repaired by the village itself…",
                    "……一座基站由<mark>太阳能</mark>板供电，并由村民自行维护……",
                )
            ),
            meta=in_words("2024 · Digital infrastructure", "2024 · 数字基础设施"),
            accent=1,
            distinction=True,
        )
    }


def _foreign_hit():
    return {
        "hit": Hit(
            title=foreign_title(),
            url=SAMPLE_URL,
            meta="2023",
            language=in_words("Simplified Chinese", "英语"),
            lang=mark_safe(in_words(' lang="zh-Hans"', ' lang="en"')),
            note=in_words("Found as “solar power”", "以“太阳能”找到"),
        )
    }


def _starts():
    return {
        "starts": [
            Start(
                in_words("The Collection by category", "按类别浏览案例集"),
                [
                    StartLink(in_words("Water", "水"), SAMPLE_URL, accent=1),
                    StartLink(in_words("Silk", "丝"), SAMPLE_URL, accent=2),
                    StartLink(in_words("Lantern", "灯"), SAMPLE_URL, accent=3),
                ],
            )
        ]
    }


def _suggestions():
    return {
        "groups": [
            Suggestions(
                in_words("Titles", "标题"),
                [
                    Suggestion(title(), url=SAMPLE_URL, note=in_words("Cases", "案例")),
                    Suggestion(
                        foreign_title(),
                        url=SAMPLE_URL,
                        lang=mark_safe(in_words(' lang="zh-Hans"', ' lang="en"')),
                        note=in_words("Simplified Chinese", "英语"),
                    ),
                ],
            ),
            Suggestions(
                in_words("Official terms", "规范术语"),
                [Suggestion(in_words("solar power", "太阳能"), words=in_words("solar power", "太阳能"))],
            ),
        ],
        "number": 3,
    }


def register_examples():
    """Called in the app's ``ready``."""
    register(
        "search",
        in_words_lazy("Search", "搜索"),
        [
            Example(
                in_words_lazy("Search field", "搜索框"),
                "cases_cms/components/search_field.html",
                _field,
                in_words_lazy("A form of its own, with a button.", "独立表单，带按钮。"),
            ),
            Example(
                in_words_lazy("Search field within a form", "表单中的搜索框"),
                "cases_cms/components/search_input.html",
                lambda: {**_field(), "id": "cc-sample-input"},
                in_words_lazy("The field alone, for a form that is there already.", "仅含输入框，用于已有表单。"),
            ),
            Example(
                in_words_lazy("Suggestions", "搜索建议"),
                "cases_cms/components/suggestions.html",
                _suggestions,
                in_words_lazy("What is offered while one types.", "输入时给出的建议。"),
                classes="cc-suggestions-sample",
            ),
            Example(
                in_words_lazy("Hit", "搜索结果"),
                "cases_cms/components/search_hit.html",
                _hit,
                in_words_lazy("Something found, with the passage that matches.", "找到的内容及匹配段落。"),
                tag="ul",
                classes="cc-hits",
            ),
            Example(
                in_words_lazy("Hit in another language", "其他语言的搜索结果"),
                "cases_cms/components/search_hit.html",
                _foreign_hit,
                in_words_lazy("It says its language, and by which words it was found.", "注明语言以及匹配的词语。"),
                tag="ul",
                classes="cc-hits",
            ),
            Example(
                in_words_lazy("Places to start", "浏览入口"),
                "cases_cms/components/search_starts.html",
                _starts,
                in_words_lazy("Where to go where nothing was found.", "没有结果时的去处。"),
            ),
        ],
        order=15,
    )
