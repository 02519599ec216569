"""Thousands of cards are due to be drawn again, and most come to nothing: that costs nobody a turn."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from benchmarks.rig import open_orders
from benchmarks.rig.bulk import load_postgres, load_sqlite
from bot.telegram.rate_limits import RateLimits
from sandbox.telegram.server import TelegramServer
from tests.conftest import Bot
from tests.databases import ask
from tests.people import Person

CARDS = 4_500
FOLLOWERS = "Pictogram Followers · Standard"
LINK = "https://example.com/p/1"

WITHOUT_A_CARD = "UPDATE users SET role = 'customer'"
NO_NEWS_WANTED = "UPDATE users SET notifications = 'end' WHERE id % 2 = 0"
ON_CARDS = "UPDATE orders SET card_message_id = id WHERE user_id % 2 = 0"
DUE = (
    "INSERT INTO outbox (user_id, event, subject_id, payload, created_at, due_at)"
    " SELECT user_id, 'order_card', id, '{}', 1, 1 FROM orders WHERE user_id <= 1000"
)


@pytest.fixture
async def database_url(database_url: str) -> str:
    """With orders of a thousand people, at a panel of former times: it is not asked for them."""
    if database_url.startswith("sqlite:"):
        file = Path(database_url.removeprefix("sqlite:///"))
        await asyncio.to_thread(load_sqlite, file, open_orders.loads(CARDS))
    else:
        await load_postgres(database_url, open_orders.loads(CARDS))
        for table in ("panel_keys", "orders"):  # they were copied past the counters
            await ask(database_url, f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 10000)")
    for sql in (WITHOUT_A_CARD, NO_NEWS_WANTED, ON_CARDS):
        await ask(database_url, sql)
    return database_url


async def test_cards_that_come_to_nothing_take_no_turn_and_hold_up_nobody(
    alice: Person, bot: Bot, telegram: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[int] = []
    original = RateLimits.wait_for_outbox_slot

    async def counted(self: RateLimits, chat_id: int, rank: int = 0) -> None:
        turns.append(chat_id)
        await original(self, chat_id, rank)

    monkeypatch.setattr(RateLimits, "wait_for_outbox_slot", counted)
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    await ask(bot.settings.database_url, DUE)

    await alice.taps("Place order", review)
    await alice.sees("Reference", LINK)

    assert await left(bot, "dropped") < CARDS, "she waited for all of them"
    while await left(bot, "dropped") < CARDS:
        await asyncio.sleep(0.1)
    assert set(turns) <= {alice.id, 1003}
    assert len(turns) < 10
    assert not [call for call in telegram.calls if chat_of(call) not in (alice.id, 1003, None)]


async def left(bot: Bot, status: str) -> int:
    sql = f"SELECT count(*) FROM outbox WHERE status = '{status}' AND user_id <= 1000"
    ((count,),) = await ask(bot.settings.database_url, sql)
    return int(count)


def chat_of(call: dict[str, Any]) -> int | None:
    chat = call["sent"].get("chat_id")
    return None if chat is None else int(chat)
