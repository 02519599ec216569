"""A demo, and its chat page in a browser: what all pictures need."""

import asyncio
import io
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright, expect

ROOT = Path(__file__).parents[2]
WORLD: dict[str, Any] = {"locale": "en-US", "timezone_id": "UTC", "color_scheme": "light"}
PATIENCE = 60_000  # milliseconds; an order takes most of them
PHONE = WORLD | {"viewport": {"width": 390, "height": 780}, "is_mobile": True, "has_touch": True}
SCALE = 2
QUALITY = 70
WIDTH, MARGIN = 390, 6
SETTLES = 500  # milliseconds until a chat that scrolls stands still
PEOPLE = ("Alice", "Bob", "Olga")
"""The people of the sandbox, in their sequence on the page."""
TALL: ViewportSize = {"width": WIDTH, "height": 1_100}
"""A phone on which the longest message fits."""

STILL = """
    * { animation: none !important; transition: none !important; }
    .key:not(.touched):hover { filter: none; }
    .icon:hover { background: none; }
"""
"""The style of a page on which nothing moves, and no button shows where the mouse was."""

CHAT_ALONE = """
    .people, .steps, .pill, .edit, .balance, #menu-button { display: none !important; }
    body { grid-template: minmax(0, 1fr) / minmax(0, 1fr) !important; }
    * { scrollbar-width: none !important; }
"""
"""The style of a phone: the chat without what the sandbox puts around it."""


@asynccontextmanager
async def demo(*arguments: str) -> AsyncIterator[str]:
    """Run a demo of its own; give the address of its chat page."""
    command = (sys.executable, "-m", "sandbox", "--port", "0", "--people", "0", *arguments)
    program = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert program.stdout is not None  # noqa: S101 - for mypy
    try:
        while not (found := re.search(r"http://\S+", (await program.stdout.readline()).decode())):
            pass
        yield found[0]
    finally:
        program.terminate()
        await program.wait()


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        yield await playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])


async def phone(browser: Browser, url: str, scale: float) -> Page:
    """The chat as a phone shows it, as Alice."""
    page = await browser.new_page(**PHONE, device_scale_factor=scale)
    await page.goto(url)
    await page.add_style_tag(content=STILL + CHAT_ALONE)
    return page


def key(page: Page, label: str) -> Locator:
    return page.locator(".key", has_text=label).last


async def tap(page: Page, label: str) -> None:
    await key(page, label).click()


async def say(page: Page, text: str) -> None:
    await page.fill("#text", text)
    await page.keyboard.press("Enter")


async def sees(page: Page, text: str | re.Pattern[str]) -> None:
    """Wait until the last message says it, and nothing is under way."""
    await expect(page.locator(".bubble").last).to_contain_text(text, timeout=PATIENCE)
    await expect(page.locator(".waiting")).to_have_count(0)


async def become(page: Page, name: str) -> None:
    """Go on as another person of the sandbox."""
    button = page.locator("#people button").nth(PEOPLE.index(name))
    await button.evaluate("node => node.click()")  # a phone hides it


async def push_order(page: Page, reference: str, push: str) -> None:
    """Move an order at the panel, by the panel's number."""
    await _tell_panel(page, f"orders/{reference}/{push}", {})


async def switch_on(page: Page, fault: str, action: str) -> None:
    """Let the panel do something wrong once."""
    await _tell_panel(page, "faults", {"kind": fault, "action": action, "times": 1})


async def _tell_panel(page: Page, path: str, wish: dict[str, Any]) -> None:
    info = await (await page.request.get(f"{page.url}api/info")).json()
    answer = await page.request.post(f"{info['panel_url']}/sandbox/{path}", data=wish)
    assert answer.ok, await answer.text()  # noqa: S101 - a picture of something else must not be taken


@dataclass
class Album:
    """Pictures of the last message of a page, in a folder."""

    page: Page
    folder: Path

    async def take(self, text: str | re.Pattern[str], name: str) -> None:
        """Take the last message with its buttons, and a little of the wall around it, once it says this."""
        await sees(self.page, text)
        await expect(self.page.locator("#toast")).to_be_hidden()
        last = self.page.locator("#messages > :last-child")
        await last.scroll_into_view_if_needed()
        await self.page.wait_for_timeout(SETTLES)
        box = await last.bounding_box()
        assert box is not None  # noqa: S101 - for mypy
        clip = {"x": 0, "y": box["y"] - MARGIN, "width": WIDTH, "height": box["height"] + 2 * MARGIN}
        picture = Image.open(io.BytesIO(await self.page.screenshot(clip=clip)))  # type: ignore[arg-type]
        picture.convert("RGB").save(self.folder / f"{name}.webp", quality=QUALITY, method=6)
