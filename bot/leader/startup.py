"""The first steps of a process that begins to lead."""

import logging
from collections.abc import Awaitable, Callable

from aiogram import Bot

from bot.incoming.precedence import Precedence
from bot.leader.submitter import Submitter
from bot.observer import Observer
from bot.outgoing.sender import UNSENT_CONDITION
from storage import bots, conditions, outbox
from storage.database import Database
from usecases.alerting.tell_other_panels import TellOfOtherPanels
from usecases.operating.notice_time_travel import NoticeTimeTravel
from usecases.operating.return_from_backup import ReturnFromBackup
from usecases.people.invite_people import InvitePeople

log = logging.getLogger(__name__)

SET_ASIDE = "update_set_aside"  # the condition of which the operators are told


class LeaderStartup:
    """Resumes the work of the last leader, and ends conditions that may be out of date."""

    def __init__(
        self,
        *,
        db: Database,
        bot: Bot,
        precedence: Precedence,
        submitter: Submitter,
        notice_time_travel: NoticeTimeTravel,
        return_from_backup: ReturnFromBackup,
        tell_of_other_panels: TellOfOtherPanels,
        invite_people: InvitePeople,
        adopt: Callable[[], Awaitable[None]],
        observer: Observer,
    ) -> None:
        self._db = db
        self._bot = bot
        self._precedence = precedence
        self._submitter = submitter
        self._notice_time_travel = notice_time_travel
        self._return_from_backup = return_from_backup
        self._tell_of_other_panels = tell_of_other_panels
        self._invite_people = invite_people
        self._adopt = adopt
        self._observer = observer

    async def __call__(self) -> None:
        self._observer.leads()
        last_seen = await bots.served_at(self._db)
        await self._precedence()
        await self._notice_time_travel()  # before anything is sent, or taken for unsent
        await self._submitter.recover(last_seen)
        await self._return_from_backup.announce()
        await self._tell_of_other_panels()
        await self._forget_failures()
        await self._name_newer_messages()
        await self._offer_operator()
        await self._adopt()

    async def _forget_failures(self) -> None:
        """End the conditions about failures: an older release may have set them. New failures alert again."""
        for condition in await conditions.current(self._db):
            if condition.name.partition(":")[0] in (SET_ASIDE, UNSENT_CONDITION):
                await conditions.end(self._db, condition.name)

    async def _name_newer_messages(self) -> None:
        """Log the events that only a newer release knows. They stay in the outbox until it runs again."""
        if events := await outbox.not_known(self._db):
            log.warning("messages that only a newer release can write wait for it: %s", ", ".join(events))

    async def _offer_operator(self) -> None:
        """If there is no operator yet, print a link at the terminal that makes its user one."""
        code = await self._invite_people.offer_operator()
        if code is not None:
            me = await self._bot.me()
            print(  # noqa: T201 - for the person at the terminal, not for a log that others read
                f"There is no operator yet. Open this link within an hour to become it:\n"
                f"  https://t.me/{me.username}?start=claim_{code}",
                flush=True,
            )
