"""What can be done with a selection of the board; parts of the workshop register theirs."""

from dataclasses import dataclass, field
from typing import Any

_actions = {}


@dataclass(frozen=True)
class Action:
    """One action: its code in the request, its lazy label, and who is offered it."""

    code: str
    label: Any
    order: int = 100
    shown: Any = field(default=lambda user: True)


def register_action(code, label, order=100, shown=lambda user: True):
    """Offer an action on the board; it is done by the view ``localization:bulk``."""
    _actions[code] = Action(code, label, order, shown)


def actions_for(user):
    """The actions that ``user`` is offered, in their order."""
    return [action for action in sorted(_actions.values(), key=lambda action: action.order) if action.shown(user)]
