"""The first steps on the chat page: what to try, ticked when it was done."""

import pytest
from playwright.async_api import Browser, Page, expect

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.browser.acts import order, start

pytestmark = pytest.mark.browser


async def test_the_first_steps_are_ticked_as_they_are_done(page: Page, panel: PanelServer) -> None:
    done = page.locator(".steps li.done")
    await expect(page.locator("#steps")).to_contain_text("0 of 3 done")
    await start(page)

    await order(page, "example.com/p/1")
    await expect(done).to_contain_text(["Place an order."])

    panel.book.clock.advance(100)
    await expect(done).to_contain_text(["Place an order.", "Watch it finish."])
    await expect(page.locator("#steps-next")).to_be_hidden()

    frame = page.frame_locator("#panel-frame")
    await frame.get_by_role("tab", name="Faults").click()
    await frame.get_by_label("What goes wrong").select_option(label="Slow answer")
    await frame.get_by_label("Which calls").select_option(label="Balance (balance)")
    await frame.get_by_role("button", name="Switch on").click()
    await expect(done).to_have_count(3)
    await expect(page.locator("#steps")).to_contain_text("3 of 3 done")
    await expect(page.locator("#steps-next")).to_contain_text("tap START as Bob")


async def test_on_a_phone_the_steps_make_room_and_come_back(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await expect(page.locator("#steps")).to_be_visible()

    await start(page)
    await expect(page.locator("#steps")).to_be_hidden()

    await page.get_by_role("button", name="Steps 0/3").click()
    await expect(page.locator("#steps")).to_be_visible()


async def test_the_page_of_a_shop_speaks_of_wallets_and_lets_nobody_in(browser: Browser) -> None:
    async with TelegramServer(mode="reseller") as telegram:
        page = await browser.new_page(viewport={"width": 390, "height": 844})
        await page.goto(telegram.url)

        await expect(page.locator(".person", has_text="Bob").locator(".role")).to_have_text("customer")
        await expect(page.get_by_text("What her wallet lacks she pays with Stars")).to_be_visible()
        await page.locator("#steps-next").evaluate("node => node.hidden = false")
        await expect(page.get_by_text("answer her question about the order")).to_be_visible()
        await expect(page.get_by_text("tap START as Bob")).to_be_hidden()
        await page.close()


async def test_the_page_of_a_private_bot_says_nothing_of_wallets(page: Page) -> None:
    await expect(page.locator(".person", has_text="Bob").locator(".role")).to_have_text("stranger")
    await expect(page.get_by_text("What her wallet lacks")).to_be_hidden()
