"""Passes messages for operators on, if their recipient is no operator any more or not yet."""

from collections import defaultdict
from collections.abc import Collection

from storage import knocks, refusals
from storage.database import Queries
from storage.events import Event
from storage.records import Json, Record, dump, read_all

STRAY_COLUMNS = "id, user_id, event, subject_id, payload, created_at"

Key = tuple[str, int | None, str, int]


class Waiting(Record, frozen=True):
    """`created_at` (epoch ms) is the same in all operators' messages about one event."""

    id: int
    user_id: int
    event: Event
    subject_id: int | None
    payload: Json
    created_at: int

    @property
    def key(self) -> Key:
        return (self.event, self.subject_id, dump(self.payload), self.created_at)


async def pass_on(db: Queries, operators: Collection[int], events: Collection[Event], now: int) -> int:
    """Give operators the messages of these kinds that wait for others; return the number of those messages.

    An operator who had the same message gets no second one. Call it in the transaction that changes the
    operators, or in one at the start.
    """
    strays = await _waiting_for_others(db, operators, _listed(events))
    if not strays:
        return 0
    known = await _owed_before(db, operators, _listed(events), min(stray.created_at for stray in strays))
    different = {stray.key: stray for stray in strays}.values()
    for operator in operators:
        for stray in different:
            if stray.key not in known[operator]:
                await _owe(db, operator, stray, now)
    await db.execute_many(
        "UPDATE outbox SET status = 'dropped', done_at = $2 WHERE id = $1",
        [(stray.id, now) for stray in strays],
    )
    return len(strays)


def _listed(events: Collection[Event]) -> str:
    return ", ".join(f"'{event}'" for event in sorted(events))


async def _waiting_for_others(db: Queries, operators: Collection[int], listed: str) -> list[Waiting]:
    """Return waiting messages and those just being sent: the sender drops the latter by their audience."""
    found = []
    for status in ("pending", "sending"):  # each has an index
        rows = await db.fetch_all(
            f"""
            SELECT {STRAY_COLUMNS} FROM outbox
            WHERE status = '{status}' AND event IN ({listed}) ORDER BY id
            """
        )
        found += [one for one in read_all(rows, Waiting) if one.user_id not in operators]
    return sorted(found, key=lambda one: one.id)


async def _owed_before(
    db: Queries, operators: Collection[int], listed: str, since: int
) -> defaultdict[int, set[Key]]:
    """Return the messages that each operator has had or is due to get."""
    rows = await db.fetch_all(
        f"""
        SELECT {STRAY_COLUMNS} FROM outbox
        WHERE created_at >= $1 AND event IN ({listed}) AND status <> 'dropped'
        """,
        since,
    )
    known: defaultdict[int, set[Key]] = defaultdict(set)
    for one in read_all(rows, Waiting):
        if one.user_id in operators:
            known[one.user_id].add(one.key)
    return known


async def _owe(db: Queries, operator: int, stray: Waiting, now: int) -> None:
    match stray.event:
        case Event.REFUSALS:
            await _owe_refusals(db, operator, stray, now)
        case Event.KNOCK:
            await _owe_knock(db, operator, stray, now)
        case Event.KNOCK_CARD:
            return  # it redraws a message in the other chat
        case Event.CASE_UNREAD:
            return  # it tells of the other's own answer
        case _:
            if not await _is_their_own(db, operator, stray):
                await db.execute(
                    """
                    INSERT INTO outbox (user_id, event, subject_id, payload, created_at, due_at)
                    VALUES ($1, $2, $3, $4, $5, $6)
                    """,
                    operator, stray.event.value, stray.subject_id, dump(stray.payload), stray.created_at, now,
                )  # fmt: skip


async def _is_their_own(db: Queries, operator: int, stray: Waiting) -> bool:
    """Whether a message tells of what the operator wrote or did to a case."""
    done_by = {
        Event.CASE_MESSAGE: "case_messages WHERE id = $1 AND author_id = $2 AND is_answer = 1",
        Event.CASE_OVER: "cases WHERE id = $1 AND closed_by = $2",
    }.get(stray.event)
    if done_by is None:
        return False
    return await db.fetch_one(f"SELECT 1 FROM {done_by}", stray.subject_id, operator) is not None


async def _owe_refusals(db: Queries, operator: int, stray: Waiting, now: int) -> None:
    """Add the refusals of a message, without those that the operator was told before."""
    told = [dump(one) for one in await refusals.named_to(db, operator)]
    new = [one for one in stray.payload.get("refusals", []) if dump(one) not in told]
    if new:
        payload = {**stray.payload, "refusals": new}
        await refusals.add_message(db, operator, payload, stray.created_at, now)


async def _owe_knock(db: Queries, operator: int, stray: Waiting, now: int) -> None:
    """Extend the operator's waiting message to these strangers, or add one."""
    if not await knocks.bring_message_forward(db, operator, stray.created_at):
        await knocks.add_message(db, operator, stray.subject_id or 0, stray.created_at, now)
