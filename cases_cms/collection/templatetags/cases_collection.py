"""Template tags of the Collection."""

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def shortlist_button(context, code):
    """The Button of the case ``code`` for the page's ``shortlist``."""
    return context["shortlist"].button(code)
