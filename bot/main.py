"""Runs the program: starts it, serves until it is told to stop, and shuts it down."""

import asyncio
import gc
import itertools
import logging
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
)
from aiogram.methods import SetWebhook
from aiogram.types import BotCommand

from bot.addresses import proxy_address
from bot.incoming.polling import Polling
from bot.incoming.precedence import LOOK_FOR, Precedence
from bot.incoming.raw_updates import WANTED
from bot.incoming.webhook import MAX_UPDATE_BYTES, WebhookRefused, webhook_app
from bot.monitoring.health import HealthPort, Serving, open_health
from bot.monitoring.panel_faults import panel_fault
from bot.ports import listen, runner_of
from bot.run_until import run_until
from bot.settings import Settings, proxy
from bot.telegram.client import open_bot
from bot.telegram.deliveries import watch_deliveries
from bot.telegram.rate_limits import RateLimits
from bot.telegram.session import build_calls
from bot.telegram.verdicts import REFUSALS, TokenRefused, Verdict, verdict, wait_of
from bot.wiring import Program, wire
from panel import Panel
from storage import bots
from storage.database import Database, DatabaseAway, DatabaseReplaced
from storage.engines.open import open_database
from storage.retry import retry_while_away
from usecases.clock import wall_clock
from usecases.operating.panel_account import panel_account
from usecases.paying.open_books import open_books, refuse_money
from views import about
from views.language import ENGLISH, languages, speaking

log = logging.getLogger(__name__)

CONNECT_RETRY_DELAYS_S = (1.0, 2.0, 5.0, 10.0)  # seconds between attempts while Telegram cannot be reached
SHUTDOWN_TIMEOUT_S = 5.0  # seconds for open updates to finish after a signal; the rest are kept
END_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
FOLLOWER_POLL_INTERVAL_S = 3.0  # seconds between two looks at the other processes' changes


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
        if not await _retry(lambda: _introduce(bot, is_shop=settings.mode == "reseller"), stop):
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
        await _serve(settings, program, bot, stop, lambda: health.serves(serving))


async def _open_books(settings: Settings, db: Database) -> None:
    if settings.mode == "reseller":
        await open_books(db, settings.wallet_currency)
    else:
        await refuse_money(db)


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


async def _retry(what: Callable[[], Awaitable[object]], stop: asyncio.Event) -> bool:
    """Call Telegram and retry with backoff until it succeeds. Returns False if stopped before.

    `what` must be idempotent. Raises TokenRefused, or the refusal that no retry can cure.
    """
    for attempt in itertools.count():
        try:
            await what()
        except REFUSALS as error:
            found = verdict(error)
            if found is Verdict.ENDS:
                raise TokenRefused from None
            if found is Verdict.NEVER:
                raise
            if attempt == 0:
                log.warning("Telegram cannot be reached: %s; trying again", type(error).__name__)
            if await _stopped(
                stop,
                max(wait_of(error), CONNECT_RETRY_DELAYS_S[min(attempt, len(CONNECT_RETRY_DELAYS_S) - 1)]),
            ):
                return False
        else:
            break
    return True


async def _stopped(stop: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return False
    return True


async def _introduce(bot: Bot, *, is_shop: bool) -> None:
    """Ask Telegram who the bot is, and set its commands and description in every language."""
    me = await bot.me()
    log.info("this is @%s", me.username)
    for language in languages():
        code = None if language == ENGLISH else language
        with speaking(language):
            commands = [
                BotCommand(command=name, description=words)
                for name, words in about.commands(is_shop=is_shop).items()
            ]
            await bot.set_my_commands(commands, language_code=code)
            await bot.set_my_description(about.description(), language_code=code)


async def _serve(
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
    polling = Polling(bot=bot, intake=program.intake, proxy=proxy(settings.telegram_proxy))
    if await _retry(bot.delete_webhook, stop):
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
        program.leader.run(enough, lambda: _keep_webhook(bot, url, set_webhook, enough)), name="leader"
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
    bot: Bot, url: str, set_webhook: Callable[[], Awaitable[None]], enough: asyncio.Event
) -> None:
    """Set the webhook, and set it again when another program has changed it. Only the leader does this."""
    await set_webhook()
    await run_until(enough, watch_deliveries(bot, url, set_webhook))


async def _set_webhook(bot: Bot, url: str, secret: str, stop: asyncio.Event) -> None:
    method = SetWebhook(url=url, secret_token=secret, allowed_updates=WANTED)
    try:
        await _retry(lambda: bot(method), stop)
    except TelegramBadRequest as error:
        raise WebhookRefused(error.message) from None
