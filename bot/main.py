"""The life of the program: start, run until told to stop, finish what was begun."""

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import BotCommand
from aiohttp import web

from bot.intake import Intake
from bot.polling import Polling, TokenRefused
from bot.settings import Settings
from bot.telegram import open_bot
from bot.webhook import LARGEST, webhook_app
from bot.wiring import Program, wire
from panel import Panel
from storage.database import open_database
from usecases.clock import wall_clock
from views import about
from views.language import ENGLISH, languages, speaking

log = logging.getLogger(__name__)

PAUSES = (1.0, 2.0, 5.0, 10.0)  # seconds between attempts while Telegram cannot be reached
PATIENCE = 20.0  # seconds that handlers get to end after a signal
FLUSH = 3.0  # seconds that the outbox gets after a signal


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Run until `stop` is set. Raises DatabaseError, TokenRefused or PollingElsewhere."""
    async with (
        open_database(settings.database_url) as db,
        Panel(
            settings.panel_api_url,
            settings.panel_api_key.get_secret_value(),
            calls_per_minute=settings.panel_calls_per_minute,
        ) as panel,
        _telegram(settings) as bot,
    ):
        if not await _greet(bot, stop):
            return
        program = await wire(settings=settings, db=db, panel=panel, bot=bot, clock=wall_clock)
        await program.refresh_catalogue.restore()
        await program.submitter.recover()
        await program.sender.recover()
        await _offer_operator(program, bot)
        await _serve(settings, program, bot, stop)


def stop_on_signals(stop: asyncio.Event) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)


@asynccontextmanager
async def _telegram(settings: Settings) -> AsyncIterator[Bot]:
    bot = open_bot(settings.bot_token.get_secret_value(), settings.telegram_api_url)
    try:
        yield bot
    finally:
        await bot.session.close()


async def _greet(bot: Bot, stop: asyncio.Event) -> bool:
    """Meet Telegram, however long it takes; False if the program was stopped meanwhile."""
    for attempt in range(1_000_000):
        try:
            me = await bot.me()
            await _introduce(bot)
        except TelegramUnauthorizedError:
            raise TokenRefused from None
        except (TelegramAPIError, TelegramNetworkError, ClientDecodeError) as error:
            if attempt == 0:
                log.warning("Telegram cannot be reached: %s; trying again", type(error).__name__)
            pause = error.retry_after if isinstance(error, TelegramRetryAfter) else 0
            if await _stopped(stop, max(pause, PAUSES[min(attempt, len(PAUSES) - 1)])):
                return False
        else:
            log.info("this is @%s", me.username)
            return True
    return False


async def _stopped(stop: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return False
    return True


async def _introduce(bot: Bot) -> None:
    """The commands menu and the description, in every language there is."""
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
    intake = Intake(bot=bot, dispatcher=program.dispatcher, done=program.bells.outbox)
    program.jobs.start()
    sender = asyncio.create_task(program.sender.run(program.bells.outbox), name="sender")
    submitter = asyncio.create_task(program.submitter.run(program.bells.work, stop), name="submitter")
    gc.collect()
    gc.freeze()  # aiogram's object graph would be walked by every full collection
    try:
        if settings.webhook_url:
            await _by_webhook(settings, intake, bot, stop)
        else:
            await _by_polling(intake, bot, stop)
    finally:
        log.info("stopping")
        stop.set()  # for the submitter, where it is an error that ends the program
        program.bells.work.ring()
        await program.jobs.stop()
        await submitter
        await _flush(program, sender)
        gc.unfreeze()


async def _flush(program: Program, sender: "asyncio.Task[None]") -> None:
    """Give the last messages a moment; what is left is sent at the next start."""
    sender.cancel()
    await asyncio.gather(sender, return_exceptions=True)
    await program.sender.recover()
    try:
        async with asyncio.timeout(FLUSH):
            while await program.sender.send_due():
                pass
    except TimeoutError:
        log.info("some messages will be sent at the next start")


async def _by_polling(intake: Intake, bot: Bot, stop: asyncio.Event) -> None:
    await bot.delete_webhook()
    polling = Polling(bot=bot, intake=intake)
    await _until(stop, polling.run())
    await polling.finish(PATIENCE)


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
        await bot.set_webhook(
            url, secret_token=secret.get_secret_value(), allowed_updates=["message", "callback_query"]
        )
        log.info("waiting for updates at port %d, bodies up to %d bytes", settings.port, LARGEST)
        await stop.wait()
    finally:
        await runner.cleanup()


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
