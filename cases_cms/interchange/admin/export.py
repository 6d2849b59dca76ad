"""Cases as a table: a page of its own, an action on chosen cases; and the template that imports are made of."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cases_cms.collection.bulk_actions import CaseBulkAction
from cases_cms.core.jobs.services import start_job
from cases_cms.core.languages import language_label, site_languages
from cases_cms.interchange.admin.urls import patterns
from cases_cms.interchange.errors import FileRefusedError
from cases_cms.interchange.export_jobs import FORMATS, KIND, table
from cases_cms.interchange.exporting import rows_of
from cases_cms.interchange.selection import editions_by_key, exportable, may_export, table_languages
from cases_cms.interchange.template import template
from cases_cms.release.menu import MENU_HOOK

#: As many cases as one waits for; more are background work.
AT_ONCE = 300


class TableForm(forms.Form):
    """Which languages, which format."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages, side by side"), widget=forms.CheckboxSelectMultiple
    )
    format = forms.ChoiceField(
        label=pgettext_lazy("of a file", "Format"),
        choices=[("xlsx", gettext_lazy("Excel workbook (.xlsx)")), ("csv", "CSV (UTF-8)")],
        initial="xlsx",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = [(code, language_label(code)) for code in site_languages()]
        self.fields["languages"].initial = table_languages()

    def clean_languages(self):
        """In the site's order."""
        return [code for code in site_languages() if code in self.cleaned_data["languages"]]


class ExportForm(TableForm):
    """Of which edition."""

    edition = forms.ChoiceField(label=gettext_lazy("Edition"), required=False)
    field_order = ("edition", "languages", "format")

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.editions = {str(key): pages for key, pages in editions_by_key(user).items()}
        self.fields["edition"].choices = [
            ("", _("All editions")),
            *((key, str(pages[0].year)) for key, pages in self.editions.items()),
        ]

    @property
    def chosen(self):
        """Pages of the chosen edition; None for all."""
        return self.editions.get(self.cleaned_data["edition"])


def download(data, name, content_type):
    """A response that is saved."""
    headers = {"Content-Disposition": content_disposition_header(True, name), "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type=content_type, headers=headers)


def answer(request, keys, languages, ending, name):
    """The table of the cases with these keys, or the way to the job that makes it; None where there is none."""
    if len(keys) > AT_ONCE:
        params = {"keys": [str(key) for key in keys], "languages": languages, "format": ending, "name": name}
        return redirect("cases_cms_job", start_job(KIND, params, request.user).pk)
    try:
        data = table(rows_of(keys, languages, reader=get_language()), languages, ending)
    except FileRefusedError as error:
        messages.error(request, str(error))
        return None
    return download(data, f"{name}.{ending}", FORMATS[ending])


@require_http_methods(["GET", "POST"])
@never_cache
def export(request):
    """All cases of an edition, or of all, as a table; with ``?edition=`` (its translation key) that one is chosen."""
    if not may_export(request.user):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = ExportForm(request.user, data, initial={"edition": request.GET.get("edition", "")})
    if form.is_valid():
        editions = form.chosen
        keys = exportable(request.user, editions=editions)
        name = f"cases-{editions[0].year}" if editions else "cases"
        languages, ending = form.cleaned_data["languages"], form.cleaned_data["format"]
        response = answer(request, keys, languages, ending, name) if keys else None
        if response is not None:
            return response
        if not keys:
            messages.warning(request, _("There is no case there that you may edit."))
    context = {"form": form, "header_title": _("Export cases"), "header_icon": "download"}
    return TemplateResponse(request, "cases_cms/interchange/export.html", context)


@require_GET
@never_cache
def template_file(request):
    """The template; ``?language=`` names languages, ``?edition=`` the edition whose languages it takes."""
    if not (may_export(request.user) or request.user.has_perm("cases_interchange.add_import")):
        raise PermissionDenied
    theirs = {str(key): pages for key, pages in editions_by_key(request.user).items()}
    editions = theirs.get(request.GET.get("edition", ""))
    wanted = request.GET.getlist("language")
    languages = [code for code in site_languages() if code in wanted] or table_languages(editions)
    name = f"cases-{editions[0].year}-template.xlsx" if editions else "cases-template.xlsx"
    return download(template(languages, get_language()), name, FORMATS["xlsx"])


# --- Where it is found ---------------------------------------------------------------------------


class ExportBulkAction(CaseBulkAction):
    """Writes chosen cases into a table."""

    display_name = pgettext_lazy("menu", "Export")
    aria_label = gettext_lazy("Export selected cases as a spreadsheet")
    action_type = "cases_cms_export"
    action_priority = 60
    form_class = TableForm
    icon = "download"
    question = gettext_lazy("Export these cases as a spreadsheet")
    button = pgettext_lazy("menu", "Export")

    def prepare_action(self, objects, objects_without_access):
        """The table instead of a message: nothing is changed."""
        data = self.cleaned_form.cleaned_data
        keys = exportable(self.request.user, keys=[page.translation_key for page in objects])
        response = answer(self.request, keys, data["languages"], data["format"], "cases") if keys else None
        return response or redirect(self.next_url)


class ExportMenuItem(MenuItem):
    """For those who edit cases."""

    def is_shown(self, request):
        return may_export(request.user)


@hooks.register(MENU_HOOK)
def export_menu_item():
    return ExportMenuItem(
        pgettext_lazy("menu", "Export"),
        reverse("interchange:export"),
        name="export-cases",
        icon_name="download",
        order=60,
    )


hooks.register("register_bulk_action", ExportBulkAction)

patterns += [
    path("export/", export, name="export"),
    path("template/", template_file, name="template"),
]
