"""Price rules and their edits. A rule is not changed: an edit ends it and begins another."""

from collections.abc import Iterable
from enum import StrEnum

from storage.database import Queries
from storage.records import Record, read, read_all


class RuleLevel(StrEnum):
    ALL = "all"
    CATEGORY = "category"
    SERVICE = "service"


class RuleKey(Record, frozen=True):
    """What a rule is about: one rule of a key is in force.

    `subject` is the category's name or the service's id, "" for all. `group_id` None: for everybody.
    """

    level: RuleLevel
    subject: str
    group_id: int | None


class PriceRule(Record, frozen=True):
    """`percent` (exact decimal) above the cost and `plus` (micro-units), or the `fixed` rate (micro-units).

    `plus` and `fixed` are in the wallet currency, for 1,000 units or one package.
    """

    level: RuleLevel
    subject: str
    group_id: int | None
    percent: str | None
    plus: int | None
    fixed: int | None

    @property
    def key(self) -> RuleKey:
        return RuleKey(self.level, self.subject, self.group_id)


class PriceEdit(Record, frozen=True):
    """One change of prices; `made_at` in epoch ms. `undoes` is the edit that it takes back.

    `group_id` is the group whose discount it changed; `discount_before` is what that was.
    """

    id: int
    made_by: int
    made_at: int
    undoes: int | None
    group_id: int | None = None
    discount_before: str | None = None


RULE_COLUMNS = "level, subject, group_id, percent, plus, fixed"
EDIT_COLUMNS = "id, made_by, made_at, undoes, group_id, discount_before"


async def in_force(db: Queries, panel_key_id: int) -> list[PriceRule]:
    """Return the rules in force, without those of ended groups: services, then categories, then all."""
    rows = await db.fetch_all(
        f"""
        SELECT {RULE_COLUMNS} FROM price_rules
        WHERE panel_key_id = $1 AND ended_in IS NULL
            AND (group_id IS NULL OR group_id IN (SELECT id FROM customer_groups WHERE ended_at IS NULL))
        ORDER BY level DESC, id
        """,
        panel_key_id,
    )
    return read_all(rows, PriceRule)


async def begin_edit(
    db: Queries,
    made_by: int,
    now: int,
    undoes: int | None = None,
    discount: tuple[int, str] | None = None,
) -> int:
    """Record an edit and return its id. `discount` is the group whose discount changes, and the one before.

    Raises Constraint if `undoes` was undone before.
    """
    group_id, before = discount or (None, None)
    row = await db.fetch_one(
        """
        INSERT INTO price_edits (made_by, made_at, undoes, group_id, discount_before)
        VALUES ($1, $2, $3, $4, $5) RETURNING id
        """,
        made_by, now, undoes, group_id, before,
    )  # fmt: skip
    assert row is not None  # noqa: S101 - an insert returns its row
    return int(row[0])


async def end(db: Queries, panel_key_id: int, keys: Iterable[RuleKey], edit_id: int) -> None:
    """End the rules in force of these keys, as a part of an edit."""
    await db.execute_many(
        """
        UPDATE price_rules SET ended_in = $1
        WHERE panel_key_id = $2 AND level = $3 AND subject = $4 AND coalesce(group_id, 0) = $5
            AND ended_in IS NULL
        """,
        [(edit_id, panel_key_id, key.level.value, key.subject, key.group_id or 0) for key in keys],
    )


async def begin(db: Queries, panel_key_id: int, rules: Iterable[PriceRule], edit_id: int) -> None:
    """Begin rules as a part of an edit. Raises Constraint if a key has one in force."""
    await db.execute_many(
        f"""
        INSERT INTO price_rules (panel_key_id, {RULE_COLUMNS}, begun_in)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        [
            (
                panel_key_id,
                one.level.value,
                one.subject,
                one.group_id,
                one.percent,
                one.plus,
                one.fixed,
                edit_id,
            )
            for one in rules
        ],
    )


async def begun_by(db: Queries, panel_key_id: int, edit_id: int) -> list[PriceRule]:
    rows = await db.fetch_all(
        f"SELECT {RULE_COLUMNS} FROM price_rules WHERE panel_key_id = $1 AND begun_in = $2 ORDER BY id",
        panel_key_id, edit_id,
    )  # fmt: skip
    return read_all(rows, PriceRule)


async def ended_by(db: Queries, panel_key_id: int, edit_id: int) -> list[PriceRule]:
    rows = await db.fetch_all(
        f"SELECT {RULE_COLUMNS} FROM price_rules WHERE panel_key_id = $1 AND ended_in = $2 ORDER BY id",
        panel_key_id, edit_id,
    )  # fmt: skip
    return read_all(rows, PriceRule)


async def edit_to_undo(db: Queries, panel_key_id: int, since: int) -> PriceEdit | None:
    """Return the newest edit, made since a moment (epoch ms), that can be undone."""
    row = await db.fetch_one(
        f"""
        SELECT {EDIT_COLUMNS} FROM price_edits
        WHERE undoes IS NULL AND made_at >= $1
            AND NOT EXISTS (SELECT 1 FROM price_edits later WHERE later.undoes = price_edits.id)
            AND (group_id IN (SELECT id FROM customer_groups WHERE ended_at IS NULL)
                OR EXISTS (SELECT 1 FROM price_rules WHERE begun_in = price_edits.id AND panel_key_id = $2)
                OR EXISTS (SELECT 1 FROM price_rules WHERE ended_in = price_edits.id AND panel_key_id = $2))
        ORDER BY id DESC LIMIT 1
        """,
        since, panel_key_id,
    )  # fmt: skip
    return read(row, PriceEdit) if row else None
