"""The life of the program: start, run until told to stop, finish what was begun."""

import asyncio
import gc
import itertools
import logging
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import SetWebhook
from aiogram.types import BotCommand
from aiohttp import web

from bot.intake import Intake
from bot.pace import Pace
from bot.polling import Polling, TokenRefused
from bot.settings import Settings
from bot.telegram import open_bot
from bot.webhook import LARGEST, WebhookRefused, webhook_app
from bot.wiring import Program, wire
from panel import Panel
from storage.database import open_database
from usecases.clock import wall_clock
from views import about
from views.language import ENGLISH, languages, speaking

log = logging.getLogger(__name__)

PAUSES = (1.0, 2.0, 5.0, 10.0)  # seconds between attempts while Telegram cannot be reached
PATIENCE = 5.0  # seconds that handlers get to end after a signal; what takes longer is kept
FLUSH = 3.0  # seconds that the outbox gets after a signal


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Run until `stop` is set. Raises DatabaseError, TokenRefused, PollingElsewhere or WebhookRefused."""
    pace = Pace()
    async with (
        open_database(settings.database_url) as db,
        Panel(
            settings.panel_api_url,
            settings.panel_api_key.get_secret_value(),
            calls_per_minute=settings.panel_calls_per_minute,
        ) as panel,
        _telegram(settings, pace) as bot,
    ):
        if not await _insist(lambda: _introduce(bot), stop):
            return
        program = await wire(settings=settings, db=db, panel=panel, bot=bot, pace=pace, clock=wall_clock)
        await program.refresh_catalogue.restore()
        await program.submitter.recover()
        await program.sender.recover()
        await _offer_operator(program, bot)
        await _serve(settings, program, bot, stop)


def stop_on_signals(stop: asyncio.Event) -> None:
    """Stop in order at the first signal; at a second one the process kills itself, which loses nothing."""

    def heed() -> None:
        if stop.is_set():
            os.kill(os.getpid(), signal.SIGKILL)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, heed)


@asynccontextmanager
async def _telegram(settings: Settings, pace: Pace) -> AsyncIterator[Bot]:
    bot = open_bot(settings.bot_token.get_secret_value(), settings.telegram_api_url, pace)
    try:
        yield bot
    finally:
        await bot.session.close()


async def _insist(what: Callable[[], Awaitable[object]], stop: asyncio.Event) -> bool:
    """Ask something of Telegram until it is done, however long that takes; False if stopped meanwhile."""
    for attempt in itertools.count():
        try:
            await what()
        except TelegramUnauthorizedError:
            raise TokenRefused from None
        except TelegramBadRequest:
            raise  # it will say the same again
        except (TelegramAPIError, ClientDecodeError) as error:
            if attempt == 0:
                log.warning("Telegram cannot be reached: %s; trying again", type(error).__name__)
            pause = error.retry_after if isinstance(error, TelegramRetryAfter) else 0
            if await _stopped(stop, max(pause, PAUSES[min(attempt, len(PAUSES) - 1)])):
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


async def _introduce(bot: Bot) -> None:
    """Meet Telegram; give it the commands menu and the description, in every language there is."""
    me = await bot.me()
    log.info("this is @%s", me.username)
    for language in languages():
        code = None if language == ENGLISH else language
        with speaking(language):
            commands = [
                BotCommand(command=name, description=words) for name, words in about.commands().items()
            ]
            await bot.set_my_commands(commands, language_code=code)
            await bot.set_my_description(about.description(), language_code=code)


async def _offer_operator(program: Program, bot: Bot) -> None:
    """Where nobody is operator yet, whoever starts the program gets a link that makes them one."""
    code = await program.invite_people.offer_operator()
    if code is not None:
        me = await bot.me()
        print(  # noqa: T201 - for the person at the terminal, not for a log that others read
            f"There is no operator yet. Open this link within an hour to become it:\n"
            f"  https://t.me/{me.username}?start=claim_{code}",
            flush=True,
        )


async def _serve(settings: Settings, program: Program, bot: Bot, stop: asyncio.Event) -> None:
    program.jobs.start()
    enough = asyncio.Event()
    sender = asyncio.create_task(program.sender.run(program.bells.outbox, enough), name="sender")
    submitter = asyncio.create_task(program.submitter.run(program.bells.work, stop), name="submitter")
    gc.collect()
    gc.freeze()  # aiogram's object graph would be walked by every full collection
    gc.enable()
    try:
        await program.intake.resume()
        if settings.webhook_url:
            await _by_webhook(settings, program.intake, bot, stop)
        else:
            await _by_polling(program.intake, bot, stop)
    finally:
        log.info("stopping")
        stop.set()  # for the submitter, where it is an error that ends the program
        program.bells.work.ring()
        await program.jobs.stop()
        await submitter
        enough.set()
        program.bells.outbox.ring()
        await sender
        await program.sender.flush(FLUSH)
        gc.unfreeze()


async def _by_polling(intake: Intake, bot: Bot, stop: asyncio.Event) -> None:
    polling = Polling(bot=bot, intake=intake)
    try:
        if await _insist(bot.delete_webhook, stop):
            await _until(stop, polling.run())
    finally:
        await intake.finish(PATIENCE)
    await polling.confirm()


async def _by_webhook(settings: Settings, intake: Intake, bot: Bot, stop: asyncio.Event) -> None:
    url, secret = settings.webhook_url, settings.webhook_secret
    if url is None or secret is None:
        raise AssertionError("the settings require both")
    path = urlsplit(url).path or "/"
    app = webhook_app(intake=intake, path=path, secret=secret.get_secret_value())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=PATIENCE)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
        set_webhook = SetWebhook(
            url=url, secret_token=secret.get_secret_value(), allowed_updates=["message", "callback_query"]
        )
        try:
            await _insist(lambda: bot(set_webhook), stop)
        except TelegramBadRequest as error:
            raise WebhookRefused(error.message) from None
        log.info("waiting for updates at port %d, bodies up to %d bytes", settings.port, LARGEST)
        await stop.wait()
    finally:
        await asyncio.gather(runner.cleanup(), intake.finish(PATIENCE))


async def _until(stop: asyncio.Event, work: Coroutine[None, None, None]) -> None:
    """Run until stopped; an exception of the work comes out."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            await working
    finally:
        working.cancel()
        stopping.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)
