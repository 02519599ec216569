"""What tests do on the chat page."""

from playwright.async_api import Page, expect


async def start(page: Page) -> None:
    await page.click("#start")
    await expect(page.locator(".bubble").last).to_contain_text("Hello, ")


async def tap(page: Page, label: str) -> None:
    await page.locator(".key", has_text=label).last.click()


async def say(page: Page, text: str) -> None:
    await page.fill("#text", text)
    await page.keyboard.press("Enter")


async def review(page: Page, link: str) -> None:
    """From the start screen to the review of an order of 1,000."""
    await say(page, "/start s_101")
    await expect(page.locator(".bubble").last).to_contain_text("Pictogram Followers · Standard")
    await tap(page, "Order")
    await say(page, link)
    await tap(page, "1,000")
    await expect(page.locator(".key", has_text="Place order")).to_be_visible()


async def order(page: Page, link: str) -> None:
    await review(page, link)
    await tap(page, "Place order")
    await expect(page.locator(".bubble code", has_text="23501")).to_have_count(1)
