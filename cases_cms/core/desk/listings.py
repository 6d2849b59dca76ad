"""Listings of pages of one type: a row for each page, its languages beside; as many queries for one as for fifty."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Locale, Page, WorkflowState

from cases_cms.core.bulk_services import WORK
from cases_cms.core.desk.columns import CoverColumn, LanguagesColumn, StateColumn, TitleColumn
from cases_cms.core.desk.filters import DeskFilterSet
from cases_cms.core.desk.languages import one_page_each, page_languages
from cases_cms.core.desk.menu import MENU_HOOK, ListingMenuItem, register_listing, workable_models
from cases_cms.core.permissions import editable_keys
from cases_cms.core.pictures import Slot, pictures
from cases_cms.core.tags import tags_of

#: The small pictures in listings.
THUMBNAIL = Slot("thumbnail", "fill", (72, 144), "72px", ratio=(8, 5))


@dataclass
class RowFacts:
    """What a row shows beside the page's own fields; listings add attributes of their own."""

    page: object
    languages: list = field(default_factory=list)
    tags: list = field(default_factory=list)
    picture: object = None
    #: Stands where there is no picture: a core.covers.Drawing, and the accent it takes.
    drawing: object = None
    accent: int = 1
    #: Where the reader edits the page, else its translation; empty where the reader may edit none of them.
    edit_url: str = ""
    #: Set where the row is not in the reader's language.
    other_language: object = None

    @property
    def language_words(self):
        """The languages and their states in words, for spreadsheets."""
        return "; ".join(f"{language.name}: {language.state.label}" for language in self.languages)

    @property
    def tag_words(self):
        """The tags in words, for spreadsheets."""
        return ", ".join(tag.name for tag in self.tags)


def live_languages():
    """Expression: in how many languages a page is live."""
    versions = Page.objects.filter(translation_key=OuterRef("translation_key"), alias_of__isnull=True, live=True)
    number = versions.order_by().values("translation_key").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number), 0)


class DeskIndexView(IndexView):
    """A listing of ``model``.

    ``cover`` names the field of the small picture; ``text_fields`` are large ones that no row needs; ``sorts`` gives
    for each sort key the expressions to sort by; ``fact_columns`` stand between title and languages.
    """

    cover = "cover"
    text_fields = ()
    template_name = "cases_cms/desk/listing.html"
    results_template_name = "cases_cms/desk/results.html"
    base_filterset_class = DeskFilterSet
    default_ordering = "-latest_revision_created_at"
    sorts = {}
    fact_columns = ()

    common_sorts = {
        "title": ("title",),
        "languages": (live_languages(),),
        "state": ("live", "has_unpublished_changes"),
        "latest_revision_created_at": (F("latest_revision_created_at"),),
    }

    @cached_property
    def active_locale(self):
        """The language of the admin, or else the site's own."""
        return Locale.get_active()

    # --- Which pages -----------------------------------------------------------------------

    def dispatch(self, request, *args, **kwargs):
        if self.model not in workable_models(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def reachable(self):
        """Real pages on which the user may do something."""
        pages = self.permission_policy.instances_user_has_any_permission_for(self.request.user, set(WORK))
        return self.model.objects.filter(alias_of__isnull=True, pk__in=pages.order_by().values("pk"))

    def get_base_queryset(self):
        return self.annotate_queryset(self.reachable)

    def annotate_queryset(self, pages):
        states = WorkflowState.objects.active().select_related("current_task_state__task")
        return (
            pages.select_related("locale")
            .prefetch_related(
                "content_type", Prefetch("_specific_workflow_states", states, to_attr="_current_workflow_states")
            )
            .defer(*self.text_fields)
            .annotate_approved_schedule()
        )

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        chosen = self.filters.form.cleaned_data.get("locale") if self.filters and self.filters.is_valid() else ""
        if not chosen:
            queryset = one_page_each(queryset, self.active_locale, self.reachable)
        return queryset

    def search_queryset(self, queryset):
        """Pages with all the words in their title, in whichever language; any script is found."""
        for word in self.search_query.split():
            queryset = queryset.filter(self.find(word))
        return queryset

    def find(self, word):
        """Condition for pages that ``word`` finds."""
        titled = Page.objects.filter(Q(title__icontains=word) | Q(draft_title__icontains=word))
        return Q(translation_key__in=titled.order_by().values("translation_key"))

    def get_ordering(self):
        ordering = self.request.GET.get("ordering", self.default_ordering)
        return ordering if ordering in self.get_valid_orderings() else self.default_ordering

    def order_queryset(self, queryset):
        name = self.ordering.removeprefix("-")
        expressions = []
        for expression in {**self.common_sorts, **self.sorts}[name]:
            expression = F(expression) if isinstance(expression, str) else expression
            if self.ordering.startswith("-"):
                expressions.append(expression.desc(nulls_last=True))
            else:
                expressions.append(expression.asc(nulls_first=True))
        return queryset.order_by(*expressions, "title", "pk")

    # --- What rows show ----------------------------------------------------------------------

    @cached_property
    def columns(self):
        return [
            BulkActionsColumn("bulk_actions"),
            CoverColumn("cover", label=_("Picture"), classname="cc-desk-cover"),
            TitleColumn("title", label=_("Title"), sort_key="title", classname="title cc-desk-title"),
            *self.fact_columns,
            LanguagesColumn("languages", label=_("Languages"), sort_key="languages"),
            StateColumn("state", label=_("State"), sort_key="state"),
            DateColumn("latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"),
        ]

    def get_rows(self, pages):
        """Give each of ``pages`` its facts as ``page.desk``. A fixed number of queries."""
        keys = {page.translation_key for page in pages}
        languages, tags = page_languages(keys), tags_of(keys)
        thumbnails = pictures([getattr(page, f"{self.cover}_id") for page in pages], THUMBNAIL) if self.cover else {}
        versions = [language for group in languages.values() for language in group if not language.is_missing]
        editable = editable_keys(self.request.user, [language.page for language in versions])
        for language in versions:
            if language.page.pk in editable:
                language.edit_url = reverse("wagtailadmin_pages:edit", args=[language.page.pk])
        for page in pages:
            urls = {each.page.pk: each.edit_url for each in languages[page.translation_key] if each.edit_url}
            page.desk = RowFacts(
                page,
                languages=languages[page.translation_key],
                tags=tags.get(page.translation_key, []),
                picture=thumbnails.get(getattr(page, f"{self.cover}_id")) if self.cover else None,
                edit_url=urls.get(page.pk) or next(iter(urls.values()), ""),
                other_language=None if page.locale_id == self.active_locale.pk else page.locale,
            )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        self.get_rows(list(context["object_list"]))
        # The bulk actions offered are those of this type, not those of every page.
        context["model_opts"] = self.model._meta
        return context

    # --- Spreadsheets ------------------------------------------------------------------------

    export_headings = {
        "title": _("Title"),
        "locale": _("Language"),
        "desk.language_words": _("Languages"),
        "desk.tag_words": _("Tags"),
        "status_string": _("State"),
        "latest_revision_created_at": _("Updated"),
    }


class DeskViewSet(PageListingViewSet):
    """A listing in the menu "Practice cases"; ``name`` is its address below /admin/ and its namespace."""

    index_view_class = DeskIndexView
    menu_hook = MENU_HOOK
    #: Attributes of rows in spreadsheets, after the title and before the languages.
    fact_exports = ()
    fact_headings = {}

    @cached_property
    def menu_item_class(self):
        return type(f"{type(self).__name__}MenuItem", (ListingMenuItem,), {"model": self.model})

    @cached_property
    def menu_name(self):
        return self.name

    @cached_property
    def list_export(self):
        return [
            "title",
            "locale",
            *self.fact_exports,
            "desk.language_words",
            "desk.tag_words",
            "status_string",
            "latest_revision_created_at",
        ]

    @cached_property
    def export_headings(self):
        return {**DeskIndexView.export_headings, **self.fact_headings}

    @cached_property
    def export_filename(self):
        return self.name

    @cached_property
    def filterset_class(self):
        view = self.index_view_class.base_filterset_class

        class Meta:
            model = self.model
            fields = ()

        return type(f"{self.model.__name__}FilterSet", (view,), {"Meta": Meta})

    def get_index_view_kwargs(self, **kwargs):
        kwargs = super().get_index_view_kwargs(**kwargs)
        kwargs.pop("columns", None)  # the view's own
        return kwargs

    def on_register(self):
        super().on_register()
        register_listing(self)
