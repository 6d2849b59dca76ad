"""What members offer to other pages."""

from cases_cms.collection.models import Organization
from cases_cms.core.countries import country_name
from cases_cms.members.models import MemberOrganizationPage


def profiles_of(organization_keys, locale, request=None):
    """``{organization's translation key: member page}`` for readers of ``locale``. Two queries."""
    return {
        page.organization.translation_key: page
        for page in MemberOrganizationPage.objects.filter(organization__translation_key__in=organization_keys)
        .published(request)
        .for_language(locale)
        .select_related("locale", "organization")
    }


def describe_members(pages, locale, request=None):
    """Kind of membership and country, for hits of the site's search. One query."""
    countries = dict(
        Organization.objects.filter(pk__in={page.organization_id for page in pages}).values_list("pk", "country")
    )
    described = {}
    for page in pages:
        code = countries.get(page.organization_id)
        parts = (page.get_kind_display(), country_name(code) if code else "")
        described[page.pk] = {"meta": " · ".join(str(part) for part in parts if part)}
    return described
