"""Forgets a person: Telegram id, names and typed texts are deleted, orders keep their amounts."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from storage import (
    accounts,
    case_copies,
    case_messages,
    cases,
    credit_lines,
    forgetting,
    invoices,
    refund_questions,
    second_looks,
    topups,
    users,
)
from storage.accounts import Wallet
from storage.database import Database, Queries
from storage.users import Role, User
from usecases.clock import Clock
from usecases.people.access import Access, Setting

log = logging.getLogger(__name__)

WHY_THE_LINE_ENDS = "the person was forgotten"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """So many `orders` stay. They keep number, service, quantity and amounts."""

    orders: int


@dataclass(frozen=True, slots=True)
class NotForgotten:
    """Nothing was changed. One field tells the reason.

    `open_orders` have not ended. `wallet` has money or a debt; `is_paying`: a payment waits for an operator,
    or is on its way back. `settled_at` (epoch ms) is when no order of theirs can be corrected any more;
    `in_question`: an operator has to decide how much of an order's price comes back. `is_stopped`: the person
    asks for it, and an operator has blocked them. `has_changed`: the person is not any more what the caller
    asked for.
    """

    is_unknown: bool = False
    setting: Setting | None = None
    is_operator: bool = False
    open_orders: tuple[int, ...] = ()
    wallet: Wallet | None = None
    is_paying: bool = False
    in_question: bool = False
    settled_at: int | None = None
    is_stopped: bool = False
    has_changed: bool = False


def _anybody(_: User) -> bool:
    return True


def _may_order(user: User) -> bool:
    return user.stopped_at is None


class ForgetPeople:
    def __init__(self, *, db: Database, access: Access, clock: Clock) -> None:
        self._db = db
        self._access = access
        self._clock = clock

    async def obstacle(self, user_id: int) -> NotForgotten | None:
        """Return the reason why a person cannot be forgotten; None if they can."""
        user = await users.get(self._db, user_id)
        return await self._obstacle(self._db, user)

    async def own_obstacle(self, user_id: int) -> NotForgotten | None:
        """As `obstacle`, for a person who asks for it: to be forgotten would end an operator's block."""
        user = await users.get(self._db, user_id)
        if user is not None and not _may_order(user):
            return NotForgotten(is_stopped=True)
        return await self._obstacle(self._db, user)

    async def _obstacle(self, db: Queries, user: User | None) -> NotForgotten | None:
        if user is None or user.telegram_id is None:
            return NotForgotten(is_unknown=True)
        if setting := self._access.setting_of(user):
            return NotForgotten(setting=setting)
        if user.role is Role.OPERATOR:
            return NotForgotten(is_operator=True)
        open_orders = await forgetting.open_orders(db, user.id)
        if open_orders:
            return NotForgotten(open_orders=tuple(open_orders))
        return await self._money(db, user.id)

    async def _money(self, db: Queries, user_id: int) -> NotForgotten | None:
        """Return what of a person's money is not settled. Nobody could pay it out once they are forgotten."""
        wallet = await accounts.of_user(db, user_id)
        if wallet.balance or wallet.kept_aside or wallet.debt:
            return NotForgotten(wallet=wallet)
        if await topups.is_unsettled_of(db, user_id):
            return NotForgotten(is_paying=True)
        if await refund_questions.is_open_for(db, user_id):
            return NotForgotten(in_question=True)
        settled_at = await second_looks.last_of(db, user_id, self._clock())
        return NotForgotten(settled_at=settled_at) if settled_at is not None else None

    async def __call__(
        self, user_id: int, still: Callable[[User], bool] = _anybody
    ) -> Forgotten | NotForgotten:
        """Forget a person for whom `still` is true, which is asked when they cannot change any more."""
        if kept := await self.obstacle(user_id):
            return kept
        try:
            forgotten = await self._forget(user_id, still)
        except _Kept as found:
            return found.kept
        log.info("user %d was forgotten; orders that are kept: %d", user_id, forgotten.orders)
        return forgotten

    async def on_request(self, user_id: int) -> Forgotten | NotForgotten:
        """Forget a person who asks for it, unless an operator has blocked them."""
        if kept := await self.own_obstacle(user_id):
            return kept
        outcome = await self(user_id, _may_order)
        return NotForgotten(is_stopped=True) if outcome == NotForgotten(has_changed=True) else outcome

    async def _forget(self, user_id: int, still: Callable[[User], bool]) -> Forgotten:
        """Forget in one transaction, which looks again for what is in the way.

        First it takes what orders and payments need: the drafts, the person, the accounts. So what was under
        way is seen, and nothing begins until the commit. They take them in this sequence as well.
        """
        async with self._db.transaction() as transaction:
            await forgetting.lock_drafts(transaction, user_id)
            await forgetting.lock_person(transaction, user_id)
            user = await users.get(transaction, user_id)
            if user is not None and not still(user):
                raise _Kept(NotForgotten(has_changed=True))
            if not await forgetting.take_telegram_id(transaction, user_id):
                raise _Kept(NotForgotten(is_unknown=True))
            await accounts.lock(transaction, [user_id])
            if kept := await self._obstacle(transaction, user):
                raise _Kept(kept)
            return await self._blank(transaction, user_id, user.telegram_id if user else None)

    async def _blank(self, db: Queries, user_id: int, telegram_id: int | None) -> Forgotten:
        if (await accounts.of_user(db, user_id)).floor:
            await credit_lines.grant(db, user_id, 0, None, WHY_THE_LINE_ENDS, self._clock())
        await invoices.expire_of(db, user_id)
        await forgetting.delete_drafts(db, user_id)
        await forgetting.blank_mass_orders(db, user_id)
        await forgetting.delete_favourites(db, user_id)
        await cases.close_of(db, user_id, self._clock())
        await case_messages.delete_of(db, user_id)
        await case_copies.delete_in_chat(db, user_id)
        orders = await forgetting.blank_orders(db, user_id)
        await forgetting.delete_messages(db, user_id)
        await forgetting.blank_broadcasts(db, user_id, telegram_id)
        await forgetting.delete_updates(db, telegram_id)
        await forgetting.blank_person(db, user_id)
        return Forgotten(orders)


class _Kept(Exception):
    """Ends the transaction: the person cannot be forgotten."""

    def __init__(self, kept: NotForgotten) -> None:
        super().__init__()
        self.kept = kept
