"""WIC News and Industry Updates."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, TitleFieldPanel
from wagtail.api import APIField
from wagtail.models import Orderable
from wagtail.search import index

from cases_cms.collection.fields import CaseKeyField
from cases_cms.collection.mixins import AboutCasesMixin
from cases_cms.core.blocks import BodyBlock
from cases_cms.core.facets import explore, mark_filtered
from cases_cms.core.fields import BodyField
from cases_cms.core.index_pages import IndexPage
from cases_cms.core.localization import shared, translated
from cases_cms.core.models import BasePage, CoverMixin, PublicPageManager
from cases_cms.core.pagination import paginate
from cases_cms.news.enums import NewsKind
from cases_cms.news.filters import NewsFilterSet


class NewsIndexPage(IndexPage):
    """All news, by kind and year."""

    objects = PublicPageManager()
    subpage_types = ["cases_news.NewsPage"]
    template = "cases_cms/news/news_index_page.html"
    page_description = _("Lists WIC News and Industry Updates")
    listed_order = ("-date", "-pk")

    class Meta:
        verbose_name = _("index of news")
        verbose_name_plural = _("indexes of news")

    listed_model = "cases_news.NewsPage"

    def get_context(self, request, *args, **kwargs):
        context = super(IndexPage, self).get_context(request, *args, **kwargs)
        listed = self.get_listed(request)
        years = [str(day.year) for day in listed.order_by().dates("date", "year", order="DESC")]
        vocabulary = {
            "kind": (_("Kind"), [(kind.value, kind.label) for kind in NewsKind]),
            "year": (_("Year"), [(year, year) for year in years]),
        }
        explored = explore(vocabulary, request)
        page_obj = paginate(NewsFilterSet(explored["selection"].data(), queryset=listed).qs, request)
        context.update(
            explored,
            page_obj=page_obj,
            total=page_obj.paginator.count,
            items=page_obj.object_list,
        )
        mark_filtered(context["frame"], explored["selection"])
        return context


class NewsPage(AboutCasesMixin, CoverMixin, BasePage):
    """A piece of news."""

    kind = models.CharField(_("kind"), max_length=16, choices=NewsKind.choices, default=NewsKind.WIC)
    date = models.DateField(_("date"), default=timezone.localdate)
    summary = models.TextField(
        _("summary"), max_length=500, help_text=_("Two or three sentences for cards and sharing.")
    )
    body = BodyField(BodyBlock(), verbose_name=_("text"), blank=True)

    objects = PublicPageManager()
    parent_page_types = ["cases_news.NewsIndexPage"]
    subpage_types = []
    template = "cases_cms/news/news_page.html"
    page_description = _("A piece of WIC News, or an Industry Update")
    og_type = "article"

    content_panels = [
        TitleFieldPanel("title", help_text=_("A headline that says what happened; up to 12 words, no full stop.")),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("date")], heading=_("Kind and date"), icon="date"),
        FieldPanel(
            "summary", help_text=_("Two or three sentences for cards and sharing: what, where, when, with whom.")
        ),
        FieldPanel("body", help_text=_("The whole text; an item of a few lines does with the summary alone.")),
        CoverMixin.cover_panel,
        InlinePanel(
            "related_cases",
            heading=_("Cases"),
            label=_("Case"),
            help_text=_("The news then shows on these cases by itself."),
            icon="doc-full",
            classname="collapsed",
        ),
    ]
    search_fields = BasePage.search_fields + [
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("kind"),
        index.FilterField("date"),
    ]
    api_fields = BasePage.api_fields + [
        APIField("kind"),
        APIField("date"),
        APIField("summary"),
        APIField("body"),
        APIField("related_cases"),
    ]
    override_translatable_fields = (
        BasePage.override_translatable_fields
        + CoverMixin.cover_localization
        + [*translated("summary", "body"), *shared("kind", "date", "related_cases")]
    )

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")

    def get_case_keys(self):
        return [row.case_key for row in self.related_cases.all() if row.case_key]

    @classmethod
    def about_cases(cls, case_keys):
        return cls.objects.filter(pk__in=NewsCase.objects.filter(case_key__in=case_keys).values("page"))

    @classmethod
    def case_keys_in(cls, content):
        return [str(row["case_key"]) for row in content.get("related_cases", ()) if row.get("case_key")]


class NewsCase(Orderable):
    """A case that a piece of news is about; shared by all languages."""

    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="related_cases")
    case_key = CaseKeyField(_("case"))

    panels = [FieldPanel("case_key")]
    api_fields = [APIField("case_key")]
    override_translatable_fields = shared("case_key", "sort_order")

    class Meta(Orderable.Meta):
        verbose_name = _("case of a news item")
        verbose_name_plural = _("cases of a news item")

    def __str__(self):
        return str(self.case_key)
