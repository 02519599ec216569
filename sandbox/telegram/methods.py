"""The methods of the Bot API that the bot uses."""

import json
import re

from sandbox.telegram.copying import Copying
from sandbox.telegram.errors import bad_request
from sandbox.telegram.fields import is_true, utf16, whole
from sandbox.telegram.keyboards import check_start_link
from sandbox.telegram.limits import Limits
from sandbox.telegram.messages import Messages, Method
from sandbox.telegram.strict import thread_of
from sandbox.telegram.world import TAP_LASTS, Chat, File, Json, World

LONGEST_TOAST = 200
MOST_COMMANDS = 100
LARGEST_DOWNLOAD = 20 << 20

ACTIONS = {
    *("typing", "cancel", "choose_sticker", "find_location", "pick_up_location", "upload_photo"),
    *("upload_document", "record_video", "upload_video", "record_audio", "upload_audio", "record_voice"),
    *("upload_voice", "record_video_note", "upload_video_note"),
}
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE_CODE = re.compile(r"[a-z]{2}|")


class Methods:
    """Each takes decoded parameters and uploaded files, and returns the `result` or raises ApiError."""

    def __init__(self, world: World, limits: Limits) -> None:
        self._world = world
        messages = Messages(world, limits)
        self.table: dict[str, Method] = {
            "getMe": self._get_me,
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
            **messages.table,
            **Copying(world, messages.put).table,
        }

    async def _get_me(self, _: Json, __: dict[str, File]) -> Json:
        return self._world.bot

    async def _answer_tap(self, given: Json, _: dict[str, File]) -> bool:
        tap = self._world.taps.get(str(given.get("callback_query_id")))
        if tap is None or tap.answered.is_set() or self._world.wall() - tap.at > TAP_LASTS:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        text = str(given.get("text", ""))
        if utf16(text) > LONGEST_TOAST:
            raise bad_request("MESSAGE_TOO_LONG")
        if "url" in given:
            self._check_own_link(str(given["url"]))
        tap.answer = {"text": text, "show_alert": is_true(given, "show_alert")}
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

    def _check_own_link(self, url: str) -> None:
        """Refuse a link that does not start this bot with a payload."""
        if not url.startswith(f"https://t.me/{self._world.bot['username']}?start="):
            raise bad_request("URL_INVALID")
        check_start_link(url, "URL_INVALID")

    async def _send_action(self, given: Json, _: dict[str, File]) -> bool:
        chat = self._world.chat(whole(given, "chat_id"))
        if str(given.get("action", "")).lower() not in ACTIONS:
            raise bad_request("wrong parameter action in request")
        thread_of(chat, given)
        chat.tell({"type": "action", "action": given.get("action")})
        return True

    async def _get_file(self, given: Json, _: dict[str, File]) -> Json:
        file = self._world.files.get(str(given.get("file_id")))
        if file is None:
            raise bad_request("invalid file_id")
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
        _check_language(given)
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
        _check_language(given)
        self._world.commands.pop(_scope(given), None)
        return True

    async def _note(self, given: Json, _: dict[str, File]) -> bool:
        """Accept names, descriptions and menu buttons. The page does not show them."""
        _check_language(given)
        for name, longest in (("name", 64), ("description", 512), ("short_description", 120)):
            if len(str(given.get(name, ""))) > longest:
                raise bad_request(f"{name} is too long")
        return True


def _check_language(given: Json) -> None:
    """Only ISO 639-1 codes are taken here, not codes like "pt-br" that clients send."""
    if not LANGUAGE_CODE.fullmatch(str(given.get("language_code", ""))):
        raise bad_request("Invalid language code specified")


def commands_for(world: World, chat: Chat) -> list[Json]:
    """Return the menu of a chat: the commands in the person's language, or those for everyone."""
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
