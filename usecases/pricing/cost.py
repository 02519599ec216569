"""What an order should cost at the panel. A panel's charges and balances are compared with it, not the price.

In private mode an order costs its price. In reseller mode the price is what the customer pays, and the cost
stands beside it in columns of its own (`orders.cost`, `cost_rate` and `cost_currency`).
"""

from dataclasses import dataclass

from storage.orders import Order
from usecases.currencies import is_other_currency


@dataclass(frozen=True, slots=True)
class Cost:
    """`rate` is the panel's, an exact decimal; `amount` in micro-units of `currency`, "" if that has no name.

    A rate and amount of 0 mean that the panel does not tell what it takes.
    """

    rate: str
    amount: int
    currency: str


def expected_cost(order: Order) -> int:
    """Return what the panel should charge for the order, in micro-units of `cost_currency`."""
    cost: int | None = getattr(order, "cost", None)
    return order.price if cost is None else cost


def cost_rate(order: Order) -> str:
    """Return the panel's rate behind the cost, an exact decimal."""
    told: str | None = getattr(order, "cost_rate", None)
    return order.rate if told is None else told


def cost_currency(order: Order) -> str:
    """Return the currency of the cost; "" if the panel does not name it."""
    told: str | None = getattr(order, "cost_currency", None)
    return order.currency if told is None else told


def costs_in_other_currency(order: Order, currency: str | None) -> bool:
    """Whether an amount in `currency` cannot be compared with the cost of the order."""
    return is_other_currency(cost_currency(order), currency)
