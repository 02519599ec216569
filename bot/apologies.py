"""What people are told about how the program runs, outside of any handler."""

import logging

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError

from bot.telegram import TROUBLE
from usecases.access import Access
from usecases.facts import NotAllowed
from views import failures
from views.language import speaking

log = logging.getLogger(__name__)


class Apologies:
    def __init__(self, *, bot: Bot, access: Access) -> None:
        self._bot = bot
        self._access = access

    async def too_fast(self, user_id: int) -> None:
        """Some of what a person sent was skipped; strangers are not told."""
        try:
            person = await self._access.known(user_id)
            if person.role is not None:
                with speaking(person.language):
                    await self._bot.send_message(user_id, failures.too_fast())
        except (NotAllowed, TelegramAPIError, *TROUBLE) as error:
            log.info("%d was not told of skipped messages: %s", user_id, type(error).__name__)
