"""Opens the demo's shop as its operator would: she looks at three prices, and says that they are right."""

import asyncio
import contextlib
from typing import Any

import aiohttp

OPERATOR = 1003
TAPS = ("Check the prices", "These prices are right")
PATIENCE = 30.0  # seconds
PAUSE = 0.2  # seconds between two looks at the chat


async def open_shop(telegram_url: str) -> None:
    """Write and tap in the operator's chat. Give up after a while: whoever tries the demo can do it too."""
    with contextlib.suppress(TimeoutError, aiohttp.ClientError):
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession(telegram_url) as http:
            for text in ("/start", "/shop"):
                await http.post(f"/api/chats/{OPERATOR}/text", json={"text": text})
            for label in TAPS:
                message, data = await _button(http, label)
                await http.post(
                    f"/api/chats/{OPERATOR}/tap",
                    params={"wait": 5},
                    json={"message_id": message, "data": data},
                )


async def _button(http: aiohttp.ClientSession, label: str) -> tuple[int, str]:
    """Wait for a button; return its message and its data."""
    while True:
        async with http.get(f"/api/chats/{OPERATOR}/messages") as answer:
            for message in (await answer.json())["messages"]:
                for button in _buttons(message):
                    if label in button["text"]:
                        return message["message_id"], button["callback_data"]
        await asyncio.sleep(PAUSE)


def _buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row if "callback_data" in button]
