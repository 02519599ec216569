"""Services are found on the chat page while somebody types."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.acts import say, start, tap

pytestmark = pytest.mark.browser


async def test_a_result_is_chosen_with_the_keyboard_and_opens_the_card(page: Page) -> None:
    await start(page)
    await say(page, "/search")
    await tap(page, "Results as you type")
    await expect(page.locator("#text")).to_have_value("@panelgram_bot ")
    await page.keyboard.type("followers standard")
    await expect(page.locator("#commands .found").first).to_contain_text("Pictogram Followers · Standard")

    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")

    await expect(page.locator(".bubble", has_text="Service 101")).to_be_visible()
    await expect(page.locator("#text")).to_have_value("")
    await expect(page.locator(".message.out").last).to_contain_text("via @panelgram_bot")


async def test_more_results_come_by_the_page_and_escape_closes_them(page: Page) -> None:
    await start(page)
    await page.fill("#text", "@panelgram_bot pictogram")
    await expect(page.locator("#commands .found")).to_have_count(21)  # 20 services, and the way to the last

    await page.locator("#commands .found", has_text="More…").click()
    await expect(page.locator("#commands .found", has_text="More…")).to_have_count(0)
    await expect(page.locator("#commands .found")).to_have_count(21)

    await page.keyboard.press("Escape")
    await expect(page.locator("#commands")).to_be_hidden()


async def test_where_nothing_is_found_a_button_leads_to_the_search(page: Page) -> None:
    await start(page)
    await page.fill("#text", "@panelgram_bot zzzzzzzz")

    await page.locator("#commands .found", has_text="Nothing found").click()

    await expect(page.locator(".bubble").last).to_contain_text("Send words from a service's name")
