"""A Bot API that costs little: takes calls, draws messages as Telegram would give them out, and counts."""

import asyncio
import html
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self
from urllib.parse import unquote_to_bytes

import msgspec

from benchmarks.rig.wire import Wire

TOKEN = "42:a-token-that-is-only-known-here"  # noqa: S105 - of a Telegram that is invented
ME = '{"id":42,"is_bot":true,"first_name":"Panelgram","username":"panelgram_bot"}'
DONE = "true"
PHOTO = (
    '{"message_id":2000000,"date":1780315200,"chat":{"id":1,"type":"private"},"photo":'
    '[{"file_id":"a","file_unique_id":"b","width":1080,"height":1280}]}'
)
TAG = re.compile(r"<(/?)([a-z]+)[^>]*>")
ENTITIES = {"b": "bold", "i": "italic", "code": "code", "blockquote": "blockquote"}
HEAD = (
    "HTTP/1.1 200 OK\r\nServer: nginx/1.18.0\r\nDate: Mon, 01 Jun 2026 12:00:00 GMT\r\n"
    "Content-Type: application/json\r\nContent-Length: %d\r\nConnection: keep-alive\r\n"
    "Strict-Transport-Security: max-age=31536000; includeSubDomains; preload\r\n"
    "Access-Control-Allow-Origin: *\r\nAccess-Control-Allow-Methods: GET, POST, OPTIONS\r\n"
    "Access-Control-Expose-Headers: Content-Length,Content-Type,Date,Server,Connection\r\n\r\n%s"
)
REMEMBERED = 1 << 15  # pages and cards of a catalogue, in the form they are sent


class Call(msgspec.Struct):
    """What the stub looks at in a call; ids come as numbers or as texts."""

    chat_id: int | str = 0
    message_id: int | str = 0
    callback_query_id: str = ""
    pre_checkout_query_id: str = ""
    inline_query_id: str = ""
    file_id: str = ""
    error_message: str = ""
    text: str = ""
    parse_mode: str = ""
    reply_markup: msgspec.Raw = msgspec.Raw(b"")
    results: msgspec.Raw = msgspec.Raw(b"")
    method: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """As Telegram gives it out, and what can be tapped in it."""

    text: str
    buttons: tuple[str, ...]
    json: str


class TelegramStub:
    """`called` gets each call about a chat, a tap, a payment or an inline query before it is answered.

    `files` has texts that people sent, by the ids of their files.
    """

    def __init__(self) -> None:
        self.called: Callable[[Call], None] = lambda _: None
        self.messages: dict[int, Message] = {}
        self.files: dict[str, str] = {}
        self.counts: Counter[str] = Counter()
        self.webhook_set = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._last_message = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.get_running_loop().create_server(lambda: _Connection(self), "127.0.0.1")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def take(self, method: str, body: bytes) -> str:
        """Carry a call out; returns its result. A body may be a form or JSON."""
        self.counts[method] += 1
        match method.lower():
            case "editmessagetext" | "sendmessage":
                call = _read(body)
                result = self._draw(call)
            case "answercallbackquery" | "answerprecheckoutquery" | "answerinlinequery":
                call, result = _read(body), DONE
            case "getme":
                return ME
            case "sendphoto":
                return PHOTO
            case "getfile":
                file_id = _read(body).file_id
                return f'{{"file_id":"{file_id}","file_unique_id":"{file_id}","file_path":"{file_id}"}}'
            case "setwebhook":
                self.webhook_set.set()
                return DONE
            case _:
                return DONE
        call.method = method
        self.called(call)
        return result

    def take_reply(self, body: bytes) -> None:
        """Carry out a call that came as the response to a webhook."""
        self.take(str(msgspec.json.decode(body)["method"]), body)

    def _draw(self, call: Call) -> str:
        chat, number = int(call.chat_id), int(call.message_id)
        if not number:
            self._last_message = number = self._last_message + 1
        markup, buttons = _keyboard(bytes(call.reply_markup))
        plain, content = _content(call.text, call.parse_mode)
        drawn = (
            f'{{"message_id":{number},"from":{ME},"chat":{{"id":{chat},"first_name":"Alice","username":'
            f'"alice{chat}","type":"private"}},"date":1780315200,{content}{markup}}}'
        )
        self.messages[chat] = Message(plain, buttons, drawn)
        return drawn


class _Connection(Wire):
    def __init__(self, stub: TelegramStub) -> None:
        super().__init__()
        self._stub = stub

    def received(self, head: bytes, body: bytes) -> None:
        path, _, query = head.split(b" ", 2)[1].partition(b"?")
        name = path.rpartition(b"/")[2].decode()
        if path.startswith(b"/file/"):
            text = self._stub.files[name]
        else:
            text = f'{{"ok":true,"result":{self._stub.take(name, body or query)}}}'
        self.transport.write((HEAD % (len(text), text)).encode())


def _read(body: bytes) -> Call:
    if body.startswith(b"{"):
        return msgspec.json.decode(body, type=Call)
    sent: dict[str, Any] = {}
    for pair in body.split(b"&"):
        name, _, value = pair.partition(b"=")
        sent[name.decode()] = _unquoted(value)
    markup, results = (msgspec.Raw(sent.pop(name, b"")) for name in ("reply_markup", "results"))
    texts = {name: value.decode() for name, value in sent.items() if name in Call.__struct_fields__}
    return Call(reply_markup=markup, results=results, **texts)


@lru_cache(REMEMBERED)
def _unquoted(value: bytes) -> bytes:
    return unquote_to_bytes(value.replace(b"+", b" "))


@lru_cache(REMEMBERED)
def _keyboard(markup: bytes) -> tuple[str, tuple[str, ...]]:
    """The field as Telegram gives it back, and what its buttons carry."""
    if not markup:
        return "", ()
    rows = json.loads(markup)["inline_keyboard"]
    rows = [[{name: it for name, it in one.items() if it is not None} for one in row] for row in rows]
    buttons = tuple(str(one["callback_data"]) for row in rows for one in row if "callback_data" in one)
    return f',"reply_markup":{{"inline_keyboard":{json.dumps(rows)}}}', buttons


@lru_cache(REMEMBERED)
def _content(text: str, parse_mode: str) -> tuple[str, str]:
    """The plain text, and the fields `text` and `entities`."""
    plain, entities = _parsed(text) if parse_mode else (text, [])
    return plain, f'"text":{json.dumps(plain)},"entities":{json.dumps(entities)}'


def _parsed(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The subset of HTML that the bots measured here use."""
    plain, end, opened = "", 0, []
    entities = []
    for tag in TAG.finditer(text):
        plain += html.unescape(text[end : tag.start()])
        end = tag.end()
        if not tag[1]:
            opened.append(_length(plain))
        elif tag[2] in ENTITIES:
            begin = opened.pop()
            entities.append({"offset": begin, "length": _length(plain) - begin, "type": ENTITIES[tag[2]]})
    return plain + html.unescape(text[end:]), entities


def _length(text: str) -> int:
    """As Telegram counts: in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2
