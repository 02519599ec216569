"""Opens the demo as its operator would: she makes Petra an operator, and in a shop confirms the prices."""

import asyncio
import contextlib
from typing import Any

import aiohttp

OPERATOR, PETRA = 1003, 1004
PRICES = ("Check the prices", "These prices are right")
ROLE = ("Role", "Support")
PATIENCE = 30.0  # seconds
PAUSE = 0.1  # seconds between two looks at the chat


async def open_demo(telegram_url: str, *, is_shop: bool) -> None:
    """Write and tap in the operators' chats. Give up after a while: whoever tries the demo can do it too."""
    with contextlib.suppress(TimeoutError, aiohttp.ClientError):
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession(telegram_url) as http:
            await _say(http, OPERATOR, "/start")
            if is_shop:
                await _say(http, OPERATOR, "/shop")
                await _tap(http, PRICES)
            await _say(http, PETRA, "/start")
            await _sees(http, PETRA, "Catalogue")
            await _say(http, OPERATOR, "/admin")
            await _tap(http, ("Find a person",))
            await _say(http, OPERATOR, "@petra")
            await _tap(http, ("Person", *ROLE) if is_shop else ROLE)
            await _say(http, OPERATOR, "/start")


async def _say(http: aiohttp.ClientSession, person: int, text: str) -> None:
    await http.post(f"/api/chats/{person}/text", json={"text": text})


async def _tap(http: aiohttp.ClientSession, labels: tuple[str, ...]) -> None:
    for label in labels:
        message, data = await _sees(http, OPERATOR, label)
        await http.post(
            f"/api/chats/{OPERATOR}/tap",
            params={"wait": 5},
            json={"message_id": message, "data": data},
        )


async def _sees(http: aiohttp.ClientSession, person: int, label: str) -> tuple[int, str]:
    """Wait for a button; return its message and its data. The newest message with it counts."""
    while True:
        async with http.get(f"/api/chats/{person}/messages") as answer:
            for message in reversed((await answer.json())["messages"]):
                for button in _buttons(message):
                    if label in button["text"]:
                        return message["message_id"], button["callback_data"]
        await asyncio.sleep(PAUSE)


def _buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row if "callback_data" in button]
