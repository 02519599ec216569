"""What an order should cost at the panel. A panel's charges and balances are compared with it, not the price.

In private mode an order costs its price. In reseller mode the price is what the customer pays, and the cost
stands beside it in columns of its own (`orders.cost`, `cost_rate` and `cost_currency`).
"""

from storage.orders import Order
from usecases.currencies import is_other_currency


def expected_cost(order: Order) -> int:
    """Return what the panel should charge for the order, in micro-units of `cost_currency`."""
    return order.price if order.cost is None else order.cost


def cost_rate(order: Order) -> str:
    """Return the panel's rate behind the cost, an exact decimal."""
    return order.rate if order.cost_rate is None else order.cost_rate


def cost_currency(order: Order) -> str:
    """Return the currency of the cost; "" if the panel does not name it."""
    return order.currency if order.cost_currency is None else order.cost_currency


def costs_in_other_currency(order: Order, currency: str | None) -> bool:
    """Whether an amount in `currency` cannot be compared with the cost of the order."""
    return is_other_currency(cost_currency(order), currency)
