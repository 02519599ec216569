"""The panel's API ("API v2"), usable on its own.

async with Panel("https://panel.example/api/v2", key) as panel:
    for service in await panel.services():
        print(service.id, service.name, service.rate)
"""

from panel.client import LONGEST_CALL, Panel
from panel.errors import (
    BalanceUnreadable,
    Meaning,
    PanelError,
    PanelNotUnderstood,
    PanelRedirected,
    PanelRefused,
    PanelUnreachable,
)
from panel.http.calls import MAX_IDS_PER_CALL
from panel.models import (
    Balance,
    KnownStatus,
    Listing,
    NewOrder,
    NotSent,
    OrderState,
    OrderStatus,
    Outcome,
    Placed,
    RefillState,
    RefillStatus,
    Refused,
    Service,
    Unknown,
)
from panel.parsing.error_words import ErrorReading, read_error
from panel.parsing.states import state_of
from panel.service_types import Field, ServiceType

__all__ = [
    "LONGEST_CALL",
    "MAX_IDS_PER_CALL",
    "Balance",
    "BalanceUnreadable",
    "ErrorReading",
    "Field",
    "KnownStatus",
    "Listing",
    "Meaning",
    "NewOrder",
    "NotSent",
    "OrderState",
    "OrderStatus",
    "Outcome",
    "Panel",
    "PanelError",
    "PanelNotUnderstood",
    "PanelRedirected",
    "PanelRefused",
    "PanelUnreachable",
    "Placed",
    "RefillState",
    "RefillStatus",
    "Refused",
    "Service",
    "ServiceType",
    "Unknown",
    "read_error",
    "state_of",
]
