"""Both pages as axe-core sees them: nothing serious or critical, light and dark."""

from importlib.resources import files
from typing import Literal

import pytest
from playwright.async_api import Page, expect

from sandbox.panel.server import PanelServer
from tests.browser.acts import order, review, start, tap

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
GRAVE = """async () => {
    // signs, and what lies under an open menu or sheet
    const covered = ["shortTextContent", "nonBmp", "bgOverlap", "elmPartiallyObscuring"];
    const { violations, incomplete } = await axe.run({ iframes: false });
    const grave = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
    const unseen = incomplete.filter(({ id }) => id === "color-contrast").map((rule) => (
        { ...rule, nodes: rule.nodes.filter(({ any }) => !covered.includes(any[0].data.messageKey)) }));
    return [...grave, ...unseen].flatMap(({ id, nodes }) => nodes.map(({ html, any }) => [id, html, any[0]?.message]));
}"""

Scheme = Literal["light", "dark"]
SCHEMES: list[Scheme] = ["light", "dark"]
SIZES = [(390, 844), (768, 1024), (1280, 800)]


async def grave(page: Page) -> list[object]:
    """What axe finds serious or critical, and words whose contrast it cannot tell."""
    await page.evaluate("document.getAnimations().forEach((animation) => animation.finish())")
    await page.evaluate(AXE)
    found: list[object] = await page.evaluate(GRAVE)
    return found


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_the_chat_page_has_no_grave_fault(
    page: Page, panel: PanelServer, scheme: Scheme, width: int, height: int
) -> None:
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await page.set_viewport_size({"width": width, "height": height})
    await expect(page.locator(".empty")).to_be_visible()
    assert await grave(page) == []

    await start(page)
    await page.click("#menu-button")
    assert await grave(page) == []

    await tap(page, "Catalogue")
    await page.click("#commands-button")
    assert await grave(page) == []

    await review(page, "example.com/p/1")
    assert await grave(page) == []

    await tap(page, "Place order")
    await expect(page.locator(".bubble code", has_text="23501")).to_have_count(1)
    panel.book.clock.advance(100)
    await expect(page.locator(".bubble").last).to_contain_text("1,000 of 1,000")
    assert await grave(page) == []

    if width < 900:
        await page.click("#show-panel")
        assert await grave(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_the_ended_demo_has_no_grave_fault(page: Page, scheme: Scheme) -> None:
    await page.emulate_media(color_scheme=scheme)
    await page.evaluate("document.getElementById('ended').hidden = false")

    assert await grave(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_the_panels_page_has_no_grave_fault(page: Page, panel: PanelServer, scheme: Scheme) -> None:
    await start(page)
    await order(page, "example.com/p/1")
    await page.goto(panel.url)
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await expect(page.locator(".order")).to_be_visible()
    assert await grave(page) == []

    panel.faults.switch_on("lost_answer", "add")
    panel.faults.switch_on("slow", "balance", times=1, seconds=0.1)
    for end in ("Partial", "Canceled", "Completed"):
        panel.book.orders[23501].state = end
        await expect(page.locator(".order .state")).to_have_text(end)
        assert await grave(page) == []

    for tab in ("Faults", "Calls"):
        await page.get_by_role("tab", name=tab).click()
        assert await grave(page) == []
