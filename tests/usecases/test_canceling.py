"""A request to cancel that the panel took and that had no effect can be made again a day later."""

import asyncio

import pytest

from storage import cancels
from storage.cancels import CANCEL_AGAIN_AFTER_MS, CancelStatus
from tests.usecases.submitters import submit_cancel
from tests.usecases.sweeping import World
from usecases.clock import HOUR
from usecases.errors import CancelNotPossible
from usecases.tracking.ask_about_order import AskAboutOrder
from usecases.tracking.view_orders import OrderCard, ViewOrders
from usecases.wakeup import WakeUp
from views.orders import order_card

WAITING, CONTINUES = "waiting for the panel", "but the order continues. You can request it again."


def ask_about(world: World) -> AskAboutOrder:
    return AskAboutOrder(
        db=world.db,
        panel_key_id=1,
        wake_submitter=WakeUp(),
        wake_sweep=WakeUp(),
        wake_sender=WakeUp(),
        clock=world.clock,
    )


async def card_of(world: World) -> OrderCard:
    return await ViewOrders(db=world.db, panel_key_id=1, clock=world.clock).card(1, 1)


async def ask_to_cancel(world: World) -> int:
    """The request of an open order that the panel took."""
    await world.open(1, age=HOUR)
    await world.db.execute("UPDATE orders SET cancelable = 1")
    world.script.says({"status": "success"})
    await ask_about(world).cancel(1, 1, after=0)
    await submit_cancel(world.db, world.client, world.clock).next(1)
    cancel = await cancels.newest_of_order(world.db, 1)
    assert cancel is not None
    assert cancel.status is CancelStatus.ASKED
    return cancel.id


async def test_a_request_without_effect_can_be_made_again_a_day_later_and_once(world: World) -> None:
    first = await ask_to_cancel(world)
    world.now += CANCEL_AGAIN_AFTER_MS - 1

    card = await card_of(world)
    assert not card.can_cancel
    assert WAITING in order_card.card(card).text
    with pytest.raises(CancelNotPossible):
        await ask_about(world).cancel(1, 1, after=first)

    world.now += 1
    card = await card_of(world)
    assert card.can_cancel
    assert CONTINUES in order_card.card(card).text
    asking = (ask_about(world).cancel(1, 1, after=first) for _ in range(2))
    ends = await asyncio.gather(*asking, return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["CancelNotPossible", "NoneType"]
    await submit_cancel(world.db, world.client, world.clock).next(1)
    card = await card_of(world)
    assert (card.can_cancel, CONTINUES in order_card.card(card).text) == (False, False)
    assert [sent["order"] for sent in world.script.sent] == ["1", "1"]


async def test_of_an_order_that_ended_nobody_asks_again(world: World) -> None:
    first = await ask_to_cancel(world)
    world.now += CANCEL_AGAIN_AFTER_MS
    await world.db.execute("UPDATE orders SET status = 'canceled', ended_at = 7")

    card = await card_of(world)

    assert (card.can_cancel, CONTINUES in order_card.card(card).text) == (False, False)
    with pytest.raises(CancelNotPossible):
        await ask_about(world).cancel(1, 1, after=first)
