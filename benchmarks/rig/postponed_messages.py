"""People whose quiet hours end at the same moment, and what waits for them until then."""

from collections.abc import Iterator

from benchmarks.rig.bulk import Rows
from usecases.clock import HOUR, MINUTE, SECOND

OVER_AT = 1_780_300_800_000
"""When the quiet hours are over: 08:00 UTC on 1 June 2026 (epoch ms)."""

QUIET_FROM, QUIET_TO = 22 * HOUR // MINUTE, 8 * HOUR // MINUTE  # minutes after midnight
Values = Iterator[tuple[int | str | None, ...]]
USER = (
    "id", "telegram_id", "name", "language_code", "role", "created_at", "time_zone", "quiet_from", "quiet_to",
    "ends_wait",
)  # fmt: skip
ORDER = (
    "id", "user_id", "panel_key_id", "draft_id", "service_id", "service_name", "service_type", "parameters",
    "target", "quantity", "rate", "price", "currency", "refillable", "cancelable", "status", "status_word",
    "panel_order_id", "charge", "remains", "created_at", "placed_at", "ended_at", "checked_at",
)  # fmt: skip
MESSAGE = (
    "user_id", "event", "subject_id", "payload", "status", "attempts", "created_at", "due_at", "held_until",
)  # fmt: skip


def loads(people: int, ends: int) -> list[Rows]:
    """So many people, each with so many orders that ended in the night, and a postponed message each."""
    orders = people * ends
    return [
        Rows("users", USER, _users(people)),
        Rows("panel_keys", ("id", "url"), [(1, "https://panel.example")]),
        Rows("orders", ORDER, (_order(one, one % people + 1) for one in range(orders))),
        Rows("outbox", MESSAGE, (_message(one, one % people + 1) for one in range(orders))),
    ]


def _users(people: int) -> Values:
    for one in range(1, people + 1):
        yield one, one, "Alice", "en", "customer", 0, "UTC", QUIET_FROM, QUIET_TO, 1


def _ended_at(number: int) -> int:
    return OVER_AT - 6 * HOUR + number * SECOND


def _order(number: int, person: int) -> tuple[int | str | None, ...]:
    at = _ended_at(number)
    return (
        number + 1, person, 1, f"draft-{number}", "101", "Pictogram Followers · Standard", "default", "{}",
        f"https://example.com/p/{number}", 1_000, "0.90", 900_000, "USD", 1, 1, "completed", "Completed",
        str(number + 1_000_000), 900_000, 0, at - HOUR, at - HOUR, at, at,
    )  # fmt: skip


def _message(number: int, person: int) -> tuple[int | str | None, ...]:
    at = _ended_at(number)
    return person, "order_ended", number + 1, "{}", "pending", 0, at, at, OVER_AT
