"""Release → Import: a spreadsheet comes in, is checked, and is brought in all or nothing."""

import csv
import io

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cases_cms.collection.models import CasePage, EditionPage
from cases_cms.core.jobs.enums import ACTIVE
from cases_cms.core.jobs.views import describe
from cases_cms.core.told import read
from cases_cms.interchange.admin.urls import patterns
from cases_cms.interchange.archive import MAX_ARCHIVE, Pictures
from cases_cms.interchange.columns import place_of
from cases_cms.interchange.errors import FileRefusedError
from cases_cms.interchange.imports import check_again, discard, start_import, upload
from cases_cms.interchange.limits import MAX_BYTES
from cases_cms.interchange.models import CaseIdentifier, Import
from cases_cms.interchange.planned import Action, Level, title_for
from cases_cms.interchange.reading import read_table
from cases_cms.interchange.rights import may_import
from cases_cms.release.embargo import embargo_of_edition
from cases_cms.release.menu import MENU_HOOK
from cases_cms.release.rights import may_view
from cases_cms.release.selectors import editions_by_key

#: Rows, and imports, on a page.
PAGE_SIZE = 50
ACTIONS = {
    Action.CREATE: pgettext_lazy("row of an import", "New"),
    Action.CHANGE: pgettext_lazy("row of an import", "Changed"),
    Action.LEFT: pgettext_lazy("row of an import", "As it is"),
}
#: What the list of rows can be narrowed to, besides the actions.
WITH_PROBLEMS, WITH_REMARKS = "problems", "remarks"


def editions_for(user):
    """``[(key, title)]`` of the editions in which ``user`` may make cases, the newest first."""
    pages = EditionPage.objects.filter(alias_of__isnull=True).order_by("-year", "pk")
    keys = {page.translation_key for page in pages if page.permissions_for_user(user).can_add_subpage()}
    named = editions_by_key(keys).values()
    return [(str(page.translation_key), page.title) for page in sorted(named, key=lambda page: -page.year)]


class UploadForm(forms.Form):
    """A table, its pictures, and the edition into which they go."""

    edition = forms.ChoiceField(label=gettext_lazy("Edition"))
    table = forms.FileField(
        label=gettext_lazy("Table"),
        help_text=gettext_lazy("XLSX or CSV (UTF-8 or GB18030); at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )
    pictures = forms.FileField(
        label=gettext_lazy("Pictures"),
        required=False,
        help_text=gettext_lazy("A ZIP of the pictures that the table names by their files; at most 200 MB."),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )

    def __init__(self, *args, editions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["edition"].choices = editions

    def clean_table(self):
        given = self.cleaned_data["table"]
        self.data_read = self._read(given, MAX_BYTES)
        try:
            read_table(given.name, self.data_read)
        except FileRefusedError as error:
            raise forms.ValidationError(str(error)) from error
        return given

    def clean_pictures(self):
        given = self.cleaned_data["pictures"]
        self.archive = b""
        if given:
            self.archive = self._read(given, MAX_ARCHIVE)
            try:
                Pictures(self.archive)
            except FileRefusedError as error:
                raise forms.ValidationError(str(error)) from error
        return given

    @staticmethod
    def _read(given, most):
        if given.size > most:
            raise forms.ValidationError(
                _("The file is too large: at most %(size)s MB are read.") % {"size": most // 1024**2}
            )
        return given.read()


def _check_right(request):
    if not may_import(request.user):
        raise PermissionDenied


def _import_or_404(request, pk):
    _check_right(request)
    rows = Import.objects.defer("table", "archive").select_related("check_job__user", "import_job__user", "user")
    imported = get_object_or_404(rows, pk=pk)
    if imported.user_id != request.user.pk and str(imported.edition_key) not in dict(editions_for(request.user)):
        raise Http404  # what a file says is as secret as the edition's drafts
    return imported


def _breadcrumbs():
    return [{"url": reverse("interchange:imports"), "label": _("Import of cases")}]


@never_cache
@require_http_methods(["GET", "POST"])
def imports(request):
    """The form for a file, and the files that came before."""
    _check_right(request)
    editions = editions_for(request.user)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*data, editions=editions, initial={"edition": request.GET.get("edition")})
    if data and form.is_valid():
        imported = upload(
            edition_key=form.cleaned_data["edition"],
            name=form.cleaned_data["table"].name,
            data=form.data_read,
            archive=form.archive,
            user=request.user,
        )
        return redirect("interchange:import", imported.pk)
    theirs = Q(user=request.user) | Q(edition_key__in=[key for key, _title in editions])
    rows = Import.objects.filter(theirs).defer("table", "archive", "plan")
    rows = rows.select_related("user", "user__wagtail_userprofile")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("p"))
    names = editions_by_key({row.edition_key for row in page})
    context = {
        "form": form,
        "editions": editions,
        "page": page,
        "rows": [(row, names.get(row.edition_key)) for row in page],
        "header_title": _("Import of cases"),
        "header_icon": "upload",
        "breadcrumbs_items": [{"url": "", "label": _("Import of cases")}],
    }
    return TemplateResponse(request, "cases_cms/interchange/imports.html", context)


def _heading(key, language):
    try:
        return place_of(key).heading(language)
    except KeyError:
        return key


def _rows(plan, chosen):
    """The plan's rows that the person wants to see."""
    if chosen in set(Action):
        return [row for row in plan["rows"] if row["action"] == chosen]
    if chosen == WITH_PROBLEMS:
        return [row for row in plan["rows"] if any(remark[0] == Level.PROBLEM for remark in row["remarks"])]
    if chosen == WITH_REMARKS:
        return [row for row in plan["rows"] if row["remarks"]]
    return plan["rows"]


def _filters(plan):
    """``[(value, name, number)]`` of what the rows can be narrowed to."""
    found = [(WITH_PROBLEMS, _("With problems")), (WITH_REMARKS, _("With remarks"))]
    counted = [(value, name, len(_rows(plan, value))) for value, name in found]
    counted += [(action.value, name, plan["counts"][action]) for action, name in ACTIONS.items()]
    return [entry for entry in counted if entry[2]]


@never_cache
@require_GET
def one_import(request, pk):
    """A file on its way: at work, what it would do, what it did."""
    imported = _import_or_404(request, pk)
    edition = editions_by_key([imported.edition_key]).get(imported.edition_key)
    job = imported.import_job or imported.check_job
    if imported.plan is None:
        job = imported.check_job
    chosen = request.GET.get("show", "")
    context = {
        "imported": imported,
        "edition": edition,
        "chosen": chosen,
        "header_title": imported.name,
        "header_icon": "upload",
        "breadcrumbs_items": [*_breadcrumbs(), {"url": "", "label": imported.name}],
    }
    if imported.imported_at:
        embargo = embargo_of_edition(imported.edition_key) if may_view(request.user) else None
        if embargo and embargo.release_id:
            context["readiness_url"] = reverse("release:readiness", args=[embargo.release_id])
    if job is not None:
        context.update(describe(job, request.user))
    if imported.plan is not None:
        context.update(_plan_context(request, imported, chosen))
        counts = imported.plan["counts"]
        # An interrupted job waits for its worker, or for somebody to begin it again.
        context["is_held"] = job is not None and job.status in ACTIVE
        context["may_start"] = (
            not context["is_held"]
            and not imported.imported_at
            and not imported.plan["problems"]
            and bool(counts["create"] + counts["change"])
        )
    return TemplateResponse(request, "cases_cms/interchange/import.html", context)


def _plan_context(request, imported, chosen):
    plan, language = imported.plan, get_language()
    page = Paginator(_rows(plan, chosen), PAGE_SIZE).get_page(request.GET.get("p"))
    made = _made(imported, [row["id"] for row in page]) if imported.imported_at else {}
    rows = []
    for row in page:
        rows.append(
            {
                **row,
                "page": row["page"] or made.get(row["id"]),
                "title": title_for(row, language),
                "action_name": ACTIONS[Action(row["action"])],
                "changed": pgettext("list of names", ", ").join(_heading(key, language) for key in row["changes"]),
                "said": [_remark(remark, language) for remark in sorted(row["remarks"], key=_place)],
            }
        )
    return {
        "plan": plan,
        "page": page,
        "rows": rows,
        "filters": _filters(plan),
        "said": [_remark(remark, language) for remark in plan["remarks"]],
    }


def _made(imported, identifiers):
    """IDs of rows -> the pages that the import made of them, in the language they were written in."""
    named = CaseIdentifier.objects.filter(edition_key=imported.edition_key, identifier__in=identifiers)
    keys = dict(named.values_list("case_key", "identifier"))
    pages = CasePage.objects.filter(translation_key__in=keys, alias_of__isnull=True).order_by("-pk")
    return {keys[key]: pk for key, pk in pages.values_list("translation_key", "pk")}


def _place(remark):
    """Sorts the remarks of a row as its cells stand: A, B … Z, AA."""
    letters = remark[1].rstrip("0123456789")
    return len(letters), letters


def _remark(remark, language):
    level, coordinate, column, message = remark
    return {
        "is_problem": level == Level.PROBLEM,
        "coordinate": coordinate,
        "column": _heading(column, language) if column else "",
        "message": read(message),
    }


@never_cache
@require_GET
def problems_file(request, pk):
    """All remarks of a dry run as a CSV file, for those who mend the table."""
    imported = _import_or_404(request, pk)
    plan = imported.plan or {"rows": [], "remarks": []}
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Cell"), _("ID"), _("Column"), _("Kind"), _("Remark")])
    names = {Level.PROBLEM: _("Problem"), Level.NOTE: _("Note")}
    remarks = [("", remark) for remark in plan["remarks"]]
    remarks += [(row["id"], remark) for row in plan["rows"] for remark in sorted(row["remarks"], key=_place)]
    for identifier, (level, coordinate, column, message) in remarks:
        heading = _heading(column, get_language()) if column else ""
        writer.writerow(
            [_harmless(text) for text in (coordinate, identifier, heading, names[Level(level)], read(message))]
        )
    name = f"{slugify(imported.name.rpartition('.')[0]) or 'import'}-remarks.csv"
    return HttpResponse(
        "\ufeff" + out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )


def _harmless(text):
    """A text that no spreadsheet takes for a formula."""
    text = str(text)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _do(request, pk, service, done):
    """Call a service for an import, and lead back to its page."""
    imported = _import_or_404(request, pk)
    try:
        service(imported=imported, user=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("interchange:import", pk)
    if done:
        messages.success(request, done)
    return redirect("interchange:import", pk) if service is not discard else redirect("interchange:imports")


@require_POST
def import_start(request, pk):
    """Bring the file in."""
    return _do(request, pk, start_import, "")


@require_POST
def import_check(request, pk):
    """Do the dry run again."""
    return _do(request, pk, check_again, "")


@require_POST
def import_discard(request, pk):
    """Forget the file."""
    return _do(request, pk, discard, _("The file was discarded."))


class ImportMenuItem(MenuItem):
    """For those who make cases."""

    def is_shown(self, request):
        return may_import(request.user)


@hooks.register(MENU_HOOK)
def import_menu_item():
    return ImportMenuItem(
        pgettext_lazy("menu", "Import"), reverse("interchange:imports"), name="import", icon_name="upload", order=60
    )


patterns += [
    path("imports/", imports, name="imports"),
    path("imports/<int:pk>/", one_import, name="import"),
    path("imports/<int:pk>/remarks.csv", problems_file, name="import_remarks"),
    path("imports/<int:pk>/start/", import_start, name="import_start"),
    path("imports/<int:pk>/check/", import_check, name="import_check"),
    path("imports/<int:pk>/discard/", import_discard, name="import_discard"),
]
