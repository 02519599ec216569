"""Supergroups with topics, and what the bot may do in them."""

from dataclasses import dataclass

from aiogram.types import ChatMemberAdministrator

from sandbox.telegram.errors import ApiError, bad_request, forbidden
from sandbox.telegram.fields import required, whole
from sandbox.telegram.messages import Method
from sandbox.telegram.world import Chat, File, Json, World, shown

LONGEST_NAME = 128
FORUM = -1_001_000_000_001
ANONYMOUS: Json = {
    "id": 1_087_968_824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
"""In the name of this bot write the administrators of a group who remain anonymous."""


@dataclass
class Forum(Chat):
    """A group as the bot sees it. `bot_is` is administrator, member, left or kicked.

    A group of the `kind` "group" has no topics. It gets them, and another id, by becoming a supergroup.
    """

    kind: str = "supergroup"
    is_forum: bool = True
    bot_is: str = "administrator"
    may_manage_topics: bool = True
    moved_to: int | None = None

    def as_group(self) -> Json:
        """What the page shows of it."""
        return {
            "id": self.id,
            "title": self.title,
            "is_forum": self.is_forum,
            "bot_is": self.bot_is,
            "members": list(self.members),
            "topics": [{"id": number, "name": self._name_of(number)} for number in sorted(self.topics)],
        }

    def _name_of(self, number: int) -> str:
        first = self.messages.get(number, {})
        return str(first.get("forum_topic_created", {}).get("name", "Topic"))

    def tell_state(self) -> None:
        self.tell({"type": "group", "group": self.as_group()})

    def as_chat(self) -> Json:
        named: Json = {"id": self.id, "type": self.kind, "title": self.title}
        return named | ({"is_forum": True} if self.is_forum else {})

    def refusal(self) -> ApiError | None:
        if self.moved_to is not None:
            upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
            return ApiError(400, upgraded, migrate_to=self.moved_to)
        if self.bot_is == "kicked":
            return forbidden(f"bot was kicked from the {self.kind} chat")
        return forbidden(f"bot is not a member of the {self.kind} chat") if self.bot_is == "left" else None

    def delete_topic(self, number: int) -> None:
        """Delete a topic with its messages, as an administrator does."""
        self.topics.discard(number)
        for message_id, message in list(self.messages.items()):
            if message.get("message_thread_id") == number:
                del self.messages[message_id]
                self.tell({"type": "deleted", "message_id": message_id})
        self.tell_state()

    def switch_topics_off(self) -> None:
        """The messages stay, in one chat."""
        self.is_forum = False
        self.topics.clear()
        self.tell_state()

    def switch_topics_on(self) -> None:
        """The group begins without topics."""
        self.is_forum = True
        self.tell_state()


def add_forum(world: World, number: int = FORUM, members: tuple[int, ...] = ()) -> Forum:
    """Add a supergroup with topics in which the bot is an administrator. Without `members` all may write."""
    forum = Forum(number, None, "Operators", members=members, started=True, watchers=world.watchers)
    world.chats[forum.id] = forum
    return forum


class ForumMethods:
    def __init__(self, world: World) -> None:
        self._world = world
        self.table: dict[str, Method] = {
            "createForumTopic": self._create_topic,
            "getChatMember": self._get_member,
        }

    async def _create_topic(self, given: Json, _: dict[str, File]) -> Json:
        chat = self._world.chat(whole(given, "chat_id"))
        name = required(given, "name")
        if not 1 <= len(name) <= LONGEST_NAME:
            raise bad_request("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
        if not isinstance(chat, Forum) or not chat.is_forum:
            raise bad_request("the chat is not a forum")
        if chat.bot_is != "administrator" or not chat.may_manage_topics:
            raise bad_request("not enough rights to create a topic")
        topic = {"name": name, "icon_color": 7_322_096}
        message = self._world.put_message(chat, {"forum_topic_created": topic}, None)
        number = message["message_id"]
        message |= {"message_thread_id": number, "is_topic_message": True}
        chat.topics.add(number)
        chat.tell({"type": "edited", "message": shown(chat, message)})  # it is in its topic now
        chat.tell_state()
        return {"message_thread_id": number, **topic}

    async def _get_member(self, given: Json, _: dict[str, File]) -> Json:
        """Only the bot itself is looked for."""
        chat = self._world.chat(whole(given, "chat_id"))
        if whole(given, "user_id") != self._world.bot["id"] or not isinstance(chat, Forum):
            raise bad_request("user not found")
        member: Json = {"status": chat.bot_is, "user": self._world.bot}
        if chat.bot_is != "administrator":
            return member
        rights = {
            name: False
            for name, field in ChatMemberAdministrator.model_fields.items()
            if name.startswith(("can_", "is_")) and field.is_required()
        }
        return member | rights | {"can_manage_topics": chat.may_manage_topics}
