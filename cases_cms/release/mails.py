"""Mails about a release, to those who plan, confirm and run it: in the language and the zone of each, on commit."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from cases_cms.core.conf import get_setting
from cases_cms.core.languages import language_label
from cases_cms.localization.mails import address, language_of_person, name_of
from cases_cms.release.embargo import both
from cases_cms.release.enums import RunKind, RunStatus
from cases_cms.release.models import EditionRelease
from cases_cms.release.selectors import public_pages, source_of
from cases_cms.release.times import in_zones, zone_of

#: Where the permissions of groups are kept; a host may ask others besides.
BACKEND = "django.contrib.auth.backends.ModelBackend"

SUBJECTS = {
    "planned": gettext_lazy("Edition of %(year)s: release planned"),
    "to_confirm": gettext_lazy("Edition of %(year)s: release planned, please confirm"),
    "confirmed": gettext_lazy("Edition of %(year)s: release confirmed"),
    "aborted": gettext_lazy("Edition of %(year)s: release aborted"),
}
#: What is told of a run, by kind and how it ended; what is not named is not told.
RUNS = {
    (RunKind.RELEASE, RunStatus.DONE): (
        gettext_lazy("Edition of %(year)s: released"),
        gettext_lazy("The edition is public, in all required languages."),
    ),
    (RunKind.RELEASE, RunStatus.REFUSED): (
        gettext_lazy("Edition of %(year)s: NOT released"),
        gettext_lazy("The release was refused. Nothing has become public."),
    ),
    (RunKind.RELEASE, RunStatus.FAILED): (
        gettext_lazy("Edition of %(year)s: NOT released"),
        gettext_lazy("The release failed. Nothing has become public; it can be run again."),
    ),
    (RunKind.RELEASE, RunStatus.ABORTED): (
        gettext_lazy("Edition of %(year)s: NOT released"),
        gettext_lazy("The release was aborted. Nothing has become public."),
    ),
    (RunKind.UNDO, RunStatus.DONE): (
        gettext_lazy("Edition of %(year)s: under embargo again"),
        gettext_lazy("The release was undone. The edition is no longer public."),
    ),
    (RunKind.UNDO, RunStatus.REFUSED): (
        gettext_lazy("Edition of %(year)s: release NOT undone"),
        gettext_lazy("Undoing the release was refused. The edition is still public."),
    ),
    (RunKind.UNDO, RunStatus.FAILED): (
        gettext_lazy("Edition of %(year)s: release NOT undone"),
        gettext_lazy("Undoing the release failed. The edition is still public; it can be tried again."),
    ),
}


def _people(*verbs, besides=()):
    """Active people with an e-mail address who may do one of ``verbs``, and those of ``besides``; each once."""
    people = {}
    for verb in verbs:
        for user in get_user_model().objects.with_perm(f"cases_release.{verb}_editionrelease", backend=BACKEND):
            people[user.pk] = user
    for user in besides:
        if user is not None:
            people[user.pk] = user
    return [user for user in people.values() if user.is_active and user.email]


def _send(user, release, year, subject, facts):
    """One mail in the language of ``user``; ``facts(user)`` gives what it says of the matter at hand."""
    with translation.override(language_of_person(user)):
        context = {
            "name": name_of(user),
            "site_name": settings.WAGTAIL_SITE_NAME,
            "url": address("release:edition", release.pk),
            "times": in_zones(release.release_at, zone_of(user)),
            "languages": _(", ").join(str(language_label(code)) for code in release.languages),
            **facts(user),
        }
        text = render_to_string("cases_cms/release/mails/release.txt", context)
        mail = EmailMultiAlternatives(subject % {"year": year}, text, None, [user.email])
        mail.attach_alternative(render_to_string("cases_cms/release/mails/release.html", context), "text/html")
    # An address that refuses mail does not undo what people decided.
    mail.send(fail_silently=True)


def _later(people, release, subject, facts):
    source = source_of(release)
    if source is None:
        return

    def send():
        for user in people:
            _send(user, release, source.year, subject, facts)

    transaction.on_commit(send)


def _by(user):
    return name_of(user) if user is not None else pgettext("person", "the site itself")


def planned(release, by):
    """Tell those who may confirm the plan."""
    people = [user for user in _people("confirm") if by is None or user.pk != by.pk]
    four_eyes = get_setting("RELEASE_FOUR_EYES")

    def facts(_user):
        lead = _("%(person)s planned the release of the edition.") % {"person": _by(by)}
        if four_eyes:
            lead = both(lead, _("It takes place once somebody else has confirmed it."))
        return {"lead": lead}

    _later(people, release, SUBJECTS["to_confirm" if four_eyes else "planned"], facts)


def confirmed(release, by):
    """Tell those who prepare and run it."""
    people = [user for user in _people("prepare", "run", besides=[release.planned_by]) if user != by]
    _later(
        people,
        release,
        SUBJECTS["confirmed"],
        lambda _user: {"lead": _("%(person)s confirmed the release of the edition.") % {"person": _by(by)}},
    )


def before_abort(release):
    """Whom an abort concerns: to be asked before the plan is taken away."""
    return _people("prepare", "run", besides=[release.planned_by, release.approved_by])


def aborted(release, people, by, reason):
    """Tell ``people`` that there is no plan any more, and why."""
    _later(
        [user for user in people if user != by],
        release,
        SUBJECTS["aborted"],
        lambda _user: {
            "lead": _("%(person)s aborted the release. The edition stays under embargo.") % {"person": _by(by)},
            "reason": reason,
        },
    )


def _released_at(release):
    """As it is written now: the run's own EditionRelease may have been read before."""
    return EditionRelease.objects.values_list("released_at", flat=True).get(pk=release.pk)


def run_ended(run):
    """Tell what became of a ReleaseRun, on commit: to all who prepare, confirm and run; rehearsals tell nobody.

    Not to who did it by hand, who sees it, unless it went wrong.
    """
    found = RUNS.get((run.kind, run.status))
    if found is None:
        return
    release, (subject, lead) = run.release, found
    people = _people("prepare", "confirm", "run", besides=[release.planned_by, release.approved_by])
    if run.status == RunStatus.DONE:
        people = [user for user in people if user.pk != run.user_id]

    def facts(user):
        came_out = (run.kind, run.status) == (RunKind.RELEASE, RunStatus.DONE)
        return {
            "lead": lead,
            "times": in_zones(_released_at(release), zone_of(user)) if came_out else [],
            "languages": "",
            "addresses": public_pages(release) if came_out else [],
            "person": _by(run.user),
            "messages": run.sentences,
            "pages": run.pages if run.status == RunStatus.DONE else 0,
        }

    _later(people, release, subject, facts)
