"""Who may do what: settings first, then what the operator decided in the chat."""

from collections.abc import Iterable
from dataclasses import dataclass

from storage import users
from storage.database import Database
from storage.users import Notifications, Role, User
from usecases.clock import Clock
from usecases.facts import NotAllowed


@dataclass(frozen=True, slots=True)
class Person:
    """Who is at the other end; `role` is None for a stranger."""

    id: int
    name: str
    role: Role | None
    language: str | None
    notifications: Notifications

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

    async def meet(self, user_id: int, name: str, language_code: str | None) -> Person:
        """The person behind an update; written down when new, renamed, or back after blocking the bot."""
        user = await users.get(self._db, user_id)
        if user is None or (user.name, user.language_code, user.blocked_at) != (name, language_code, None):
            user = await users.keep(self._db, user_id, name, language_code, self._clock())
        return self._person(user)

    async def known(self, user_id: int) -> Person:
        """Someone who has written before; raises NotAllowed for anyone else."""
        user = await users.get(self._db, user_id)
        if user is None:
            raise NotAllowed
        return self._person(user)

    async def operators(self) -> list[int]:
        """Everyone who gets the operator's alerts."""
        return sorted(self._admin_ids | set(await users.operators(self._db)))

    def _person(self, user: User) -> Person:
        return Person(
            id=user.id,
            name=user.name,
            role=self._role(user),
            language=user.language or user.language_code,
            notifications=user.notifications,
        )

    def _role(self, user: User) -> Role | None:
        if user.id in self._admin_ids:
            return Role.OPERATOR
        if user.id in self._allowed_ids:
            return user.role or Role.CUSTOMER
        return user.role
