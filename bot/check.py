"""`python -m bot check`: tries token, panel key, database and clock, and says what is wrong."""

import datetime as dt
import email.utils
from collections.abc import Awaitable, Callable

import aiohttp

from bot.logs import visible
from bot.settings import Settings
from panel import Panel, PanelError
from panel.secrecy import Censor
from storage import orders
from storage.database import DatabaseError, DatabaseInUse, open_database

TIMEOUT = 15  # seconds
MOST_DRIFT = 30  # seconds between this machine's clock and Telegram's


class Wrong(Exception):
    """What is wrong, and what to do."""


async def check(settings: Settings) -> int:
    """Print a line for each part; returns how many are wrong."""
    parts: dict[str, Callable[[Settings], Awaitable[str]]] = {
        "Telegram": _telegram,
        "panel": _panel,
        "database": _database,
    }
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


async def _telegram(settings: Settings) -> str:
    url = f"{settings.telegram_api_url.rstrip('/')}/bot{settings.bot_token.get_secret_value()}/getMe"
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT)) as http,
            http.post(url, allow_redirects=False) as response,
        ):
            answer = await response.json(content_type=None)
            drift = _drift(response.headers.get("Date"))
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise Wrong(f"cannot be reached ({type(error).__name__})") from None
    if not isinstance(answer, dict) or not answer.get("ok"):
        raise Wrong("BOT_TOKEN is not known there; ask @BotFather for the right one")
    if drift > MOST_DRIFT:
        raise Wrong(f"the clock of this machine is {drift:.0f} s off; set it right")
    return f"@{answer['result'].get('username')}, clock {drift:.0f} s off"


def _drift(date: str | None) -> float:
    """Seconds between this machine's clock and the date of an answer; 0 where there is none."""
    if date is None:
        return 0.0
    there = email.utils.parsedate_to_datetime(date)
    return abs((dt.datetime.now(dt.UTC) - there).total_seconds())


async def _panel(settings: Settings) -> str:
    key = settings.panel_api_key.get_secret_value()
    try:
        async with Panel(settings.panel_api_url, key, timeout=TIMEOUT) as panel:
            balance = await panel.balance()
            services = await panel.services()
    except PanelError as error:
        raise Wrong(str(error)) from None
    offered = sum(service.type is not None for service in services)
    amount = f"{balance.amount / 1_000_000:.2f} {balance.currency}"
    return f"{amount} on the account, {offered} of {len(services)} services offered"


async def _database(settings: Settings) -> str:
    try:
        async with open_database(settings.database_url) as db:
            number = await orders.count_all(db)
    except DatabaseInUse:
        return "in use by a running bot"
    except DatabaseError as error:
        raise Wrong(str(error)) from None
    return f"{number} orders"
