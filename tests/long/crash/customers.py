"""People who order whatever happens: they begin anew when the bot does not answer, and tap twice."""

import asyncio
import contextlib
import itertools
import random
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Protocol

import aiohttp

from tests.long.crash.lists import Lists, SentList
from tests.long.crash.witness import Witness
from tests.people import Message, NotSeen, Person

QUANTITY = "100"
STARS = 500
INVOICE_WITHIN = 3.0  # seconds
LISTS = 0.25  # of what customers order who also send lists
ROUNDS_FOR_LONG_LIST = 10  # after all others have stopped


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
    return await tap_place(person, review, chance)


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
    return await tap_place(person, review, chance)


async def _top_up(person: Person) -> None:
    """As far as the bot lives: an invoice that nobody answers for is not paid."""
    offer = await person.says("/topup", shows="Top up with Telegram Stars")
    await pay(person, f"⭐ {STARS}", offer)


async def pay(person: Person, label: str, message: Message) -> None:
    """Tap a button that sends an invoice, and pay it."""
    before = max(person.chat.messages)
    await person.taps(label, message)
    async with asyncio.timeout(INVOICE_WITHIN):
        while not (sent := [one for one in person.chat.messages.values() if _is_invoice(one, before)]):
            await asyncio.sleep(0.02)
    with contextlib.suppress(aiohttp.ClientResponseError):  # the bot has deleted it meanwhile
        await person.pays(sent[-1])


def _is_invoice(message: Message, before: int) -> bool:
    return "invoice" in message and message["message_id"] > before


async def order_at_plain_bot(person: Person, service: int, link: str, chance: random.Random) -> bool:
    review = await person.says(f"/order {service} {link} {QUANTITY}")
    return await tap_place(person, review, chance)


async def tap_place(person: Person, review: Message, chance: random.Random) -> bool:
    """Once or twice; a tap that nobody answers may still be heard later."""
    heard = len(person.toasts)
    taps = [person.taps("Place", review) for _ in range(chance.choice((1, 1, 2)))]
    ends = await asyncio.gather(*taps, return_exceptions=True)
    unforeseen = [end for end in ends if isinstance(end, BaseException) and not isinstance(end, NotSeen)]
    if unforeseen:
        raise unforeseen[0]
    return any("Sending your order" in toast for toast in person.toasts[heard:])


class Customer:
    """`promised` are the links whose order the bot said that it sends."""

    def __init__(
        self,
        person: Person,
        flow: Flow,
        services: list[int],
        chance: random.Random,
        lists: Lists | None = None,
    ) -> None:
        self.person = person
        self.witness = Witness(person.chat)
        self.promised: list[str] = []
        self._flow = flow
        self._lists = lists
        self._services = services
        self._chance = chance
        self._numbers = itertools.count(1)

    @property
    def lists(self) -> Sequence[SentList]:
        return self._lists.sent if self._lists else ()

    async def go_on(self, stop: asyncio.Event) -> None:
        """Order until stopped. A long list that nobody answered for until then is still sent."""
        while not stop.is_set():
            await self._try(self._order_something)
        for _ in range(ROUNDS_FOR_LONG_LIST):
            if self._lists and self._lists.owes_long:
                await self._try(self._order_list)

    async def _try(self, order: Callable[[], Awaitable[None]]) -> None:
        try:
            await order()
            if self._chance.random() < 0.2:
                await self._ask_about_something()
        except (NotSeen, TimeoutError, aiohttp.ClientError):
            return  # the bot was dead just then; one begins anew, as people do
        await asyncio.sleep(self._chance.uniform(0, 0.2))

    async def _order_something(self) -> None:
        """A list now and then. The long one is due as soon as one order was promised."""
        owes_long = self._lists is not None and self._lists.owes_long
        is_due = bool(self.promised) if owes_long else self._chance.random() < LISTS
        await (self._order_list if is_due else self._order)()

    async def _order_list(self) -> None:
        if self._lists:
            await self._lists.order(partial(tap_place, chance=self._chance), pay)
        else:
            await self._order()

    async def _order(self) -> None:
        link = f"https://example.com/{self.person.id}/{next(self._numbers)}"
        if await self._flow(self.person, self._chance.choice(self._services), link, self._chance):
            self.promised.append(link)

    async def _ask_about_something(self) -> None:
        """Ask for a refill or a cancel where the newest message offers one."""
        await self.person.taps(
            self._chance.choice(("Open order", "Refill", "Request cancellation", "Refresh"))
        )
