"""The Bot API server: /bot<token>/<method> for the bot, / for people."""

import asyncio
import json
import time
from typing import Any, Self

from aiohttp import web

from sandbox.faults import Fault
from sandbox.local import local_only
from sandbox.sockets import reset
from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.faults import error_of
from sandbox.telegram.files import new_file
from sandbox.telegram.forums import ForumMethods
from sandbox.telegram.inline import InlineMode
from sandbox.telegram.limits import Limits
from sandbox.telegram.methods import Methods
from sandbox.telegram.people import People
from sandbox.telegram.stars.acts import StarActs
from sandbox.telegram.stars.books import StarBooks
from sandbox.telegram.stars.checkouts import Checkouts
from sandbox.telegram.stars.methods import StarMethods
from sandbox.telegram.stars.tricks import StarTricks
from sandbox.telegram.state import TelegramState
from sandbox.telegram.streams import Streams
from sandbox.telegram.strict import read
from sandbox.telegram.tricks import Tricks
from sandbox.telegram.updates import Updates
from sandbox.telegram.world import File, Json

TOKEN = "42:the-token-of-the-sandbox-not-a-secret"  # noqa: S105 - it opens nothing but the sandbox
LARGEST = 50 << 20  # bytes of a call, files included
NOT_IN_REPLY = {"setwebhook", "deletewebhook", "close", "logout", ""}
HELD = 600.0  # seconds that a call without an answer is held


class TelegramServer:
    """`async with TelegramServer() as telegram`: `telegram.url` is the API's address and the page's."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        panel_url: str | None = None,
        limits: bool = True,
        mode: str = "private",
    ) -> None:
        self.token = token
        self._state = TelegramState(limits=Limits(enabled=limits), panel_url=panel_url, mode=mode)
        self.world = self._state.world
        self.limits = self._state.limits
        self.faults = self._state.faults
        self.calls = self._state.calls
        self.streams = Streams(self.world)
        self.url = ""
        self.books = StarBooks(self.world)
        self.checkouts = Checkouts(self.world, self.books)
        self.inline = InlineMode(self.world)
        self._updates = Updates(self.world, self._carry_out)
        self._methods = Methods(self.world, self.limits).table | {
            **StarMethods(self.world, self.books, self.checkouts).table,
            **self.inline.table,
            **ForumMethods(self.world).table,
            "getUpdates": self._updates.get_updates,
            "setWebhook": self._updates.set_webhook,
            "deleteWebhook": self._updates.delete_webhook,
            "getWebhookInfo": self._updates.get_webhook_info,
        }
        self._runner: web.AppRunner | None = None
        self._let_go = asyncio.Event()

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> None:
        app = web.Application(
            client_max_size=LARGEST, middlewares=[local_only(open_paths=("/bot", "/file/bot"))]
        )
        app.router.add_route("*", "/bot{token}/{method}", self._receive)
        app.router.add_get("/file/bot{token}/{path:.*}", self._download)
        People(self.world, self.streams, panel_url=self._state.panel_url, mode=self._state.mode).add_routes(
            app
        )
        self.inline.add_routes(app.router)
        StarActs(self.world, self.books, self.checkouts).add_routes(app.router)
        StarTricks(self.world, self.books, self.checkouts).add_routes(app.router)
        Tricks(self._state).add_routes(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]  # noqa: SLF001 - aiohttp has no other way
        self.url = f"http://127.0.0.1:{bound}"

    async def stop(self) -> None:
        self._let_go.set()
        self.streams.close()
        await self._updates.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def let_go(self) -> None:
        """End all held calls."""
        self._let_go.set()
        self._let_go = asyncio.Event()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return _failure(ApiError(401, "Unauthorized"))
        try:
            sent, files = await _form(request)
        except web.HTTPRequestEntityTooLarge:
            return _failure(ApiError(413, "Request Entity Too Large"))
        call: Json = {"method": method, "sent": sent, "code": 200, "at": time.monotonic()}
        self.calls.append(call)
        await self._hold(self._state.jitter.next())
        fault = self.faults.strike(method)
        if fault is not None and fault.kind == "slow":
            await self._hold(fault.seconds)
        elif fault is not None and fault.kind != "lost_answer":
            return await self._misbehave(request, fault, call)
        try:
            response = web.json_response({"ok": True, "result": await self._call(method, sent, files)})
        except ApiError as error:
            call["code"] = error.code
            call["description"] = error.description
            response = _failure(error)
        if fault is not None and fault.kind == "lost_answer":
            reset(request)
        return response

    async def _carry_out(self, call: Json) -> None:
        """Carry out the call in a webhook's answer. The bot does not learn its result."""
        method = str(call.pop("method", ""))
        sent = _as_sent(call)
        if method.lower() in NOT_IN_REPLY or method.lower().startswith("get"):
            return
        kept: Json = {"method": method, "sent": sent, "code": 200, "at": time.monotonic(), "in_reply": True}
        self.calls.append(kept)
        try:
            await self._call(method, sent, {})
        except ApiError as error:
            kept |= {"code": error.code, "description": error.description}

    async def _call(self, method: str, sent: dict[str, str], files: dict[str, File]) -> Any:
        given = read(method, sent)
        if method not in self._methods:
            raise ApiError(404, "Not Found: the sandbox does not have this method")
        try:
            return await self._methods[method](given, files)
        except (TypeError, ValueError, KeyError, AttributeError):
            raise bad_request("can't parse the parameters: a value is of the wrong kind") from None

    async def _misbehave(self, request: web.Request, fault: Fault, call: Json) -> web.StreamResponse:
        call["code"] = 0
        match fault.kind:
            case "no_answer":
                await self._hold(HELD)
            case "http_500":
                return web.Response(status=500, text="Internal Server Error")
            case "html":
                return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")
            case "garbage":
                return web.Response(text='{"ok": tru', content_type="application/json")
        if error := error_of(fault):
            call |= {"code": error.code, "description": error.description}
            return _failure(error)
        reset(request)
        return web.Response()

    async def _hold(self, seconds: float) -> None:
        if not seconds:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._let_go.wait()
        except TimeoutError:
            return

    async def _download(self, request: web.Request) -> web.Response:
        file = self.world.files.get(request.match_info["path"].removeprefix("documents/"))
        if request.match_info["token"] != self.token or file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.body, content_type="application/octet-stream")


async def _form(request: web.Request) -> tuple[dict[str, str], dict[str, File]]:
    """Return the parameters and files of a call: url-encoded, multipart, JSON or in the address."""
    sent = {name: str(value) for name, value in request.query.items()}
    files: dict[str, File] = {}
    if request.content_type == "application/json":
        return sent | _as_sent(await request.json()), files
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = new_file(value.filename, value.file.read(), None)
        else:
            sent[name] = value if isinstance(value, str) else value.decode()
    return sent, files


def _as_sent(call: Json) -> dict[str, str]:
    """Return the parameters of a JSON call as a form carries them."""
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in call.items()}


def _failure(error: ApiError) -> web.Response:
    answer: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.retry_after is not None:
        answer["parameters"] = {"retry_after": error.retry_after}
    if error.migrate_to is not None:
        answer["parameters"] = {"migrate_to_chat_id": error.migrate_to}
    return web.json_response(answer, status=error.code)
