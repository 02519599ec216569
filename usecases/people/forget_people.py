"""Forgets a person: Telegram id, names and typed texts are deleted, orders keep their amounts."""

import logging
from dataclasses import dataclass

from storage import forgetting, users
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

    `open_orders` have not ended; `has_money`: the person has money or debts, or an order may still give money
    back; `is_ordering`: the person placed an order at the same moment.
    """

    is_unknown: bool = False
    setting: Setting | None = None
    is_operator: bool = False
    open_orders: tuple[int, ...] = ()
    has_money: bool = False
    is_ordering: bool = False


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
        return NotForgotten(has_money=True) if await forgetting.has_money(self._db, user_id) else None

    async def __call__(self, user_id: int) -> Forgotten | NotForgotten:
        if kept := await self.obstacle(user_id):
            return kept
        try:
            forgotten = await self._forget(user_id)
        except Constraint:  # the database refuses to blank an open order, and to forget whose the money is
            return NotForgotten(is_ordering=True)
        log.info("user %d was forgotten; orders that are kept: %d", user_id, forgotten.orders)
        return forgotten

    async def _forget(self, user_id: int) -> Forgotten:
        async with self._db.transaction() as transaction:
            await forgetting.delete_drafts(transaction, user_id)
            orders = await forgetting.blank_orders(transaction, user_id)
            await forgetting.delete_messages(transaction, user_id)
            await forgetting.delete_updates(transaction, user_id)
            await forgetting.blank_person(transaction, user_id)
        return Forgotten(orders)
