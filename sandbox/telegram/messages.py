"""The methods that put messages into chats, change and delete them."""

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.fields import required, whole
from sandbox.telegram.files import document, photo
from sandbox.telegram.keyboards import inline_keyboard_of, invoice_keyboard_of, reply_keyboard_of
from sandbox.telegram.limits import Limits
from sandbox.telegram.stars.invoices import forwarded_invoice, invoice_of, is_payable
from sandbox.telegram.strict import caption_of, reply_of, text_of, thread_of
from sandbox.telegram.uploads import file_of, picture_of
from sandbox.telegram.world import Chat, File, Json, World

Method = Callable[[Json, dict[str, File]], Awaitable[Any]]

WORDS = ("text", "entities", "caption", "caption_entities")
COPIED = {*WORDS, "document", "photo", "voice", "sticker", "contact", "location"}
FORWARDED = {*COPIED, "invoice"}
EDITED = (*WORDS, "reply_markup")


class Messages:
    def __init__(self, world: World, limits: Limits) -> None:
        self._world = world
        self._limits = limits
        self.table: dict[str, Method] = {
            "sendMessage": self._send_message,
            "sendDocument": self._send_document,
            "sendPhoto": self._send_photo,
            "sendInvoice": self._send_invoice,
            "forwardMessage": self._forward,
            "copyMessage": self._copy,
            "editMessageText": self._edit_text,
            "editMessageCaption": self._edit_caption,
            "editMessageReplyMarkup": self._edit_markup,
            "deleteMessage": self._delete_message,
            "deleteMessages": self._delete_messages,
        }

    async def _send_message(self, given: Json, _: dict[str, File]) -> Json:
        return self._put(given, text_of(given))

    async def _send_document(self, given: Json, files: dict[str, File]) -> Json:
        caption, file = caption_of(given), file_of(self._world, given, files, "document")
        return self._put(given, {"document": document(file), **caption})

    async def _send_photo(self, given: Json, files: dict[str, File]) -> Json:
        caption, file = caption_of(given), picture_of(self._world, given, files)
        return self._put(given, {"photo": photo(file), **caption})

    async def _send_invoice(self, given: Json, _: dict[str, File]) -> Json:
        message = self._put(given, invoice_of(given), invoice_keyboard_of)
        self._world.payloads[message["message_id"]] = required(given, "payload")
        return message

    async def _forward(self, given: Json, _: dict[str, File]) -> Json:
        message = self._message_of(given, "message to forward not found")
        if not FORWARDED & message.keys():
            raise bad_request("the message can't be forwarded")
        origin = {"type": "user", "date": message["date"], "sender_user": message["from"]}
        content = {name: value for name, value in message.items() if name in COPIED}
        if "invoice" in message:
            content |= forwarded_invoice(message, self._world.bot["username"])
        copy = self._put(given, {"forward_origin": message.get("forward_origin", origin), **content})
        if is_payable(copy):
            self._world.payloads[copy["message_id"]] = self._world.payloads[message["message_id"]]
        return copy

    async def _copy(self, given: Json, _: dict[str, File]) -> Json:
        message = self._message_of(given, "message to copy not found")
        if not COPIED & message.keys():
            raise bad_request("the message can't be copied")
        content = {name: value for name, value in message.items() if name in COPIED}
        if "caption" in given:
            content = {name: value for name, value in content.items() if not name.startswith("caption")}
            content |= caption_of(given)
        return {"message_id": self._put(given, content)["message_id"]}

    def _message_of(self, given: Json, complaint: str) -> Json:
        """The message that is forwarded or copied."""
        source = self._world.chats.get(whole(given, "from_chat_id"))
        if source is None:
            raise bad_request("chat not found")
        message = source.messages.get(whole(given, "message_id"))
        if message is None:
            raise bad_request(complaint)
        return message

    def _put(
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
        message = self._world.put_message(chat, content, None)
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
        chat.tell({"type": "edited", "message": {**message, "outgoing": False}})
        return message

    async def _delete_message(self, given: Json, _: dict[str, File]) -> bool:
        chat = self._world.chat(whole(given, "chat_id"))
        self._delete(chat, whole(given, "message_id"))
        return True

    async def _delete_messages(self, given: Json, _: dict[str, File]) -> bool:
        chat = self._world.chat(whole(given, "chat_id"))
        for message_id in given.get("message_ids", []):
            if message_id in chat.messages:
                self._delete(chat, message_id)
        return True

    def _delete(self, chat: Chat, message_id: int) -> None:
        if chat.messages.pop(message_id, None) is None:
            raise bad_request("message to delete not found")
        chat.tell({"type": "deleted", "message_id": message_id})
