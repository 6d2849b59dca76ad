"""Who may bring cases in: the rights that making them by hand takes, asked for each row."""

from django.utils.html import strip_tags
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from cases_cms.collection.models import CasePage
from cases_cms.core.told import gettext as _
from cases_cms.core.told import language_of
from cases_cms.localization.rights import may_manage, may_write

SUBMIT = "wagtail_localize.submit_translation"
MAKE_ORGANIZATIONS = "cases_collection.add_organization"


def may_import(user):
    """Whether ``user`` may bring files in at all; each page still asks for the right to make it."""
    return user.has_perm("cases_interchange.add_import")


class Rights:
    """What keeps ``user`` from rows of one edition; None, the site itself, may do everything."""

    def __init__(self, user, edition):
        self.user, self.edition = user, edition
        self._adding, self._pages = {}, {}

    def refusals(self, row, locales):
        """``[(key of the cell, reason)]``; some queries for each row, fewer for superusers."""
        found = list(self._of_page(row))
        if self.user is not None:
            found += self._of_languages(row, locales)
            found += self._of_things(row)
        return found

    def _of_page(self, row):
        if row.case is None:
            page = self.edition.pages.get(row.language)
            if page is not None and self.user is not None and not self._may_add(page):
                yield "id", _("You may not make cases in this edition.")
            return
        pages = CasePage.objects.filter(pk__in=row.case.pages.values()).select_related("locale")
        for page in pages:
            if page.live:
                yield "id", _("This case is public already: change it in its page.")
                return
        for page in pages:
            yield from self._of_draft(page)

    def _of_draft(self, page):
        if self.user is not None:
            if not page.permissions_for_user(self.user).can_edit():
                yield "id", _("You may not edit this case.")
                return
            lock = page.get_lock()
            if lock and lock.for_user(self.user):
                yield "id", strip_tags(lock.get_message(self.user))
                return
        if page.workflow_in_progress:
            yield (
                "id",
                _("Its page in %(language)s is in moderation.") % {"language": language_of(page.locale.language_code)},
            )
        elif page.approved_schedule:
            yield "id", _("It is scheduled to be published.")

    def _may_add(self, page):
        if page.pk not in self._adding:
            self._adding[page.pk] = page.permissions_for_user(self.user).can_add_subpage()
        return self._adding[page.pk]

    def _of_languages(self, row, locales):
        texts = [key for key in row.changes if key.partition(".")[0] not in ("applicants", "partners")]
        for language in row.languages:
            key = next((key for key in texts if key.endswith(f".{language}")), None)
            if key is None:
                continue
            may_hand_over = may_manage(self.user) or self.user.has_perm(SUBMIT)
            if language not in locales or not may_hand_over or not may_write(self.user, locales[language]):
                yield key, _("You do not translate into %(language)s.") % {"language": language_of(language)}

    def _of_things(self, row):
        makes = bool(row.names) or any(named.key is None for some in row.credits.values() for named in some)
        if makes and not self.user.has_perm(MAKE_ORGANIZATIONS):
            key = next(key for key in row.values if key.partition(".")[0] in ("applicants", "partners"))
            yield key, _("You may not make organizations.")
        if any(picture and picture.pk is None for picture in (row.cover, *row.gallery)) and not self._may_add_images():
            yield "cover" if row.cover and row.cover.pk is None else "pictures", _("You may not add pictures here.")

    def _may_add_images(self):
        if "images" not in self._pages:
            policy = policy_registry.get_by_type(get_image_model())
            may = policy.user_has_permission(self.user, "add")
            if may and self.edition.folder is not None:
                own = policy.collections_user_has_permission_for(self.user, "add")
                may = own.filter(pk=self.edition.folder.pk).exists()
            self._pages["images"] = may
        return self._pages["images"]
