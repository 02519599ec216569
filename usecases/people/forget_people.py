"""Forgets a person: Telegram id, names and typed texts are deleted, orders keep their amounts."""

import logging
from dataclasses import dataclass

from storage import accounts, forgetting, refund_questions, second_looks, users
from storage.accounts import Wallet
from storage.database import Constraint, Database
from storage.users import Role
from usecases.people.access import Access, Setting

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """So many `orders` stay. They keep number, service, quantity and amounts."""

    orders: int


@dataclass(frozen=True, slots=True)
class NotForgotten:
    """Nothing was changed. One field tells the reason.

    `open_orders` have not ended; `is_ordering`: the person placed an order at the same moment. `wallet` has
    money or a debt. `settled_at` (epoch ms) is when the last of their orders can no longer be corrected;
    `in_question`: an operator has to decide how much of an order's price comes back.
    """

    is_unknown: bool = False
    setting: Setting | None = None
    is_operator: bool = False
    open_orders: tuple[int, ...] = ()
    is_ordering: bool = False
    wallet: Wallet | None = None
    in_question: bool = False
    settled_at: int | None = None


class ForgetPeople:
    def __init__(self, *, db: Database, access: Access) -> None:
        self._db = db
        self._access = access

    async def obstacle(self, user_id: int) -> NotForgotten | None:
        """Return the reason why a person cannot be forgotten; None if they can."""
        user = await users.get(self._db, user_id)
        if user is None or user.telegram_id is None:
            return NotForgotten(is_unknown=True)
        if setting := self._access.setting_of(user):
            return NotForgotten(setting=setting)
        if user.role is Role.OPERATOR:
            return NotForgotten(is_operator=True)
        open_orders = await forgetting.open_orders(self._db, user_id)
        if open_orders:
            return NotForgotten(open_orders=tuple(open_orders))
        return await self._money(user_id)

    async def _money(self, user_id: int) -> NotForgotten | None:
        """Return what of a person's money is not settled. Nobody could pay it out once they are forgotten."""
        wallet = await accounts.of_user(self._db, user_id)
        if wallet.balance or wallet.held or wallet.debt:
            return NotForgotten(wallet=wallet)
        if await refund_questions.is_open_for(self._db, user_id):
            return NotForgotten(in_question=True)
        settled_at = await second_looks.last_of(self._db, user_id)
        return NotForgotten(settled_at=settled_at) if settled_at is not None else None

    async def __call__(self, user_id: int) -> Forgotten | NotForgotten:
        if kept := await self.obstacle(user_id):
            return kept
        try:
            forgotten = await self._forget(user_id)
        except Constraint:  # an order is open, or money came at the same moment
            return NotForgotten(is_ordering=True)
        log.info("user %d was forgotten; orders that are kept: %d", user_id, forgotten.orders)
        return forgotten

    async def _forget(self, user_id: int) -> Forgotten:
        async with self._db.transaction() as transaction:
            await accounts.lock(transaction, [user_id])
            wallet = await accounts.of_user(transaction, user_id)
            if wallet.balance or wallet.held or wallet.debt:
                raise Constraint("money came in between")
            if wallet.floor:
                await accounts.extend_credit(transaction, user_id, 0)
            await forgetting.delete_drafts(transaction, user_id)
            orders = await forgetting.blank_orders(transaction, user_id)
            await forgetting.delete_messages(transaction, user_id)
            await forgetting.delete_updates(transaction, user_id)
            await forgetting.blank_person(transaction, user_id)
        return Forgotten(orders)
