"""Finds a person's role: from the settings first, then from the decisions of operators in the chat."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from storage import users
from storage.database import Database, Queries
from storage.outbox import FIRST_OPERATOR
from storage.users import Notifications, Role, User
from usecases.clock import Clock
from usecases.errors import NotAllowed


class Setting(StrEnum):
    """A setting that names people. Only a change of the setting removes them."""

    ADMIN_IDS = "ADMIN_IDS"
    ALLOWED_IDS = "ALLOWED_IDS"


@dataclass(frozen=True, slots=True)
class Person:
    """The sender of an update; `role` is None for a stranger."""

    id: int
    name: str
    role: Role | None
    language: str | None
    notifications: Notifications
    username: str | None = None

    @property
    def is_operator(self) -> bool:
        return self.role is Role.OPERATOR


class Access:
    def __init__(
        self, *, db: Database, admin_ids: Iterable[int], allowed_ids: Iterable[int], clock: Clock
    ) -> None:
        self._db = db
        self._admin_ids = frozenset(admin_ids)
        self._allowed_ids = frozenset(allowed_ids)
        self._clock = clock

    async def meet(
        self, user_id: int, name: str, language_code: str | None, username: str | None = None
    ) -> Person:
        """Return the sender of an update. A new, renamed or returned person is saved.

        A returned person is one who had blocked the bot.
        """
        user = await users.get(self._db, user_id)
        told = (name, language_code, username, None)
        if user is None or (user.name, user.language_code, user.username, user.blocked_at) != told:
            user = await users.keep(self._db, user_id, name, language_code, self._clock(), username)
        return self._person(user)

    async def known(self, user_id: int) -> Person:
        """Return a person who has written before; raises NotAllowed for anyone else."""
        user = await users.get(self._db, user_id)
        if user is None:
            raise NotAllowed
        return self._person(user)

    async def operators(self, db: Queries | None = None) -> list[int]:
        """Return the ids of all operators, from the settings and the database. `db` may be a transaction."""
        return sorted(self._admin_ids | set(await users.operators(db or self._db)))

    async def recipients(self, db: Queries | None = None) -> list[int]:
        """Return the recipients of alerts: the operators, or FIRST_OPERATOR if there is none yet."""
        return await self.operators(db) or [FIRST_OPERATOR]

    def setting_of(self, user_id: int) -> Setting | None:
        """Return the setting that lets a person in, regardless of decisions in the chat."""
        if user_id in self._admin_ids:
            return Setting.ADMIN_IDS
        return Setting.ALLOWED_IDS if user_id in self._allowed_ids else None

    def fixed_by(self, user_id: int, role: Role | None) -> Setting | None:
        """Return the setting that alone gives a person their rights; `role` was given in the chat."""
        setting = self.setting_of(user_id)
        return setting if setting is Setting.ADMIN_IDS or role is not Role.OPERATOR else None

    @property
    def let_in_by_settings(self) -> list[int]:
        """The ids in the settings, operators first."""
        return [*sorted(self._admin_ids), *sorted(self._allowed_ids - self._admin_ids)]

    def _person(self, user: User) -> Person:
        return Person(
            id=user.id,
            name=user.name,
            role=self.role_of(user),
            language=user.language or user.language_code,
            notifications=user.notifications,
            username=user.username,
        )

    def role_of(self, user: User) -> Role | None:
        if user.id in self._admin_ids:
            return Role.OPERATOR
        if user.id in self._allowed_ids:
            return user.role or Role.CUSTOMER
        return user.role
