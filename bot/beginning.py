"""What a process does first when it begins to lead."""

from collections.abc import Awaitable, Callable

from aiogram import Bot

from bot.observer import Observer
from bot.submitter import Submitter
from storage import conditions
from storage.database import Database
from usecases.invite_people import InvitePeople
from usecases.return_from_backup import ReturnFromBackup
from usecases.tell_of_other_panels import TellOfOtherPanels

SET_ASIDE = "update_set_aside"  # the condition that the operator is told of


class Beginning:
    """What went on when the last leader ended is taken up, and what it found wrong is looked at anew."""

    def __init__(
        self,
        *,
        db: Database,
        bot: Bot,
        submitter: Submitter,
        return_from_backup: ReturnFromBackup,
        tell_of_other_panels: TellOfOtherPanels,
        invite_people: InvitePeople,
        adopt: Callable[[], Awaitable[None]],
        observer: Observer,
    ) -> None:
        self._db = db
        self._bot = bot
        self._submitter = submitter
        self._return_from_backup = return_from_backup
        self._tell_of_other_panels = tell_of_other_panels
        self._invite_people = invite_people
        self._adopt = adopt
        self._observer = observer

    async def __call__(self) -> None:
        self._observer.leads()
        await self._submitter.recover()
        await self._return_from_backup.announce()
        await self._tell_of_other_panels()
        await conditions.end(self._db, SET_ASIDE)  # perhaps by an older release; told again if it goes on
        await self._offer_operator()
        await self._adopt()

    async def _offer_operator(self) -> None:
        """Where nobody is operator yet, whoever starts the program gets a link that makes them one."""
        code = await self._invite_people.offer_operator()
        if code is not None:
            me = await self._bot.me()
            print(  # noqa: T201 - for the person at the terminal, not for a log that others read
                f"There is no operator yet. Open this link within an hour to become it:\n"
                f"  https://t.me/{me.username}?start=claim_{code}",
                flush=True,
            )
