"""Examples of this app's components and block: news."""

from django.utils import timezone

from cases_cms.core.styleguide import Example, block_example, in_words, register
from cases_cms.core.styleguide import in_words_lazy as _w
from cases_cms.core.styleguide.samples import long_title, other_language, sample_page, summary
from cases_cms.news.blocks import NewsBlock


def _item(title, language=None, **changes):
    kind = in_words("Announcement", "公告")
    values = {"date": timezone.localdate(), "get_kind_display": kind, "summary": summary()}
    return sample_page(title, language, **{**values, **changes})


def _news():
    other = other_language()
    return [
        _item(in_words("The call is open", "征集启动")),
        _item(long_title(), summary=""),
        _item("The call is open" if other == "en" else "征集启动", other, summary=""),
    ]


EXAMPLES = [
    Example(
        _w("News", "新闻"),
        "cases_cms/news/related_news.html",
        lambda: {"items": _news()},
        _w("With a summary, with a very long title, in another language.", "带摘要；标题很长；另一种语言。"),
    ),
    block_example(NewsBlock(), context=lambda: {"news": _news()}, classes="cc-full cc-band cc-band--news"),
]


def register_examples():
    """Called when the app is ready."""
    register("news", _w("News", "新闻"), EXAMPLES, order=60)
