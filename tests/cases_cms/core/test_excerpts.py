"""How texts begin."""

import pytest

from cases_cms.core.excerpts import excerpt


@pytest.mark.parametrize(
    ("html", "length", "expected"),
    [
        ("", 20, ""),
        (None, 20, ""),
        ("<p>Short &amp; whole</p>", 20, "Short & whole"),
        ("<p>One.</p><p>Two.</p>", 20, "One. Two."),
        ("One sentence. Another sentence.", 20, "One sentence."),
        ("Version 2.5 of it all is here. And more.", 30, "Version 2.5 of it all is here."),
        ("One sentence that is longer than that.", 20, "One sentence that…"),
        ("Donaudampfschifffahrtsgesellschaft", 10, "Donaudamp…"),
        ("第一句。第二句也有一些字。", 8, "第一句。"),
        ("没有句号的长句，还在继续下去", 8, "没有句号的长句…"),
        ("<p>网络文化，</p><p>交流互鉴与发展</p>", 9, "网络文化，交流互…"),
    ],
)
def test_beginning(html, length, expected):
    assert excerpt(html, length) == expected
    assert len(excerpt(html, length)) <= length
