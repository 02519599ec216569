"""A customer of a shop asks where the money of an order is."""

from bot.settings import Settings
from sandbox.panel.server import PanelServer
from tests.conftest import ALICE, Bot
from tests.people import Person
from tests.shops import give
from tests.stories.support import FOLLOWERS, LINK, opens_card, replies

ENGINES_OF_STORIES = ("sqlite",)


async def test_alice_reads_what_came_back_and_writes_to_support(
    alice: Person, olga: Person, panel: PanelServer, settings: Settings, bot: Bot
) -> None:
    await give(settings.database_url, ALICE, 10_000_000)
    await alice.orders(FOLLOWERS, LINK, "1k")
    panel.book.end(panel.book.orders[23501], "Canceled")
    await alice.sees("Order 1 · Canceled", "back in your wallet")
    await alice.taps("Something is wrong", await opens_card(alice, 1))

    facts = await alice.taps("The money is wrong")

    assert "from your wallet" in facts["text"]
    assert "back in your wallet" in facts["text"]
    assert alice.labels(facts)[0] == "👛 Wallet"
    await alice.taps("Write to support", facts)
    await alice.sees("Write what is wrong in one message")
    await alice.says("Where is my money?", shows="on its way to support")
    news = await olga.sees("Support · order 1", "The money is wrong", "Where is my money?")
    await replies(bot, olga, news, "In your wallet.", shows="on its way")
    await alice.sees("Support · order 1", "In your wallet.")
