"""Examples of this app's components: members."""

from cases_cms.core.countries import country_name
from cases_cms.core.styleguide import Example, in_words, register
from cases_cms.core.styleguide import in_words_lazy as _w
from cases_cms.core.styleguide.samples import SamplePicture, other_language, sample_page, summary

LIST = {"tag": "ul", "classes": "cc-members"}


def _member(name, language=None, **changes):
    return {"member": sample_page(name, language, **{"country_name": country_name("CN"), **changes})}


def _foreign():
    other = other_language()
    return _member("Sample Cooperative" if other == "en" else "示例合作社", other)


EXAMPLES = [
    Example(
        _w("Member with a logo", "带标志的会员单位"),
        "cases_cms/members/member_card.html",
        lambda: _member(in_words("Sample Institute", "示例研究所"), logo=SamplePicture(), summary=summary()),
        _w("A member organization in a list.", "列表中的会员单位。"),
        **LIST,
    ),
    Example(
        _w("Member in another language", "其他语言的会员单位"),
        "cases_cms/members/member_card.html",
        _foreign,
        _w("Without a logo and a summary.", "没有标志和简介。"),
        **LIST,
    ),
]


def register_examples():
    """Called when the app is ready."""
    register("members", _w("Members", "会员单位"), EXAMPLES, order=70)
