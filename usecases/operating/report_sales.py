"""Adds up the orders of each person in each month, for the operator."""

import datetime as dt
from dataclasses import dataclass

from storage import sales
from storage.database import Database
from storage.sales import DayOfSales

EPOCH = dt.date(1970, 1, 1)


@dataclass(slots=True)
class Sales:
    """The sales of one person, one month (UTC, "2026-11") and one currency; money in micro-units.

    `telegram_id` is None for a forgotten person.
    """

    month: str
    telegram_id: int | None
    name: str
    currency: str
    orders: int = 0
    quoted: int = 0
    spent: int = 0


class ReportSales:
    def __init__(self, *, db: Database) -> None:
        self._db = db

    async def __call__(self) -> list[Sales]:
        """Return the sales, sorted by month. Orders that were not placed are left out."""
        months: dict[tuple[str, int, str], Sales] = {}
        for day in await sales.by_day(self._db):
            month = _month(day)
            of_person = months.setdefault(
                (month, day.user_id, day.currency), Sales(month, day.telegram_id, day.name, day.currency)
            )
            of_person.orders += day.orders
            of_person.quoted += day.quoted
            of_person.spent += day.spent
        return [months[key] for key in sorted(months)]


def _month(day: DayOfSales) -> str:
    return (EPOCH + dt.timedelta(days=day.day)).strftime("%Y-%m")
