"""What moves the money of a shop, by the program's own functions, without a panel and without screens."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import cast

from panel import OrderState, OrderStatus, Outcome, Panel
from storage import accounts, credit_lines, drafts, order_progress, orders, submissions, transfers
from storage.accounts import AccountKind
from storage.database import Constraint, Database, Queries
from storage.open_orders import OpenOrder
from storage.orders import Cost, Order, Request
from storage.second_looks import EndedOrder
from storage.submissions import SubmissionDecision
from storage.transfers import TransferKind
from tests.usecases.submitters import OPERATOR, alerting, submit_order
from usecases.alerting.alert_operators import AlertOperators
from usecases.paying import money_of_orders
from usecases.paying.debts import pay_debt
from usecases.paying.decide_refunds import DecideRefunds
from usecases.submitting.decide import Decide
from usecases.tracking.hold_services import HoldServices
from usecases.tracking.look_again import LookAgain
from usecases.tracking.record_statuses import RecordStatuses
from usecases.wakeup import WakeUp

REQUEST = Request(
    service_name="n", service_type="default", refillable=False, cancelable=False, target="l", parameters={}
)
NO_PANEL = cast("Panel", None)
WALLET, DEBT = AccountKind.WALLET, AccountKind.DEBT


class Steps:
    """The steps of one shop. What they promise is that a step that fails has moved nothing."""

    def __init__(self, db: Database, clock: Callable[[], int]) -> None:
        self.db = db
        self.clock = clock
        alert = alerting(db, clock)
        self._submit = submit_order(db, NO_PANEL, clock)
        self._decide = Decide(
            db=db, panel=NO_PANEL, panel_key_id=1, wake_sweep=WakeUp(), wake_sender=WakeUp(), clock=clock
        )
        self._record = _record_statuses(db, alert, clock)
        self._look = LookAgain(
            db=db, panel=NO_PANEL, panel_key_id=1, alert=alert, wake_sender=WakeUp(), clock=clock
        )
        self.decide_refunds = DecideRefunds(db=db, alert=alert, wake_sender=WakeUp(), clock=clock)

    async def draft(self, draft_id: str, user_id: int, price: int) -> None:
        await self.db.execute(
            "INSERT INTO drafts (id, user_id, panel_key_id, service_id, created_at, updated_at)"
            " VALUES ($1, $2, 1, '1', 0, 0)",
            draft_id,
            user_id,
        )
        await self.db.execute(
            "UPDATE drafts SET status = 'ready', quantity = 1000, rate = '1', price = $2, currency = 'USD',"
            " service_name = 'n' WHERE id = $1",
            draft_id,
            price,
        )

    async def confirm(self, draft_id: str, user_id: int) -> Order | None:
        """As PlaceOrder: None if the draft was confirmed before. Raises Constraint if money lacks."""
        async with self.db.transaction() as transaction:
            draft = await drafts.claim(transaction, draft_id, user_id)
            if draft is None:
                return None
            order = await orders.reserve(transaction, draft, REQUEST, None, self.clock(), Cost("1", 1, "USD"))
            await money_of_orders.reserve(transaction, order, self.clock())
        return order

    async def begin_sending(self, order_id: int) -> None:
        async with self.db.transaction() as transaction:
            if await order_progress.begin_submitting(transaction, order_id):
                await submissions.begin(transaction, order_id, None, self.clock())

    async def answered(self, order_id: int, outcome: Outcome) -> None:
        await self._submit._end(await self.order(order_id), outcome)

    async def recover(self) -> None:
        """As the next start does."""
        await self._submit.recover()

    async def exists(self, order_id: int) -> None:
        """As Decide.order_exists, whose panel confirms the number."""
        async with self.db.transaction() as transaction:
            if await submissions.decide(
                transaction, order_id, SubmissionDecision.EXISTS, OPERATOR, self.clock()
            ):
                placed = await order_progress.place(transaction, order_id, f"p{order_id}", self.clock(), 1)
                assert placed is not None
                await money_of_orders.settle(transaction, placed, self.clock())

    async def never(self, order_id: int) -> None:
        await self._decide.order_does_not_exist(order_id, OPERATOR)

    async def told(self, order_id: int, word: str, remains: int | None) -> None:
        """The panel tells the end of an order, for the first time or another one."""
        order = await self.order(order_id)
        status = OrderStatus(OrderState(word), word, remains=remains)
        if order.status.placed:
            known = OpenOrder(order.id, order.panel_order_id or "", "", None, None, None, 0, next_check_at=1)
            async with self.db.transaction() as transaction:
                await self._record._record(transaction, [(known, status)], [OPERATOR], self.clock())
        elif order.status.finished and order.panel_order_id is not None:
            ended = EndedOrder(order.id, order.panel_order_id, order.ended_at or 0)
            await self._look._hear(ended, status, [OPERATOR])

    async def extend_credit(self, user_id: int, line: int) -> None:
        async with self.db.transaction() as transaction:
            await accounts.lock(transaction, [user_id])
            await credit_lines.grant(transaction, user_id, line, OPERATOR, "for regulars", self.clock())

    async def top_up(self, charge_id: str, user_id: int, amount: int) -> None:
        """Safe to call twice: the second payment of a charge is refused."""
        async with self.db.transaction() as transaction:
            row = await transaction.fetch_one(
                "INSERT INTO topups (charge_id, user_id, stars, credited, currency, heard_from, paid_at,"
                " created_at) VALUES ($1, $2, 1, $3, 'USD', 'update', 0, 0) RETURNING id",
                charge_id,
                user_id,
                amount,
            )
            assert row is not None
            await accounts.lock(transaction, [user_id])
            key = f"topup:{row[0]}"
            await self._move(transaction, key, TransferKind.TOPUP, user_id, amount, topup_id=row[0])
            await pay_debt(transaction, user_id, key, self.clock())

    async def charge_back(self, charge_id: str) -> None:
        """Take a payment back: from the wallet where it holds as much, otherwise from debt."""
        async with self.db.transaction() as transaction:
            topup_id, user_id, amount = await self._topup(transaction, charge_id)
            await accounts.lock(transaction, [user_id])
            attempt = 1 + await transfers.count_of_topup(transaction, topup_id, TransferKind.REVERSAL_UNDONE)
            key = f"topup:{topup_id}:reversal:{attempt}"
            holds = (await accounts.of_user(transaction, user_id)).balance >= amount
            await self._move(
                transaction,
                key,
                TransferKind.TOPUP_REVERSAL,
                user_id,
                amount,
                topup_id=topup_id,
                giver=WALLET if holds else DEBT,
                taker=AccountKind.STARS,
            )
            await pay_debt(transaction, user_id, key, self.clock())

    async def undo(self, charge_id: str) -> None:
        async with self.db.transaction() as transaction:
            topup_id, user_id, amount = await self._topup(transaction, charge_id)
            await accounts.lock(transaction, [user_id])
            count = await transfers.count_of_topup(transaction, topup_id, TransferKind.TOPUP_REVERSAL)
            key = f"topup:{topup_id}:undone:{count}"
            await self._move(
                transaction, key, TransferKind.REVERSAL_UNDONE, user_id, amount, topup_id=topup_id
            )
            await pay_debt(transaction, user_id, key, self.clock())

    async def by_hand(self, key: str, user_id: int, amount: int) -> None:
        """Credit an amount, or debit it if it is below 0."""
        kind = TransferKind.CREDIT if amount > 0 else TransferKind.DEBIT
        giver, taker = (AccountKind.CREDIT, WALLET) if amount > 0 else (WALLET, AccountKind.CREDIT)
        async with self.db.transaction() as transaction:
            await accounts.lock(transaction, [user_id])
            await self._move(
                transaction,
                f"{kind}:{key}",
                kind,
                user_id,
                abs(amount),
                giver=giver,
                taker=taker,
                actor=OPERATOR,
            )
            await pay_debt(transaction, user_id, key, self.clock())

    async def order(self, order_id: int) -> Order:
        order = await orders.get(self.db, order_id)
        assert order is not None
        return order

    async def _topup(self, db: Queries, charge_id: str) -> tuple[int, int, int]:
        row = await db.fetch_one("SELECT id, user_id, credited FROM topups WHERE charge_id = $1", charge_id)
        assert row is not None
        return int(row[0]), int(row[1]), int(row[2])

    async def _move(
        self,
        db: Queries,
        key: str,
        kind: TransferKind,
        user_id: int,
        amount: int,
        *,
        topup_id: int | None = None,
        giver: AccountKind = AccountKind.STARS,
        taker: AccountKind = WALLET,
        actor: int | None = None,
    ) -> None:
        await transfers.add(
            db,
            key=key,
            kind=kind,
            giver=giver,
            taker=taker,
            user_id=user_id,
            amount=amount,
            topup_id=topup_id,
            actor=actor,
            reason="x",
            now=0,
        )


async def refused(step: Awaitable[object]) -> bool:
    """Whether the database refuses a step."""
    with suppress(Constraint):
        await step
        return False
    return True


def _record_statuses(db: Database, alert: AlertOperators, clock: Callable[[], int]) -> RecordStatuses:
    hold = HoldServices(db=db, alert=alert, clock=clock)
    return RecordStatuses(db=db, alert=alert, clock=clock, longest=1, soon=1, hold=hold)


WRONG = {
    "balances do not sum up to 0": "SELECT sum(balance) FROM accounts HAVING sum(balance) <> 0",
    "a balance is not the sum of its transfers": """
        SELECT id, balance FROM accounts AS a WHERE balance <>
            (SELECT coalesce(sum(amount), 0) FROM transfers WHERE credit = a.id)
            - (SELECT coalesce(sum(amount), 0) FROM transfers WHERE debit = a.id)""",
    "a wallet is below its floor, held below 0, or a debt above 0": """
        SELECT id FROM accounts WHERE (kind = 'wallet' AND balance < floor) OR (kind = 'held' AND balance < 0)
            OR (kind = 'debt' AND balance > 0)""",
    "held is not the price of what is not settled": """
        SELECT user_id FROM accounts AS a WHERE kind = 'held' AND balance <> (
            SELECT coalesce(sum(price), 0) FROM orders WHERE user_id = a.user_id AND paid_from = 'wallet'
                AND status IN ('reserved', 'submitting', 'unconfirmed'))""",
    "an order has not exactly one reserve of its price": """
        SELECT id FROM orders AS o WHERE paid_from = 'wallet' AND 1 <> (
            SELECT count(*) FROM transfers WHERE order_id = o.id AND kind = 'reserve' AND amount = o.price)""",
    "an order is not captured or released as it went": """
        SELECT id FROM orders AS o WHERE paid_from = 'wallet' AND
            CASE WHEN status IN ('reserved', 'submitting', 'unconfirmed') THEN '' WHEN status = 'failed'
                THEN 'release' ELSE 'capture' END
            <> coalesce((SELECT min(kind) FROM transfers WHERE order_id = o.id AND kind IN ('capture', 'release')
                AND amount = o.price HAVING count(*) = 1), '')""",
    "an order was released though the panel has it, or captured though it lacks it": """
        SELECT t.id FROM transfers AS t JOIN submissions AS s ON s.order_id = t.order_id
        WHERE (t.kind = 'release' AND NOT (coalesce(outcome, '') IN ('refused', 'not_sent')
                OR coalesce(decision, '') = 'never'))
            OR (t.kind = 'capture' AND NOT (coalesce(outcome, '') = 'placed' OR coalesce(decision, '') = 'exists'))""",
    "an order was refunded more than its price, or not as it says": """
        SELECT id FROM orders AS o WHERE refunded > price OR refunded <> (
            SELECT coalesce(sum(amount), 0) FROM transfers WHERE order_id = o.id AND kind = 'refund')""",
    "a transfer is of two people": """
        SELECT t.id FROM transfers AS t JOIN accounts AS d ON d.id = t.debit JOIN accounts AS c ON c.id = t.credit
            LEFT JOIN orders AS o ON o.id = t.order_id LEFT JOIN topups AS p ON p.id = t.topup_id
        WHERE coalesce(d.user_id, c.user_id) <> coalesce(c.user_id, d.user_id)
            OR coalesce(d.user_id, c.user_id) <> coalesce(o.user_id, p.user_id, d.user_id, c.user_id)""",
    "something was done by hand by nobody": """
        SELECT id FROM transfers WHERE kind IN ('credit', 'debit', 'adjustment') AND (actor IS NULL OR reason = '')""",
    "a payment was credited twice": """
        SELECT topup_id FROM transfers WHERE kind = 'topup' GROUP BY topup_id HAVING count(*) > 1""",
    "a payment was taken back twice": """
        SELECT topup_id FROM transfers WHERE topup_id IS NOT NULL GROUP BY topup_id HAVING
            sum(CASE kind WHEN 'topup_reversal' THEN 1 WHEN 'reversal_undone' THEN -1 ELSE 0 END) NOT IN (0, 1)""",
}
"""Queries that find nothing: the invariants of the ledger, from its rows alone."""


async def is_sound(db: Database) -> None:
    """Hold the books against the invariants, in one statement."""
    query = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS ({found})" for name, found in WRONG.items())
    assert await db.fetch_all(query) == []
