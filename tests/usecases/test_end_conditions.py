"""Conditions end by what ends them, and the evidence and the sweep leave a refused key alone."""

from storage import conditions, refills
from tests.usecases.submitters import alerting
from tests.usecases.sweeping import World
from usecases.alerting.end_conditions import EndConditions
from usecases.alerting.tell_other_panels import OTHER_PANEL, TellOfOtherPanels
from usecases.clock import DAY, HOUR, MINUTE
from usecases.operating.watch_panel import KEY_REFUSED
from usecases.people.access import Access
from usecases.submitting.gather_evidence import GIVE_UP, GatherEvidence
from usecases.tracking.sweep_orders import SweepOrders


async def standing(world: World) -> list[str]:
    return [condition.name for condition in await conditions.current(world.db)]


async def look(world: World) -> list[str]:
    await EndConditions(db=world.db, alert=alerting(world.db, world.clock))()
    return await standing(world)


async def test_an_unknown_word_is_gone_when_nothing_open_has_it(world: World) -> None:
    await world.open(1, HOUR)
    await world.db.execute("UPDATE orders SET status_word = 'Bubbling' WHERE id = 1")
    await alerting(world.db, world.clock).begin("status_word:Bubbling", "#1")

    assert await look(world) == ["status_word:Bubbling"]
    await world.db.execute("UPDATE orders SET status = 'completed' WHERE id = 1")
    assert await look(world) == []


async def test_an_order_that_is_over_is_not_missed(world: World) -> None:
    await world.open(1, HOUR)
    await alerting(world.db, world.clock).begin("order_missing:1", "1")

    assert await look(world) == ["order_missing:1"]
    await world.db.execute("UPDATE orders SET status = 'canceled' WHERE id = 1")
    assert await look(world) == []


async def test_other_conditions_are_left_alone(world: World) -> None:
    await alerting(world.db, world.clock).begin("panel_down", "away")

    assert await look(world) == ["panel_down"]


async def test_refills_that_are_open_at_another_panel_are_told_of_too(world: World) -> None:
    await world.open(1, HOUR)
    await world.db.execute("UPDATE orders SET status = 'completed', ended_at = 7, refillable = 1")
    await refills.reserve(world.db, 1, 1, 0, world.now)

    await TellOfOtherPanels(db=world.db, alert=alerting(world.db, world.clock), panel_key_id=2)()

    assert await standing(world) == [f"{OTHER_PANEL}:https://panel.example"]


async def test_a_sweep_ends_at_a_refused_key_and_has_the_balance_looked_at(world: World) -> None:
    for number in range(1, 400):
        await world.open(number, HOUR)
    rung: list[None] = []
    world.script.says({"error": "Invalid API key"})
    sweep = SweepOrders(
        db=world.db,
        panel=world.client,
        alert=alerting(world.db, world.clock),
        clock=world.clock,
        interval=60,
        key_refused=lambda: rung.append(None),
        at_once=1,
    )

    assert not await sweep(1)

    assert len(rung) == 1
    assert len(world.script.sent) <= 2  # a batch, and one asked for alone


async def test_with_a_refused_key_an_order_in_doubt_reaches_the_operator_without_a_call(world: World) -> None:
    await world.open(1, HOUR)
    await world.db.execute(
        """
        INSERT INTO drafts (id, user_id, panel_key_id, service_id, created_at, updated_at)
        VALUES ('two', 1, 1, '1', 0, 0)
        """
    )
    await world.db.execute(
        """
        INSERT INTO orders (id, user_id, panel_key_id, draft_id, service_id, service_name, service_type, parameters,
            target, rate, price, currency, refillable, cancelable, created_at)
        VALUES (2, 1, 1, 'two', '101', 'x', 'default', '{}', 'x', '0.9', 900000, 'USD', 0, 0, 0)
        """
    )
    await world.db.execute("UPDATE orders SET status = 'submitting' WHERE id = 2")
    await world.db.execute("INSERT INTO submissions (order_id, started_at) VALUES (2, $1)", world.now)
    await world.db.execute(
        "UPDATE submissions SET outcome = 'unknown', ended_at = $1 WHERE order_id = 2", world.now
    )
    await world.db.execute("UPDATE orders SET status = 'unconfirmed' WHERE id = 2")
    await alerting(world.db, world.clock).begin(KEY_REFUSED)
    access = Access(db=world.db, admin_ids=[9], allowed_ids=[], clock=world.clock)
    gather = GatherEvidence(db=world.db, panel=world.client, panel_key_id=1, access=access, clock=world.clock)

    world.now += MINUTE
    await gather()
    assert await world.db.fetch_all("SELECT 1 FROM outbox WHERE event = 'decide_order'") == []
    world.now += GIVE_UP + DAY
    await gather()

    assert await world.db.fetch_all("SELECT user_id FROM outbox WHERE event = 'decide_order'") == [(9,)]
    assert not world.script.sent
