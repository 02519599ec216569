"""Every role tries every route of the operators: the table of roles decides, cell by cell."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from aiogram import Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackQueryFilter

from bot.settings import Settings
from handlers import routing
from handlers.awaiting import Expecting
from handlers.middlewares.role_buttons import actions_of_buttons
from handlers.roles import May
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from sandbox.telegram.world import Person
from storage.audit_trail import Act
from storage.users import OperatorRole, Role
from tests.conftest import BOB
from tests.databases import ask
from tests.security import permissions
from tests.security.actions import PRIVATE, RESELLER, Action, actions
from tests.security.belongings import Belongings, Ledger
from tests.security.permissions import OPERATOR, Who
from tests.security.rooms import Kind, Rooms
from tests.security.test_permissions import permitted
from usecases.errors import RoleForbids
from usecases.people import roles
from usecases.people.roles import ROLES_OF
from views import failures, start

FORBIDDEN = failures.FACTS[RoleForbids]
ALLOWED = {
    OperatorRole.OWNER: set(roles.Action),
    OperatorRole.MANAGER: set(roles.Action) - {roles.Action.GIVE_ROLES, roles.Action.GET_BACKUPS},
    OperatorRole.SUPPORT: {roles.Action.SEE, roles.Action.ASK_PANEL, roles.Action.ANSWER},
    OperatorRole.VIEWER: {roles.Action.SEE, roles.Action.SEE_SALES},
}


KEPT = {
    Act.BROADCAST_CONTINUED, Act.BROADCAST_DELETED, Act.BROADCAST_PAUSED, Act.BROADCAST_SENT, Act.BROADCAST_STOPPED,
    Act.BACKUP_SENT, Act.CASE_CLOSED, Act.DAILY_BACKUP, Act.LOW_BALANCE, Act.SERVICE_CHANGED, Act.TEXT_RESET,
    Act.DECISION_TAKEN_BACK, Act.HOLD_DECIDED, Act.INVITED, Act.MONEY_GIVEN_BACK, Act.MONEY_TAKEN_BACK,
    Act.MOVES_LIFTED, Act.ORDER_ENDED, Act.ORDER_EXISTS, Act.ORDER_LOST, Act.ORDER_NEVER_EXISTED,
    Act.ORDERING_OPENED, Act.PANEL_CLOSED, Act.REFILL_EXISTS, Act.REFILL_NEVER_EXISTED, Act.REFUSED,
    Act.REMOVED, Act.ROLE_GIVEN,
}  # fmt: skip
KEPT_OF_A_SHOP = {
    Act.GROUP_CHOSEN, Act.GROUP_ENDED, Act.GROUP_MADE, Act.PAYMENT_CREDITED, Act.PAYMENT_RETURNED,
    Act.SHOP_VALUE, Act.WALLETS_CONFIRMED,
}  # fmt: skip
"""What an owner who taps everything leaves in the audit trail; see also `tests/usecases/test_audit_trail.py`."""


OF_BROADCASTS = "bc"
"""How the buttons of broadcasts begin. The card of one goes to its author, whom the test changes."""

GO_ON = ("audit_trail", "broadcasts", "broadcast_people")
"""Tables that change although an attempt is refused: it is noted, and a broadcast that is under way goes on."""


def all_handlers(router: Router) -> Iterator[HandlerObject]:
    yield from router.callback_query.handlers
    yield from router.message.handlers
    for inner in router.sub_routers:
        yield from all_handlers(inner)


def routes() -> dict[str, roles.Action | None]:
    """What each route asks for, by the name that `actions` gives it: None is no operators' route."""
    found: dict[str, roles.Action | None] = {}
    for handler in (one for router in routing.routers() for one in all_handlers(router)):
        filters = [one.callback for one in handler.filters or ()]
        asked = [one.action for one in filters if isinstance(one, May)]
        for one in filters:
            match one:
                case CallbackQueryFilter():
                    names = [one.callback_data.__name__]
                case Command():
                    names = [f"/{name}" for name in one.commands]
                case Expecting():
                    names = [one.awaited]
                case _:
                    names = []
            found |= dict.fromkeys(map(str, names), asked[0] if asked else None)
    return found


def rows() -> Iterator[tuple[str, bool]]:
    """Each row of the table of permissions, and whether it is for operators."""
    for table in (permissions.BUTTONS, permissions.SHOP_BUTTONS):
        yield from ((kind.__name__, allowed == OPERATOR) for kind, allowed in table.items())
    for commands in (permissions.COMMANDS, permissions.SHOP_COMMANDS):
        yield from ((f"/{name}", allowed == OPERATOR) for name, allowed in commands.items())
    for texts in (permissions.TEXTS, permissions.SHOP_TEXTS):
        yield from ((str(it), allowed == OPERATOR) for it, allowed in texts.items() if it is not None)


def test_each_role_may_what_it_is_meant_to() -> None:
    assert {
        role: {action for action, may in ROLES_OF.items() if role in may} for role in OperatorRole
    } == ALLOWED
    assert set(ROLES_OF) == set(roles.Action)


def test_every_route_of_the_operators_names_an_action_and_no_other_does() -> None:
    asked = routes()

    assert {name: asked.get(name) is not None for name, _ in rows()} == dict(rows())


def route_of(action: Action) -> str:
    """The name that `routes` gives the route of an action."""
    if action.is_command:
        return action.name.partition(" (")[0]
    is_text = action.awaits is not None and " (" in action.name
    return str(action.awaits) if is_text else action.name


async def refused(action: Action, person: Person, rooms: Rooms, ledger: Ledger) -> list[str]:
    """What is wrong with an attempt at something that the role does not allow."""
    for statement in action.given:
        await ledger.write(statement)
    await ledger.awaits(person.id, action.awaits, action.about)
    before = ledger.contents(*GO_ON)
    said = await action.act(rooms, person, Kind.PRIVATE)
    after = ledger.contents(*GO_ON)
    faults = [f"{action.name} changed {table}" for table in after if after[table] != before[table]]
    return faults + ([] if any(FORBIDDEN in text for text in said.all) else [f"{action.name}: {said.all}"])


@pytest.fixture
def ledger(quiet: Settings, rooms: Rooms) -> Iterator[Ledger]:
    ledger = Ledger(quiet.database_url)
    yield ledger
    ledger.close()


@pytest.mark.parametrize("mode", [PRIVATE, RESELLER])
@pytest.mark.parametrize("role", [*OperatorRole, None])
async def test_every_route_does_what_the_role_allows_and_nothing_else(
    mode: str,
    role: OperatorRole | None,
    rooms: Rooms,
    has: Belongings,
    ledger: Ledger,
    telegram: TelegramServer,
    panel: PanelServer,
) -> None:
    """`role` None is somebody whose role was taken while the cards were open."""
    bob, asked = telegram.world.people[BOB], routes()
    await ledger.write(
        "UPDATE users SET role = ?, operator_role = ? WHERE id = ?",
        Role.OPERATOR if role else Role.CUSTOMER, role or OperatorRole.MANAGER, BOB,
    )  # fmt: skip
    everything = [
        (replace(action, given=(*action.given, f"UPDATE broadcasts SET author = {BOB}")), may)
        for action in actions(has, mode)
        if (may := asked.get(route_of(action))) is not None and Who.OPERATOR in action.allowed
    ]
    assert len(everything) > (50 if mode == PRIVATE else 80)
    wrong = []
    for action, may in everything:  # before anything is done: what is done goes on for a while
        if role is None or may not in ALLOWED[role]:
            wrong += await refused(action, bob, rooms, ledger)
    for action, may in everything:
        if role is not None and may in ALLOWED[role]:
            wrong += [f"{action.name}: {fault}" for fault in await permitted(action, bob, rooms, ledger)]
    if role is not None:
        needed = actions_of_buttons(routing.routers())
        shown = {one.partition(":")[0] for one in rooms.buttons}
        assert len(shown & needed.keys()) > 5
        wrong += [
            f"shows {one}"
            for one in shown
            if not one.startswith(OF_BROADCASTS) and needed.get(one, roles.Action.SEE) not in ALLOWED[role]
        ]
    assert not wrong, "\n".join(wrong)
    if role is OperatorRole.OWNER:
        kept = {str(row[3]) for row in ledger.contents()["audit_trail"]}
        assert kept >= (KEPT | KEPT_OF_A_SHOP if mode == RESELLER else KEPT)


async def test_a_role_that_is_taken_while_a_card_is_open_is_refused_and_noted_once_an_hour(
    rooms: Rooms, ledger: Ledger, telegram: TelegramServer, quiet: Settings
) -> None:
    bob = telegram.world.people[BOB]
    await ledger.write("UPDATE users SET role = 'operator', operator_role = 'manager' WHERE id = ?", BOB)
    assert "Operator" in " ".join((await rooms.taps(bob, Kind.PRIVATE, "health")).all)

    await ledger.write("UPDATE users SET role = NULL WHERE id = ?", BOB)  # ALLOWED_IDS still lets him order
    for _ in range(2):
        assert (await rooms.taps(bob, Kind.PRIVATE, "inv")).toasts == [FORBIDDEN]

    noted = await ask(quiet.database_url, "SELECT actor, act, after FROM audit_trail")
    assert noted == [(BOB, "forbidden", "let_in")]


async def test_nobody_who_was_never_an_operator_is_noted(
    rooms: Rooms, ledger: Ledger, telegram: TelegramServer, quiet: Settings
) -> None:
    said = await rooms.taps(telegram.world.people[BOB], Kind.PRIVATE, "inv")

    assert said.toasts == [start.out_of_date()]
    assert await ask(quiet.database_url, "SELECT * FROM audit_trail") == []


def test_texts_are_checked_after_what_is_expected() -> None:
    """`May` raises, so it must not see a text that is meant for another route."""
    for handler in (one for router in routing.routers() for one in router.message.handlers):
        filters = [one.callback for one in handler.filters or ()]
        kinds = [type(one) for one in filters if isinstance(one, May | Expecting | Command)]
        assert May not in kinds or kinds.index(May) > 0
