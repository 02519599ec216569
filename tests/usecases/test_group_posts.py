"""What was posted in the operators' group stays posted when an operator is forgotten."""

import pytest

from storage import case_messages, cases, forgetting, operator_group, outbox
from storage.cases import CaseReason
from storage.events import Event
from tests.usecases.records import place
from tests.usecases.sweeping import NOON, World

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
