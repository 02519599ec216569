"""Runs the program: starts it, serves until it is told to stop, and shuts it down."""

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiogram import Bot

from bot.addresses import proxy_address
from bot.incoming.precedence import LOOK_FOR, Precedence
from bot.monitoring.health import HealthPort, Serving, open_health
from bot.monitoring.panel_faults import panel_fault
from bot.run_until import run_until
from bot.serving import serve
from bot.settings import Settings, proxy
from bot.telegram.client import open_bot
from bot.telegram.rate_limits import RateLimits
from bot.telegram.retry import retry
from bot.wiring.program import wire
from panel import Panel
from storage import bots
from storage.database import Database, DatabaseAway
from storage.engines.open import open_database
from storage.retry import retry_while_away
from usecases.clock import wall_clock
from usecases.operating.panel_account import panel_account
from usecases.paying.open_books import open_books, refuse_money
from views.language import languages

log = logging.getLogger(__name__)

END_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


async def run(settings: Settings, stop: asyncio.Event, look_for: float = LOOK_FOR) -> None:
    """Run until `stop` is set. `bot.incoming.precedence` explains `look_for`.

    Raises ServedElsewhere, DatabaseError, TokenRefused, PollingElsewhere, WebhookRefused or PortUnusable.
    """
    async with open_health(settings, stop) as health:
        try:
            await _run(settings, health, stop, look_for)
        except DatabaseAway:
            if not stop.is_set():
                raise


async def _run(settings: Settings, health: HealthPort, stop: asyncio.Event, look_for: float) -> None:
    observer = health.observer
    _name_proxies(settings)
    rate_limits = RateLimits(observer.telegram_said_wait)
    async with (
        open_database(settings.database_url, connections=settings.database_connections, stop=stop) as db,
        Panel(
            settings.panel_api_url,
            settings.panel_api_key.get_secret_value(),
            proxy=proxy(settings.panel_proxy),
            calls_per_minute=settings.panel_calls_per_minute,
            observe=observer.panel_called,
            explain=lambda error: panel_fault(error, settings.panel_api_url),
        ) as panel,
        _telegram(settings, rate_limits) as bot,
    ):
        if not await retry(lambda: _greet(bot), stop):
            return
        await run_until(stop, retry_while_away(lambda: bots.claim(db, settings.bot_id)))
        key = await run_until(stop, retry_while_away(lambda: panel_account(db, settings.panel_api_url)))
        if key is None:
            return
        program = wire(
            settings=settings,
            key=key,
            db=db,
            panel=panel,
            bot=bot,
            rate_limits=rate_limits,
            clock=wall_clock,
            observer=observer,
            precedence=Precedence(
                db=db,
                bot=bot,
                webhook_url=settings.webhook_url,
                proxy=proxy(settings.telegram_proxy),
                look_for=look_for,
                clock=wall_clock,
            ),
        )
        await run_until(stop, retry_while_away(lambda: _open_books(settings, db)))
        await run_until(stop, retry_while_away(program.access.expect_people_of_settings))
        await run_until(stop, retry_while_away(program.refresh_catalogue.restore))
        serving = Serving(program.db, program.intake, program.leader)
        await serve(settings, program, bot, stop, lambda: health.serves(serving))


async def _open_books(settings: Settings, db: Database) -> None:
    if settings.mode == "reseller":
        await open_books(db, settings.wallet_currency)
    else:
        await refuse_money(db, wall_clock())


def _name_proxies(settings: Settings) -> None:
    for who, url in settings.proxies().items():
        log.info("%s is called through %s", who, proxy_address(url))


def stop_on_signals(stop: asyncio.Event) -> None:
    """Shut down in order at the first signal. At the second the process kills itself: nothing is lost."""

    def heed() -> None:
        if stop.is_set():
            os.kill(os.getpid(), signal.SIGKILL)
        stop.set()

    for number in END_SIGNALS:
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:  # nohup ignores it
            asyncio.get_running_loop().add_signal_handler(number, heed)


@asynccontextmanager
async def _telegram(settings: Settings, rate_limits: RateLimits) -> AsyncIterator[Bot]:
    bot = open_bot(
        settings.bot_token.get_secret_value(),
        settings.telegram_api_url,
        rate_limits,
        proxy=proxy(settings.telegram_proxy),
    )
    try:
        yield bot
    finally:
        await bot.session.close()


async def _greet(bot: Bot) -> None:
    """Ask Telegram who the bot is, and read the translations meanwhile."""
    me, _ = await asyncio.gather(bot.me(), asyncio.to_thread(languages))
    log.info("this is @%s", me.username)
