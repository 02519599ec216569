"""What the operators hear of what the panel refused: always, in time, and only what is true."""

import json
from typing import Any

import pytest

from storage import cancels, conditions, outbox, panel_keys, refills, users
from storage.users import OperatorRole
from tests.usecases.records import place, reserve
from tests.usecases.submitters import Operators, alerting, submit_cancel, submit_order, submit_refill
from tests.usecases.sweeping import World
from usecases.alerting.tell_refusals import (
    BALANCE_WAIT_MS,
    FUNDS_LOW,
    MAX_REFUSALS_NAMED,
    REFUSALS_INTERVAL_MS,
)
from usecases.clock import MINUTE
from usecases.operating.view_account import ViewAccount
from usecases.people.access import Access
from usecases.people.invite_people import InvitePeople
from usecases.tracking.view_orders import ViewOrders
from usecases.wakeup import WakeUp
from views.operating import refusals

PRICE = 900_000
NO_FUNDS = {"error": "neworder.error.not_enough_funds"}
NO_KEY = {"error": "Invalid API key"}
OPERATOR: Operators = (9,)


async def order(
    world: World, number: int, answer: Any, balance: int | None = 0, operators: Operators = OPERATOR
) -> None:
    """Send an order, with this on the account, which gets this answer."""
    if balance is not None:
        await panel_keys.keep_balance(world.db, 1, balance, "USD", world.now + 1)
    await reserve(world.db, number)
    world.script.says(lambda sent: {"error": "no"} if sent["action"] == "balance" else answer)
    await submit_order(world.db, world.client, world.clock, operators).next(1)


async def messages(world: World, user_id: int = 9) -> list[tuple[int, dict[str, Any]]]:
    """When each message about refusals is due, and what it says."""
    rows = await world.db.fetch_all(
        "SELECT due_at, payload FROM outbox WHERE event = 'refusals' AND user_id = $1 ORDER BY id", user_id
    )
    return [(due_at, json.loads(payload)) for due_at, payload in rows]


async def shown(world: World, payload: dict[str, Any]) -> str:
    return str(refusals.told(payload, {1: await panel_keys.get(world.db, 1)}).text)


async def standing(world: World) -> list[str]:
    return [condition.name for condition in await conditions.current(world.db)]


async def is_told(world: World, number: int) -> bool:
    """Whether the customer's card says that the operator was told."""
    card = await ViewOrders(db=world.db, panel_key_id=1, clock=world.clock).card(number, 1)
    assert card.failure is not None
    return card.failure.operator_told


@pytest.mark.parametrize(
    ("balance", "sentence"),
    [
        (PRICE - 1, "the account has $0.899999, the order costs $0.90. Top it up."),
        (PRICE, "but your balance is $0.90. The panel may be short of money"),
        (100_000_000, "but your balance is $100.00."),
        (None, "The balance is not known."),
    ],
)
async def test_a_lack_of_funds_is_told_with_the_balance_and_whose_lack_it_is(
    world: World, balance: int | None, sentence: str
) -> None:
    await order(world, 1, NO_FUNDS, balance)

    ((due_at, payload),) = await messages(world)
    assert due_at == world.now + BALANCE_WAIT_MS
    text = await shown(world, payload)
    assert sentence in text
    assert "neworder.error.not_enough_funds" in text
    assert ("Top it up" in text) == (balance == PRICE - 1)
    assert await standing(world) == [FUNDS_LOW]
    assert await is_told(world, 1)


async def test_the_balance_is_told_as_it_is_when_the_message_goes_out(world: World) -> None:
    await order(world, 1, NO_FUNDS, 100_000_000)
    ((_, payload),) = await messages(world)

    await panel_keys.keep_balance(world.db, 1, 100_000, "USD", world.now + 1)

    assert "the account has $0.10, the order costs $0.90. Top it up." in await shown(world, payload)


async def test_refusals_are_named_in_the_message_that_still_waits(world: World) -> None:
    for number in range(1, 5):
        await order(world, number, NO_FUNDS)
        world.now += MINUTE

    ((_, payload),) = await messages(world)
    assert [one["order"] for one in payload["refusals"]] == [1, 2, 3, 4]


async def test_no_order_of_a_flood_of_refusals_is_lost(world: World) -> None:
    for number in range(1, MAX_REFUSALS_NAMED + 8):
        await order(world, number, NO_FUNDS)

    ((_, payload),) = await messages(world)
    assert (len(payload["refusals"]), payload["more"]) == (MAX_REFUSALS_NAMED, 7)
    assert f"And {MAX_REFUSALS_NAMED + 7 - 5} more." in await shown(world, payload)


async def test_a_refusal_while_the_condition_stands_is_named_in_a_message_of_its_own(world: World) -> None:
    await order(world, 1, NO_FUNDS)
    ((due_at, _),) = await messages(world)
    await world.db.execute("UPDATE outbox SET status = 'sent' WHERE event = 'refusals'")
    world.now += MINUTE
    await order(world, 2, NO_FUNDS)
    await order(world, 3, NO_FUNDS)

    _, (later, payload) = await messages(world)
    assert later == due_at + REFUSALS_INTERVAL_MS
    assert [one["order"] for one in payload["refusals"]] == [2, 3]
    assert await is_told(world, 3)


async def test_a_new_lack_of_funds_does_not_wait_behind_other_refusals(world: World) -> None:
    await order(world, 1, {"error": "The moon is full"})
    await world.db.execute("UPDATE outbox SET status = 'sent' WHERE event = 'refusals'")
    world.now += MINUTE
    await order(world, 2, {"error": "The moon is full"})
    await order(world, 3, NO_FUNDS)

    _, (due_at, payload) = await messages(world)
    assert due_at == world.now + BALANCE_WAIT_MS
    assert [one["order"] for one in payload["refusals"]] == [2, 3]


@pytest.mark.parametrize("answer", [NO_FUNDS, NO_KEY, {"error": "The moon is full"}])
async def test_every_kind_of_write_that_only_the_operator_can_mend_reaches_the_operator(
    world: World, answer: dict[str, str]
) -> None:
    await place(world.db, 2, "completed")
    await refills.reserve(world.db, 2, 1, 0, world.now)
    await place(world.db, 3, "pending")
    await cancels.reserve(world.db, 3, 1, 0, world.now)
    await order(world, 1, answer)
    await submit_refill(world.db, world.client, world.clock).next(1)
    await submit_cancel(world.db, world.client, world.clock).next(1)

    ((_, payload),) = await messages(world)
    assert [(one["write"], one["order"]) for one in payload["refusals"]] == [
        ("order", 1), ("refill", 2), ("cancel", 3),
    ]  # fmt: skip
    for table in ("submissions", "refills", "cancels"):
        assert await world.db.fetch_all(f"SELECT operator_told FROM {table} WHERE operator_told = 1") == [
            (1,)
        ]
    screen = await shown(world, payload)
    assert "Refill of order 2" in screen
    assert answer["error"] in screen


@pytest.mark.parametrize("error", ["neworder.error.link", "neworder.error.link_duplicate"])
async def test_what_the_customer_can_mend_is_no_alert_but_stands_in_the_list_of_refusals(
    world: World, error: str
) -> None:
    await order(world, 1, {"error": error})

    assert await messages(world) == []
    assert not await is_told(world, 1)
    view = ViewAccount(db=world.db, catalogue=None, clock=world.clock)  # type: ignore[arg-type]
    (refused,) = await view.refusals()
    assert (refused.write, refused.order_id, refused.words) == ("order", 1, error)
    assert error in refusals.page([refused]).text


async def test_without_an_operator_nothing_is_claimed_and_the_first_one_reads_it(world: World) -> None:
    await order(world, 1, NO_FUNDS, operators=())
    await alerting(world.db, world.clock, ()).begin("panel_down", "gone")

    assert not await is_told(world, 1)
    assert len(await messages(world, outbox.FIRST_OPERATOR)) == 1
    access = Access(db=world.db, admin_ids=[], allowed_ids=[], clock=world.clock)
    invite = InvitePeople(db=world.db, access=access, clock=world.clock)
    code = await invite.offer_operator()
    assert code is not None
    await invite.accept(code, 1)

    owed = await world.db.fetch_all(
        "SELECT event FROM outbox WHERE user_id = 1 AND event <> 'order_submitted'"
    )
    assert sorted(owed) == [("alert",), ("refusals",)]


async def test_an_operator_named_in_the_settings_later_reads_what_happened_before(world: World) -> None:
    await order(world, 1, NO_FUNDS, operators=())
    access = Access(db=world.db, admin_ids=[9], allowed_ids=[], clock=world.clock)

    assert await InvitePeople(db=world.db, access=access, clock=world.clock).offer_operator() is None

    assert len(await messages(world)) == 1


@pytest.mark.parametrize(
    ("role", "admins", "warning"),
    [
        (OperatorRole.OWNER, [], None),
        (OperatorRole.MANAGER, [], "no owner of this bot can be reached, so nobody gives roles"),
        (OperatorRole.MANAGER, [77], "no owner of this bot can be reached, so nobody gives roles"),
        (OperatorRole.SUPPORT, [], "no owner and no manager of this bot can be reached"),
        (None, [77], None),  # at the first start nobody has written yet
    ],
)
async def test_a_start_without_an_owner_warns(
    world: World, caplog: pytest.LogCaptureFixture, role: OperatorRole | None, admins: list[int],
    warning: str | None,
) -> None:  # fmt: skip
    access = Access(db=world.db, admin_ids=admins, allowed_ids=[], clock=world.clock)
    await access.expect_people_of_settings()
    if role is not None:
        await users.choose_operator_role(world.db, 1, role, world.now)

    assert await InvitePeople(db=world.db, access=access, clock=world.clock).offer_operator() is None

    warned = [record.message for record in caplog.records if record.levelname == "WARNING"]
    assert len(warned) == (warning is not None)
    assert all(str(warning) in one and "python -m bot operators add ID" in one for one in warned)


class Deadly(WakeUp):
    """The process dies when it is set."""

    def set(self) -> None:
        raise SystemExit


async def test_a_kill_after_the_refusal_was_noted_loses_no_alert(world: World) -> None:
    await reserve(world.db, 1)
    world.script.says(NO_FUNDS)

    with pytest.raises(SystemExit):
        await submit_order(world.db, world.client, world.clock, wake_balance_check=Deadly()).next(1)

    assert await world.db.fetch_all("SELECT status FROM orders") == [("failed",)]
    assert len(await messages(world)) == 1


@pytest.mark.parametrize(
    ("answer", "is_looked_at"), [(NO_KEY, True), (NO_FUNDS, True), ({"error": "Bad link"}, False)]
)
async def test_after_a_refusal_for_key_or_funds_the_balance_is_asked_for_at_once(
    world: World, answer: dict[str, str], *, is_looked_at: bool
) -> None:
    look = WakeUp()
    await reserve(world.db, 1)
    world.script.says(answer)

    await submit_order(world.db, world.client, world.clock, wake_balance_check=look).next(1)

    assert await look.wait(0.01) == is_looked_at


async def test_a_lack_of_funds_is_over_when_the_panel_takes_an_order(world: World) -> None:
    await alerting(world.db, world.clock).begin(FUNDS_LOW, "900000")

    await order(world, 1, {"order": "77"})

    assert await standing(world) == []
    payloads = await world.db.fetch_all(
        "SELECT payload FROM outbox WHERE event = 'alert' AND user_id = 9 ORDER BY id"
    )
    assert json.loads(payloads[-1][0])["by"] == "took_an_order"
