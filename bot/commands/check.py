"""`python -m bot check`: tests every part that the settings name, and prints what is wrong."""

import asyncio
import datetime as dt
import email.utils
import logging
import os
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import aiohttp

from bot.addresses import proxy_address
from bot.backups import Backups
from bot.commands.check_group import group
from bot.commands.check_machine import folder_fault, port_fault
from bot.commands.check_shop import books, shop
from bot.commands.wrong import Wrong
from bot.logs import visible
from bot.monitoring import tls
from bot.monitoring.panel_faults import panel_fault
from bot.settings import Settings, proxy
from bot.telegram.client import open_bot
from bot.telegram.deliveries import fault_of
from bot.telegram.rate_limits import RateLimits
from bot.telegram.verdicts import REFUSALS
from panel import Panel, PanelError
from panel.http.proxies import ProxyFailed, open_connector
from panel.http.redaction import Censor
from storage import bots, orders
from storage.database import DatabaseError, DatabaseInUse
from storage.engines.open import is_file, open_database
from usecases.clock import SECOND, wall_clock
from usecases.people.access import Access
from usecases.people.invite_people import fault_of_operators

CHECK_TIMEOUT_S = 15  # seconds
UNKNOWN_TOKEN = (401, 404)  # 401 for an unknown token, 404 for a malformed one
RUNNING = 20 * SECOND  # a bot that tried a write within this time is running
MOST_DRIFT = 30  # seconds between this machine's clock and Telegram's


async def check(settings: Settings) -> int:
    """Print a line for each part and return how many are wrong."""
    parts: dict[str, Callable[[Settings], Awaitable[str]]] = {
        **{f"proxy for {who}": partial(_proxy, url) for who, url in settings.proxies().items()},
        "Telegram": _telegram,
        **({"webhook": _webhook} if settings.webhook_url else {}),
        **({"group": partial(_group, chat_id)} if (chat_id := settings.operator_chat_id) else {}),
        "panel": _panel,
        "database": _database,
        **({"shop": _shop, "books": books} if settings.mode == "reseller" else {}),
        **({"copies": _copies} if settings.backup_keep and is_file(settings.database_url) else {}),
        **{name: partial(_port, host, port) for name, (host, port) in _ports(settings).items()},
    }
    logging.getLogger("panel").setLevel(logging.ERROR)  # the lines below repeat its warnings
    wrong = 0
    censor = Censor(settings.secrets(), "[secret]")
    for name, look in parts.items():
        try:
            line = f"ok     {name}: {await look(settings)}"
        except Wrong as error:
            wrong += 1
            line = f"WRONG  {name}: {error}"
        print(visible(censor.clean(line)))  # noqa: T201 - this is what the command is for
    return wrong


async def _proxy(url: str, _: Settings) -> str:
    """Connect to the proxy. The later parts show whether it lets the bot through."""
    address = proxy_address(url)
    try:
        async with asyncio.timeout(CHECK_TIMEOUT_S):
            _reader, writer = await asyncio.open_connection(address.host, address.port)
    except TimeoutError:
        raise Wrong(f"{address} cannot be reached: no answer") from None
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "the host is not known"
        raise Wrong(f"{address} cannot be reached: {reason}") from None
    writer.close()
    return f"{address} can be reached"


async def _telegram(settings: Settings) -> str:
    url = f"{settings.telegram_api_url.rstrip('/')}/bot{settings.bot_token.get_secret_value()}/getMe"
    try:
        async with (
            aiohttp.ClientSession(
                connector=open_connector(proxy(settings.telegram_proxy)),
                timeout=aiohttp.ClientTimeout(total=CHECK_TIMEOUT_S),
            ) as http,
            http.post(url, allow_redirects=False) as response,
        ):
            answer = await response.json(content_type=None)
            drift = _drift(response.headers.get("Date"))
    except ProxyFailed as error:
        raise Wrong(f"cannot be reached: {error}") from None
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise Wrong(f"cannot be reached: {tls.fault(str(error)) or type(error).__name__}") from None
    if not isinstance(answer, dict) or not (answer.get("ok") or answer.get("error_code") in UNKNOWN_TOKEN):
        raise Wrong("does not answer as it should; try again, and look whether TELEGRAM_API_URL is right")
    if not answer.get("ok"):
        raise Wrong("BOT_TOKEN is not known there; ask @BotFather for the right one")
    if drift > MOST_DRIFT:
        raise Wrong(f"the clock of this machine is {drift:.0f} s off; set it right")
    return f"@{answer['result'].get('username')}, clock {drift:.0f} s off{_inline(answer['result'])}"


def _inline(bot: dict[str, Any]) -> str:
    """Return how to switch inline mode on, unless it is."""
    if bot.get("supports_inline_queries"):
        return ", inline mode on"
    return "; inline mode is off: send /setinline to @BotFather, and services can be found while typing"


def _drift(date: str | None) -> float:
    """Return the seconds between this machine's clock and the date of an answer, or 0 without a date."""
    if date is None:
        return 0.0
    there = email.utils.parsedate_to_datetime(date)
    return abs((dt.datetime.now(dt.UTC) - there).total_seconds())


async def _webhook(settings: Settings) -> str:
    bot = open_bot(
        settings.bot_token.get_secret_value(),
        settings.telegram_api_url,
        RateLimits(),
        proxy=proxy(settings.telegram_proxy),
    )
    try:
        info = await bot.get_webhook_info()
    except REFUSALS as error:
        raise Wrong(f"Telegram does not say how it delivers ({type(error).__name__})") from None
    finally:
        await bot.session.close()
    if not info.url:
        return "not set; the start sets it"
    if found := fault_of(info, settings.webhook_url or ""):
        raise Wrong(found)
    return f"Telegram delivers, {info.pending_update_count} updates wait"


async def _group(chat_id: int, settings: Settings) -> str:
    return await group(settings, chat_id)


def _client(settings: Settings) -> Panel:
    return Panel(
        settings.panel_api_url,
        settings.panel_api_key.get_secret_value(),
        proxy=proxy(settings.panel_proxy),
        timeout=CHECK_TIMEOUT_S,
    )


async def _panel(settings: Settings) -> str:
    try:
        async with _client(settings) as panel:
            balance = await panel.balance()
            services = await panel.services()
    except PanelError as error:
        raise Wrong(panel_fault(error, settings.panel_api_url)) from None
    offered = sum(service.type is not None for service in services)
    amount = f"{balance.amount / 1_000_000:.2f} {balance.currency}"
    return f"{amount} on the account, {offered} of {len(services)} services offered"


async def _shop(settings: Settings) -> str:
    try:
        async with _client(settings) as panel:
            currency = (await panel.balance()).currency
    except PanelError:  # the line about the panel says why
        currency = None
    return shop(settings, currency)


async def _copies(settings: Settings) -> str:
    backups = Backups(settings)
    if found := await asyncio.to_thread(folder_fault, backups.folder):
        raise Wrong(f"BACKUP_DIR: {backups.folder} cannot be written: {found}")
    return backups.habit


def _ports(settings: Settings) -> dict[str, tuple[str, int]]:
    webhook = {"PORT": (settings.host, settings.port)} if settings.webhook_url else {}
    health = settings.health_port
    return {**webhook, **({"HEALTH_PORT": (settings.health_host, health)} if health is not None else {})}


async def _port(host: str, port: int, settings: Settings) -> str:
    found = await asyncio.to_thread(port_fault, host, port)
    if found is None:
        return f"{host}:{port} is free"
    if not found and await _is_running(settings):
        return f"{host}:{port} is in use, as a bot is running"
    raise Wrong(f"cannot listen at {host}:{port}: {found or 'another program listens there'}")


async def _is_running(settings: Settings) -> bool:
    """Whether a bot is using the database now."""
    try:
        async with open_database(settings.database_url) as db:
            return abs(wall_clock() - await bots.tried_at(db)) < RUNNING
    except DatabaseError as error:
        return isinstance(error, DatabaseInUse)


async def _database(settings: Settings) -> str:
    try:
        async with open_database(settings.database_url) as db:
            await bots.check(db, settings.bot_id)
            number = await orders.count_all(db)
            access = Access(
                db=db, admin_ids=settings.admin_ids, allowed_ids=settings.allowed_ids, clock=wall_clock
            )
            fault = await fault_of_operators(access)
    except DatabaseInUse:
        return "in use by a running bot"
    except DatabaseError as error:
        raise Wrong(str(error)) from None
    if fault is not None:
        raise Wrong(fault)
    return f"{number} orders"
