"""The gallery of everything that the bot says (`make gallery`), in a browser."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.test_accessibility import Scheme, grave
from tests.views.gallery import html

pytestmark = pytest.mark.browser

BACKGROUND = "getComputedStyle(document.body).backgroundColor"
FEWER = "document.querySelectorAll('article:nth-child(n + 3)').forEach((one) => one.remove())"
WHITE = "rgb(255, 255, 255)"


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where it was written."""
    return html.write(tmp_path_factory.mktemp("gallery")).parent.as_uri()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    page = await browser.new_page(viewport={"width": 390, "height": 844}, color_scheme="light")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    yield page
    await page.close()
    assert [url for url in requests if not url.startswith("file:")] == []


@pytest.mark.parametrize(
    ("code", "scheme", "width", "height"),
    [
        ("en", "light", 390, 844),
        ("en", "dark", 1280, 800),
        ("ar", "dark", 390, 844),
        ("ar", "light", 1280, 800),
    ],
)
async def test_the_gallery_has_no_grave_fault(
    page: Page, gallery: str, code: str, scheme: Scheme, width: int, height: int
) -> None:
    await page.emulate_media(color_scheme=scheme)
    await page.set_viewport_size({"width": width, "height": height})
    await page.goto(f"{gallery}/{code}.html")

    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    await page.evaluate(FEWER)  # two of each group: axe takes long, and they are all alike
    assert await grave(page) == []

    await page.click("summary")
    assert await grave(page) == []


async def test_another_language_shows_the_same_screen(page: Page, gallery: str) -> None:
    await page.goto(f"{gallery}/en.html#ordering-review-2")
    await page.click("#languages a[lang=ar]")

    await expect(page).to_have_url(f"{gallery}/ar.html#ordering-review-2")
    await expect(page.locator("#ordering-review-2")).to_be_in_viewport()
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")


async def test_the_light_that_is_chosen_stays(page: Page, gallery: str) -> None:
    await page.goto(f"{gallery}/en.html")
    assert await page.evaluate(BACKGROUND) == WHITE

    await page.get_by_label("Light").select_option("dark")
    await page.goto(f"{gallery}/ar.html")
    assert await page.evaluate(BACKGROUND) != WHITE

    await page.emulate_media(color_scheme="dark")
    await page.get_by_label("Light").select_option("light")
    assert await page.evaluate(BACKGROUND) == WHITE
