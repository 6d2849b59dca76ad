"""What stands between an edition and its release."""

from dataclasses import dataclass
from uuid import UUID

from cases_cms.release.enums import Severity


@dataclass(frozen=True)
class Finding:
    """One thing to do. ``kind`` is a code (``readiness.kinds``); ``url`` opens the field in which it is done."""

    kind: str
    severity: Severity
    thing_key: UUID
    title: str
    message: str
    language: str = ""
    url: str = ""
    #: For counts: the category's code and the countries of the case it is about; empty for other things.
    category: str = ""
    countries: tuple = ()

    @property
    def identity(self):
        """What names it to people who take it up: thing, language and kind."""
        return (self.thing_key, self.language, self.kind)
