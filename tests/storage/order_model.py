"""What may be seen of orders, from the design and not the schema: the model that a program is held against."""

from collections import Counter
from dataclasses import dataclass, field

from sandbox.panel.server import PanelServer
from storage.database import Database

LATER = {
    "reserved": {"submitting", "failed", "unconfirmed", "pending", "processing", "in_progress"},
    "submitting": {"failed", "unconfirmed", "pending", "processing", "in_progress"},
    "unconfirmed": {"failed", "pending", "processing", "in_progress"},
    "pending": {"processing", "in_progress", "problem", "completed", "partial", "canceled"},
    "processing": {"pending", "in_progress", "problem", "completed", "partial", "canceled"},
    "in_progress": {"pending", "processing", "problem", "completed", "partial", "canceled"},
    "problem": {"pending", "processing", "in_progress", "completed", "partial", "canceled"},
    "failed": set[str](),
    "completed": set[str](),
    "partial": set[str](),
    "canceled": set[str](),
}
"""What may be seen of an order after what: written down here once more."""


@dataclass
class Known:
    """What the model remembers of an order; `status` is the last one seen."""

    user_id: int
    link: str
    quantity: int
    price: int
    status: str = "reserved"
    is_ended_by_hand: bool = False


@dataclass
class Draft:
    id: str
    user_id: int
    link: str
    quantity: int
    review: str
    placed: list[int] = field(default_factory=list)


async def compare(db: Database, panel: PanelServer, orders: dict[int, Known]) -> None:
    """Hold the records and the panel's against the model, which then knows what it saw."""
    rows = await db.fetch_all(
        "SELECT id, user_id, target, quantity, price, status, panel_order_id FROM orders"
    )
    assert {row[0] for row in rows} == set(orders), "an order is lost, or made of nothing"
    at_panel = {str(order.id): order.sent["link"] for order in panel.book.orders.values()}
    assert max(Counter(at_panel.values()).values(), default=1) == 1, "an order is doubled"
    for number, user_id, link, quantity, price, status, panel_order_id in rows:
        known = orders[number]
        assert (user_id, link, quantity, price) == (
            known.user_id,
            known.link,
            known.quantity,
            known.price,
        )
        assert status == known.status or status in _reachable(known.status), (known.status, status)
        assert panel_order_id is None or at_panel[panel_order_id] == link
        known.status = status
        await _compare_messages(db, number, status)
    if orders:
        sent = Counter(call.sent.get("link") for call in panel.calls if call.action == "add")
        assert max(sent.values(), default=1) == 1, "an order was sent twice"


async def _compare_messages(db: Database, number: int, status: str) -> None:
    rows = await db.fetch_all("SELECT event FROM outbox WHERE subject_id = $1", number)
    told = Counter(row[0] for row in rows if row[0].startswith("order_") and row[0] != "order_card")
    assert told["order_submitted"] == (status not in ("reserved", "submitting"))
    assert told["order_ended"] == (status in ("completed", "partial", "canceled"))
    submission = await db.fetch_one("SELECT outcome, decided_at FROM submissions WHERE order_id = $1", number)
    decided = submission is not None and submission[1] is not None
    assert told["order_decided"] == decided
    assert (submission is None) == (status == "reserved")


def _reachable(status: str) -> set[str]:
    """What an order may be by the next look: several things may have happened since the last."""
    found: set[str] = set()
    edge = LATER[status]
    while edge - found:
        found |= edge
        edge = set().union(*(LATER[one] for one in edge))
    return found
