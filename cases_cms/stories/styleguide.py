"""Examples of this app's components and block: voices."""

from types import SimpleNamespace

from cases_cms.core.styleguide import Example, block_example, in_words, register
from cases_cms.core.styleguide import in_words_lazy as _w
from cases_cms.core.styleguide.samples import SamplePicture, foreign_summary, foreign_title, other_language, sample_page
from cases_cms.stories.blocks import VoicesBlock


def _voice(language=None, title="", **changes):
    values = {
        "quote": in_words(
            "The first call we made was to the next village, to say that we can hear them.",
            "我们拨出的第一个电话打给了邻村，告诉他们：听得见。",
        ),
        "is_direct": True,
        "speaker": in_words("A sample speaker", "示例发言人"),
        "role": in_words("Teacher", "教师"),
        "named_organization": SimpleNamespace(name=in_words("Sample School", "示例学校")),
        "portrait": None,
    }
    return sample_page(title or in_words("We can hear them", "听得见"), language, **{**values, **changes})


def _voices():
    other = other_language()
    foreign = foreign_title()
    return [
        _voice(portrait=SamplePicture()),
        _voice(
            is_direct=False,
            quote=in_words(
                "The cooperative reports that one visit a year keeps the mast running.",
                "合作社表示，每年维护一次即可。",
            ),
            speaker="",
            role="",
        ),
        _voice(other, title=foreign, quote=foreign_summary(), speaker="", role="", named_organization=None),
    ]


EXAMPLES = [
    Example(
        _w("Voices", "感言"),
        "cases_cms/stories/related_voices.html",
        lambda: {"items": _voices()},
        _w(
            "In the very words, with a portrait; reported; in another language.",
            "原话并附照片；转述；另一种语言。",
        ),
    ),
    block_example(VoicesBlock(), context=lambda: {"voices": _voices()}, classes="cc-full cc-band cc-band--voices"),
]


def register_examples():
    """Called when the app is ready."""
    register("stories", _w("Stories, voices, journeys", "故事、感言与走访"), EXAMPLES, order=50)
