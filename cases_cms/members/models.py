"""Member organizations."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string
from wagtail.search import index

from cases_cms.collection.mixins import AboutCasesMixin
from cases_cms.collection.models import CatalogueEntry, EditionPage
from cases_cms.core.blocks import SECTION_FEATURES
from cases_cms.core.countries import country_name, sort_codes
from cases_cms.core.facets import explore, mark_filtered
from cases_cms.core.index_pages import IndexPage
from cases_cms.core.localization import overridable, shared, translated
from cases_cms.core.models import BasePage, PublicPageManager
from cases_cms.core.pictures import LOGO
from cases_cms.core.prefetch import renditions
from cases_cms.members.enums import MembershipKind
from cases_cms.members.filters import MemberFilterSet


class MembersIndexPage(IndexPage):
    """All members, by kind and country."""

    objects = PublicPageManager()
    subpage_types = ["cases_members.MemberOrganizationPage"]
    template = "cases_cms/members/members_index_page.html"
    page_description = _("Lists the members by kind and country")
    listed_order = ("title", "pk")

    class Meta:
        verbose_name = _("index of members")
        verbose_name_plural = _("indexes of members")

    listed_model = "cases_members.MemberOrganizationPage"

    def get_listed(self, request=None):
        return (
            super()
            .get_listed(request)
            .select_related("locale", "organization", "logo")
            .prefetch_related(renditions("logo", LOGO))
        )

    def get_context(self, request, *args, **kwargs):
        context = super(IndexPage, self).get_context(request, *args, **kwargs)
        listed = self.get_listed(request)
        codes = set(listed.order_by().values_list("organization__country", flat=True)) - {""}
        vocabulary = {
            "kind": (_("Kind of membership"), [(kind.value, kind.label) for kind in MembershipKind]),
            "country": (
                _("Countries and regions"),
                [(code, country_name(code)) for code in sort_codes(codes)],
            ),
        }
        explored = explore(vocabulary, request)
        found = list(MemberFilterSet(explored["selection"].data(), queryset=listed).qs)
        context.update(
            explored,
            total=len(found),
            groups=[
                (kind.label, [member for member in found if member.kind == kind])
                for kind in MembershipKind
                if any(member.kind == kind for member in found)
            ],
        )
        mark_filtered(context["frame"], explored["selection"])
        return context


class MemberOrganizationPage(AboutCasesMixin, BasePage):
    """A member: kind of membership, description, and the cases its organization takes part in.

    Country and website are the organization's own, so that they are typed once.
    """

    kind = models.CharField(
        _("kind of membership"),
        max_length=16,
        choices=MembershipKind.choices,
        default=MembershipKind.MEMBER,
    )
    organization = models.ForeignKey(
        "cases_collection.Organization",
        verbose_name=_("organization"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Its country, website and cases are shown on this page by themselves."),
    )
    logo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    summary = models.TextField(_("summary"), max_length=500, blank=True)
    body = RichTextField(_("description"), blank=True, features=SECTION_FEATURES)

    objects = PublicPageManager()
    parent_page_types = ["cases_members.MembersIndexPage"]
    subpage_types = []
    template = "cases_cms/members/member_organization_page.html"
    page_description = _("A member of the organization")

    content_panels = [
        TitleFieldPanel("title", help_text=_("The member's name in the language of this page.")),
        MultiFieldPanel(
            [FieldPanel("kind"), FieldPanel("organization"), FieldPanel("logo")],
            heading=_("Membership"),
            icon="group",
        ),
        FieldPanel("summary", help_text=_("One or two sentences: what the member does, and where.")),
        FieldPanel("body", help_text=_("Two or three paragraphs; its cases are listed below them by themselves.")),
    ]
    search_fields = BasePage.search_fields + [
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("kind"),
    ]
    api_fields = BasePage.api_fields + [
        APIField("kind"),
        APIField("organization"),
        APIField("country"),
        APIField("website"),
        APIField("summary"),
        APIField("body"),
    ]
    override_translatable_fields = BasePage.override_translatable_fields + [
        *translated("summary", "body"),
        *shared("kind", "organization"),
        *overridable("logo"),
    ]

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")

    @property
    def country(self):
        """ISO code of the organization's country; empty if not known."""
        return self.organization.country if self.organization_id else ""

    @property
    def country_name(self):
        """Name of the country in the active language; empty if not known."""
        return country_name(self.country) if self.country else ""

    @property
    def website(self):
        """Address of the organization's website; empty if not known."""
        return self.organization.website if self.organization_id else ""

    @property
    def cover(self):
        """The logo, for sharing."""
        return self.logo

    def get_case_keys(self):
        """Of public cases only: a draft must not show by what else is about it."""
        if not self.organization_id:
            return []
        return list(
            CatalogueEntry.objects.filter(
                page__organizations__organization__translation_key=self.organization.translation_key
            )
            .order_by()
            .values_list("case_key", flat=True)
            .distinct()
        )

    @classmethod
    def about_cases(cls, case_keys):
        """None: a member is public whether or not its organization has a case in some edition."""
        return cls.objects.none()

    @classmethod
    def case_keys_in(cls, content):
        return []

    def get_organization_keys(self):
        return [self.organization.translation_key] if self.organization_id else []

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["awards"] = (
            list(
                EditionPage.objects.filter(recipients__organization__translation_key=self.organization.translation_key)
                .published(request)
                .for_language(self.locale)
                .distinct()
                .order_by("-year")
            )
            if self.organization_id
            else []
        )
        return context
