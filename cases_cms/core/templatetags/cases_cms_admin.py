"""Template tags of Wagtail's admin: what a user may do on a page of it."""

from django import template
from django.utils import timezone
from wagtail.models import Page

from cases_cms.core import periods
from cases_cms.core.permissions import may_change, may_stop
from cases_cms.core.roles import RoleCode, has_other_groups, roles_of
from cases_cms.core.visibility import public

register = template.Library()


@register.filter
def date_and_time(moment):
    """A moment in the person's time zone, as every page of ours writes it."""
    return periods.date_and_time(timezone.localtime(moment))


@register.filter
def is_public(page):
    """Whether the public sees the page now, whatever the object says: it may have been read before the publication."""
    return public(Page.objects.filter(pk=page.pk)).exists()


def _may_edit(user, instance):
    if isinstance(instance, Page):
        return instance.permissions_for_user(user).can_edit()
    return may_change(user, instance)


@register.simple_tag(takes_context=True)
def limit_translation_editor(context):
    """Takes the link to a source away from whom it refuses; returns whether the user may stop the translation."""
    user = context["request"].user
    if not _may_edit(user, context["translation"].source.get_source_instance()):
        context["source_translation"]["editUrl"] = None
    return may_stop(user, context["instance"])


@register.simple_tag(takes_context=True)
def source_edit_url(context, translation):
    """Where the source of a translation is edited; empty for those who translate only. No query a row."""
    user = context["request"].user
    if roles_of(user) == {RoleCode.TRANSLATORS} and not user.is_superuser and not has_other_groups(user):
        return ""
    return translation.source.get_source_instance_edit_url()


@register.simple_tag(takes_context=True)
def may_see_usage(context):
    """Whether the user may open the list of uses of the object that a side panel is about."""
    panel_object, request = context.get("object"), context.get("request")
    return request is None or not isinstance(panel_object, Page) or _may_edit(request.user, panel_object)
