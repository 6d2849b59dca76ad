"""What members offer to other pages."""

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
