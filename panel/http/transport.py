"""Sends one POST to the panel. An error tells whether anything was sent."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Self
from urllib.parse import quote, urlsplit

import aiohttp
from yarl import URL

from panel.errors import PanelRedirected, PanelUnreachable, cut
from panel.http.proxies import ProxyFailed, open_connector
from panel.http.redaction import Censor

LOOPBACK_HOSTS = {"localhost", "127.0.0.1", "::1"}
MEGABYTE = 1 << 20
CONNECTIONS = 100
REQUEST_HEADERS = {
    "Accept": "application/json",
    "User-Agent": "panelgram",
    "Content-Type": "application/x-www-form-urlencoded",
}


class NothingSent(PanelUnreachable):
    """The connection failed, so no byte of the request was written."""


@dataclass(frozen=True, slots=True)
class PanelReply:
    """`retry_after` in seconds, None if the panel did not send it."""

    status: int
    body: bytes
    retry_after: float | None


class Transport:
    """Sends a `fresh` request on its own connection, and others on connections that stay open."""

    def __init__(
        self, url: str, key: str, *, proxy: str | None, connect_timeout: float, timeout: float
    ) -> None:
        check_url(url)
        self._proxy = proxy
        self._url = URL(url)
        self._quoted_key = quote(key, "")
        self._censor = Censor([key], "[key]")
        self._connect_timeout = connect_timeout
        self._timeout = timeout
        self._kept: aiohttp.ClientSession | None = None
        self._fresh: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._kept = self._session(force_close=False)
        self._fresh = self._session(force_close=True)
        return self

    async def close(self) -> None:
        for session in (self._kept, self._fresh):
            if session is not None:
                await session.close()

    async def post(self, parameters: Mapping[str, str], *, fresh: bool, limit: int) -> PanelReply:
        """Send a request and read an answer of at most `limit` bytes.

        Raises PanelUnreachable, NothingSent (only if `fresh`) or PanelRedirected. A redirect is not followed,
        because the key is in the body.
        """
        session = self._fresh if fresh else self._kept
        if session is None:
            raise RuntimeError("use the panel with `async with`")
        progress = SimpleNamespace(connected=not fresh)
        try:
            async with (
                asyncio.timeout(self._timeout),
                session.post(
                    self._url,
                    data=_form(self._quoted_key, parameters, plain="" if fresh else ","),
                    allow_redirects=False,
                    trace_request_ctx=progress,
                ) as response,
            ):
                self._refuse_redirect(response)
                body = await _read(response, limit)
                return PanelReply(response.status, await self._clean(body), _retry_after(response))
        except (aiohttp.ClientError, OSError, TimeoutError, ssl.SSLError, ValueError) as error:
            kind = PanelUnreachable if progress.connected else NothingSent
            raise kind(cut(self._censor.clean(_reason(error)))) from None

    async def _clean(self, body: bytes) -> bytes:
        """Remove the key; from a large answer in a thread, so that the event loop is free."""
        if len(body) < MEGABYTE // 4:
            return self._censor.clean_bytes(body)
        return await asyncio.to_thread(self._censor.clean_bytes, body)

    def _refuse_redirect(self, response: aiohttp.ClientResponse) -> None:
        if 300 <= response.status < 400:  # noqa: PLR2004 - HTTP's own class of statuses
            raise PanelRedirected(cut(self._censor.clean(_place(response.headers.get("Location", "")))))

    def _session(self, *, force_close: bool) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=open_connector(self._proxy, force_close=force_close, limit=CONNECTIONS),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=REQUEST_HEADERS,
            timeout=aiohttp.ClientTimeout(sock_connect=self._connect_timeout),
            trace_configs=[_watch_connecting()] if force_close else [],
        )


def check_url(url: str) -> None:
    """Raise ValueError unless the URL is https (or loopback) and holds no password."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS):
        raise ValueError("the panel's URL must begin with https://")
    if not parts.hostname or parts.username is not None:
        raise ValueError("the panel's URL must have a host and no user name")


def _form(quoted_key: str, parameters: Mapping[str, str], plain: str) -> bytes:
    """Return the body of a form. Names of parameters have only letters and `_`, so they need no quoting.

    The characters in `plain` are not quoted, which makes a list of a hundred ids cheap. A space is sent as
    "%20", because some panels take "+" for a plus.
    """
    fields = [f"{name}={quote(value, plain)}" for name, value in parameters.items()]
    return "&".join([f"key={quoted_key}", *fields]).encode()


def _watch_connecting() -> aiohttp.TraceConfig:
    """Note when a connection is ready, with tunnel and TLS. Nothing of a request is written before that."""

    async def connected(_: object, context: SimpleNamespace, __: object) -> None:
        context.trace_request_ctx.connected = True

    trace = aiohttp.TraceConfig()
    trace.on_connection_create_end.append(connected)
    return trace


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, ProxyFailed) else f"{type(error).__name__} {error}".strip()


def _place(location: str) -> str:
    """Return the target of a redirect without its query, which may hold a key."""
    try:
        target = urlsplit(location)
    except ValueError:
        return "?"
    return f"{target.scheme}://{target.hostname}{target.path}" if target.hostname else "?"


async def _read(response: aiohttp.ClientResponse, limit: int) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > limit:
            raise PanelUnreachable(f"an answer of more than {limit // MEGABYTE} MB")
    return bytes(body)


def _retry_after(response: aiohttp.ClientResponse) -> float | None:
    seconds = response.headers.get("Retry-After", "")
    return float(seconds) if seconds.isascii() and seconds.isdecimal() and len(seconds) < 6 else None  # noqa: PLR2004 - a day
