"""Keeps the catalogue equal to the pages where no ``save`` of ours is called."""

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_delete, post_migrate, post_save
from django.dispatch import receiver
from wagtail.models import Locale, Page, PageViewRestriction

from cases_cms.collection import catalogue
from cases_cms.collection.models import (
    CasePage,
    CollectionPage,
    EditionPage,
    Organization,
)
from cases_cms.collection.organizations import organizations_changed
from cases_cms.core.turns import takes_turns
from cases_cms.core.visibility import is_irrelevant

takes_turns(Organization)

OWN_TYPES = (CasePage, EditionPage, CollectionPage)


@receiver(post_save)
def page_saved(sender, instance, raw=False, update_fields=None, **kwargs):
    """Keep up with pages that are saved by others; this is inside the transaction of ``Page.save``.

    Wagtail moves, and may unpublish, a page by saving it as a plain ``Page``. A page above the collection
    hides it when it is unpublished. Our own three types see to it themselves, once their children are saved.
    """
    if raw or not isinstance(instance, Page) or isinstance(instance, OWN_TYPES) or is_irrelevant(update_fields):
        return
    if sender is Page:
        catalogue.sync(catalogue.keys_below(instance.path))
    else:
        catalogue.sync_if_hidden_or_shown(instance)


@receiver(post_delete, sender=CasePage)
def case_deleted(sender, instance, **kwargs):
    """A case's other languages take the deleted page's place, before the deletion is committed."""
    catalogue.sync([instance.translation_key])


@receiver([post_save, post_delete], sender=PageViewRestriction)
def restriction_changed(sender, instance, raw=False, **kwargs):
    """A password, login or group on a page hides the cases at and below it."""
    if not raw:
        catalogue.sync(catalogue.keys_below(instance.page.path))


@receiver([post_save, post_delete], sender=Organization)
def organization_changed(sender, instance, raw=False, **kwargs):
    """A case is found by the names of its organizations in every language."""
    if not raw:
        organizations_changed()
        keys = CasePage.objects.filter(organizations__organization__translation_key=instance.translation_key)
        catalogue.sync(set(keys.order_by().values_list("translation_key", flat=True)))


@receiver(post_save, sender=Locale)
def locale_saved(sender, instance, raw=False, **kwargs):
    """A new language begins with every case in the languages it has; a renamed one takes its rows along."""
    if not raw:
        catalogue.rebuild()


@receiver(post_delete, sender=Locale)
def locale_removed(sender, instance, **kwargs):
    """A language that is gone has no list."""
    catalogue.remove_language(instance.language_code)


@receiver(post_migrate, dispatch_uid="cases_cms_catalogue_migrated")
def migrated(sender, using=DEFAULT_DB_ALIAS, verbosity=1, **kwargs):
    """Fill the tables whose form has changed since they were written, once every table is as the models say."""
    if sender is not apps.get_app_config("cases_collection") or using != DEFAULT_DB_ALIAS:
        return
    executor = MigrationExecutor(connections[using])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    catalogue.fill_new_form()
