"""Strangers ask to be let in: they are let in or refused, once, and every operator's chat shows it."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.settings import Settings
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import OLGA, Bot
from tests.databases import ask
from tests.people import Message, NotSeen, Person

KNOCKED = "I've told the operator you'd like to join"
WEEK = 7 * 24 * 3_600 * 1_000


@pytest.fixture
def eve(http: aiohttp.ClientSession, telegram: TelegramServer, bot: Bot) -> Person:
    return Person(http, telegram.world.chats[telegram.world.add_person("Eve").id])


async def shows(person: Person, message: Message, text: str) -> Message:
    """Wait until one message shows a text."""
    for _ in range(1_000):
        now = person.chat.messages[message["message_id"]]
        if text in now["text"]:
            return now
        await asyncio.sleep(0.005)
    raise NotSeen(f"{text!r} is not in {now['text']!r}")


async def knocks(stranger: Person, *operators: Person) -> list[Message]:
    """Ask to be let in; the operators' cards."""
    assert KNOCKED in (await stranger.says("/start"))["text"]
    return [await one.sees(f"(ID {stranger.id}) wants to join.") for one in operators]


async def test_bob_is_refused_told_and_not_heard_of_for_a_week(olga: Person, bob: Person, bot: Bot) -> None:
    (card,) = await knocks(bob, olga)

    after = await olga.taps("Refuse", card)

    assert "Bob was not let in. They were told, and may ask again in a week." in after["text"]
    assert "No one is waiting to join." in after["text"]
    await bob.sees("The operator has not let you in. You may ask again in a week.")
    assert "may ask again after a week" in (await bob.says("/start"))["text"]
    url = bot.settings.database_url
    assert await ask(url, "SELECT count(*) FROM outbox WHERE event = 'knock'") == [(1,)]

    await ask(url, f"UPDATE users SET knocked_at = knocked_at - {WEEK}, refused_at = refused_at - {WEEK}")
    await knocks(bob, olga)


async def test_who_knocks_again_rings_once_a_week(olga: Person, bob: Person, bot: Bot) -> None:
    await knocks(bob, olga)
    assert KNOCKED in (await bob.says("/start"))["text"]
    url = bot.settings.database_url
    assert await ask(url, "SELECT count(*) FROM outbox WHERE event = 'knock'") == [(1,)]

    await ask(url, f"UPDATE users SET knocked_at = knocked_at - {WEEK}")
    await bob.says("/start")

    assert await ask(url, "SELECT count(*) FROM outbox WHERE event = 'knock'") == [(2,)]


async def test_those_who_wait_are_listed_and_answered_one_by_one(
    olga: Person, bob: Person, eve: Person
) -> None:
    await knocks(bob, olga)
    await knocks(eve, olga)
    await olga.says("/start")
    await olga.taps("Operator")
    listed = await olga.taps("Waiting to join: 2")
    assert "2 people are waiting to join." in listed["text"]

    one_left = await olga.taps("Let in Eve", listed)

    assert "✅ Eve can order now." in one_left["text"]
    assert "1 person is waiting to join." in one_left["text"]
    await eve.sees("You're in. Welcome!")
    nobody = await olga.taps("Refuse", one_left)
    assert "No one is waiting to join." in nobody["text"]
    await olga.taps("Operator", nobody)
    assert not any("Waiting" in label for label in olga.labels(olga.newest))


async def test_of_two_operators_at_once_one_acts_and_the_other_is_told(
    olga: Person, petra: Person, bob: Person, bot: Bot
) -> None:
    cards = await knocks(bob, olga, petra)
    let_in = olga.data_of("Let in", cards[0])
    refuse = petra.data_of("Refuse", cards[1])

    await asyncio.gather(
        olga.taps_raw(let_in, cards[0]["message_id"]), petra.taps_raw(refuse, cards[1]["message_id"])
    )

    ((role, refused_at),) = await ask(
        bot.settings.database_url, "SELECT role, refused_at FROM users WHERE telegram_id = 1002"
    )
    if role is None:
        assert refused_at is not None
        await shows(petra, cards[1], "Bob was not let in. They were told")
        await shows(olga, cards[0], "Bob is no longer waiting. To let them in, send them an invitation.")
    else:
        assert refused_at is None
        await shows(olga, cards[0], "✅ Bob can order now.")
        await shows(petra, cards[1], "Bob was let in already.")
    told = "SELECT count(*) FROM outbox WHERE event IN ('let_in', 'not_let_in')"
    assert await ask(bot.settings.database_url, told) == [(1,)]


async def test_a_double_tap_lets_bob_in_once(olga: Person, bob: Person, bot: Bot) -> None:
    (card,) = await knocks(bob, olga)
    let_in = olga.data_of("Let in", card)

    await asyncio.gather(*(olga.taps_raw(let_in, card["message_id"]) for _ in range(2)))

    await shows(olga, card, "Bob was let in already.")
    assert await ask(bot.settings.database_url, "SELECT count(*) FROM outbox WHERE event = 'let_in'") == [
        (1,)
    ]


async def test_the_other_operators_card_is_settled(olga: Person, petra: Person, bob: Person) -> None:
    cards = await knocks(bob, olga, petra)

    await olga.taps("Let in", cards[0])

    settled = await shows(petra, cards[1], "✅ Bob was let in.")
    assert petra.labels(settled) == ["🚪 Everyone who is waiting"]
    before = olga.chat.messages[cards[0]["message_id"]]["text"]
    assert "✅ Bob can order now." in before


async def test_a_card_is_settled_when_bob_comes_by_an_invitation_and_who_invited_him_is_told(
    olga: Person, petra: Person, bob: Person
) -> None:
    cards = await knocks(bob, olga, petra)
    await petra.says("/start")
    await petra.taps("Operator")
    code = (await petra.taps("Invite a customer"))["text"].partition("?start=")[2].split()[0]

    assert "Hello, Bob" in (await bob.says(f"/start {code}"))["text"]

    for operator, card in zip((olga, petra), cards, strict=True):
        await shows(operator, card, "✅ Bob was let in.")
    await petra.sees("🎟 Bob (@bob, ID 1002) opened your invitation and can order now.")
    assert olga.count("opened your invitation") == 0


async def test_a_message_that_shows_something_else_by_now_is_left_alone(
    olga: Person, petra: Person, bob: Person
) -> None:
    cards = await knocks(bob, olga, petra)
    await petra.taps("Everyone who is waiting", cards[1])
    health = await petra.taps("Operator", petra.chat.messages[cards[1]["message_id"]])
    assert health["message_id"] == cards[1]["message_id"]

    await olga.taps("Let in", cards[0])
    await bob.sees("You're in. Welcome!")
    await asyncio.sleep(0.3)

    assert "Panel account" in petra.chat.messages[cards[1]["message_id"]]["text"]


@pytest.fixture
async def orphan(settings: Settings, panel: PanelServer) -> AsyncIterator[Bot]:
    """A bot without an operator."""
    program = Bot(settings.model_copy(update={"admin_ids": frozenset()}))
    await program.start()
    yield program
    await program.stop()


async def test_the_first_operator_reads_who_waits(
    orphan: Bot, http: aiohttp.ClientSession, telegram: TelegramServer, capsys: pytest.CaptureFixture[str]
) -> None:
    bob = Person(http, telegram.world.chats[1002])
    olga = Person(http, telegram.world.chats[OLGA])
    said = (await bob.says("/start"))["text"]
    assert "It has no operator yet; the first one will read that you'd like to join." in said
    claim = capsys.readouterr().out.partition("?start=")[2].split()[0]

    await olga.says(f"/start {claim}")

    card = await olga.sees("Bob (ID 1002) wants to join.")
    await olga.taps("Let in", card)
    await bob.sees("You're in. Welcome!")
