"""A bounded number of connections that statements borrow.

asyncpg's own pool wraps a connection for each loan, and takes it back in a task: that costs three times as
much of the processor as the statement itself. Its timeouts set a timer for each statement, which costs a
tenth of one; here all loans are looked at now and then.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

import asyncpg

Connect = Callable[[], Awaitable["asyncpg.Connection"]]

LOAN_CHECK_INTERVAL_S = 1.0  # seconds between looks at the loans


class Connections:
    """At most `most`. One that is lent and was not used for `longest` seconds is closed soon after.

    Whoever waits for an answer on it then gets an asyncpg.PostgresConnectionError.
    """

    def __init__(self, connect: Connect, most: int, longest: float) -> None:
        self._connect = connect
        self._room = most
        self._longest = longest
        self._free: list[asyncpg.Connection] = []
        self._lent: dict[asyncpg.Connection, float] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._waiting: deque[asyncio.Future[asyncpg.Connection | None]] = deque()
        self._ended = False

    async def acquire(self, timeout: float) -> "asyncpg.Connection":  # noqa: ASYNC109 - seconds to wait for one
        """Borrow a connection, the one used last; who comes first is served first."""
        self._refuse_at_the_end()
        connection = self._take() or await self._wait(timeout)
        self._refuse_at_the_end()
        connection = connection or await self._open()
        self.used(connection)
        if self._timer is None:
            self._end_overdue()
        return connection

    def used(self, connection: "asyncpg.Connection") -> None:
        """Another statement begins on one that is lent."""
        self._lent[connection] = asyncio.get_running_loop().time()

    def release(self, connection: "asyncpg.Connection") -> None:
        """Give a connection back; one that was closed makes room for another."""
        self._lent.pop(connection, None)
        if connection.is_closed():
            self._hand_on(None)
        else:
            self._hand_on(connection)

    def terminate(self) -> None:
        """Drop all of them; whoever waits for one is told."""
        self._ended = True
        if self._timer is not None:
            self._timer.cancel()
        for connection in (*self._free, *self._lent):
            connection.terminate()
        while self._waiting:
            self._hand_on(None)

    def _end_overdue(self) -> None:
        """Close what takes too long, and look again while anything is lent."""
        loop = asyncio.get_running_loop()
        for connection, used in self._lent.items():
            if used < loop.time() - self._longest:
                connection.terminate()
        self._timer = loop.call_later(LOAN_CHECK_INTERVAL_S, self._end_overdue) if self._lent else None

    def _refuse_at_the_end(self) -> None:
        if self._ended:
            raise asyncpg.InterfaceError("the database is closed")

    def _take(self) -> "asyncpg.Connection | None":
        while self._free:
            connection = self._free.pop()
            if not connection.is_closed():
                return connection
            self._room += 1
        return None

    async def _wait(self, timeout: float) -> "asyncpg.Connection | None":  # noqa: ASYNC109 - as above
        """Returns None where there is room for another connection."""
        if self._room:
            self._room -= 1
            return None
        turn: asyncio.Future[asyncpg.Connection | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(timeout):
                return await turn
        except BaseException:
            if turn.done() and not turn.cancelled():
                self._hand_on(turn.result())
            raise

    async def _open(self) -> "asyncpg.Connection":
        try:
            return await self._connect()
        except BaseException:
            self._hand_on(None)
            raise

    def _hand_on(self, connection: "asyncpg.Connection | None") -> None:
        """Give a connection, or the room for one, to whoever waits first."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(connection)
                return
        if connection is None:
            self._room += 1
        else:
            self._free.append(connection)
