"""What people do on the page, and tests over HTTP: tap, block the bot, read the chat."""

import asyncio
import contextlib
from pathlib import Path

from aiohttp import web

from sandbox.telegram.forums import Forum
from sandbox.telegram.groups import GroupActs
from sandbox.telegram.methods import commands_for
from sandbox.telegram.sending import Sending
from sandbox.telegram.streams import Streams
from sandbox.telegram.wishes import chat_of, complain, json_of, sender_of
from sandbox.telegram.world import Chat, Json, World, shown

PAGE = Path(__file__).parent / "page"


class People:
    def __init__(self, world: World, streams: Streams, *, panel_url: str | None, mode: str) -> None:
        self._world = world
        self._streams = streams
        self._panel_url = panel_url
        self._mode = mode

    def add_routes(self, app: web.Application) -> None:
        app.middlewares.append(complain)
        router = app.router
        router.add_get("/", self._page)
        router.add_static("/page", PAGE)
        router.add_get("/api/info", self._info)
        router.add_post("/api/people", self._add_person)
        router.add_post("/api/people/{person}/language", self._set_language)
        router.add_post("/api/groups", self._add_group)
        router.add_get("/api/events", self._streams.serve)
        router.add_get("/api/commands", self._commands)
        router.add_get("/api/chats/{chat}/messages", self._messages)
        router.add_post("/api/chats/{chat}/tap", self._tap)
        router.add_get("/api/chats/{chat}/files/{file}", self._file)
        router.add_post("/api/chats/{chat}/block", self._block)
        router.add_post("/api/chats/{chat}/delete", self._delete)
        router.add_post("/api/chats/{chat}/clear", self._clear)
        router.add_post("/api/age", self._age)
        Sending(self._world).add_routes(router)
        GroupActs(self._world).add_routes(router)

    async def _page(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")

    async def _info(self, _: web.Request) -> web.Response:
        people = [person.as_user() for person in self._world.people.values() if not person.is_quiet]
        groups = [chat.as_group() for chat in self._world.chats.values() if isinstance(chat, Forum)]
        return web.json_response(
            {
                "bot": self._world.bot,
                "panel_url": self._panel_url,
                "mode": self._mode,
                "people": people,
                "groups": groups,
            }
        )

    async def _add_person(self, request: web.Request) -> web.Response:
        wish = await json_of(request)
        person = self._world.add_person(
            str(wish.get("first_name", "Somebody")), wish.get("username"), wish.get("language_code", "en")
        )
        person.stars = int(wish.get("stars", person.stars))
        return web.json_response({**person.as_user(), "stars": person.stars})

    async def _set_language(self, request: web.Request) -> web.Response:
        """Change the language of a person's Telegram. Their next update tells it to the bot."""
        wish = await json_of(request)
        person = self._world.people[int(request.match_info["person"])]
        person.language_code = str(wish["language"])
        return web.json_response(person.as_user())

    async def _add_group(self, request: web.Request) -> web.Response:
        wish = await json_of(request)
        group = self._world.add_group(str(wish.get("title", "Group")), list(wish.get("members", [])))
        return web.json_response(group.as_chat())

    async def _commands(self, request: web.Request) -> web.Response:
        chat = self._world.chats[int(request.query["person"])]
        return web.json_response({"commands": commands_for(self._world, chat)})

    async def _messages(self, request: web.Request) -> web.Response:
        chat = chat_of(self._world, request)
        return web.json_response(
            {
                "messages": [shown(chat, message) for message in chat.messages.values()],
                "blocked": chat.blocked,
                "started": chat.started,
                "language": chat.owner.language_code if chat.owner else "en",
                "commands": commands_for(self._world, chat),
                "keyboard": chat.reply_keyboard,
                "stars": chat.owner.stars if chat.owner else 0,
            }
        )

    async def _tap(self, request: web.Request) -> web.Response:
        """Tap a button by its data or its label. With ?wait=SECONDS the response has the answer."""
        chat, wish = chat_of(self._world, request), await json_of(request)
        message_id = int(wish["message_id"])
        data = self._data(chat, message_id, wish)
        tap = self._world.tap(chat, sender_of(self._world, chat, wish), message_id, data)
        if seconds := float(request.query.get("wait", 0)):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await tap.answered.wait()
        return web.json_response({"callback_query_id": tap.id, "answer": tap.answer})

    def _data(self, chat: Chat, message_id: int, wish: Json) -> str:
        if wish.get("forged"):
            return str(wish["data"])
        markup = chat.messages.get(message_id, {}).get("reply_markup") or {"inline_keyboard": []}
        for row in markup["inline_keyboard"]:
            for button in row:
                same = button.get("callback_data") == wish.get("data") if "data" in wish else False
                if "callback_data" in button and (same or button["text"] == wish.get("text")):
                    return str(button["callback_data"])
        raise web.HTTPConflict(text="the message has no such button")

    async def _file(self, request: web.Request) -> web.Response:
        file = self._world.files.get(request.match_info["file"])
        if file is None:
            raise web.HTTPNotFound
        return web.Response(
            body=file.body,
            content_type="application/octet-stream",
            headers={"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"},
        )

    async def _block(self, request: web.Request) -> web.Response:
        chat, wish = chat_of(self._world, request), await json_of(request)
        chat.blocked = bool(wish.get("blocked", True))
        chat.tell({"type": "blocked", "blocked": chat.blocked})
        return web.json_response({"blocked": chat.blocked})

    async def _delete(self, request: web.Request) -> web.Response:
        chat, wish = chat_of(self._world, request), await json_of(request)
        chat.messages.pop(int(wish["message_id"]), None)
        chat.tell({"type": "deleted", "message_id": int(wish["message_id"])})
        return web.json_response({})

    async def _clear(self, request: web.Request) -> web.Response:
        chat = chat_of(self._world, request)
        for message_id in list(chat.messages):
            chat.tell({"type": "deleted", "message_id": message_id})
        chat.messages.clear()
        return web.json_response({})

    async def _age(self, request: web.Request) -> web.Response:
        """Make a message too old to be edited, and taps on it inaccessible."""
        wish = await json_of(request)
        self._world.chats[int(wish["chat"])].old.add(int(wish["message_id"]))
        return web.json_response({})
