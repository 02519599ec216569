"""The people, their chats with the bot, and the updates that the bot has not taken yet."""

import asyncio
import copy
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.telegram.errors import ApiError, bad_request, forbidden
from sandbox.telegram.losses import Losses, has

Json = dict[str, Any]

KEPT_UPDATES = 24 * 3_600  # seconds that an update waits for the bot
TAP_LASTS = 150  # seconds that a tap waits for the bot, and that it can be answered
FAR = 10  # an offset that is further above the next update's number is not heeded, as Telegram does
KEPT_MESSAGES = 3_000
STARS = 2_500  # that a person has at first
SHORT_LIVED = ("callback_query", "pre_checkout_query")
NEVER_EDITED = ("invoice", "refunded_payment", "forward_origin")
ONLY_IF_NAMED = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(slots=True)
class Person:
    """One who `is_quiet` is not on the page: they only get messages."""

    id: int
    first_name: str
    username: str
    language_code: str = "en"
    last_name: str | None = None
    stars: int = STARS
    is_quiet: bool = False

    def as_user(self) -> Json:
        user: Json = {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return user | ({"last_name": self.last_name} if self.last_name else {})


@dataclass
class Chat:
    """`owner` is the person of a private chat, None for a group. `old` messages can no longer be edited.

    `silent` ones came without a sound. No message tells it to the bot.

    `topics` are numbers of threads (`message_thread_id`); a message of none of them is in "General".
    """

    id: int
    owner: Person | None
    title: str = ""
    members: tuple[int, ...] = ()
    messages: dict[int, Json] = field(default_factory=dict)
    old: set[int] = field(default_factory=set)
    silent: set[int] = field(default_factory=set)
    topics: set[int] = field(default_factory=set)
    started: bool = False
    blocked: bool = False
    reply_keyboard: list[list[str]] = field(default_factory=list)
    listeners: set[asyncio.Queue[Json]] = field(default_factory=set)
    watchers: set[asyncio.Queue[Json | None]] = field(default_factory=set)

    def as_chat(self) -> Json:
        if self.owner is None:
            return {"id": self.id, "type": "group", "title": self.title}
        owner = self.owner.as_user()
        named: Json = {name: owner[name] for name in ("first_name", "last_name", "username") if name in owner}
        return {"id": self.id, "type": "private", **named}

    def refusal(self) -> ApiError | None:
        """Return the error with which Telegram refuses every call about a group, or None."""
        return None

    def offer(self, markup: Json) -> None:
        """Show or remove a reply keyboard. A forced reply changes nothing."""
        if "force_reply" in markup and "keyboard" not in markup:
            return
        self.reply_keyboard = [
            [key if isinstance(key, str) else key["text"] for key in row]
            for row in markup.get("keyboard", [])
        ]
        self.tell({"type": "keyboard", "keyboard": self.reply_keyboard})

    def tell(self, event: Json) -> None:
        """Send an event to the listeners of this chat and to the watchers of all chats."""
        for listener in self.listeners:
            listener.put_nowait(event)
        for watcher in self.watchers:
            watcher.put_nowait({"chat": self.id, **event})


@dataclass(slots=True)
class Tap:
    """A callback query. `answer` is set when the bot answers it."""

    id: str
    chat: Chat
    message_id: int
    at: float
    answered: asyncio.Event
    answer: Json | None = None


@dataclass(slots=True)
class File:
    id: str
    name: str | None
    body: bytes
    mime_type: str

    @property
    def path(self) -> str:
        return f"documents/{self.id}"


class World:
    def __init__(self, wall: Callable[[], float] = time.time) -> None:
        self.wall = wall
        self.bot: Json = {
            "id": 42,
            "is_bot": True,
            "first_name": "Panelgram",
            "username": "panelgram_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
        }
        self.run = secrets.token_hex(4)  # a page that meets another run begins anew
        self.watchers: set[asyncio.Queue[Json | None]] = set()
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.taps: dict[str, Tap] = {}
        self.files: dict[str, File] = {}
        self.payloads: dict[int, str] = {}  # of invoices that can be paid, by the number of their message
        self.updates: deque[tuple[float, Json]] = deque()
        self.taken: deque[Json] = deque(maxlen=1_000)
        self.losses = Losses()
        self.arrived = asyncio.Event()
        self.allowed: frozenset[str] | None = None  # kinds of updates; None: the usual ones
        self.commands: dict[str, list[Json]] = {}
        self._again: set[int] = set()  # redelivered and not returned since
        self._last_message = 0
        self._last_update = 100_000_000
        self._last_group = 0
        for name in ("Alice", "Bob", "Olga"):
            self.add_person(name)

    def add_person(
        self,
        first_name: str,
        username: str | None = None,
        language_code: str = "en",
        *,
        number: int | None = None,
        is_quiet: bool = False,
    ) -> Person:
        number = number or 1001 + len(self.people)
        person = Person(number, first_name, username or first_name.lower(), language_code, is_quiet=is_quiet)
        self.people[number] = person
        self.chats[number] = Chat(number, person, watchers=self.watchers)
        return person

    def add_group(self, title: str, members: list[int]) -> Chat:
        self._last_group -= 1
        chat = Chat(
            self._last_group * 1_000, None, title, tuple(members), started=True, watchers=self.watchers
        )
        self.chats[chat.id] = chat
        return chat

    def chat(self, chat_id: int) -> Chat:
        """Return a chat that the bot may write to. Raises Telegram's error for any other."""
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        if refused := chat.refusal():
            raise refused
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    def put_message(
        self, chat: Chat, content: Json, sender: Person | None, *, is_silent: bool = False
    ) -> Json:
        """Add a message of a person, or of the bot if `sender` is None."""
        self._last_message += 1
        message: Json = {
            "message_id": self._last_message,
            "date": int(self.wall()),
            "chat": chat.as_chat(),
            "from": sender.as_user() if sender else self._bot_user(),
            **content,
        }
        chat.messages[self._last_message] = message
        if is_silent:
            chat.silent.add(self._last_message)
        while len(chat.messages) > KEPT_MESSAGES:
            del chat.messages[next(iter(chat.messages))]
        chat.tell({"type": "message", "message": shown(chat, message)})
        return message

    def own_message(self, chat: Chat, message_id: int) -> Json:
        """Return a message of the bot that can be edited."""
        message = chat.messages.get(message_id)
        if message is None:
            raise bad_request("message to edit not found")
        fixed = message_id in chat.old or any(name in message for name in NEVER_EDITED)
        if not message["from"]["is_bot"] or fixed:
            raise bad_request("message can't be edited")
        return message

    def tap(self, chat: Chat, person: Person, message_id: int, data: str) -> Tap:
        """Tap a button: the bot gets an update."""
        tap = Tap(str(secrets.randbelow(10**17) + 10**17), chat, message_id, self.wall(), asyncio.Event())
        self.taps[tap.id] = tap
        message = chat.messages.get(message_id)
        inaccessible = {"chat": chat.as_chat(), "message_id": message_id, "date": 0}
        self.put_update(
            {
                "callback_query": {
                    "id": tap.id,
                    "from": person.as_user(),
                    "message": inaccessible if message is None or message_id in chat.old else message,
                    "chat_instance": str(abs(chat.id) * 7_919),
                    "data": data,
                }
            }
        )
        return tap

    def put_update(self, content: Json) -> None:
        """Keep an update for the bot as things are now, if it wants that kind of update.

        What `allowed_updates` leaves out is never kept; a change of it says nothing of what waits already.
        """
        if not any(map(self.wants, content)) or self.losses.takes(content):
            return
        self._last_update += 1
        update = {"update_id": self._last_update, **copy.deepcopy(content)}
        self.updates.append((self.wall(), update))
        self.arrived.set()

    def go_on_at(self, number: int) -> None:
        """Give the next update this number. Telegram chooses any number after a week without updates."""
        self._last_update = number - 1

    def wants(self, kind: str) -> bool:
        return kind not in ONLY_IF_NAMED if self.allowed is None else kind in self.allowed

    def confirm_updates(self, offset: int) -> None:
        """Forget updates below an offset; a negative one keeps only so many from the end.

        One that is far above the newest update is not heeded: what waits is given from its head.
        """
        if offset > self._last_update + 1 + FAR:
            return
        if offset < 0:
            while len(self.updates) > -offset:
                self.taken.append(self.updates.popleft()[1])
        confirmed = [
            entry
            for entry in self.updates
            if entry[1]["update_id"] < offset and entry[1]["update_id"] not in self._again
        ]
        for entry in confirmed:
            self.updates.remove(entry)
            self.taken.append(entry[1])

    def waiting_updates(self, limit: int) -> list[Json]:
        now = self.wall()
        self.updates = deque(
            (at, update)
            for at, update in self.updates
            if now - at < (TAP_LASTS if any(kind in update for kind in SHORT_LIVED) else KEPT_UPDATES)
        )
        if not self.updates:
            self.arrived.clear()
        return [update for _, update in list(self.updates)[:limit]]

    def took(self, update_id: int) -> None:
        """Note that a webhook took an update."""
        for at, update in list(self.updates):
            if update["update_id"] == update_id:
                self.updates.remove((at, update))
                self.taken.append(update)

    def gave_out(self) -> None:
        """Note that the waiting updates were returned: an offset above them confirms them."""
        self._again.clear()

    def redeliver(self, count: int, what: str = "") -> None:
        """Deliver the last confirmed updates again, as after a lost confirmation; with `what` only those."""
        taken = [update for update in self.taken if not what or has(update, what)]
        again = taken[-count:] if count > 0 else []
        self._again |= {update["update_id"] for update in again}
        self.updates.extendleft((self.wall(), update) for update in reversed(again))
        self.arrived.set()

    def _bot_user(self) -> Json:
        return {name: self.bot[name] for name in ("id", "is_bot", "first_name", "username")}


def shown(chat: Chat, message: Json) -> Json:
    """Return a message for the page, which also says who sent it and whether it came without a sound."""
    is_silent = message["message_id"] in chat.silent
    return {**message, "outgoing": not message["from"]["is_bot"], "silent": is_silent}
