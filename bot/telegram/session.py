"""A faster aiogram session: calls go out as JSON, and unused parts of answers are not validated.

aiogram builds a form for every call and a model for every answer. For the two calls of a tap that costs more
than the rest of the bot. Calls that are neither in `UNREAD` nor in `CALLS_WITH_MESSAGE` use aiogram's code.
"""

from collections.abc import AsyncGenerator
from functools import cache, partial
from http import HTTPStatus
from typing import Any, cast

import msgspec
from aiogram import Bot
from aiogram.client.default import Default
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError, TelegramServerError
from aiogram.methods import AnswerCallbackQuery, EditMessageReplyMarkup, EditMessageText, GetFile, SendMessage
from aiogram.methods.base import Response, TelegramMethod, TelegramType
from aiogram.types import Message, TelegramObject
from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from pydantic import BaseModel, ValidationError
from yarl import URL

from bot.telegram.reading import read
from panel.http.proxies import open_connector
from views.screen import Keyboard

UNREAD = (AnswerCallbackQuery, EditMessageReplyMarkup, EditMessageText)
"""Calls whose result is not read. They return True."""

CALLS_WITH_MESSAGE = (SendMessage,)
"""Calls that return a message. Its fields are validated as `bot.telegram.reading` does."""


class CallAccepted(msgspec.Struct):
    """The fields that are read from an answer to a call in `UNREAD`."""

    ok: bool


class Sent(msgspec.Struct):
    """The fields that are read from an answer to a call in `CALLS_WITH_MESSAGE`."""

    ok: bool
    result: dict[str, Any]


class Session(AiohttpSession):
    """aiogram's session with a faster path for `UNREAD` and `CALLS_WITH_MESSAGE`.

    `proxy` is a URL as in `panel.http.proxies`.
    """

    def __init__(self, *, proxy: str | None = None, **options: Any) -> None:
        super().__init__(**options)
        self._connector_type = cast("type[TCPConnector]", partial(open_connector, proxy))
        self._short: ClientSession | None = None

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's
    ) -> TelegramType:
        if isinstance(method, CALLS_WITH_MESSAGE):
            return cast("TelegramType", await self._send(bot, method, timeout or self.timeout))
        if not isinstance(method, UNREAD):
            return await super().make_request(bot, method, timeout)
        status, body = await self._post(bot, method, timeout or self.timeout)
        if not _is_taken(body):
            self.check_response(bot, cast("TelegramMethod[bool]", method), status, _text(body))
        return cast("TelegramType", True)  # noqa: FBT003 - what Telegram answers, or what stands for it

    async def _send(self, bot: Bot, method: TelegramMethod[Message], seconds: float) -> Message:
        status, body = await self._post(bot, method, seconds)
        try:
            return read(Message, _decode_sent(body).result, bot)
        except (msgspec.DecodeError, UnicodeDecodeError, ValidationError):
            return cast("Message", self.check_response(bot, method, status, _text(body)).result)

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """Check as aiogram does, but build no model of the result if the answer is a refusal."""
        if not _is_taken(content.encode(errors="replace")):
            try:
                super().check_response(bot, _without_result(method), status_code, content)
            except TelegramAPIError as error:
                error.method = method
                raise
            except TypeError:  # aiogram searches a description that is missing
                raise TelegramServerError(method, "") from None
        return super().check_response(bot, method, status_code, content)

    async def _post(self, bot: Bot, method: TelegramMethod[Any], seconds: float) -> tuple[int, bytes]:
        body = written(method, bot)
        http = self._short = self._short or self._connect()
        url = _url(self.api.api_url(bot.token, method.__api_method__))
        try:
            async with http.post(url, data=body, timeout=_timeout(seconds)) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TelegramNetworkError(method, "Request timeout error") from error
        except ClientError as error:
            raise TelegramNetworkError(method, f"{type(error).__name__}: {error}") from error

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109 - aiogram's
        chunk_size: int = 65_536,
        raise_for_status: bool = True,  # noqa: FBT001, FBT002, ARG002 - aiogram's
    ) -> AsyncGenerator[bytes, None]:
        """Yield a file in chunks. Raises a call's errors: aiohttp's would contain the URL with the token."""
        http, method = await self.create_session(), GetFile(file_id="")
        try:
            async with http.get(url, timeout=_timeout(timeout), headers=headers) as response:
                if response.status != HTTPStatus.OK:
                    self.check_response(cast("Bot", None), method, response.status, await response.text())
                async for chunk in response.content.iter_chunked(chunk_size):
                    yield chunk
        except TimeoutError:
            raise TelegramNetworkError(method, "Request timeout error") from None
        except ClientError as error:
            raise TelegramNetworkError(method, type(error).__name__) from None

    def _connect(self) -> ClientSession:
        return ClientSession(
            connector=self._connector_type(**self._connector_init),
            headers={"Content-Type": "application/json"},
            skip_auto_headers=("Accept", "User-Agent"),
            cookie_jar=DummyCookieJar(),
        )

    async def close(self) -> None:
        if self._short is not None:
            await self._short.close()
        await super().close()


def build_calls() -> None:
    """Build pydantic's models of the frequent calls at the start. One takes up to 20 ms at its first use."""
    for call in (*UNREAD, *CALLS_WITH_MESSAGE):
        call.model_rebuild()


def _without_result(method: TelegramMethod[Any]) -> TelegramMethod[bool]:
    """Return a stand-in for a method, with the attributes that aiogram needs for raising a refusal."""
    looks = {"__returning__": bool, "chat_id": getattr(method, "chat_id", None)}
    return cast("TelegramMethod[bool]", type(type(method).__name__, (), looks)())


def written(method: TelegramMethod[Any], bot: Bot) -> bytes:
    """Return a call as JSON, with the bot's defaults and without empty fields, as in aiogram's forms."""
    said = {name: value for name, value in _fields(method, bot) if value}
    return msgspec.json.encode(said, enc_hook=partial(_object, bot))


def _object(bot: Bot, value: object) -> dict[str, Any] | msgspec.Raw:
    if isinstance(value, Keyboard):
        return msgspec.Raw(value.as_json)
    if not isinstance(value, TelegramObject):
        raise NotImplementedError(type(value))
    return {name: inner for name, inner in _fields(value, bot) if inner is not None}


def _fields(model: BaseModel, bot: Bot) -> list[tuple[str, Any]]:
    return [
        (name, bot.default[value.name] if type(value) is Default else value)
        for name, value in model.__dict__.items()
    ]


def _is_taken(body: bytes) -> bool:
    try:
        return _decode(body).ok
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False


def _text(body: bytes) -> str:
    return body.decode(errors="replace")


@cache
def _url(text: str) -> URL:
    return URL(text)


@cache
def _timeout(seconds: float) -> ClientTimeout:
    return ClientTimeout(total=seconds)


_decode = msgspec.json.Decoder(CallAccepted).decode
_decode_sent = msgspec.json.Decoder(Sent).decode
