"""The operator sends one broadcast after another, and what arrives of them is remembered."""

import itertools
import random
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from tests.long.crash.records import Records
from tests.people import Person
from views.operating.broadcast_callbacks import OpenBroadcasts

NEWS = re.compile(r"News \d+")
CARD = re.compile(r"Broadcast: sent\b.*?Sent: (\d+) of (\d+)(.*?Unknown: (\d+))?", re.DOTALL)
"""The last card of a broadcast: how many have it, of how many, and of how many it is not known."""
UNDER_WAY = "SELECT status FROM broadcasts WHERE status IN ('sending', 'paused')"


class Mailbox:
    """Listens to chats, as open pages do, and counts what came into each."""

    def __init__(self) -> None:
        self.arrived: Counter[tuple[int, str]] = Counter()
        """How often a chat got a text."""
        self.cards: Counter[tuple[int, int, int]] = Counter()
        """The last cards of broadcasts: sent, total, unknown."""

    def put_nowait(self, event: dict[str, Any]) -> None:
        message = event.get("message")
        if event["type"] != "message" or not message or not message["from"]["is_bot"]:
            return
        text = str(message.get("text", ""))
        if NEWS.fullmatch(text):
            self.arrived[message["chat"]["id"], text] += 1
        if card := CARD.match(text):
            self.cards[int(card[1]), int(card[2]), int(card[4] or 0)] += 1


class Broadcasts:
    """What an operator does about broadcasts. Her own chat is left out: she sees previews there.

    `asked` has the texts that she confirmed, by the number of her message. Of those in `promised` the bot said
    that it sends them. `blocking` are people who have ever blocked the bot.
    """

    def __init__(
        self, olga: Person, people: Sequence[Person], crowd: Sequence[Person], chance: random.Random
    ) -> None:
        self.asked: dict[int, str] = {}
        self.promised: set[int] = set()
        self.blocking: set[int] = set()
        self.people = {person.id for person in (*people, *crowd)}
        self.mailbox = Mailbox()
        self.is_over = False
        self._olga = olga
        self._crowd = crowd
        self._chance = chance
        self._numbers = itertools.count(1)
        self._away: Person | None = None
        for person in (olga, *people, *crowd):
            person.chat.listeners.add(self.mailbox)  # type: ignore[arg-type]  # all that a chat wants of a listener is put_nowait

    async def go_on(self, records: Records) -> None:
        """Begin one where none is under way. One that the bot has paused by itself goes on."""
        under_way = await records.ask(UNDER_WAY)
        if under_way == [("paused",)]:
            await self._olga.taps("Go on")
        elif not under_way and not self.is_over:
            await self._send()

    async def _send(self) -> None:
        await self._somebody_blocks()
        text = f"News {next(self._numbers)}"
        await self._olga.taps_raw(OpenBroadcasts().pack())
        await self._olga.says(text, shows="This is what people will see")
        number = self._olga.written["message_id"]
        await self._olga.taps("Who gets it?")
        question = await self._olga.taps("Everybody")
        self.asked[number] = text
        answer = await self._olga.taps("Send to", question)
        if "Sending to" in answer.get("text", ""):
            self.promised.add(number)

    async def _somebody_blocks(self) -> None:
        """One blocks the bot, which learns it from Telegram's refusal; the one of before comes back."""
        if self._away is not None:
            await self._away.blocks(blocked=False)
            await self._away.writes("/start")
        self._away = self._chance.choice(self._crowd)
        self._away.chat.blocked = True
        self.blocking.add(self._away.id)
