"""Adds up the orders of each person in each month, for the operator."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from storage import sales, shop_settings
from storage.database import Database
from storage.sales import DayOfSales
from usecases.clock import DAY
from usecases.currencies import is_other_currency
from usecases.pricing.shop_values import exchange_name

EPOCH = dt.date(1970, 1, 1)
MONTHS_REPORTED = 6


@dataclass(slots=True)
class Sales:
    """The sales of one person, one month (UTC, "2026-11") and one currency; money in micro-units.

    `telegram_id` is None for a forgotten person. In a shop `quoted` is what was sold, `cost` what the panel
    should take for it, and `margin` what is left. Both leave out the orders whose cost is not known
    (`without_cost`).
    """

    month: str
    telegram_id: int | None
    name: str
    currency: str
    orders: int = 0
    quoted: int = 0
    spent: int = 0
    cost: int = 0
    margin: int = 0
    without_cost: int = 0

    @property
    def given_back(self) -> int:
        return self.quoted - self.spent

    def add(self, other: "Sales") -> None:
        self.orders += other.orders
        self.quoted += other.quoted
        self.spent += other.spent
        self.cost += other.cost
        self.margin += other.margin
        self.without_cost += other.without_cost


class ReportSales:
    """`wallet_currency` is None in private mode, where orders have no costs beside their prices."""

    def __init__(self, *, db: Database, wallet_currency: str | None = None) -> None:
        self._db = db
        self._wallet_currency = wallet_currency

    async def __call__(self) -> list[Sales]:
        """Return the sales, sorted by month. Orders that were not placed are left out.

        A shop leaves out the orders of its private time too: nobody paid for them.
        """
        return await self._of_days(self._counted(await sales.by_day(self._db)))

    async def since(self, moment: int) -> Sales | None:
        """Return a shop's sales since a moment of today (epoch ms), of all people; None if there are none."""
        together: Sales | None = None
        for one in await self._of_days(await sales.since(self._db, moment)):
            together = together or Sales(one.month, None, "", one.currency)
            together.add(one)
        return together

    async def by_day(self, moment: int) -> dict[dt.date, Sales]:
        """Return the sales of each day (UTC) since a moment (epoch ms), of all people.

        A shop leaves out the orders of its private time. In private mode the money of several currencies is
        added up, so only the number of orders tells something.
        """
        days = self._counted(await sales.by_day_since(self._db, moment))
        rates = await self._exchange_rates({day.cost_currency for day in days})
        found: dict[dt.date, Sales] = {}
        for day in days:
            one = _of_day(day, rates[day.cost_currency])
            found.setdefault(_date_of(day), Sales(one.month, None, "", one.currency)).add(one)
        return found

    def _counted(self, days: list[DayOfSales]) -> list[DayOfSales]:
        if self._wallet_currency is None:
            return days
        return [day for day in days if day.is_from_wallet]

    async def _of_days(self, days: list[DayOfSales]) -> list[Sales]:
        rates = await self._exchange_rates({day.cost_currency for day in days})
        months: dict[tuple[str, int, str], Sales] = {}
        for day in days:
            one = _of_day(day, rates[day.cost_currency])
            whose = Sales(one.month, one.telegram_id, one.name, one.currency)
            months.setdefault((one.month, day.user_id, one.currency), whose).add(one)
        return [months[key] for key in sorted(months)]

    async def by_month(self, now: int) -> list[Sales]:
        """Return a shop's sales of this month and the five before (UTC), the newest first."""
        today = EPOCH + dt.timedelta(days=now // DAY)
        years, month = divmod(today.year * 12 + today.month - MONTHS_REPORTED, 12)
        first = (dt.date(years, month + 1, 1) - EPOCH).days * DAY
        months: dict[tuple[str, str], Sales] = {}
        days = [one for one in await sales.by_day_since(self._db, first) if one.is_from_wallet]
        for one in await self._of_days(days):
            months.setdefault((one.month, one.currency), Sales(one.month, None, "", one.currency)).add(one)
        return [months[key] for key in sorted(months, reverse=True)]

    async def _exchange_rates(self, currencies: Iterable[str]) -> dict[str, list[tuple[int, Decimal]]]:
        """Return the rates of each currency in the wallet currency, with the time since when (epoch ms)."""
        rates: dict[str, list[tuple[int, Decimal]]] = {}
        for currency in currencies:
            rates[currency] = [(0, Decimal(1))]
            if self._wallet_currency and is_other_currency(currency, self._wallet_currency):
                name = exchange_name(currency, self._wallet_currency)
                found = await shop_settings.history(self._db, name)
                rates[currency] = [(one.changed_at, Decimal(one.value)) for one in found]
        return rates


def _of_day(day: DayOfSales, rates: list[tuple[int, Decimal]]) -> Sales:
    """Return the sales of a day, with its cost by the last exchange rate of that day."""
    month = _date_of(day).strftime("%Y-%m")
    it = Sales(month, day.telegram_id, day.name, day.currency, day.orders, day.quoted, day.spent)
    it.without_cost = day.orders
    rate = next((rate for since, rate in reversed(rates) if since < (day.day + 1) * DAY), None)
    if rate is not None:
        it.cost = int(day.cost * rate)
        it.margin = day.costed_spent - it.cost
        it.without_cost -= day.costed
    return it


def _date_of(day: DayOfSales) -> dt.date:
    return EPOCH + dt.timedelta(days=day.day)
