"""Shows a handler's screen: in the message that was tapped, or in a new one below a typed text."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import EditMessageText
from aiogram.types import BufferedInputFile, CallbackQuery, LabeledPrice, Message

from handlers.awaiting import Expected
from handlers.redelivery import KEPT_UPDATES, kind
from handlers.webhook_reply import TapAnswer, WebhookReply
from storage import cards, conversations, outbox
from storage.conversations import Conversation
from storage.database import Database
from usecases.people.access import Person
from views.navigation import home
from views.packing import packed
from views.screen import Keyboard, Screen
from views.text import fill, paragraphs

log = logging.getLogger(__name__)

T = TypeVar("T")

NOT_MODIFIED = "message is not modified"
TOO_OLD_ANSWER = "query is too old"
NO_TOPIC = "message thread not found"
INVOICE_START = "topup"
"""A forwarded invoice opens the bot with this parameter."""

LONGEST_TOAST = 200
LONGEST_SAID = 4_000  # characters; Telegram takes 4,096

LONGEST_WAIT_S = 5.0
"""The longest wait for a message of the outbox that is being sent."""

LOOK_AGAIN_S = 0.05  # seconds between two looks whether it was sent

EDITED = "edited"
"""The key of the messages whose edits were answered."""

CARRIED = (*KEPT_UPDATES, EDITED)
"""Keys that the conversation keeps when another screen is shown."""

MOST_EDITED = 20  # messages that are remembered because an edit of them was answered


class Chat:
    """The private chat from which an update came.

    One message in it is the menu. A tap redraws it. A typed text is answered by a new menu below, and the old
    menu loses its buttons.
    """

    def __init__(
        self,
        bot: Bot,
        db: Database,
        person: Person,
        event: Message | CallbackQuery,
        conversation: Conversation,
        update_id: int,
        reply: WebhookReply | None,
        otherwise: str | None = None,
    ) -> None:
        """`otherwise` answers a tap that is answered without words."""
        self._bot = bot
        self._db = db
        self._user_id = person.id
        self._chat_id = person.telegram_id
        self._conversation = conversation
        self.update_id = update_id
        self._otherwise = otherwise
        carried = {name: value for name, value in conversation.data.items() if name in CARRIED}
        self._carried = carried | {kind(event): update_id}
        self._beside: dict[str, str | int] = {}
        self._query = event if isinstance(event, CallbackQuery) else None
        self._message = event.message if isinstance(event, CallbackQuery) else event
        self._over = self.tapped_message_id
        self._menu: int | None = None
        self._reply = reply
        self._is_hidden: Callable[[str], bool] | None = None
        self._answered = False

    @property
    def tapped_message_id(self) -> int | None:
        """The message whose button was tapped. None if there was no tap, or the message is inaccessible."""
        message = self._query.message if self._query else None
        return message.message_id if isinstance(message, Message) else None

    @property
    def thread(self) -> int | None:
        """The topic from which the update came, or None."""
        message = self._message
        if isinstance(message, Message) and message.is_topic_message:
            return message.message_thread_id
        return None

    def remember(self, **beside: str | int) -> None:
        """Store values in the conversation together with the next screen."""
        self._beside |= beside

    def draw_over_menu(self) -> None:
        """Redraw the present menu with the next screen, unless the person's text stands below it."""
        menu = self._conversation.data.get("menu")
        if isinstance(menu, int) and isinstance(self._message, Message) and menu > self._message.message_id:
            self._over = menu

    def draw_below(self) -> None:
        """Show the next screen in a new message, although a button was tapped: what was tapped stays."""
        self._over = None

    async def show_typing(self) -> None:
        """Show that an answer takes a while. It is only a hint, so a refusal of Telegram's is ignored."""
        with contextlib.suppress(TelegramBadRequest):
            await self._bot.send_chat_action(self._chat_id, "typing", message_thread_id=self.thread)

    async def say(self, words: str) -> int:
        """Send a message that does not replace the menu. Returns its id."""
        return (await self._send_text(fill("{words}", words=words), None)).message_id

    async def say_or_file(self, words: str, name: str) -> None:
        """Send a long text as a message if it fits, else as a text file with this name."""
        if len(words) <= LONGEST_SAID:
            await self.say(words)
            return
        await self.send_file(words.encode(), name)

    async def send_file(self, body: bytes, name: str) -> None:
        file = BufferedInputFile(*await asyncio.to_thread(packed, body, name))
        await self._where_asked(partial(self._bot.send_document, self._chat_id, file))

    async def send_photo(self, png: bytes, below: Screen) -> bool:
        """Send a picture with a screen's words and buttons below it. Returns False if Telegram refuses it."""
        photo = BufferedInputFile(png, "picture.png")
        send = partial(
            self._bot.send_photo, self._chat_id, photo, caption=below.text, reply_markup=below.keyboard
        )
        try:
            await self._where_asked(send)
        except TelegramBadRequest as error:
            log.info("Telegram refuses a picture: %s", error.message)
            return False
        return True

    async def send_invoice(self, title: str, description: str, payload: str, stars: int) -> int:
        """Send an invoice in Stars, which does not replace the menu. Returns the id of its message.

        With a start parameter a forwarded copy leads to the bot and cannot be paid:
        https://core.telegram.org/bots/api#sendinvoice
        """
        send = partial(
            self._bot.send_invoice,
            self._chat_id,
            title,
            description,
            payload,
            "XTR",
            [LabeledPrice(label=title, amount=stars)],
            start_parameter=INVOICE_START,
        )
        return (await self._where_asked(send)).message_id

    async def has_inline(self) -> bool:
        """Whether inline mode is switched on for the bot, at Telegram's BotFather."""
        return bool((await self._bot.me()).supports_inline_queries)

    async def bot_username(self) -> str:
        return (await self._bot.me()).username or ""

    def hide_buttons(self, is_hidden: Callable[[str], bool]) -> None:
        """Show no buttons of which `is_hidden` is true; it gets the prefix of a button's callback data."""
        self._is_hidden = is_hidden

    async def show(
        self, screen: Screen, *, toast: str | None = None, awaits: Expected | None = None, **about: str | int
    ) -> None:
        """Show a screen. The conversation then expects `awaits`, and keeps `about`, the subject's ids.

        After a tap the toast is a popup. After a typed text it stands above the screen's text.
        """
        screen = self._for_person(screen)
        if toast and self._query is None:
            screen = replace(screen, text=paragraphs(toast, screen.text))
        if self._over is not None and await self._redraw(self._over, screen, toast):
            menu = self._over
        else:
            menu = await self._send(screen, toast)
        self._menu = menu
        await self._remember(menu, awaits, about)

    async def redraw(self, screen: Screen) -> None:
        """Show a screen in the menu again, without a toast. The conversation expects what it expected."""
        if self._menu is not None:
            await self._edit(self._menu, self._for_person(screen))

    def _for_person(self, screen: Screen) -> Screen:
        return screen.without(self._is_hidden) if self._is_hidden else screen

    async def tell(self, words: str, *, alert: bool = False) -> None:
        """Say something: as a popup after a tap, as a new menu after a typed text."""
        if self._query is None:
            await self.show(Screen(fill("{words}", words=words), [[home()]]))
        else:
            await self.answer(words, alert=alert)

    async def answer(self, words: str | None = None, *, alert: bool = False) -> None:
        """Answer the tap. Only the first call has an effect; an answer that is too late is ignored."""
        if self._query is None or self._answered:
            return
        self._answered = True
        text = (words or self._otherwise or "")[:LONGEST_TOAST] or None
        if self._reply is not None and self._reply.carry(TapAnswer(self._query.id, text, alert)):
            return
        try:
            await self._query.answer(text=text, show_alert=alert)
        except TelegramBadRequest as error:
            if TOO_OLD_ANSWER not in error.message.lower():
                raise

    async def _redraw(self, message_id: int, screen: Screen, toast: str | None) -> bool:
        """Edit a message. Returns False if it can no longer be edited."""
        was_card = await self._hand_over(message_id, screen)
        may_come_after = was_card and await outbox.is_being_sent(self._db, self._user_id)
        is_drawn = await self._while_answering(toast, lambda: self._edit(message_id, screen))
        if may_come_after:
            await self._draw_after_card(message_id, screen)
        return is_drawn

    async def _draw_after_card(self, message_id: int, screen: Screen) -> None:
        """Draw the screen again: a card that was being sent may have arrived after it."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_WAIT_S):
                while await outbox.is_being_sent(self._db, self._user_id):  # noqa: ASYNC110 - or by another process
                    await asyncio.sleep(LOOK_AGAIN_S)
        await self._edit(message_id, screen)

    async def _while_answering(self, toast: str | None, work: Callable[[], Awaitable[T]]) -> T:
        """Do `work` and answer the tap concurrently. With a webhook reply the answer needs no call."""
        if self._reply is not None:
            await self.answer(toast)
            return await work()
        answering = asyncio.create_task(self.answer(toast))
        try:
            return await work()
        finally:
            await answering

    async def _edit(self, message_id: int, screen: Screen) -> bool:
        try:
            await self._bot(
                EditMessageText(
                    text=screen.text,
                    chat_id=self._chat_id,
                    message_id=message_id,
                    reply_markup=screen.keyboard,
                )
            )
        except TelegramBadRequest as error:
            return NOT_MODIFIED in error.message.lower()
        return True

    async def _hand_over(self, message_id: int, screen: Screen) -> bool:
        """Record which order the message shows, before it is drawn: the outbox redraws recorded cards.

        Returns True if the message was the card of an order, and shows something else now.
        """
        shown = await cards.order_on(self._db, self._user_id, message_id)
        if shown == screen.order_id:
            return False
        if shown is not None:
            await cards.take(self._db, self._user_id, message_id)
        if screen.order_id is not None:
            await cards.put(self._db, screen.order_id, self._user_id, message_id)
        return shown is not None

    async def _send(self, screen: Screen, toast: str | None) -> int:
        sent = await self._while_answering(toast, lambda: self._send_text(screen.text, screen.keyboard))
        if screen.order_id is not None:
            await cards.put(self._db, screen.order_id, self._user_id, sent.message_id)
        await self._retire(self._conversation.data.get("menu"))
        return sent.message_id

    async def _send_text(self, text: str, keyboard: Keyboard | None) -> Message:
        return await self._where_asked(
            partial(self._bot.send_message, self._chat_id, text, reply_markup=keyboard)
        )

    async def _where_asked(self, send: Callable[..., Awaitable[Message]]) -> Message:
        """Send to the topic of the update, or outside of topics if that one is gone."""
        try:
            return await send(message_thread_id=self.thread)
        except TelegramBadRequest as error:
            if self.thread is None or NO_TOPIC not in error.message.lower():
                raise
            return await send()

    async def _retire(self, menu: Any) -> None:
        """Remove the buttons of the former menu. The card of an order keeps its buttons."""
        if not isinstance(menu, int) or await cards.order_on(self._db, self._user_id, menu) is not None:
            return
        try:
            await self._bot.edit_message_reply_markup(chat_id=self._chat_id, message_id=menu)
        except TelegramBadRequest:
            return  # deleted, too old, or without buttons: there is nothing to take

    async def _remember(self, menu: int, awaits: Expected | None, about: dict[str, str | int]) -> None:
        data = {**about, **self._beside, "menu": menu}
        known = {name: value for name, value in self._conversation.data.items() if name not in CARRIED}
        if (self._conversation.state, known) != (awaits, data):
            await conversations.keep(self._db.relaxed, self._user_id, awaits, {**data, **self._carried})

    async def answer_edit(self, message_id: int, words: str) -> None:
        """Answer an edited message, at most once for each message."""
        before = self._conversation
        told = str(before.data.get(EDITED, "")).split()
        if str(message_id) in told:
            return
        edited = " ".join([*told, str(message_id)][-MOST_EDITED:])
        data = {**before.data, EDITED: edited}
        await conversations.keep(self._db.relaxed, self._user_id, before.state, data)
        await self.say(words)
