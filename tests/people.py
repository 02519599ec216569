"""People who use the bot in a story: they write, tap by label, and look at what the chat shows."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp

from sandbox.telegram.world import Chat as SandboxChat

PATIENCE = 40.0  # seconds; a story that waits longer has failed, on a slow and busy machine too

Message = dict[str, Any]


class NotSeen(AssertionError):
    """What was waited for did not come; shows what the chat shows instead."""


class Person:
    """A customer or the operator, in the private chat with the bot, over the sandbox's HTTP interface."""

    def __init__(self, http: aiohttp.ClientSession, chat: SandboxChat, patience: float = PATIENCE) -> None:
        self._http = http
        self.chat = chat
        self.toasts: list[str] = []
        self._patience = patience

    @property
    def toast(self) -> str:
        """What the last tap was answered with."""
        return self.toasts[-1] if self.toasts else ""

    @property
    def id(self) -> int:
        return self.chat.id

    async def says(
        self, text: str, patience: float | None = None, *, shows: str = "", **wish: Any
    ) -> Message:
        """Write, and return the bot's next new message; a long text is cut as clients cut it.

        `shows` is a text of the answer that is waited for, where other news may come between;
        `message_thread_id` is the topic to write in, `forward` where it is forwarded from (an origin's name),
        `reply_to` the number of the message that it answers.
        """
        before = self._newest()
        await self.writes(text, **wish)
        return await self._after(before, patience, shows)

    async def writes(self, text: str, **wish: Any) -> None:
        """Write without waiting for an answer."""
        await self._post("text", {"text": text, **wish})

    async def opens_topic(self, name: str) -> int:
        """Open a topic in the chat; returns its `message_thread_id`."""
        return int((await self._post("topics", {"name": name}))["message_thread_id"])

    async def edits(self, message: Message, text: str) -> None:
        """Change an own message, without waiting for an answer."""
        await self._post("edit", {"message_id": message["message_id"], "text": text})

    async def sends(self, kind: str, **wish: Any) -> Message:
        """Send a sticker, contact or location, and return the bot's next new message."""
        before = self._newest()
        await self._post(kind, wish)
        return await self._after(before)

    async def sends_file(
        self, body: bytes, name: str = "list.txt", kind: str = "text/plain", **wish: str
    ) -> Message:
        """Send a file, and return the bot's next new message.

        `as_a` is document (by default), photo or voice; an empty `name` or `mime_type` is not told.
        """
        before = self._newest()
        await self.posts_file(body, name, kind, **wish)
        return await self._after(before)

    async def posts_file(
        self, body: bytes, name: str = "list.txt", kind: str = "text/plain", **wish: str
    ) -> None:
        """Send a file as `sends_file` does, without waiting for an answer."""
        form = aiohttp.FormData()
        form.add_field("file", body, filename=name or "file", content_type=kind)
        as_a = wish.pop("as_a", "document")
        for field, value in {"name": name, **wish}.items():
            form.add_field(field, value)
        async with self._http.post(f"/api/chats/{self.id}/{as_a}", data=form) as answer:
            answer.raise_for_status()

    async def sends_album(self, *files: tuple[str, bytes, str], caption: str = "") -> None:
        """Send files (name, bytes, type) at once, as one album."""
        form = aiohttp.FormData({"caption": caption})
        for name, body, kind in files:
            form.add_field("file", body, filename=name, content_type=kind)
        async with self._http.post(f"/api/chats/{self.id}/album", data=form) as answer:
            answer.raise_for_status()

    async def types_inline(self, words: str, offset: str = "", **wish: str) -> dict[str, Any]:
        """Type words after the bot's name; returns `results`, `next_offset`, `button` and `query_id`."""
        return dict(await self._post("inline", {"query": words, "offset": offset, **wish}))

    async def sends_inline(self, found: dict[str, Any], result: str) -> Message:
        """Send a result of `types_inline` into this chat; returns the message."""
        answer = await self._post("inline/send", {"query_id": found["query_id"], "result": result})
        return dict(answer["message"])

    @property
    def written(self) -> Message:
        """The newest message that this person sent."""
        own = [one for one in self.chat.messages.values() if one["from"]["id"] == self.id]
        return own[-1]

    async def taps(self, label: str, message: Message | None = None) -> Message:
        """Tap a button by a part of its label once it is there; returns the message as it is then, or the newest.

        `message` as it was seen: a button that it has lost meanwhile is tapped all the same.
        """
        await self._until(lambda: self._find(label, message) is not None, f"the button {label!r}")
        target, data = self._button(label, message)
        before = target.get("edit_date"), target.get("text"), target.get("reply_markup")
        newest = self._newest()
        toast = await self._tap(target["message_id"], data)

        def changed() -> bool:
            now = self.chat.messages.get(target["message_id"], {})
            return (
                (now.get("edit_date"), now.get("text"), now.get("reply_markup")) != before
                or self._newest() != newest
                or bool(toast)
            )

        await self._until(changed, f"something after tapping {label!r}")
        return self.chat.messages.get(target["message_id"]) or self.newest

    def data_of(self, label: str, message: Message) -> str:
        """What a button says when it is tapped, for a tap on it when it is long gone."""
        return self._button(label, message)[1]

    async def taps_raw(self, data: str, message_id: int | None = None) -> str:
        """Tap with made-up data; returns the toast."""
        message = message_id if message_id is not None else self._newest()
        return await self._tap(message, data, forged=True)

    async def sees(self, *texts: str, button: str = "", patience: float | None = None) -> Message:
        """Wait until one message shows all the texts, and a button with this in its label."""
        found: list[Message] = []

        def shown() -> bool:
            found[:] = [
                message
                for message in reversed(list(self.chat.messages.values()))
                if message["from"]["is_bot"]
                and all(text in message.get("text", "") for text in texts)
                and (not button or any(button in label for label in self.labels(message)))
            ]
            return bool(found)

        await self._until(shown, " and ".join(texts), patience)
        return found[0]

    async def gets_photos(self, count: int = 1) -> list[Message]:
        """Wait until the bot has sent so many photos; returns them, the oldest first."""

        def photos() -> list[Message]:
            its = [one for one in self.chat.messages.values() if one["from"]["is_bot"]]
            return [one for one in its if "photo" in one]

        await self._until(lambda: len(photos()) >= count, f"{count} photos")
        return photos()

    def count(self, text: str) -> int:
        """How many messages of the bot show a text."""
        return sum(
            text in message.get("text", "")
            for message in self.chat.messages.values()
            if message["from"]["is_bot"]
        )

    async def taps_blindly(self, data: str) -> None:
        """Tap on the newest message without waiting for an answer."""
        await self._post("tap", {"message_id": self._newest(), "data": data, "forged": True})

    @property
    def newest(self) -> Message:
        return self.chat.messages[self._newest()]

    @property
    def shown(self) -> str:
        """The text of the bot's newest message."""
        return next(
            (
                str(message.get("text", ""))
                for message in reversed(list(self.chat.messages.values()))
                if message["from"]["is_bot"]
            ),
            "",
        )

    async def until_it_has(self, label: str, message: Message, patience: float | None = None) -> None:
        """Wait until a message has a button with this in its label."""

        def has() -> bool:
            return any(label in one for one in self.labels(self.chat.messages[message["message_id"]]))

        await self._until(has, f"the button {label!r}", patience)

    async def pays(self, invoice: Message) -> bool:
        """Tap the Pay button of an invoice, and confirm; True if it was paid."""
        return bool((await self._post("pay", {"message_id": invoice["message_id"]}))["paid"])

    async def until_it_has_no_buttons(self, message: Message) -> None:
        """Wait until a message has lost its buttons. The bot takes them away after its answer."""
        at = message["message_id"]
        await self._until(lambda: "reply_markup" not in self.chat.messages[at], "a message without buttons")

    async def blocks(self, *, blocked: bool = True) -> None:
        await self._post("block", {"blocked": blocked})

    async def opens_service(self, words: str) -> Message:
        """Search for a service and open its card."""
        await self.says(f"/search {words}")
        return await self.taps(words)

    async def answers(self, *answers: str) -> Message:
        """Answer questions one after the other: a button where it begins with "tap ", else as text."""
        message = self.newest
        for answer in answers:
            if answer.startswith("tap "):
                message = await self.taps(answer.removeprefix("tap "))
            else:
                message = await self.says(answer)
        return message

    async def reviews(self, service: str, *answers: str) -> Message:
        """Go from a service to its review."""
        await self.opens_service(service)
        await self.taps("Order")
        review = await self.answers(*answers)
        assert "Review your order" in review["text"], review["text"]
        return review

    async def orders(self, service: str, *answers: str) -> Message:
        """Place an order and wait until the panel has it; returns the card."""
        review = await self.reviews(service, *answers)
        await self.taps("Place order", review)

        def placed() -> bool:
            return "Reference" in self.chat.messages[review["message_id"]].get("text", "")

        await self._until(placed, "the order's card")
        return self.chat.messages[review["message_id"]]

    def labels(self, message: Message) -> list[str]:
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        return [button["text"] for row in rows for button in row]

    def _button(self, label: str, message: Message | None) -> tuple[Message, str]:
        if found := self._find(label, message):
            return found
        raise NotSeen(f"no button {label!r} in\n{self._picture()}")

    def _find(self, label: str, message: Message | None) -> tuple[Message, str] | None:
        """On a message as it was seen or is now, or on the newest that has it."""
        looked_at = reversed(list(self.chat.messages.values()))
        if message is not None:
            looked_at = iter((message, self.chat.messages.get(message["message_id"], message)))
        for candidate in looked_at:
            for row in candidate.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if label in button["text"] and "callback_data" in button:
                        return candidate, button["callback_data"]
        return None

    async def _tap(self, message_id: int, data: str, *, forged: bool = False) -> str:
        wish = {"message_id": message_id, "data": data, "forged": forged}
        answer = await self._post(f"tap?wait={self._patience}", wish)
        if answer["answer"] is None:
            raise NotSeen(f"the tap on {data} was not answered")
        self.toasts.append(str(answer["answer"]["text"]))
        return self.toasts[-1]

    async def _post(self, what: str, wish: dict[str, Any]) -> Any:
        async with self._http.post(f"/api/chats/{self.id}/{what}", json=wish) as answer:
            answer.raise_for_status()
            return await answer.json()

    async def _after(self, before: int, patience: float | None = None, shows: str = "") -> Message:
        def answers() -> list[Message]:
            return [
                message
                for number, message in self.chat.messages.items()
                if number > before and message["from"]["is_bot"] and shows in message.get("text", "")
            ]

        await self._until(lambda: bool(answers()), f"an answer {shows!r}", patience)
        await asyncio.sleep(0.02)  # the old menu loses its buttons just after the new one came
        return answers()[-1] if shows else self.newest

    async def _until(self, happened: Callable[[], bool], what: str, patience: float | None = None) -> None:
        try:
            async with asyncio.timeout(patience or self._patience):
                while not happened():
                    await asyncio.sleep(0.005)
        except TimeoutError:
            raise NotSeen(f"{what} did not come; the chat shows\n{self._picture()}") from None

    def _newest(self) -> int:
        return max(self.chat.messages, default=0)

    def _picture(self) -> str:
        return "\n---\n".join(
            f"{message.get('text')}\n{self.labels(message)}"
            for message in list(self.chat.messages.values())[-4:]
        )
