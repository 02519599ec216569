"""Takes the pictures of docs/customers.md: one customer of a shop, from the first tap on."""

import re
from dataclasses import dataclass
from pathlib import Path

from chat import SCALE, TALL, Album, phone, push_order, say, sees, tap
from playwright.async_api import Browser, Page

MANY = """\
101 | https://example.com/alice | 500
107 | https://example.com/p/1 | 1k
107 | https://example.com/p/2 | 1k
999 | https://example.com/p/3 | 100"""


async def guide(browser: Browser, url: str, folder: Path) -> None:
    page = await phone(browser, url, SCALE)
    await page.set_viewport_size(TALL)
    customer = Customer(page, Album(page, folder))
    await customer.begins()
    await customer.orders()
    await customer.orders_many()
    await customer.looks_back()
    await customer.sets_up()
    await page.close()


@dataclass
class Customer:
    page: Page
    album: Album

    async def begins(self) -> None:
        await self.page.click("#start")
        await self.album.take("Hello, ", "menu")
        await say(self.page, "/topup")
        await sees(self.page, "Top up with Telegram Stars")
        await tap(self.page, "500")
        await sees(self.page, "Pay within an hour")
        await tap(self.page, "500")
        await self.page.click("#pay-confirm")
        await sees(self.page, "came into your wallet")

    async def orders(self) -> None:
        await say(self.page, "followers")
        await self.album.take("for “followers”", "search")
        await tap(self.page, "30 days refill")
        await tap(self.page, "Order")
        await say(self.page, "example.com/alice")
        await tap(self.page, "1,000")
        await self.album.take("Review your order", "review")
        await tap(self.page, "Place order")
        await self.album.take(re.compile(r"[3-7]\d %"), "progress")
        await sees(self.page, "Completed")

    async def orders_many(self) -> None:
        await say(self.page, "/catalogue")
        await tap(self.page, "Many at once")
        await sees(self.page, "Send one order per line")
        await say(self.page, MANY)
        await self.album.take("Review your orders", "many")
        await tap(self.page, "Place 3")
        await sees(self.page, "Mass order 1 ·")
        await push_order(self.page, "23502", "partial")  # money comes back
        await sees(self.page, "Mass order 1 is finished")

    async def looks_back(self) -> None:
        await say(self.page, "/orders")
        await tap(self.page, "✅ 1 ·")
        await self.album.take("Completed", "finished")
        await tap(self.page, "History")
        await self.album.take("Ordered", "history")
        await say(self.page, "/wallet")
        await self.album.take("Available", "wallet")

    async def sets_up(self) -> None:
        await say(self.page, "/settings")
        await tap(self.page, "Quiet hours")
        await tap(self.page, "Yes, it is")
        await tap(self.page, "11:00")
        await self.album.take("From 11:00", "quiet")
        await say(self.page, "/privacy")
        await self.album.take("Privacy", "privacy")
