"""Everyone tries everything, in every kind of chat: what is not allowed has no effect and shows nothing."""

from collections.abc import Iterator
from html import unescape

import pytest
from aiogram import Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData

from bot.settings import Settings
from handlers import routing
from handlers.awaiting import Expected
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from sandbox.telegram.world import Person
from storage.users import Role
from tests.conftest import ALICE, BOB, OLGA
from tests.security.actions import PRIVATE, RESELLER, Action, actions
from tests.security.belongings import LINK, Belongings, Ledger
from tests.security.conftest import EVE, WRITES
from tests.security.permissions import (
    BUTTONS,
    COMMANDS,
    SHOP_BUTTONS,
    SHOP_COMMANDS,
    SHOP_TEXTS,
    TEXTS,
    Who,
)
from tests.security.rooms import Kind, Rooms
from views import failures, start

STRANGER_LINE = unescape(start.stranger().text)
KNOCKED_LINE = unescape(start.knocked().text)
GROUP_LINE = "I work in private chats only: t.me/panelgram_bot"
MENU = "<b>Hello, "  # the answer to a command that is not there
FOUND = "1 result for"  # the answer to a number that is searched for
POLITE = (*failures.FACTS.values(), "⚠️ There is no order", "No results for")


@pytest.fixture
def ledger(quiet: Settings, rooms: Rooms) -> Iterator[Ledger]:
    ledger = Ledger(quiet.database_url)
    yield ledger
    ledger.close()


@pytest.mark.parametrize(
    ("mode", "who"),
    [
        *((PRIVATE, who) for who in Who),
        *((RESELLER, who) for who in Who if who is not Who.STRANGER),  # a shop has no strangers
    ],
)
async def test_everyone_may_do_what_the_table_says_and_nothing_else(
    mode: str,
    who: Who,
    rooms: Rooms,
    has: Belongings,
    ledger: Ledger,
    telegram: TelegramServer,
    panel: PanelServer,
) -> None:
    number = {Who.STRANGER: EVE, Who.OWNER: ALICE, Who.OTHER: BOB, Who.OPERATOR: OLGA}[who]
    person = telegram.world.people[number]
    everything = list(actions(has, mode))
    wrong = [
        f"{who}, {kind}, {action.name}: {fault}"
        for kind in Kind
        for action in everything
        if not (kind is Kind.PRIVATE and who in action.allowed)
        for fault in await forbidden(action, who, person, kind, rooms, ledger)
    ]
    assert not WRITES & {call.action for call in panel.calls}
    for action in everything:
        if who in action.allowed:
            wrong += [
                f"{who}, {action.name}: {fault}" for fault in await permitted(action, person, rooms, ledger)
            ]
    assert not wrong, "\n".join(wrong)


async def forbidden(
    action: Action, who: Who, person: Person, kind: Kind, rooms: Rooms, ledger: Ledger
) -> list[str]:
    """What is wrong with an attempt at something that is not allowed."""
    await ledger.awaits(person.id, action.awaits, action.about)
    before = ledger.contents()
    said = await action.act(rooms, person, kind)
    faults = [f"changed {table}" for table, rows in ledger.contents().items() if rows != before[table]]
    if kind is Kind.PRIVATE and who is Who.STRANGER:
        expected = [
            [STRANGER_LINE],
            [KNOCKED_LINE],
            ["This invitation was used or has expired. Ask the operator for a new one."],
        ]
        return faults + ([] if said.all in expected else [f"said {said.all}"])
    if kind is not Kind.PRIVATE:
        answer = [GROUP_LINE] if action.is_command and kind is not Kind.CHANNEL else []
        return faults + ([] if said.all == answer else [f"said {said.all}"])
    if not any(text.startswith((*POLITE, FOUND, start.not_for_me(), MENU)) for text in said.all):
        faults.append(f"said {said.all}")
    return faults + [
        f"shows what is Alice's: {text}" for text in said.all if who is not Who.OWNER and LINK in text
    ]


async def permitted(action: Action, person: Person, rooms: Rooms, ledger: Ledger) -> list[str]:
    """What is wrong with an attempt at something that is allowed: that it is refused."""
    for statement in action.given:
        await ledger.write(statement)
    await ledger.awaits(person.id, action.awaits, action.about)
    said = await action.act(rooms, person, Kind.PRIVATE)
    refused = [text for text in said.all if text.startswith((STRANGER_LINE, failures.broken(), *POLITE))]
    return [f"refused: {text}" for text in refused] if said.all else ["said nothing"]


def test_every_button_has_its_row() -> None:
    declared = {button for button in CallbackData.__subclasses__() if button.__module__.startswith("views.")}

    assert set(BUTTONS) | set(SHOP_BUTTONS) == declared


def test_every_command_has_its_row() -> None:
    assert set(COMMANDS) | set(SHOP_COMMANDS) == {
        command for router in routing.routers() for command in commands(router)
    }


def test_everything_that_can_be_awaited_has_its_row() -> None:
    assert set(TEXTS) | set(SHOP_TEXTS) == {None, *Expected}


def commands(router: Router) -> Iterator[str]:
    for handler in router.message.handlers:
        for one in handler.filters or ():
            if isinstance(one.callback, Command):
                yield from map(str, one.callback.commands)
    for inner in router.sub_routers:
        yield from commands(inner)


async def test_who_becomes_operator_in_the_chat_may_what_the_operator_may(
    telegram: TelegramServer, rooms: Rooms, ledger: Ledger
) -> None:
    bob = telegram.world.people[BOB]
    assert "Panel account" not in " ".join((await rooms.taps(bob, Kind.PRIVATE, "health")).all)
    await ledger.write("UPDATE users SET role = ? WHERE id = ?", Role.OPERATOR, BOB)

    assert "Panel account" in " ".join((await rooms.taps(bob, Kind.PRIVATE, "health")).all)


async def test_letting_in_somebody_who_never_wrote_leaves_nothing_behind(
    telegram: TelegramServer, rooms: Rooms, ledger: Ledger
) -> None:
    before = ledger.contents()

    said = await rooms.taps(telegram.world.people[OLGA], Kind.PRIVATE, "li:4711")

    assert said.toasts == ["This is for the operator only."]
    assert ledger.contents() == before


async def test_who_was_let_in_is_told_once(telegram: TelegramServer, rooms: Rooms, ledger: Ledger) -> None:
    for _ in range(2):
        await rooms.taps(telegram.world.people[OLGA], Kind.PRIVATE, f"li:{EVE}")

    assert len(ledger.contents()["outbox"]) == 1
