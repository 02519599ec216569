"""After a restore, finds orders that the panel has and the database lacks, and enters them by number."""

import asyncio
import logging
import secrets
from dataclasses import dataclass

from panel import OrderStatus, Panel, PanelError, PanelRefused
from storage import adoption, audit_trail, conditions, orders, outbox, submissions, users
from storage.audit_trail import Act
from storage.database import Constraint, Database
from storage.events import Event
from storage.orders import Order
from storage.users import User
from usecases.clock import Clock
from usecases.errors import DecideFirst, NoSuchPanelOrder, NoSuchPerson, PanelAsleep
from usecases.numbers import parse_whole
from usecases.operating.watch_panel import RESTORED
from usecases.panel_numbers import spellings
from usecases.wakeup import WakeUp

log = logging.getLogger(__name__)

IDS_PER_LOOK = 100
"""Numbers in one search, which is one call."""

WITHIN = 20.0
"""Seconds. A panel that takes one number a call would keep the operator waiting for all of them."""

TELEGRAM_IDS = 2**52  # all are smaller: https://core.telegram.org/bots/api#user


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number on this key that no order here has, with its status at the panel."""

    number: str
    told: OrderStatus


@dataclass(frozen=True, slots=True)
class FoundNumbers:
    """The unknown orders among the numbers above `after`. None: there was no number to start from.

    So many orders here are `in_doubt`; the found ones may be the same.
    """

    after: int | None
    found: list[FoundNumber]
    in_doubt: int


@dataclass(frozen=True, slots=True)
class Adoption:
    """An order to be entered for a person."""

    found: FoundNumber
    person: User


class AdoptOrders:
    """The panel tells only a status. Service, target and quantity of an adopted order stay empty."""

    def __init__(
        self,
        *,
        db: Database,
        panel: Panel,
        panel_key_id: int,
        wake_sweep: WakeUp,
        wake_sender: WakeUp,
        clock: Clock,
    ) -> None:
        self._db = db
        self._panel = panel
        self._panel_key_id = panel_key_id
        self._wake_sweep = wake_sweep
        self._wake_sender = wake_sender
        self._clock = clock

    async def unknown(self, after: int | None = None) -> FoundNumbers:
        """Ask for the numbers above `after`, or above the last known one; raises PanelAsleep.

        The panel answers with an error for numbers of other keys. A status means that the order is ours.
        """
        in_doubt = len(await submissions.undecided(self._db))
        start = await self._last_known() if after is None else after
        if start is None:
            return FoundNumbers(None, [], in_doubt)
        numbers = [str(start + step) for step in range(1, IDS_PER_LOOK + 1)]
        try:
            async with asyncio.timeout(WITHIN):
                told = await self._panel.order_statuses(numbers)
        except (PanelError, TimeoutError) as error:
            raise PanelAsleep from error
        ours = await adoption.ours(self._db, self._panel_key_id, numbers)
        found = [
            FoundNumber(number, status)
            for number in numbers
            if number not in ours and isinstance(status := told.get(number), OrderStatus)
        ]
        return FoundNumbers(start, found, in_doubt)

    async def _last_known(self) -> int | None:
        """Return the copy's last number while a restore closes ordering, then the highest recent one."""
        for condition in await conditions.current(self._db):
            if condition.name == RESTORED and condition.detail.isascii() and condition.detail.isdecimal():
                return int(condition.detail)
        return await adoption.last_number(self._db, self._panel_key_id)

    async def question(self, number: str, person: str) -> Adoption:
        """Return the order to enter for a person by Telegram's id.

        Raises NoSuchPanelOrder, NoSuchPerson, DecideFirst or PanelAsleep.
        """
        telegram_id = parse_whole(person)
        if telegram_id is None or telegram_id >= TELEGRAM_IDS:
            raise NoSuchPerson
        user = await users.find(self._db, telegram_id)
        if user is None:
            raise NoSuchPerson
        await self._refuse_doubt(user)
        return Adoption(await self._found(number), user)

    async def _refuse_doubt(self, user: User) -> None:
        """Raise DecideFirst while an order of theirs is in doubt.

        An entered order is free of charge. If it was the one in doubt, its price would go back as well.
        """
        if (order_id := await submissions.undecided_of(self._db, user.id)) is not None:
            raise DecideFirst(order_id)

    async def _found(self, typed: str) -> FoundNumber:
        for spelling in spellings(typed):
            if await orders.with_panel_id(self._db, self._panel_key_id, spelling) is not None:
                raise NoSuchPanelOrder
            try:
                return FoundNumber(spelling, await self._panel.order_status(spelling))
            except PanelRefused:
                continue
            except PanelError as error:
                raise PanelAsleep from error
        raise NoSuchPanelOrder

    async def __call__(self, number: str, user_id: int, operator_id: int) -> Order:
        """Enter the order. Two taps enter one order. Raises as `question`."""
        user = await users.get(self._db, user_id)
        if user is None or user.telegram_id is None:
            raise NoSuchPerson
        await self._refuse_doubt(user)
        found = await self._found(number)
        now = self._clock()
        try:
            async with self._db.transaction() as transaction:
                order = await adoption.adopt(
                    transaction,
                    secrets.token_urlsafe(9),
                    self._panel_key_id,
                    user_id,
                    found.number,
                    operator_id,
                    now,
                )
                await audit_trail.add(
                    transaction, now, operator_id, Act.ORDER_ENTERED, order.id, after=found.number
                )
                await outbox.add(transaction, order.user_id, Event.ORDER_SUBMITTED, order.id, now)
        except Constraint:
            raise NoSuchPanelOrder from None
        log.info("operator %d enters order %d for %d", operator_id, order.id, order.user_id)
        self._wake_sweep.set()
        self._wake_sender.set()
        return order
