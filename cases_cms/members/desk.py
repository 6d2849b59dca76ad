"""The desk's listing of members."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cases_cms.core.countries import country_name, sort_codes
from cases_cms.core.desk.columns import RowColumn, ShortColumn
from cases_cms.core.desk.filters import DeskFilterSet, checkboxes
from cases_cms.core.desk.listings import DeskIndexView, DeskViewSet
from cases_cms.members.enums import MembershipKind
from cases_cms.members.models import MemberOrganizationPage


class DeskMemberFilterSet(DeskFilterSet):
    """Kind of membership, and country or region."""

    kind = checkboxes(_("Kind of membership"), choices=MembershipKind.choices)
    country = checkboxes(_("Country or region"), field_name="organization__country")
    shown = ("kind", "country", *DeskFilterSet.shown)

    def get_choices(self):
        codes = MemberOrganizationPage.objects.order_by().values_list("organization__country", flat=True).distinct()
        return {
            **super().get_choices(),
            "country": [(code, country_name(code)) for code in sort_codes({code for code in codes if code})],
        }


class MemberIndexView(DeskIndexView):
    """Members by name."""

    cover = "logo"
    base_filterset_class = DeskMemberFilterSet
    text_fields = ("summary", "body")
    default_ordering = "title"
    sorts = {"kind": (F("kind"),), "country": (F("organization__country"),)}
    fact_columns = (
        ShortColumn("kind", label=_("Kind of membership"), accessor="get_kind_display", sort_key="kind"),
        RowColumn("country", label=_("Country or region"), sort_key="country"),
    )

    def annotate_queryset(self, pages):
        return super().annotate_queryset(pages).select_related("organization")

    def get_rows(self, pages):
        super().get_rows(pages)
        for page in pages:
            page.desk.country = page.country_name


class MemberViewSet(DeskViewSet):
    """Members."""

    name = "practice-case-members"
    model = MemberOrganizationPage
    index_view_class = MemberIndexView
    icon = "group"
    menu_label = _("Members")
    menu_order = 80
    fact_exports = ("get_kind_display", "desk.country")
    fact_headings = {"get_kind_display": _("Kind of membership"), "desk.country": _("Country or region")}
