"""Lets people in by single-use links, and tells the operators of strangers who ask to be let in."""

import logging
import secrets
from enum import Enum, auto

from storage import audit_trail, invites, knocks, outbox, users
from storage.audit_trail import Act
from storage.database import Database
from storage.events import Event
from storage.users import OperatorRole, Role
from usecases.clock import DAY, HOUR, Clock
from usecases.errors import InviteGone
from usecases.people.access import Access, Person
from usecases.people.answer_knocks import settle
from usecases.people.pass_on_messages import pass_on_waiting
from usecases.people.roles import Action

log = logging.getLogger(__name__)

CLAIM_LASTS = 1 * HOUR
INVITE_LASTS = 7 * DAY
QUIET = 7 * DAY  # after a knock or a refusal, the operators hear nothing of the stranger for so long


class KnockAnswer(Enum):
    """The answer to a stranger who asks to be let in."""

    TOLD = auto()
    KEPT = auto()
    """There is no operator yet; the first one will be told."""
    REFUSED = auto()


class InvitePeople:
    def __init__(self, *, db: Database, access: Access, clock: Clock) -> None:
        self._db = db
        self._access = access
        self._clock = clock

    async def offer_operator(self) -> str | None:
        """Make a code that makes an owner of somebody, valid for an hour; None if there is an operator.

        Earlier codes become void, so that a link in an old log lets nobody in. Messages that wait for former
        operators, or for the first one, pass on to the present operators.
        """
        async with self._db.transaction() as transaction:
            await invites.withdraw(transaction, Role.OPERATOR)
            passed_on = await pass_on_waiting(transaction, self._access, self._clock())
        if passed_on:
            log.info("%d messages for operators go to those who operate the bot now", passed_on)
        if operators := await self._access.telegram_ids_of_operators():
            log.info("operators: %s", ", ".join(map(str, operators)))
            if fault := await fault_of_operators(self._access):
                log.warning("%s", fault)
            return None
        code = secrets.token_urlsafe(24)
        now = self._clock()
        await invites.create(self._db, code, Role.OPERATOR, now, now + CLAIM_LASTS)
        return code

    async def offer_customer(self, operator: int) -> str:
        """Make an operator's code that lets one person in, valid for a week."""
        code = secrets.token_urlsafe(24)
        now = self._clock()
        async with self._db.transaction() as transaction:
            await invites.create(transaction, code, Role.CUSTOMER, now, now + INVITE_LASTS, operator)
            await audit_trail.add(transaction, now, operator, Act.INVITED)
        return code

    async def accept(self, code: str, user_id: int) -> Person:
        """Use up a code and give the person its role, in one transaction; raises InviteGone."""
        now = self._clock()
        async with self._db.transaction() as transaction:
            invite = await invites.accept(transaction, code, user_id, now)
            if invite is None:
                raise InviteGone
            is_new = await users.give_role(transaction, user_id, invite.role, now, invite.created_by)
            if is_new:
                await settle(transaction, user_id, now)
            if invite.created_by is not None and invite.used_at == now:
                await outbox.add(transaction, invite.created_by, Event.INVITE_USED, user_id, now)
            if invite.role is Role.OPERATOR:
                if is_new:
                    await users.choose_operator_role(transaction, user_id, OperatorRole.OWNER, now)
                await pass_on_waiting(transaction, self._access, now)
        log.info("user %d opened an invitation; role: %s", user_id, invite.role.value)
        return await self._access.known(user_id)

    async def knock(self, user_id: int) -> KnockAnswer:
        """Tell the operators that a stranger asks to be let in, at most once a week."""
        now = self._clock()
        recipients = await self._access.recipients()
        async with self._db.transaction() as transaction:
            if await knocks.knock(transaction, user_id, now, QUIET):
                for recipient in recipients:
                    await knocks.add_message(transaction, recipient, user_id, now, now)
                return _told(recipients)
            user = await users.get(transaction, user_id)
        is_refused = user is not None and (user.refused_at or 0) > (user.knocked_at or 0)
        return KnockAnswer.REFUSED if is_refused else _told(recipients)


async def fault_of_operators(access: Access) -> str | None:
    """Return what is wrong if no operator whom messages reach gets alerts or gives roles; None if some do."""
    if await access.lacks(Action.GET_ALERTS):
        lack = "no owner and no manager of this bot can be reached, so nobody reads alerts or gives roles"
    elif await access.lacks(Action.GIVE_ROLES):
        lack = "no owner of this bot can be reached, so nobody gives roles"
    else:
        return None
    return f"{lack}; look at ADMIN_IDS, or make an owner: python -m bot operators add ID"


def _told(recipients: list[int]) -> KnockAnswer:
    return KnockAnswer.KEPT if recipients == [outbox.FIRST_OPERATOR] else KnockAnswer.TOLD
