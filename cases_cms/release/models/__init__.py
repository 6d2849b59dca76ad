from cases_cms.release.models.belonging import HeldFile, HeldPage
from cases_cms.release.models.edition import AbortRequest, EditionRelease, ReleasedPage, ReleaseRun
from cases_cms.release.models.preview import PreviewGuest, PreviewLink
from cases_cms.release.models.readiness import LinkCheck, ReadinessComment, ReadinessItem, ReadyMark
from cases_cms.release.models.scheduler import SchedulerSign

__all__ = [
    "AbortRequest",
    "EditionRelease",
    "HeldFile",
    "HeldPage",
    "LinkCheck",
    "PreviewGuest",
    "PreviewLink",
    "ReadinessComment",
    "ReadinessItem",
    "ReadyMark",
    "ReleaseRun",
    "ReleasedPage",
    "SchedulerSign",
]
