"""Keys of what a search found, with scores, from any of Wagtail's backends."""

#: A backend that has no scores to give is asked for no more than this.
LIMIT = 20_000


def scores(results, limit=LIMIT):
    """``[(pk, score)]`` of Wagtail's search results, best first, at most ``limit``.

    One query on the backends of this package. Any other backend gives its results in order; their scores are its own
    where it has them, else fall evenly, so that the order is kept.
    """
    own = getattr(results, "scores", None)
    if own is not None:
        return own()[:limit]
    found = list(results.annotate_score("_score")[:limit])
    given = [getattr(obj, "_score", None) for obj in found]
    if any(score is None for score in given) or given != sorted(given, reverse=True):
        given = [float(len(found) - place) for place in range(len(found))]
    return [(obj.pk, float(score)) for obj, score in zip(found, given, strict=True)]
