"""What stands between an edition and its release. Every check works on what ``loading`` read at once."""

from dataclasses import dataclass

from cases_cms.core.told import told
from cases_cms.release.enums import Severity
from cases_cms.release.readiness import kinds
from cases_cms.release.readiness.addresses import Addresses
from cases_cms.release.readiness.around import check_organizations, check_stories
from cases_cms.release.readiness.coming import check_coming
from cases_cms.release.readiness.finding import Finding
from cases_cms.release.readiness.keeping_rules import check_rules
from cases_cms.release.readiness.linking import check_links
from cases_cms.release.readiness.loading import Edition, load
from cases_cms.release.readiness.showing import check_pictures, check_videos
from cases_cms.release.readiness.translating import check_translations

#: Checks of texts, which the release asks for; of what it sees itself; and those whose findings keep nothing back.
TEXT_CHECKS = (check_translations, check_rules)
BLOCKING_CHECKS = (*TEXT_CHECKS, check_coming)
OTHER_CHECKS = (check_pictures, check_videos, check_links, check_stories, check_organizations)


class Maker:
    """Makes Findings of one edition."""

    def __init__(self, edition, addresses):
        self.edition = edition
        self.addresses = addresses

    def __call__(self, kind, message, subject, version=None, *, language=None, url=None, severity=None):
        """A Finding about a page, in the language of ``version`` unless another is named."""
        category, countries = self.edition.facts_of(subject)
        if severity is None:
            severity = kinds.KINDS[kind].severity if kinds.keeps_back(subject.model) else Severity.WARNING
        if url is None:
            url = self.addresses.page((version or subject.source).pk)
        return Finding(
            kind=kind,
            severity=severity,
            thing_key=subject.key,
            title=subject.title,
            message=told(message),
            language=(version.language if version else "") if language is None else language,
            url=url,
            category=category,
            countries=countries,
        )


def _found(edition, checks):
    addresses = Addresses()
    make = Maker(edition, addresses)
    return [finding for check in checks for finding in check(edition, make, addresses)]


@dataclass(frozen=True)
class Survey:
    """An edition's pages, and what was found about them."""

    edition: Edition
    findings: list


def survey(release, *, languages=None):
    """The Survey of an EditionRelease; see ``find``."""
    edition = load(release, languages)
    places = {key: number for number, key in enumerate(edition.subjects)}
    kinds_order = {code: number for number, code in enumerate(kinds.KINDS)}
    codes = {code: number for number, code in enumerate(edition.languages.values())}
    findings = sorted(
        _found(edition, BLOCKING_CHECKS + OTHER_CHECKS),
        key=lambda one: (
            places.get(one.thing_key, len(places)),
            "" if one.thing_key in places else one.title,
            kinds_order.get(one.kind, len(kinds_order)),
            codes.get(one.language, -1),
        ),
    )
    return Survey(edition, findings)


def find(release, *, languages=None):
    """All Findings of an EditionRelease, in the order of pages, kinds and languages.

    ``languages`` are codes; without, those in which the edition has to be complete. As many queries for one case as for
    a hundred.
    """
    return survey(release, languages=languages).findings


def blocking(release, *, languages=None):
    """The Findings that keep an edition from its release; only what can hold it back is looked at."""
    return _blocking(release, languages, BLOCKING_CHECKS)


def blocking_texts(release):
    """The same without what the release finds when it chooses its pages and writes them."""
    return _blocking(release, None, TEXT_CHECKS)


def _blocking(release, languages, checks):
    edition = load(release, languages)
    return [finding for finding in _found(edition, checks) if finding.severity == Severity.BLOCKING]
