"""What a change of several pages did to each of them."""

from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """What became of one page: REFUSED stands for a rule that is not kept."""

    CHANGED = "changed"
    DRAFTED = "drafted"
    UNCHANGED = "unchanged"
    FORBIDDEN = "forbidden"
    LOCKED = "locked"
    REFUSED = "refused"


@dataclass
class Report:
    """The outcome of each page, in the order in which they were given; ``reason`` is a sentence, or empty."""

    entries: list = field(default_factory=list)

    def add(self, page, outcome, reason=""):
        """Note what became of ``page``."""
        self.entries.append((page, outcome, str(reason)))

    def of(self, *outcomes):
        """``[(page, reason)]`` of those with one of ``outcomes``."""
        return [(page, reason) for page, outcome, reason in self.entries if outcome in outcomes]

    def count(self, *outcomes):
        """How many have one of ``outcomes``."""
        return len(self.of(*outcomes))
