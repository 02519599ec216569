"""The roles of operators and what each may do: the one table, which every operator's route is checked by."""

from collections.abc import Mapping
from enum import StrEnum

from storage.users import OperatorRole


class Action(StrEnum):
    """What an operator does. Each route of the operators names one; see `May` in `handlers/roles.py`."""

    SEE = "see"
    """Read people, orders, and what waits for a decision."""
    SEE_SALES = "see_sales"
    """Read costs, prices, sales, the panel account, and the evidence about orders in doubt."""
    ASK_PANEL = "ask_panel"
    """Have the panel asked about an order now."""
    ANSWER = "answer"
    """Write to people and answer them."""
    GET_ALERTS = "get_alerts"
    """Receive alerts, and questions that wait for a decision."""
    DECIDE_ORDERS = "decide_orders"
    """Say whether an order exists or how it ended, enter orders, close former panels, open ordering."""
    DECIDE_MONEY = "decide_money"
    """Give back, credit, debit, write off, grant a credit line, decide about payments."""
    LET_IN = "let_in"
    """Let customers in, refuse, block and remove them."""
    SET_PRICES = "set_prices"
    """Change prices, groups and limits, and decide about services on hold."""
    CHANGE_SERVICES = "change_services"
    """Change what customers see of services, and write the operators' own texts."""
    BROADCAST = "broadcast"
    """Send a message to many people, and steer how it goes out."""
    SEE_AUDIT = "see_audit"
    """Read who did what."""
    GET_BACKUPS = "get_backups"
    """Get backups of the database into the chat."""
    GIVE_ROLES = "give_roles"
    """Make people operators, change their roles, and remove operators."""


_OWNER, _MANAGER = OperatorRole.OWNER, OperatorRole.MANAGER
_SUPPORT, _VIEWER = OperatorRole.SUPPORT, OperatorRole.VIEWER

ROLES_OF: Mapping[Action, frozenset[OperatorRole]] = {
    Action.SEE: frozenset({_OWNER, _MANAGER, _SUPPORT, _VIEWER}),
    Action.SEE_SALES: frozenset({_OWNER, _MANAGER, _VIEWER}),
    Action.ASK_PANEL: frozenset({_OWNER, _MANAGER, _SUPPORT}),
    Action.ANSWER: frozenset({_OWNER, _MANAGER, _SUPPORT}),
    Action.GET_ALERTS: frozenset({_OWNER, _MANAGER}),
    Action.DECIDE_ORDERS: frozenset({_OWNER, _MANAGER}),
    Action.DECIDE_MONEY: frozenset({_OWNER, _MANAGER}),
    Action.LET_IN: frozenset({_OWNER, _MANAGER}),
    Action.SET_PRICES: frozenset({_OWNER, _MANAGER}),
    Action.CHANGE_SERVICES: frozenset({_OWNER, _MANAGER}),
    Action.BROADCAST: frozenset({_OWNER, _MANAGER}),
    Action.SEE_AUDIT: frozenset({_OWNER, _MANAGER}),
    Action.GET_BACKUPS: frozenset({_OWNER}),
    Action.GIVE_ROLES: frozenset({_OWNER}),
}


def allows(role: OperatorRole | None, action: Action) -> bool:
    """Whether a role may do it. None is somebody who is no operator."""
    return role is not None and role in ROLES_OF[action]
