"""What people do and read in a story, as data."""

import asyncio
from dataclasses import dataclass
from typing import NamedTuple

from sandbox.panel.server import PanelServer
from tests.databases import ask
from tests.people import Person

ALICE, OLGA = "Alice", "Olga"
PATIENCE = 40.0  # seconds; what is known of an order in doubt takes a while
DAY = 86_400_000


@dataclass(frozen=True)
class Town:
    """Everybody who takes part, and what may be done to them."""

    people: dict[str, Person]
    panel: PanelServer
    database_url: str


class Sees(NamedTuple):
    """One message shows all the texts, soon."""

    who: str
    texts: tuple[str, ...]

    async def happens(self, town: Town) -> None:
        await town.people[self.who].sees(*self.texts, patience=PATIENCE)


class Taps(NamedTuple):
    """The button on the newest message that shows the text."""

    who: str
    label: str
    text: str

    async def happens(self, town: Town) -> None:
        person = town.people[self.who]
        message = await person.sees(self.text, patience=PATIENCE)
        await person.until_it_has(self.label, message, PATIENCE)
        await person.taps(self.label, message)


class Says(NamedTuple):
    who: str
    text: str

    async def happens(self, town: Town) -> None:
        await town.people[self.who].says(self.text)


class Asks(NamedTuple):
    """The same command, again until its answer shows the text: what it tells may be a moment old."""

    who: str
    command: str
    text: str

    async def happens(self, town: Town) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.text not in (await town.people[self.who].says(self.command))["text"]:
                await asyncio.sleep(0.2)


class Fails(NamedTuple):
    """The panel's newest order fails at its supplier."""

    async def happens(self, town: Town) -> None:
        book = town.panel.book
        book.end(list(book.orders.values())[-1], "Failed")


class Later(NamedTuple):
    """The panel's clock goes on."""

    seconds: float

    async def happens(self, town: Town) -> None:
        town.panel.book.clock.advance(self.seconds)


class DaysPass(NamedTuple):
    """What is written down in a column, once it is, was so many days earlier."""

    days: int
    table: str
    column: str

    async def happens(self, town: Town) -> None:
        written = f"FROM {self.table} WHERE {self.column} IS NOT NULL"
        async with asyncio.timeout(PATIENCE):
            while not await ask(town.database_url, f"SELECT 1 {written}"):
                await asyncio.sleep(0.05)
        earlier = f"{self.column} = {self.column} - {self.days * DAY}"
        await ask(town.database_url, f"UPDATE {self.table} SET {earlier}")


Step = Sees | Taps | Says | Asks | Fails | Later | DaysPass
Steps = tuple[Step, ...]


def alice_sees(*texts: str) -> Sees:
    return Sees(ALICE, texts)


def olga_sees(*texts: str) -> Sees:
    return Sees(OLGA, texts)
