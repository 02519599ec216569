"""The sandbox's panel takes what each service type needs, is as lenient as real ones, and takes the right price."""

from decimal import Decimal

import pytest

from sandbox.panel.server import PanelServer
from tests.sandbox.conftest import Ask

LINK = {"link": "https://e.com/1"}
FIFTY = {**LINK, "quantity": "100"}

# type, what `add` takes, how many are paid for (None: a package)
TYPES = [
    ("Default", FIFTY, 100),
    ("Package", LINK, None),
    ("Custom Comments", {**LINK, "comments": "a\n\nb\nc\nd\ne\n"}, 5),
    ("Custom Comments Package", {**LINK, "comments": "a\nb"}, None),
    ("Mentions", {**FIFTY, "usernames": "alice\nbob"}, 100),
    ("Mentions with Hashtags", {**FIFTY, "usernames": "alice", "hashtags": "sea"}, 100),
    ("Mentions Custom List", {**LINK, "usernames": "alice\nbob\nolga"}, 3),
    ("Mentions Hashtag", {**FIFTY, "hashtag": "sea"}, 100),
    ("Mentions Users Followers", {**FIFTY, "username": "alice"}, 100),
    ("Mentions Media Likers", {**FIFTY, "media": "https://e.com/m"}, 100),
    ("Comment Likes", {**FIFTY, "username": "alice"}, 100),
    ("Comment Replies", {**LINK, "username": "alice", "comments": "a\nb"}, 2),
    ("Poll", {**FIFTY, "answer_number": "2"}, 100),
    ("Invites from Groups", {**FIFTY, "groups": "one\ntwo"}, 100),
    ("Subscriptions", {"username": "alice", "min": "20", "max": "30", "posts": "4", "delay": "15"}, 120),
    ("SEO", {**FIFTY, "keywords": "sea"}, 100),
    ("Web Traffic", {**LINK, "quantity": "500", "country": "DE", "device": "1", "type_of_traffic": "3"}, 500),
]
OPTIONAL = {"posts"}


def service_of(panel: PanelServer, type_name: str) -> int:
    return next(one.id for one in panel.book.services.values() if one.type == type_name)


@pytest.mark.parametrize(("type_name", "parameters", "paid_for"), TYPES, ids=[row[0] for row in TYPES])
async def test_each_type_is_taken_with_what_it_needs_and_charged(
    ask: Ask, panel: PanelServer, type_name: str, parameters: dict[str, str], paid_for: int | None
) -> None:
    service = panel.book.services[service_of(panel, type_name)]

    order = panel.book.orders[(await ask("add", service=service.id, **parameters))["order"]]

    assert order.sent == {"service": str(service.id), **parameters}
    assert order.price == service.rate * (Decimal(1) if paid_for is None else Decimal(paid_for) / 1000)
    assert panel.book.keys["demo-key"].balance == 1000 - order.price


@pytest.mark.parametrize(
    ("type_name", "parameters", "missing"),
    [(type_name, full, name) for type_name, full, _ in TYPES for name in full if name not in OPTIONAL],
)
async def test_nothing_that_a_type_needs_may_be_missing(
    ask: Ask, panel: PanelServer, type_name: str, parameters: dict[str, str], missing: str
) -> None:
    rest = {name: value for name, value in parameters.items() if name != missing}

    answer = await ask("add", service=service_of(panel, type_name), **rest)

    assert f"neworder.error.{missing}" in answer["error"]
    assert not panel.book.orders


# What the program may send beside what a type needs, and what other clients send.
BESIDE = {"quantity": "77", "runs": "4", "interval": "9", "keywords": "x", "comments": "a\nb", "posts": "0"}


@pytest.mark.parametrize(("type_name", "parameters", "paid_for"), TYPES, ids=[row[0] for row in TYPES])
async def test_what_a_type_does_not_need_is_taken_and_does_nothing(
    ask: Ask, panel: PanelServer, type_name: str, parameters: dict[str, str], paid_for: int | None
) -> None:
    service = panel.book.services[service_of(panel, type_name)]
    service.dripfeed = False
    sent = BESIDE | parameters

    order = panel.book.orders[(await ask("add", service=service.id, **sent))["order"]]

    assert order.sent == {"service": str(service.id), **sent}
    assert order.price == service.rate * (Decimal(1) if paid_for is None else Decimal(paid_for) / 1000)
    assert "runs" not in await ask("status", order=order.id)


@pytest.mark.parametrize("posts", ["0", None])
async def test_a_subscription_without_a_number_of_posts_is_taken(
    ask: Ask, panel: PanelServer, posts: str | None
) -> None:
    wish = {"username": "alice", "min": "20", "max": "30", "delay": "15"}

    number = (
        await ask(
            "add", service=service_of(panel, "Subscriptions"), **wish, **({"posts": posts} if posts else {})
        )
    )["order"]

    assert panel.book.orders[number].quantity == 30


async def test_some_services_take_a_user_name_for_a_link(ask: Ask, panel: PanelServer) -> None:
    by_name = next(one for one in panel.book.services.values() if one.named)

    assert "order" in await ask("add", service=by_name.id, link="john.doe", quantity=100)
    assert await ask("add", service=101, link="john.doe", quantity=100) == {"error": "neworder.error.link"}


@pytest.mark.parametrize(
    ("type_name", "change", "error"),
    [
        ("Poll", {"answer_number": "0"}, "neworder.error.answer_number"),
        ("Mentions Media Likers", {"media": "m"}, "neworder.error.link"),
        ("Custom Comments", {"comments": "\n \n"}, "neworder.error.comments"),
        (
            "Custom Comments",
            {"comments": "a\nb"},
            "quantity must to be greater than or equal to minimum amount 5",
        ),
        ("Subscriptions", {"delay": "7"}, "neworder.error.delay"),
        ("Subscriptions", {"min": "40"}, "neworder.error.max_quantity"),
        ("Web Traffic", {"device": "6"}, "neworder.error.device"),
        ("Web Traffic", {"type_of_traffic": "1"}, "neworder.error.type_of_traffic"),
        ("Web Traffic", {"type_of_traffic": "2", "referring_url": "e.com"}, "neworder.error.link"),
        ("Web Traffic", {"type_of_traffic": "2", "google_keyword": "sea"}, "neworder.error.type_of_traffic"),
        ("Default", {"link": " "}, "neworder.error.link"),
    ],
)
async def test_particulars_are_checked(
    ask: Ask, panel: PanelServer, type_name: str, change: dict[str, str], error: str
) -> None:
    right = next(full for known, full, _ in TYPES if known == type_name)

    answer = await ask("add", service=service_of(panel, type_name), **(right | change))

    assert answer == {"error": error}


async def test_a_drip_feed_costs_every_run_and_shows_its_runs(ask: Ask, panel: PanelServer) -> None:
    service = next(one for one in panel.book.services.values() if one.dripfeed)

    number = (await ask("add", service=service.id, **FIFTY, runs=5, interval=60))["order"]

    assert panel.book.orders[number].price == service.rate * 500 / 1000
    assert await ask("status", order=number) == {"status": "Pending", "runs": "5", "orders": []}


async def test_a_subscription_shows_its_posts(ask: Ask, panel: PanelServer) -> None:
    wish = next(full for known, full, _ in TYPES if known == "Subscriptions")

    number = (await ask("add", service=service_of(panel, "Subscriptions"), **wish))["order"]

    shown = await ask("status", order=number)
    assert shown == {"status": "Active", "expiry": None, "posts": "4", "orders": []}
