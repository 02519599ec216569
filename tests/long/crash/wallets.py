"""Compares each wallet with what the panel's own book implies: paid in, less what was delivered at our price."""

from collections import defaultdict
from collections.abc import Collection

from sandbox.panel.book import Book
from sandbox.panel.book import Order as PanelOrder
from tests.long.crash.records import Records

PAID_IN = """
    SELECT accounts.user_id,
        SUM(CASE WHEN transfers.credit = accounts.id THEN transfers.amount ELSE -transfers.amount END)
    FROM transfers JOIN accounts ON accounts.id IN (transfers.debit, transfers.credit) AND accounts.kind = 'wallet'
    WHERE transfers.kind NOT IN ('reserve', 'capture', 'release', 'refund')
    GROUP BY accounts.user_id
    """
ORDERS = "SELECT id, user_id, price, quantity, target FROM orders WHERE paid_from = 'wallet'"
ACCOUNTS = "SELECT kind, coalesce(user_id, 0), balance FROM accounts"
QUESTIONS = "SELECT order_id FROM refund_questions"


async def astray(records: Records, book: Book) -> list[str]:
    """Return what does not add up, one line each. Each link is ordered once.

    The wallets of people about whose money operators decided are left out.
    """
    accounts = {(kind, user): int(balance) for kind, user, balance in await records.ask(ACCOUNTS) or ()}
    expected = defaultdict(int, {user: int(amount) for user, amount in await records.ask(PAID_IN) or ()})
    decided = {row[0] for row in await records.ask(QUESTIONS) or ()}
    unknown: set[int] = set()
    at_panel = {order.sent["link"]: order for order in book.orders.values()}
    for number, user, price, quantity, link in await records.ask(ORDERS) or ():
        if number in decided:
            unknown.add(user)
        expected[user] -= price - _comes_back(price, quantity, at_panel.get(link))
    wrong = [
        f"the wallet of person {user} has {accounts.get(('wallet', user), 0)}, the panel's book implies {amount}"
        for user, amount in expected.items()
        if user not in unknown and accounts.get(("wallet", user), 0) != amount
    ]
    wrong += [
        f"{amount} is held for person {user}"
        for (kind, user), amount in accounts.items()
        if kind == "held" and amount
    ]
    if total := sum(accounts.values()):
        wrong.append(f"the books add up to {total}")
    return wrong


def _comes_back(price: int, quantity: int | None, at_panel: PanelOrder | None) -> int:
    """Return how much of a price has to have come back (micro-units), by what the panel did."""
    if at_panel is None or at_panel.state == "Canceled":
        return price
    if at_panel.state == "Partial" and quantity:
        return int(price) * at_panel.remains // quantity
    return 0


async def uncredited(records: Records, charges: Collection[str]) -> list[str]:
    """Return the payments of Telegram's that are not in a wallet once, and those that Telegram does not have."""
    rows = await records.ask("SELECT charge_id FROM topups WHERE credited IS NOT NULL") or []
    credited = {row[0] for row in rows}
    return [
        *(f"the payment {one} was not credited" for one in set(charges) - credited),
        *(f"nobody made the payment {one}" for one in credited - set(charges)),
    ]
