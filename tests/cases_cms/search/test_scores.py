from types import SimpleNamespace

from cases_cms.search.scores import scores


class Results:
    """Results of a backend that is not ours."""

    def __init__(self, *given):
        self.found = [SimpleNamespace(pk=pk, _score=score) for pk, score in given]

    def annotate_score(self, name):
        assert name == "_score"
        return self.found


def test_scores_of_another_backend():
    assert scores(Results((3, 2.5), (1, 0.5))) == [(3, 2.5), (1, 0.5)]
    assert scores(Results((3, 2.5), (1, 0.5)), limit=1) == [(3, 2.5)]
    assert scores(Results()) == []


def test_without_scores_the_order_is_kept():
    assert scores(Results((3, None), (1, None), (2, None))) == [(3, 3.0), (1, 2.0), (2, 1.0)]
    assert scores(Results((3, 0.1), (1, 0.9))) == [(3, 2.0), (1, 1.0)]
