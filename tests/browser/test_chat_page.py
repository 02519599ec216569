"""The chat page in Chromium: a whole order as a person does it, and what the page itself has to do."""

import asyncio
import base64
import datetime as dt
import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import FilePayload, Page, Route, expect

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.browser.acts import say, start, tap
from tests.databases import ask

pytestmark = pytest.mark.browser

SERVICE = "Pictogram Followers · Standard"


async def test_a_whole_order_from_start_to_the_push_of_its_end(page: Page, panel: PanelServer) -> None:
    await start(page)
    await expect(page.locator(".bubble").last).to_contain_text("Browse services")
    await tap(page, "Catalogue")
    await tap(page, "Pictogram · Followers")
    await tap(page, "Standard")
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
    await expect(card).to_contain_text("Reference 23501")

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


async def test_one_empty_line_follows_a_quote(page: Page) -> None:
    await start(page)
    await say(page, "auto likes")
    await tap(page, "Auto Likes")
    bubble = page.locator(".bubble", has_text="Likes every new post automatically.").last

    text = await bubble.inner_text()

    assert "automatically.\n\nService" in text


async def test_outside_text_is_text(page: Page, panel: PanelServer) -> None:
    await start(page)
    odd = next(one for one in panel.book.services.values() if "<b>" in one.name)

    await say(page, f"/start s_{odd.id}")

    await expect(page.locator(".bubble").last.locator("b").first).to_have_text('Bold Followers & "friends"')


async def test_a_copy_button_copies_and_an_alert_waits_for_ok(
    page: Page, panel: PanelServer, tmp_path: Path
) -> None:
    await start(page)
    await say(page, "/start s_101")
    await tap(page, "Copy link")
    await expect(page.locator("#toast")).to_have_text("Copied")
    assert await page.evaluate("navigator.clipboard.readText()") == "https://t.me/panelgram_bot?start=s_101"

    await tap(page, "Order")
    await say(page, "example.com/p/1")
    await tap(page, "1,000")
    await expect(page.locator(".key", has_text="Place order")).to_be_visible()
    panel.faults.switch_on("wrong_key", "balance")
    while not await ask(f"sqlite:///{tmp_path}/panelgram.db", "SELECT 1 FROM conditions"):
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
    await expect(page.locator(".bubble").last).to_contain_text("Bob (ID 1002) wants to join.")


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


async def test_an_own_message_can_be_edited(page: Page) -> None:
    await start(page)
    await say(page, "/serch likes")
    own = page.locator(".message.out").last
    await expect(own).to_contain_text("/serch likes")

    await own.get_by_role("button", name="Edit message").click(force=True)
    await expect(page.locator("#editing")).to_be_visible()
    await expect(page.locator("#text")).to_have_value("/serch likes")
    await say(page, "/search likes")

    await expect(own.locator(".bubble")).to_contain_text("/search likes")
    await expect(own.locator(".meta")).to_contain_text("edited")
    await expect(page.locator("#editing")).to_be_hidden()


async def test_a_long_paste_is_sent_in_pieces(page: Page) -> None:
    await start(page)
    before = await page.locator(".message.out").count()

    await say(page, "\n".join(f"a long line of words, number {number}" for number in range(200)))

    own = page.locator(".message.out .bubble")
    await expect(own).to_have_count(before + 2)
    await expect(own.last).to_contain_text("number 199")


async def test_the_keys_that_a_bot_offers_are_tapped_like_words(page: Page, demo: TelegramServer) -> None:
    await start(page)
    chat = demo.world.chats[1001]
    chat.offer({"keyboard": [["/help", "/balance"]]})

    await page.locator("#keys").get_by_role("button", name="/help").click()
    await expect(page.locator(".bubble").last).to_contain_text("How it works")

    chat.offer({"remove_keyboard": True})
    await expect(page.locator("#keys")).to_be_hidden()


async def test_pictures_and_forwards_are_shown(page: Page, demo: TelegramServer) -> None:
    await start(page)
    picture = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    file: FilePayload = {"name": "a.png", "mimeType": "image/png", "buffer": picture}

    await page.request.post(
        f"{demo.url}/api/chats/1001/photo", multipart={"forward": "nameless", "file": file}
    )

    own = page.locator(".message.out").last
    await expect(own.locator(".about")).to_have_text("Forwarded from somebody")
    await expect(own.locator("img")).to_have_js_property("naturalWidth", 1)


async def test_the_chat_stays_at_its_end_when_a_picture_is_loaded_late(
    page: Page, demo: TelegramServer
) -> None:
    await start(page)
    for number in range(20):
        demo.world.put_message(demo.world.chats[1001], {"text": f"Message {number}"}, None)
    shown = asyncio.Event()

    async def load(route: Route) -> None:
        await shown.wait()
        await route.continue_()

    await page.route("**/files/*", load)
    body = io.BytesIO()
    Image.new("RGB", (1080, 1600)).save(body, "PNG")
    file: FilePayload = {"name": "a.png", "mimeType": "image/png", "buffer": body.getvalue()}
    await page.request.post(f"{demo.url}/api/chats/1001/photo", multipart={"file": file})
    picture = page.locator("img.picture")
    await expect(picture).to_have_count(1)
    left = "log => log.scrollHeight - log.scrollTop - log.clientHeight"
    size = "image => [image.clientWidth, image.clientHeight]"
    before = await picture.evaluate(size)

    shown.set()

    await expect(picture).to_have_js_property("naturalWidth", 1080)
    assert await picture.evaluate(size) == before
    assert await page.locator("#log").evaluate(left) < 60


async def test_a_time_before_ten_is_written_as_people_write_it(page: Page, demo: TelegramServer) -> None:
    said = demo.world.put_message(demo.world.chats[1001], {"text": "Good morning"}, None)
    said["date"] = int(dt.datetime(2026, 11, 18, 8, 48, tzinfo=dt.UTC).timestamp())

    await page.reload()

    await expect(page.locator(".bubble .meta").last).to_have_text(re.compile(r"^8:48\sAM"))


async def test_the_language_of_telegram_is_changed_by_one_switch(page: Page) -> None:
    await start(page)
    await page.click("#menu-button")
    await page.get_by_role("menuitem", name="Language of Telegram").click()
    await expect(page.locator("#language")).to_have_value("en")
    await page.select_option("#language", "ar")
    await page.click("#language-sheet .confirm")
    await expect(page.locator("#language-sheet")).to_be_hidden()

    await say(page, "/settings")

    await expect(page.locator(".bubble").last).to_contain_text("الإعدادات")
    await page.reload()
    await page.click("#menu-button")
    await page.get_by_role("menuitem", name="Language of Telegram").click()
    await expect(page.locator("#language")).to_have_value("ar")
