"""What is not ready in an edition: the page, a task with its comments, the spreadsheet, the check of links."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static
from wagtail.log_actions import LogFormatter

from cases_cms.collection.selectors import category_choices
from cases_cms.core.countries import country_name, sort_codes
from cases_cms.core.languages import language_label
from cases_cms.core.periods import date_and_time
from cases_cms.core.told import read
from cases_cms.localization.comment_selectors import display_name, people
from cases_cms.release.admin.frame import frame, release_or_404
from cases_cms.release.admin.urls import patterns
from cases_cms.release.embargo import joined
from cases_cms.release.enums import Severity
from cases_cms.release.models import LinkCheck
from cases_cms.release.readiness.around import organizations_of
from cases_cms.release.readiness.kinds import KINDS
from cases_cms.release.readiness.link_jobs import check_links
from cases_cms.release.readiness.linking import addresses_in
from cases_cms.release.readiness.selectors import survey
from cases_cms.release.readiness.services import add_comment, assign
from cases_cms.release.readiness.sheets import CONTENT_TYPE, workbook
from cases_cms.release.readiness.tasks import MINE, NOBODY, TaskQuery, counts, grouped, numbers, tasks_of

#: Pages and organizations shown at once.
GROUPS = 25


class Desk:
    """An edition's tasks, with the names that the page needs."""

    def __init__(self, request, pk):
        self.release = release_or_404(request, pk)
        self.survey = survey(self.release)
        self.edition = self.survey.edition
        self.tasks = tasks_of(self.release, self.survey.findings)
        self.categories = dict(category_choices())
        codes = {version.language for one in self.edition.subjects.values() for version in one.versions.values()}
        self.languages = [*self.edition.languages.values()]
        self.languages += sorted({task.language for task in self.tasks if task.language} - {*self.languages} & codes)
        present = {code for one in self.edition.cases for code in self.edition.facts([one])[1]}
        self.countries = {code: country_name(code) for code in sort_codes(present)}
        params = request.POST if request.method == "POST" else request.GET
        self.query = TaskQuery.read(params, request.user, self.languages, self.categories)

    @property
    def matching(self):
        return [task for task in self.tasks if self.query.matches(task)]


def _choices(pairs, chosen):
    return [(str(value), label, str(value) == str(chosen)) for value, label in pairs]


def _selects(desk, staff):
    """The filters that are lists: ``[(name, label, choices)]``."""
    query = desk.query
    persons = [(person.pk, display_name(person)) for person in staff]
    return [
        (
            "language",
            _("Language"),
            _choices([(code, language_label(code)) for code in desk.languages], query.language),
        ),
        ("severity", _("Severity"), _choices(Severity.choices, query.severity)),
        ("person", _("Assigned to"), _choices([(MINE, _("Me")), (NOBODY, _("Nobody")), *persons], query.person)),
        ("category", _("Category"), _choices(desk.categories.items(), query.category)),
        ("country", _("Country or region"), _choices(desk.countries.items(), query.country)),
    ]


def _chips(desk):
    """Kinds with their numbers, as links that choose one or let it go."""
    found = numbers(desk.tasks, desk.query, "kind", lambda task: task.kind.code)
    return [
        {
            "kind": kind,
            "number": found[code],
            "chosen": desk.query.kind == code,
            "query": desk.query.as_params(kind="" if desk.query.kind == code else code),
        }
        for code, kind in KINDS.items()
        if found[code] or desk.query.kind == code
    ]


def _links(desk):
    """What is known of the addresses of other sites: ``{"all", "asked", "last"}``. One query."""
    found = addresses_in(desk.edition, [part.source for part in organizations_of(desk.edition)])
    days = list(LinkCheck.objects.filter(url__in=list(found)).values_list("checked_at", flat=True))
    last = date_and_time(timezone.localtime(max(days))) if days else ""
    return {"all": len(found), "asked": len(days), "last": last}


@require_GET
@never_cache
def readiness(request, pk):
    """What stands between an edition and its release; as many queries for one case as for sixty."""
    desk = Desk(request, pk)
    matching, staff = desk.matching, people()
    whole, by_category, by_country = counts(desk.edition, desk.tasks, desk.categories, desk.countries)
    page = Paginator(grouped(matching), GROUPS).get_page(request.GET.get("p"))
    context = {
        **frame(desk.release, "readiness"),
        "query": desk.query,
        "params": desk.query.as_params(),
        "page": page,
        "number": len(matching),
        "whole": whole,
        "by_category": [(line, desk.query.as_params(category=line.code)) for line in by_category],
        "by_country": [(line, desk.query.as_params(country=line.code)) for line in by_country],
        "chips": _chips(desk),
        "selects": _selects(desk, staff),
        "staff": [(person.pk, display_name(person)) for person in staff],
        "links": _links(desk),
    }
    return TemplateResponse(request, "cases_cms/release/readiness.html", context)


def _back(desk):
    address = reverse("release:readiness", args=[desk.release.pk])
    params = desk.query.as_params()
    return redirect(f"{address}?{params}" if params else address)


def _person(value):
    """``(is known, person)`` of a form's value; “none” is nobody."""
    if value == NOBODY:
        return True, None
    found = next((person for person in people() if str(person.pk) == value), None)
    return found is not None, found


@require_POST
def assign_tasks(request, pk):
    """Give the chosen tasks to somebody."""
    desk = Desk(request, pk)
    chosen = set(request.POST.getlist("tasks"))
    tasks = [task for task in desk.matching if request.POST.get("all") or task.code in chosen]
    known, person = _person(request.POST.get("assignee", ""))
    if not tasks:
        messages.error(request, _("Choose at least one thing to do."))
    elif not known:
        messages.error(request, _("Choose somebody."))
    else:
        try:
            number = assign(release=desk.release, tasks=tasks, person=person, user=request.user)
            sentence = ngettext("%(count)s thing changed hands.", "%(count)s things changed hands.", number)
            messages.success(request, sentence % {"count": number})
        except ValidationError as error:
            messages.error(request, joined(error.messages))
    return _back(desk)


def _identity(params):
    try:
        return UUID(params.get("thing", "")), params.get("language", ""), params.get("kind", "")
    except ValueError:
        return None


@never_cache
def readiness_task(request, pk):
    """One task: its places, who has it, what was said of it."""
    desk = Desk(request, pk)
    identity = _identity(request.GET)
    task = next((task for task in desk.tasks if task.identity == identity), None)
    if task is None:
        messages.success(request, _("This is done: nothing of it is left."))
        return redirect("release:readiness", desk.release.pk)
    asked = None
    if request.method == "POST":
        asked = TaskChange(request, desk.release, task)
        if asked.make():
            return redirect(f"{reverse('release:readiness_task', args=[desk.release.pk])}?{task.address}")
    staff = [(str(person.pk), display_name(person)) for person in people()]
    assignee = str(task.assignee.pk) if task.assignee else NOBODY
    before = assignee if assignee in dict(staff) else NOBODY
    chosen = asked.assignee if asked and asked.assignee else before
    context = {
        **frame(desk.release, "readiness"),
        "task": task,
        "category_name": desk.categories.get(task.category, task.category),
        "comments": task.item.comments.select_related("user") if task.item else [],
        "staff": [(pk, name, pk == chosen) for pk, name in staff],
        "before": before,
        "text": asked.text if asked else "",
    }
    return TemplateResponse(request, "cases_cms/release/readiness_task.html", context)


class TaskChange:
    """What somebody chose and wrote on a task's page: kept together or not at all, whichever button was pressed."""

    def __init__(self, request, release, task):
        self.request, self.release, self.task = request, release, task
        self.text, self.assignee = request.POST.get("text", ""), request.POST.get("assignee", "")
        self._button, self._before = request.POST.get("button", ""), request.POST.get("before")

    @property
    def _is_assigning(self):
        """Who only comments does not choose again whom the form showed: somebody else may have it by now."""
        is_asked = self._button == "assign" or "text" not in self.request.POST
        return is_asked or bool(self.assignee and self.assignee != self._before)

    def make(self):
        """Assign and comment; False if that is refused. Messages say what became of it."""
        told = []
        try:
            with transaction.atomic():
                if self._is_assigning:
                    told.append(self._assign())
                if self.text.strip() or not told:
                    # After the assignment: whose task it is now hears of the comment.
                    add_comment(release=self.release, task=self.task, text=self.text, user=self.request.user)
                    told.append(_("Your comment is kept."))
        except ValidationError as error:
            messages.error(self.request, joined(error.messages))
            return False
        for message in told:
            messages.success(self.request, message)
        return True

    def _assign(self):
        known, person = _person(self.assignee)
        if not known:
            raise ValidationError(_("Choose somebody."))
        assign(release=self.release, tasks=[self.task], person=person, user=self.request.user)
        return _("Kept.")


@require_GET
@never_cache
def readiness_sheet(request, pk):
    """What matches, as an XLSX file."""
    desk = Desk(request, pk)
    data = workbook(desk.release, desk.matching, desk.categories, request.build_absolute_uri)
    name = f"readiness-{desk.release.edition.year}-{timezone.localdate():%Y-%m-%d}.xlsx"
    return HttpResponse(
        data,
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )


@require_POST
def ask_links(request, pk):
    """Start asking all addresses of other sites, and lead to the job."""
    release = release_or_404(request, pk)
    try:
        job = check_links(release=release, user=request.user)
    except ValidationError:
        messages.info(request, _("The edition names no address of another site."))
        return redirect("release:readiness", release.pk)
    return redirect("cases_cms_job", job.pk)


patterns += [
    path("<int:pk>/readiness/", readiness, name="readiness"),
    path("<int:pk>/readiness/assign/", assign_tasks, name="readiness_assign"),
    path("<int:pk>/readiness/task/", readiness_task, name="readiness_task"),
    path("<int:pk>/readiness/table/", readiness_sheet, name="readiness_sheet"),
    path("<int:pk>/readiness/links/", ask_links, name="readiness_links"),
]


@hooks.register("insert_editor_js")
def field_link_script():
    """Links of findings end at their field in the forms of pages and organizations."""
    return format_html('<script src="{}"></script>', versioned_static("cases_cms/release/field-link.js"))


@hooks.register("register_log_actions")
def log_actions(actions):
    @actions.register_action("cases_release.assign")
    class Assigned(LogFormatter):
        label = gettext_lazy("Readiness: assigned")

        def format_message(self, log_entry):
            data = log_entry.data or {}
            titles = _(", ").join(f"“{read(title)}”" for title in data.get("titles", ()))
            if not data.get("person"):
                return _("Given back to nobody: %(titles)s") % {"titles": titles}
            return _("Given to %(person)s: %(titles)s") % {"person": data["person"], "titles": titles}

    @actions.register_action("cases_release.comment")
    class Commented(LogFormatter):
        label = gettext_lazy("Readiness: comment")

        def format_message(self, log_entry):
            return _("Comment on “%(title)s”") % {"title": read((log_entry.data or {}).get("title", ""))}
