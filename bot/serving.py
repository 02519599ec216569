"""Serves until it is told to stop: takes updates by polling or by a webhook, and leads or follows."""

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
)
from aiogram.methods import SetWebhook

from bot.incoming.polling import Polling
from bot.incoming.raw_updates import WANTED
from bot.incoming.webhook import MAX_UPDATE_BYTES, WebhookRefused, webhook_app
from bot.ports import listen, runner_of
from bot.run_until import run_until
from bot.settings import Settings, proxy
from bot.telegram.deliveries import watch_deliveries
from bot.telegram.retry import retry
from bot.telegram.session import build_calls
from bot.telegram.uptime import TelegramUptime
from bot.wiring.program import Program
from storage.database import DatabaseAway, DatabaseReplaced
from usecases.clock import wall_clock

log = logging.getLogger(__name__)

SHUTDOWN_TIMEOUT_S = 5.0  # seconds for open updates to finish after a signal; the rest are kept
FOLLOWER_POLL_INTERVAL_S = 3.0  # seconds between two looks at the other processes' changes


async def serve(
    settings: Settings, program: Program, bot: Bot, stop: asyncio.Event, is_ready: Callable[[], None]
) -> None:
    build_calls()
    if not gc.isenabled():  # `python -m bot` disables it at the start
        _collect_rarely()
    follower = asyncio.create_task(_follow(program), name="follower")
    watching = asyncio.create_task(program.database_watch.watch(), name="database watch")
    watching.add_done_callback(lambda _: stop.set())
    try:
        if settings.webhook_url:
            await _by_webhook(settings, program, bot, stop, is_ready)
        else:
            is_ready()
            await program.leader.run(stop, lambda: _by_polling(settings, program, bot, stop))
    finally:
        follower.cancel()
        watching.cancel()
        _, ended = await asyncio.gather(follower, watching, return_exceptions=True)
        if isinstance(ended, DatabaseReplaced):
            raise ended


def _collect_rarely() -> None:
    """Freeze all loaded objects, so that a full garbage collection does not walk them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
    gc.enable()


async def _follow(program: Program) -> None:
    """Take over changes of other processes, every few seconds.

    A follower serves the catalogue that the leader has fetched, and adopts kept updates. The leader has its
    own jobs for both. It looks only for an operator's decision about rates at another process.
    """
    while True:
        await asyncio.sleep(FOLLOWER_POLL_INTERVAL_S)
        try:
            if program.leader.leads:
                await program.refresh_catalogue.follow_rates()
            else:
                await program.refresh_catalogue.keep_up()
                await program.intake.adopt()
        except DatabaseAway:
            log.info("the catalogue stays as it was, and so does what is kept")
        except Exception:
            log.exception("a process could not look around; it will again")


async def _by_polling(settings: Settings, program: Program, bot: Bot, stop: asyncio.Event) -> None:
    polling = Polling(
        bot=bot,
        intake=program.intake,
        uptime=_uptime(program),
        proxy=proxy(settings.telegram_proxy),
    )
    if await retry(bot.delete_webhook, stop):
        await run_until(stop, polling.run())
    log.info("stopping")
    program.leader.submit_no_more()
    await program.intake.finish(SHUTDOWN_TIMEOUT_S)
    await polling.confirm()


async def _by_webhook(
    settings: Settings, program: Program, bot: Bot, stop: asyncio.Event, is_ready: Callable[[], None]
) -> None:
    url, secret = settings.webhook_url, settings.webhook_secret
    if url is None or secret is None:
        raise AssertionError("the settings require both")
    app = webhook_app(
        intake=program.intake,
        path=urlsplit(url).path or "/",
        secret=secret.get_secret_value(),
        observer=program.observer,
    )
    runner = runner_of(app, SHUTDOWN_TIMEOUT_S)
    await runner.setup()
    enough = asyncio.Event()
    set_webhook = partial(_set_webhook, bot, url, secret.get_secret_value(), enough)
    leader = asyncio.create_task(
        program.leader.run(enough, lambda: _keep_webhook(program, bot, url, set_webhook, enough)),
        name="leader",
    )
    try:
        await listen(runner, settings.host, settings.port, "PORT")
        is_ready()
        log.info("waiting for updates at port %d, bodies up to %d bytes", settings.port, MAX_UPDATE_BYTES)
        await run_until(stop, asyncio.wait({leader}))
    finally:
        log.info("stopping")
        program.leader.submit_no_more()
        await asyncio.gather(runner.cleanup(), program.intake.finish(SHUTDOWN_TIMEOUT_S))
        enough.set()
        await leader


async def _keep_webhook(
    program: Program, bot: Bot, url: str, set_webhook: Callable[[], Awaitable[None]], enough: asyncio.Event
) -> None:
    """Set the webhook, and set it again when another program has changed it. Only the leader does this."""
    await set_webhook()
    await run_until(enough, watch_deliveries(bot, url, set_webhook, _uptime(program)))


def _uptime(program: Program) -> TelegramUptime:
    return TelegramUptime(db=program.db, clock=wall_clock)


async def _set_webhook(bot: Bot, url: str, secret: str, stop: asyncio.Event) -> None:
    method = SetWebhook(url=url, secret_token=secret, allowed_updates=WANTED)
    try:
        await retry(lambda: bot(method), stop)
    except TelegramBadRequest as error:
        raise WebhookRefused(error.message) from None
