"""What the release refuses, in sentences for people: each reads them in their own language."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from cases_cms.core.told import keep, read


class EmbargoError(ValidationError):
    """Something of an edition that is not released would have become public; nothing was changed."""

    #: To core's AdminRulesMiddleware: the sentence says all.
    says_all = True

    def __init__(self, sentence):
        # Wagtail's API and wagtail-localize read such errors by field.
        super().__init__({NON_FIELD_ERRORS: [sentence if isinstance(sentence, str) else str(sentence)]})

    def __str__(self):
        return " ".join(self.messages)


class ReleaseRefusedError(Exception):
    """The edition cannot be released, rehearsed or undone now; ``kept`` is what is stored of the reasons."""

    def __init__(self, *reasons):
        self.kept = [keep(reason) for reason in reasons]
        super().__init__(" ".join(self.reasons))

    @property
    def reasons(self):
        """Sentences for people, in the active language."""
        return [read(kept) for kept in self.kept]


class AlreadyReleasedError(ReleaseRefusedError):
    """Somebody else has released it: nothing was tried, and nothing is recorded."""


class ReleaseAbortedError(ReleaseRefusedError):
    """It was aborted while it was held."""
