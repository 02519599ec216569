"""The card of an order says everything that was ordered, whatever the type of its service."""

from collections.abc import Mapping

import pytest

from panel.service_types import Field, ServiceType
from storage.orders import OrderStage
from storage.records import Json
from tests.views.gallery.ordering import answer_to, step
from tests.views.gallery.paper import Shown
from tests.views.gallery.records import LINK, ORDINARY, POSTS
from usecases.operating.end_orders import OrderInTrouble
from usecases.ordering.fields import SKIPPED
from usecases.submitting.decide import OrderInDoubt
from views import notifications
from views.operating import decisions, troubles
from views.orders import order_card
from views.screen import Screen

LINES: Mapping[Field, str] = {
    Field.LINK: f"🔗 {LINK}",
    Field.QUANTITY: "Quantity: 1,000",
    Field.RUNS: "Runs: 5",
    Field.INTERVAL: "Every 60 minutes",
    Field.COMMENTS: "Comments: 3 lines (Well done!…)",
    Field.USERNAMES: "Usernames: 2 lines (carol…)",
    Field.HASHTAGS: "Hashtags: 2 lines (#spring…)",
    Field.HASHTAG: "Hashtag: spring",
    Field.USERNAME: "Username: alice",
    Field.MEDIA: "Post link: https://pictogram.example/p/2",
    Field.ANSWER_NUMBER: "Poll option: 2",
    Field.GROUPS: "Groups: 2 lines (https://chatter.example/g/1…)",
    Field.MIN: "Minimum per post: 100",
    Field.MAX: "Maximum per post: 200",
    Field.POSTS: "New posts: 10",
    Field.DELAY: "Delay in minutes: 30",
    Field.EXPIRY: "Ends on: Dec 31, 2030",
    Field.KEYWORDS: "Keywords: 2 lines (garden chairs…)",
    Field.COUNTRY: "Country: United States (US)",
    Field.DEVICE: "Device: Mobile and desktop",
    Field.TYPE_OF_TRAFFIC: "Traffic source: Search engine",
    Field.GOOGLE_KEYWORD: "Search keyword: garden chairs",
}

UNSAID = "At most $0.90: the panel does not say what it charged."


def lines(screen: Screen) -> list[str]:
    return Shown("", screen).text.split("\n")


@pytest.mark.parametrize("type_", ServiceType)
def test_the_card_says_everything_that_was_ordered(type_: ServiceType) -> None:
    service, answers = ORDINARY.service(type_), dict[str, str]()
    while (question := step(ORDINARY, service, answers).question) is not None:
        answers[question] = answer_to(ORDINARY, question)
    given = {name: value for name, value in answers.items() if value != SKIPPED}
    order = ORDINARY.order(service_type=type_, parameters=Json(given))

    shown = lines(order_card.card(ORDINARY.card(order)))

    assert [line for name in given if (line := LINES[Field(name)]) not in shown] == []
    assert ("📄 Show the whole list" in str(order_card.card(ORDINARY.card(order)).rows)) == any(
        "\n" in value for value in given.values()
    )


@pytest.mark.parametrize(
    ("parameters", "price", "line", "cost"),
    [
        (POSTS, 900_000, "💵 At most $0.90", "The order costs at most $0.90."),
        (Json({"quantity": "1000"}), 900_000, "💵 $0.90", "The order costs $0.90."),
        (POSTS, 0, "💵 price unknown", "What the order costs is not known."),
        (Json({"quantity": "1000"}), 0, "💵 price unknown", "What the order costs is not known."),
    ],
    ids=["subscription", "another type", "subscription without a price", "without a price"],
)
def test_the_operator_reads_the_price_as_the_customer_does(
    parameters: Json, price: int, line: str, cost: str
) -> None:
    order = ORDINARY.order(OrderStage.UNCONFIRMED, parameters=parameters, price=price)
    evidence = {"balance_before": 2_000_000, "balance_after": 2_000_000, "candidates": []}
    doubt = OrderInDoubt(order, ORDINARY.in_doubt(evidence).submission, ORDINARY.user())

    for screen in (
        decisions.decision(doubt),
        decisions.deny_order(doubt),
        troubles.facts(OrderInTrouble(order, ORDINARY.user())),
        troubles.problem(OrderInTrouble(order, ORDINARY.user())),
    ):
        assert line in lines(screen)
    assert f"Balance unchanged ($2.00). {cost}" in lines(decisions.decision(doubt))
    customer = lines(order_card.card(ORDINARY.card(order)))
    assert any(one.startswith(line) for one in customer)


@pytest.mark.parametrize(
    ("status", "charge", "line", "news"),
    [
        (OrderStage.IN_PROGRESS, None, "💵 At most $0.90: you pay post by post.", None),
        (OrderStage.COMPLETED, 270_000, "💵 At most $0.90 · charged $0.27", "Charged $0.27"),
        (OrderStage.COMPLETED, 900_000, "💵 At most $0.90 · charged $0.90", "Charged $0.90"),
        (OrderStage.CANCELED, None, f"💵 {UNSAID}", UNSAID),
        (OrderStage.COMPLETED, None, f"💵 {UNSAID}", UNSAID),
        (OrderStage.CLOSED, None, "💵 At most $0.90", None),
    ],
)
def test_a_subscription_that_ended_says_what_was_charged_or_that_it_is_not_known(
    status: OrderStage, charge: int | None, line: str, news: str | None
) -> None:
    order = ORDINARY.order(status, parameters=POSTS, quantity=500, charge=charge, parts_done=3)

    assert line in lines(order_card.card(ORDINARY.card(order, charge=charge)))
    if status.finished:
        assert [one for one in lines(notifications.ended(order)) if "harged" in one] == (
            [news] if news else []
        )
