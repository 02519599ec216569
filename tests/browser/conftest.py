"""A real browser on the chat page, with the bot and the panel behind it."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import Bot, make_settings

USUAL = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    return next(filter(None, map(shutil.which, [named] if named else USUAL)), None)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    program = chromium()
    if program is None:
        pytest.skip("no Chromium found; set CHROMIUM to its path")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def demo(panel: PanelServer, tmp_path: Path) -> AsyncIterator[TelegramServer]:
    """Telegram with the panel's page beside the chat, and the bot running."""
    async with TelegramServer(panel_url=panel.url) as telegram:
        bot = Bot(make_settings(panel, telegram, tmp_path))
        await bot.start()
        yield telegram
        await bot.stop()


@pytest.fixture
async def page(browser: Browser, demo: TelegramServer) -> AsyncIterator[Page]:
    """The chat page as Alice; an error in its scripts fails the test."""
    context = await browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-US")
    await context.grant_permissions(["clipboard-read", "clipboard-write"], origin=demo.url)
    page = await context.new_page()
    page.set_default_timeout(10_000)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    await page.goto(demo.url)
    yield page
    await context.close()
    assert not broken, broken
