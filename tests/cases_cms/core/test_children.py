import pytest

from cases_cms.collection.models import CasePage
from cases_cms.core.children import at_rest, forget, whole
from tests.factories import make_case

SEVERAL = ("figures", "links")


@pytest.fixture
def case(small_site):
    """A case with children, as its revision has it: all of them are in memory."""
    page = make_case(small_site.edition, full=True)
    built = CasePage.objects.get(pk=page.pk).get_latest_revision().as_object()
    assert all(getattr(built, name).all() for name in SEVERAL)
    return built


def keys(page, name):
    return [child.pk for child in getattr(page, name).all()]


def test_children_at_rest_are_not_written(case):
    before = {name: keys(case, name) for name in SEVERAL}
    for name in SEVERAL:
        for child in getattr(case, name).all():
            child.pk = None  # written again it would be a new row
    with at_rest(case, {"figures"}):
        case.save(clean=False)
    stored = CasePage.objects.get(pk=case.pk)
    assert keys(stored, "figures") == before["figures"]
    assert keys(stored, "links") != before["links"]


def test_children_at_rest_are_found_and_come_back(case, django_assert_num_queries):
    before = {name: keys(case, name) for name in SEVERAL}
    with at_rest(case, {"figures"}):
        with whole(case), django_assert_num_queries(0):
            assert {name: keys(case, name) for name in SEVERAL} == before
        with django_assert_num_queries(1):
            assert keys(case, "figures") == before["figures"]
    with django_assert_num_queries(0):
        assert {name: keys(case, name) for name in SEVERAL} == before


def test_they_come_back_when_saving_fails(case, django_assert_num_queries):
    before = keys(case, "figures")
    with pytest.raises(RuntimeError), at_rest(case, {"figures"}):
        raise RuntimeError
    with django_assert_num_queries(0):
        assert keys(case, "figures") == before


def test_one_inside_another(case, django_assert_num_queries):
    before = {name: keys(case, name) for name in SEVERAL}
    with at_rest(case, {"figures"}):
        with at_rest(case, {"links"}), whole(case), django_assert_num_queries(0):
            assert {name: keys(case, name) for name in SEVERAL} == before
        with whole(case), django_assert_num_queries(0):
            assert {name: keys(case, name) for name in SEVERAL} == before
    with django_assert_num_queries(0):
        assert {name: keys(case, name) for name in SEVERAL} == before


def test_children_that_are_forgotten_come_from_the_database(case, django_assert_num_queries):
    before = keys(case, "figures")
    case.figures = []
    forget(case)
    with django_assert_num_queries(1):
        assert keys(case, "figures") == before
