"""Findings as people work on them: joined by thing, language and kind, with who took them up; filtered and counted."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cases_cms.core.countries import CODES
from cases_cms.core.languages import language_label
from cases_cms.localization.comment_selectors import display_name
from cases_cms.release.enums import Severity
from cases_cms.release.models import ReadinessItem
from cases_cms.release.readiness.kinds import KINDS, Kind
from cases_cms.release.readiness.loading import codes_of

#: Codes of the filter of people beside their ids.
MINE, NOBODY = "me", "none"
#: Longest text that is looked for in titles.
MAX_WORDS = 100


@dataclass
class Task:
    """What is to be done about one thing, in one language; ``places`` are its Findings, each with its own link."""

    identity: tuple
    kind: Kind
    severity: Severity
    title: str
    language: str
    category: str
    countries: tuple
    places: list = field(default_factory=list)
    item: ReadinessItem | None = None
    comments: int = 0

    @property
    def code(self):
        """The identity as forms send it."""
        return "|".join([self.identity[2], self.identity[1], str(self.identity[0])])

    @property
    def language_name(self):
        return language_label(self.language) if self.language else ""

    @property
    def assignee_name(self):
        return display_name(self.assignee)

    @property
    def address(self):
        """Query string of its own page."""
        key, language, kind = self.identity
        return urlencode({"thing": key, "language": language, "kind": kind})

    @property
    def is_blocking(self):
        return self.severity == Severity.BLOCKING

    @property
    def assignee(self):
        return self.item.assignee if self.item else None


def tasks_of(release, findings):
    """The Tasks of an edition's findings, in their order. One query."""
    tasks = {}
    for finding in findings:
        task = tasks.get(finding.identity)
        if task is None:
            task = tasks[finding.identity] = Task(
                identity=finding.identity,
                kind=KINDS[finding.kind],
                severity=finding.severity,
                title=finding.title,
                language=finding.language,
                category=finding.category,
                countries=finding.countries,
            )
        task.places.append(finding)
        if finding.severity == Severity.BLOCKING:
            task.severity = Severity.BLOCKING
    items = ReadinessItem.objects.filter(release=release).select_related("assignee")
    for item in items.annotate(number=Count("comments")):
        task = tasks.get((item.thing_key, item.language, item.kind))
        if task is not None:
            task.item, task.comments = item, item.number
    return list(tasks.values())


def _known(value, codes):
    return value if value in codes else ""


@dataclass(frozen=True)
class TaskQuery:
    """A filter of Tasks; what a query string says that does not exist is left out, nothing is refused."""

    user: object = None
    words: str = ""
    kind: str = ""
    language: str = ""
    severity: str = ""
    person: str = ""
    category: str = ""
    country: str = ""

    NAMES = ("kind", "language", "severity", "person", "category", "country")

    @classmethod
    def read(cls, params, user, languages, categories):
        """The filter in ``params`` (a QueryDict); ``languages`` and ``categories`` are the codes there are."""
        person = params.get("person", "")
        is_number = person.isascii() and person.isdigit() and len(person) < 10
        return cls(
            user=user,
            words=params.get("q", "").replace("\x00", "").strip()[:MAX_WORDS],
            kind=_known(params.get("kind", ""), KINDS),
            language=_known(params.get("language", ""), languages),
            severity=_known(params.get("severity", ""), Severity.values),
            person=person if person in (MINE, NOBODY) or is_number else "",
            category=_known(params.get("category", ""), categories),
            country=_known(params.get("country", ""), CODES),
        )

    def values(self, **changes):
        """``[(name, value)]`` of what is chosen, as a form sends it; ``changes`` replace values."""
        found = {"q": self.words} | {name: getattr(self, name) for name in self.NAMES} | changes
        return [(name, str(value)) for name, value in found.items() if value]

    def as_params(self, **changes):
        """The filter as a query string; ``changes`` replace values."""
        params = QueryDict(mutable=True)
        params.update(dict(self.values(**changes)))
        return params.urlencode()

    def _matches_person(self, task):
        assignee = task.assignee
        if self.person == MINE:
            return assignee is not None and assignee.pk == self.user.pk
        if self.person == NOBODY:
            return assignee is None
        return assignee is not None and str(assignee.pk) == self.person

    def matches(self, task, besides=""):
        """Whether a Task is shown; the filter ``besides`` is left out of account."""
        checks = {
            "kind": lambda: task.kind.code == self.kind,
            "language": lambda: task.language == self.language,
            "severity": lambda: task.severity == self.severity,
            "person": lambda: self._matches_person(task),
            "category": lambda: task.category == self.category,
            "country": lambda: self.country in task.countries,
        }
        if self.words and self.words.lower() not in task.title.lower():
            return False
        return all(not getattr(self, name) or name == besides or check() for name, check in checks.items())


@dataclass
class Group:
    """All Tasks of one page or organization."""

    key: object
    title: str
    category: str
    countries: tuple
    tasks: list = field(default_factory=list)

    @property
    def blocking(self):
        return sum(task.is_blocking for task in self.tasks)


def grouped(tasks):
    """The Tasks by thing, in their order."""
    groups = {}
    for task in tasks:
        key = task.identity[0]
        if key not in groups:
            groups[key] = Group(key, task.title, task.category, task.countries)
        groups[key].tasks.append(task)
    return list(groups.values())


@dataclass(frozen=True)
class Line:
    """A line of the tables of counts: cases there are, cases that nothing keeps back, and tasks by their severity."""

    code: str
    name: str
    cases: int
    ready: int
    blocking: int
    warnings: int


def _cases(edition):
    """``{case key: (category, countries)}``."""
    found = {}
    for case in edition.cases.values():
        content = case.source.content or {}
        found[case.key] = content.get("category") or "", tuple(codes_of(content.get("countries")))
    return found


def _line(code, name, keys, tasks, kept_back):
    blocking = sum(task.is_blocking for task in tasks)
    return Line(code, name, len(keys), len(set(keys) - kept_back), blocking, len(tasks) - blocking)


def counts(edition, tasks, category_names, country_names):
    """``(all, by category, by country)``: Lines of all Tasks, whatever the filter. No query."""
    kept_back = {task.identity[0] for task in tasks if task.is_blocking}
    cases = _cases(edition)
    in_category, in_country = defaultdict(list), defaultdict(list)
    for key, (category, countries) in cases.items():
        in_category[category].append(key)
        for country in countries:
            in_country[country].append(key)
    of_category, of_country = defaultdict(list), defaultdict(list)
    for task in tasks:
        of_category[task.category].append(task)
        for country in task.countries:
            of_country[country].append(task)
    whole = _line("", _("The whole edition"), list(cases), tasks, kept_back)
    names = {**category_names, "": _("Without a category")}
    by_category = [
        _line(code, names.get(code, code), in_category[code], of_category[code], kept_back)
        for code in [*category_names, *sorted({*in_category, *of_category} - {*category_names})]
        if in_category[code] or of_category[code]
    ]
    by_country = [
        _line(code, country_names.get(code, code), in_country[code], of_country[code], kept_back)
        for code in country_names
        if in_country[code]
    ]
    return whole, by_category, by_country


def numbers(tasks, query, name, value_of):
    """``{value: number}`` of the Tasks that match all filters but ``name``."""
    return Counter(value_of(task) for task in tasks if query.matches(task, besides=name))
