"""Who may do what with translations, language by language.

A LanguageRole gives the right to translate, or to review, into one language; nothing else does but being a superuser.
Who may assign work and give these roles is a matter of the site's roles (``core.roles``): the secretariat.
"""

from cases_cms.localization.models import LanguageRole, TranslationSettings


def _roles(user):
    """``{locale id: (translates, reviews)}`` of ``user``. One query for each user object."""
    found = getattr(user, "_cases_cms_language_roles", None)
    if found is None:
        found = (
            {
                locale_id: (translates, reviews)
                for locale_id, translates, reviews in LanguageRole.objects.filter(user=user)
                .order_by()
                .values_list("locale_id", "translates", "reviews")
            }
            if user.is_active and user.pk
            else {}
        )
        user._cases_cms_language_roles = found
    return found


def forget_roles(user):
    """After roles changed in the request that asked for them."""
    user.__dict__.pop("_cases_cms_language_roles", None)


def _locale_id(locale):
    return getattr(locale, "pk", locale)


def may_translate(user, locale):
    """Whether ``user`` may write translations into ``locale`` (or its key)."""
    if user.is_active and user.is_superuser:
        return True
    return _roles(user).get(_locale_id(locale), (False, False))[0]


def may_review(user, locale):
    """Whether ``user`` may approve translations into ``locale`` (or its key), and send them back."""
    if user.is_active and user.is_superuser:
        return True
    return _roles(user).get(_locale_id(locale), (False, False))[1]


def may_write(user, locale):
    """Whether ``user`` may change a text in ``locale``: reviewers mend small things themselves."""
    return may_translate(user, locale) or may_review(user, locale)


def may_work(user, locale):
    """Whether ``user`` has anything to do with translations into ``locale``: what may be read, and remarked on."""
    return may_write(user, locale) or may_manage(user)


def may_manage(user):
    """Whether ``user`` may assign work, set deadlines and give roles in languages."""
    return user.is_active and user.has_perm("cases_localization.change_languagerole")


def languages_of(user):
    """Keys of the locales into which ``user`` may translate or whose translations ``user`` may review; sorted.

    A superuser works in those that were given by name, too: a queue of all languages would be nobody's.
    """
    return sorted(pk for pk, rights in _roles(user).items() if any(rights))


def reviewed_by(user):
    """Keys of the locales whose translations ``user`` reviews by a role given by name; sorted."""
    return sorted(pk for pk, (_translates, reviews) in _roles(user).items() if reviews)


def is_four_eyes():
    """Whether nobody approves what they worked on."""
    return TranslationSettings.load().four_eyes
