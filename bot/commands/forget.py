"""`python -m bot forget ID`: deletes a person's Telegram ID, name, settings and texts."""

from collections.abc import Callable, Sequence

from bot.commands.database import open_for_command
from bot.settings import Settings
from storage import users
from usecases.clock import wall_clock
from usecases.people.access import Access
from usecases.people.forget_people import ForgetPeople, NotForgotten

FORGET_USAGE = "forget: expected an ID, the Telegram user id of a person, a number"


class ForgettingWrong(Exception):
    """The command cannot be carried out. The text says why."""


async def forget(
    settings: Settings, words: Sequence[str], show: Callable[[str], None], agrees: Callable[[str], bool]
) -> None:
    """Forget a person. `agrees` asks for a confirmation. Raises ForgettingWrong or DatabaseError."""
    person = _parsed(words)
    async with open_for_command(settings) as db:
        access = Access(
            db=db, admin_ids=settings.admin_ids, allowed_ids=settings.allowed_ids, clock=wall_clock
        )
        forget_people = ForgetPeople(db=db, access=access, clock=wall_clock)
        user = await users.find(db, person)
        if user is None:
            raise ForgettingWrong(_why(NotForgotten(is_unknown=True), person))
        if kept := await forget_people.obstacle(user.id):
            raise ForgettingWrong(_why(kept, person))
        if not agrees(
            f"{person} will be forgotten: ID, name, settings, drafts, links. This cannot be undone"
        ):
            raise ForgettingWrong("forget: nothing was changed; --yes does it without asking")
        async with db.cluster.lock_person(person):
            done = await forget_people(user.id)
        if isinstance(done, NotForgotten):
            raise ForgettingWrong(_why(done, person))
        show(f"{person} is forgotten. Orders that keep their number and amounts: {done.orders}.")


def _parsed(words: Sequence[str]) -> int:
    match list(words):
        case [number] if number.isascii() and number.isdecimal():
            return int(number)
        case _:
            raise ForgettingWrong(FORGET_USAGE)


def _money(kept: NotForgotten, person: int) -> str:
    if kept.wallet is not None:
        return f"{person} has money, or owes some. Nothing was changed; bring their wallet to 0 first"
    if kept.is_paying:
        return (
            f"a payment of {person} waits for a decision, or goes back. Nothing was changed; run this again"
        )
    return f"money may still come back to {person}. Nothing was changed; run this again later"


def _why(kept: NotForgotten, person: int) -> str:
    if kept.is_unknown:
        return f"forget: {person} is not known here"
    if kept.setting:
        return f"forget: {person} stands in {kept.setting}; take it out there first"
    if kept.is_operator:
        return f"forget: {person} is an operator; run `operators remove {person}` first"
    if not kept.open_orders:
        return f"forget: {_money(kept, person)}"
    numbers = ", ".join(map(str, kept.open_orders))
    return f"forget: open orders of {person}: {numbers}. Nothing was changed; run this again when they ended"
