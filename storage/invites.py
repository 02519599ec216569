"""Invitations: links that let one person in, once, until they expire. Only a code's fingerprint is stored."""

import hashlib

from storage.database import Queries
from storage.records import Record, read
from storage.users import Role


class Invite(Record, frozen=True):
    """`role` is the role that the link gives; `created_by` is the operator who made it, None if unknown.

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
    """Use up a code; None if it is unknown, expired or used by another person.

    Idempotent: the same person may use it again, because the update may be delivered twice.
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
    """Delete the unused links for a role."""
    await db.execute("DELETE FROM invites WHERE role = $1 AND used_at IS NULL", role.value)


async def withdraw_of(db: Queries, operator: int) -> None:
    """Delete the unused links of an operator."""
    await db.execute("DELETE FROM invites WHERE created_by = $1 AND used_at IS NULL", operator)


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
