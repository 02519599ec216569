"""An order of each service type that a shop sells, bought from a wallet in the chat."""

import asyncio
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from panel.service_types import ServiceType
from sandbox.panel.book import Order
from sandbox.panel.server import PanelServer
from tests.conftest import ALICE, Bot
from tests.people import Person
from tests.shops import give, wallet

ENGINES_OF_STORIES = ("sqlite",)

LINK = "https://example.com/p/1"
PEOPLE = "ann.lee\nbob.ray"
MONEY = 100_000_000
A_CENT = Decimal("0.01")


class Bought(NamedTuple):
    """`answers` are what is typed at each question; `sent` are the parameters that the panel gets besides the link."""

    service: str
    answers: tuple[str, ...]
    sent: dict[str, str]


BOUGHT = {
    ServiceType.DEFAULT: Bought("Pictogram Followers · Standard", (LINK, "1k"), {"quantity": "1000"}),
    ServiceType.PACKAGE: Bought("Pictogram Followers · Starter pack of 500", (LINK,), {"quantity": "1"}),
    ServiceType.CUSTOM_COMMENTS: Bought(
        "Pictogram Comments · Your words",
        (LINK, "a\nb\nc\nd\ne"),
        {"quantity": "5", "comments": "a\nb\nc\nd\ne"},
    ),
    ServiceType.CUSTOM_COMMENTS_PACKAGE: Bought(
        "Pictogram Comments · Pack of 10", (LINK, "a\nb"), {"quantity": "1", "comments": "a\nb"}
    ),
    ServiceType.MENTIONS: Bought(
        "Pictogram Mentions", (LINK, "60", PEOPLE), {"quantity": "60", "usernames": PEOPLE}
    ),
    ServiceType.MENTIONS_WITH_HASHTAGS: Bought(
        "Pictogram Mentions with hashtags",
        (LINK, "60", PEOPLE, "#sun\n#sea"),
        {"quantity": "60", "usernames": PEOPLE, "hashtags": "#sun\n#sea"},
    ),
    ServiceType.MENTIONS_CUSTOM_LIST: Bought(
        "Pictogram Mentions of your list", (LINK, PEOPLE), {"quantity": "2", "usernames": PEOPLE}
    ),
    ServiceType.MENTIONS_HASHTAG: Bought(
        "Pictogram Mentions by hashtag", (LINK, "60", "#sun"), {"quantity": "60", "hashtag": "#sun"}
    ),
    ServiceType.MENTIONS_USER_FOLLOWERS: Bought(
        "Pictogram Mentions of someone's followers",
        (LINK, "60", "ann.lee"),
        {"quantity": "60", "username": "ann.lee"},
    ),
    ServiceType.MENTIONS_MEDIA_LIKERS: Bought(
        "Pictogram Mentions of a post's likers", (LINK, "60", LINK), {"quantity": "60", "media": LINK}
    ),
    ServiceType.COMMENT_LIKES: Bought(
        "Pictogram Likes on a comment", (LINK, "60", "ann.lee"), {"quantity": "60", "username": "ann.lee"}
    ),
    ServiceType.COMMENT_REPLIES: Bought(
        "Pictogram Replies to a comment",
        (LINK, "ann.lee", "a\nb"),
        {"quantity": "2", "username": "ann.lee", "comments": "a\nb"},
    ),
    ServiceType.POLL: Bought(
        "Papergram Poll votes", (LINK, "60", "2"), {"quantity": "60", "answer_number": "2"}
    ),
    ServiceType.INVITES_FROM_GROUPS: Bought(
        "Papergram Members from groups",
        (LINK, "60", "https://example.com/g/1"),
        {"quantity": "60", "groups": "https://example.com/g/1"},
    ),
    ServiceType.SEO: Bought(
        "Search ranking clicks", (LINK, "60", "blue shoes"), {"quantity": "60", "keywords": "blue shoes"}
    ),
    ServiceType.WEB_TRAFFIC: Bought(
        "Website visits · once, no drip-feed",
        (LINK, "1k", "Germany", "Desktop", "Search engine", "blue shoes"),
        {
            "quantity": "1000",
            "country": "DE",
            "device": "1",
            "type_of_traffic": "1",
            "google_keyword": "blue shoes",
        },
    ),
}


def test_nothing_else_is_sold() -> None:
    assert set(ServiceType) - set(BOUGHT) == {ServiceType.SUBSCRIPTIONS}


async def test_each_type_is_paid_from_the_wallet_and_comes_back_when_it_is_canceled(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, MONEY)
    left = MONEY

    for number, bought in enumerate(BOUGHT.values(), 1):
        await _buys(alice, bought)
        await alice.sees(f"Order {number} · Pending", "from your wallet")
        order = list(panel.book.orders.values())[-1]
        left -= price_of(order)
        assert (await wallet(url, ALICE))["wallet"] == left, bought.service
        assert _sent(panel) == bought.sent

    assert len(panel.book.orders) == len(BOUGHT)
    for order in panel.book.orders.values():
        panel.book.end(order, "Canceled")
    async with asyncio.timeout(40):
        while (await wallet(url, ALICE))["wallet"] != MONEY:
            await asyncio.sleep(0.05)


async def _buys(person: Person, bought: Bought) -> None:
    await person.taps(bought.service, await person.says(f"/search {bought.service}", shows="result"))
    await person.taps("Order")
    for answer in bought.answers[:-1]:
        await person.says(answer, shows="Step ")
    review = await person.says(bought.answers[-1], shows="Review your order")
    await person.taps("Place order", review)


def _sent(panel: PanelServer) -> dict[str, str]:
    """Return what the newest `add` said about the order itself."""
    sent = [call.sent for call in panel.calls if call.action == "add"][-1]
    return {name: value for name, value in sent.items() if name not in {"key", "action", "service", "link"}}


def price_of(order: Order) -> int:
    """Return the price without a margin, rounded up to the step of prices, in micro-units."""
    return int(order.price.quantize(A_CENT, ROUND_CEILING).scaleb(6))
