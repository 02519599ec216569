"""Deletes a person's Telegram id, names and typed texts from every table. Orders keep numbers and amounts."""

from typing import Any

import msgspec

from storage import operator_group
from storage.database import Queries
from storage.orders import NOT_ENDED

OF_THEIRS = "order_id IN (SELECT id FROM orders WHERE user_id = $1)"


async def open_orders(db: Queries, user_id: int) -> list[int]:
    """Return the ids of a person's orders that have not ended or have an open refill."""
    rows = await db.fetch_all(
        f"""
        SELECT id FROM orders WHERE user_id = $1 AND ({NOT_ENDED} OR id IN (
            SELECT order_id FROM refills WHERE user_id = $1
                AND status IN ('reserved', 'submitting', 'unconfirmed', 'pending', 'in_progress')))
        ORDER BY id
        """,
        user_id,
    )
    return [row[0] for row in rows]


async def lock_drafts(db: Queries, user_id: int) -> None:
    """Keep a person's drafts and mass orders from being ordered until the transaction ends."""
    await db.execute("UPDATE mass_orders SET digest = digest WHERE user_id = $1", user_id)
    await db.execute("UPDATE drafts SET updated_at = updated_at WHERE user_id = $1", user_id)


async def lock_person(db: Queries, user_id: int) -> None:
    """Keep a person as they are until the transaction ends: nobody lets them in, and they do not knock."""
    await db.execute("UPDATE users SET name = name WHERE id = $1", user_id)


async def take_telegram_id(db: Queries, user_id: int) -> bool:
    """Take a person's Telegram id away; False if they were forgotten before.

    From here on the database takes no order and no payment of theirs. It waits for those that are under way.
    """
    row = await db.fetch_one(
        "UPDATE users SET telegram_id = NULL WHERE id = $1 AND telegram_id IS NOT NULL RETURNING id", user_id
    )
    return row is not None


async def blank_orders(db: Queries, user_id: int) -> int:
    """Blank the typed texts and the panel's texts of a person's orders; return the number of orders.

    Raises Constraint if an order has not ended.
    """
    await db.execute(
        """
        UPDATE orders SET target = '', parameters = '{}'
        WHERE user_id = $1 AND (target <> '' OR parameters <> '{}')
        """,
        user_id,
    )
    await db.execute(f"UPDATE submissions SET detail = '' WHERE {OF_THEIRS} AND detail <> ''", user_id)
    for table in ("refills", "cancels"):
        await db.execute(f"UPDATE {table} SET detail = '' WHERE user_id = $1 AND detail <> ''", user_id)
    row = await db.fetch_one("SELECT count(*) FROM orders WHERE user_id = $1", user_id)
    return row[0] if row else 0


async def delete_drafts(db: Queries, user_id: int) -> None:
    """Delete the drafts without an order, and blank the answers of the others. Raises Constraint as above."""
    await db.execute(
        """
        DELETE FROM drafts
        WHERE user_id = $1 AND NOT EXISTS (SELECT 1 FROM orders WHERE draft_id = drafts.id)
        """,
        user_id,
    )
    await db.execute("UPDATE drafts SET answers = '{}' WHERE user_id = $1 AND answers <> '{}'", user_id)


async def blank_mass_orders(db: Queries, user_id: int) -> None:
    """Drop the mass orders that were not confirmed, and blank what tells of the lines of all."""
    await db.execute(
        """
        UPDATE mass_orders SET status = CASE status WHEN 'ready' THEN 'dropped' ELSE status END,
            lines = '[]', digest = '', message_id = NULL
        WHERE user_id = $1
        """,
        user_id,
    )


async def delete_favourites(db: Queries, user_id: int) -> None:
    await db.execute("DELETE FROM favourites WHERE user_id = $1", user_id)


async def blank_broadcasts(db: Queries, user_id: int, telegram_id: int | None) -> None:
    """Delete where a person's copies of broadcasts are, and the person from lists for broadcasts."""
    await db.execute(
        "UPDATE broadcast_people SET message_ids = NULL WHERE user_id = $1 AND message_ids IS NOT NULL",
        user_id,
    )
    await db.execute("DELETE FROM broadcast_lists WHERE telegram_id = $1", telegram_id or 0)


async def delete_messages(db: Queries, user_id: int) -> None:
    """Delete the messages to a person, and the person's data from the messages to operators."""
    rows = await db.fetch_all("SELECT id FROM orders WHERE user_id = $1", user_id)
    theirs = {row[0] for row in rows}
    for message_id, text in await db.fetch_all("SELECT id, payload FROM outbox WHERE event = 'refusals'"):
        payload = msgspec.json.decode(text)
        if _blank_words(payload, theirs):
            blanked = msgspec.json.encode(payload).decode()
            await db.execute("UPDATE outbox SET payload = $2 WHERE id = $1", message_id, blanked)
    await operator_group.leave_posted(db, user_id)
    await db.execute("DELETE FROM outbox WHERE user_id = $1", user_id)
    await db.execute("DELETE FROM outbox WHERE event = 'invite_used' AND subject_id = $1", user_id)
    # The message may show other strangers too. They are looked up when it is drawn.
    await db.execute("UPDATE outbox SET subject_id = 0 WHERE event = 'knock' AND subject_id = $1", user_id)


def _blank_words(payload: dict[str, Any], orders: set[int]) -> bool:
    """Blank the panel's words about these orders in a payload; True if there were any."""
    found = [one for one in payload.get("refusals", []) if one.get("order") in orders and one.get("words")]
    for one in found:
        one["words"] = ""
    return bool(found)


async def delete_updates(db: Queries, telegram_id: int | None) -> None:
    """Delete a person's updates from the inbox."""
    for update_id, raw in await db.fetch_all("SELECT update_id, raw FROM inbox WHERE raw <> ''"):
        if _sender(msgspec.json.decode(raw)) == telegram_id:
            await db.execute("DELETE FROM inbox WHERE update_id = $1", update_id)


def _sender(update: dict[str, Any]) -> int | None:
    happened = [one for one in update.values() if isinstance(one, dict)]
    return next((one["from"]["id"] for one in happened if "from" in one), None)


async def blank_person(db: Queries, user_id: int) -> None:
    """Delete all of a person but the internal id, to which orders and decisions refer."""
    await db.execute("DELETE FROM conversations WHERE user_id = $1", user_id)
    await db.execute("DELETE FROM invites WHERE used_by = $1", user_id)
    await db.execute("UPDATE users SET let_in_by = NULL WHERE let_in_by = $1", user_id)
    await db.execute(
        """
        UPDATE users SET telegram_id = NULL, name = '', username = NULL, language_code = NULL,
            language = NULL, notifications = 'all', role = NULL, knocked_at = NULL, refused_at = NULL,
            blocked_at = NULL, let_in_at = NULL, let_in_by = NULL, group_id = NULL,
            time_zone = NULL, quiet_from = NULL, quiet_to = NULL, ends_wait = 0, exported_at = NULL,
            operator_role = NULL, called = NULL, stopped_at = NULL, stopped_because = NULL,
            news_muted_at = NULL
        WHERE id = $1
        """,
        user_id,
    )
