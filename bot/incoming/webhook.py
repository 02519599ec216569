"""Receives updates by webhook; an update is answered for when it is safe."""

import asyncio
import hmac
import logging

from aiohttp import web

from bot.incoming.intake import MAX_FINISHED_KEPT, Intake, NotKept
from bot.incoming.raw_updates import parse, unreadable
from bot.observer import Observer
from bot.telegram.reading import Raw
from handlers.webhook_reply import WebhookReply

log = logging.getLogger(__name__)

MAX_UPDATE_BYTES = 1 << 20  # bytes
READ_WITHIN = 20.0  # seconds from the head of a request to its end
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header


class WebhookRefused(Exception):
    """Telegram does not take the address."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"WEBHOOK_URL: Telegram refuses it: {reason}")


class Replies:
    """What was replied lately; an update that comes again, for its reply was lost, gets the same."""

    def __init__(self) -> None:
        self._lately: dict[int, WebhookReply] = {}

    def of(self, update_id: int) -> WebhookReply:
        reply = self._lately.setdefault(update_id, WebhookReply())
        if len(self._lately) > MAX_FINISHED_KEPT:
            del self._lately[next(iter(self._lately))]
        return reply


class Webhook:
    """200 for an update that is handled or kept; 401 without the secret, 413 if it is huge, 400 if no JSON.

    503, after which Telegram delivers it again, where there is no room or the program is just ending.
    """

    def __init__(self, intake: Intake, secret: str, observer: Observer) -> None:
        self._intake = intake
        self._secret = secret.encode()
        self._observer = observer
        self._is_said = False
        self._replies = Replies()

    async def receive(self, request: web.Request) -> web.Response:
        if not _is_telegram(request, self._secret):
            self._refuse(request)
            return web.Response(status=401)
        try:
            async with asyncio.timeout(READ_WITHIN):
                given = await request.read()
        except TimeoutError:
            return web.Response(status=408)
        raw = _update(given)
        if raw is None:
            return web.Response(status=400)
        if not self._intake.has_room:
            return web.Response(status=503)
        reply = self._replies.of(raw["update_id"])
        try:
            await asyncio.shield(self._intake.take(raw, reply))
        except NotKept:
            return web.Response(status=503)
        body = reply.give()
        return web.Response(body=body, content_type="application/json" if body else None)

    def _refuse(self, request: web.Request) -> None:
        """Say once that another secret was given: of several processes one may have a wrong one."""
        if SECRET_HEADER not in request.headers:  # Telegram gives one
            return
        self._observer.update_had_another_secret()
        if not self._is_said:
            self._is_said = True
            log.warning(
                "a delivery came with another secret than WEBHOOK_SECRET and was refused: where several "
                "processes serve the bot, give all of them the same; otherwise it was a stranger"
            )


def _update(body: bytes) -> Raw | None:
    """None for what is no update. One that cannot be read is one all the same, and will be set aside."""
    try:
        raw = parse(body)
    except (ValueError, RecursionError):
        try:
            return unreadable(body)
        except ValueError:
            return None
    return raw if isinstance(raw, dict) and isinstance(raw.get("update_id"), int) else None


class Astray:
    """404 for what comes to another path; says once where Telegram's updates arrive instead."""

    def __init__(self, path: str, secret: str, observer: Observer) -> None:
        self._path = path
        self._secret = secret.encode()
        self._observer = observer
        self._is_said = False

    async def receive(self, request: web.Request) -> web.Response:
        if _is_telegram(request, self._secret):
            self._observer.update_went_astray()
            if not self._is_said:
                self._is_said = True
                log.warning(
                    "updates arrive at %s and are expected at %s, the path of WEBHOOK_URL: "
                    "have the proxy pass the path on as it is",
                    request.path,
                    self._path,
                )
        return web.Response(status=404)


def _is_telegram(request: web.Request, secret: bytes) -> bool:
    given = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
    return hmac.compare_digest(given, secret)


def webhook_app(*, intake: Intake, path: str, secret: str, observer: Observer) -> web.Application:
    """Takes updates in at `path`."""
    app = web.Application(client_max_size=MAX_UPDATE_BYTES)
    app.router.add_post(path, Webhook(intake, secret, observer).receive)
    app.router.add_post("/{path:.*}", Astray(path, secret, observer).receive)
    return app
