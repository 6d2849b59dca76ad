"""What the release itself would refuse, or leave out, though the text is there and approved."""

from collections import Counter

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page

from cases_cms.core.languages import remember_locale
from cases_cms.core.told import gettext as _
from cases_cms.core.told import sentences_of
from cases_cms.release.building import _foreign_keys
from cases_cms.release.embargo import case_keys, embargoes, joined, refusal, required_languages
from cases_cms.release.enums import EditionState, FileKind, Severity
from cases_cms.release.files import release_ids_of
from cases_cms.release.models import HeldPage
from cases_cms.release.readiness import kinds
from cases_cms.release.readiness.keeping_rules import kind_of, label_of, with_label
from cases_cms.release.readiness.showing import is_derived
from cases_cms.release.readiness.uses import DOCUMENT, IMAGE
from cases_cms.release.release_set import Why, release_set

FILES = {IMAGE: FileKind.IMAGE, DOCUMENT: FileKind.DOCUMENT}


def check_coming(edition, make, addresses):
    """Findings about pages that are finished and would not come out. A fixed number of queries; none once released."""
    if edition.release.state == EditionState.RELEASED:
        return
    ids = [version.pk for subject in edition.subjects.values() for version in subject.versions.values()]
    chosen = release_set(edition.release, ids)
    yield from _obstacles(edition, make, addresses, chosen)
    versions = list(_candidates(edition, chosen))
    yield from _expired(edition, make, addresses, versions)
    parents = _parents(versions)
    yield from _below_drafts(edition, make, addresses, versions, parents, chosen)
    yield from _refused(make, addresses, versions, parents)
    yield from _kept_by_others(edition, make, addresses, versions)


def _candidates(edition, chosen):
    """``(subject, version)`` that are to become public: in the languages asked about, and what comes out besides."""
    coming = {one.page.pk for one in chosen.pages}
    for subject in edition.subjects.values():
        for version in subject.versions.values():
            is_asked = version is subject.source or version.locale_id in edition.languages
            is_public = version.live and not version.has_unpublished_changes
            if version.content is not None and not is_public and (is_asked or version.pk in coming):
                yield subject, version


# --- What does not come out as it is ------------------------------------------------------------


def _obstacles(edition, make, addresses, chosen):
    asked, required = set(edition.languages.values()), set(required_languages(edition.release))
    for one in chosen.obstacles:
        subject = edition.subjects.get(one.key)
        if subject is None:
            continue
        version = next((each for each in subject.versions.values() if one.page and each.pk == one.page.pk), None)
        if one.why is Why.NO_CASES:
            yield make(kinds.NO_CASES, one.reason, subject, language="", url=addresses.children(subject.source.pk))
        elif one.language not in required and version is not subject.source:
            if version is not None:  # nobody asked for this language; it is said what stays behind
                yield make(kinds.LEFT_OUT, one.reason, subject, version, severity=Severity.WARNING)
        elif one.why is Why.MODERATED and (one.language in asked or version is subject.source):
            yield make(kinds.MODERATION, one.reason, subject, version)


# --- What publishing refuses ----------------------------------------------------------------------


def _expired(edition, make, addresses, versions):
    at = max(timezone.now(), edition.release.release_at or timezone.now())
    for subject, version in versions:
        ends = version.content.get("expire_at")
        ends = parse_datetime(ends) if isinstance(ends, str) else ends
        if ends is not None and ends <= at:
            message = _("By then, the time at which it is to be taken off the site has passed.")
            url = addresses.fields(version.pk) if is_derived(subject, version) else addresses.page(version.pk)
            yield make(kinds.EXPIRED, message, subject, version, url=url)


def _parents(versions):
    """``{path: Page}`` of the pages above. One query."""
    paths = {version.path[: -Page.steplen] for _subject, version in versions}
    return {page.path: page for page in Page.objects.filter(path__in=paths)}


def _below_drafts(edition, make, addresses, versions, parents, chosen):
    """Below a page that is not public; one that the edition waits for speaks for itself."""
    waited_for = {one.page.pk for one in chosen.pages}
    waited_for |= {one.page.pk for one in chosen.obstacles if one.is_needed and one.page is not None}
    for subject, version in versions:
        parent = parents.get(version.path[: -Page.steplen])
        if parent is not None and not parent.live and parent.pk not in waited_for:
            message = _("The page above it, “%(title)s”, is not public.") % {"title": parent.get_admin_display_title()}
            yield make(kinds.PARENT, message, subject, version, url=addresses.page(parent.pk))


class _Slugs:
    """Which addresses below the same page are taken, by rows and by other drafts. One query."""

    def __init__(self, versions):
        wanted = Counter((version.path[: -Page.steplen], slug_of(version)) for _subject, version in versions)
        self.drafts = wanted
        rows = Page.objects.filter(slug__in={slug for _path, slug in wanted if slug}).values_list("path", "pk", "slug")
        self.rows = {}
        for path, pk, slug in rows:
            self.rows.setdefault((path[: -Page.steplen], slug), set()).add(pk)

    def is_available(self, slug, parent, page):
        """As Wagtail's ``_slug_is_available``; what another draft of the edition will take is taken, too."""
        if parent is None:
            return True
        return not self.rows.get((parent.path, slug), set()) - {page.pk} and self.drafts[parent.path, slug] < 2


def slug_of(version):
    """The slug that the latest draft of a Version has."""
    return version.content.get("slug") or ""


def _with_related(versions):
    """Give the drafts what their own foreign keys name: one query a model that is named."""
    wanted = {}
    for _subject, version in versions:
        for field in _foreign_keys(version.model):
            if field.model is not Page and getattr(version.instance, field.attname) is not None:
                wanted.setdefault(field.related_model, set()).add(getattr(version.instance, field.attname))
    present = {model: model._base_manager.in_bulk(keys) for model, keys in wanted.items()}
    for _subject, version in versions:
        for field in _foreign_keys(version.model):
            if field.model is not Page:
                key = getattr(version.instance, field.attname)
                setattr(version.instance, field.name, present.get(field.related_model, {}).get(key))


def _said_by_clean(version, parent, slugs):
    """``{field: [ValidationError]}`` of the page type's own rules; those of cases are found by ``keeping_rules``."""
    page = version.instance
    remember_locale(page)
    page._cached_parent_obj = parent
    page._slug_is_available = slugs.is_available
    page.is_draft_check = True
    page._set_core_field_defaults()
    page.set_url_path(parent)
    try:
        page.clean()
    except ValidationError as error:
        return error.update_error_dict({})
    finally:
        del page._slug_is_available
    return {}


def _gone(version):
    """Names of fields that have to name something, and name what is gone."""
    for field in _foreign_keys(version.model):
        if field.model is not Page and not field.null and getattr(version.instance, field.attname) is None:
            yield field.name


def _refused(make, addresses, versions, parents):
    slugs = _Slugs(versions)
    _with_related(versions)
    for subject, version in versions:
        parent = parents.get(version.path[: -Page.steplen])
        if parent is None:
            continue
        errors = _said_by_clean(version, parent, slugs)
        for name in _gone(version):
            errors.setdefault(name, []).append(ValidationError(_("What was chosen here has been deleted.")))
        for name, each in errors.items():
            is_address = name == "slug" or (name == "year" and "slug" not in errors)
            kind = kinds.ADDRESS if is_address else kind_of(name, each[0])
            message = joined(text for error in each for text in sentences_of(error))
            label = label_of(version.model, name) if kind == kinds.FIELD else ""
            field = "" if name == NON_FIELD_ERRORS else name
            if kind == kinds.ADDRESS or not is_derived(subject, version):
                # An address is the source's in all languages.
                url = addresses.page((subject.source if is_derived(subject, version) else version).pk, field)
            else:
                url = addresses.fields(version.pk)
            yield make(kind, with_label(label, message), subject, version, url=url)


# --- What another edition keeps -----------------------------------------------------------------


def _kept_by_others(edition, make, addresses, versions):
    """Pages and files that another edition under embargo keeps. Two queries if there is no other one."""
    others = [one for one in embargoes() if one.edition_key != edition.release.edition_key]
    if not others:
        return
    cases = {key: one for one in others for key in case_keys(one)}
    by_release = {one.release_id: one for one in others if one.release_id is not None}
    held = {
        key: by_release[release]
        for key, release in HeldPage.objects.filter(release__in=list(by_release)).values_list("page_key", "release_id")
    }
    uses = {kind: {use.value for _s, version in versions for use in version.uses if use.kind == kind} for kind in FILES}
    files = release_ids_of({FILES[kind]: ids for kind, ids in uses.items()}, leaving_out=edition.release.pk)
    for subject, version in versions:
        about = version.model.case_keys_in(version.content) if hasattr(version.model, "case_keys_in") else ()
        other = next((cases[str(key)] for key in about if str(key) in cases), None) or held.get(subject.key)
        if other is not None:
            yield make(kinds.OTHER_EDITION, refusal(other), subject, version)
        for use in version.uses:
            release = files.get((FILES.get(use.kind), use.value))
            if release is None:
                continue
            keeper = by_release.get(release)
            reason = refusal(keeper) if keeper else _("It is kept for an edition whose pages have been deleted.")
            message = _("A picture or document of it: %(reason)s") % {"reason": reason}
            where = addresses.fields(version.pk) if is_derived(subject, version) else ""
            url = where or addresses.page(version.pk, use.path)
            yield make(kinds.OTHER_EDITION, message, subject, version, url=url)
