"""What comes back of an order that was not delivered whole, and the questions about it."""

import pytest

from panel.service_types import Field
from storage import refund_questions
from storage.accounts import Wallet
from storage.orders import OrderStage
from tests.usecases.paid_orders import (
    ALICE,
    MONEY,
    OLGA,
    PETRA,
    PRICE,
    asked,
    corrected,
    decide_refunds,
    events,
    now,
    placed,
    send,
    shop,
    wallet,
)
from tests.usecases.shop import Shop
from usecases.clock import DAY, HOUR
from usecases.errors import AlreadyDecided, BadAnswer, OrderingClosed
from usecases.operating.watch_panel import CLOSING
from usecases.tracking.view_orders import ViewOrders
from views.orders import order_card

__all__ = ["shop"]  # a fixture


@pytest.mark.parametrize(
    ("answer", "back"),
    [
        ({"status": "Completed", "remains": "0"}, 0),
        ({"status": "Partial", "remains": "400"}, 840),
        ({"status": "Partial", "remains": "333"}, 699),
        ({"status": "Partial", "remains": "1000"}, PRICE),
        ({"status": "Canceled", "remains": "0"}, PRICE),
        ({"status": "Refunded", "remains": "0"}, PRICE),
    ],
)
async def test_what_was_not_delivered_comes_back(shop: Shop, answer: dict[str, str], back: int) -> None:
    order = await placed(shop)

    await shop.hears(order, **answer)

    assert (await now(shop, order)).refunded == back
    assert await wallet(shop.world) == Wallet(MONEY - PRICE + back, 0, 0, 0)
    assert await events(shop.world, "refund_question") == []


@pytest.mark.parametrize("reason", sorted(CLOSING))
async def test_what_was_not_delivered_comes_back_while_ordering_is_closed(shop: Shop, reason: str) -> None:
    order = await placed(shop)
    await shop.alert.begin(reason)
    with pytest.raises(OrderingClosed):
        await shop.confirm(await shop.review())

    await shop.hears(order, status="Partial", remains="400")

    assert (await now(shop, order)).refunded == 840


@pytest.mark.parametrize("remains", ["0", "-5", "1001", None])
async def test_a_partial_without_a_proportion_is_a_question_for_the_operators(
    shop: Shop, remains: str | None
) -> None:
    order = await placed(shop)

    await shop.hears(order, status="Partial", remains=remains)

    assert await wallet(shop.world) == Wallet(MONEY - PRICE, 0, 0, 0)
    assert await events(shop.world, "refund_question") == [PETRA, OLGA]
    decide, question = decide_refunds(shop), await asked(shop, order)
    with pytest.raises(BadAnswer):
        await decide.give_back_typed(question, "0.0022", OLGA)
    assert await decide.give_back_typed(question, "0,0005", OLGA) == 500
    with pytest.raises(AlreadyDecided):
        await decide.give_back(question, 100, PETRA)
    assert await wallet(shop.world) == Wallet(MONEY - PRICE + 500, 0, 0, 0)
    assert await events(shop.world, "refund_decided") == [ALICE]


@pytest.mark.parametrize("typed", ["-5", "1e9", "9" * 26, "0.0022", "0.00000001", "all", ""])
async def test_an_amount_that_cannot_come_back_moves_nothing(shop: Shop, typed: str) -> None:
    order = await placed(shop)
    await shop.hears(order, status="Partial", remains="0")

    with pytest.raises(BadAnswer) as told:
        await decide_refunds(shop).give_back_typed(await asked(shop, order), typed, OLGA)

    assert told.value.limits == {"min": "0", "max": "0.0021"}
    assert await wallet(shop.world) == Wallet(MONEY - PRICE, 0, 0, 0)
    assert len(await refund_questions.open_ones(shop.world.db)) == 1


async def test_the_card_says_since_when_it_is_asked_and_what_was_decided(shop: Shop) -> None:
    world = shop.world
    view_orders = ViewOrders(db=world.db, panel_key_id=1, clock=world.clock, is_shop=True)
    order = await placed(shop)
    assert (await view_orders.card(order.id, ALICE)).question is None
    await shop.hears(order, status="Partial", remains="0")
    card = order_card.card(await view_orders.card(order.id, ALICE)).text
    assert "how much of the price comes back" in card

    await decide_refunds(shop).give_back(await asked(shop, order), 0, OLGA)

    card = order_card.card(await view_orders.card(order.id, ALICE)).text
    assert "The operator decided that nothing comes back." in card
    assert "how much of the price comes back" not in card


async def test_an_open_question_is_said_again_every_day(shop: Shop) -> None:
    order = await placed(shop)
    await shop.hears(order, status="Partial", remains="0")
    decide = decide_refunds(shop)

    await decide.say_again()
    assert len(await events(shop.world, "refund_question")) == 2
    shop.world.now += DAY
    await decide.say_again()
    await decide.say_again()

    assert len(await events(shop.world, "refund_question")) == 4


async def test_a_canceled_order_that_was_refilled_is_a_question(shop: Shop) -> None:
    order = await placed(shop)
    await shop.world.db.execute(
        "INSERT INTO refills (order_id, user_id, panel_key_id, created_at) VALUES ($1, 1, 1, 0)", order.id
    )
    await shop.world.db.execute("UPDATE refills SET status = 'submitting'")
    await shop.world.db.execute("UPDATE refills SET status = 'pending', panel_refill_id = '1'")

    await shop.hears(order, status="Canceled")

    assert await wallet(shop.world) == Wallet(MONEY - PRICE, 0, 0, 0)
    assert (await refund_questions.open_ones(shop.world.db))[0].doubt == "after_refill"


async def test_a_partial_package_is_a_question(shop: Shop) -> None:
    draft = (await shop.drafts.start(ALICE, "3")).draft
    step = await shop.drafts.answer(draft.id, ALICE, Field.LINK, "https://example.com/p")
    order = await shop.confirm(step.draft)
    await send(shop, {"order": 801})

    await shop.hears(order, status="Partial", remains="5")

    assert (await refund_questions.open_ones(shop.world.db))[0].doubt == "no_proportion"


async def test_late_corrections_refund_up_to_the_highest_target_once_and_then_ask(shop: Shop) -> None:
    order = await placed(shop)
    await shop.hears(order, status="Completed", remains="0")

    await corrected(shop, status="Partial", remains="400")
    assert (await now(shop, order)).refunded == 840
    await corrected(shop, status="Partial", remains="400")
    await corrected(shop, status="Canceled", remains="1000")
    assert (await now(shop, order)).refunded == PRICE
    assert await events(shop.world, "order_corrected") == [ALICE, ALICE]
    assert await refund_questions.open_ones(shop.world.db) == []
    await corrected(shop, status="Completed", remains="0")

    assert (await now(shop, order)).status is OrderStage.COMPLETED
    assert await wallet(shop.world) == Wallet(MONEY, 0, 0, 0)
    assert (await refund_questions.open_ones(shop.world.db))[0].doubt == "delivered_after_all"
    assert await decide_refunds(shop).take_back(await asked(shop, order), OLGA) == PRICE
    assert await wallet(shop.world) == Wallet(MONEY - PRICE, 0, 0, 0)


async def test_a_canceled_order_that_is_under_way_again_is_a_question_once(shop: Shop) -> None:
    order = await placed(shop)
    await shop.hears(order, status="Canceled")

    for _ in range(2):
        await corrected(shop, status="In progress", remains="500")

    assert (await now(shop, order)).status is OrderStage.CANCELED
    assert await events(shop.world, "refund_question") == [PETRA, OLGA]


async def test_an_ended_order_is_asked_for_six_times_in_fourteen_days(shop: Shop) -> None:
    order = await placed(shop)
    await shop.hears(order, status="Completed", remains="0")
    ended = (await now(shop, order)).ended_at or 0

    looks = []
    while (at := await shop.world.db.fetch_one("SELECT look_again_at FROM orders")) and at[0] is not None:
        looks.append((at[0] - ended) // HOUR)
        await corrected(shop, status="Completed", remains="0")

    assert looks == [1, 6, 24, 72, 168, 336]
