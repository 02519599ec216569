"""Serves /healthz, /readyz and /metrics on a port of its own."""

import asyncio
import logging
import math
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from aiohttp import web

from bot.backups import Backups
from bot.incoming.intake import Intake
from bot.leader.leader import Leader
from bot.observer import Observer
from bot.ports import listen, runner_of
from bot.settings import Settings
from storage import bots, conditions, outbox, submissions
from storage.database import Database, DatabaseError, DatabaseFull
from storage.engines.open import is_file
from usecases.clock import SECOND, Clock, wall_clock

if TYPE_CHECKING:
    from bot.monitoring.metrics import Metrics

log = logging.getLogger(__name__)

T = TypeVar("T")

DATABASE_TIMEOUT_S = 2.0  # seconds; a slower database counts as away
SILENCE = 300.0  # seconds without progress until the sweep counts as stuck; one call with retries takes 100
LOOK_AT_LOOP = 0.25  # seconds between two measurements of the event loop's lag


@dataclass(frozen=True, slots=True)
class Serving:
    """The parts whose state the port shows."""

    db: Database
    intake: Intake
    leader: Leader


class HealthPort:
    """Holds the observer, and the parts to show. The program counts as starting until `serves` is called."""

    def __init__(self, observer: Observer) -> None:
        self.observer = observer
        self._serving: Serving | None = None

    def serves(self, serving: Serving) -> None:
        self._serving = serving


@asynccontextmanager
async def open_health(settings: Settings, stop: asyncio.Event) -> AsyncIterator[HealthPort]:
    """Listen at HEALTH_PORT, if set, until the block ends. Raises PortUnusable."""
    if settings.health_port is None:
        yield HealthPort(Observer())
        return
    from bot.monitoring.metrics import Metrics  # noqa: PLC0415 - its library is loaded only if it is used

    has_backups = settings.backup_keep and is_file(settings.database_url)
    backups = Backups(settings) if has_backups else None
    health = AnsweringHealth(Metrics(), stop, wall_clock, backups)
    runner = runner_of(health.app(), 0.1)
    await runner.setup()
    watching = asyncio.create_task(health.watch_loop(), name="loop lag")
    try:
        port = await listen(runner, settings.health_host, settings.health_port, "HEALTH_PORT")
        log.info("health and metrics at port %d", port)
        yield health
    finally:
        watching.cancel()
        await asyncio.gather(watching, runner.cleanup(), return_exceptions=True)


class AnsweringHealth(HealthPort):
    """Answers on the port: /readyz says 200, or 503 with a line for each reason."""

    def __init__(
        self, metrics: "Metrics", stop: asyncio.Event, clock: Clock, backups: Backups | None
    ) -> None:
        super().__init__(metrics)
        self._backups = backups
        self._metrics = metrics
        self._stop = stop
        self._clock = clock

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._show_metrics)
        return app

    async def watch_loop(self) -> None:
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(LOOK_AT_LOOP)
            self._metrics.loop_was_late(max(0.0, time.perf_counter() - begun - LOOK_AT_LOOP))

    async def _healthz(self, _: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def _readyz(self, _: web.Request) -> web.Response:
        wrong = self._in_the_way()
        if self._serving is not None and (silent := await self._database_is_away(self._serving.db)):
            wrong.append(silent)
        if wrong:
            return web.Response(status=503, text="".join(f"{line}\n" for line in wrong))
        return web.Response(text="ready, and leads\n" if self._leads else "ready, and follows\n")

    async def _database_is_away(self, db: Database) -> str | None:
        """Try a write. Returns why it failed, or None if it succeeded."""
        try:
            async with asyncio.timeout(DATABASE_TIMEOUT_S):
                await bots.try_write(db.relaxed, self._clock())
        except DatabaseFull:
            return "the database cannot be written: make room on its disk"
        except (DatabaseError, TimeoutError):
            return "the database does not answer"
        except Exception:
            log.exception("the database cannot be tried")
            return "the database cannot be used"
        return None

    async def _show_metrics(self, _: web.Request) -> web.Response:
        known = None if self._serving is None else await _answer(_owed(self._serving.db, self._clock()))
        is_writable = (
            known is not None
            and self._serving is not None
            and await self._database_is_away(self._serving.db) is None
        )
        if known is not None and self._serving is not None:
            standing = await _answer(conditions.current(self._serving.db))
            self._metrics.put_conditions(condition.name for condition in standing or ())
        self._metrics.put(
            ready=is_writable and not self._in_the_way(),
            database_writable=is_writable,
            leader=self._leads,
            database_up=known is not None,
            updates_open=self._serving.intake.open if self._serving is not None else 0,
            sweep_age_seconds=self._metrics.sweep_age if self._leads else math.nan,
            backup_age_seconds=await self._backup_age(),
            **(known or UNKNOWN),
        )
        return web.Response(body=self._metrics.text(), headers={"Content-Type": self._metrics.content_type})

    async def _backup_age(self) -> float:
        newest = await asyncio.to_thread(self._backups.newest_at) if self._backups is not None else None
        return math.nan if newest is None else self._clock() / SECOND - newest

    @property
    def _leads(self) -> bool:
        return self._serving is not None and self._serving.leader.leads

    def _in_the_way(self) -> list[str]:
        """Return why this process should get no updates. Only the leader checks its sweep."""
        if self._stop.is_set():
            return ["the program is ending"]
        if self._serving is None:
            return ["the program is starting"]
        wrong = []
        if not self._serving.intake.has_room:
            wrong.append("too many updates are open")
        if self._metrics.deliveries_go_astray:
            wrong.append("updates arrive at another path than WEBHOOK_URL's")
        if self._leads and self._metrics.sweep_silent_for > SILENCE:
            wrong.append("the sweep has come to a halt")
        return wrong


async def _owed(db: Database, now: int) -> dict[str, float]:
    """Return the metrics about waiting messages and unconfirmed orders."""
    waiting, oldest = await outbox.waiting(db, now)
    return {
        "outbox_waiting": waiting,
        "outbox_age_seconds": (now - oldest) / SECOND if oldest is not None else 0,
        "orders_unconfirmed": await submissions.unconfirmed(db),
    }


UNKNOWN = {"outbox_waiting": math.nan, "outbox_age_seconds": math.nan, "orders_unconfirmed": math.nan}


async def _answer(question: Awaitable[T]) -> T | None:
    """Return the database's answer, or None if it fails or takes too long."""
    try:
        async with asyncio.timeout(DATABASE_TIMEOUT_S):
            return await question
    except (DatabaseError, TimeoutError):
        return None
    except Exception:
        log.exception("the database cannot be read")
        return None
