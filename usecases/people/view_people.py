"""Lists the people who may order, for the operator."""

from dataclasses import dataclass, replace

from storage import customer_groups, own_orders, users
from storage.database import Database
from storage.own_orders import Filter
from storage.users import OperatorRole, Role, User
from usecases.errors import PersonGone
from usecases.people.access import Access, Setting

PEOPLE_PER_PAGE = 8


@dataclass(frozen=True, slots=True)
class Member:
    """A person who may order; `name` is "" if they have not written to the bot.

    `let_in_at` is in epoch ms, `let_in_by` is the operator's name; both are None if unknown. `fixed_by` is
    the setting that gives the person their rights. Only `member` counts `open_orders` and names the `group`.
    """

    id: int
    telegram_id: int | None
    name: str
    username: str | None
    role: Role
    fixed_by: Setting | None
    let_in_at: int | None
    let_in_by: str | None = None
    open_orders: int = 0
    group_id: int | None = None
    group: str | None = None
    operator_role: OperatorRole | None = None


@dataclass(frozen=True, slots=True)
class PeoplePage:
    members: list[Member]
    page: int
    pages: int
    count: int


class ViewPeople:
    def __init__(self, *, db: Database, access: Access) -> None:
        self._db = db
        self._access = access

    async def page(self, page: int) -> PeoplePage:
        """Return a page: people in the settings, then operators, then the newest; pages count from 0."""
        fixed = self._access.let_in_by_settings
        count = len(fixed) + await users.count_let_in(self._db, fixed)
        pages = max(1, -(-count // PEOPLE_PER_PAGE))
        page = min(page, pages - 1)
        shown = fixed[page * PEOPLE_PER_PAGE : (page + 1) * PEOPLE_PER_PAGE]
        offset = max(page * PEOPLE_PER_PAGE - len(fixed), 0)
        others = await users.let_in(self._db, fixed, offset, PEOPLE_PER_PAGE - len(shown))
        found = [await users.find(self._db, telegram_id) for telegram_id in shown]
        members = [self._member(user) for user in [*filter(None, found), *others]]
        return PeoplePage(members, page, pages, count)

    async def member(self, user_id: int) -> Member:
        """Return one member; raises PersonGone if the person may not order."""
        user = await users.get(self._db, user_id)
        if user is None or self._access.role_of(user) is None:
            raise PersonGone
        by = await users.get(self._db, user.let_in_by) if user.let_in_by else None
        number = await own_orders.count(self._db, user_id, Filter.OPEN)
        group = await customer_groups.get(self._db, user.group_id) if user.group_id else None
        member = self._member(user, by.name if by else None, number)
        return replace(member, group=group.name) if group else member

    def _member(self, user: User, let_in_by: str | None = None, open_orders: int = 0) -> Member:
        return Member(
            id=user.id,
            telegram_id=user.telegram_id,
            name=user.name,
            username=user.username,
            role=self._access.role_of(user) or Role.CUSTOMER,
            fixed_by=self._access.fixed_by(user),
            let_in_at=user.let_in_at,
            let_in_by=let_in_by,
            open_orders=open_orders,
            group_id=user.group_id,
            operator_role=self._access.operator_role_of(user),
        )
