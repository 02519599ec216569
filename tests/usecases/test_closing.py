"""What is open at a former panel, in every state in which it may be, is closed once and told as it is."""

from html import unescape

import pytest

from storage import order_progress, orders, panel_keys, refills, submissions
from storage.database import Database
from storage.submissions import SubmissionOutcome
from tests.usecases.records import add_person, reserve
from tests.usecases.submitters import OPERATOR, alerting
from tests.usecases.sweeping import World
from usecases.alerting.tell_other_panels import TellOfOtherPanels
from usecases.errors import AlreadyDecided, RefillNotPossible
from usecases.submitting.close_former_panels import CloseFormerPanels
from usecases.tracking.ask_about_order import AskAboutOrder
from usecases.wakeup import WakeUp
from views import notifications

CLOSING = 11  # the number of the operator who closes


async def close(world: World, present: int) -> CloseFormerPanels:
    return CloseFormerPanels(
        db=world.db,
        tell=TellOfOtherPanels(db=world.db, alert=alerting(world.db, world.clock), panel_key_id=present),
        wake_sender=WakeUp(),
        panel_key_id=present,
        clock=world.clock,
    )


async def refilled(world: World, number: int) -> int:
    """A refill that waits, of a completed order."""
    await world.open(number, 0)
    await world.db.execute("UPDATE orders SET status = 'completed', ended_at = 5 WHERE id = $1", number)
    row = await world.db.fetch_one(
        """
        INSERT INTO refills (order_id, user_id, panel_key_id, created_at) VALUES ($1, 1, 1, 0) RETURNING id
        """,
        number,
    )
    assert row is not None
    return int(row[0])


@pytest.fixture
async def present(world: World) -> int:
    """The account of the panel that came after; at the first one something is open in every state."""
    await add_person(world.db, CLOSING, "Dave")
    await world.db.execute("UPDATE users SET in_admin_ids = 1 WHERE id = $1", CLOSING)
    for number, status in enumerate(("pending", "processing", "in_progress", "problem"), 1):
        await world.open(number, 0)
        await world.db.execute("UPDATE orders SET status = $2 WHERE id = $1", number, status)
    await reserve(world.db, 5)
    await reserve(world.db, 6)
    await order_progress.begin_submitting(world.db, 6)
    await submissions.begin(world.db, 6, None, 0)
    await submissions.end(world.db, 6, SubmissionOutcome.UNKNOWN, "nothing came back", 1)
    await order_progress.unconfirm(world.db, 6)
    await refilled(world, 7)
    asked = await refilled(world, 8)
    await refills.begin_submitting(world.db, asked)
    await refills.accept(world.db, asked, "1", 1)
    doubtful = await refilled(world, 9)
    await refills.begin_submitting(world.db, doubtful)
    await refills.unconfirm(world.db, doubtful, "nothing came back")
    return (await panel_keys.of_operator(world.db, "https://other.example")).id


async def states(db: Database) -> list[tuple[object, ...]]:
    return [
        *await db.fetch_all(
            "SELECT id, status, failure, ended_by FROM orders WHERE ended_at > 5 ORDER BY id"
        ),
        *await db.fetch_all("SELECT order_id, status, failure FROM refills ORDER BY id"),
    ]


async def test_everything_is_closed_once_and_each_customer_is_told(world: World, present: int) -> None:
    closing = await close(world, present)
    (former,) = await closing.listed()
    assert (former.left.placed, former.left.in_doubt, former.left.unsent, former.left.refills) == (4, 1, 1, 3)

    await closing(1, CLOSING)

    assert await states(world.db) == [
        *((number, "closed", None, CLOSING) for number in (1, 2, 3, 4)),
        (5, "failed", "not_sent", None),
        (6, "failed", "disconnected", CLOSING),
        (7, "failed", "not_sent"),
        (8, "closed", None),
        (9, "closed", None),
    ]
    owed = await world.db.fetch_all(
        "SELECT event, count(*) FROM outbox WHERE user_id = 1 GROUP BY event ORDER BY event"
    )
    assert owed == [
        ("order_card", 5),
        ("order_decided", 1),
        ("order_ended", 4),
        ("order_submitted", 1),
        ("refill_decided", 2),
        ("refill_submitted", 1),
    ]
    assert await closing.listed() == []
    with pytest.raises(AlreadyDecided):
        await closing(1, OPERATOR)


async def test_the_present_panel_and_one_that_moved_are_not_closed(world: World, present: int) -> None:
    with pytest.raises(AlreadyDecided):
        await (await close(world, 1))(1, CLOSING)
    await world.db.execute("UPDATE panel_keys SET became = $1 WHERE id = 1", present)
    with pytest.raises(AlreadyDecided):
        await (await close(world, present))(1, CLOSING)


async def test_no_refill_of_an_order_at_a_former_panel_waits_for_ever(world: World, present: int) -> None:
    await (await close(world, present))(1, CLOSING)
    await world.db.execute("UPDATE refills SET status = 'closed' WHERE status = 'unreported'")
    ask = AskAboutOrder(
        db=world.db,
        panel_key_id=present,
        wake_submitter=WakeUp(),
        wake_sweep=WakeUp(),
        wake_sender=WakeUp(),
        clock=world.clock,
    )

    with pytest.raises(RefillNotPossible):
        await ask.refill(7, 1, 1)
    assert not await ask.refresh(7, 1)


async def test_the_messages_say_what_is_known_and_no_more(world: World, present: int) -> None:
    await (await close(world, present))(1, CLOSING)
    texts = []
    for number in (1, 6):
        order = await orders.get(world.db, number)
        assert order is not None
        texts.append(unescape(notifications.ended(order).text))
    for number in (2, 3):
        refill = await refills.get(world.db, number)
        assert refill is not None
        texts.append(unescape(notifications.refill(refill).text))

    assert all("othing was charged" not in text for text in texts)
    assert "no longer connected" in texts[0]
    assert "We don't know whether it took the order, or charged for it." in texts[1]
    assert "We don't know whether it was refilled." in texts[2]
