"""What people send, and how they change it afterwards."""

import json
from typing import Any

from aiohttp import web

from sandbox.telegram.copying import new_album
from sandbox.telegram.files import document, new_file, photo, sticker, video, voice
from sandbox.telegram.html import parse
from sandbox.telegram.origins import forwarded
from sandbox.telegram.pastes import cut
from sandbox.telegram.replies import circumstances
from sandbox.telegram.wishes import chat_of, json_of, sender_of
from sandbox.telegram.world import Chat, File, Json, World, shown

WEBP = b"RIFF\x00\x00\x00\x00WEBP"
CONTACT = {"phone_number": "+15550100", "first_name": "Grace"}
MIN_ALBUM, MAX_ALBUM = 2, 10  # files
LOCATION = {"latitude": 52.52, "longitude": 13.405}


class Sending:
    """Each wish may name `from` (in a group), `message_thread_id`, `reply_to`, `album` and `forward`.

    replies.py and origins.py say what these are.
    """

    def __init__(self, world: World) -> None:
        self._world = world

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_post("/api/chats/{chat}/text", self._text)
        router.add_post("/api/chats/{chat}/{kind:document|photo|video|voice}", self._file)
        router.add_post("/api/chats/{chat}/album", self._album)
        router.add_post("/api/chats/{chat}/{kind:sticker|contact|location}", self._thing)
        router.add_post("/api/chats/{chat}/edit", self._edit)
        router.add_post("/api/chats/{chat}/topics", self._open_topic)

    async def _text(self, request: web.Request) -> web.Response:
        """Send a text. A text that is too long for one message arrives as several.

        `html` instead of `text` is one that the person has formatted in their client.
        """
        chat, wish = chat_of(self._world, request), await json_of(request)
        if "html" in wish:
            text, entities = parse(str(wish["html"]))
            return web.json_response({"message": self._say(chat, wish, {"text": text, "entities": entities})})
        pieces = cut(str(wish.get("text", "")))
        if not pieces:
            raise web.HTTPBadRequest(text="text: something to read expected")
        messages = [self._say(chat, wish, _text(piece)) for piece in pieces]
        return web.json_response({"message": messages[-1], "messages": messages})

    async def _file(self, request: web.Request) -> web.Response:
        """Send a file with a caption. An empty `name` or `mime_type` is left out of the update."""
        chat, form = chat_of(self._world, request), await request.post()
        upload = form.get("file")
        if not isinstance(upload, web.FileField):
            raise web.HTTPBadRequest(text="file: a file expected")
        wish: Json = {name: value for name, value in form.items() if isinstance(value, str)}
        name = wish.get("name", upload.filename)
        mime_type = wish.get("mime_type", upload.content_type)
        file = self._keep(new_file(name, upload.file.read(), mime_type))
        content = _shown_as(request.match_info["kind"], file)
        if wish.get("caption"):
            content["caption"] = wish["caption"]
        return web.json_response({"message": self._say(chat, wish, content)})

    async def _album(self, request: web.Request) -> web.Response:
        """Send several files at once: photos and videos as such, with the caption at the first."""
        chat, form = chat_of(self._world, request), await request.post()
        uploads = [upload for upload in form.getall("file", []) if isinstance(upload, web.FileField)]
        if not MIN_ALBUM <= len(uploads) <= MAX_ALBUM:
            raise web.HTTPBadRequest(text="file: 2 to 10 files expected")
        album, caption = new_album(), str(form.get("caption", ""))
        wish: Json = {name: value for name, value in form.items() if isinstance(value, str)}
        messages: list[Json] = []
        for upload in uploads:
            file = self._keep(new_file(upload.filename, upload.file.read(), upload.content_type))
            content = {**_shown_as(upload.content_type.partition("/")[0], file), "media_group_id": album}
            if caption and not messages:
                content["caption"] = caption
            messages.append(self._say(chat, wish, content))
        return web.json_response({"messages": messages})

    async def _thing(self, request: web.Request) -> web.Response:
        """Send a sticker, a contact or a location."""
        chat, wish = chat_of(self._world, request), await json_of(request)
        match kind := request.match_info["kind"]:
            case "sticker":
                file = self._keep(new_file(None, WEBP, "image/webp"))
                content: Json = {kind: sticker(file, str(wish.get("emoji", "👍")))}
            case "contact":
                content = {kind: wish.get("contact", CONTACT)}
            case _:
                content = {kind: wish.get("location", LOCATION)}
        return web.json_response({"message": self._say(chat, wish, content)})

    async def _edit(self, request: web.Request) -> web.Response:
        """Change the text or caption of an own message."""
        chat, wish = chat_of(self._world, request), await json_of(request)
        message = chat.messages[int(wish["message_id"])]
        if message["from"]["id"] != sender_of(self._world, chat, wish).id:
            raise web.HTTPConflict(text="the message is another's")
        changed = _text(str(wish["text"])) if "text" in message else {"caption": str(wish["text"])}
        message.pop("entities", None)
        message |= {**changed, "edit_date": int(self._world.wall())}
        chat.tell({"type": "edited", "message": shown(chat, message)})
        self._world.put_update({"edited_message": dict(message)})
        return web.json_response({"message": shown(chat, message)})

    async def _open_topic(self, request: web.Request) -> web.Response:
        """Open a topic in a chat. Its number is the id of the message that announces it."""
        chat, wish = chat_of(self._world, request), await json_of(request)
        made = {"forum_topic_created": {"name": str(wish.get("name", "Topic")), "icon_color": 7_322_096}}
        message = self._world.put_message(chat, made, sender_of(self._world, chat, wish))
        number = message["message_id"]
        chat.topics.add(number)
        self._world.bot |= {"has_topics_enabled": True, "allows_users_to_create_topics": True}
        chat.started = True
        message |= {"message_thread_id": number, "is_topic_message": True}
        self._world.put_update({"message": message})
        return web.json_response({"message_thread_id": number})

    def _say(self, chat: Chat, wish: Json, content: Json) -> Json:
        sender, content = sender_of(self._world, chat, wish), {**content, **_circumstances(chat, wish)}
        chat.started = True
        if chat.blocked:
            chat.blocked = False
            chat.tell({"type": "blocked", "blocked": False})
        message = self._world.put_message(chat, content, sender)
        if chat.refusal() is None:  # the bot hears nothing of a group that it is not in
            self._world.put_update({"message": message})
        return shown(chat, message)

    def _keep(self, file: File) -> File:
        self._world.files[file.id] = file
        return file


def _text(text: str) -> Json:
    content: Json = {"text": text}
    if text.startswith("/"):
        length = len(text.split(maxsplit=1)[0])
        content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    return content


def _shown_as(kind: str, file: File) -> Json:
    match kind:
        case "photo" | "image":
            return {"photo": photo(file)}
        case "video":
            return {kind: video(file)}
        case "voice":
            return {kind: voice(file)}
        case _:
            return {"document": document(file)}


def _circumstances(chat: Chat, wish: Json) -> Json:
    """The topic of a message, what it answers, and where it was forwarded from."""
    about = circumstances(chat, wish)
    if wish.get("message_thread_id"):
        number = int(wish["message_thread_id"])
        if number not in chat.topics:
            raise web.HTTPConflict(text="the chat has no such topic")
        about |= {"message_thread_id": number, "is_topic_message": True}
    if origin := wish.get("forward"):
        about |= forwarded(_origin(origin))
    return about


def _origin(wish: Any) -> str | Json:
    """Return an origin, given by its name or as an object. A form carries the object as JSON."""
    if isinstance(wish, str) and wish.startswith("{"):
        read: Json = json.loads(wish)
        return read
    named: str | Json = wish
    return named
