"""Lists of many orders, as people write them."""

import csv
import io
from typing import Any

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.people import Person

FOLLOWERS = "101"
"""A service that costs $0.90 for 1,000, from 50 to 10,000."""


def link(number: int) -> str:
    return f"https://example.com/p/{number}"


def listed(count: int, quantity: str = "1000", first: int = 1) -> str:
    """A list of orders, each for another link."""
    return "\n".join(f"{FOLLOWERS} | {link(number)} | {quantity}" for number in range(first, first + count))


def table(telegram: TelegramServer, message: dict[str, Any]) -> list[list[str]]:
    """The rows of a file that was sent, without its header."""
    body = telegram.world.files[message["document"]["file_id"]].body
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))[1:]


def ordered(panel: PanelServer) -> list[str]:
    """The links that the panel has orders for, in the sequence in which they came."""
    return [order.sent["link"] for order in panel.book.orders.values()]


def files(person: Person) -> list[dict[str, Any]]:
    """The messages with files that the bot has sent."""
    messages = person.chat.messages.values()
    return [one for one in messages if one["from"]["is_bot"] and "document" in one]
