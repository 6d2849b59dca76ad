"""Wagtail's search queries as conditions on terms, to be told to a database or tried on a text.

A condition is True, False, a Term, or a tuple: ``("and", …)``, ``("or", …)``, ``("not", condition)``.
"""

from modelsearch.query import And, Boost, MatchAll, Not, Or, Phrase, PlainText

from cases_cms.search.analysis import analyze
from cases_cms.search.query import Term, parse, phrase


def read(query, prefix=False):
    """The condition that ``query`` sets; with ``prefix`` the last word of a plain text may go on.

    NotImplementedError for kinds of queries that these backends do not know.
    """
    if isinstance(query, PlainText):
        terms = parse(query.query_string, prefix=prefix).terms
        return (query.operator, *terms) if terms else False
    if isinstance(query, Phrase):
        terms = phrase(query.query_string, stemmed=not prefix).terms
        return ("and", *terms) if terms else False
    if isinstance(query, MatchAll):
        return True
    if isinstance(query, Boost):
        return read(query.subquery, prefix)
    if isinstance(query, Not):
        return ("not", read(query.subquery, prefix))
    if isinstance(query, (And, Or)):
        return ("and" if isinstance(query, And) else "or", *(read(part, prefix) for part in query.subqueries))
    raise NotImplementedError(f"{type(query).__name__} is not supported by this search backend.")


def terms_in(condition):
    """All terms of a condition, each once, in order."""
    if isinstance(condition, Term):
        return [condition]
    if isinstance(condition, bool):
        return []
    return list(dict.fromkeys(term for part in condition[1:] for term in terms_in(part)))


def holds(condition, texts, stemmed=True):
    """Whether texts, taken together, meet a condition; a term stands within one text."""
    return _holds(condition, [f" {analyze(text, stemmed)} " for text in texts])


def _holds(condition, held):
    if isinstance(condition, bool):
        return condition
    if isinstance(condition, Term):
        return any(condition.sought in text for text in held)
    kind, *parts = condition
    if kind == "not":
        return not _holds(parts[0], held)
    return (all if kind == "and" else any)(_holds(part, held) for part in parts)


class Dialect:
    """How a database writes a term and joins expressions."""

    AND = OR = AND_NOT = ""

    def term(self, term):
        raise NotImplementedError

    def every(self, parts):
        return parts[0] if len(parts) == 1 else f"({self.AND.join(parts)})"

    def any(self, parts):
        return parts[0] if len(parts) == 1 else f"({self.OR.join(parts)})"

    def without(self, part, other):
        return f"({part}{self.AND_NOT}{other})"


def express(condition, dialect):
    """``(expression, negated)``: what to ask the database, and whether its answer is what is *not* wanted.

    No index can list what it does not hold, so a negation is carried outwards. No expression ("") answers nothing.
    """
    if isinstance(condition, bool):
        return "", condition
    if isinstance(condition, Term):
        return dialect.term(condition), False
    kind, *parts = condition
    if kind == "not":
        expression, negated = express(parts[0], dialect)
        return expression, not negated
    expressed = [express(part, dialect) for part in parts]
    if kind == "or":  # a or b = not (not a and not b)
        expression, negated = _all_of([(expression, not negated) for expression, negated in expressed], dialect)
        return expression, not negated
    return _all_of(expressed, dialect)


def _all_of(expressed, dialect):
    wanted = [expression for expression, negated in expressed if not negated]
    unwanted = [expression for expression, negated in expressed if negated and expression]
    if "" in wanted:
        return "", False
    if not wanted:
        return (dialect.any(unwanted) if unwanted else ""), True
    if not unwanted:
        return dialect.every(wanted), False
    return dialect.without(dialect.every(wanted), dialect.any(unwanted)), False
