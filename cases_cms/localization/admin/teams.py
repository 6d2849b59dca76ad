"""Translations → People: who translates into, and who reviews, which language."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.models import Locale

from cases_cms.core.languages import language_label
from cases_cms.localization.admin.urls import patterns
from cases_cms.localization.comment_selectors import people
from cases_cms.localization.mails import name_of
from cases_cms.localization.menu import MENU_HOOK
from cases_cms.localization.models import LanguageRole
from cases_cms.localization.rights import may_manage
from cases_cms.localization.team_services import set_role


@dataclass(frozen=True)
class Place:
    """What a person does in a language; ``key`` names the fields."""

    key: str
    language: str
    translates: bool
    reviews: bool


def _languages():
    return [(locale, str(language_label(locale.language_code))) for locale in Locale.objects.order_by("pk")]


def _rows(languages):
    """``[(name, login, [Place])]`` of all who work in the admin; a fixed number of queries."""
    roles = {(role.user_id, role.locale_id): role for role in LanguageRole.objects.all()}
    rows = []
    for person in people():
        places = []
        for locale, label in languages:
            role = roles.get((person.pk, locale.pk))
            key = f"{person.pk}-{locale.pk}"
            places.append(Place(key, label, bool(role and role.translates), bool(role and role.reviews)))
        rows.append((name_of(person), person.get_username(), places))
    return rows


@transaction.atomic
def _save(request, languages):
    """Make the roles of those who were shown as they were ticked; returns how many changed."""
    shown = set(request.POST.getlist("shown"))
    changed = 0
    for person in people():
        for locale, _label in languages:
            key = f"{person.pk}-{locale.pk}"
            if key in shown:
                changed += set_role(
                    person=person,
                    locale=locale,
                    translates=f"t-{key}" in request.POST,
                    reviews=f"r-{key}" in request.POST,
                    user=request.user,
                )
    return changed


def team(request):
    """The table, and what was ticked in it."""
    if not may_manage(request.user):
        raise PermissionDenied
    languages = _languages()
    if request.method == "POST":
        changed = _save(request, languages)
        text = ngettext("%(number)d role changed.", "%(number)d roles changed.", changed) % {"number": changed}
        messages.success(request, text)
        return redirect("localization:team")
    return TemplateResponse(
        request,
        "cases_cms/localization/flow_team.html",
        {
            "languages": [label for _locale, label in languages],
            "rows": _rows(languages),
            "page_title": _("People and languages"),
            "header_icon": "group",
        },
    )


patterns += [path("people/", team, name="team")]


class TeamMenuItem(MenuItem):
    """For those who manage."""

    def is_shown(self, request):
        return may_manage(request.user)


@hooks.register(MENU_HOOK)
def team_item():
    return TeamMenuItem(
        gettext_lazy("People and languages"),
        reverse("localization:team"),
        name="translation-team",
        icon_name="group",
        order=90,
    )


@hooks.register("register_log_actions")
def log_roles(actions):
    @actions.register_action("cases_localization.role")
    class RoleFormatter(LogFormatter):
        label = gettext_lazy("Role in a language")

        def format_message(self, log_entry):
            data = log_entry.data or {}
            done = [
                str(text)
                for text, given in (
                    (_("translates"), data.get("translates")),
                    (_("reviews and approves"), data.get("reviews")),
                )
                if given
            ]
            return _("%(language)s: %(roles)s") % {
                "language": language_label(data.get("language", "")),
                "roles": _(", ").join(done) or _("no role"),
            }
