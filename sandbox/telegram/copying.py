"""The methods that bring messages from one chat to another: forwards and copies."""

import secrets
from collections.abc import Callable
from itertools import pairwise

from sandbox.telegram.errors import bad_request
from sandbox.telegram.fields import identifiers, whole
from sandbox.telegram.messages import WORDS, Method
from sandbox.telegram.stars.invoices import forwarded_invoice, is_payable
from sandbox.telegram.strict import caption_of
from sandbox.telegram.world import Chat, File, Json, World

COPIED = {*WORDS, "document", "photo", "video", "voice", "sticker", "contact", "location"}
FORWARDED = {*COPIED, "invoice"}


class Copying:
    """`put` adds a message as a sending call does."""

    def __init__(self, world: World, put: Callable[[Json, Json], Json]) -> None:
        self._world = world
        self._put = put
        self.table: dict[str, Method] = {
            "forwardMessage": self._forward,
            "copyMessage": self._copy,
            "copyMessages": self._copy_many,
        }

    async def _forward(self, given: Json, _: dict[str, File]) -> Json:
        message = self._message_of(given, "message to forward not found")
        if not FORWARDED & message.keys():
            raise bad_request("the message can't be forwarded")
        origin = {"type": "user", "date": message["date"], "sender_user": message["from"]}
        content = _content(message)
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
        content = _content(message)
        if "caption" in given:
            content = {name: value for name, value in content.items() if not name.startswith("caption")}
            content |= caption_of(given)
        return {"message_id": self._put(given, content)["message_id"]}

    async def _copy_many(self, given: Json, _: dict[str, File]) -> list[Json]:
        """Copy messages, and leave out those that are gone or cannot be copied. An album stays one."""
        source, albums = self._source_of(given), dict[str, str]()
        copies = []
        for message_id in in_sequence(identifiers(given)):
            message = source.messages.get(message_id)
            if message is None or not COPIED & message.keys():
                continue
            content = _content(message)
            if album := message.get("media_group_id"):
                content["media_group_id"] = albums.setdefault(album, new_album())
            copies.append({"message_id": self._put(given, content)["message_id"]})
        return copies

    def _message_of(self, given: Json, complaint: str) -> Json:
        """The message that is forwarded or copied."""
        message = self._source_of(given).messages.get(whole(given, "message_id"))
        if message is None:
            raise bad_request(complaint)
        return message

    def _source_of(self, given: Json) -> Chat:
        source = self._world.chats.get(whole(given, "from_chat_id"))
        if source is None:
            raise bad_request("chat not found")
        return source


def in_sequence(numbers: list[int]) -> list[int]:
    """Return the numbers; raises what Telegram says if they do not increase strictly."""
    if any(after <= before for before, after in pairwise(numbers)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    return numbers


def new_album() -> str:
    return str(secrets.randbelow(10**17) + 10**17)


def _content(message: Json) -> Json:
    return {name: value for name, value in message.items() if name in COPIED}
