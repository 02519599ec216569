"""PostgreSQL away at the start, in the middle, or for one of two processes only."""

import asyncio
import logging

import pytest

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, Bot
from tests.databases import ask
from tests.long.replicas.cable import Cable
from tests.long.replicas.conftest import another, arrive, deliver
from tests.long.replicas.fleet import MOVES_WITHIN
from tests.people import Person

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(180)]

ORDER = ("Pictogram Followers · Standard", "https://example.com/p/1", "1k")


async def answer_to_update(bot: Bot) -> int:
    person = {"id": ALICE, "is_bot": False, "first_name": "Alice"}
    message = {
        "message_id": 1,
        "date": 0,
        "chat": {"id": ALICE, "type": "private"},
        "from": person,
        "text": "/help",
    }
    return await deliver(bot, {"update_id": 1, "message": message})


def told(caplog: pytest.LogCaptureFixture, words: str) -> int:
    """How often the operator was warned of something in the log."""
    return sum(words in record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING)


async def test_away_at_the_start_it_is_waited_for_and_said_once(
    hooked: Bot, cable: Cable, visitor: Person, caplog: pytest.LogCaptureFixture
) -> None:
    cable.cut()
    await hooked.start()
    await visitor.writes("/help")
    await asyncio.sleep(3.5)
    assert told(caplog, "cannot be reached") == 1

    cable.mend()

    await visitor.sees("How it works")


async def test_away_in_the_middle_telegram_is_told_to_deliver_again_and_it_is_said_once(
    hooked: Bot, cable: Cable, visitor: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await hooked.start()
    await arrive(visitor)
    cable.cut()

    assert await answer_to_update(hooked) == 503
    await visitor.writes("/terms")
    await asyncio.sleep(3.5)
    assert visitor.count("Terms") == 0
    assert told(caplog, "the database is away") == 1

    cable.mend()
    await visitor.sees("Terms")
    assert visitor.count("Terms") == 1
    while not told(caplog, "the database is back"):
        await asyncio.sleep(0.05)


async def test_a_line_that_goes_dead_without_a_word_is_noticed_and_what_came_meanwhile_is_answered(
    hooked: Bot, cable: Cable, visitor: Person
) -> None:
    await hooked.start()
    await arrive(visitor)
    cable.go_dead()

    assert await answer_to_update(hooked) == 503
    cable.cut()  # what was in the line is gone
    cable.mend()

    await visitor.says("/help", shows="How it works")


async def test_away_while_the_panel_is_asked_the_order_is_written_down_afterwards_and_not_sent_again(
    hooked: Bot, cable: Cable, visitor: Person, panel: PanelServer
) -> None:
    await hooked.start()
    await arrive(visitor)
    panel.faults.switch_on("slow", "add", times=1, seconds=2)
    review = await visitor.reviews(*ORDER)
    await visitor.taps("Place order", review)
    await asked(panel)
    cable.cut()
    await asyncio.sleep(3)

    cable.mend()

    await visitor.sees("Order 1 · Pending", "Reference")
    assert sum(call.action == "add" for call in panel.calls) == 1


async def asked(panel: PanelServer) -> None:
    while not any(call.action == "add" for call in panel.calls):
        await asyncio.sleep(0.005)


async def test_a_leader_that_is_cut_off_while_the_panel_is_asked_is_followed_by_another_and_nothing_is_doubled(
    hooked: Bot, cable: Cable, visitor: Person, panel: PanelServer, database_url: str
) -> None:
    await hooked.start()
    await arrive(visitor)
    follower = await another(hooked, database_url)
    panel.faults.switch_on("slow", "add", times=1, seconds=4)
    review = await visitor.reviews(*ORDER)
    await visitor.taps("Place order", review)
    await asked(panel)

    cable.cut()

    async with asyncio.timeout(MOVES_WITHIN):
        while (await ask(database_url, "SELECT status FROM orders")) != [("unconfirmed",)]:
            await asyncio.sleep(0.1)
    await asyncio.sleep(3)  # the panel has answered the one that is cut off
    cable.mend()

    await visitor.sees("Order 1 · Pending", "Reference")
    assert sum(call.action == "add" for call in panel.calls) == 1
    await follower.stop()


async def test_a_commit_whose_answer_is_lost_before_the_panel_is_asked_leaves_no_order_unheard_of(
    hooked: Bot, cable: Cable, visitor: Person, panel: PanelServer
) -> None:
    await hooked.start()
    await arrive(visitor)
    review = await visitor.reviews(*ORDER)
    cable.lose_answer(b"INSERT INTO submissions", b"COMMIT")

    await visitor.taps("Place order", review)

    await visitor.sees("Order 1 · Being checked")
    assert not any(call.action == "add" for call in panel.calls)


async def test_an_update_that_was_kept_with_the_answer_lost_is_handled_and_not_kept_for_ever(
    hooked: Bot, cable: Cable, visitor: Person, telegram: TelegramServer
) -> None:
    await hooked.start()
    await arrive(visitor)
    telegram.faults.switch_on("slow", "sendMessage", times=1, seconds=2)  # so the update is kept
    cable.lose_answer(b"INSERT INTO inbox")

    await visitor.writes("/terms")

    await visitor.sees("Terms")
    while await ask(hooked.settings.database_url, "SELECT update_id FROM inbox"):
        await asyncio.sleep(0.1)
