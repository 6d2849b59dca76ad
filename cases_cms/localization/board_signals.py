"""Keeps the board equal to the things where no service of the workshop is called.

What is published, moved or deleted is followed at once, in the same transaction. Of single segments, which are
written one by one, only the numbers are computed, once for all of them, when the transaction is committed.
"""

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_delete, post_migrate, post_save
from django.dispatch import receiver
from wagtail.models import DraftStateMixin, Locale, Page
from wagtail.signals import page_published, page_unpublished, post_page_move, published, unpublished
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cases_cms.collection.models import EditionPage
from cases_cms.localization import images, rows
from cases_cms.localization.enums import Stage
from cases_cms.localization.models import BoardCell, BoardRow, SegmentComment
from cases_cms.localization.things import is_thing, snippet_models


def refresh_later(object_id):
    """Compute the numbers of a thing when the transaction is committed; all that it touched at once.

    What a rollback leaves behind is computed, and found unchanged, at the next commit.
    """
    connection = transaction.get_connection()
    waiting = connection.__dict__.setdefault("_cases_cms_board", set())
    waiting.add(object_id)

    def flush():
        if waiting:
            object_ids = list(waiting)
            waiting.clear()
            rows.refresh(object_ids, texts=False)

    transaction.on_commit(flush)


def _is_thing(instance):
    if isinstance(instance, Page):
        model = instance.specific_class
        return model is not None and is_thing(model) and not instance.alias_of_id
    return is_thing(type(instance))


@receiver([page_published, page_unpublished, published, unpublished])
def publication_changed(sender, instance, is_followed=False, **kwargs):
    """What the public sees of a thing has changed: its reference text, or a translation of it.

    ``is_followed``: whoever changed it has seen to the board in the same transaction (a release does).
    """
    if not is_followed and _is_thing(instance):
        if instance.live:
            rows.follow_published(instance.translation_key, instance.locale_id)
        else:
            rows.follow([instance.translation_key])
        if isinstance(instance, EditionPage):
            BoardRow.objects.filter(path__startswith=instance.path).exclude(year=instance.year).update(
                year=instance.year
            )


@receiver(post_save)
def saved(sender, instance, raw=False, update_fields=None, **kwargs):
    """Drafts of what is published change nothing; what is not published yet is on the board as its latest draft.

    A snippet without drafts is published by saving it.
    """
    if raw or not (issubclass(sender, Page) or sender in snippet_models()):
        return
    if not isinstance(instance, DraftStateMixin):
        rows.follow_published(instance.translation_key, instance.locale_id)
    elif update_fields and "latest_revision" in update_fields and not instance.live and _is_thing(instance):
        rows.follow([instance.translation_key])


@receiver(post_page_move)
def page_moved(sender, instance, **kwargs):
    """A page takes all that is below it along, to another place in the tree, or another edition."""
    keys = Page.objects.filter(path__startswith=instance.path).order_by().values_list("translation_key", flat=True)
    rows.refresh(keys, texts=False)


@receiver(post_delete)
def thing_deleted(sender, instance, **kwargs):
    """A row goes with its last version; a translation leaves a cell behind, which says that it is missing."""
    if (issubclass(sender, Page) and sender is not Page and is_thing(sender)) or sender in snippet_models():
        rows.refresh([instance.translation_key], texts=False)
        refresh_later(instance.translation_key)  # wagtail-localize removes what it has of it, before or after this


def texts_changed(object_id, locale_id):
    """Texts of a thing were written in a language: for whoever writes them without a signal, too."""
    BoardCell.objects.filter(row__object_id=object_id, locale_id=locale_id, stage=Stage.APPROVED).update(
        stage=Stage.TRANSLATING
    )
    refresh_later(object_id)


@receiver([post_save, post_delete], sender=StringTranslation)
def segment_changed(sender, instance, raw=False, update_fields=None, **kwargs):
    """A text that was approved is at work again once it is edited."""
    if raw or instance.context is None:
        return
    if update_fields is None or "data" in update_fields:
        texts_changed(instance.context.object_id, instance.locale_id)
    else:
        refresh_later(instance.context.object_id)


@receiver([post_save, post_delete], sender=Translation)
def translation_changed(sender, instance, raw=False, **kwargs):
    """A thing is handed over into a language, or not any more."""
    if not raw:
        source = TranslationSource.objects.filter(pk=instance.source_id).first()
        if source is not None:
            refresh_later(source.object_id)


@receiver(post_save, sender=TranslationSource)
def source_changed(sender, instance, raw=False, **kwargs):
    """Translators got another text."""
    if not raw:
        refresh_later(instance.object_id)


@receiver([post_save, post_delete], sender=SegmentComment)
def comment_changed(sender, instance, raw=False, **kwargs):
    """Open questions are counted."""
    if not raw:
        row = BoardRow.objects.filter(pk=instance.row_id).first()
        if row is not None:
            refresh_later(row.object_id)


@receiver(post_save, sender=Locale)
def locale_saved(sender, instance, created, raw=False, **kwargs):
    """A new language begins with a cell for everything; the cells of one that is removed go with it."""
    if not raw and created:
        rows.refresh(BoardRow.objects.order_by().values_list("object_id", flat=True), texts=False)


@receiver(post_migrate, dispatch_uid="cases_cms_board_migrated")
def migrated(sender, using=DEFAULT_DB_ALIAS, **kwargs):
    """Fill the board of a site that had translations before it, once every table is as the models say."""
    if sender is not apps.get_app_config("cases_localization") or using != DEFAULT_DB_ALIAS:
        return
    executor = MigrationExecutor(connections[using])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()) and not BoardRow.objects.exists():
        images.follow_all()
        rows.rebuild()
