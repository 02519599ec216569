"""The demo's operator sends an album to everybody, on the chat page."""

import base64

from playwright.async_api import FilePayload, Page, expect

from tests.browser.acts import start, tap

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def test_an_album_goes_from_the_operator_to_everybody(page: Page) -> None:
    await start(page)
    await page.locator('.person[data-person="1003"]').click()
    await start(page)
    await tap(page, "Operator")
    await tap(page, "Broadcast")
    await expect(page.locator(".bubble").last).to_contain_text("Send me the message")
    files: list[FilePayload] = [
        {"name": name, "mimeType": "image/png", "buffer": PICTURE} for name in ("a.png", "b.png")
    ]

    await page.set_input_files("#file", files)

    await expect(page.locator(".message.out img")).to_have_count(2)
    await expect(page.locator(".bubble").last).to_contain_text("An album: 2 parts so far.")
    await tap(page, "Preview")
    await expect(page.locator(".message:not(.out) img")).to_have_count(2)
    await tap(page, "Who gets it?")
    await tap(page, "Everybody · 2")
    await tap(page, "Send to 2")
    await expect(page.locator(".bubble", has_text="Broadcast: sent")).to_contain_text("Sent: 2 of 2")
    await page.locator('.person[data-person="1001"]').click()
    await expect(page.locator(".message:not(.out) img")).to_have_count(2)
    await expect(page.locator(".key", has_text="Mute news")).to_be_visible()
