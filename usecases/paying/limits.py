"""How much an operator may move by hand."""

from dataclasses import dataclass

from storage.database import Queries
from usecases.pricing import MICRO


@dataclass(frozen=True, slots=True)
class ByHandLimits:
    """Micro-units of the wallets' currency.

    `at_once` bounds a credit or debit; `a_day` what an operator credits, and what they debit, in a day.
    `line` bounds the credit line of a person.
    """

    at_once: int = 100 * MICRO
    a_day: int = 500 * MICRO
    line: int = 500 * MICRO


async def limits(_: Queries) -> ByHandLimits:
    """Return the operator's limits."""
    return ByHandLimits()
