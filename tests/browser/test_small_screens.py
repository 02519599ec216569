"""The chat page on a phone and a tablet."""

import pytest
from playwright.async_api import FloatRect, Locator, Page, expect

from sandbox.panel.server import PanelServer
from tests.browser.acts import order, start, tap

pytestmark = pytest.mark.browser

PHONES = [(320, 640), (390, 844)]
NARROW = [*PHONES, (768, 1024)]

# Whether a key shows its whole label, or ends it with an ellipsis inside the key.
FITS = """key => {
    const label = key.querySelector('.label');
    const [outer, inner] = [key.getBoundingClientRect(), label.getBoundingClientRect()];
    return inner.left >= outer.left && inner.right <= outer.right && getComputedStyle(label).textOverflow === 'ellipsis';
}"""


async def box_of(node: Locator) -> FloatRect:
    box = await node.bounding_box()
    assert box is not None
    return box


async def check_keys(page: Page, width: int) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    for key in await page.locator(".key").all():
        box = await box_of(key)
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert await key.evaluate(FITS)


@pytest.mark.parametrize(("width", "height"), NARROW)
async def test_no_key_is_wider_than_the_screen(
    page: Page, panel: PanelServer, width: int, height: int
) -> None:
    for service in panel.book.services.values():
        service.name = f"{service.name} · " + "a name that is far longer than any button " * 3
    await page.set_viewport_size({"width": width, "height": height})
    await start(page)

    for label in ("Catalogue", "Pictogram · Followers", "Standard", "Order"):
        await tap(page, label)
        await expect(page.locator(".waiting")).to_have_count(0)
        await check_keys(page, width)


@pytest.mark.parametrize(("width", "height"), NARROW)
async def test_people_have_names_and_roles_that_are_not_cut(page: Page, width: int, height: int) -> None:
    await page.set_viewport_size({"width": width, "height": height})

    for name, role in (("Alice", "customer"), ("Bob", "stranger"), ("Olga", "operator")):
        person = page.locator(".person", has_text=name)
        await expect(person.locator(".role")).to_have_text(role)
        assert await person.locator("b").evaluate("node => node.scrollWidth <= node.clientWidth")
        assert (await box_of(person))["x"] + (await box_of(person))["width"] <= width


@pytest.mark.parametrize(("width", "height"), [*NARROW, (899, 700)])
async def test_the_panel_is_a_drawer_that_hides_none_of_its_switches(
    page: Page, width: int, height: int
) -> None:
    await page.set_viewport_size({"width": width, "height": height})
    await expect(page.locator("#panel")).to_be_hidden()
    assert (await box_of(page.locator("#main")))["width"] == width

    await page.click("#show-panel")

    close = await box_of(page.locator("#hide-panel"))
    frame = page.frame_locator("#panel-frame")
    switch = await box_of(frame.get_by_role("button", name="The panel is up"))
    assert close["y"] + close["height"] <= switch["y"]
    assert switch["x"] + switch["width"] <= width
    await frame.get_by_role("button", name="The panel is up").click()
    await expect(frame.get_by_role("button", name="The panel is down")).to_be_visible()
    await page.click("#hide-panel")
    await expect(page.locator("#panel")).to_be_hidden()


@pytest.mark.parametrize("width", [900, 1024, 1180, 1440])
async def test_beside_the_panel_the_chat_has_room(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 800})

    await expect(page.locator("#panel")).to_be_visible()
    assert (await box_of(page.locator("#main")))["width"] >= 480


async def test_only_a_message_whose_text_was_changed_says_edited(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await start(page)

    await order(page, "example.com/p/7")

    await expect(page.locator(".meta", has_text="edited")).to_have_count(0)
