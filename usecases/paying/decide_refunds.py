"""An operator decides about the money of an order where no rule says what is due."""

from dataclasses import dataclass

from storage import accounts, orders, outbox, refund_questions, transfers, users
from storage.accounts import AccountKind, Wallet
from storage.database import Database, Queries
from storage.orders import Order
from storage.outbox import Event
from storage.refund_questions import RefundQuestion
from storage.transfers import TransferKind
from storage.users import User
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import DAY, Clock
from usecases.errors import AlreadyDecided, BadAnswer, OrderGone
from usecases.numbers import parse_money, plain
from usecases.paying import money_of_orders
from usecases.wakeup import WakeUp

DECIDED = "decided by an operator"
TAKEN_BACK = "the order was delivered after all"


@dataclass(frozen=True, slots=True)
class MoneyInQuestion:
    order: Order
    question: RefundQuestion
    customer: User
    wallet: Wallet
    taken_back: int = 0

    @property
    def left(self) -> int:
        """What can still be given back (micro-units)."""
        return self.order.price - self.order.refunded

    @property
    def may_be_taken_back(self) -> int:
        """What was given back and is free in the wallet (micro-units)."""
        return max(min(self.order.refunded - self.taken_back, self.wallet.balance), 0)


class DecideRefunds:
    """The first of two operators wins; the second gets AlreadyDecided."""

    def __init__(self, *, db: Database, alert: AlertOperators, wake_sender: WakeUp, clock: Clock) -> None:
        self._db = db
        self._alert = alert
        self._wake_sender = wake_sender
        self._clock = clock

    async def question(self, order_id: int) -> MoneyInQuestion:
        """Return the newest question about an order's money; raises OrderGone."""
        return await _money_in_question(self._db, order_id, await orders.get(self._db, order_id))

    async def open_question(self, order_id: int) -> MoneyInQuestion:
        """As `question`; raises AlreadyDecided if it is closed."""
        it = await self.question(order_id)
        if it.question.decided_at is not None:
            raise AlreadyDecided
        return it

    async def give_back(self, order_id: int, amount: int, operator_id: int) -> int:
        """Give back an amount (micro-units) more; return it. 0 closes the question.

        Raises OrderGone, AlreadyDecided, or BadAnswer if more would come back than was paid.
        """
        it = await self.open_question(order_id)
        if not 0 <= amount <= it.left:
            raise BadAnswer("not_an_amount", {"min": "0", "max": plain(it.left)})
        now = self._clock()
        async with self._db.transaction() as transaction:
            order = await orders.lock(transaction, order_id)
            if not await refund_questions.close(transaction, order_id, now, operator_id):
                raise AlreadyDecided
            if order is None or order.refunded != it.order.refunded:
                raise AlreadyDecided
            given = await money_of_orders.refund_to(
                transaction, order, order.refunded + amount, now, actor=operator_id, reason=DECIDED
            )
            await _tell(transaction, order, now)
        self._wake_sender.set()
        return given

    async def give_back_typed(self, order_id: int, typed: str, operator_id: int) -> int:
        """As `give_back`, with an amount as it was typed. Raises BadAnswer also if it is no amount."""
        amount = parse_money(typed)
        if amount is None:
            left = (await self.open_question(order_id)).left
            raise BadAnswer("not_an_amount", {"min": "0", "max": plain(left)})
        return await self.give_back(order_id, amount, operator_id)

    async def take_back(self, order_id: int, operator_id: int) -> int:
        """Take back what was given back, as far as it is free in the wallet; return the amount (micro-units).

        Raises OrderGone or AlreadyDecided.
        """
        await self.open_question(order_id)
        now = self._clock()
        async with self._db.transaction() as transaction:
            order = await orders.lock(transaction, order_id)
            if not await refund_questions.close(transaction, order_id, now, operator_id):
                raise AlreadyDecided
            await accounts.lock(transaction, [order.user_id] if order else [])
            it = await _money_in_question(transaction, order_id, order)
            amount = it.may_be_taken_back
            if amount:
                await transfers.add(
                    transaction,
                    key=f"{refund_questions.TAKING_BACK}{it.question.id}",
                    kind=TransferKind.DEBIT,
                    giver=AccountKind.WALLET,
                    taker=AccountKind.CREDIT,
                    user_id=it.order.user_id,
                    amount=amount,
                    actor=operator_id,
                    reason=f"{TAKEN_BACK}: {order_id}",
                    happened_at=now,
                    now=now,
                )
            await _tell(transaction, it.order, now)
        self._wake_sender.set()
        return amount

    async def say_again(self) -> None:
        """Tell the operators once a day of each question that is still open."""
        now = self._clock()
        operators = await self._alert.operators()
        if not operators or not await refund_questions.open_ones(self._db):
            return
        async with self._db.transaction() as transaction:
            for order_id in await refund_questions.say_again(transaction, now - DAY, now):
                for operator in operators:
                    await outbox.add(transaction, operator, Event.REFUND_QUESTION, order_id, now)
        self._wake_sender.set()

    async def waiting(self) -> list[int]:
        """Return the ids of orders whose money is in question."""
        return [one.order_id for one in await refund_questions.open_ones(self._db)]


async def _money_in_question(db: Queries, order_id: int, order: Order | None) -> MoneyInQuestion:
    question = await refund_questions.of_order(db, order_id)
    customer = await users.get(db, order.user_id) if order else None
    if order is None or question is None or customer is None:
        raise OrderGone
    wallet = await accounts.of_user(db, order.user_id)
    return MoneyInQuestion(order, question, customer, wallet, await refund_questions.taken_back(db, order_id))


async def _tell(db: Queries, order: Order, now: int) -> None:
    await outbox.add(db, order.user_id, Event.ORDER_CARD, order.id, now)
    await outbox.add(db, order.user_id, Event.REFUND_DECIDED, order.id, now)
