"""A shop becomes private only when no money of people can be left behind."""

import pytest

from sandbox.telegram.server import TelegramServer
from storage import accounts, invoices, panel_keys, second_looks, transfers
from storage.accounts import AccountKind
from storage.database import DatabaseError
from storage.orders import Cost
from storage.transfers import TransferKind
from tests.usecases.shop import LIKES, Shop
from tests.usecases.submitters import submit_order
from tests.usecases.sweeping import World
from tests.usecases.till import OPERATOR, Till, open_till
from usecases.clock import DAY, HOUR
from usecases.paying.open_books import refuse_money

ALICE = 1


async def test_a_database_without_money_may_be_private(world: World) -> None:
    await accounts.open_house(world.db, "USD")
    await accounts.open_for(world.db, ALICE)

    await refuse_money(world.db, world.now)


async def test_an_open_invoice_is_waited_for(world: World) -> None:
    await invoices.add(world.db, ALICE, 100, 1_170_000, "USD", None, world.now, world.now + HOUR)

    with pytest.raises(DatabaseError, match="1 invoices are open"):
        await refuse_money(world.db, world.now)
    await refuse_money(world.db, world.now + HOUR)


async def test_money_may_come_back_from_an_order_that_runs_or_is_looked_at_again(
    world: World, telegram: TelegramServer
) -> None:
    shop = Shop(world, costs={"1": Cost("0.0015", 1_500, "USD")})
    await shop.lists(LIKES)
    shop.catalogue.panel_currency = "USD"
    await panel_keys.keep_balance(world.db, 1, 10_000_000, "USD", world.now)
    async with open_till(world.db, telegram) as till:
        await till.paid(10)
        order = await shop.confirm(await shop.review())
        world.script.says({"order": 7})
        await submit_order(world.db, world.client, world.clock).next(1)
        await empty(till)

        with pytest.raises(DatabaseError, match="1 orders that wallets have paid"):
            await refuse_money(world.db, world.now + HOUR)
        await world.db.execute(
            "UPDATE orders SET status = 'completed', ended_at = $1, look_again_at = 5", world.now
        )
        with pytest.raises(DatabaseError, match="1 orders that wallets have paid"):
            await refuse_money(world.db, world.now + HOUR)
        await refuse_money(world.db, world.now + 15 * DAY)  # a former panel is asked no more
        await second_looks.look_at(world.db, {order.id: None})
        await refuse_money(world.db, world.now + HOUR)


async def empty(till: Till) -> None:
    await transfers.add(
        till.db,
        key="debit:all",
        kind=TransferKind.DEBIT,
        giver=AccountKind.WALLET,
        taker=AccountKind.CREDIT,
        user_id=ALICE,
        amount=(await till.wallet()).balance,
        actor=OPERATOR,
        reason="for the test",
        now=0,
    )
