"""A shop in which people pay with Stars: its settings, and what they do with invoices."""

import asyncio
from typing import Any

import aiohttp

from sandbox.telegram.server import TelegramServer
from tests.databases import ask, id_of
from tests.people import PATIENCE, Message, Person

SHOP: dict[str, Any] = {
    "mode": "reseller",
    "secret_key": "k" * 40,
    "contact": "@the_shop",
    "allowed_ids": [],
    "min_margin": 0,
}
STAR = 11_700  # micro-units


def invoices(person: Person) -> list[Message]:
    """The invoices in a chat, oldest first."""
    return [message for message in person.chat.messages.values() if "invoice" in message]


async def invoice(person: Person, after: int = 0) -> Message:
    """Wait for an invoice in the chat that is newer than a message; returns it."""
    async with asyncio.timeout(PATIENCE):
        while not (found := [one for one in invoices(person) if one["message_id"] > after]):
            await asyncio.sleep(0.005)
    return found[-1]


async def asks_for(person: Person, stars: int) -> Message:
    """Top up by a button, as far as the invoice."""
    offer = await person.says("/topup", shows="Top up with Telegram Stars")
    await person.taps(f"⭐ {stars}", offer)
    return await invoice(person, offer["message_id"])


async def pays(http: aiohttp.ClientSession, message: Message, chat: int) -> dict[str, Any]:
    """Tap the Pay button, and return what the person sees at the end."""
    wish = {"message_id": message["message_id"]}
    async with http.post(f"/api/chats/{chat}/pay", json=wish) as answer:
        said: dict[str, Any] = await answer.json()
        return said


def charged(telegram: TelegramServer, payer: Person, payload: str, stars: int) -> str:
    """Make a payment as if the bot had said yes, and tell the bot; returns the charge."""
    person = telegram.world.people[payer.id]
    payer.chat.started = True
    charge = telegram.books.charge(person, payer.chat, stars, payload)
    paid = {"successful_payment": charge.as_payment()}
    telegram.world.put_update({"message": telegram.world.put_message(payer.chat, paid, person)})
    return charge.id


async def post(http: aiohttp.ClientSession, path: str, **wish: Any) -> Any:
    async with http.post(f"/api/{path}", json=wish) as answer:
        assert answer.status == 200, await answer.text()
        return await answer.json()


async def wallet(url: str, person: int) -> tuple[int, int, int]:
    """What somebody has: balance, held, debt (micro-units). Zeros where there are no accounts."""
    rows = await ask(url, f"SELECT kind, balance FROM accounts WHERE user_id = {id_of(person)}")
    found = dict(rows)
    return found.get("wallet", 0), found.get("held", 0), found.get("debt", 0)


async def has(url: str, person: int, balance: int) -> None:
    """Wait until a wallet holds exactly so much."""
    async with asyncio.timeout(PATIENCE):
        while (await wallet(url, person))[0] != balance:
            await asyncio.sleep(0.01)


async def books_agree(url: str, telegram: TelegramServer) -> None:
    """The ledger adds up, and has every payment of Telegram's once, and every one that went back."""
    returned = {charge.id for charge in telegram.books.charges.values() if charge.returned}
    async with asyncio.timeout(PATIENCE):
        while await _charges(url, "topups") != set(telegram.books.charges):
            await asyncio.sleep(0.01)
        while await _charges(url, "star_refunds JOIN topups ON topups.id = topup_id") != returned:
            await asyncio.sleep(0.01)
    assert await ask(url, "SELECT sum(balance) FROM accounts") == [(0,)]


async def _charges(url: str, table: str) -> set[str]:
    return {row[0] for row in await ask(url, f"SELECT charge_id FROM {table}")}
