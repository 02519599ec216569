"""Lists the open orders that have not changed for long; `FindSlowOrders` marks them."""

from dataclasses import dataclass

from storage import stuck_orders
from storage.database import Database
from storage.orders import Order

STUCK_PER_PAGE = 8


@dataclass(frozen=True, slots=True)
class StuckPage:
    orders: list[Order]
    count: int
    page: int
    pages: int


class ViewStuck:
    def __init__(self, *, db: Database, panel_key_id: int) -> None:
        self._db = db
        self._panel_key_id = panel_key_id

    async def __call__(self, page: int) -> StuckPage:
        """Return a page, those that wait longest first; pages count from 0."""
        count = await stuck_orders.count(self._db, self._panel_key_id)
        pages = max(1, -(-count // STUCK_PER_PAGE))
        page = min(page, pages - 1)
        found = await stuck_orders.page(self._db, self._panel_key_id, STUCK_PER_PAGE, page * STUCK_PER_PAGE)
        return StuckPage(found, count, page, pages)
