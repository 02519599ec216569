"""Finds a person's role: from the settings first, then from the decisions of operators in the chat."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from storage import people_found, users
from storage.audiences import Admitted
from storage.database import Database, Queries
from storage.outbox import FIRST_OPERATOR
from storage.users import Notifications, OperatorRole, Role, User
from usecases.clock import Clock
from usecases.errors import NotAllowed
from usecases.people.quiet_hours import QuietHours, quiet_hours_of
from usecases.people.roles import Action, allows


class Setting(StrEnum):
    """A setting that names people. Only a change of the setting removes them."""

    ADMIN_IDS = "ADMIN_IDS"
    ALLOWED_IDS = "ALLOWED_IDS"


@dataclass(frozen=True, slots=True)
class Person:
    """The sender of an update; `role` is None for a stranger.

    `telegram_id` is also the id of the private chat with them. With `ends_wait` the final messages of orders
    wait until their quiet hours are over. `operator_role` says what an operator may do; it is None for all
    others, of whom some were operators once.
    """

    id: int
    telegram_id: int
    name: str
    role: Role | None
    language: str | None
    notifications: Notifications
    username: str | None = None
    group_id: int | None = None
    time_zone: str | None = None
    quiet_hours: QuietHours | None = None
    ends_wait: bool = False
    operator_role: OperatorRole | None = None
    was_operator: bool = False
    wants_news: bool = True

    @property
    def is_operator(self) -> bool:
        return self.role is Role.OPERATOR

    def may(self, action: Action) -> bool:
        return allows(self.operator_role, action)


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
        """Add the people in the settings who have not written yet, and fill in what people are called.

        Call it at the start of the program.
        """
        await users.expect(self._db, self.let_in_by_settings, self._clock())
        await users.note_admins(self._db, self._admin_ids)
        await people_found.fill_in(self._db)

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

    async def operators(self, db: Queries | None = None, who_may: Action = Action.GET_ALERTS) -> list[int]:
        """Return the ids of the operators whose role allows an action. `db` may be a transaction.

        They are those of the settings and of the database; by default those who get alerts.
        """
        found = await users.operators(db or self._db, self._admin_ids)
        return [user.id for user in found if allows(self.operator_role_of(user), who_may)]

    async def telegram_ids_of_operators(self) -> list[int | None]:
        """Return the Telegram ids of all operators."""
        return [user.telegram_id for user in await users.operators(self._db, self._admin_ids)]

    async def recipients(self, db: Queries | None = None, who_may: Action = Action.GET_ALERTS) -> list[int]:
        """As `operators`, or FIRST_OPERATOR if there is none yet."""
        return await self.operators(db, who_may) or [FIRST_OPERATOR]

    async def lacks(self, action: Action) -> bool:
        """Whether messages reach operators, but none of them may do it."""
        found = await users.operators(self._db, self._admin_ids)
        roles = [self.operator_role_of(user) for user in found if user.blocked_at is None]
        return bool(roles) and not any(allows(role, action) for role in roles)

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

    @property
    def admitted(self) -> Admitted:
        """Who may use the bot, for a search of all people; see `role_of`."""
        return Admitted(tuple(self.let_in_by_settings), self._is_open)

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
            time_zone=user.time_zone,
            quiet_hours=quiet_hours_of(user),
            ends_wait=user.ends_wait,
            operator_role=self.operator_role_of(user),
            was_operator=user.operator_role is not None and self.role_of(user) is not Role.OPERATOR,
            wants_news=user.news_muted_at is None,
        )

    def operator_role_of(self, user: User) -> OperatorRole | None:
        """Return what an operator may do: who stands in ADMIN_IDS is always an owner."""
        if self.setting_of(user) is Setting.ADMIN_IDS:
            return OperatorRole.OWNER
        return (user.operator_role or OperatorRole.MANAGER) if user.role is Role.OPERATOR else None

    def role_of(self, user: User) -> Role | None:
        match self.setting_of(user):
            case Setting.ADMIN_IDS:
                return Role.OPERATOR
            case Setting.ALLOWED_IDS:
                return user.role or Role.CUSTOMER
        if self._is_open and user.removed_at is None:
            return user.role or Role.CUSTOMER
        return user.role
