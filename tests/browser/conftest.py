"""A real browser on the chat page, with the bot and the panel behind it."""

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Playwright, async_playwright
from playwright.async_api import TimeoutError as NoAnswer

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
STARTS_WITHIN = 180.0  # seconds; a machine that does much else starts a browser late
ANSWERS_WITHIN = 20.0  # seconds for a connection to a Chromium that listens
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    return next(filter(None, map(shutil.which, [named] if named else USUAL)), None)


@pytest.fixture(scope="session")
def chromium_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a Chromium is spoken to; one for all tests of a process, for each start takes seconds."""
    program = chromium()
    if program is None:
        pytest.skip("no Chromium found; set CHROMIUM to its path")
    profile = tmp_path_factory.mktemp("chromium")
    own = [*ARGUMENTS, "--headless", "--remote-debugging-port=0", f"--user-data-dir={profile}"]
    with subprocess.Popen([program, *own], stderr=subprocess.DEVNULL) as process:
        try:
            yield f"http://127.0.0.1:{_port(profile / 'DevToolsActivePort')}"
        finally:
            process.kill()


def _port(written: Path) -> int:
    """Chromium writes it into a file once it listens: the port, and then a path."""
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        lines = written.read_text(encoding="utf-8").split() if written.exists() else []
        if len(lines) > 1:
            return int(lines[0])
        time.sleep(0.05)
    raise AssertionError("Chromium does not listen")


@pytest.fixture
async def browser(chromium_url: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await _connect(playwright, chromium_url)
        yield browser
        await browser.close()


async def _connect(playwright: Playwright, url: str) -> Browser:
    """Connect. A Chromium that is still opening its first page may leave a connection without an answer."""
    until = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            return await playwright.chromium.connect_over_cdp(url, timeout=ANSWERS_WITHIN * 1_000)
        except NoAnswer:
            if time.monotonic() > until:
                raise


@pytest.fixture
async def demo(panel: PanelServer, tmp_path: Path) -> AsyncIterator[TelegramServer]:
    """Telegram with the panel's page beside the chat, and the bot running."""
    async with (
        TelegramServer(panel_url=panel.url) as telegram,
        at_work(Bot(make_settings(panel, telegram, tmp_path)), panel),
    ):
        yield telegram


@asynccontextmanager
async def at_work(bot: Bot, panel: PanelServer) -> AsyncIterator[None]:
    """Run a bot; the block begins when it has its catalogue."""
    await bot.start()
    while not any(call.action == "services" and call.answer for call in panel.calls):
        await asyncio.sleep(0.02)
    await bot.has_catalogue()
    yield
    await bot.stop()


@pytest.fixture
async def page(browser: Browser, demo: TelegramServer) -> AsyncIterator[Page]:
    """The chat page as Alice; an error in its scripts fails the test."""
    context = await browser.new_context(
        viewport={"width": 1400, "height": 900}, locale="en-US", timezone_id="UTC"
    )
    await context.grant_permissions(["clipboard-read", "clipboard-write"], origin=demo.url)
    page = await context.new_page()
    page.set_default_timeout(30_000)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    await page.goto(demo.url)
    yield page
    await context.close()
    assert not broken, broken
