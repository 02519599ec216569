"""The methods that put messages into chats, change and delete them."""

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.fields import identifiers, is_true, required, whole
from sandbox.telegram.files import document, photo
from sandbox.telegram.keyboards import inline_keyboard_of, invoice_keyboard_of, reply_keyboard_of
from sandbox.telegram.limits import Limits
from sandbox.telegram.stars.invoices import invoice_of
from sandbox.telegram.strict import caption_of, reply_of, text_of, thread_of
from sandbox.telegram.uploads import file_of, picture_of
from sandbox.telegram.world import Chat, File, Json, World, shown

Method = Callable[[Json, dict[str, File]], Awaitable[Any]]

WORDS = ("text", "entities", "caption", "caption_entities")
EDITED = (*WORDS, "reply_markup")
DELETED_WITHIN = 48 * 3_600  # seconds


class Messages:
    def __init__(self, world: World, limits: Limits) -> None:
        self._world = world
        self._limits = limits
        self.table: dict[str, Method] = {
            "sendMessage": self._send_message,
            "sendDocument": self._send_document,
            "sendPhoto": self._send_photo,
            "sendInvoice": self._send_invoice,
            "editMessageText": self._edit_text,
            "editMessageCaption": self._edit_caption,
            "editMessageReplyMarkup": self._edit_markup,
            "deleteMessage": self._delete_message,
            "deleteMessages": self._delete_messages,
        }

    async def _send_message(self, given: Json, _: dict[str, File]) -> Json:
        return self.put(given, text_of(given))

    async def _send_document(self, given: Json, files: dict[str, File]) -> Json:
        caption, file = caption_of(given), file_of(self._world, given, files, "document")
        return self.put(given, {"document": document(file), **caption})

    async def _send_photo(self, given: Json, files: dict[str, File]) -> Json:
        caption, file = caption_of(given), picture_of(self._world, given, files)
        return self.put(given, {"photo": photo(file), **caption})

    async def _send_invoice(self, given: Json, _: dict[str, File]) -> Json:
        message = self.put(given, invoice_of(given), invoice_keyboard_of)
        self._world.payloads[message["message_id"]] = required(given, "payload")
        return message

    def put(
        self, given: Json, content: Json, keyboard_of: Callable[[Json], Json | None] = inline_keyboard_of
    ) -> Json:
        chat = self._world.chat(whole(given, "chat_id"))
        replies = reply_keyboard_of(given)
        keyboard = None if replies else keyboard_of(given)
        content |= reply_of(self._world, chat, given) | thread_of(chat, given)
        self._limits.count(chat.id)
        if keyboard:
            content["reply_markup"] = keyboard
        if given.get("message_effect_id"):
            content["effect_id"] = given["message_effect_id"]
        is_silent = is_true(given, "disable_notification")
        message = self._world.put_message(chat, content, None, is_silent=is_silent)
        if replies:
            chat.offer(replies)
        return message

    async def _edit_text(self, given: Json, _: dict[str, File]) -> Json:
        content = text_of(given)
        chat, message = self._to_edit(given)
        if "text" not in message:
            raise bad_request("there is no text in the message to edit")
        return self._edit(chat, message, content, given)

    async def _edit_caption(self, given: Json, _: dict[str, File]) -> Json:
        content = caption_of(given)
        chat, message = self._to_edit(given)
        if "document" not in message and "photo" not in message:
            raise bad_request("there is no caption in the message to edit")
        return self._edit(chat, message, content, given)

    async def _edit_markup(self, given: Json, _: dict[str, File]) -> Json:
        chat, message = self._to_edit(given)
        kept = {name: message[name] for name in WORDS if name in message}
        return self._edit(chat, message, kept, given)

    def _to_edit(self, given: Json) -> tuple[Chat, Json]:
        chat = self._world.chat(whole(given, "chat_id"))
        return chat, self._world.own_message(chat, whole(given, "message_id"))

    def _edit(self, chat: Chat, message: Json, content: Json, given: Json) -> Json:
        keyboard = inline_keyboard_of(given)
        after = {**content, **({"reply_markup": keyboard} if keyboard else {})}
        if after == {name: message[name] for name in EDITED if name in message}:
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly "
                "the same as a current content and reply markup of the message"
            )
        self._limits.count(chat.id)
        reworded = any(message.get(name) != after.get(name) for name in WORDS)
        for name in (*EDITED, "edit_date"):
            message.pop(name, None)
        message |= after
        if reworded:  # Telegram hides the date of an edit that changed the keyboard only
            message["edit_date"] = int(self._world.wall())
        chat.tell({"type": "edited", "message": shown(chat, message)})
        return message

    async def _delete_message(self, given: Json, _: dict[str, File]) -> bool:
        chat = self._world.chat(whole(given, "chat_id"))
        self._delete(chat, whole(given, "message_id"))
        return True

    async def _delete_messages(self, given: Json, _: dict[str, File]) -> bool:
        """Delete messages, and leave out those that are gone or too old."""
        chat = self._world.chat(whole(given, "chat_id"))
        for message_id in identifiers(given):
            if message_id in chat.messages and self._is_young(chat.messages[message_id]):
                self._delete(chat, message_id)
        return True

    def _is_young(self, message: Json) -> bool:
        return self._world.wall() - int(message["date"]) < DELETED_WITHIN

    def _delete(self, chat: Chat, message_id: int) -> None:
        message = chat.messages.get(message_id)
        if message is None:
            raise bad_request("message to delete not found")
        if not self._is_young(message):
            raise bad_request("message can't be deleted for everyone")
        del chat.messages[message_id]
        chat.tell({"type": "deleted", "message_id": message_id})
