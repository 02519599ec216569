"""Lists of orders that customers send: some lines are wrong, and what was confirmed is remembered."""

import itertools
import random
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.people import Message, Person

QUANTITY = "100"
FEWEST, MOST = 10, 30  # lines
LONG, WRONG_OF_LONG = 100, 7
MOST_WRONG = 3  # lines of a usual list
AS_FILE = 0.3  # of the lists
UNKNOWN = "99999"  # no service has this id
FIRST_ONLY = 0.3  # of the lists that are too dear: what the money pays for is ordered
PLACE = re.compile(r"Place (?:the first )?(\d+) ·")

Confirm = Callable[[Person, Message], Awaitable[bool]]
"""Taps the button of a review that orders it, once or twice; returns whether the bot said that it sends them."""
Pay = Callable[[Person, str, Message], Awaitable[None]]
"""Taps the button with this label, which sends an invoice, and pays it."""


@dataclass(slots=True)
class SentList:
    """`right` and `wrong` are the links of its lines. `asked` are those that a tap confirmed, heard or not."""

    text: str
    right: list[str]
    wrong: list[str]
    asked: list[str] = field(default_factory=list)
    is_promised: bool = False

    @property
    def not_asked(self) -> set[str]:
        return {*self.right, *self.wrong} - set(self.asked)


class Lists:
    """The lists of one customer. While `owes_long`, the next is a long one: until one was answered for."""

    def __init__(
        self, person: Person, services: list[int], chance: random.Random, *, owes_long: bool
    ) -> None:
        self.sent: list[SentList] = []
        self._person = person
        self._services = services
        self._chance = chance
        self.owes_long = owes_long
        self._numbers = itertools.count(1)

    async def order(self, confirm: Confirm, pay: Pay) -> None:
        """Send a list and confirm its review. Raises NotSeen where the bot does not answer."""
        await self._person.says("/start")
        is_long = self.owes_long
        it = self._made(LONG, WRONG_OF_LONG) if is_long else self._usual()
        self.sent.append(it)
        review = await self._review(it)
        if any("Top up" in label for label in self._person.labels(review)):
            review = await self._afford(it, review, pay)
        placed = [found for label in self._person.labels(review) if (found := PLACE.search(label))]
        if placed:
            it.asked = it.right[: int(placed[0][1])]
            it.is_promised = await confirm(self._person, review)
        if is_long and it.is_promised:
            self.owes_long = False

    async def _review(self, it: SentList) -> Message:
        """Send it, and return the review of all its lines: clients cut a long text."""
        if self._chance.random() < AS_FILE:
            sending = self._person.sends_file(it.text.replace(" | ", ";").encode(), "orders.csv", "text/csv")
        else:
            sending = self._person.says(it.text)
        await sending
        return await self._person.sees(
            it.right[0], f"{len(it.right)} lines, ", f"; {len(it.wrong) + 1} wrong"
        )

    async def _afford(self, it: SentList, review: Message, pay: Pay) -> Message:
        """Order what the money pays for, or pay what is missing."""
        if self._chance.random() < FIRST_ONLY:
            return review
        await pay(self._person, "Top up", review)
        await self._person.taps("Refresh", review)
        await self._person.until_it_has(f"Place {len(it.right)} ·", review)
        return self._person.chat.messages[review["message_id"]]

    def _usual(self) -> SentList:
        return self._made(self._chance.randint(FEWEST, MOST), self._chance.randint(1, MOST_WRONG))

    def _made(self, lines: int, wrong: int) -> SentList:
        """Return a list of so many lines. The last of those that are wrong orders again what the first does."""
        number = next(self._numbers)
        links = [
            f"https://example.com/{self._person.id}/list/{number}/{line:03}" for line in range(lines - 1)
        ]
        bad = set(self._chance.sample(links, wrong - 1))
        written = [self._wrong_line(link) if link in bad else self._line(link) for link in links]
        right = [link for link in links if link not in bad]
        again = next(line for line, link in zip(written, links, strict=True) if link == right[0])
        return SentList("\n".join([*written, again]), right, sorted(bad))

    def _line(self, link: str) -> str:
        return f"{self._chance.choice(self._services)} | {link} | {QUANTITY}"

    def _wrong_line(self, link: str) -> str:
        service = self._chance.choice(self._services)
        return self._chance.choice(
            (
                f"{UNKNOWN} | {link} | {QUANTITY}",
                f"{service} | {link} | 0",
                f"{service} | {link}",
                f"{service} | {link} | {QUANTITY} | 5",
                f"{service} | {QUANTITY} | {link}",
            )
        )
