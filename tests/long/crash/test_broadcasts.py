"""The harness notices what must not become of a broadcast."""

import random

import aiohttp
import pytest

from sandbox.telegram.world import Chat
from tests.long.crash.broadcast_verdict import StartedBroadcast, duplicate_cards, problems
from tests.long.crash.broadcasts import Broadcasts
from tests.people import Person

OLGA, ALICE, BOB = 1, 2, 3
CARD = "Broadcast: sent\n\n▰▰▰ 100 %\nSent: 2 of 3\nBlocked the bot: 1"
STATES = {OLGA: "sent", ALICE: "sent", BOB: "blocked"}


def say(sent: Broadcasts, chat: int, text: str) -> None:
    message = {"from": {"is_bot": True}, "chat": {"id": chat}, "text": text}
    sent.mailbox.put_nowait({"type": "message", "message": message})


def started(
    states: dict[int, str] = STATES, *, message: int = 10, status: str = "ended", total: int = 3
) -> StartedBroadcast:
    return StartedBroadcast(1, message, status, total, dict(states))


@pytest.fixture
async def sent() -> Broadcasts:
    """A broadcast that was confirmed, and arrived with everybody but one who blocks the bot."""
    async with aiohttp.ClientSession() as http:
        olga, alice, bob = (Person(http, Chat(one, None)) for one in (OLGA, ALICE, BOB))
        sent = Broadcasts(olga, [alice], [bob], random.Random(1))
        sent.asked, sent.promised, sent.blocking = {10: "News 1"}, {10}, {BOB}
        say(sent, ALICE, "News 1")
        say(sent, OLGA, CARD)
        return sent


def kinds(sent: Broadcasts, *started: StartedBroadcast) -> list[str]:
    return [kind for kind, _ in problems(sent, list(started))]


async def test_a_broadcast_that_went_well_is_in_order(sent: Broadcasts) -> None:
    assert kinds(sent, started()) == []
    assert duplicate_cards(sent, [started()]) == 0


async def test_a_text_that_comes_twice_is_found(sent: Broadcasts) -> None:
    say(sent, ALICE, "News 1")

    assert kinds(sent, started()) == ["doubled"]


async def test_a_message_that_is_sent_in_two_broadcasts_is_found(sent: Broadcasts) -> None:
    say(sent, OLGA, CARD)

    assert kinds(sent, started(), started()) == ["doubled"]


async def test_a_broadcast_that_nobody_confirmed_is_found(sent: Broadcasts) -> None:
    say(sent, OLGA, CARD)

    assert kinds(sent, started(), started(message=11)) == ["unasked"]


async def test_a_broadcast_that_was_promised_and_is_not_there_is_found(sent: Broadcasts) -> None:
    assert kinds(sent) == ["lost"]


async def test_one_that_nobody_promised_need_not_be_there(sent: Broadcasts) -> None:
    sent.promised = set()

    assert kinds(sent) == []


@pytest.mark.parametrize(
    "states",
    [
        {**STATES, ALICE: "blocked"},
        {**STATES, ALICE: "failed"},
        {**STATES, ALICE: "waiting"},
        {OLGA: "sent", BOB: "blocked"},
    ],
)
async def test_a_state_that_a_chat_does_not_show_is_found(sent: Broadcasts, states: dict[int, str]) -> None:
    assert "lost" in kinds(sent, started(states))


@pytest.mark.parametrize("state", ["sent", "failed", "skipped"])
async def test_a_person_who_has_nothing_is_found_unless_they_block_the_bot(
    sent: Broadcasts, state: str
) -> None:
    sent.mailbox.arrived.clear()

    assert "lost" in kinds(sent, started({**STATES, ALICE: state}))


async def test_it_may_be_unknown_whether_a_person_has_it(sent: Broadcasts) -> None:
    say(sent, OLGA, "Broadcast: sent\n\n▰▰▰ 100 %\nSent: 1 of 3\nBlocked the bot: 1\nUnknown: 1")
    unsure = started({**STATES, ALICE: "unknown"})

    assert kinds(sent, unsure) == []
    sent.mailbox.arrived.clear()
    assert kinds(sent, unsure) == []


@pytest.mark.parametrize(
    "one", [started(status="sending"), started(total=4)], ids=["not ended", "states do not sum to the total"]
)
async def test_a_broadcast_that_has_not_ended_right_is_found(sent: Broadcasts, one: StartedBroadcast) -> None:
    assert "lost" in kinds(sent, one)


async def test_an_end_that_no_card_tells_is_found(sent: Broadcasts) -> None:
    sent.mailbox.cards.clear()
    say(sent, OLGA, CARD.replace("2 of 3", "3 of 3"))

    assert kinds(sent, started()) == ["untold"]


async def test_a_card_that_comes_twice_is_counted(sent: Broadcasts) -> None:
    say(sent, OLGA, CARD)

    assert duplicate_cards(sent, [started()]) == 1
