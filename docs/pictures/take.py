"""Takes the README's pictures from a running demo: `make pictures`, best of a demo that was just started."""

import asyncio
import os
import sys
from pathlib import Path

from playwright.async_api import Page, async_playwright, expect

HERE = Path(__file__).parent
URL = "http://127.0.0.1:8100"
SIZE = {"width": 1280, "height": 820}
HALF_WAY = 0.45  # of the card's order, when the picture is taken


async def tap(page: Page, label: str) -> None:
    await page.locator(".key", has_text=label).last.click()


async def say(page: Page, text: str) -> None:
    await page.fill("#text", text)
    await page.keyboard.press("Enter")


async def review(page: Page) -> None:
    """From the catalogue to the review of an order of 1,000."""
    await page.click("#start")
    await tap(page, "Catalogue")
    await tap(page, "Pictogram · Followers")
    await tap(page, "Standard")
    await tap(page, "Order")
    await expect(page.locator(".bubble").last).to_contain_text("Step 1 of 2")
    await say(page, "example.com/p/42")
    await tap(page, "1,000")
    await expect(page.locator(".bubble").last).to_contain_text("Review your order")


async def half_delivered(page: Page) -> None:
    """Order, and wait until the panel has delivered about half."""
    await tap(page, "Place order")
    bar = page.frame_locator("#panel-frame").locator(".order .bar")
    share = "node => node.firstChild.offsetWidth / node.offsetWidth"
    while await bar.first.evaluate(share) < HALF_WAY:
        await page.wait_for_timeout(500)
    await page.wait_for_timeout(2_500)  # the card follows within the demo's STATUS_INTERVAL


async def take(url: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        page = await browser.new_page(viewport=SIZE, locale="en-US", color_scheme="light")  # type: ignore[arg-type]
        await page.goto(url)
        await review(page)
        await page.mouse.move(0, 0)
        await page.wait_for_timeout(500)
        await page.screenshot(path=HERE / "review.png")
        await half_delivered(page)
        await page.screenshot(path=HERE / "demo.png")
        await browser.close()


if __name__ == "__main__":
    asyncio.run(take(sys.argv[1] if len(sys.argv) > 1 else URL))
