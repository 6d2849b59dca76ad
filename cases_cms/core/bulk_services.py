"""Changes of many pages at once: one transaction, a log entry a page, and a Report of what became of each.

``user`` None stands for the site itself, which may do everything. A page that breaks a rule, is locked, or is none of
the user's business stays as it was, in all its languages; the others are changed.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail_localize.operations import translate_object

from cases_cms.core import services
from cases_cms.core.outcomes import Outcome, Report
from cases_cms.core.permissions import may_hand_over_into
from cases_cms.core.synchronized import source_of
from cases_cms.core.tags import EditorTag, TaggedThing

#: Names of Wagtail's permissions that let somebody work on a page.
WORK = ("add", "change", "publish", "lock", "unlock", "bulk_delete")
TAG_LENGTH = EditorTag._meta.get_field("name").max_length
SUBMIT = "wagtail_localize.submit_translation"


# --- Which page is changed, and whether it may be ---------------------------------------------


def _distinct(pages):
    """``pages`` without those that are the same thing in another language."""
    return list({page.translation_key: page for page in pages}.values())


def _leading(page):
    """The page whose shared values hold in all languages: the source of a translation, else the page itself."""
    page = page.specific
    return source_of(page) or type(page).objects.get(pk=page.pk)


def _may_edit(page, user):
    return user is None or page.permissions_for_user(user).can_edit()


def _why_not(page, user):
    """``(Outcome, reason)`` that keeps ``user`` from changing the content of ``page``; None if nothing does."""
    if not _may_edit(page, user):
        return Outcome.FORBIDDEN, ""
    if page.alias_of_id:
        return Outcome.REFUSED, _("It is a copy that follows another page; change that one.")
    lock = page.get_lock()
    if lock and user is not None and lock.for_user(user):
        return Outcome.LOCKED, strip_tags(lock.get_message(user))
    if page.workflow_in_progress:
        return Outcome.LOCKED, _("It is in moderation.")
    if page.approved_schedule:
        return Outcome.LOCKED, _("It is scheduled to be published.")
    return None


def _reasons(error):
    return " ".join(error.messages)


# --- Values that all languages share ------------------------------------------------------------


def _differs(page, values):
    return any(getattr(page, name) != value for name, value in values.items())


def _with(page, values):
    for name, value in values.items():
        setattr(page, name, value)
    return page


def _write(page, values, user):
    """Set ``values`` on a source page; returns its Outcome. Raises ValidationError if what is public breaks a rule.

    What is live is published anew with the values and nothing else; a draft beyond it gets them too and stays a draft.
    Who may not publish changes the draft alone.
    """
    draft = page.get_latest_revision_as_object()
    may_publish = page.live and (user is None or page.permissions_for_user(user).can_publish())
    if page.live and not may_publish:
        if not _differs(draft, values):
            return Outcome.UNCHANGED
        _with(draft, values).save_revision(user=user, clean=False)
        return Outcome.DRAFTED
    if not _differs(page, values) and not _differs(draft, values):
        return Outcome.UNCHANGED
    if not page.live:
        # What else the draft says, as a new slug, waits for its publication, which checks it.
        _with(page, values).save(update_fields=[*values], clean=False)
        _with(draft, values).save_revision(user=user, clean=False)
        return Outcome.CHANGED
    was_ahead = page.has_unpublished_changes
    if _differs(page, values):
        _with(page, values).save_revision(user=user, clean=False)
        services.publish_page(page=page, user=user)
        if _differs(page, values):
            raise ValidationError(_("It has a date of publication in the future; publish it by hand."))
    if was_ahead:
        _with(draft, values).save_revision(user=user, clean=False)
    return Outcome.CHANGED


@transaction.atomic
def set_shared_values(*, pages, values, user=None, action, data=None, check=None):
    """Set ``values`` ({field: value}, of fields in ``led_fields``) on ``pages`` in all their languages.

    Returns a Report. ``action`` and ``data`` are for Wagtail's log; ``check(page)`` raises ValidationError where a
    value does not fit.
    """
    report = Report()
    for given in _distinct(pages):
        page = _leading(given)
        refusal = _why_not(page, user)
        if refusal:
            report.add(given, *refusal)
            continue
        try:
            with transaction.atomic():
                if check is not None:
                    check(page)
                outcome = _write(page, values, user)
                if outcome != Outcome.UNCHANGED:
                    log(instance=page, action=action, user=user, data=data, content_changed=True)
        except ValidationError as error:
            report.add(given, Outcome.REFUSED, _reasons(error))
        else:
            report.add(given, outcome)
    return report


# --- Tags -----------------------------------------------------------------------------------------


def clean_tag(name):
    """``name`` in NFKC without needless space. Raises ValidationError if nothing is left, or too much."""
    name = unicodedata.normalize("NFKC", str(name).replace("\x00", ""))
    name = re.sub(r"\s+", " ", name).strip()
    if not name:
        raise ValidationError(_("Enter a tag."))
    if len(name) > TAG_LENGTH:
        raise ValidationError(_("A tag has at most %(number)s characters.") % {"number": TAG_LENGTH})
    return name


def _tag(name):
    found = EditorTag.objects.filter(name__iexact=name).first()
    return found or EditorTag.objects.get_or_create(name=name)[0]  # somebody else may have made it just now


@transaction.atomic
def tag_pages(*, pages, add=(), remove=(), user=None):
    """Add the tags named ``add`` to ``pages`` and remove those named ``remove``, in all languages; returns a Report.

    A name is the same in capitals. Tags are no content: a lock does not keep anybody from setting them, and they need
    no publishing. Raises ValidationError for a name that is no tag.
    """
    added = [_tag(clean_tag(name)) for name in add]
    removed = list(EditorTag.objects.filter(name__in=list(remove)))
    report = Report()
    for page in _distinct(pages):
        if not _may_edit(page, user):
            report.add(page, Outcome.FORBIDDEN)
            continue
        things = TaggedThing.objects.filter(translation_key=page.translation_key)
        present = set(things.values_list("tag_id", flat=True))
        new = [tag for tag in added if tag.pk not in present]
        gone = [tag for tag in removed if tag.pk in present and tag not in added]
        if not new and not gone:
            report.add(page, Outcome.UNCHANGED)
            continue
        TaggedThing.objects.bulk_create(TaggedThing(translation_key=page.translation_key, tag=tag) for tag in new)
        things.filter(tag__in=gone).delete()
        log(
            instance=page,
            action="cases_cms.tags",
            user=user,
            data={"added": [tag.name for tag in new], "removed": [tag.name for tag in gone]},
        )
        report.add(page, Outcome.CHANGED)
    return report


# --- Translation ------------------------------------------------------------------------------------


def _missing_locales(source, locales):
    """Those of ``locales`` in which ``source`` has no page of its own; an alias copy is none."""
    own = set(
        Page.objects.filter(translation_key=source.translation_key, alias_of__isnull=True).values_list(
            "locale_id", flat=True
        )
    )
    return [locale for locale in locales if locale.pk not in own]


def _submit(source, locales, user):
    translate_object(source, locales, user=user)
    made = Page.objects.filter(translation_key=source.translation_key, locale__in=locales, alias_of__isnull=True)
    if made.count() != len(locales):  # wagtail-localize keeps quiet about a rule that is not kept
        raise ValidationError(_("Its translation could not be made; submit it by itself to see why."))


@transaction.atomic
def submit_for_translation(*, pages, locales, user=None):
    """Make draft translations of ``pages`` into those of ``locales`` that they lack; returns a Report.

    It takes wagtail-localize's own permission, and a right on the page. Where the page above is not translated,
    wagtail-localize puts an alias of it there, which is never shown to the public.
    """
    locales = list(locales)
    reachable = None
    if user is not None:
        reachable = page_permission_policy.instances_user_has_any_permission_for(user, set(WORK))
        reachable = set(reachable.filter(pk__in=[page.pk for page in pages]).values_list("pk", flat=True))
    report = Report()
    for page in _distinct(pages):
        if user is not None and (not user.has_perm(SUBMIT) or page.pk not in reachable):
            report.add(page, Outcome.FORBIDDEN)
            continue
        source = _leading(page.alias_of if page.alias_of_id else page)
        missing = _missing_locales(source, locales)
        wanted = [locale for locale in missing if may_hand_over_into(user, locale.pk)]
        if not wanted:
            report.add(page, Outcome.FORBIDDEN if missing else Outcome.UNCHANGED)
            continue
        try:
            with transaction.atomic():
                _submit(source, wanted, user)
                log(
                    instance=source,
                    action="cases_cms.submit_for_translation",
                    user=user,
                    data={"languages": [locale.language_code for locale in wanted]},
                )
        except ValidationError as error:
            report.add(page, Outcome.REFUSED, _reasons(error))
        else:
            report.add(page, Outcome.CHANGED)
    return report
