"""Keeps sources equal to what is published, and what people wrote when pages or languages go.

Both are done inside the transaction of whoever saves or deletes.
"""

import functools

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from modelcluster.fields import ParentalKey
from wagtail.models import DraftStateMixin, Locale, Page, TranslatableMixin
from wagtail_localize.models import get_schema_version

from cases_cms.core.gathering import postpone
from cases_cms.core.models import MINOR_EDIT_KEY
from cases_cms.localization.retired import set_aside, texts_of_locale, texts_of_things
from cases_cms.localization.sources import bring_up, follow_published, sources_of, stored


@functools.cache
def is_thing(model):
    """Whether instances are translated by themselves: pages and snippets, not their children."""
    return (
        issubclass(model, TranslatableMixin)
        and model is not Page
        and not any(isinstance(field, ParentalKey) for field in model._meta.get_fields())
    )


def is_minor(instance):
    """Whether ``instance`` is just being published from a revision that its editor called a minor edit."""
    if not isinstance(instance, DraftStateMixin):
        return False
    revision = instance._meta.get_field("live_revision").get_cached_value(instance, default=None)
    return revision is not None and revision.content.get(MINOR_EDIT_KEY) is True


@receiver(post_save, dispatch_uid="cases_cms_source_follows")
def thing_saved(sender, instance, created=False, raw=False, update_fields=None, **kwargs):
    """What is public changed: translators' source changes with it. Drafts change nothing, nor do copies (aliases)."""
    if raw or created or update_fields is not None or not is_thing(sender):
        return
    if isinstance(instance, DraftStateMixin) and not instance.live:
        return
    if getattr(instance, "alias_of_id", None) is None and not postpone(_follow_all, [instance]):
        follow_published(instance, minor=is_minor(instance))


def _follow_all(instances):
    """Things that were published together. Five queries, and one for each that was handed over."""
    sources = sources_of(instances)
    before, version_of = stored(sources.values()), functools.cache(get_schema_version)
    for instance in instances:
        source = sources.get(instance.pk)
        if source is not None:
            known = {"stored": before[source.pk], "version_of": version_of}
            bring_up(source, instance, minor=is_minor(instance), **known)


@receiver(pre_delete, dispatch_uid="cases_cms_thing_deleted")
def thing_deleted(sender, instance, **kwargs):
    """wagtail-localize deletes the texts of a page that goes, of all its languages with its source."""
    if not is_thing(sender):
        return
    set_aside(texts_of_things([instance]))


@receiver(pre_delete, sender=Locale, dispatch_uid="cases_cms_language_deleted")
def language_deleted(sender, instance, **kwargs):
    """With a language go the texts in it, and those of which it is the source."""
    set_aside(texts_of_locale(instance))
