"""What Alice has when strangers come to look: drafts, orders in every state, questions about some."""

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field

from storage import (
    drafts,
    holds,
    knocks,
    order_progress,
    orders,
    panel_keys,
    refills,
    refund_questions,
    shop_settings,
    submissions,
    users,
)
from storage.database import Database, Queries
from storage.engines.open import open_database
from storage.orders import Request
from storage.submissions import SubmissionOutcome
from storage.users import Role
from tests.usecases.records import add_person
from usecases.clock import wall_clock
from usecases.pricing.quote import review_of

SERVICE = "103"  # with refill, cancel and drip-feed
NAME = "Pictogram Followers · Drip-feed"
LINK = "https://example.com/alice-only"
ANSWERS = {"link": LINK, "quantity": "1000", "runs": ""}
PRICE = 1_150_000
REVIEW = "79e1ef89"  # of these answers, this price and this service
LONG_AGO = 1_700_000_000_000
NEVER = 2**50
FIRST_PANEL_ID = 900_001

ALERT = "alert"
"""Messages about conditions, which begin and end by themselves."""

QUIET = (
    "star_statement",
    "balance_comparisons",
    "introductions",
    "bots",
    "introductions",
    "inbox",
    "services",
    "panel_keys",
    "conditions",
    "conversations",
    "sqlite_sequence",
    "users",
)
"""Tables that change by themselves, or by writing to the bot: what takes long is kept in the inbox."""


@dataclass
class Belongings:
    """Ids by what they are for: every test of an action gets a thing of its own."""

    drafts: list[str] = field(default_factory=list)
    pending: list[int] = field(default_factory=list)
    completed: list[int] = field(default_factory=list)
    doubtful: list[int] = field(default_factory=list)
    refills: list[int] = field(default_factory=list)
    troubled: list[int] = field(default_factory=list)
    canceled: list[int] = field(default_factory=list)
    holds: list[int] = field(default_factory=list)

    def next_name(self) -> str:
        placed = (self.pending, self.completed, self.doubtful, self.troubled)
        return f"placed-{sum(map(len, placed)):04}"


async def furnish(database_url: str, panel_url: str, people: dict[int, str], owner: int) -> Belongings:
    """Write down who is known and what the owner has; the bot is not running yet."""
    has = Belongings()
    async with open_database(database_url) as db:
        key = (await panel_keys.of_operator(db, panel_url)).id
        for person, name in people.items():
            await add_person(db, person, name)
            await knocks.knock(db, person, wall_clock(), 0)
            if name == "Dave":
                await users.give_role(db, person, Role.CUSTOMER, LONG_AGO)
        for number in range(12):
            has.drafts.append(await _ready_draft(db, f"draft-{number:04}", owner, key))
        for _ in range(6):
            has.pending.append(await _order(db, owner, key, has))
            has.completed.append(await _ended(db, owner, key, has, "completed"))
        for number in range(5):
            has.doubtful.append(await _doubtful(db, owner, key, has, number))
        for order in has.completed[:4]:
            has.refills.append(await _doubtful_refill(db, order, owner))
        for _ in range(2):
            has.troubled.append(await _troubled(db, owner, key, has))
        has.canceled.append(await _ended(db, owner, key, has, "canceled"))
        has.holds.append(await _hold(db, key, has.pending[0]))
        await refund_questions.ask(db, has.doubtful[3], "no_proportion", wall_clock())
        operator = next(iter(people))
        await shop_settings.add(db, "prices_confirmed:1:USD", "yes", operator, LONG_AGO)
        await panel_keys.ignore_charges(db, key, None, LONG_AGO)
    return has


async def under_way(db: Database, owner: int, panel_ids: list[str]) -> None:
    """Give somebody orders that the panel has under these ids, due to be asked for."""
    owner = (await users.keep(db, owner, "Alice", "en", LONG_AGO)).id
    async with db.transaction() as transaction:
        for panel_id in panel_ids:
            order = await _submitting(transaction, owner, 1, f"asked-{panel_id}")
            await submissions.end(transaction, order, SubmissionOutcome.PLACED, "", LONG_AGO)
            await order_progress.place(transaction, order, panel_id, LONG_AGO, LONG_AGO)


async def _ready_draft(db: Queries, name: str, owner: int, key: int) -> str:
    draft = await drafts.create(db, name, owner, key, SERVICE, ANSWERS, LONG_AGO)
    quoted = await drafts.quote(db, draft.id, owner, 1_000, "1.15", PRICE, "USD", NAME, LONG_AGO)
    assert quoted is not None
    assert review_of(quoted) == REVIEW
    return draft.id


async def _submitting(db: Queries, owner: int, key: int, name: str) -> int:
    await _ready_draft(db, name, owner, key)
    draft = await drafts.claim(db, name, owner)
    assert draft is not None
    asked = Request("Pictogram Followers", "default", True, True, LINK, {"link": LINK, "quantity": "1000"})
    order = await orders.reserve(db, draft, asked, None, LONG_AGO)
    await order_progress.begin_submitting(db, order.id)
    await submissions.begin(db, order.id, 5 * PRICE, LONG_AGO)
    return order.id


async def _order(db: Database, owner: int, key: int, has: Belongings) -> int:
    order = await _submitting(db, owner, key, has.next_name())
    await submissions.end(db, order, SubmissionOutcome.PLACED, "", LONG_AGO)
    await order_progress.place(db, order, str(FIRST_PANEL_ID + order), LONG_AGO, NEVER)
    await order_progress.look_later(db, {order: NEVER})  # or they would all be told of as slow
    return order


async def _troubled(db: Database, owner: int, key: int, has: Belongings) -> int:
    order = await _order(db, owner, key, has)
    await db.execute("UPDATE orders SET status = 'problem', status_word = 'Fail' WHERE id = $1", order)
    return order


async def _hold(db: Database, key: int, order: int) -> int:
    """Of a service that nobody else looks at here."""
    seen = (PRICE, 5 * PRICE)
    hold = await holds.begin(db, key, ("104", "Pictogram Followers"), order, seen, "charge", LONG_AGO)
    assert hold is not None
    return hold.id


async def _ended(db: Database, owner: int, key: int, has: Belongings, status: str) -> int:
    order = await _order(db, owner, key, has)
    await db.execute(
        "UPDATE orders SET status = $2, ended_at = $3, next_check_at = NULL WHERE id = $1",
        order,
        status,
        LONG_AGO,
    )
    return order


async def _doubtful(db: Database, owner: int, key: int, has: Belongings, number: int) -> int:
    order = await _submitting(db, owner, key, has.next_name())
    await submissions.end(db, order, SubmissionOutcome.UNKNOWN, "an answer that broke off", LONG_AGO)
    await order_progress.unconfirm(db, order)
    await submissions.keep_evidence(
        db, order, {"candidates": [{"id": str(23_501 + number), "charge": PRICE}]}
    )
    return order


async def _doubtful_refill(db: Database, order: int, owner: int) -> int:
    refill = await refills.reserve(db, order, owner, 0, LONG_AGO)
    assert refill is not None
    await refills.begin_submitting(db, refill.id)
    await refills.unconfirm(db, refill.id, "an answer that broke off")
    return refill.id


class Ledger:
    """Looks into the database file beside the running bot."""

    def __init__(self, database_url: str) -> None:
        self._path = database_url.removeprefix("sqlite:///")
        self._connection = sqlite3.connect(self._path, isolation_level=None, timeout=0)

    def close(self) -> None:
        self._connection.close()

    def schema(self) -> list[tuple[str, str]]:
        return self._connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()

    def contents(self, *but: str) -> dict[str, list[tuple[object, ...]]]:
        """Every row that an action may have changed, and of people what they may do and have chosen."""
        kept = {
            table: self._connection.execute(f"SELECT * FROM {table}").fetchall()
            for table in self._tables()
            if table not in (*QUIET, *but)
        }
        kept["outbox"] = [row for row in kept["outbox"] if ALERT not in row]
        chosen = self._connection.execute(
            "SELECT id, role, language, notifications, refused_at FROM users WHERE role IS NOT NULL "
            "OR refused_at IS NOT NULL OR language IS NOT NULL OR notifications <> 'all' ORDER BY id"
        ).fetchall()
        return kept | {"users": chosen}

    async def awaits(self, user_id: int, state: str | None, about: dict[str, object]) -> None:
        """Have the bot take a person's next text for something."""
        await self.write(
            "INSERT INTO conversations (user_id, state, data) VALUES (?, ?, ?) ON CONFLICT (user_id) "
            "DO UPDATE SET state = excluded.state, data = excluded.data",
            user_id,
            state,
            json.dumps(about),
        )

    async def write(self, sql: str, *values: object) -> None:
        """Write when the bot, which runs in this very thread, has no transaction open."""
        while True:
            try:
                self._connection.execute(sql, values)
            except sqlite3.OperationalError:
                await asyncio.sleep(0.005)
            else:
                return

    def _tables(self) -> Iterator[str]:
        for (name,) in self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            yield name
