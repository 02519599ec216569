"""What was posted in the operators' group stays posted when an operator is forgotten."""

import pytest

from storage import case_messages, cases, forgetting, operator_group, outbox
from storage.cases import CaseReason
from storage.events import Event
from tests.usecases.records import place
from tests.usecases.sweeping import NOON, World
from usecases.clock import DAY
from usecases.supporting.forget_cases import KEPT_AFTER_CLOSING_MS, ForgetCases

ALICE, PETRA, OLGA = 1, 8, 9
GROUP = -1005


async def post_next(world: World, *messages: int) -> None:
    notice = await operator_group.next_notice(world.db, 0)
    assert notice is not None
    await operator_group.note_posted(world.db, notice, GROUP, list(messages))


@pytest.mark.parametrize("former", [(PETRA,), (OLGA,), (PETRA, OLGA)])
async def test_it_is_not_posted_again_and_a_reply_finds_its_case(
    world: World, former: tuple[int, ...]
) -> None:
    await place(world.db, 1, "pending")
    case = await cases.add(world.db, ALICE, 1, CaseReason.SLOW, NOON)
    assert case is not None
    told = await case_messages.add(
        world.db,
        case.id,
        ALICE,
        "Nothing has come.",
        is_answer=False,
        has_photo=False,
        brought=(5, 6),
        now=NOON,
    )
    assert told is not None
    for operator in (PETRA, OLGA):
        await outbox.add(world.db, operator, Event.CASE_MESSAGE, told.id, NOON)
        await outbox.add(world.db, operator, Event.ALERT, None, NOON, {"condition": "panel_down"})
    await post_next(world, 77, 78)
    await post_next(world)

    for operator in former:
        await forgetting.delete_messages(world.db, operator)

    assert await operator_group.next_notice(world.db, 0) is None
    assert await operator_group.case_shown(world.db, GROUP, 77) == case.id
    assert await operator_group.case_shown(world.db, GROUP, 78) == case.id


async def test_old_posts_are_forgotten_with_the_old_cases_and_younger_ones_stay(world: World) -> None:
    for number in (1, 2):
        await place(world.db, number, "pending")
    closed, open_ = [await cases.add(world.db, ALICE, number, CaseReason.SLOW, NOON) for number in (1, 2)]
    assert closed is not None
    assert open_ is not None
    for about, message in ((closed, 77), (open_, 78)):
        told = await case_messages.add(
            world.db,
            about.id,
            ALICE,
            "Nothing has come.",
            is_answer=False,
            has_photo=False,
            brought=(message, 6),
            now=NOON,
        )
        assert told is not None
        await outbox.add(world.db, PETRA, Event.CASE_MESSAGE, told.id, NOON)
        await post_next(world, message)
    await outbox.add(world.db, PETRA, Event.ALERT, None, NOON, {"condition": "panel_down"})
    await post_next(world, 79)
    await world.db.execute("UPDATE cases SET closed_at = $2 WHERE id = $1", closed.id, NOON)
    world.now = NOON + KEPT_AFTER_CLOSING_MS
    forget = ForgetCases(db=world.db, clock=world.clock)
    await outbox.add(world.db, PETRA, Event.ALERT, None, world.now, {"condition": "panel_down"})
    await post_next(world, 80)

    await forget()
    assert await posts(world) == [77, 78, 79, 80]
    world.now += 1
    await forget()
    assert await posts(world) == [78, 80]
    assert await operator_group.case_shown(world.db, GROUP, 78) == open_.id
    assert await operator_group.next_notice(world.db, world.now - DAY) is None


async def posts(world: World) -> list[int]:
    return [
        row[0] for row in await world.db.fetch_all("SELECT message_id FROM group_posts ORDER BY message_id")
    ]
