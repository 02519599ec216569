"""The balance at which operators want to be told: once below it, once back."""

import json
from decimal import Decimal

import pytest

from storage import conditions
from tests.usecases.submitters import alerting
from tests.usecases.sweeping import World
from usecases.browsing.catalogue import Catalogue
from usecases.operating.low_balance import BALANCE_LOW, SetLowBalance
from usecases.operating.watch_panel import WatchPanel
from usecases.wakeup import WakeUp
from views.operating import alerts as views

OPERATOR = 9


class Account:
    """A panel account that is watched."""

    def __init__(self, world: World) -> None:
        self._world = world
        alert = alerting(world.db, world.clock)
        self._watch = WatchPanel(
            db=world.db, panel=world.client, catalogue=Catalogue(1), alert=alert, clock=world.clock
        )
        self.set = SetLowBalance(
            db=world.db, panel_key_id=1, alert=alert, wake_sender=WakeUp(), clock=world.clock
        )

    async def has(self, *balances: str, currency: str = "USD") -> None:
        for balance in balances:
            self._world.script.says({"balance": balance, "currency": currency})
            await self._watch()

    async def limit(self, amount: str) -> None:
        await self.set(Decimal(amount), OPERATOR)

    async def told(self) -> list[str]:
        """What one operator reads."""
        rows = await self._world.db.fetch_all("SELECT payload FROM outbox WHERE event = 'alert' ORDER BY id")
        payloads = [json.loads(row[0]) for row in rows]
        return [str(views.alert(one).text) for one in payloads if one["condition"] == BALANCE_LOW]


@pytest.fixture
def account(world: World) -> Account:
    return Account(world)


async def test_nobody_is_told_before_a_limit_is_set(account: Account) -> None:
    await account.has("5.00", "0.01")

    assert await account.told() == []


async def test_operators_are_told_once_below_and_once_back(account: Account) -> None:
    await account.has("9.00")
    await account.limit("5")

    await account.has("5.00", "4.99", "3.00", "4.99", "5.00", "9.00")

    below, back = await account.told()
    assert "The balance of the panel account is low." in below
    assert "It has <b>$4.99</b>. You wanted to be told below <b>$5.00</b>." in below
    assert "The panel account has enough again." in back


async def test_a_limit_counts_at_once_and_so_does_a_lower_one(account: Account, world: World) -> None:
    await account.has("4.00")

    await account.limit("5")
    assert len(await account.told()) == 1
    await account.limit("4.5")
    assert len(await account.told()) == 2, "it is below the new limit too"
    await account.limit("3")
    assert not await conditions.stands(world.db, BALANCE_LOW)
    await account.limit("5")
    await account.limit("0")

    assert not await conditions.stands(world.db, BALANCE_LOW)
    await account.has("1.00")
    assert len(await account.told()) == 3


async def test_a_limit_is_for_its_currency(account: Account) -> None:
    await account.has("400.00", currency="RUB")
    await account.limit("500")
    assert len(await account.told()) == 1

    await account.has("4.00")

    assert len(await account.told()) == 1
    assert (await account.set.now()).limit == 0
