"""Operators make, rename and end groups of customers, and choose a person's group."""

from dataclasses import dataclass

from storage import audit_trail, customer_groups, panel_keys, price_rules, users
from storage.audit_trail import Act
from storage.customer_groups import CustomerGroup
from storage.database import Constraint, Database, Queries
from usecases.browsing.catalogue import Catalogue
from usecases.clock import Clock
from usecases.errors import AlreadyDecided, GroupNameTaken, PersonGone, TooManyGroups

MOST_GROUPS = 20  # each has a price list of its own in memory
LONGEST_GROUP_NAME = 40


@dataclass(frozen=True, slots=True)
class GroupCard:
    group: CustomerGroup
    people: int


class ManageGroups:
    """Each change counts as an edit of prices, so that a plan that was shown before is void."""

    def __init__(self, *, db: Database, catalogue: Catalogue, clock: Clock) -> None:
        self._db = db
        self._catalogue = catalogue
        self._clock = clock

    async def listed(self) -> list[GroupCard]:
        return [await self._card(group) for group in await customer_groups.current(self._db)]

    async def card(self, group_id: int) -> GroupCard:
        """Raises AlreadyDecided if the group has ended."""
        group = await customer_groups.get(self._db, group_id)
        if group is None or group.ended_at is not None:
            raise AlreadyDecided
        return await self._card(group)

    async def _card(self, group: CustomerGroup) -> GroupCard:
        return GroupCard(group, await customer_groups.count_people(self._db, group.id))

    async def create(self, name: str, operator_id: int) -> CustomerGroup:
        """Raises GroupNameTaken or TooManyGroups."""
        if len(await customer_groups.current(self._db)) >= MOST_GROUPS:
            raise TooManyGroups
        try:
            async with self._db.transaction() as transaction:
                await self._begin(transaction, operator_id)
                group = await customer_groups.create(transaction, name, self._clock())
                await self._note(transaction, operator_id, Act.GROUP_MADE, group.id)
        except Constraint:
            raise GroupNameTaken from None
        await self._catalogue.follow()
        return group

    async def rename(self, group_id: int, name: str, operator_id: int) -> None:
        """Raises GroupNameTaken, or AlreadyDecided if the group has ended."""
        try:
            async with self._db.transaction() as transaction:
                await self._begin(transaction, operator_id)
                if not await customer_groups.rename(transaction, group_id, name):
                    raise AlreadyDecided
                await self._note(transaction, operator_id, Act.GROUP_RENAMED, group_id)
        except Constraint:
            raise GroupNameTaken from None

    async def end(self, group_id: int, operator_id: int) -> None:
        """End a group: its people pay the usual prices. Raises AlreadyDecided."""
        async with self._db.transaction() as transaction:
            await self._begin(transaction, operator_id)
            if not await customer_groups.end(transaction, group_id, self._clock()):
                raise AlreadyDecided
            await self._note(transaction, operator_id, Act.GROUP_ENDED, group_id)
        await self._catalogue.follow()

    async def put(self, user_id: int, group_id: int | None, operator_id: int) -> None:
        """Choose a person's group. Raises PersonGone, or AlreadyDecided if the group has ended."""
        user = await users.get(self._db, user_id)
        if user is None or user.telegram_id is None:
            raise PersonGone
        if group_id is not None:
            await self.card(group_id)
        try:
            async with self._db.transaction() as transaction:
                await customer_groups.put(transaction, user_id, group_id)
                await audit_trail.add(
                    transaction, self._clock(), operator_id, Act.GROUP_CHOSEN, user_id,
                    before=str(user.group_id or ""), after=str(group_id or ""),
                )  # fmt: skip
        except Constraint:
            raise AlreadyDecided from None

    async def _note(self, transaction: Queries, operator_id: int, act: Act, group_id: int) -> None:
        await audit_trail.add(transaction, self._clock(), operator_id, act, group_id)

    async def _begin(self, transaction: Queries, operator_id: int) -> None:
        await panel_keys.lock(transaction, self._catalogue.panel_key_id)
        await price_rules.begin_edit(transaction, operator_id, self._clock())
