"""Links that let one person in, once, for a while. Only the digest of a code is kept."""

import hashlib

from storage.database import Queries
from storage.records import Record, read
from storage.users import Role


class Invite(Record, frozen=True):
    """What a link makes of who opens it; `created_by` is the operator who made it, where that is known.

    `used_at` (epoch ms) is when it was first opened.
    """

    role: Role
    created_by: int | None
    used_at: int


async def create(
    db: Queries, code: str, role: Role, now: int, expires_at: int, created_by: int | None = None
) -> None:
    await db.execute(
        """
        INSERT INTO invites (code_hash, role, created_at, expires_at, created_by)
        VALUES ($1, $2, $3, $4, $5)
        """,
        _digest(code), role.value, now, expires_at, created_by,
    )  # fmt: skip


async def accept(db: Queries, code: str, user_id: int, now: int) -> Invite | None:
    """Use a code up; None if it is unknown, expired or used by somebody else. Of two at once, one gets in.

    Who used it may do so again: the update may come twice.
    """
    row = await db.fetch_one(
        """
        UPDATE invites SET used_by = $2, used_at = coalesce(used_at, $3)
        WHERE code_hash = $1 AND coalesce(used_by, $2) = $2 AND expires_at > $3
        RETURNING role, created_by, used_at
        """,
        _digest(code), user_id, now,
    )  # fmt: skip
    return read(row, Invite) if row else None


async def withdraw(db: Queries, role: Role) -> None:
    """Make the unused links for a role worthless."""
    await db.execute("DELETE FROM invites WHERE role = $1 AND used_at IS NULL", role.value)


async def withdraw_of(db: Queries, operator: int) -> None:
    """Make the unused links that an operator has made worthless."""
    await db.execute("DELETE FROM invites WHERE created_by = $1 AND used_at IS NULL", operator)


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
