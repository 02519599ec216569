"""Named moments at which the program kills itself, where a random kill would rarely strike."""

import asyncio
import os
import random
import signal
from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any

POINTS = {
    "before_commit": 8,
    "after_commit": 8,
    "before_call": 8,
    "during_call": 8,
    "after_call": 8,
    "before_update": 8,
    "after_update": 8,
    "before_send": 8,
    "after_send": 8,
    "before_claim": 1,
    "after_claim": 1,
    "before_line": 12,
    "after_line": 12,
    "summary_sent": 2,
    "list_end_sent": 1,
    "before_copy": 20,
    "after_copy": 20,
}
"""At which time at most that a life comes there it ends.

Of lists: `claim` is the commit that orders a list, `line` the commit of what became of a line, between two calls;
at `sent` Telegram has the message, and the bot has not noted it. Of broadcasts: at `before_copy` a person is marked
and not yet sent to; at `after_copy` Telegram has answered, and the bot has not noted it.
"""
LONGEST_CALL = 0.06  # seconds into a call to the panel at which it may be cut

Method = Callable[..., Awaitable[Any]]


class Bomb:
    """Kills this process, as SIGKILL does, when a point is reached for the nth time."""

    def __init__(self, point: str, count: int) -> None:
        self._point = point
        self._left = count

    def reach(self, point: str) -> None:
        if self.due(point):
            kill()

    def due(self, point: str) -> bool:
        if point != self._point:
            return False
        self._left -= 1
        return self._left <= 0


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm_bot(bomb: Bomb) -> None:
    """Put the points into the bot's own classes; the program itself knows nothing of them."""
    from bot.incoming.attempts import Attempts  # noqa: PLC0415 - only in a process that is going to be the bot
    from bot.outgoing.broadcast_copies import BroadcastCopies  # noqa: PLC0415 - as above
    from bot.outgoing.send_delivery import SendDelivery  # noqa: PLC0415 - as above
    from panel import Panel  # noqa: PLC0415 - as above
    from storage.engines.postgres import database  # noqa: PLC0415 - as above
    from storage.engines.sqlite.database import Transaction, Writes  # noqa: PLC0415 - as above

    _arm_lists(bomb)
    for name in ("add_order", "refill", "cancel"):
        _wrap(Panel, name, lambda call: around_call(bomb, call))
    for owner, name in ((Transaction, "commit"), (Writes, "execute"), (Writes, "fetch_all")):
        _wrap(owner, name, lambda commit: _between(bomb, commit, "before_commit", "after_commit"))
    _wrap(database, "_commit", lambda commit: _between(bomb, commit, "before_commit", "after_commit"))
    _wrap(database.PostgresDatabase, "_run", lambda run: _around_write(bomb, run))
    _wrap(Attempts, "_handle", lambda handle: _between(bomb, handle, "before_update", "after_update"))
    _wrap(BroadcastCopies, "__call__", lambda copy: _between(bomb, copy, "before_copy", "after_copy"))
    _wrap(SendDelivery, "__call__", lambda send: _between(bomb, send, "before_send", "after_send"))


def _arm_lists(bomb: Bomb) -> None:
    from storage import mass_orders, outbox  # noqa: PLC0415 - as above
    from usecases.ordering.place_mass_order import PlaceMassOrder  # noqa: PLC0415 - as above
    from usecases.submitting.submit_order import SubmitOrder  # noqa: PLC0415 - as above

    _wrap(outbox, "add", lambda add: _around_claim(bomb, add))
    _wrap(PlaceMassOrder, "__call__", lambda place: _between(bomb, place, after="after_claim"))
    _wrap(SubmitOrder, "_end", lambda end: _around_line(bomb, end))
    _wrap(mass_orders, "put_message", lambda put: _between(bomb, put, before="summary_sent"))
    _wrap(mass_orders, "finish", lambda finish: _between(bomb, finish, before="list_end_sent"))


def _wrap(owner: type | ModuleType, name: str, around: Callable[[Method], Method]) -> None:
    setattr(owner, name, around(getattr(owner, name)))


def _between(bomb: Bomb, method: Method, before: str = "", after: str = "") -> Method:
    async def wrapped(*given: Any, **named: Any) -> Any:
        bomb.reach(before)
        result = await method(*given, **named)
        bomb.reach(after)
        return result

    return wrapped


def around_call(bomb: Bomb, call: Method) -> Method:
    """Before, in the middle of, and just after a call that changes something at the panel."""

    async def wrapped(*given: Any, **named: Any) -> Any:
        bomb.reach("before_call")
        if bomb.due("during_call"):
            asyncio.get_running_loop().call_later(random.uniform(0, LONGEST_CALL), kill)
        result = await call(*given, **named)
        bomb.reach("after_call")
        return result

    return wrapped


def _around_write(bomb: Bomb, run: Method) -> Method:
    """A statement outside a transaction commits itself."""
    from storage.engines.postgres.database import _only_reads  # noqa: PLC0415 - only in a process that is going to be the bot

    writes = _between(bomb, run, "before_commit", "after_commit")

    async def wrapped(self: object, method: object, sql: str, values: object) -> Any:
        return await (run if _only_reads(sql) else writes)(self, method, sql, values)

    return wrapped


def _around_claim(bomb: Bomb, add: Method) -> Method:
    """The message about a list is the last that its transaction writes."""
    from storage.events import Event  # noqa: PLC0415 - only in a process that is going to be the bot

    async def wrapped(db: object, user_id: int, event: Event, *given: Any, **named: Any) -> None:
        await add(db, user_id, event, *given, **named)
        if event is Event.MASS_ORDER:
            bomb.reach("before_claim")

    return wrapped


def _around_line(bomb: Bomb, end: Method) -> Method:
    line = _between(bomb, end, "before_line", "after_line")

    async def wrapped(self: object, order: Any, *given: Any) -> None:
        await (end if order.mass_order_id is None else line)(self, order, *given)

    return wrapped
