import pytest
from django.http import Http404

from cases_cms.core.pagination import paginate


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [0, 1, 2]),
        ("page=", [0, 1, 2]),
        ("page=1", [0, 1, 2]),
        ("page=001", [0, 1, 2]),
        ("page=2", [3, 4, 5]),
        ("page=3", [6]),
        ("page=2&page=3", [6]),
        ("page=abc", [0, 1, 2]),
        ("page=-1", [0, 1, 2]),
        ("page=1.5", [0, 1, 2]),
        ("page=%EF%BC%92", [0, 1, 2]),
        ("page=%C2%B2", [0, 1, 2]),
        ("page=2%00", [0, 1, 2]),
        ("page=0", None),
        ("page=4", None),
        ("page=999999999", None),
        ("page=" + "9" * 10_000, None),
    ],
)
def test_page(rf, query, found):
    request = rf.get(f"/?{query}")
    if found is None:
        with pytest.raises(Http404):
            paginate(list(range(7)), request, per_page=3)
    else:
        assert list(paginate(list(range(7)), request, per_page=3)) == found


def test_empty_list_has_a_first_page_and_no_other(rf):
    assert list(paginate([], rf.get("/"))) == []
    with pytest.raises(Http404):
        paginate([], rf.get("/?page=2"))


def test_size_is_the_sites(rf, settings):
    settings.CASES_CMS = {"PAGE_SIZE": 2}
    assert list(paginate([1, 2, 3], rf.get("/"))) == [1, 2]
