"""`python -m bot operators [add ID | remove ID]`: lists and changes the operators from the shell."""

import logging
from collections.abc import Callable, Sequence

from bot.commands.database import open_for_command
from bot.settings import Settings
from storage import audit_trail, users
from storage.audit_trail import Act
from storage.database import Database
from storage.users import OperatorRole, Role
from usecases.clock import wall_clock
from usecases.people.access import Access
from usecases.people.pass_on_messages import pass_on_waiting
from usecases.people.remove_people import RemovePeople

log = logging.getLogger(__name__)

OPERATORS_USAGE = "operators: expected nothing, add ID or remove ID; an ID is a Telegram user id, a number"


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


def _parsed(words: Sequence[str]) -> tuple[str, int] | None:
    match list(words):
        case []:
            return None
        case [("add" | "remove") as what, number] if number.isascii() and number.isdecimal():
            return what, int(number)
        case _:
            raise OperatorsWrong(OPERATORS_USAGE)


async def _change(
    db: Database, access: Access, settings: Settings, what: str, person: int, show: Callable[[str], None]
) -> None:
    if what == "add":
        await _add(db, access, person)
        log.info("Telegram user %d was made an owner from the shell", person)
        show(f"{person} is an owner now. They press Start in the chat with the bot.")
        return
    user = await users.find(db, person)
    if person in settings.admin_ids:
        raise OperatorsWrong(
            f"operators: {person} stands in ADMIN_IDS; take it out there and start the bot anew"
        )
    if user is None or user.role is not Role.OPERATOR:
        raise OperatorsWrong(f"operators: {person} is no operator")
    async with db.transaction() as transaction:
        await RemovePeople(db=db, access=access, clock=wall_clock).remove(transaction, user.id)
        was = access.operator_role_of(user) or ""
        await audit_trail.add(transaction, wall_clock(), None, Act.REMOVED, user.id, before=was)
    log.info("Telegram user %d is no operator any more, by the shell", person)
    show(f"{person} is no operator and no customer any more.")


async def _add(db: Database, access: Access, person: int) -> None:
    now = wall_clock()
    async with db.transaction() as transaction:
        await users.expect(transaction, [person], now)
        user = await users.find(transaction, person)
        assert user is not None  # noqa: S101 - it was just added
        before = access.operator_role_of(user) or access.role_of(user) or ""
        await users.choose_operator_role(transaction, user.id, OperatorRole.OWNER, now)
        await audit_trail.add(
            transaction, now, None, Act.ROLE_GIVEN, user.id, before=before, after=OperatorRole.OWNER
        )
        await pass_on_waiting(transaction, access, now)


async def _list(db: Database, access: Access, settings: Settings, show: Callable[[str], None]) -> None:
    found = await users.operators(db, settings.admin_ids)
    for user in found:
        by = "ADMIN_IDS" if user.telegram_id in settings.admin_ids else "the chat or this command"
        show(f"{user.telegram_id}  {user.name}  {access.operator_role_of(user)}, by {by}")
    if not found:
        show("There is no operator. The start of the bot prints a link that makes one.")
