"""The chat page and the sandbox it shows: many tabs, a sandbox that ends and one that is started anew."""

import pytest
from playwright.async_api import Browser, Page, expect

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.browser.acts import start

pytestmark = pytest.mark.browser


async def test_ten_tabs_of_one_browser_all_hear_the_bot(page: Page, demo: TelegramServer) -> None:
    tabs = [await page.context.new_page() for _ in range(9)]
    for tab in tabs:
        await tab.goto(demo.url)

    await start(page)

    for tab in tabs:
        await expect(tab.locator(".bubble").last).to_contain_text("Hello, Alice")
        await expect(tab.frame_locator("#panel-frame").locator("#summary")).to_contain_text("54 services")


async def test_each_tab_is_somebody_and_stays_so(page: Page, demo: TelegramServer) -> None:
    other = await page.context.new_page()
    await other.goto(demo.url)
    await other.locator('.person[data-person="1003"]').click()

    await page.reload()
    await other.reload()

    await expect(page.locator('.person[aria-current="true"]')).to_contain_text("Alice")
    await expect(other.locator('.person[aria-current="true"]')).to_contain_text("Olga")


async def test_an_ended_demo_is_said_and_one_started_anew_is_found(browser: Browser) -> None:
    page = await browser.new_page()
    page.set_default_timeout(30_000)
    async with PanelServer() as panel, TelegramServer(panel_url=panel.url) as first:
        port = int(first.url.rsplit(":", 1)[1])
        await page.goto(first.url)
        await page.click("#start")
        await expect(page.locator(".bubble")).to_contain_text("/start")

    await expect(page.locator("#ended")).to_contain_text("The demo has ended.")
    await expect(page.locator("#ended")).to_contain_text("Start it again with: make demo")

    async with PanelServer() as panel:
        again = TelegramServer(panel_url=panel.url)
        await again.start(port)
        await expect(page.locator("#ended")).to_be_hidden()
        await expect(page.locator(".bubble")).to_have_count(0)
        await expect(page.locator(".empty")).to_contain_text("Tap START")
        await expect(page.locator("#panel-frame")).to_have_attribute("src", panel.url)
        await page.click("#start")
        await expect(page.locator(".bubble")).to_have_count(1)
        await again.stop()


async def test_a_connection_that_breaks_comes_back_with_what_was_missed(
    page: Page, demo: TelegramServer
) -> None:
    await start(page)

    demo.streams.close()
    async with page.expect_websocket():
        demo.world.put_message(demo.world.chats[1001], {"text": "Said meanwhile"}, None)

    await expect(page.locator(".bubble").last).to_contain_text("Said meanwhile")
    await expect(page.locator("#ended")).to_be_hidden()
