"""Takes all pictures of the papers, from demos that it runs: `make pictures`. End a demo of yours first."""

import asyncio
from pathlib import Path

from chat import STILL, WORLD, browser, demo, say, sees, tap
from film import film
from guide import guide
from operator_guide import operator_guide
from playwright.async_api import Browser, Page, expect

HERE = Path(__file__).parent
SIZE = {"width": 1280, "height": 820}
HALF_WAY = 0.45  # of the card's order, when the picture is taken


async def review(page: Page) -> None:
    """From START to the review of an order of 1,000."""
    await page.click("#start")
    await tap(page, "Catalogue")
    await tap(page, "Pictogram · Followers")
    await tap(page, "Standard")
    await tap(page, "Order")
    await sees(page, "Step 1 of 2")
    await say(page, "example.com/p/42")
    await tap(page, "1,000")
    await sees(page, "Review your order")


async def half_delivered(page: Page) -> None:
    """Order, and wait until the panel has delivered about half."""
    await tap(page, "Place order")
    bar = page.frame_locator("#panel-frame").locator(".order .bar")
    share = "node => node.firstChild.offsetWidth / node.offsetWidth"
    while await bar.first.evaluate(share) < HALF_WAY:
        await page.wait_for_timeout(500)
    await page.wait_for_timeout(2_500)  # the card follows within the demo's STATUS_INTERVAL


async def desktop(browser: Browser, url: str) -> None:
    """The chat with the panel beside it: review.png and demo.png."""
    page = await browser.new_page(**WORLD, viewport=SIZE)  # type: ignore[arg-type]
    await page.goto(url)
    await page.add_style_tag(content=STILL)
    await review(page)
    await expect(page.locator("#toast")).to_be_hidden()
    await page.screenshot(path=HERE / "review.png")
    await half_delivered(page)
    await page.screenshot(path=HERE / "demo.png")
    await page.close()


async def take_all() -> None:
    async with browser() as chromium:
        async with demo() as url:
            await desktop(chromium, url)
        async with demo() as url:
            await film(chromium, url, HERE / "order.webp")
        async with demo("--mode", "reseller") as url:
            await guide(chromium, url, HERE / "customers")
        async with demo() as url:
            await operator_guide(chromium, url, HERE / "operators")


if __name__ == "__main__":
    asyncio.run(take_all())
