"""Who writes pages and what is made from them takes turns on PostgreSQL; SQLite has one writer anyway.

The turn comes before any row: were it taken with rows in hand, two writers could wait for each other for ever
(docs/decisions/0056). It ends with the transaction.
"""

from django.db import connection
from django.db.models.signals import pre_delete, pre_save
from wagtail.models import Locale, Page, PageViewRestriction

ADVISORY_LOCK = 0x0CA5E5


def take_turn():
    """Wait until no other transaction has the turn; returns at once if the caller's has it, or is no transaction."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])


def _before_page(sender, raw=False, **kwargs):
    if not raw and issubclass(sender, Page):
        take_turn()


def _before_row(sender, raw=False, **kwargs):
    if not raw:
        take_turn()


def takes_turns(model):
    """Take the turn before a row of ``model`` is written or removed; pages of all types do."""
    for signal in (pre_save, pre_delete):
        signal.connect(_before_row, sender=model, dispatch_uid="cases_cms_turn")


def connect():
    """Called once the models are ready."""
    for signal in (pre_save, pre_delete):
        signal.connect(_before_page, dispatch_uid="cases_cms_turn_of_pages")
    takes_turns(PageViewRestriction)
    takes_turns(Locale)
