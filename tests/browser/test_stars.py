"""The chat page shows invoices and Stars, and people pay on it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from playwright.async_api import Browser, Page, expect

from sandbox.telegram.server import TelegramServer
from tests.browser.test_accessibility import SCHEMES, Scheme, grave
from tests.conftest import ALICE, BOB
from tests.sandbox.conftest import keys
from tests.sandbox.paying import ask_for_stars

pytestmark = pytest.mark.browser

SIZES = [(320, 640), (390, 844), (1280, 800)]


class Shop:
    """A bot that sells for Stars. `refusal` is what it says to every payment, if it says no."""

    def __init__(self, telegram: TelegramServer) -> None:
        self.telegram = telegram
        self.api = Bot(telegram.token, session=AiohttpSession(api=TelegramAPIServer.from_base(telegram.url)))
        self.refusal: str | None = None

    async def serve(self) -> None:
        offset = 0
        while True:
            for update in await self.api.get_updates(offset=offset, timeout=20):
                offset = update.update_id + 1
                if query := update.pre_checkout_query:
                    await self.api.answer_pre_checkout_query(
                        query.id, ok=self.refusal is None, error_message=self.refusal
                    )


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    async with TelegramServer(mode="reseller") as telegram:
        for person in (ALICE, BOB):
            telegram.world.chats[person].started = True
        shop = Shop(telegram)
        serving = asyncio.create_task(shop.serve())
        yield shop
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving
        await shop.api.session.close()


@pytest.fixture
async def invoice(shop: Shop) -> Message:
    pay = {"text": "Pay 100 XTR", "pay": True}
    return await ask_for_stars(shop.api, reply_markup=keys(pay, {"text": "Back", "callback_data": "b"}))


@pytest.fixture
async def page(browser: Browser, shop: Shop) -> AsyncIterator[Page]:
    """The chat page as Alice; an error in its scripts fails the test."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    page = await context.new_page()
    page.set_default_timeout(30_000)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    await page.goto(shop.telegram.url)
    yield page
    await context.close()
    assert not broken, broken


async def open_sheet(page: Page) -> None:
    await page.locator(".key", has_text="Pay").click()
    await expect(page.locator("#pay")).to_be_visible()


@pytest.mark.usefixtures("invoice")
async def test_an_invoice_is_paid_and_the_stars_move(page: Page) -> None:
    await expect(page.locator(".invoice")).to_contain_text("Stars for your wallet")
    await expect(page.locator(".key").first).to_have_text("Pay 100 ⭐")
    await expect(page.locator("#stars")).to_have_text("⭐ 2,500")

    await open_sheet(page)
    await expect(page.locator("#pay-question")).to_contain_text("“Top up” from Panelgram for ⭐ 100?")
    await page.get_by_role("button", name="Confirm and pay ⭐ 100").click()

    await expect(page.locator(".message.service")).to_have_text("You paid ⭐ 100")
    await expect(page.locator("#pay")).to_be_hidden()
    await expect(page.locator("#stars")).to_have_text("⭐ 2,400")


async def test_a_refund_is_seen(page: Page, shop: Shop, invoice: Message) -> None:
    await open_sheet(page)
    await page.click("#pay-confirm")
    await expect(page.locator("#stars")).to_have_text("⭐ 2,400")
    (charge,) = shop.telegram.books.charges

    await shop.api.refund_star_payment(ALICE, charge)

    await expect(page.locator(".message.service").last).to_have_text("⭐ 100 came back to you")
    await expect(page.locator("#stars")).to_have_text("⭐ 2,500")
    await expect(page.locator(".person", has_text="Alice")).to_contain_text("⭐ 100 came back to you")
    assert invoice.message_id in shop.telegram.world.chats[ALICE].messages


@pytest.mark.usefixtures("invoice")
async def test_who_has_too_few_stars_reads_so_and_takes_more(page: Page, shop: Shop) -> None:
    shop.telegram.books.give(shop.telegram.world.people[ALICE], -2_490)
    await open_sheet(page)
    await page.click("#pay-confirm")
    await expect(page.locator("#pay-error")).to_have_text("You need 90 more Stars.")
    assert shop.telegram.books.rows == []
    await page.locator("#pay").get_by_role("button", name="Cancel").click()

    await page.click("#stars")
    await page.fill("#stars-count", "150")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("#stars")).to_have_text("⭐ 150")
    await open_sheet(page)
    await page.click("#pay-confirm")

    await expect(page.locator("#stars")).to_have_text("⭐ 50")


@pytest.mark.usefixtures("invoice")
async def test_what_the_bot_says_to_a_payment_is_shown(page: Page, shop: Shop) -> None:
    shop.refusal = "This invoice has expired. Ask for a new one."
    await open_sheet(page)

    await page.click("#pay-confirm")

    await expect(page.locator("#pay-error")).to_have_text(shop.refusal)
    await expect(page.locator("#stars")).to_have_text("⭐ 2,500")


@pytest.mark.usefixtures("invoice")
async def test_what_can_go_wrong_is_tried_on_the_page(page: Page, shop: Shop) -> None:
    async def choose(fault: str) -> None:
        await page.click("#stars")
        if await page.locator("#star-faults[open]").count() == 0:
            await page.locator("#star-faults summary").click()
        await page.get_by_role("button", name=fault).click()

    await choose("Charge back my last payment")
    await expect(page.locator("#toast")).to_have_text("There is no payment to charge back.")
    await choose("Lose the message about my next payment")
    await expect(page.locator("#toast")).to_have_text("The bot will not hear of the next payment.")
    await open_sheet(page)
    await page.click("#pay-confirm")
    await expect(page.locator(".message.service")).to_have_text("You paid ⭐ 100")
    assert all("message" not in update for update in shop.telegram.world.taken)

    await choose("Charge back my last payment")
    await expect(page.locator("#toast")).to_have_text("The payment was charged back. The bot was not asked.")
    await expect(page.locator("#stars")).to_have_text("⭐ 2,500")
    await choose("Repeat the message about the last payment")
    await expect(page.locator("#toast")).to_have_text("The bot hears of the last payment again.")


@pytest.mark.usefixtures("invoice")
async def test_each_person_has_stars_of_their_own(page: Page, shop: Shop) -> None:
    shop.telegram.books.give(shop.telegram.world.people[BOB], 500)

    await page.locator(".person", has_text="Bob").click()

    await expect(page.locator("#stars")).to_have_text("⭐ 3,000")


@pytest.mark.usefixtures("invoice")
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_the_sheets_fit_and_have_no_grave_fault(
    page: Page, shop: Shop, scheme: Scheme, width: int, height: int
) -> None:
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await page.set_viewport_size({"width": width, "height": height})
    shop.telegram.books.give(shop.telegram.world.people[ALICE], -2_490)
    await expect(page.locator("#stars")).to_have_text("⭐ 10")
    assert await grave(page) == []

    await open_sheet(page)
    await page.click("#pay-confirm")
    await expect(page.locator("#pay-error")).to_be_visible()
    box = await page.locator("#pay").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["height"] < 330
    assert await grave(page) == []
    await page.keyboard.press("Escape")

    await page.click("#stars")
    await page.locator("#star-faults summary").click()
    assert await grave(page) == []
