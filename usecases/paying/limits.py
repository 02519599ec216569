"""How much an operator may move by hand."""

from dataclasses import dataclass

from storage import accounts
from storage.database import Queries
from usecases.pricing.shop_values import shop_values


@dataclass(frozen=True, slots=True)
class ByHandLimits:
    """Micro-units of the wallets' currency.

    `at_once` bounds a credit or debit; `a_day` what an operator credits, and what they debit, in a day.
    `line` bounds the credit line of a person.
    """

    at_once: int
    a_day: int
    line: int


async def limits(db: Queries) -> ByHandLimits:
    """Return the limits that the operators have set, or the defaults."""
    set_now = await shop_values(db, await accounts.currency(db) or "")
    return ByHandLimits(set_now.credit_most, set_now.credit_most_day, set_now.credit_most_day)
