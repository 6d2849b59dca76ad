"""Template tags of the desk."""

from django import template
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_bulk_actions(context, model):
    """Bulk actions that the person may use on pages of ``model``, in order, as Wagtail's footer shows them."""
    options = model._meta
    found = [
        action
        for action in bulk_action_registry.get_bulk_actions_for_model(options.app_label, options.model_name)
        if not hasattr(action, "is_offered") or action.is_offered(context["request"].user, model)
    ]
    return [
        {
            "url": reverse("wagtail_bulk_action", args=[options.app_label, options.model_name, action.action_type]),
            "display_name": action.display_name,
            "aria_label": action.aria_label,
        }
        for action in sorted(found, key=lambda action: action.action_priority)
    ]
