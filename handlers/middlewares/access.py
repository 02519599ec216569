"""Controls access. Handlers get the person, their language and chat; strangers get no further."""

import logging
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.types import CallbackQuery, Message, TelegramObject, Update, User

from handlers.awaiting import Expected
from handlers.case_texts import CASE
from handlers.chat import Chat
from handlers.middlewares.handler import Handler
from handlers.middlewares.operators_group import OperatorsGroup
from handlers.redelivery import is_late_answer, was_before
from storage import conversations
from storage.conversations import Conversation
from storage.database import Database
from usecases.errors import NotAllowed
from usecases.people.access import Access, Person
from usecases.people.invite_people import InvitePeople
from views import forgetting, start
from views.callbacks import AskStarsBack, ForgetMe, GetStarsBack, OpenPaySupport, OpenStarsBack
from views.language import speaking
from views.screen import Screen

log = logging.getLogger(__name__)

CONTENT = frozenset({
    "text", "animation", "audio", "document", "paid_media", "photo", "live_photo", "sticker", "story",
    "video", "video_note", "voice", "checklist", "contact", "dice", "game", "poll", "venue", "location",
    "invoice", "rich_message", "unknown",
})  # fmt: skip
"""Kinds of messages that people send. All other kinds are notices of Telegram's."""

INVITED = ("/start claim_", "/start join_")

FOR_ALL = frozenset({
    "/paysupport", "/terms", "/privacy",
    *(button.__prefix__ for button in (OpenPaySupport, OpenStarsBack, AskStarsBack, GetStarsBack)),
})  # fmt: skip
"""Commands and buttons of a shop that answer everybody."""


class AccessMiddleware(BaseMiddleware):
    """Checks every update. Strangers and groups get one line, bots and channels get no answer.

    Messages of business accounts get none either, nor do Telegram's notices, such as a pinned message. An
    edited message reaches a handler only if a person with a role has edited it.
    """

    def __init__(
        self,
        *,
        db: Database,
        access: Access,
        invite_people: InvitePeople,
        operators_group: OperatorsGroup | None = None,
        is_shop: bool = False,
    ) -> None:
        self._db = db
        self._access = access
        self._invite_people = invite_people
        self._operators_group = operators_group
        self._is_shop = is_shop

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if not isinstance(event, Update):
            raise TypeError(f"expected an update, not {type(event).__name__}")
        group = self._operators_group
        if group is not None and await group.has(event) and await group(handler, event, data):
            return None
        return await self._of_people(handler, event, data)

    async def _of_people(self, handler: Handler, event: Update, data: dict[str, Any]) -> Any:
        if event.edited_message is not None:
            return await self._edited(handler, event, event.edited_message, data)
        if event.message is not None and _is_about_stars(event.message):
            return await self._about_stars(handler, event, event.message, data)
        happened = event.message or event.callback_query
        sender = happened.from_user if happened is not None else None
        if happened is None or sender is None or sender.is_bot:
            return None
        if not _is_private(happened):
            return await _point_to_private_chat(happened, data["bot"])
        if isinstance(happened, Message) and _is_notice(happened):
            return None
        return await self._private(handler, event, happened, sender, data)

    async def _about_stars(
        self, handler: Handler, event: Update, message: Message, data: dict[str, Any]
    ) -> Any:
        """Pass on Telegram's notice of a payment, whoever may order, and whatever the person is asked.

        The bot itself is the sender of a notice that a payment went back.
        """
        payer = message.from_user
        if payer is None or payer.is_bot:
            return await handler(event, data)
        person = await self._access.meet(payer.id, payer.full_name, payer.language_code, payer.username)
        with speaking(person.language):
            data["person"] = person
            return await handler(event, data)

    async def _edited(self, handler: Handler, event: Update, edited: Message, data: dict[str, Any]) -> Any:
        if not _is_private(edited) or edited.from_user is None:
            return None
        try:
            person = await self._access.find(edited.from_user.id)
        except NotAllowed:
            return None
        if person.role is None:
            return None
        with speaking(person.language):
            conversation = await conversations.get(self._db, person.id)
            chat = Chat(data["bot"], self._db, person, edited, conversation, event.update_id, None)
            data.update(person=person, conversation=conversation, chat=chat)
            return await handler(event, data)

    async def _private(
        self,
        handler: Handler,
        event: Update,
        happened: Message | CallbackQuery,
        sender: User,
        data: dict[str, Any],
    ) -> Any:
        if isinstance(happened, CallbackQuery) and await self._is_of_nobody(happened, sender):
            with speaking(sender.language_code):
                return await self._answer_nobody(happened)
        person = await self._access.meet(sender.id, sender.full_name, sender.language_code, sender.username)
        with speaking(person.language):
            if person.role is None and not (_is_invited(happened) or self._is_for_all(happened)):
                return await self._turn_away(happened, person)
            conversation = await conversations.get(self._db, person.id)
            chat = Chat(
                data["bot"], self._db, person, happened, conversation, event.update_id, data.get("reply")
            )
            if was_before(event.update_id, happened, conversation):
                log.info("update %d was handled before, or came too late", event.update_id)
                return await chat.answer()
            if isinstance(happened, Message) and is_late_answer(event.update_id, happened, conversation):
                return await _say(happened, start.came_late(happened.text or "📎"))
            if isinstance(happened, Message) and _goes_with_the_last(happened, conversation, chat):
                return None
            data.update(person=person, conversation=conversation, chat=chat)
            return await handler(event, data)

    async def _is_of_nobody(self, tap: CallbackQuery, sender: User) -> bool:
        """Whether somebody taps who is not known, and is not to be kept because of it.

        In a private bot that is every stranger. In a shop only the button *Delete my data* counts: its person
        may just have been forgotten. Any other unknown person is kept, because the shop may have gone back to
        an older copy of its database.
        """
        if self._is_shop and tap.data != ForgetMe().pack():
            return False
        try:
            await self._access.find(sender.id)
        except NotAllowed:
            return True
        return False

    async def _answer_nobody(self, tap: CallbackQuery) -> None:
        words = forgetting.done() if self._is_shop else start.stranger().text.unescape()
        await tap.answer(words, show_alert=True)

    def _is_for_all(self, happened: Message | CallbackQuery) -> bool:
        """Whether everybody gets an answer: in a shop, who has paid and was removed may ask for the money."""
        asked = (happened.data if isinstance(happened, CallbackQuery) else happened.text) or ""
        return self._is_shop and asked.partition(":")[0].partition("@")[0] in FOR_ALL

    async def _turn_away(self, happened: Message | CallbackQuery, person: Person) -> None:
        if isinstance(happened, CallbackQuery):
            await happened.answer(start.stranger().text.unescape(), show_alert=True)
            return
        is_knock = (happened.text or "").startswith("/start")
        answer = await self._invite_people.knock(person.id) if is_knock else None
        await _say(happened, start.door(answer))


def _is_about_stars(message: Message) -> bool:
    return message.successful_payment is not None or message.refunded_payment is not None


def _is_private(happened: Message | CallbackQuery) -> bool:
    message = happened if isinstance(happened, Message) else happened.message
    return message is not None and message.chat.type == "private"


def _is_invited(happened: Message | CallbackQuery) -> bool:
    return isinstance(happened, Message) and (happened.text or "").startswith(INVITED)


def _is_notice(message: Message) -> bool:
    """Whether a message is Telegram's notice about the chat. One of an unknown kind is no notice."""
    return not message.text and message.content_type not in CONTENT


def _goes_with_the_last(message: Message, conversation: Conversation, chat: Chat) -> bool:
    """Whether a picture belongs to the album that was answered last. Each file is answered.

    Each part of a broadcast is taken, and each picture that goes with the last message to a case of support.
    """
    album = message.media_group_id
    if not album or message.document or conversation.state == Expected.BROADCAST:
        return False
    chat.remember(album=album)
    return conversation.data.get("album") == album and CASE not in conversation.data


async def _point_to_private_chat(happened: Message | CallbackQuery, bot: Bot) -> None:
    """Answer a command in a group, or new members, with one line. Other messages there get no answer."""
    if isinstance(happened, CallbackQuery):
        await happened.answer()
    elif (happened.text or "").startswith("/") or happened.new_chat_members:
        me = await bot.me()
        with speaking(happened.from_user.language_code if happened.from_user else None):
            await _say(happened, start.group(me.username or ""))


async def _say(message: Message, screen: Screen) -> None:
    await message.answer(screen.text, reply_markup=screen.keyboard)
