"""Changes of the Collection's pages, many at once; each is one transaction, logged, and returns a Report."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases_cms.collection.models import CasePage
from cases_cms.collection.rules import validate_category
from cases_cms.collection.selectors import categories_by_collection
from cases_cms.core.bulk_services import set_shared_values


def _check_is_case(page):
    if not isinstance(page, CasePage):
        raise ValidationError(_("It is not a case."))


def set_category(*, pages, code, user=None):
    """Put the cases ``pages`` into the category ``code``, in all their languages.

    Raises ValidationError if no collection has the category; a case whose own collection lacks it stays as it was.
    """
    validate_category(code)
    codes = categories_by_collection()

    def check(page):
        _check_is_case(page)
        if code not in codes.get(page.path[: -2 * page.steplen], ()):
            raise ValidationError(_("Its collection has no category “%(code)s”.") % {"code": code})

    return set_shared_values(
        pages=pages,
        values={"category": code},
        user=user,
        action="cases_cms.category",
        data={"category": code},
        check=check,
    )


def set_outstanding(*, pages, outstanding, user=None):
    """Make the cases ``pages`` outstanding ones, or no longer, in all their languages."""
    return set_shared_values(
        pages=pages,
        values={"outstanding": outstanding},
        user=user,
        action="cases_cms.outstanding",
        data={"outstanding": outstanding},
        check=_check_is_case,
    )
