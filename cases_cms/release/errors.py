"""What the release refuses, in sentences for people."""

from django.core.exceptions import ValidationError


class EmbargoError(ValidationError):
    """Something of an edition that is not released would have become public; nothing was changed."""


class ReleaseRefusedError(Exception):
    """The edition cannot be released, rehearsed or undone now; ``reasons`` are sentences for people."""

    def __init__(self, *reasons):
        self.reasons = [str(reason) for reason in reasons]
        super().__init__(" ".join(self.reasons))
