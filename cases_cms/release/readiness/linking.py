"""Links: to pages and documents of the site, and to other sites as they answered when they were last asked."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import Page

from cases_cms.release.models import LinkCheck
from cases_cms.release.readiness import kinds
from cases_cms.release.readiness.showing import is_derived
from cases_cms.release.readiness.uses import ADDRESS, DOCUMENT, PAGE


def is_checkable(address):
    """Whether an address is one of another site that can be asked, and fits into a LinkCheck."""
    return str(address).lower().startswith(("http://", "https://")) and len(address) <= 500


def _links(edition):
    """``(subject, version, use)`` of all links; those that a translation shares with its source are the source's."""
    for subject in edition.subjects.values():
        known = set()
        for use in subject.source.uses:
            if use.kind in (PAGE, DOCUMENT, ADDRESS):
                known.add((use.kind, use.value))
                yield subject, subject.source, use
        for version in subject.versions.values():
            if version is subject.source or version.locale_id not in edition.languages:
                continue
            for use in version.uses:
                if use.kind in (PAGE, DOCUMENT, ADDRESS) and (use.kind, use.value) not in known:
                    yield subject, version, use


def addresses_in(edition, organizations=()):
    """``{address: title of a page or organization that leads there}`` of other sites. No query."""
    found = {}
    for subject, _version, use in _links(edition):
        if use.kind == ADDRESS and is_checkable(use.value):
            found.setdefault(use.value, subject.title)
    for organization in organizations:
        if is_checkable(organization.website):
            found.setdefault(organization.website, organization.name)
    return found


def checks_of(found):
    """``{address: LinkCheck}`` of those of the addresses that were asked already. One query."""
    return {check.url: check for check in LinkCheck.objects.filter(url__in=list(found))}


def broken(check):
    """Why a link is broken, in a sentence for people; "" if it is not, or nobody has looked."""
    if check is None or check.is_ok:
        return ""
    day = date_format(localtime(check.checked_at), "DATE_FORMAT")
    return _("%(address)s: %(reason)s (asked on %(day)s)") % {
        "address": check.url,
        "reason": check.reason or check.status or "–",
        "day": day,
    }


def _inside(edition, links):
    """Sentences about links inside the site: ``{(kind, id): sentence}``. Two queries."""
    pages = {use.value for _subject, _version, use in links if use.kind == PAGE}
    documents = {use.value for _subject, _version, use in links if use.kind == DOCUMENT}
    found = {}
    known = {
        pk: rest
        for pk, *rest in Page.objects.filter(pk__in=pages).values_list("pk", "live", "draft_title", "translation_key")
    }
    for pk in pages:
        if pk not in known:
            found[PAGE, pk] = _("A link leads to a page that is gone.")
            continue
        live, title, key = known[pk]
        if not live and key not in edition.subjects:
            found[PAGE, pk] = _(
                "A link leads to “%(title)s”, which is not public and does not come out with this edition."
            ) % {"title": title}
    present = set(get_document_model().objects.filter(pk__in=documents).values_list("pk", flat=True))
    for pk in documents - present:
        found[DOCUMENT, pk] = _("A link leads to a document that is gone.")
    return found


def check_links(edition, make, addresses):
    """Findings about broken links. Three queries."""
    links = list(_links(edition))
    inside = _inside(edition, links)
    checks = checks_of({use.value for _subject, _version, use in links if use.kind == ADDRESS})
    for subject, version, use in links:
        message = broken(checks.get(use.value)) if use.kind == ADDRESS else inside.get((use.kind, use.value))
        if not message:
            continue
        url = addresses.fields(version.pk) if is_derived(subject, version) else addresses.page(version.pk, use.path)
        yield make(kinds.LINK, message, subject, version, url=url)
