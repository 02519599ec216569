"""What operators do in their group: they tap decisions, and answer cases by replies."""

import asyncio
import datetime as dt
from typing import Any

from aiogram.types import CallbackQuery, Message, Update, User

from handlers.case_texts import written_in
from handlers.chat import Chat
from handlers.middlewares.handler import Handler
from handlers.redelivery import was_before
from storage import case_messages, conversations, operator_group
from storage.database import Database
from usecases.errors import NotAllowed, RequestFailed, RoleForbids
from usecases.people.access import Access, Person
from usecases.people.roles import Action
from usecases.supporting.answer_cases import AnswerCases
from views import failures, support
from views.language import speaking
from views.operating import cases, group
from views.text import fill

ANONYMOUS = 1_087_968_824
"""Telegram's bot in whose name administrators write who remain anonymous. They tap as themselves."""


JUST_POSTED = dt.timedelta(seconds=10)
LOOKS_FOR_NOTE = 20  # for the note of a message that was just posted
LOOK_AGAIN_AFTER_S = 0.05


class OperatorsGroup:
    """`chat_id` is the setting OPERATOR_CHAT_ID.

    What a tap opens comes in the private chat: a group has no conversation, and other members would see it.
    """

    def __init__(self, *, db: Database, access: Access, answer_cases: AnswerCases, chat_id: int) -> None:
        self._db = db
        self._access = access
        self._answer_cases = answer_cases
        self._setting = chat_id

    async def has(self, event: Update) -> bool:
        """Whether an update comes from the group, which may have another id by now."""
        happened = event.message or event.edited_message
        message = event.callback_query.message if event.callback_query else happened
        if message is None or message.chat.type not in ("group", "supergroup"):
            return False
        if message.chat.id == self._setting:
            return True
        now = await operator_group.get(self._db, self._setting)
        return now is not None and message.chat.id == now.chat_id

    async def __call__(self, handler: Handler, event: Update, data: dict[str, Any]) -> Any:
        """Handle an update from the group. Returns False for a message that is not about a case."""
        if event.callback_query is not None:
            await self._tapped(handler, event, event.callback_query, data)
            return True
        if event.edited_message is not None:
            await self._edited(event.edited_message)
            return True
        return event.message is not None and await self._said(event.message, event.update_id, data["bot"].id)

    async def _tapped(
        self, handler: Handler, event: Update, tap: CallbackQuery, data: dict[str, Any]
    ) -> None:
        person = await self._operator(tap.from_user)
        if person is None:
            with speaking(tap.from_user.language_code):
                await tap.answer(group.out_of_date())
            return
        with speaking(person.language):
            conversation = await conversations.get(self._db, person.id)
            apart = tap.model_copy(update={"message": None})
            chat = Chat(
                data["bot"],
                self._db,
                person,
                apart,
                conversation,
                event.update_id,
                data.get("reply"),
                otherwise=group.opened_in_private(),
            )
            if was_before(event.update_id, tap, conversation):
                await chat.answer()
            else:
                data.update(person=person, conversation=conversation, chat=chat)
                await handler(event, data)

    async def _said(self, message: Message, update_id: int, bot_id: int) -> bool:
        """Pass a reply to a message of a case on. Returns False for what nobody has to be told about."""
        to = message.reply_to_message
        if to is None or message.from_user is None:
            return False
        case_id = await self._case(message, to)
        if case_id is None:
            return _is_stray(message, to, bot_id) and await self._tell_no_case(message, message.from_user)
        if message.from_user.id == ANONYMOUS:
            await _reply(message, group.anonymous())
        elif person := await self._operator(message.from_user):
            with speaking(person.language):
                await _reply(message, await self._answered(case_id, person, message, update_id))
        return True

    async def _tell_no_case(self, message: Message, author: User) -> bool:
        """Tell an operator who answers people that the reply went to nobody. Returns False for others."""
        person = await self._operator(author)
        if person is None or not person.may(Action.ANSWER):
            return False
        with speaking(person.language):
            await _reply(message, cases.no_case())
        return True

    async def _case(self, message: Message, to: Message) -> int | None:
        """Return the case that the message `to` shows. What was just posted is noted just afterwards."""
        is_new = bool(to.from_user and to.from_user.is_bot) and message.date - to.date < JUST_POSTED
        looks = LOOKS_FOR_NOTE if is_new and to.forum_topic_created is None else 1
        for look in range(looks):
            found = await operator_group.case_shown(self._db, message.chat.id, to.message_id)
            if found is not None or look == looks - 1:
                return found
            await asyncio.sleep(LOOK_AGAIN_AFTER_S)
        return None

    async def _answered(self, case_id: int, person: Person, message: Message, update_id: int) -> str:
        if not person.may(Action.ANSWER):
            return failures.words(RoleForbids())
        try:
            written = written_in(message.chat.id, message, update_id)
            return cases.on_its_way(await self._answer_cases(case_id, person.id, written))
        except RequestFailed as fact:
            return failures.words(fact)

    async def _edited(self, message: Message) -> None:
        person = await self._operator(message.from_user) if message.from_user else None
        if person and await case_messages.was_sent(self._db, person.id, message.message_id, message.chat.id):
            with speaking(person.language):
                await _reply(message, support.edited())

    async def _operator(self, user: User) -> Person | None:
        try:
            person = await self._access.find(user.id)
        except NotAllowed:
            return None
        return person if person.is_operator else None


def _is_stray(message: Message, to: Message, bot_id: int) -> bool:
    """Whether it replies to the bot, and is no command. In a topic each message replies to the first one."""
    is_ours = to.from_user is not None and to.from_user.id == bot_id
    return is_ours and to.forum_topic_created is None and not (message.text or "").startswith("/")


async def _reply(message: Message, words: str) -> None:
    await message.reply(fill("{words}", words=words))
