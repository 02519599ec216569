"""Money that was given back and taken back: whatever the panel says next, nobody keeps it unasked."""

import asyncio

import pytest

from storage import refund_questions, sales
from storage.accounts import Wallet
from storage.orders import Order
from tests.usecases.paid_orders import (
    ALICE,
    MONEY,
    OLGA,
    PETRA,
    PRICE,
    asked,
    corrected,
    decide_refunds,
    drain,
    events,
    now,
    placed,
    shop,
    wallet,
)
from tests.usecases.shop import Shop
from tests.usecases.test_money_at_risk import look_again
from usecases.errors import AlreadyDecided, BadAnswer
from usecases.operating.report_sales import ReportSales
from usecases.tracking.view_orders import ViewOrders
from views import notifications
from views.orders import order_card

__all__ = ["shop"]  # a fixture

PART = 840  # of the price, for 400 of 1,000


async def doubts(shop: Shop) -> list[str]:
    return [one.doubt for one in await refund_questions.open_ones(shop.world.db)]


async def taken_back(shop: Shop, *, word: str = "Canceled", remains: str = "1000") -> Order:
    """An order whose money came back and was taken back, because the panel said that it was delivered."""
    order = await placed(shop)
    await shop.hears(order, status=word, remains=remains)
    await corrected(shop, status="Completed", remains="0")
    assert await decide_refunds(shop).take_back(await asked(shop, order), OLGA) > 0
    return order


async def card(shop: Shop, order: Order) -> str:
    world = shop.world
    view = ViewOrders(db=world.db, panel_key_id=1, clock=world.clock, is_shop=True)
    return order_card.card(await view.card(order.id, ALICE)).text


async def test_a_cancel_after_a_take_back_asks_and_the_money_is_given_again(shop: Shop) -> None:
    order = await taken_back(shop)
    assert await wallet(shop.world) == Wallet(MONEY - PRICE, 0, 0, 0)
    assert "was taken from your wallet again" in await card(shop, order)
    assert "is back in your wallet" not in await card(shop, order)

    await corrected(shop, status="Canceled", remains="1000")

    assert await doubts(shop) == ["after_take_back"]
    assert await events(shop.world, "refund_question") == [PETRA, OLGA] * 2
    assert "how much of the price comes back" in await card(shop, order)
    it = await decide_refunds(shop).newest_open(order.id)
    assert (it.given_back, it.proposed, it.left) == (0, PRICE, PRICE)
    assert await decide_refunds(shop).give_back(it.question.id, it.proposed, OLGA) == PRICE
    assert await wallet(shop.world) == Wallet(MONEY, 0, 0, 0)
    assert (await now(shop, order)).refunded == PRICE
    assert "the whole price, is back in your wallet" in await card(shop, order)
    assert "taken from your wallet" not in await card(shop, order)


async def test_a_cancel_after_a_take_back_may_be_left_and_is_asked_once(shop: Shop) -> None:
    order = await taken_back(shop)
    await corrected(shop, status="Canceled", remains="1000")
    await decide_refunds(shop).give_back(await asked(shop, order), 0, OLGA)

    await corrected(shop, status="Canceled", remains="1000")

    assert await doubts(shop) == []
    assert await wallet(shop.world) == Wallet(MONEY - PRICE, 0, 0, 0)
    assert "The operator decided that nothing comes back." in await card(shop, order)
    await corrected(shop, status="Completed", remains="0")
    assert await doubts(shop) == []  # there is nothing to take back
    await corrected(shop, status="Canceled", remains="1000")
    assert await doubts(shop) == ["after_take_back"]  # the panel has changed its mind since


async def test_a_cancel_is_news_also_where_the_order_was_only_said_to_go_on(shop: Shop) -> None:
    order = await placed(shop)
    await shop.hears(order, status="Canceled")
    await corrected(shop, status="In progress", remains="500")
    await decide_refunds(shop).take_back(await asked(shop, order), OLGA)

    await corrected(shop, status="Canceled")

    assert await doubts(shop) == ["after_take_back"]


async def test_a_cancel_again_answers_the_question_whether_to_take_back(shop: Shop) -> None:
    order = await placed(shop)
    await shop.hears(order, status="Canceled")
    await corrected(shop, status="In progress", remains="500")
    question = await asked(shop, order)

    await corrected(shop, status="Canceled")

    assert await doubts(shop) == []
    with pytest.raises(AlreadyDecided):
        await decide_refunds(shop).take_back(question, OLGA)
    assert await wallet(shop.world) == Wallet(MONEY, 0, 0, 0)


async def test_a_part_is_proposed_and_what_nobody_took_back_comes_by_itself(shop: Shop) -> None:
    order = await taken_back(shop, word="Partial", remains="400")
    await corrected(shop, status="Partial", remains="400")
    assert (await decide_refunds(shop).newest_open(order.id)).proposed == PART

    await corrected(shop, status="Canceled", remains="1000")

    it = await decide_refunds(shop).newest_open(order.id)
    assert (it.order.refunded, it.given_back, it.proposed) == (PRICE, PRICE - PART, PART)
    assert await wallet(shop.world) == Wallet(MONEY - PART, 0, 0, 0)
    with pytest.raises(BadAnswer):
        await decide_refunds(shop).give_back(it.question.id, PART + 1, OLGA)
    await decide_refunds(shop).give_back(it.question.id, PART, OLGA)
    assert await wallet(shop.world) == Wallet(MONEY, 0, 0, 0)


async def test_a_part_that_nobody_knows_may_be_given_after_a_take_back(shop: Shop) -> None:
    order = await taken_back(shop)
    await corrected(shop, status="Partial", remains="0")
    assert await doubts(shop) == ["no_proportion"]

    assert await decide_refunds(shop).give_back(await asked(shop, order), 500, OLGA) == 500

    assert await wallet(shop.world) == Wallet(MONEY - PRICE + 500, 0, 0, 0)


async def test_what_was_given_again_may_be_taken_back_again(shop: Shop) -> None:
    order = await taken_back(shop)
    await corrected(shop, status="Canceled", remains="1000")
    await decide_refunds(shop).give_back(await asked(shop, order), PRICE, OLGA)

    await corrected(shop, status="Completed", remains="0")

    assert await doubts(shop) == ["delivered_after_all"]
    assert await decide_refunds(shop).take_back(await asked(shop, order), OLGA) == PRICE
    assert await wallet(shop.world) == Wallet(MONEY - PRICE, 0, 0, 0)


async def test_only_what_was_taken_is_given_again(shop: Shop) -> None:
    order = await placed(shop)
    await shop.hears(order, status="Canceled")
    await drain(shop, leave=100)
    await corrected(shop, status="Completed", remains="0")
    assert await decide_refunds(shop).take_back(await asked(shop, order), OLGA) == 100

    await corrected(shop, status="Canceled", remains="1000")

    it = await decide_refunds(shop).newest_open(order.id)
    assert (it.given_back, it.proposed) == (PRICE - 100, 100)


async def test_the_button_of_an_older_question_decides_nothing_about_a_newer_one(shop: Shop) -> None:
    order = await placed(shop)
    await shop.hears(order, status="Canceled")
    await corrected(shop, status="Completed", remains="0")
    older = await asked(shop, order)
    await decide_refunds(shop).take_back(older, OLGA)
    await corrected(shop, status="Canceled", remains="1000")

    with pytest.raises(AlreadyDecided):
        await decide_refunds(shop).give_back(older, 0, PETRA)  # "Leave the money"

    assert await doubts(shop) == ["after_take_back"]


async def test_two_operators_and_the_panel_at_once_give_again_once(shop: Shop) -> None:
    order = await taken_back(shop)
    await corrected(shop, status="Canceled", remains="1000")
    decide, question = decide_refunds(shop), await asked(shop, order)

    ends = await asyncio.gather(
        decide.give_back(question, PRICE, OLGA),
        decide.give_back(question, PRICE, PETRA),
        look_again(shop, {str(order.panel_order_id): "Canceled"}),
        return_exceptions=True,
    )

    assert [end for end in ends if isinstance(end, Exception) and not isinstance(end, AlreadyDecided)] == []
    assert await wallet(shop.world) == Wallet(MONEY, 0, 0, 0)


async def test_the_customer_reads_that_the_money_was_taken_back(shop: Shop) -> None:
    order = await taken_back(shop)

    assert await events(shop.world, "refund_decided") == [ALICE]
    told = notifications.refund_decided(await now(shop, order), taken_back=PRICE).text
    assert "was taken from your wallet again" in told
    assert "is back in your wallet" not in told


async def test_the_sales_count_what_was_taken_back_as_paid(shop: Shop) -> None:
    order = await taken_back(shop)

    [month] = await ReportSales(db=shop.world.db, wallet_currency="USD").by_month(shop.world.now)

    assert (month.quoted, month.spent) == (PRICE, PRICE)
    assert await sales.paid_since(shop.world.db, ALICE, 0) == PRICE
    await corrected(shop, status="Canceled", remains="1000")
    await decide_refunds(shop).give_back(await asked(shop, order), PRICE, OLGA)
    [month] = await ReportSales(db=shop.world.db, wallet_currency="USD").by_month(shop.world.now)
    assert (month.quoted, month.spent) == (PRICE, 0)
    assert await sales.paid_since(shop.world.db, ALICE, 0) == 0
