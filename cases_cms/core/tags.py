"""Tags for the people at the desk: never public, and of a thing as a whole, not of its page in one language."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase
from wagtail.models import Page

#: Characters of a slug left free for "_" and a number.
NUMBER_LENGTH = 8


class EditorTag(TagBase):
    """A word by which editors find pages again."""

    free_tagging = True

    class Meta:
        verbose_name = _("editors' tag")
        verbose_name_plural = _("editors' tags")

    def slugify(self, tag, i=None):
        """taggit's slug, cut so that there is room for the number that sets it apart from others."""
        slug = super().slugify(tag)[: self._meta.get_field("slug").max_length - NUMBER_LENGTH]
        return slug if i is None else f"{slug}_{i}"


class TaggedThing(models.Model):
    """A tag of all pages with one translation key; no part of a page's revisions, so that it needs no publishing."""

    translation_key = models.UUIDField(_("translation key"), db_index=True)
    tag = models.ForeignKey(EditorTag, verbose_name=_("tag"), on_delete=models.CASCADE, related_name="things")

    class Meta:
        unique_together = [("translation_key", "tag")]
        verbose_name = _("tagged page")
        verbose_name_plural = _("tagged pages")

    def __str__(self):
        return f"{self.tag} ({self.translation_key})"


def tags_of(keys):
    """``{translation key: [EditorTag, …]}`` in alphabetical order; keys without tags are left out. One query."""
    tags = {}
    for thing in (
        TaggedThing.objects.filter(translation_key__in=list(keys)).select_related("tag").order_by("tag__name", "pk")
    ):
        tags.setdefault(thing.translation_key, []).append(thing.tag)
    return tags


def forget_tags(sender, instance, **kwargs):
    """Signal receiver: the last page of a thing was deleted."""
    if isinstance(instance, Page) and not Page.objects.filter(translation_key=instance.translation_key).exists():
        TaggedThing.objects.filter(translation_key=instance.translation_key).delete()
