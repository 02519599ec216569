"""Answers inline queries, past the lanes: they change nothing, and only the newest of a person matters."""

import logging

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import AnswerInlineQuery
from aiogram.types import InlineQuery, User

from bot.incoming.raw_updates import INLINE_QUERY
from bot.telegram.reading import Raw
from bot.telegram.verdicts import REFUSALS
from usecases.browsing.find_inline import FindInline
from usecases.errors import NotAllowed
from usecases.people.access import Access, Person
from views import inline
from views.language import speaking

log = logging.getLogger(__name__)

KEPT_BY_TELEGRAM = 10  # seconds for which Telegram may show a person the same answer again
IN_OWN_CHAT = "sender"
"""The kind of the private chat with the bot, as https://core.telegram.org/bots/api#inlinequery names it."""


class InlineQueries:
    """In the chat with the bot people see prices. Elsewhere, and as strangers, they see names with a link."""

    def __init__(self, *, bot: Bot, access: Access, find: FindInline) -> None:
        self._bot = bot
        self._access = access
        self._find = find

    async def __call__(self, raw: Raw) -> None:
        """Answer the query of an update. Raises nothing: the person types on, and that asks again."""
        try:
            query = InlineQuery.model_validate(raw[INLINE_QUERY])
            await self._bot(await self._answer(query))
        except TelegramBadRequest:
            log.info("an inline query was answered too late")
        except REFUSALS as error:
            log.warning("an inline query was not answered: %s", type(error).__name__)
        except Exception:
            log.exception("an inline query failed")

    async def _answer(self, query: InlineQuery) -> AnswerInlineQuery:
        person = await self._person(query.from_user)
        is_let_in = person is not None and person.role is not None
        found = await self._find(query.query, query.offset, person if is_let_in else None)
        with_prices = query.chat_type == IN_OWN_CHAT and is_let_in
        username = (await self._bot.me()).username or ""
        with speaking(person.language if person else query.from_user.language_code):
            return AnswerInlineQuery(
                inline_query_id=query.id,
                results=[*inline.results(found, username, with_prices=with_prices)],
                cache_time=KEPT_BY_TELEGRAM,
                is_personal=True,
                next_offset=found.next_offset,
                button=None if found.services else inline.nothing(query.query),
            )

    async def _person(self, user: User) -> Person | None:
        """Return the person, or None for somebody who never wrote to the bot."""
        try:
            return await self._access.find(user.id)
        except NotAllowed:
            return None
