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
    """The sender of an update; `role` is None for a stranger.

    `telegram_id` is also the id of the private chat with them.
    """

    id: int
    telegram_id: int
    name: str
    role: Role | None
    language: str | None
    notifications: Notifications
    username: str | None = None
    group_id: int | None = None

    @property
    def is_operator(self) -> bool:
        return self.role is Role.OPERATOR


class Access:
    """`is_open`: the shop lets in everybody but the people whom an operator has removed."""

    def __init__(
        self,
        *,
        db: Database,
        admin_ids: Iterable[int],
        allowed_ids: Iterable[int],
        clock: Clock,
        is_open: bool = False,
    ) -> None:
        self._db = db
        self._admin_ids = frozenset(admin_ids)
        self._allowed_ids = frozenset(allowed_ids)
        self._clock = clock
        self._is_open = is_open

    async def expect_people_of_settings(self) -> None:
        """Add the people in the settings who have not written yet. Call it at the start of the program."""
        await users.expect(self._db, self.let_in_by_settings, self._clock())
        await users.note_admins(self._db, self._admin_ids)

    async def meet(
        self, telegram_id: int, name: str, language_code: str | None, username: str | None = None
    ) -> Person:
        """Return the sender of an update. A new, renamed or returned person is saved.

        A returned person is one who had blocked the bot.
        """
        user = await users.find(self._db, telegram_id)
        told = (name, language_code, username, None)
        if user is None or (user.name, user.language_code, user.username, user.blocked_at) != told:
            user = await users.keep(self._db, telegram_id, name, language_code, self._clock(), username)
        return self._person(user)

    async def find(self, telegram_id: int) -> Person:
        """Return a person by Telegram's id; raises NotAllowed if there is none."""
        return self._person(await users.find(self._db, telegram_id))

    async def known(self, user_id: int) -> Person:
        """Return a person; raises NotAllowed if they were forgotten."""
        return self._person(await users.get(self._db, user_id))

    async def operators(self, db: Queries | None = None) -> list[int]:
        """Return the ids of all operators, from the settings and the database. `db` may be a transaction."""
        return [user.id for user in await users.operators(db or self._db, self._admin_ids)]

    async def telegram_ids_of_operators(self) -> list[int | None]:
        """Return the Telegram ids of all operators."""
        return [user.telegram_id for user in await users.operators(self._db, self._admin_ids)]

    async def recipients(self, db: Queries | None = None) -> list[int]:
        """Return the recipients of alerts: the operators, or FIRST_OPERATOR if there is none yet."""
        return await self.operators(db) or [FIRST_OPERATOR]

    def setting_of(self, user: User) -> Setting | None:
        """Return the setting that lets a person in, regardless of decisions in the chat."""
        if user.telegram_id in self._admin_ids:
            return Setting.ADMIN_IDS
        return Setting.ALLOWED_IDS if user.telegram_id in self._allowed_ids else None

    def fixed_by(self, user: User) -> Setting | None:
        """Return the setting that alone gives a person their rights."""
        setting = self.setting_of(user)
        return setting if setting is Setting.ADMIN_IDS or user.role is not Role.OPERATOR else None

    @property
    def let_in_by_settings(self) -> list[int]:
        """The Telegram ids in the settings, operators first."""
        return [*sorted(self._admin_ids), *sorted(self._allowed_ids - self._admin_ids)]

    def _person(self, user: User | None) -> Person:
        if user is None or user.telegram_id is None:
            raise NotAllowed
        return Person(
            id=user.id,
            telegram_id=user.telegram_id,
            name=user.name,
            role=self.role_of(user),
            language=user.language or user.language_code,
            notifications=user.notifications,
            username=user.username,
            group_id=user.group_id,
        )

    def role_of(self, user: User) -> Role | None:
        match self.setting_of(user):
            case Setting.ADMIN_IDS:
                return Role.OPERATOR
            case Setting.ALLOWED_IDS:
                return user.role or Role.CUSTOMER
        if self._is_open and user.removed_at is None:
            return user.role or Role.CUSTOMER
        return user.role
