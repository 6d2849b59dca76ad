"""The rules of a case; each raises a ValidationError that names its field and says what to do."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases_cms.core.conf import get_setting

MIN_COUNTRIES = 2


def validate_start_year(year):
    """Implementation started in the first year that counts or later, and not in the future."""
    first, last = get_setting("FIRST_YEAR"), timezone.localdate().year
    if not first <= year <= last:
        raise ValidationError(
            _("Enter a year from %(first)s to %(last)s."),
            code="start_year",
            params={"first": first, "last": last},
        )


def validate_country_count(codes):
    """A case involves at least two countries and regions."""
    if len(set(codes or [])) < MIN_COUNTRIES:
        raise ValidationError(
            {"countries": _("Choose at least two countries and regions; a case is one of international cooperation.")},
            code="countries",
        )


def validate_case_length(case):
    """The four sections together keep the limits, whatever the language of the page."""
    words, characters = get_setting("MAX_WORDS"), get_setting("MAX_CHARACTERS")
    length = case.length
    if length.words > words or length.characters > characters:
        raise ValidationError(
            {
                case.SECTIONS[-1]: ValidationError(
                    _(
                        "The four parts together hold %(words)s words and %(characters)s Chinese characters; "
                        "at most %(max_words)s words and %(max_characters)s characters are allowed. Shorten them."
                    ),
                    code="too_long",
                    params={
                        "words": length.words,
                        "characters": length.characters,
                        "max_words": words,
                        "max_characters": characters,
                    },
                )
            }
        )


def validate_category(code, known=None):
    """The category exists in a collection, in some language; ``known`` are the codes if the caller has them."""
    from cases_cms.collection.models.category import CategoryPage  # models import the rules

    if not code:
        return  # the field itself says that it is required
    if not (code in known if known is not None else CategoryPage.objects.filter(code=code).exists()):
        raise ValidationError(
            {"category": _("There is no category with the code “%(code)s”.") % {"code": code}},
            code="category",
        )


def check_case(case, *, categories=None):
    """All rules of a case that is to be published; raises one ValidationError with all that is wrong.

    ``categories`` are the known codes of categories; without, the database is asked.
    """
    errors = {}
    for validate, *values in (
        (validate_country_count, case.countries),
        (validate_category, case.category, categories),
        (validate_case_length, case),
    ):
        try:
            validate(*values)
        except ValidationError as error:
            error.update_error_dict(errors)
    if errors:
        raise ValidationError(errors)
