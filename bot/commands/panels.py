"""`python -m bot panel [same-as URL]`: lists the panel accounts, and joins two after a panel has moved."""

import logging
from collections.abc import Callable, Sequence

from bot.commands.database import open_for_command
from bot.settings import Settings
from storage import orders, panel_keys, panel_moves, refills
from storage.database import Constraint, Database
from storage.panel_keys import PanelKey
from usecases.operating.panel_account import known_account, panel_account

log = logging.getLogger(__name__)

PANEL_USAGE = "panel: expected nothing, or same-as URL with the former PANEL_API_URL"
COLLIDE = (
    "panel: both accounts have an order {number}, so they are two panels. Nothing was changed; close the"
    " former panel's orders in the chat with the bot"
)


class PanelsWrong(Exception):
    """The command cannot be carried out. The text says why."""


async def panels(
    settings: Settings, words: Sequence[str], show: Callable[[str], None], agrees: Callable[[str], bool]
) -> None:
    """Join two accounts if asked to, then list all.

    `agrees` asks for a confirmation. Raises PanelsWrong or DatabaseError.
    """
    former = _parsed(words)
    async with open_for_command(settings) as db:
        if former is not None:
            await _refuse_beside_a_bot(db)
            await _join(db, settings, former, show, agrees)
        await _list(db, settings, show)


def _parsed(words: Sequence[str]) -> str | None:
    match list(words):
        case []:
            return None
        case ["same-as", url]:
            return url
        case _:
            raise PanelsWrong(PANEL_USAGE)


async def _refuse_beside_a_bot(db: Database) -> None:
    """Raise PanelsWrong if a bot uses the database: on PostgreSQL its lock shows it.

    An SQLite file needs no check: its bot holds it locked, so it cannot be opened here.
    """
    if len(await db.cluster.live_members()) > 1:
        raise PanelsWrong("panel: a bot runs on this database; end it (nothing is lost), run this again")


async def _join(
    db: Database,
    settings: Settings,
    url: str,
    show: Callable[[str], None],
    agrees: Callable[[str], bool],
) -> None:
    former = await known_account(db, url)
    if former is None:
        raise PanelsWrong("panel: there is no account with this URL; `panel` lists those that there are")
    present = await panel_account(db, settings.panel_api_url)
    if former.id == present.id:
        raise PanelsWrong("panel: this is the present panel already, which PANEL_API_URL names")
    if (number := await panel_moves.first_collision(db, former.id, present.id)) is not None:
        raise PanelsWrong(COLLIDE.format(number=number))
    if not agrees(
        f"{former.url} and {present.url} are the same panel with the same account: what is open at the first"
        f" ({await _open(db, former)}) goes on at the second. This cannot be undone"
    ):
        raise PanelsWrong("panel: nothing was changed; --yes does it without asking")
    try:
        async with db.transaction() as transaction:
            await panel_moves.move(transaction, former.id, present.id)
    except Constraint as error:
        raise PanelsWrong(f"panel: nothing was changed: {error}") from None
    log.info("what was open at %s goes on at %s, by the shell", former.url, present.url)
    show(f"Orders, refills and services of {former.url} are at {present.url} now.")


async def _list(db: Database, settings: Settings, show: Callable[[str], None]) -> None:
    present = await known_account(db, settings.panel_api_url)
    if present is None:
        show(f"{settings.panel_api_url}  present  not used yet")
    for key in await panel_keys.all_of_operator(db):
        if key.became is None:
            is_present = present is not None and key.id == present.id
            show(f"{key.url}  {'present' if is_present else 'former'}  {await _open(db, key)}")


async def _open(db: Database, key: PanelKey) -> str:
    open_orders = await orders.count_open(db, key.id)
    return f"open orders: {open_orders}, open refills: {await refills.count_open(db, key.id)}"
