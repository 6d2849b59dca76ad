"""What an app says of a kind of job: ``register_job(kind, Handler)`` in its ``ready``."""

from contextlib import nullcontext
from dataclasses import dataclass, field

from cases_cms.core.jobs.enums import ItemStatus

_handlers = {}


@dataclass(frozen=True)
class Item:
    """One thing to do, as a handler lists it; ``params`` go through JSON."""

    label: str
    key: str = ""
    params: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """What became of an item; ``message`` is a sentence for the person who started the job."""

    status: ItemStatus = ItemStatus.DONE
    message: str = ""


def skipped(message=""):
    """The Result of an item for which there was nothing to do."""
    return Result(ItemStatus.SKIPPED, str(message))


class ItemError(Exception):
    """Raised by a handler: this item cannot be done, for the reason given, in the reader's language."""


class Handler:
    """Does the work of one kind of job.

    All of it runs in the language and in the name of the person who started the job.
    """

    #: What the work is called; lazily translated.
    label = ""
    icon = "tasks"
    #: False: ``run`` opens its own transactions, because it waits for somebody else meanwhile (the network, say).
    in_transaction = True
    #: True: all items and ``finish`` are one transaction. An item that fails, a stop or a killed worker undoes all of
    #: it; “go on” begins anew. Writers of pages wait meanwhile (on SQLite all writers do).
    all_or_nothing = False

    def title(self, params):
        """What the job is called in lists."""
        return self.label

    def items(self, params, user):
        """The Items of a new job. Called once, in the transaction that starts it: later changes add none."""
        raise NotImplementedError

    def begin(self, job):
        """Called first in the transaction of an all-or-nothing job, again if all of it is tried again.

        What it raises ends the job, as an item that fails does. It may keep on ``job`` what ``run`` needs.
        """

    def around(self, job):
        """A context manager around the items of an all-or-nothing job, after ``begin`` and before ``finish``.

        What it does at its end belongs to the transaction.
        """
        return nullcontext()

    def undone(self, job):
        """Called when that transaction was undone: for what it did outside of the database."""

    def run(self, job, item):
        """Do one JobItem, in a transaction of its own or in the job's; returns a Result or None for done.

        It may note in ``item.params`` what ``finish`` needs.

        ItemError, ValidationError and PermissionDenied are told to the person; whatever else is raised is logged. They
        all undo what the item did, and the job goes on. It may be called again for an item whose worker died.
        """
        raise NotImplementedError

    def finish(self, job):
        """Called when all items have been tried, in a transaction; returns a sentence or None. May add files."""
        return None

    def told_of(self, item):
        """``(label, message)`` of a JobItem; in the reader's language where the handler kept more in its ``params``."""
        return item.label, item.message

    def way_back(self, job, user):
        """``(address, text)`` of the page that the job belongs to; None if there is none, or none for ``user``."""
        return None

    def may_see(self, job, user):
        """Whether ``user`` may open the job: who started it, and those who may see all jobs."""
        return job.user_id == user.pk or user.has_perm("cases_core.view_job")

    def may_change(self, job, user):
        """Whether ``user`` may stop it and start it again."""
        return job.user_id == user.pk or user.has_perm("cases_core.change_job")


def register_job(kind, handler):
    """Make jobs of ``kind`` be done by ``handler``, a class of Handler; the last one registered counts."""
    _handlers[kind] = handler()


def handler_of(kind):
    """The handler of a kind, or None where its app is gone."""
    return _handlers.get(kind)
