"""The watch of the balance: what it closes and opens, and how often it asks with a key that is refused."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from panel import Panel
from storage import conditions, panel_keys
from tests.panel.conftest import KEY
from tests.panel.writing import server
from tests.usecases.submitters import alerting
from tests.usecases.sweeping import World
from usecases.alerting.tell_refusals import FUNDS_LOW
from usecases.browsing.catalogue import Catalogue
from usecases.clock import DAY, HOUR, MINUTE, SECOND
from usecases.operating.view_account import ViewAccount
from usecases.operating.watch_panel import (
    BALANCE_UNREADABLE,
    CURRENCY_CHANGED,
    KEY_REFUSED,
    LAST_KEY_RETRY_MS,
    PANEL_DOWN,
    WatchPanel,
)
from views import account
from views.operating import alerts as views
from views.operating import overview

NO_KEY = {"error": "Invalid API key"}
BALANCE = {"balance": "5.00", "currency": "USD"}


def watching(world: World) -> WatchPanel:
    alert = alerting(world.db, world.clock)
    return WatchPanel(db=world.db, panel=world.client, catalogue=Catalogue(1), alert=alert, clock=world.clock)


async def standing(world: World) -> list[str]:
    return sorted(condition.name for condition in await conditions.current(world.db))


async def alerts(world: World) -> list[dict[str, Any]]:
    rows = await world.db.fetch_all("SELECT payload FROM outbox WHERE event = 'alert' ORDER BY id")
    return [json.loads(payload) for (payload,) in rows]


async def test_a_refused_key_is_asked_more_and_more_rarely(world: World) -> None:
    world.script.says(NO_KEY)
    watch = watching(world)
    asked_at = []
    began = world.now
    while world.now < began + HOUR:
        before = len(world.script.sent)
        await watch()
        asked_at += [(world.now - began) // MINUTE] * (len(world.script.sent) - before)
        world.now += 30 * SECOND

    assert asked_at == [0, 1, 3, 7, 15, 30, 45]
    assert await standing(world) == [KEY_REFUSED]
    assert len(await alerts(world)) == 1


async def test_the_operator_reads_where_a_panel_that_moved_sends_to(world: World) -> None:
    async def moved(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(
            b"HTTP/1.1 301 Moved Permanently\r\nLocation: https://new.example/api?key=1\r\nContent-Length: 0\r\n\r\n"
        )
        await writer.drain()

    async with server(moved) as (url, _), Panel(url, KEY) as panel:
        await watching(replace(world, client=panel))()

    assert await standing(world) == [PANEL_DOWN]
    (alert,) = await alerts(world)
    assert "https://new.example/api" in views.alert(alert).text
    assert "key=1" not in views.alert(alert).text


async def test_a_key_that_is_taken_again_is_asked_at_full_speed(world: World) -> None:
    watch = watching(world)
    world.script.says(NO_KEY, NO_KEY, BALANCE)
    await watch()
    world.now += MINUTE
    await watch()
    world.now += LAST_KEY_RETRY_MS
    await watch()
    assert await standing(world) == []
    before = len(world.script.sent)
    await watch()
    assert len(world.script.sent) == before + 1


async def test_a_clock_that_was_set_back_does_not_stop_the_watch(world: World) -> None:
    watch = watching(world)
    world.script.says(NO_KEY, BALANCE)
    await watch()
    world.now -= DAY

    await watch()

    assert await standing(world) == []


async def test_with_a_refused_key_only_an_operators_refresh_asks(world: World) -> None:
    watch = watching(world)
    world.script.says(NO_KEY)
    await watch()
    asked = len(world.script.sent)

    await watch.refresh()
    assert len(world.script.sent) == asked
    await watch.refresh_for_operator()
    assert len(world.script.sent) == asked + 1


async def test_a_new_process_asks_at_once(world: World) -> None:
    world.script.says(NO_KEY)
    await watching(world)()
    asked = len(world.script.sent)

    await watching(world)()

    assert len(world.script.sent) == asked + 1


@pytest.mark.parametrize("answer", [{"balance": "a lot", "currency": "USD"}, {"error": "Balance is hidden"}])
async def test_a_balance_that_cannot_be_read_is_said_as_that_and_closes_nothing(
    world: World, answer: dict[str, str]
) -> None:
    catalogue = Catalogue(1)
    world.script.says(answer)
    watch = watching(world)

    await watch()
    await watch()

    assert await standing(world) == [BALANCE_UNREADABLE]
    (alert,) = await alerts(world)
    assert next(iter(answer.values())) in alert["detail"]
    assert (await panel_keys.get(world.db, 1)).currency == ""
    view = ViewAccount(db=world.db, catalogue=catalogue, clock=world.clock)
    assert not await view.is_closed()
    assert "The panel sent a balance that cannot be read." in account.balance(await view.account(1)).text

    world.script.says(BALANCE)
    await watch()
    assert await standing(world) == []
    assert (await panel_keys.get(world.db, 1)).currency == "USD"


@pytest.mark.parametrize("error", ["Too many requests"])
async def test_a_passing_refusal_of_the_balance_changes_nothing(world: World, error: str) -> None:
    world.script.says({"error": error})

    await watching(world)()

    assert await standing(world) == []


async def test_a_lack_of_funds_ends_when_the_balance_has_risen_and_not_before(world: World) -> None:
    watch = watching(world)
    world.script.says(BALANCE)
    await watch()
    await alerting(world.db, world.clock).begin(FUNDS_LOW, "6000000")

    await watch()
    world.script.says({"balance": "4.00", "currency": "USD"})
    await watch()
    assert await standing(world) == [FUNDS_LOW]
    world.script.says({"balance": "4.01", "currency": "USD"})
    await watch()
    assert await standing(world) == []
    assert (await alerts(world))[-1]["by"] == "rose"


async def test_more_money_does_not_end_a_lack_of_the_panels_supplier(world: World) -> None:
    watch = watching(world)
    world.script.says(BALANCE)
    await watch()
    await alerting(world.db, world.clock).begin(FUNDS_LOW, "900000")
    view = ViewAccount(db=world.db, catalogue=Catalogue(1), clock=world.clock)
    assert "the account has enough" in overview.health(await view.health(), [], [], 0).text

    world.script.says({"balance": "50.00", "currency": "USD"})
    await watch()

    assert await standing(world) == [FUNDS_LOW]
    world.script.says({"balance": "0.10", "currency": "USD"})
    await watch()
    assert "Top it up." in overview.health(await view.health(), [], [], 0).text


async def test_a_panel_that_is_down_and_comes_back_with_a_refused_key_is_not_down(world: World) -> None:
    watch = watching(world)
    world.script.says((503, "away"))
    await watch()
    assert await standing(world) == [PANEL_DOWN]

    world.script.says(NO_KEY)
    await watch()

    assert await standing(world) == [KEY_REFUSED]


async def test_a_currency_that_an_answer_leaves_out_stays_as_it_was(world: World) -> None:
    watch = watching(world)
    for said in ("USD", "", "EUR"):
        world.script.says({"balance": "5.00", "currency": said})
        await watch()

    (alert,) = await alerts(world)
    assert (alert["condition"], alert["detail"]) == (CURRENCY_CHANGED, "USD → EUR")
