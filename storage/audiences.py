"""Who is in a segment of a broadcast: conditions on people, as SQL."""

from collections.abc import Callable, Iterable
from enum import StrEnum

from storage.database import Database, Queries, Value
from storage.records import Record

DAY_MS = 86_400_000
RECENT_DAYS = 30


class SegmentKind(StrEnum):
    """Their values stand in buttons. The comments have in brackets what `Segment.value` is."""

    ALL = "a"
    LANGUAGE = "l"  # (the first part of a language code)
    RECENT = "r"
    """They ordered in the last 30 days."""
    SILENT = "q"
    """They did not order in the last 30 days."""
    FUNDED = "w"
    """Their wallet is not empty."""
    SERVICE = "s"  # (the panel's id of a service) they have ordered it
    CATEGORY = "c"  # (the name of a category) they have ordered one of its services
    GROUP = "g"  # (the id of a group of customers)
    LISTED = "i"
    """An operator has listed their Telegram ids."""


class Segment(Record, frozen=True):
    """`panel_key_id` tells of which panel the service or category is."""

    kind: SegmentKind
    value: str = ""
    panel_key_id: int = 0


class Admitted(Record, frozen=True):
    """Who may use the bot: whom the settings name, whoever has a role, and with `is_open` all not removed."""

    telegram_ids: tuple[int, ...]
    is_open: bool


class _Count(Record, frozen=True):
    people: int


class LanguageCount(Record, frozen=True):
    code: str
    people: int


NEWEST_ORDER = "(SELECT created_at FROM orders WHERE user_id = users.id ORDER BY id DESC LIMIT 1)"
"""When a person last ordered: one look at an index. `EXISTS` would read their orders from the first on."""

ORDERED = "EXISTS (SELECT 1 FROM orders WHERE orders.user_id = users.id AND {which})"
ONE_OF_PANEL = "orders.panel_key_id = {key} AND orders.service_id IN ({services}) AND status <> 'failed'"
LANGUAGE_CODE = "lower(coalesce(users.language, users.language_code, ''))"


class _Values:
    """Collects the values of a statement, and gives each its placeholder."""

    def __init__(self, first: int) -> None:
        self._first = first
        self.given: list[Value] = []

    def __call__(self, value: Value) -> str:
        self.given.append(value)
        return f"${self._first + len(self.given) - 1}"


def matching(
    segment: Segment, admitted: Admitted, now: int, *, is_news: bool, broadcast_id: int, first: int = 1
) -> tuple[str, list[Value]]:
    """Return the SQL condition on `users` for a segment, and its values.

    They may use the bot, have not blocked it and, for news, have not muted it. `first` is the number of the
    first placeholder; `now` in epoch ms.
    """
    values = _Values(first)
    parts = [
        _reachable(admitted, values),
        *(["users.news_muted_at IS NULL"] if is_news else []),
        *_of_segment(segment, now, broadcast_id, values),
    ]
    return " AND ".join(parts), values.given


def _reachable(admitted: Admitted, values: Callable[[Value], str]) -> str:
    ways = ["users.role IS NOT NULL"]
    if admitted.is_open:
        ways.append("users.removed_at IS NULL")
    if admitted.telegram_ids:
        those = ", ".join(values(one) for one in admitted.telegram_ids)
        ways.append(f"users.telegram_id IN ({those})")
    return f"users.telegram_id IS NOT NULL AND users.blocked_at IS NULL AND ({' OR '.join(ways)})"


def _of_segment(
    segment: Segment, now: int, broadcast_id: int, values: Callable[[Value], str]
) -> Iterable[str]:
    recent = f"coalesce({NEWEST_ORDER}, 0) > {now - RECENT_DAYS * DAY_MS}"
    match segment.kind:
        case SegmentKind.LANGUAGE:
            itself, variants = values(segment.value), values(f"{segment.value}-%")
            yield f"({LANGUAGE_CODE} = {itself} OR {LANGUAGE_CODE} LIKE {variants})"
        case SegmentKind.RECENT:
            yield recent
        case SegmentKind.SILENT:
            yield f"NOT ({recent})"
        case SegmentKind.FUNDED:
            yield """EXISTS (SELECT 1 FROM accounts
                WHERE kind = 'wallet' AND coalesce(user_id, 0) = users.id AND balance > 0)"""
        case SegmentKind.SERVICE:
            key, itself = values(segment.panel_key_id), values(segment.value)
            yield ORDERED.format(which=ONE_OF_PANEL.format(key=key, services=itself))
        case SegmentKind.CATEGORY:
            key, itself = values(segment.panel_key_id), values(segment.value)
            services = f"SELECT id FROM services WHERE panel_key_id = {key} AND category = {itself}"
            yield ORDERED.format(which=ONE_OF_PANEL.format(key=key, services=services))
        case SegmentKind.GROUP:
            yield f"users.group_id = {values(int(segment.value))}"
        case SegmentKind.LISTED:
            yield f"""users.telegram_id IN (
                SELECT telegram_id FROM broadcast_lists WHERE broadcast_id = {values(broadcast_id)})"""


async def count(
    db: Database, segment: Segment, admitted: Admitted, now: int, *, is_news: bool, broadcast_id: int
) -> int:
    """Count the people of a segment. It looks at everybody."""
    condition, values = matching(segment, admitted, now, is_news=is_news, broadcast_id=broadcast_id)
    counted = f"FROM (SELECT count(*) AS people FROM users WHERE {condition}) AS counted"
    (found,) = await db.fetch_records(_Count, "people", counted, *values)
    return found.people


async def languages(db: Database, admitted: Admitted, *, is_news: bool) -> list[LanguageCount]:
    """Count the people of each language code, as Telegram tells it or they have chosen it."""
    everybody = Segment(SegmentKind.ALL)
    condition, values = matching(everybody, admitted, 0, is_news=is_news, broadcast_id=0)
    counted = f"""
        FROM (SELECT {LANGUAGE_CODE} AS code, count(*) AS people FROM users WHERE {condition} GROUP BY 1)
        AS counted ORDER BY code LIMIT 1000
        """
    return await db.fetch_records(LanguageCount, "code, people", counted, *values)


async def list_people(db: Queries, broadcast_id: int, telegram_ids: Iterable[int]) -> None:
    """Replace the list of a draft."""
    await db.execute("DELETE FROM broadcast_lists WHERE broadcast_id = $1", broadcast_id)
    await db.execute_many(
        "INSERT INTO broadcast_lists (broadcast_id, telegram_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        [(broadcast_id, one) for one in telegram_ids],
    )
