"""The page of the sandbox's panel, in a real browser."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from sandbox.panel.server import PanelServer
from tests.browser.conftest import browser, chromium_url
from tests.sandbox.conftest import Ask

pytestmark = pytest.mark.browser


__all__ = ["browser", "chromium_url"]  # fixtures


@pytest.fixture
async def page(browser: Browser, panel: PanelServer) -> AsyncIterator[Page]:
    """The page as wide as the frame beside the chat; an error in its scripts fails the test."""
    context = await browser.new_context(viewport={"width": 420, "height": 860})
    page = await context.new_page()
    page.set_default_timeout(30_000)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    await page.goto(panel.url)
    yield page
    await context.close()
    assert not broken, broken


async def test_an_order_appears_moves_and_is_pushed_to_its_end(
    page: Page, panel: PanelServer, ask: Ask
) -> None:
    await expect(page.locator("#orders .none")).to_be_visible()
    number = (await ask("add", service=101, link="https://e.com/1", quantity=1000))["order"]
    card = page.locator(".order", has_text=str(number))

    await expect(card).to_contain_text("0 of 1,000")
    await card.get_by_role("button", name="Start").click()
    await expect(card).to_contain_text("300 of 1,000")
    await card.get_by_role("button", name="Finish").click()
    await expect(card.locator(".state")).to_have_text("Completed")
    await expect(card.get_by_role("button")).to_have_count(0)

    await ask("refill", order=number)
    await card.get_by_role("button", name="Reject").click()
    await expect(card).to_contain_text("Refill 1 · Rejected")


async def test_a_button_stays_the_same_while_its_order_moves(
    page: Page, panel: PanelServer, ask: Ask
) -> None:
    number = (await ask("add", service=102, link="https://e.com/1", quantity=50_000))["order"]
    order = panel.book.orders[number]
    order.takes, order.starts_after, order.ends_as = 100, 0, "Completed"
    panel.book.clock.advance(1)
    cancel = page.get_by_role("button", name="Cancel")
    await cancel.focus()
    await cancel.hover()

    await page.mouse.down()
    panel.book.clock.advance(20)
    await expect(page.locator(".counts")).to_contain_text("10,500 of 50,000")
    await expect(cancel).to_be_focused()
    await page.mouse.up()

    await expect(page.locator(".order .state")).to_have_text("Canceled")


async def test_odd_names_and_links_are_text(page: Page, panel: PanelServer, ask: Ask) -> None:
    odd = next(one for one in panel.book.services.values() if "<script>" in one.name)

    await ask("add", service=odd.id, link="https://e.com/<img src=x onerror=alert(1)>", quantity=100)

    await expect(page.locator(".order header bdi")).to_have_text(odd.name)
    await expect(page.locator(".order .sent")).to_have_text("https://e.com/<img src=x onerror=alert(1)>")
    assert await page.locator("#orders img, #orders script").count() == 0


async def test_a_fault_is_switched_on_strikes_and_is_off(page: Page, panel: PanelServer, ask: Ask) -> None:
    await page.get_by_role("tab", name="Faults").click()
    await page.get_by_label("What goes wrong").select_option("wrong_key")
    await page.get_by_label("Which calls").select_option("balance")
    await page.get_by_label("How often").select_option("")
    await page.get_by_role("button", name="Switch on").click()
    await expect(page.locator("#active li")).to_contain_text("Wrong key · Balance · until switched off")

    assert await ask("balance") == {"error": "Invalid API key"}
    await page.get_by_role("tab", name="Calls").click()
    await expect(page.locator("#log li").first).to_contain_text("Wrong key")

    await page.get_by_role("tab", name="Faults").click()
    await page.get_by_role("button", name="Off").click()
    await expect(page.locator("#faults .none")).to_be_visible()
    assert "balance" in await ask("balance")


async def test_the_panel_goes_down_and_its_clock_is_set(page: Page, panel: PanelServer) -> None:
    await page.get_by_role("button", name="The panel is up").click()
    await expect(page.get_by_role("button", name="The panel is down")).to_be_visible()
    assert panel.down

    await page.get_by_label("Speed of the clock").select_option("20")
    await page.get_by_role("button", name="The panel is down").click()
    await expect(page.get_by_role("button", name="The panel is up")).to_be_visible()
    assert (panel.down, panel.book.clock.speed) == (False, 20)


async def test_the_page_says_which_dialect_is_spoken(page: Page) -> None:
    await expect(page.locator("#dialect")).to_have_text("Dialect: plain. Answers like most panels.")


async def test_nothing_sticks_out_of_a_narrow_frame(page: Page, panel: PanelServer, ask: Ask) -> None:
    for service in panel.book.services.values():
        if "Odd" in service.category:
            await ask("add", service=service.id, link="https://e.com/" + "x" * 300, quantity=service.min)
    panel.faults.switch_on("lost_answer", "refill_status", probability=0.05)
    await expect(page.locator(".order")).to_have_count(4)

    for tab in ("Orders", "Faults", "Calls"):
        await page.get_by_role("tab", name=tab).click()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 420


async def test_routine_checks_do_not_hide_what_was_ordered(page: Page, panel: PanelServer, ask: Ask) -> None:
    await ask("add", service=101, link="https://e.com/1", quantity=1000)
    for _ in range(60):
        await ask("balance")
    await ask("status", order=23501)
    await page.get_by_role("tab", name="Calls").click()

    await expect(page.locator("#log li")).to_have_count(2)
    await expect(page.locator("#log li").first).to_contain_text(
        "Routine checks: Balance × 60, Order status × 1"
    )
    await expect(page.locator("#log li").last).to_contain_text("New order")

    await page.get_by_label("Show").select_option("status")
    await expect(page.locator("#log li")).to_have_count(1)
    await expect(page.locator("#log li")).to_contain_text("Order status")


async def test_an_order_that_ended_partial_by_itself_says_so(
    page: Page, panel: PanelServer, ask: Ask
) -> None:
    await expect(page.locator("#orders .about")).to_contain_text("The first one always completes.")
    for link in ("https://e.com/1", "https://e.com/2"):
        await ask("add", service=101, link=link, quantity=1000)
    panel.book.orders[23502].ends_as = "Partial"
    pushed, by_itself = page.get_by_label("Order 23501"), page.get_by_label("Order 23502")

    await pushed.get_by_role("button", name="Cancel").click()
    panel.book.clock.advance(100)

    await expect(by_itself.locator(".state")).to_have_text("Partial")
    await expect(by_itself).to_contain_text("It ended this way by itself")
    await expect(pushed.locator(".state")).to_have_text("Canceled")
    await expect(pushed.locator(".note")).to_be_hidden()


async def test_every_fault_and_action_has_words(page: Page, panel: PanelServer) -> None:
    await page.get_by_role("tab", name="Faults").click()

    for kind in panel.faults.kinds:
        await page.get_by_label("What goes wrong").select_option(kind)
        await expect(page.locator("#about-kind")).not_to_be_empty()
    for names in ("#kinds", "#actions", "#filter"):
        assert "_" not in "".join(await page.locator(f"{names} option").all_inner_texts()).replace(
            "(refill_status)", ""
        )


async def test_a_panel_that_ended_is_said_and_one_started_anew_is_found(
    page: Page, panel: PanelServer
) -> None:
    port = int(panel.url.rsplit(":", 1)[1])

    await panel.stop()
    await expect(page.locator("#ended")).to_contain_text("comes back when it is started again")

    again = PanelServer()
    await again.start(port)
    await expect(page.locator("#ended")).to_be_hidden()
    await expect(page.get_by_role("button", name="The panel is up")).to_be_enabled()
    await again.stop()
