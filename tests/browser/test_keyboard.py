"""The chat page without a mouse."""

import pytest
from playwright.async_api import Page, expect

from sandbox.telegram.server import TelegramServer
from tests.browser.acts import say, start

pytestmark = pytest.mark.browser


async def press_key(page: Page, label: str) -> None:
    await page.locator(".key", has_text=label).last.focus()
    await page.keyboard.press("Enter")


async def test_escape_closes_the_menu_and_the_focus_returns(page: Page) -> None:
    await start(page)
    await page.locator("#menu-button").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="Block bot")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("menuitem", name="Clear chat")).to_be_focused()

    await page.keyboard.press("Escape")

    await expect(page.locator("#menu")).to_be_hidden()
    await expect(page.locator("#menu-button")).to_be_focused()


async def test_escape_closes_the_commands(page: Page) -> None:
    await start(page)
    await page.locator("#commands-button").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#commands")).to_be_visible()

    await page.keyboard.press("Escape")

    await expect(page.locator("#commands")).to_be_hidden()
    await expect(page.locator("#text")).to_be_focused()


@pytest.mark.parametrize("inside", [False, True])
async def test_escape_closes_the_drawer(page: Page, inside: bool) -> None:  # noqa: FBT001 - two rows of a table
    await page.set_viewport_size({"width": 768, "height": 1024})
    await start(page)
    await page.locator("#show-panel").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#hide-panel")).to_be_focused()
    if inside:
        await page.frame_locator("#panel-frame").get_by_role("tab", name="Orders").focus()

    await page.keyboard.press("Escape")

    await expect(page.locator("#panel")).to_be_hidden()
    await expect(page.locator("#show-panel")).to_be_focused()


async def test_escape_closes_the_first_steps_on_a_phone(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await expect(page.locator("#steps")).to_be_visible()

    await page.keyboard.press("Escape")

    await expect(page.locator("#steps")).to_be_hidden()


async def test_the_focus_stays_on_the_keyboard_that_is_redrawn(page: Page) -> None:
    await start(page)
    await press_key(page, "Catalogue")
    await expect(page.locator(".key", has_text="Pictogram · Followers")).to_be_focused()

    await press_key(page, "›")

    await expect(page.locator(".bubble").last).to_contain_text("54 services")
    assert await page.evaluate("document.activeElement.matches('.message:last-child .key')")


async def test_an_order_is_placed_with_the_keyboard_alone(page: Page) -> None:
    await start(page)
    await say(page, "/start s_101")
    await press_key(page, "Order")
    await expect(page.locator(".bubble").last).to_contain_text("Step 1 of 2")
    await page.keyboard.type("example.com/p/5")
    await expect(page.locator("#text")).to_have_value("example.com/p/5")
    await page.keyboard.press("Enter")

    await press_key(page, "1,000")
    await press_key(page, "Place order")

    await expect(page.locator(".bubble").last).to_contain_text("Order 1 · ")
    await expect(page.locator(".key", has_text="History").last).to_be_focused()


async def test_when_the_keys_under_the_focus_go_it_moves_on_to_the_next_ones(
    page: Page, demo: TelegramServer
) -> None:
    await start(page)
    chat = demo.world.chats[1001]
    menu = dict(list(chat.messages.values())[-1])
    await page.locator(".key", has_text="Catalogue").focus()

    menu.pop("reply_markup")
    chat.tell({"type": "edited", "message": menu})
    await expect(page.locator("#log")).to_be_focused()
    keyboard = {"inline_keyboard": [[{"text": "Next", "callback_data": "next"}]]}
    demo.world.put_message(chat, {"text": "What now?", "reply_markup": keyboard}, None)

    await expect(page.locator(".key", has_text="Next")).to_be_focused()


async def test_the_panels_tabs_are_chosen_with_the_arrows(page: Page) -> None:
    frame = page.frame_locator("#panel-frame")
    await frame.get_by_role("tab", name="Orders").focus()

    await page.keyboard.press("ArrowRight")

    await expect(frame.get_by_role("tab", name="Faults")).to_be_focused()
    await expect(frame.get_by_role("button", name="Switch on")).to_be_visible()
