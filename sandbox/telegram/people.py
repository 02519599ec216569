"""What people do on the page and tests do over HTTP: write, tap, send files, block the bot, read the chat."""

import asyncio
import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.local import Handler
from sandbox.telegram.methods import commands_for, document, new_file
from sandbox.telegram.world import Chat, Json, Person, shown

if TYPE_CHECKING:
    from sandbox.telegram.server import TelegramServer

PAGE = Path(__file__).parent / "page"
LONGEST_TEXT = 4_096


class People:
    def __init__(self, server: "TelegramServer") -> None:
        self._server = server
        self._world = server.world

    def add_routes(self, app: web.Application) -> None:
        app.middlewares.append(_complain)
        router = app.router
        router.add_get("/", self._page)
        router.add_static("/page", PAGE)
        router.add_get("/api/info", self._info)
        router.add_post("/api/people", self._add_person)
        router.add_post("/api/groups", self._add_group)
        router.add_get("/api/commands", self._commands)
        router.add_get("/api/chats/{chat}/messages", self._messages)
        router.add_get("/api/chats/{chat}/events", self._events)
        router.add_post("/api/chats/{chat}/text", self._text)
        router.add_post("/api/chats/{chat}/tap", self._tap)
        router.add_post("/api/chats/{chat}/document", self._document)
        router.add_get("/api/chats/{chat}/files/{file}", self._file)
        router.add_post("/api/chats/{chat}/block", self._block)
        router.add_post("/api/chats/{chat}/delete", self._delete)
        router.add_post("/api/chats/{chat}/clear", self._clear)
        router.add_post("/api/age", self._age)

    async def _page(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")

    async def _info(self, _: web.Request) -> web.Response:
        people = [person.as_user() for person in self._world.people.values()]
        return web.json_response(
            {"bot": self._world.bot, "panel_url": self._server.panel_url, "people": people}
        )

    async def _add_person(self, request: web.Request) -> web.Response:
        wish = await _json(request)
        person = self._world.add_person(
            str(wish.get("first_name", "Somebody")), wish.get("username"), wish.get("language_code", "en")
        )
        return web.json_response(person.as_user())

    async def _add_group(self, request: web.Request) -> web.Response:
        wish = await _json(request)
        group = self._world.add_group(str(wish.get("title", "Group")), list(wish.get("members", [])))
        return web.json_response(group.as_chat())

    async def _commands(self, request: web.Request) -> web.Response:
        chat = self._world.chats[int(request.query["person"])]
        return web.json_response({"commands": commands_for(self._world, chat)})

    async def _messages(self, request: web.Request) -> web.Response:
        chat = self._chat(request)
        return web.json_response(
            {
                "messages": [shown(message) for message in chat.messages.values()],
                "blocked": chat.blocked,
                "started": chat.started,
                "commands": commands_for(self._world, chat),
            }
        )

    async def _events(self, request: web.Request) -> web.StreamResponse:
        chat, events = self._chat(request), asyncio.Queue[Json]()
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        chat.listeners.add(events)
        self._server.streams.add(events)
        try:
            await response.write(b'data: {"type": "hello"}\n\n')
            while (event := await events.get()).get("type") != "bye":
                await response.write(f"data: {json.dumps(event)}\n\n".encode())
        except (ConnectionResetError, ConnectionError):
            pass  # the page was closed
        finally:
            chat.listeners.discard(events)
            self._server.streams.discard(events)
        return response

    async def _text(self, request: web.Request) -> web.Response:
        chat, wish = self._chat(request), await _json(request)
        text = str(wish.get("text", "")).strip()
        if not 0 < len(text) <= LONGEST_TEXT:
            raise web.HTTPBadRequest(text="text: 1 to 4096 characters")
        content: Json = {"text": text}
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return web.json_response({"message": self._say(chat, self._sender(chat, wish), content)})

    def _say(self, chat: Chat, sender: Person, content: Json) -> Json:
        chat.started = True
        if chat.blocked:
            chat.blocked = False
            chat.tell({"type": "blocked", "blocked": False})
        message = self._world.put_message(chat, content, sender)
        self._world.put_update({"message": message})
        return shown(message)

    async def _tap(self, request: web.Request) -> web.Response:
        """Tap a button by its data or its label; with ?wait=SECONDS the answer comes along."""
        chat, wish = self._chat(request), await _json(request)
        message_id = int(wish["message_id"])
        data = self._data(chat, message_id, wish)
        tap = self._world.tap(chat, self._sender(chat, wish), message_id, data)
        if seconds := float(request.query.get("wait", 0)):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(tap.answered.wait(), seconds)
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

    async def _document(self, request: web.Request) -> web.Response:
        chat, form = self._chat(request), await request.post()
        upload = form.get("file")
        if not isinstance(upload, web.FileField):
            raise web.HTTPBadRequest(text="file: a file expected")
        file = new_file(upload.filename, upload.file.read(), upload.content_type)
        self._world.files[file.id] = file
        content: Json = {"document": document(file)}
        if form.get("caption"):
            content["caption"] = str(form["caption"])
        return web.json_response({"message": self._say(chat, self._sender(chat, {}), content)})

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
        chat, wish = self._chat(request), await _json(request)
        chat.blocked = bool(wish.get("blocked", True))
        chat.tell({"type": "blocked", "blocked": chat.blocked})
        return web.json_response({"blocked": chat.blocked})

    async def _delete(self, request: web.Request) -> web.Response:
        chat, wish = self._chat(request), await _json(request)
        chat.messages.pop(int(wish["message_id"]), None)
        chat.tell({"type": "deleted", "message_id": int(wish["message_id"])})
        return web.json_response({})

    async def _clear(self, request: web.Request) -> web.Response:
        chat = self._chat(request)
        for message_id in list(chat.messages):
            chat.tell({"type": "deleted", "message_id": message_id})
        chat.messages.clear()
        return web.json_response({})

    async def _age(self, request: web.Request) -> web.Response:
        """Make a message too old to be edited, and taps on it inaccessible."""
        wish = await _json(request)
        self._world.chats[int(wish["chat"])].old.add(int(wish["message_id"]))
        return web.json_response({})

    def _chat(self, request: web.Request) -> Chat:
        try:
            return self._world.chats[int(request.match_info["chat"])]
        except (KeyError, ValueError):
            raise web.HTTPNotFound(text="no such chat") from None

    def _sender(self, chat: Chat, wish: dict[str, Any]) -> Person:
        return chat.owner or self._world.people[int(wish["from"])]


@web.middleware
async def _complain(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A wish that makes no sense is answered with 400."""
    try:
        return await handler(request)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise web.HTTPBadRequest(text=f"not understood: {type(error).__name__} {error}") from None


async def _json(request: web.Request) -> Json:
    try:
        wish = await request.json()
    except ValueError:
        raise web.HTTPBadRequest(text="JSON expected") from None
    if not isinstance(wish, dict):
        raise web.HTTPBadRequest(text="a JSON object expected")
    return wish
