"""Ten thousand forged buttons and links: none has an effect, none is left without an answer, none is logged."""

import random
from collections.abc import Iterator

import pytest

from bot.settings import Settings
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from sandbox.telegram.world import Person
from tests.conftest import BOB
from tests.security import forgeries
from tests.security.belongings import LINK, Belongings, Ledger
from tests.security.conftest import EVE, WRITES
from tests.security.rooms import Kind, Rooms
from tests.security.shortcut import direct
from views.language import speaking, spoken

pytestmark = pytest.mark.slow

BATCH = 250
BUTTONS, LINKS = 8_000, 2_000
OVER_HTTP = 300


@pytest.fixture
def ledger(quiet: Settings, has: Belongings) -> Iterator[Ledger]:
    ledger = Ledger(quiet.database_url)
    yield ledger
    ledger.close()


def put_forgeries(telegram: TelegramServer, person: Person, chance: random.Random) -> None:
    chat = telegram.world.chats[person.id]
    chat.started = True
    for _ in range(BATCH):
        if chance.random() < BUTTONS / (BUTTONS + LINKS):
            telegram.world.tap(chat, person, chance.choice(menus(telegram, person)), forgeries.button(chance))
        else:
            text = f"/start {forgeries.link(chance)}"
            telegram.world.put_update({"message": telegram.world.put_message(chat, {"text": text}, person)})


def menus(telegram: TelegramServer, person: Person) -> list[int]:
    """Messages to tap on: those of the bot, one that was never there, one of the future."""
    chat = telegram.world.chats[person.id]
    own = [number for number, message in chat.messages.items() if message["from"]["is_bot"]]
    return [*own[-3:], 0, 2**31]


def harm(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    """All but what everyone may do to their own: begin drafts, mark services and choose their settings."""
    contents = ledger.contents()
    contents["favourites"] = [row for row in contents["favourites"] if row[0] != BOB]
    contents["drafts"] = [row for row in contents["drafts"] if row[1] != BOB]
    contents["users"] = [
        row for row in contents["users"] if row[:3] not in ((BOB, None, None), (BOB, None, "en"))
    ]
    return contents


@pytest.mark.parametrize("number", [BOB, EVE], ids=["a customer", "a stranger"])
async def test_forged_buttons_and_links_have_no_effect(
    number: int,
    seed: int,
    runs: int,
    quiet: Settings,
    ledger: Ledger,
    telegram: TelegramServer,
    panel: PanelServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    chance, person = random.Random(seed), telegram.world.people[number]
    note = f"with seed {seed}"
    async with direct(quiet, telegram) as bot:
        before = harm(ledger)
        for _ in range((BUTTONS + LINKS) * runs // 2 // BATCH):
            put_forgeries(telegram, person, chance)
            await bot.take_all()
            assert not caplog.records, f"{note}: {caplog.text}"
            said = [call["sent"].get("text", "") for call in telegram.calls]
            assert not any(LINK in text for text in said), note
        await bot.carry_out()
        assert harm(ledger) == before, note
    unanswered = [tap for tap in telegram.world.taps.values() if tap.answer is None]
    assert not unanswered, note
    assert not WRITES & {call.action for call in panel.calls}, note


async def test_forged_buttons_have_no_effect_over_http_either(
    seed: int,
    rooms: Rooms,
    ledger: Ledger,
    telegram: TelegramServer,
    panel: PanelServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    chance, before = random.Random(seed), harm(ledger)
    for _ in range(OVER_HTTP):
        person = telegram.world.people[chance.choice((BOB, EVE))]
        data = forgeries.button(chance)
        said = await rooms.taps(person, Kind.PRIVATE, data)
        assert len(said.toasts) == 1, (seed, data)

    assert harm(ledger) == before, seed
    assert not caplog.records, (seed, caplog.text)
    assert not WRITES & {call.action for call in panel.calls}


@pytest.mark.parametrize("code", ["../../../etc/passwd", "x" * 5_000, "en\0", "", "de/../en", "_", "\udc80"])
def test_a_language_code_that_somebody_claims_is_never_a_path(code: str) -> None:
    with speaking(code):
        assert str(spoken()) == "en"
