"""People who order whatever happens: they begin anew when the bot does not answer, and tap twice."""

import asyncio
import contextlib
import itertools
import random
from typing import Protocol

import aiohttp

from tests.long.crash.witness import Witness
from tests.people import NotSeen, Person

QUANTITY = "100"
STARS = 500
INVOICE_WITHIN = 3.0  # seconds


class Flow(Protocol):
    """How one orders at a bot; returns whether the bot said that it sends the order."""

    async def __call__(self, person: Person, service: int, link: str, chance: random.Random) -> bool: ...


async def order_at_panelgram(person: Person, service: int, link: str, chance: random.Random) -> bool:
    await person.says(f"/start s_{service}")
    await person.taps("Order")
    await person.says(link)
    review = await person.says(QUANTITY)
    if link not in review.get("text", "") or "Review your order" not in review["text"]:
        return False
    return await _tap_place_order(person, review, chance)


async def order_at_shop(person: Person, service: int, link: str, chance: random.Random) -> bool:
    """As above, from a wallet. Who has too little money pays with Stars, and orders the next time."""
    await person.says(f"/start s_{service}")
    await person.taps("Order")
    await person.says(link)
    review = await person.says(QUANTITY)
    if link not in review.get("text", "") or "Review your order" not in review["text"]:
        return False
    if any("Top up" in label for label in person.labels(review)):
        await _top_up(person)
        return False
    return await _tap_place_order(person, review, chance)


async def _top_up(person: Person) -> None:
    """As far as the bot lives: an invoice that nobody answers for is not paid."""
    offer = await person.says("/topup", shows="Top up with Telegram Stars")
    await person.taps(f"⭐ {STARS}", offer)
    async with asyncio.timeout(INVOICE_WITHIN):
        while not (sent := [one for one in person.chat.messages.values() if "invoice" in one]):
            await asyncio.sleep(0.02)
    with contextlib.suppress(aiohttp.ClientResponseError):  # the bot has deleted it meanwhile
        await person.pays(sent[-1])


async def order_at_plain_bot(person: Person, service: int, link: str, chance: random.Random) -> bool:
    review = await person.says(f"/order {service} {link} {QUANTITY}")
    return await _tap_place_order(person, review, chance)


async def _tap_place_order(person: Person, review: dict[str, object], chance: random.Random) -> bool:
    """Once or twice; a tap that nobody answers may still be heard later."""
    heard = len(person.toasts)
    taps = [person.taps("Place order", review) for _ in range(chance.choice((1, 1, 2)))]
    ends = await asyncio.gather(*taps, return_exceptions=True)
    unforeseen = [end for end in ends if isinstance(end, BaseException) and not isinstance(end, NotSeen)]
    if unforeseen:
        raise unforeseen[0]
    return any("Sending your order" in toast for toast in person.toasts[heard:])


class Customer:
    """`asked` are the links whose order was confirmed by a tap, heard or not; `promised` those answered for."""

    def __init__(self, person: Person, flow: Flow, services: list[int], chance: random.Random) -> None:
        self.person = person
        self.witness = Witness(person.chat)
        self.promised: list[str] = []
        self._flow = flow
        self._services = services
        self._chance = chance
        self._numbers = itertools.count(1)

    async def go_on(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            link = f"https://example.com/{self.person.id}/{next(self._numbers)}"
            try:
                if await self._flow(self.person, self._chance.choice(self._services), link, self._chance):
                    self.promised.append(link)
                if self._chance.random() < 0.2:
                    await self._ask_about_something()
            except (NotSeen, TimeoutError, aiohttp.ClientError):
                continue  # the bot was dead just then; one begins anew, as people do
            await asyncio.sleep(self._chance.uniform(0, 0.2))

    async def _ask_about_something(self) -> None:
        """Ask for a refill or a cancel where the newest message offers one."""
        await self.person.taps(
            self._chance.choice(("Open order", "Refill", "Request cancellation", "Refresh"))
        )
