"""Translations → Glossary: terms, and files of terms in and out."""

import django_filters
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from cases_cms.core.countries import content_languages
from cases_cms.core.folding import fold
from cases_cms.core.languages import language_label, language_tag
from cases_cms.localization.admin.urls import patterns
from cases_cms.localization.enums import FormStatus, PartOfSpeech
from cases_cms.localization.glossary import glossary
from cases_cms.localization.glossary_files import write_csv
from cases_cms.localization.glossary_forms import LanguageSelect, TermAdminForm, TermFormForm, TermsFileForm
from cases_cms.localization.glossary_imports import Outcome, import_terms
from cases_cms.localization.glossary_tbx import write_tbx
from cases_cms.localization.menu import MENU_HOOK
from cases_cms.localization.models import Term, TermForm


def other_words(term):
    """Official words in the languages after the one that the list shows first."""
    words = [(language_tag(form.language), form.text) for form in term.official_forms()[1:]]
    return format_html_join(" · ", '<span lang="{}">{}</span>', words) or "–"


class TermFilterSet(WagtailFilterSet):
    """Part of speech, public or not, and what has no official words in a language yet."""

    part_of_speech = django_filters.ChoiceFilter(label=_("Part of speech"), choices=PartOfSpeech.choices)
    is_public = django_filters.BooleanFilter(label=_("Public"))
    missing = django_filters.ChoiceFilter(
        label=_("Without official words in"),
        method="filter_missing",
        choices=lambda: [(code, language_label(code)) for code in content_languages()],
    )

    class Meta:
        model = Term
        fields = ["part_of_speech", "is_public"]

    def filter_missing(self, queryset, name, value):
        has = TermForm.objects.filter(language=value, status=FormStatus.OFFICIAL).values("term_id")
        return queryset.exclude(pk__in=has)


class TermIndexView(IndexView):
    """Terms, found by words in any language and spelling, or by the note."""

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("forms")

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        words = fold(self.search_query.replace("\0", "")[:200])
        found = [
            entry.term_id
            for entry in glossary().entries.values()
            if any(words in fold(text) for language in entry.forms for text in entry.words(language))
            or words in fold(entry.note)
        ]
        return queryset.filter(pk__in=found)

    @property
    def header_more_buttons(self):
        buttons = [
            Button(_("Export as CSV"), reverse("localization:glossary_export", args=["csv"]), icon_name="download"),
            Button(_("Export as TBX"), reverse("localization:glossary_export", args=["tbx"]), icon_name="download"),
        ]
        if may_import(self.request.user):
            url = reverse("localization:glossary_import")
            buttons.insert(0, Button(_("Import a file"), url, icon_name="upload"))
        return [*super().header_more_buttons, *buttons]


class SaveMixin:
    """The service writes and logs."""

    def save_instance(self):
        return self.form.save_term(self.request.user)


class TermCreateView(SaveMixin, CreateView):
    """A new term."""


class TermEditView(SaveMixin, EditView):
    """A term and its forms."""


class FormsPanel(InlinePanel):
    """The forms of a term; what they must not be to each other is judged by the term's form."""

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = TermFormForm
        return options


class TermViewSet(ModelViewSet):
    """The glossary."""

    model = Term
    name = "glossary"
    url_prefix = "translations/glossary"
    icon = "openquote"
    menu_label = _("Glossary")
    menu_order = 300
    menu_hook = MENU_HOOK
    copy_view_enabled = False
    inspect_view_enabled = True
    add_to_reference_index = False
    index_view_class = TermIndexView
    add_view_class = TermCreateView
    edit_view_class = TermEditView
    filterset_class = TermFilterSet
    search_fields = ["forms__text"]
    list_per_page = 50
    list_display = [
        "main_words",
        Column("other_words", label=_("In other languages"), accessor=other_words),
        Column("part_of_speech", label=_("Part of speech"), accessor="get_part_of_speech_display"),
        BooleanColumn("is_public", label=_("Public"), sort_key="is_public"),
    ]
    edit_handler = ObjectList(
        [
            FormsPanel(
                "forms",
                heading=pgettext_lazy("glossary", "Words"),
                label=_("Form"),
                min_num=1,
                panels=[
                    FieldRowPanel([FieldPanel("language", widget=LanguageSelect), FieldPanel("status")]),
                    FieldPanel("text"),
                    FieldPanel("note"),
                ],
            ),
            MultiFieldPanel(
                [FieldPanel("part_of_speech"), FieldPanel("note"), FieldPanel("is_public")],
                pgettext_lazy("glossary", "Term"),
            ),
        ],
        base_form_class=TermAdminForm,
    )


@hooks.register("register_admin_viewset")
def register_glossary():
    return TermViewSet()


# --- Files -------------------------------------------------------------------------------------


def may_see(user):
    """Whether a person may read the glossary in the admin."""
    return any(user.has_perm(f"cases_localization.{action}_term") for action in ("view", "add", "change", "delete"))


def may_import(user):
    """Files add terms and change them."""
    return all(user.has_perm(f"cases_localization.{action}_term") for action in ("add", "change"))


@require_GET
def export(request, form):
    """The whole glossary as a file."""
    if not may_see(request.user):
        raise PermissionDenied
    if form == "csv":
        response = StreamingHttpResponse(write_csv(), content_type="text/csv; charset=utf-8")
    elif form == "tbx":
        response = HttpResponse(write_tbx(), content_type="application/x-tbx")
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="glossary.{form}"'
    return response


@require_http_methods(["GET", "POST"])
def import_file(request):
    """A file is checked first; what would happen is shown, and done on the second click."""
    if not may_import(request.user):
        raise PermissionDenied
    is_final = "import" in request.POST
    form = TermsFileForm(request.POST or None, request.FILES or None)
    reports, counts = None, []
    if request.method == "POST" and form.is_valid():
        reports = import_terms(rows=form.cleaned_data["rows"], user=request.user, dry_run=not is_final)
        outcomes = [report.outcome for report in reports]
        counts = [(outcome.value, outcome.label, outcomes.count(outcome)) for outcome in Outcome]
    context = {
        "form": form,
        "reports": reports,
        "counts": counts,
        "content": form.encoded() if reports is not None else "",
        "file_name": form.file_name if reports is not None else "",
        "is_final": is_final,
        "useful": any(number for outcome, _label, number in counts if outcome in (Outcome.NEW, Outcome.CHANGED)),
        "page_title": gettext("Import terms"),
        "header_icon": "upload",
        "breadcrumbs_items": [
            {"url": reverse("glossary:index"), "label": gettext("Glossary")},
            {"url": "", "label": gettext("Import terms")},
        ],
        "glossary_url": reverse("glossary:index"),
    }
    status = 200 if request.method == "GET" or form.is_valid() else 422
    return TemplateResponse(request, "cases_cms/localization/glossary_import.html", context, status=status)


patterns += [
    path("glossary/export/<slug:form>/", export, name="glossary_export"),
    path("glossary/import/", import_file, name="glossary_import"),
]
