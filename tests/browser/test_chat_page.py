"""The chat page in Chromium: a whole order as a person does it, and what the page itself has to do."""

import asyncio
import re

import pytest
from playwright.async_api import Page, expect

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer

pytestmark = pytest.mark.browser

SERVICE = "Pictogram Followers · Real look"


async def start(page: Page) -> None:
    await page.click("#start")
    await expect(page.locator(".bubble").last).to_contain_text("Hello, Alice")


async def tap(page: Page, label: str) -> None:
    await page.locator(".key", has_text=label).last.click()


async def say(page: Page, text: str) -> None:
    await page.fill("#text", text)
    await page.keyboard.press("Enter")


async def test_a_whole_order_from_start_to_the_push_of_its_end(page: Page, panel: PanelServer) -> None:
    await start(page)
    await expect(page.locator(".bubble").last).to_contain_text("Browse services")
    await tap(page, "Catalogue")
    await tap(page, "Pictogram · Followers")
    await tap(page, "Real look")
    await tap(page, "Order")
    await say(page, "example.com/p/42")
    await expect(page.locator(".bubble").last).to_contain_text("How many?")
    await tap(page, "1,000")
    review = page.locator(".message").last
    await expect(review).to_contain_text("Review your order")
    await expect(review.locator(".key.success")).to_have_text("✅ Place order · $0.90")
    await tap(page, "Place order")
    await expect(page.locator("#toast")).to_have_text("Sending your order…")
    card = page.locator(".message", has_text="Order 1 ·").first
    await expect(card).to_contain_text("Panel number 23501")

    frame = page.frame_locator("#panel-frame")
    await expect(frame.locator(".order")).to_contain_text(SERVICE)
    order = panel.book.orders[23501]
    order.takes = 40
    panel.book.clock.advance(order.starts_after + 20)
    await expect(card).to_contain_text("50 %")
    await frame.get_by_role("button", name="Finish").click()

    end = page.locator(".message").last
    await expect(end).to_contain_text("1,000 of 1,000 delivered")
    await expect(end.locator(".effect")).to_have_text("🎉")
    await expect(end.locator(".key")).to_have_text("📦 Open order 1")
    await expect(frame.locator(".order .state")).to_have_text("Completed")


async def test_outside_text_is_text(page: Page, panel: PanelServer) -> None:
    await start(page)
    odd = next(one for one in panel.book.services.values() if "<b>" in one.name)

    await say(page, f"/start s_{odd.id}")

    await expect(page.locator(".bubble").last.locator("b").first).to_have_text(
        '<b>Bold</b> Followers & "friends" <script>'
    )


async def test_a_copy_button_copies_and_an_alert_waits_for_ok(page: Page, panel: PanelServer) -> None:
    await start(page)
    await say(page, "/start s_101")
    await tap(page, "Copy link to share")
    await expect(page.locator("#toast")).to_have_text("Copied")
    assert await page.evaluate("navigator.clipboard.readText()") == "https://t.me/panelgram_bot?start=s_101"

    await tap(page, "Order")
    await say(page, "example.com/p/1")
    await tap(page, "1,000")
    await expect(page.locator(".key", has_text="Place order")).to_be_visible()
    panel.faults.switch_on("wrong_key", "balance")
    while sum(call.fault == "wrong_key" for call in panel.calls) < 2:
        await asyncio.sleep(0.05)
    await tap(page, "Place order")
    await expect(page.locator("#alert-text")).to_contain_text("Ordering is closed for now")
    await page.get_by_role("button", name="OK", exact=True).click()
    await expect(page.locator("#alert-text")).to_be_hidden()


async def test_others_messages_are_counted_and_read_on_switching(page: Page, demo: TelegramServer) -> None:
    await start(page)
    olga = page.locator('.person[data-person="1003"]')
    await olga.click()
    await page.click("#start")
    await expect(page.locator(".bubble").last).to_contain_text("Hello, Olga")

    await page.locator('.person[data-person="1002"]').click()
    await page.click("#start")
    await expect(page.locator(".bubble").last).to_contain_text("This bot is private.")

    await expect(olga.locator(".badge")).to_have_text("1")
    await olga.click()
    await expect(olga.locator(".badge")).to_be_hidden()
    await expect(page.locator(".bubble").last).to_contain_text("Bob (id 1002) asks to be let in.")


async def test_commands_are_offered_while_typing_and_chosen_by_keyboard(page: Page) -> None:
    await start(page)

    await page.fill("#text", "/ca")
    await expect(page.locator("#commands button")).to_have_text(re.compile("/catalogue"))
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")

    await expect(page.locator(".bubble").last).to_contain_text("54 services in 10 categories")


async def test_a_list_is_sent_as_a_file(page: Page) -> None:
    await start(page)
    await say(page, "/search Pictogram Comments · Your words")
    await expect(page.locator(".key", has_text="Your words").last).to_be_visible()
    await tap(page, "Pictogram Comments · Your words")
    await tap(page, "Order")
    await say(page, "example.com/p/1")
    await expect(page.locator(".bubble").last).to_contain_text("Send the comments")

    await page.set_input_files(
        "#file", {"name": "words.txt", "mimeType": "text/plain", "buffer": b"a\nb\nc\nd\ne\n"}
    )

    await expect(page.locator(".file")).to_contain_text("words.txt")
    await expect(page.locator(".bubble").last).to_contain_text("Comments: 5 lines")


async def test_blocking_the_bot_leaves_restart(page: Page) -> None:
    await start(page)
    await page.click("#menu-button")
    await page.get_by_role("menuitem", name="Block bot").click()

    await expect(page.locator("#start")).to_have_text("RESTART")
    await page.click("#start")
    await expect(page.locator("#form")).to_be_visible()


async def test_on_a_phone_the_panel_is_a_page_of_its_own(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await start(page)

    await expect(page.locator("#panel")).to_be_hidden()
    await page.click("#show-panel")
    await expect(page.frame_locator("#panel-frame").locator("h1")).to_have_text("Sandbox panel")
    await page.click("#hide-panel")
    await expect(page.locator("#panel")).to_be_hidden()
