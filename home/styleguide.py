"""What the reference site adds to the style page: its mark."""

from cases_cms.core.styleguide import Example, register
from cases_cms.core.styleguide import in_words_lazy as _w

EXAMPLES = [
    Example(
        _w("Mark", "标识"),
        "includes/mark.html",
        note=_w(
            "A bridge and its reflection make a circle; its posts are the nodes of a network.",
            "桥与倒影合成圆，桥柱即网络节点。",
        ),
    ),
]


def register_examples():
    """Called when the app is ready."""
    register("home", _w("The site", "本站"), EXAMPLES, order=5)
