"""What the last days were like: the figures that operators see as a picture."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from storage import orders, outcomes
from storage.database import Database
from storage.orders import OrderStage
from storage.outcomes import OutcomeCount
from usecases.clock import DAY, Clock
from usecases.operating.report_sales import EPOCH, ReportSales, Sales

CHART_DAYS = 30
MOST_SLOW = 5
LEAST_TIMED = 3  # completed orders of a service; fewer say little
SHOWN_OUTCOMES = (
    OrderStage.COMPLETED,
    OrderStage.PARTIAL,
    OrderStage.CANCELED,
    OrderStage.FAILED,
    OrderStage.CLOSED,
)


@dataclass(frozen=True, slots=True)
class ChartDay:
    """The orders of a day (UTC). What a shop sold and its margin are in micro-units."""

    date: dt.date
    orders: int
    sold: int
    margin: int


@dataclass(frozen=True, slots=True)
class OutcomeShare:
    """`stage` is None for orders that have not ended."""

    stage: OrderStage | None
    orders: int


@dataclass(frozen=True, slots=True)
class SlowService:
    """`median` is how long half of the completed orders took at most (ms)."""

    id: str
    name: str
    median: int


@dataclass(frozen=True, slots=True)
class Charts:
    """The last days until today, the oldest first. `currency` is None where no money is shown.

    `orders` leaves out what was not placed, as the sales do; `outcomes` has it too. The margin leaves out the
    orders `without_cost`.
    """

    days: Sequence[ChartDay]
    outcomes: Sequence[OutcomeShare]
    slowest: Sequence[SlowService]
    currency: str | None = None
    without_cost: int = 0

    @property
    def orders(self) -> int:
        return sum(day.orders for day in self.days)

    @property
    def sold(self) -> int:
        return sum(day.sold for day in self.days)

    @property
    def margin(self) -> int:
        return sum(day.margin for day in self.days)

    @property
    def is_empty(self) -> bool:
        return not self.outcomes


class ViewCharts:
    """`wallet_currency` is None in private mode."""

    def __init__(
        self,
        *,
        db: Database,
        panel_key_id: int,
        report_sales: ReportSales,
        wallet_currency: str | None,
        clock: Clock,
    ) -> None:
        self._db = db
        self._panel_key_id = panel_key_id
        self._report_sales = report_sales
        self._wallet_currency = wallet_currency
        self._clock = clock

    async def __call__(self, *, with_money: bool) -> Charts:
        """Return the figures. `with_money`: also what a shop sold."""
        now = self._clock()
        first = now // DAY - CHART_DAYS + 1
        sales = await self._report_sales.by_day(first * DAY)
        dates = [EPOCH + dt.timedelta(days=first + number) for number in range(CHART_DAYS)]
        return Charts(
            days=[_day(date, sales.get(date)) for date in dates],
            outcomes=self._shares(await outcomes.count_since(self._db, first * DAY)),
            slowest=await self._slowest(first * DAY),
            currency=self._wallet_currency if with_money else None,
            without_cost=sum(day.without_cost for day in sales.values()),
        )

    def _shares(self, counts: Sequence[OutcomeCount]) -> list[OutcomeShare]:
        """Return the outcomes that occurred. A shop leaves out the orders of its private time."""
        stages: dict[OrderStage | None, int] = dict.fromkeys((*SHOWN_OUTCOMES, None), 0)
        for one in counts:
            if self._wallet_currency is None or one.is_from_wallet:
                stages[one.status if one.status in SHOWN_OUTCOMES else None] += one.orders
        return [OutcomeShare(stage, count) for stage, count in stages.items() if count]

    async def _slowest(self, since: int) -> list[SlowService]:
        found = await outcomes.slowest(self._db, self._panel_key_id, since, LEAST_TIMED, MOST_SLOW)
        return [SlowService(one.service_id, await self._name_of(one.service_id), one.median) for one in found]

    async def _name_of(self, service_id: str) -> str:
        return await orders.name_of_service(self._db, self._panel_key_id, service_id) or ""


def _day(date: dt.date, sales: Sales | None) -> ChartDay:
    if sales is None:
        return ChartDay(date, 0, 0, 0)
    return ChartDay(date, sales.orders, sales.quoted, sales.margin)
