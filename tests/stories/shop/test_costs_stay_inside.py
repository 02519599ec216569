"""What a service costs at the panel reaches no customer: no screen, no message, no line of the log at INFO."""

import logging
import re

import pytest

from sandbox.panel.server import PanelServer
from tests.people import Message, Person
from tests.stories.shop.acts import FOLLOWERS, LINK, sets
from usecases.pricing.units import MICRO
from views.text import money

LIKES = "Clipstream Likes"
WORDS = re.compile(
    r"\b(cost|costs(?! \$)|margin|markup|percent above|supplier|wholesale|Panel account)\b", re.IGNORECASE
)


class Walk:
    """A customer's way through the bot. It keeps every text and button that was shown."""

    def __init__(self, alice: Person) -> None:
        self._alice = alice
        self.seen: list[str] = []

    def _keep(self, message: Message) -> Message:
        self.seen += [str(message.get("text", "")), *self._alice.labels(message), self._alice.toast]
        return message

    async def says(self, text: str, shows: str = "") -> Message:
        return self._keep(await self._alice.says(text, shows=shows))

    async def taps(self, label: str, message: Message | None = None) -> Message:
        return self._keep(await self._alice.taps(label, message))

    async def __call__(self) -> None:
        """See everything that a customer sees before an order."""
        catalogue = await self.says("/catalogue", "Catalogue")
        for label in [one for one in self._alice.labels(catalogue) if " · " in one]:
            await self.taps(label, await self.says("/catalogue", "Catalogue"))
        for words in (FOLLOWERS, "followrs", "pack", LIKES):
            await self.says(f"/search {words}")
        await self.taps(LIKES)
        await self.taps("Order")
        await self.says(LINK, "How many?")
        await self.says("5", "Too few")
        await self.says("1234", "Review your order")
        await self.taps("Change")
        for command in ("/start", "/balance", "/orders", "/settings", "/help", "/terms", "/privacy"):
            await self.says(command)
        await self.says("/start s_no-such-service")


async def test_no_screen_of_a_customer_has_a_cost(
    alice: Person, olga: Person, panel: PanelServer, caplog: pytest.LogCaptureFixture
) -> None:
    await sets(olga, "Percent", "41.17")
    walk = Walk(alice)
    await walk()
    texts = walk.seen

    costs = {money(int(one.rate * MICRO), "USD") for one in panel.book.services.values() if one.rate}
    shown = {amount for text in texts for amount in re.findall(r"\$[\d,.]*\d", text)}
    assert len(shown) > 20
    assert sorted(shown & costs) == []
    assert not [text for text in texts if WORDS.search(text)]
    logged = [record.getMessage() for record in caplog.records if record.levelno >= logging.INFO]
    assert not [line for line in logged if "0.90" in line or WORDS.search(line)]


async def test_only_what_can_be_sold_is_listed(alice: Person, olga: Person, panel: PanelServer) -> None:
    """No subscriptions, and nothing whose rate is 0 without a fixed rate."""
    kinds = {service.type for service in panel.book.services.values()}
    assert "Subscriptions" in kinds
    subscription = next(one for one in panel.book.services.values() if one.type == "Subscriptions")

    await alice.says(f"/search {subscription.id}", shows="No results")
    await alice.says(f"/start s_{subscription.id}", shows="offered")
