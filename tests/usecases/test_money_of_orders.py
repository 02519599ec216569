"""The money of orders that wallets pay for: held, captured, released, given back, asked about."""

from collections.abc import AsyncIterator

import pytest

from panel.service_types import Field
from storage import accounts, audit, orders, refund_questions, transfers
from storage.accounts import AccountKind, Wallet
from storage.database import Constraint
from storage.orders import Cost, Order, OrderStage
from storage.transfers import TransferKind
from tests.usecases.shop import LIKES, PACK, Shop
from tests.usecases.sweeping import World
from usecases.alerting.tell_refusals import TellRefusals
from usecases.clock import DAY, HOUR
from usecases.errors import AlreadyDecided, BadAnswer, NotTakenNow, OrderingClosed, TooLittleMoney
from usecases.operating.watch_panel import CLOSING
from usecases.paying.decide_refunds import DecideRefunds
from usecases.pricing.quote import review_of
from usecases.submitting.decide import Decide
from usecases.submitting.submit_order import SubmitOrder
from usecases.tracking.look_again import LookAgain
from usecases.tracking.view_orders import ViewOrders
from usecases.wakeup import WakeUp
from views.orders import order_card

ALICE, PETRA, OLGA = 1, 8, 9
MONEY = 10_000_000
PRICE = 2_100  # what 1,000 likes cost
COST = Cost("0.0015", 1_500, "USD")


@pytest.fixture
async def shop(world: World) -> AsyncIterator[Shop]:
    shop = Shop(world, costs={"1": COST, "3": COST})
    await shop.lists(LIKES, PACK)
    shop.catalogue.panel_currency = "USD"
    await world.db.execute(
        "UPDATE panel_keys SET balance = 10000000, balance_at = $1, currency = 'USD'", world.now
    )
    await world.db.execute("UPDATE users SET role = 'operator' WHERE id IN (8, 9)")
    await accounts.open_house(world.db, "USD")
    await accounts.open_for(world.db, ALICE)
    await credit(world, MONEY)
    yield shop
    assert await audit.differences(world.db) == []


async def credit(world: World, amount: int) -> None:
    await transfers.add(
        world.db,
        key=f"credit:{amount}:{world.now}",
        kind=TransferKind.CREDIT,
        giver=AccountKind.CREDIT,
        taker=AccountKind.WALLET,
        user_id=ALICE,
        amount=amount,
        actor=OLGA,
        reason="for the test",
        now=world.now,
    )


async def wallet(world: World) -> Wallet:
    return await accounts.of_user(world.db, ALICE)


def submit_order(shop: Shop) -> SubmitOrder:
    access = shop.alert._access
    tell = TellRefusals(access=access, wake_balance_check=WakeUp(), clock=shop.world.clock)
    world = shop.world
    return SubmitOrder(
        db=world.db, panel=world.client, alert=shop.alert, tell_refusals=tell, clock=world.clock
    )


async def send(shop: Shop, *answers: object) -> None:
    shop.world.script.says(*answers)
    await submit_order(shop).next(1)


async def placed(shop: Shop, service: str = "1") -> Order:
    order = await shop.confirm(await shop.review(service))
    await send(shop, {"order": 700 + order.id})
    return await now(shop, order)


async def now(shop: Shop, order: Order) -> Order:
    found = await orders.get(shop.world.db, order.id)
    assert found is not None
    return found


async def events(world: World, event: str) -> list[int]:
    rows = await world.db.fetch_all("SELECT user_id FROM outbox WHERE event = $1 ORDER BY id", event)
    return [row[0] for row in rows]


async def test_a_confirm_holds_the_price_and_a_placed_order_takes_it(shop: Shop) -> None:
    order = await shop.confirm(await shop.review())
    assert await wallet(shop.world) == Wallet(MONEY - PRICE, PRICE, 0, 0)
    assert (order.price, order.cost, order.cost_rate, order.cost_currency) == (PRICE, 1_500, "0.0015", "USD")

    await send(shop, {"order": 7})

    assert (await now(shop, order)).status is OrderStage.PENDING
    assert await wallet(shop.world) == Wallet(MONEY - PRICE, 0, 0, 0)


@pytest.mark.parametrize("answer", [{"error": "Not enough funds on balance"}, {"error": "Incorrect link"}])
async def test_a_refused_order_gives_its_price_back(shop: Shop, answer: dict[str, str]) -> None:
    order = await shop.confirm(await shop.review())

    await send(shop, answer)

    assert (await now(shop, order)).status is OrderStage.FAILED
    assert await wallet(shop.world) == Wallet(MONEY, 0, 0, 0)


async def test_too_little_money_orders_nothing_and_keeps_the_review(shop: Shop) -> None:
    await shop.world.db.execute("DELETE FROM outbox")
    draft = await shop.review(quantity=90_000)
    await drain(shop, leave=180_000)

    with pytest.raises(TooLittleMoney) as told:
        await shop.confirm(draft)

    assert (told.value.step.draft.price, told.value.wallet.balance) == (189_000, 180_000)
    assert await shop.world.db.fetch_all("SELECT id FROM orders") == []
    assert await events(shop.world, "order_card") == []
    await credit(shop.world, 9_000)
    assert (await shop.confirm(draft)).price == 189_000


async def drain(shop: Shop, leave: int) -> None:
    """Take everything but so much out of Alice's wallet."""
    world = shop.world
    await transfers.add(
        world.db,
        key="debit:drain",
        kind=TransferKind.DEBIT,
        giver=AccountKind.WALLET,
        taker=AccountKind.CREDIT,
        user_id=ALICE,
        amount=MONEY - leave,
        actor=OLGA,
        reason="for the test",
        now=world.now,
    )


async def test_somebody_without_a_wallet_is_told_that_it_is_empty(shop: Shop) -> None:
    await shop.world.db.execute(
        "INSERT INTO users (id, telegram_id, name, created_at) VALUES (2, 2, 'Bob', 0)"
    )
    draft = await shop.review()
    await shop.world.db.execute("UPDATE drafts SET user_id = 2")

    with pytest.raises(TooLittleMoney) as told:
        await shop.place(draft.id, 2, review_of(draft), None)

    assert told.value.wallet == accounts.NO_WALLET


async def test_of_orders_that_the_panel_can_pay_for_once_one_is_taken(shop: Shop) -> None:
    await shop.world.db.execute("UPDATE panel_keys SET balance = 2999, balance_at = $1", shop.world.now)
    await shop.confirm(await shop.review())
    second = await shop.review()

    with pytest.raises(NotTakenNow):
        await shop.confirm(second)

    assert await wallet(shop.world) == Wallet(MONEY - PRICE, PRICE, 0, 0)
    assert len(await events(shop.world, "alert")) == 2  # each operator, once
    with pytest.raises(NotTakenNow):
        await shop.confirm(second)
    assert len(await events(shop.world, "alert")) == 2


async def test_a_balance_that_is_not_known_stops_nothing(shop: Shop) -> None:
    await shop.world.db.execute("UPDATE panel_keys SET balance = NULL, balance_at = NULL")

    assert (await shop.confirm(await shop.review())).price == PRICE


async def test_an_order_in_doubt_keeps_its_price_aside_until_an_operator_decides(shop: Shop) -> None:
    first, second = [await shop.confirm(await shop.review()) for _ in range(2)]
    for _ in range(2):
        await send(shop, "<html>502</html>")
    assert (await now(shop, first)).status is OrderStage.UNCONFIRMED
    assert await wallet(shop.world) == Wallet(MONEY - 2 * PRICE, 2 * PRICE, 0, 0)
    world = shop.world
    decide = Decide(
        db=world.db,
        panel=world.client,
        panel_key_id=1,
        wake_sweep=WakeUp(),
        wake_sender=WakeUp(),
        clock=world.clock,
    )

    await decide.order_does_not_exist(first.id, OLGA)
    assert await wallet(world) == Wallet(MONEY - PRICE, PRICE, 0, 0)
    world.script.says({"status": "Pending"})
    await decide.order_exists(second.id, "901", OLGA)

    assert await wallet(world) == Wallet(MONEY - PRICE, 0, 0, 0)


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


async def asked(shop: Shop, order: Order) -> int:
    """The id of the newest question about an order's money."""
    question = await refund_questions.of_order(shop.world.db, order.id)
    assert question is not None
    return question.id


def decide_refunds(shop: Shop) -> DecideRefunds:
    world = shop.world
    return DecideRefunds(db=world.db, alert=shop.alert, wake_sender=WakeUp(), clock=world.clock)


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


async def corrected(shop: Shop, **answer: str) -> None:
    """The panel is asked again for all orders that have ended, at the next time at which it is asked."""
    world = shop.world
    ((at,),) = await world.db.fetch_all("SELECT look_again_at FROM orders")
    world.now = max(world.now, at)
    ((number,),) = await world.db.fetch_all("SELECT panel_order_id FROM orders")
    world.script.says({number: answer})
    await LookAgain(
        db=world.db,
        panel=world.client,
        panel_key_id=1,
        alert=shop.alert,
        wake_sender=WakeUp(),
        clock=world.clock,
    )()


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


async def test_an_order_of_the_panel_account_moves_no_money(shop: Shop) -> None:
    shop.costs.clear()
    order = await placed(shop)
    await shop.hears(order, status="Canceled")

    assert await wallet(shop.world) == Wallet(MONEY, 0, 0, 0)
    assert (await now(shop, order)).refunded == 0


async def test_an_order_without_its_reserve_is_not_kept(shop: Shop) -> None:
    draft = await shop.review()
    request = orders.Request(
        service_name="x", service_type="default", refillable=False, cancelable=False, target="", parameters={}
    )

    async def order_without_money() -> None:
        async with shop.world.db.transaction() as transaction:
            await transaction.execute("UPDATE drafts SET status = 'claimed' WHERE id = $1", draft.id)
            await orders.reserve(transaction, draft, request, None, 0, COST)

    with pytest.raises(Constraint):
        await order_without_money()
