"""Who is at the door: gives handlers the person, their language and chat, and lets no one else in."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.types import CallbackQuery, Message, TelegramObject, Update, User

from handlers.chat import Chat, is_late_answer, was_before
from storage import conversations
from storage.database import Database
from usecases.access import Access, Person
from usecases.invite_people import InvitePeople
from views import start
from views.language import speaking
from views.screen import Screen

log = logging.getLogger(__name__)

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

INVITED = ("/start claim_", "/start join_")


class Gate(BaseMiddleware):
    """Wraps every update. Strangers get one line, groups get one line, bots and channels get nothing.

    Nor do edited messages and those of business accounts: they are no wish of somebody in this chat.
    """

    def __init__(self, *, db: Database, access: Access, invite_people: InvitePeople) -> None:
        self._db = db
        self._access = access
        self._invite_people = invite_people

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if not isinstance(event, Update):
            raise TypeError(f"expected an update, not {type(event).__name__}")
        happened = event.message or event.callback_query
        sender = happened.from_user if happened is not None else None
        if happened is None or sender is None or sender.is_bot:
            return None
        if not _is_private(happened):
            return await _point_to_private_chat(happened, data["bot"])
        return await self._private(handler, event, happened, sender, data)

    async def _private(
        self,
        handler: Handler,
        event: Update,
        happened: Message | CallbackQuery,
        sender: User,
        data: dict[str, Any],
    ) -> Any:
        person = await self._access.meet(sender.id, sender.full_name, sender.language_code)
        with speaking(person.language):
            if person.role is None and not _is_invited(happened):
                return await self._turn_away(happened, person)
            conversation = await conversations.get(self._db, person.id)
            chat = Chat(data["bot"], self._db, person.id, happened, conversation, event.update_id)
            if was_before(event.update_id, happened, conversation):
                log.info("update %d was handled before, or came too late", event.update_id)
                return await chat.answer()
            if isinstance(happened, Message) and is_late_answer(event.update_id, happened, conversation):
                return await _say(happened, start.came_late(happened.text or "📎"))
            data["person"] = person
            data["conversation"] = conversation
            data["chat"] = chat
            return await handler(event, data)

    async def _turn_away(self, happened: Message | CallbackQuery, person: Person) -> None:
        line = start.stranger()
        if isinstance(happened, CallbackQuery):
            await happened.answer(line.text.unescape(), show_alert=True)
            return
        await _say(happened, line)
        if (happened.text or "").startswith("/start"):
            await self._invite_people.knock(person.id)


def _is_private(happened: Message | CallbackQuery) -> bool:
    message = happened if isinstance(happened, Message) else happened.message
    return message is not None and message.chat.type == "private"


def _is_invited(happened: Message | CallbackQuery) -> bool:
    return isinstance(happened, Message) and (happened.text or "").startswith(INVITED)


async def _point_to_private_chat(happened: Message | CallbackQuery, bot: Bot) -> None:
    """One line for a command in a group; what people say to each other there is not answered."""
    if isinstance(happened, CallbackQuery):
        await happened.answer()
    elif (happened.text or "").startswith("/") or happened.new_chat_members:
        me = await bot.me()
        with speaking(happened.from_user.language_code if happened.from_user else None):
            await _say(happened, start.group(me.username or ""))


async def _say(message: Message, screen: Screen) -> None:
    await message.answer(screen.text, reply_markup=screen.keyboard)
