"""`python -m bot operators [add ID [ROLE] | remove ID]`: lists and changes the operators from the shell."""

import logging
from collections.abc import Callable, Sequence

from bot.commands.database import open_for_command
from bot.settings import Settings
from storage import audit_trail, invites, outbox, users
from storage.audit_trail import Act
from storage.database import Database
from storage.events import Event
from storage.users import LARGEST_ID, OperatorRole, Role
from usecases.clock import wall_clock
from usecases.people.access import Access
from usecases.people.pass_on_messages import pass_on_waiting
from usecases.people.remove_people import RemovePeople
from usecases.people.roles import Action, allows

log = logging.getLogger(__name__)

ROLES_WITH_ARTICLE = {
    OperatorRole.OWNER: "an owner",
    OperatorRole.MANAGER: "a manager",
    OperatorRole.SUPPORT: "support",
    OperatorRole.VIEWER: "a viewer",
}

OPERATORS_USAGE = (
    "operators: expected nothing, add ID [ROLE] or remove ID; an ID is a Telegram user id, a number; "
    "a ROLE is " + ", ".join(OperatorRole)
)


class OperatorsWrong(Exception):
    """The command cannot be carried out. The text says why."""


async def operators(settings: Settings, words: Sequence[str], show: Callable[[str], None]) -> None:
    """Add or remove an operator if asked to, then list all. Raises OperatorsWrong or DatabaseError."""
    change = _parsed(words)
    async with open_for_command(settings) as db:
        access = Access(
            db=db, admin_ids=settings.admin_ids, allowed_ids=settings.allowed_ids, clock=wall_clock
        )
        await access.expect_people_of_settings()
        if change is not None:
            await _change(db, access, settings, *change, show)
        await _list(db, access, settings, show)


def _parsed(words: Sequence[str]) -> tuple[int, OperatorRole | None] | None:
    """Return an ID and the role that it gets, None to remove it; or None to list only."""
    match list(words):
        case []:
            return None
        case ["remove", number] if _is_id(number):
            return int(number), None
        case ["add", number, *role] if _is_id(number) and (
            not role or role in [[one] for one in OperatorRole]
        ):
            return int(number), OperatorRole(role[0]) if role else OperatorRole.OWNER
        case _:
            raise OperatorsWrong(OPERATORS_USAGE)


def _is_id(number: str) -> bool:
    return number.isascii() and number.isdecimal() and int(number) <= LARGEST_ID


async def _change(
    db: Database,
    access: Access,
    settings: Settings,
    person: int,
    role: OperatorRole | None,
    show: Callable[[str], None],
) -> None:
    if person in settings.admin_ids and role is not OperatorRole.OWNER:
        raise OperatorsWrong(
            f"operators: {person} stands in ADMIN_IDS; take it out there and start the bot anew"
        )
    if role is not None:
        await _give(db, access, person, role)
        log.info("Telegram user %d was made %s from the shell", person, role)
        show(f"{person} is {ROLES_WITH_ARTICLE[role]} now. They press Start in the chat with the bot.")
        return
    user = await users.find(db, person)
    if user is None or user.role is not Role.OPERATOR:
        raise OperatorsWrong(f"operators: {person} is no operator")
    async with db.transaction() as transaction:
        await RemovePeople(db=db, access=access, clock=wall_clock).remove(transaction, user.id)
        was = access.operator_role_of(user) or ""
        await audit_trail.add(transaction, wall_clock(), None, Act.REMOVED, user.id, before=was)
    log.info("Telegram user %d is no operator any more, by the shell", person)
    show(f"{person} is no operator and no customer any more.")


async def _give(db: Database, access: Access, person: int, role: OperatorRole) -> None:
    """Give a role to a person, who may be new to the bot. Tell an operator whose role changed."""
    now = wall_clock()
    async with db.transaction() as transaction:
        await users.expect(transaction, [person], now)
        user = await users.find(transaction, person)
        assert user is not None  # noqa: S101 - it was just added
        before = access.operator_role_of(user)
        if before is role:
            return
        if role is not OperatorRole.OWNER and await access.operators(transaction, Action.GIVE_ROLES) == [
            user.id
        ]:
            raise OperatorsWrong(f"operators: {person} is the only owner; make another one before")
        await users.choose_operator_role(transaction, user.id, role, now)
        if not allows(role, Action.LET_IN):
            await invites.withdraw_of(transaction, user.id)
        was = before or access.role_of(user) or ""
        await audit_trail.add(transaction, now, None, Act.ROLE_GIVEN, user.id, before=was, after=role)
        if before is not None:
            await outbox.add(transaction, user.id, Event.ROLE_GIVEN, user.id, now)
        await pass_on_waiting(transaction, access, now)


async def _list(db: Database, access: Access, settings: Settings, show: Callable[[str], None]) -> None:
    found = await users.operators(db, settings.admin_ids)
    for user in found:
        by = "ADMIN_IDS" if user.telegram_id in settings.admin_ids else "the chat or this command"
        show(f"{user.telegram_id}  {user.name}  {access.operator_role_of(user)}, by {by}")
    if not found:
        show("There is no operator. The start of the bot prints a link that makes one.")
