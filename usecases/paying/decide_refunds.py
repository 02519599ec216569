"""An operator decides about the money of an order where no rule says what is due."""

from dataclasses import dataclass

from storage import accounts, audit_trail, orders, outbox, refills, refund_questions, transfers, users
from storage.accounts import AccountKind, Wallet
from storage.audit_trail import Act
from storage.database import Database, Queries
from storage.events import Event
from storage.orders import Order
from storage.refund_questions import RefundQuestion
from storage.transfers import TransferKind
from storage.users import User
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import DAY, Clock
from usecases.errors import AlreadyDecided, BadAnswer, OrderGone
from usecases.numbers import parse_money, plain
from usecases.paying import money_of_orders
from usecases.paying.refund_rules import Target, due
from usecases.wakeup import WakeUp

DECIDED = "decided by an operator"
TAKEN_BACK = "the order was delivered after all"
GIVEN_AGAIN = "the order was not delivered after all"


@dataclass(frozen=True, slots=True)
class MoneyInQuestion:
    """`taken_back` (micro-units) of what was given back is with the house; the rules give `target` in all.

    `target` is None where no rule says how much.
    """

    order: Order
    question: RefundQuestion
    customer: User
    wallet: Wallet
    taken_back: int = 0
    target: int | None = None

    @property
    def given_back(self) -> int:
        """What the customer has back now (micro-units)."""
        return self.order.refunded - self.taken_back

    @property
    def left(self) -> int:
        """What can still be given back (micro-units)."""
        return self.order.price - self.given_back

    @property
    def proposed(self) -> int:
        """What one tap gives back (micro-units): up to what the rules say, otherwise all that is left."""
        return self.left if self.target is None else max(self.target - self.given_back, 0)

    @property
    def may_be_taken_back(self) -> int:
        """What was given back and is free in the wallet (micro-units)."""
        return max(min(self.given_back, self.wallet.balance), 0)


class DecideRefunds:
    """The first of two operators wins; the second gets AlreadyDecided.

    A decision names its question. So the button of an older question decides nothing about a newer one.
    """

    def __init__(self, *, db: Database, alert: AlertOperators, wake_sender: WakeUp, clock: Clock) -> None:
        self._db = db
        self._alert = alert
        self._wake_sender = wake_sender
        self._clock = clock

    async def question(self, order_id: int) -> MoneyInQuestion:
        """Return the newest question about an order's money; raises OrderGone."""
        return await _money_in_question(self._db, await refund_questions.of_order(self._db, order_id))

    async def newest_open(self, order_id: int) -> MoneyInQuestion:
        """As `question`; raises AlreadyDecided if it is closed."""
        return _if_open(await self.question(order_id))

    async def open_question(self, question_id: int) -> MoneyInQuestion:
        """Return a question that is open; raises OrderGone or AlreadyDecided."""
        return _if_open(await _money_in_question(self._db, await refund_questions.get(self._db, question_id)))

    async def give_back(self, question_id: int, amount: int, operator_id: int) -> int:
        """Give back an amount (micro-units) more; return it. 0 closes the question.

        Raises OrderGone, AlreadyDecided, or BadAnswer if more would come back than was paid.
        """
        found = await self.open_question(question_id)
        now = self._clock()
        async with self._db.transaction() as transaction:
            await orders.lock(transaction, found.order.id)
            if not await refund_questions.decide(transaction, question_id, operator_id, now):
                raise AlreadyDecided
            it = await _money_in_question(transaction, await refund_questions.get(transaction, question_id))
            order = it.order
            if order.refunded != found.order.refunded:
                raise AlreadyDecided
            if not 0 <= amount <= it.left:
                raise BadAnswer("not_an_amount", {"min": "0", "max": plain(it.left)})
            given = await money_of_orders.refund_to(
                transaction, order, order.refunded + amount, now, actor=operator_id, reason=DECIDED
            )
            if again := min(amount - given, it.taken_back):
                given += again
                reason = f"{GIVEN_AGAIN}: {order.id}"
                await money_of_orders.give_again(
                    transaction, order, again, question_id, now, actor=operator_id, reason=reason
                )
            await _note(transaction, now, operator_id, Act.MONEY_GIVEN_BACK, order, given)
            await _tell(transaction, order, now)
        self._wake_sender.set()
        return given

    async def give_back_typed(self, question_id: int, typed: str, operator_id: int) -> int:
        """As `give_back`, with an amount as it was typed. Raises BadAnswer also if it is no amount."""
        amount = parse_money(typed)
        if amount is None:
            left = (await self.open_question(question_id)).left
            raise BadAnswer("not_an_amount", {"min": "0", "max": plain(left)})
        return await self.give_back(question_id, amount, operator_id)

    async def take_back(self, question_id: int, operator_id: int) -> int:
        """Take back what was given back, as far as it is free in the wallet; return the amount (micro-units).

        Raises OrderGone or AlreadyDecided.
        """
        found = await self.open_question(question_id)
        now = self._clock()
        async with self._db.transaction() as transaction:
            await orders.lock(transaction, found.order.id)
            if not await refund_questions.decide(transaction, question_id, operator_id, now):
                raise AlreadyDecided
            await accounts.lock(transaction, [found.order.user_id])
            it = await _money_in_question(transaction, await refund_questions.get(transaction, question_id))
            amount = it.may_be_taken_back
            if amount:
                await transfers.add(
                    transaction,
                    key=f"{refund_questions.TAKING_BACK}{question_id}",
                    kind=TransferKind.DEBIT,
                    giver=AccountKind.WALLET,
                    taker=AccountKind.CREDIT,
                    user_id=it.order.user_id,
                    amount=amount,
                    actor=operator_id,
                    reason=f"{TAKEN_BACK}: {it.order.id}",
                    now=now,
                )
            await _note(transaction, now, operator_id, Act.MONEY_TAKEN_BACK, it.order, amount)
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


async def _money_in_question(db: Queries, question: RefundQuestion | None) -> MoneyInQuestion:
    order = await orders.get(db, question.order_id) if question else None
    customer = await users.get(db, order.user_id) if order else None
    if order is None or question is None or customer is None:
        raise OrderGone
    taken_back = await refund_questions.taken_back(db, order.id)
    found = due(order, was_refilled=await refills.was_made(db, order.id), taken_back=taken_back)
    return MoneyInQuestion(
        order=order,
        question=question,
        customer=customer,
        wallet=await accounts.of_user(db, order.user_id),
        taken_back=taken_back,
        target=found.amount if isinstance(found, Target) else None,
    )


def _if_open(it: MoneyInQuestion) -> MoneyInQuestion:
    if it.question.decided_at is not None:
        raise AlreadyDecided
    return it


async def _note(db: Queries, now: int, operator_id: int, act: Act, order: Order, amount: int) -> None:
    told = f"{plain(amount)} {order.currency}"
    await audit_trail.add(db, now, operator_id, act, order.id, after=told)


async def _tell(db: Queries, order: Order, now: int) -> None:
    await outbox.add(db, order.user_id, Event.ORDER_CARD, order.id, now)
    await outbox.add(db, order.user_id, Event.REFUND_DECIDED, order.id, now)
