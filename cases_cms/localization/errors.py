"""What can go wrong when several people work on one text; the editor shows each to the person."""

from django.utils.translation import gettext as _


class ConflictError(Exception):
    """Somebody else saved the segment meanwhile; ``current`` is the Segment as it is. Both texts are in its history."""

    def __init__(self, current=None, message=None):
        self.current = current
        super().__init__(message or _("Somebody else has changed this text meanwhile."))


class SourceChangedError(ConflictError):
    """The source says something else now; the text was kept with the former source.

    ``current`` is the Segment that stands in its place, or None where there is none.
    """

    def __init__(self, current=None):
        super().__init__(current, _("The source has changed meanwhile. Your text was kept with the former source."))


class SegmentGoneError(LookupError):
    """There is no such segment, and nothing says what its text belonged to: nothing was saved."""

    def __init__(self):
        super().__init__(_("This text is no longer on the page."))


class HandOverError(ValueError):
    """A thing cannot be handed over; the message is for people."""
