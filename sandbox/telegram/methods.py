"""The methods of the Bot API that the bot uses."""

import json
import mimetypes
import re
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.limits import Limits
from sandbox.telegram.strict import (
    LONGEST_CAPTION,
    LONGEST_TEXT,
    keyboard_of,
    text_of,
    whole,
)
from sandbox.telegram.world import TAP_LASTS, Chat, File, Json, World

LONGEST_TOAST = 200
MOST_COMMANDS = 100
LARGEST_DOWNLOAD = 20 << 20

COMMAND = re.compile(r"[a-z0-9_]{1,32}")

Method = Callable[[Json, dict[str, File]], Awaitable[Any]]


class Methods:
    """Each takes decoded parameters and uploaded files, and returns the `result` or raises ApiError."""

    def __init__(self, world: World, limits: Limits) -> None:
        self._world = world
        self._limits = limits
        self.table: dict[str, Method] = {
            "getMe": self._get_me,
            "sendMessage": self._send_message,
            "sendDocument": self._send_document,
            "editMessageText": self._edit_text,
            "editMessageReplyMarkup": self._edit_markup,
            "deleteMessage": self._delete_message,
            "deleteMessages": self._delete_messages,
            "answerCallbackQuery": self._answer_tap,
            "sendChatAction": self._send_action,
            "getFile": self._get_file,
            "getChat": self._get_chat,
            "setMyCommands": self._set_commands,
            "getMyCommands": self._get_commands,
            "deleteMyCommands": self._delete_commands,
            "setMyDescription": self._note,
            "setMyShortDescription": self._note,
            "setMyName": self._note,
            "setChatMenuButton": self._note,
        }

    async def _get_me(self, _: Json, __: dict[str, File]) -> Json:
        return self._world.bot

    async def _send_message(self, given: Json, _: dict[str, File]) -> Json:
        text, entities = text_of(given, "text", LONGEST_TEXT)
        content: Json = {"text": text, **({"entities": entities} if entities else {})}
        return self._put(given, content)

    async def _send_document(self, given: Json, files: dict[str, File]) -> Json:
        caption, entities = text_of(given, "caption", LONGEST_CAPTION)
        name = str(given.get("document", "")).removeprefix("attach://")
        file = files.get(name) or self._world.files.get(name)
        if file is None:
            raise bad_request("there is no document in the request")
        self._world.files[file.id] = file
        content: Json = {"document": document(file)}
        if caption:
            content |= {"caption": caption, "caption_entities": entities}
        return self._put(given, content)

    def _put(self, given: Json, content: Json) -> Json:
        chat = self._world.chat(whole(given, "chat_id"))
        keyboard = keyboard_of(given)
        self._limits.count(chat.id)
        if keyboard:
            content["reply_markup"] = keyboard
        if given.get("message_effect_id"):
            content["effect_id"] = given["message_effect_id"]
        return self._world.put_message(chat, content, None)

    async def _edit_text(self, given: Json, _: dict[str, File]) -> Json:
        text, entities = text_of(given, "text", LONGEST_TEXT)
        chat, message = self._to_edit(given)
        if "text" not in message:
            raise bad_request("there is no text in the message to edit")
        content: Json = {"text": text, **({"entities": entities} if entities else {})}
        return self._edit(chat, message, content, keyboard_of(given))

    async def _edit_markup(self, given: Json, _: dict[str, File]) -> Json:
        chat, message = self._to_edit(given)
        content: Json = {name: message[name] for name in ("text", "entities") if name in message}
        return self._edit(chat, message, content, keyboard_of(given))

    def _to_edit(self, given: Json) -> tuple[Chat, Json]:
        chat = self._world.chat(whole(given, "chat_id"))
        return chat, self._world.own_message(chat, whole(given, "message_id"))

    def _edit(self, chat: Chat, message: Json, content: Json, keyboard: Json | None) -> Json:
        before = {name: message.get(name) for name in ("text", "entities", "reply_markup")}
        after = {"text": content.get("text"), "entities": content.get("entities"), "reply_markup": keyboard}
        if before == after:
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly "
                "the same as a current content and reply markup of the message"
            )
        self._limits.count(chat.id)
        for name in ("text", "entities", "reply_markup"):
            message.pop(name, None)
        message |= {name: value for name, value in after.items() if value is not None}
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

    async def _answer_tap(self, given: Json, _: dict[str, File]) -> bool:
        tap = self._world.taps.get(str(given.get("callback_query_id")))
        if tap is None or tap.answered.is_set() or self._world.wall() - tap.at > TAP_LASTS:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        text = str(given.get("text", ""))
        if len(text) > LONGEST_TOAST:
            raise bad_request("MESSAGE_TOO_LONG")
        tap.answer = {"text": text, "show_alert": str(given.get("show_alert", "")).lower() == "true"}
        tap.answered.set()
        tap.chat.tell(
            {
                "type": "answer",
                "callback_query_id": tap.id,
                "message_id": tap.message_id,
                "url": given.get("url"),
                **tap.answer,
            }
        )
        return True

    async def _send_action(self, given: Json, _: dict[str, File]) -> bool:
        chat = self._world.chat(whole(given, "chat_id"))
        chat.tell({"type": "action", "action": given.get("action")})
        return True

    async def _get_file(self, given: Json, _: dict[str, File]) -> Json:
        file = self._world.files.get(str(given.get("file_id")))
        if file is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if len(file.body) > LARGEST_DOWNLOAD:
            raise bad_request("file is too big")
        return {
            "file_id": file.id,
            "file_unique_id": file.id[:12],
            "file_size": len(file.body),
            "file_path": file.path,
        }

    async def _get_chat(self, given: Json, _: dict[str, File]) -> Json:
        chat = self._world.chat(whole(given, "chat_id"))
        gifts = dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            True,
        )
        return chat.as_chat() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}

    async def _set_commands(self, given: Json, _: dict[str, File]) -> bool:
        commands = given.get("commands")
        if not isinstance(commands, list) or len(commands) > MOST_COMMANDS:
            raise bad_request("can't parse commands")
        for one in commands:
            if not COMMAND.fullmatch(one.get("command", "")):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(one.get("description", "")) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self._world.commands[_scope(given)] = commands
        for chat in self._world.chats.values():
            chat.tell({"type": "commands", "commands": commands_for(self._world, chat)})
        return True

    async def _get_commands(self, given: Json, _: dict[str, File]) -> list[Json]:
        return self._world.commands.get(_scope(given), [])

    async def _delete_commands(self, given: Json, _: dict[str, File]) -> bool:
        self._world.commands.pop(_scope(given), None)
        return True

    async def _note(self, given: Json, _: dict[str, File]) -> bool:
        """Names, descriptions and menu buttons: taken, and shown nowhere."""
        for name, longest in (("name", 64), ("description", 512), ("short_description", 120)):
            if len(str(given.get(name, ""))) > longest:
                raise bad_request(f"{name} is too long")
        return True


def document(file: File) -> Json:
    return {
        "file_id": file.id,
        "file_unique_id": file.id[:12],
        "file_name": file.name,
        "mime_type": file.mime_type,
        "file_size": len(file.body),
    }


def new_file(name: str, body: bytes, mime_type: str | None) -> File:
    guessed = mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return File(secrets.token_urlsafe(24), name, body, guessed)


def commands_for(world: World, chat: Chat) -> list[Json]:
    """The menu of a chat: the commands in the person's language, else those for everyone."""
    language = chat.owner.language_code if chat.owner else ""
    default = json.dumps({"type": "default"})
    private = json.dumps({"type": "all_private_chats"})
    for scope in (private, default):
        for code in (language, ""):
            if found := world.commands.get(f"{scope}/{code}"):
                return found
    return []


def _scope(given: Json) -> str:
    scope = given.get("scope") or {"type": "default"}
    return f"{json.dumps(scope)}/{given.get('language_code', '')}"
