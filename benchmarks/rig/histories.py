"""A shop with three customers: one with a long history, one with none, and one busy before and after it."""

from collections.abc import Iterator

from benchmarks.rig.bulk import Rows

FULL, EMPTY, BUSY, OPERATOR = 1001, 1002, 1003, 999
"""People: their ids, and their Telegram ids as well."""

PRICE = 900_000  # micro-units
FIRST_MS = 1_700_000_000_000
OF_AN_ORDER = 3  # transfers: money by hand, the reserve, the release

Values = Iterator[tuple[int | str | None, ...]]
USER = (
    "id", "telegram_id", "name", "username", "language_code", "in_admin_ids", "blocked_at", "created_at",
)  # fmt: skip
ACCOUNT = ("id", "kind", "user_id", "currency", "balance", "posted")
ORDER = (
    "id", "user_id", "panel_key_id", "draft_id", "service_id", "service_name", "service_type", "parameters",
    "target", "quantity", "rate", "price", "currency", "refillable", "cancelable", "status", "failure",
    "created_at", "ended_at", "paid_from",
)  # fmt: skip
TRANSFER = (
    "id", "key", "kind", "debit", "credit", "amount", "order_id", "actor", "reason", "happened_at",
    "created_at",
)  # fmt: skip
HOUSE = ("sales", "stars", "credit", "gifts", "writeoffs")
CREDIT = 3  # the account of the house that gives what is added by hand


def loads(panel_url: str, transfers: int) -> list[Rows]:
    """At least so many transfers of FULL, after as many of BUSY and before as many more."""
    orders = -(-transfers // OF_AN_ORDER)
    customers = [BUSY] * orders + [FULL] * orders + [BUSY] * orders
    return [
        Rows("users", USER, _users()),
        Rows("panel_keys", ("id", "url"), [(1, panel_url)]),
        Rows("accounts", ACCOUNT, _accounts(customers)),
        Rows("orders", ORDER, _orders(customers)),
        Rows("transfers", TRANSFER, _transfers(customers)),
    ]


def wallet_of(user_id: int) -> int:
    """The id of a customer's first account; their held money and their debt follow."""
    return (user_id - FULL) * 3 + len(HOUSE) + 1


def _users() -> Values:
    for one in (FULL, EMPTY, BUSY):
        yield one, one, "Alice", f"alice{one}", "en", 0, None, FIRST_MS
    yield OPERATOR, OPERATOR, "", None, None, 1, FIRST_MS, FIRST_MS  # has not written yet, so gets no alerts


def _accounts(customers: list[int]) -> Values:
    last = len(customers) * OF_AN_ORDER
    for place, kind in enumerate(HOUSE, 1):
        currency = "USD" if kind == "sales" else None
        yield place, kind, None, currency, -len(customers) * PRICE if place == CREDIT else 0, last
    for one in (FULL, EMPTY, BUSY):
        for place, kind in enumerate(("wallet", "held", "debt")):
            balance = customers.count(one) * PRICE if kind == "wallet" else 0
            yield wallet_of(one) + place, kind, one, None, balance, last


def _orders(customers: list[int]) -> Values:
    for number, customer in enumerate(customers, 1):
        yield (
            number, customer, 1, f"draft-{number}", "101", f"Pictogram Followers · Fast · {number}K a day",
            "default", "{}", "https://example.com/p/1", 1_000, "0.9", PRICE, "USD", 0, 0, "failed",
            "not_sent", FIRST_MS, FIRST_MS, "wallet",
        )  # fmt: skip


def _transfers(customers: list[int]) -> Values:
    for number, customer in enumerate(customers, 1):
        wallet, held = wallet_of(customer), wallet_of(customer) + 1
        last, at = number * OF_AN_ORDER, FIRST_MS + number * 60_000
        by_hand = (PRICE, None, OPERATOR, "Thank you for waiting", at, at)
        of_order = (PRICE, number, None, "", at, at)
        yield last - 2, f"credit:{number}", "credit", CREDIT, wallet, *by_hand
        yield last - 1, f"order:{number}:reserve", "reserve", wallet, held, *of_order
        yield last, f"order:{number}:settle", "release", held, wallet, *of_order
