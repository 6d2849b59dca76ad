"""Template tags of the Collection."""

from django import template

from cases_cms.collection import card_html

register = template.Library()


@register.simple_tag(takes_context=True)
def case_card(context, card, reason=""):
    """A case as an item of a list, with a link that puts it on the page's ``shortlist``."""
    return card_html.case_card(card, context.get("shortlist"), reason)


@register.simple_tag(takes_context=True)
def shortlist_button(context, card):
    """The link that puts ``card`` on the page's ``shortlist`` or takes it off."""
    return card_html.pick(card, context.get("shortlist"))


@register.filter
def badges(card):
    """Badges of a card: outstanding, in another language."""
    return card_html.badges(card, sample=False)


@register.filter
def marked_title(card):
    """The title of a card, the words sought marked in it."""
    return card_html.title(card)
