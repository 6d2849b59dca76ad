"""Querysets that read like the domain."""

from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cases_cms.core.visibility import public


def real_pages():
    """Live pages of any type that are no alias copies: what counts as a page in a language."""
    return Page.objects.filter(live=True, alias_of__isnull=True)


class PublicPageQuerySet(PageQuerySet):
    """Pages as the public may see them."""

    def published(self, request=None):
        """Live, no alias copy of another language, and nothing above it unpublished or restricted. One query."""
        return public(self, request)

    def for_language(self, locale):
        """One page for each translation key: the one in ``locale``, else the first written of the others.

        Call it on ``published()``: it chooses among real, live pages only.
        """
        same = self.order_by().filter(translation_key=OuterRef("translation_key"))
        return self.filter(
            Q(locale=locale)
            | (~Exists(same.filter(locale=locale)) & ~Exists(same.exclude(locale=locale).filter(pk__lt=OuterRef("pk"))))
        )
