"""Takes the pictures of docs/operating.md: an operator, and what customers leave to decide and to answer."""

from dataclasses import dataclass
from pathlib import Path

from chat import SCALE, TALL, Album, become, phone, say, sees, switch_on, tap
from playwright.async_api import Browser, Page


async def operator_guide(browser: Browser, url: str, folder: Path) -> None:
    page = await phone(browser, url, SCALE)
    await page.set_viewport_size(TALL)
    desk = Desk(page, Album(page, folder))
    await desk.begins()
    await desk.gets_an_order_in_doubt()
    await desk.gets_a_case()
    await desk.opens()
    await desk.changes_a_service()
    await desk.writes_to_all()
    await desk.looks_at_a_person()
    await page.close()


@dataclass
class Desk:
    page: Page
    album: Album

    async def begins(self) -> None:
        """Olga has been there already: she opened the demo."""
        await become(self.page, "Alice")
        await self.page.click("#start")
        await sees(self.page, "Hello, ")

    async def gets_an_order_in_doubt(self) -> None:
        """Alice orders, and the panel's answer gets lost."""
        await switch_on(self.page, "lost_answer", "add")
        await self._order("example.com/alice")
        await become(self.page, "Olga")
        await self.album.take("Does the panel have order", "doubt")

    async def gets_a_case(self) -> None:
        """Alice orders once more, and writes to support."""
        await become(self.page, "Alice")
        await self._order("example.com/p/1")
        await sees(self.page, "In progress")
        await tap(self.page, "Something is wrong")
        await tap(self.page, "It is slow")
        await tap(self.page, "Write to support")
        await sees(self.page, "Write what is wrong")
        await say(self.page, "It usually begins at once. Is something wrong?")
        await sees(self.page, "on its way to support")
        await become(self.page, "Olga")
        await self.album.take("Is something wrong?", "case")

    async def _order(self, link: str) -> None:
        await say(self.page, "followers")
        await tap(self.page, "30 days refill")
        await sees(self.page, "per 1,000")
        await tap(self.page, "Order")
        await sees(self.page, "Which link?")
        await say(self.page, link)
        await sees(self.page, "How many?")
        await tap(self.page, "1,000")
        await sees(self.page, "Review your order")
        await tap(self.page, "Place order")

    async def opens(self) -> None:
        await say(self.page, "/admin")
        await self.album.take("Panel account", "desk")
        await tap(self.page, "Pictures")
        await self.album.take("The last 30 days", "pictures")
        await say(self.page, "/admin")
        await sees(self.page, "Panel account")

    async def changes_a_service(self) -> None:
        await tap(self.page, "Services")
        await sees(self.page, "Send the ID of a service")
        await say(self.page, "104")
        await tap(self.page, "30 days refill")
        await sees(self.page, "The panel takes")
        await tap(self.page, "Note")
        await sees(self.page, "Send a short line")
        await say(self.page, "Best on Sundays.")
        await self.album.take("Best on Sundays.", "service")

    async def writes_to_all(self) -> None:
        await say(self.page, "/admin")
        await tap(self.page, "Broadcast")
        await sees(self.page, "Send me the message")
        await say(self.page, "Likes are 20 % off until Sunday.")
        await sees(self.page, "This is what people will see")
        await tap(self.page, "Who gets it?")
        await self.album.take("Who gets it?", "segments")
        await tap(self.page, "Everybody")
        await self.album.take("Send it to", "broadcast")

    async def looks_at_a_person(self) -> None:
        await say(self.page, "/admin")
        await tap(self.page, "Find a person")
        await say(self.page, "ali")
        await self.album.take("@alice", "person")
