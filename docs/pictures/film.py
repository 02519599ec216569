"""Films an order on a phone, from START to its end: order.webp."""

import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from chat import key, phone, sees
from PIL import Image
from playwright.async_api import Browser, Locator, Page, expect

SCALE = 1.5
QUALITY = 60
TOUCH, GLANCE, READ, REST = 400, 800, 1_200, 2_500  # milliseconds that a picture is shown
TARGET = "example.com/p/42"
FINGER = """
    .touched { position: relative; filter: brightness(1.25); }
    .touched::after { content: ""; position: absolute; left: 50%; top: 50%; width: 40px; height: 40px;
        border-radius: 50%; translate: -50% -50%;
        background: rgb(255 255 255 / 40%); box-shadow: 0 0 0 3px rgb(0 0 0 / 30%); }
"""


@dataclass
class Film:
    page: Page
    pictures: list[bytes] = field(default_factory=list)
    durations: list[int] = field(default_factory=list)

    async def show(self, milliseconds: int) -> None:
        self.pictures.append(await self.page.screenshot())
        self.durations.append(milliseconds)

    async def touch(self, button: Locator) -> None:
        """Show a finger on a button, then tap it."""
        await button.evaluate("node => node.classList.add('touched')")
        await self.show(TOUCH)
        await button.evaluate("node => node.classList.remove('touched')")
        await button.click()

    async def tap(self, label: str, then: str, milliseconds: int = READ) -> None:
        await self.touch(key(self.page, label))
        await sees(self.page, then)
        await self.show(milliseconds)

    def save(self, file: Path) -> None:
        first, *others = [Image.open(io.BytesIO(one)).convert("RGB") for one in self.pictures]
        first.save(
            file,
            save_all=True,
            append_images=others,
            duration=self.durations,
            loop=0,
            quality=QUALITY,
            method=6,
            minimize_size=True,
        )


async def film(browser: Browser, url: str, file: Path) -> None:
    """Order as somebody who is new, and follow the order."""
    page = await phone(browser, url, SCALE)
    await page.add_style_tag(content=FINGER)
    shot = Film(page)
    await page.wait_for_selector("#start")
    await shot.show(GLANCE)
    await shot.touch(page.locator("#start"))
    await sees(page, "Hello, ")
    await shot.show(READ)
    await shot.tap("Catalogue", "Catalogue")
    await shot.tap("Pictogram · Followers", "Pictogram · Followers")
    await shot.tap("Standard", "Starts within minutes")
    await shot.tap("Order", "Step 1 of 2")
    await write(shot)
    await shot.tap("1,000", "Review your order", READ + GLANCE)
    await shot.tap("Place order", "Order 1", GLANCE)
    await expect(page.locator("#toast")).to_be_hidden()
    for percent in ("[23]", "[56]", "[89]"):
        await sees(page, re.compile(rf"\b{percent}\d %"))
        await shot.show(GLANCE)
    await sees(page, "Completed")
    await shot.show(REST)
    shot.save(file)
    await page.close()


async def write(shot: Film) -> None:
    for end in (4, 11, len(TARGET)):
        await shot.page.fill("#text", TARGET[:end])
        await shot.show(TOUCH // 2)
    await shot.touch(shot.page.locator(".send"))
    await sees(shot.page, "Step 2 of 2")
    await shot.show(READ)
