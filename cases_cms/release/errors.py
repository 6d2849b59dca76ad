"""What the release refuses, in sentences for people."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


class EmbargoError(ValidationError):
    """Something of an edition that is not released would have become public; nothing was changed."""

    #: To core's AdminRulesMiddleware: the sentence says all.
    says_all = True

    def __init__(self, sentence):
        # Wagtail's API and wagtail-localize read such errors by field.
        super().__init__({NON_FIELD_ERRORS: [str(sentence)]})

    def __str__(self):
        return " ".join(self.messages)


class ReleaseRefusedError(Exception):
    """The edition cannot be released, rehearsed or undone now; ``reasons`` are sentences for people."""

    def __init__(self, *reasons):
        self.reasons = [str(reason) for reason in reasons]
        super().__init__(" ".join(self.reasons))


class AlreadyReleasedError(ReleaseRefusedError):
    """Somebody else has released it: nothing was tried, and nothing is recorded."""


class ReleaseAbortedError(ReleaseRefusedError):
    """It was aborted while it was held."""
