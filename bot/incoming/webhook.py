"""Receives updates by webhook. It answers once an update is handled or kept."""

import asyncio
import hmac
import logging

from aiohttp import web

from bot.incoming.intake import MAX_FINISHED_KEPT, Intake, NotKept
from bot.incoming.raw_updates import at_once, parse, unreadable
from bot.observer import Observer
from bot.telegram.reading import Raw
from handlers.webhook_reply import WebhookReply

log = logging.getLogger(__name__)

MAX_UPDATE_BYTES = 1 << 20  # bytes
READ_WITHIN = 20.0  # seconds from the head of a request to its end
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header


class WebhookRefused(Exception):
    """Telegram does not accept the URL of the webhook."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"WEBHOOK_URL: Telegram refuses it: {reason}")


class Replies:
    """The last replies, by update. An update that is delivered again gets the same reply."""

    def __init__(self) -> None:
        self._lately: dict[int, WebhookReply] = {}

    def of(self, update_id: int) -> WebhookReply:
        reply = self._lately.setdefault(update_id, WebhookReply())
        if len(self._lately) > MAX_FINISHED_KEPT:
            del self._lately[next(iter(self._lately))]
        return reply


class Webhook:
    """Answers 200 when an update is handled or kept.

    Otherwise 401 for a wrong secret, 408 if the body takes too long, 413 if it is too large, and 400 if it is
    not an update. 503 if the intake is full or could not keep the update: Telegram then delivers it again.
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
        if not self._intake.has_room and at_once(raw) is None:
            return web.Response(status=503)
        reply = self._replies.of(raw["update_id"])
        try:
            await asyncio.shield(self._intake.take(raw, reply))
        except NotKept:
            return web.Response(status=503)
        body = reply.give()
        return web.Response(body=body, content_type="application/json" if body else None)

    def _refuse(self, request: web.Request) -> None:
        """Log once that a wrong secret was given: one of several processes may have another setting."""
        if SECRET_HEADER not in request.headers:  # not from Telegram, which always sends one
            return
        self._observer.update_had_another_secret()
        if not self._is_said:
            self._is_said = True
            log.warning(
                "a delivery came with another secret than WEBHOOK_SECRET and was refused: where several "
                "processes serve the bot, give all of them the same; otherwise it was a stranger"
            )


def _update(body: bytes) -> Raw | None:
    """Return the update, or None if the body is none. An unreadable one is returned, to be set aside."""
    try:
        raw = parse(body)
    except (ValueError, RecursionError):
        try:
            return unreadable(body)
        except ValueError:
            return None
    return raw if isinstance(raw, dict) and isinstance(raw.get("update_id"), int) else None


class Astray:
    """Answers 404 on every other path. If Telegram's updates arrive there, it logs the path once."""

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
    """Return the web application that receives updates at `path`."""
    app = web.Application(client_max_size=MAX_UPDATE_BYTES)
    app.router.add_post(path, Webhook(intake, secret, observer).receive)
    app.router.add_post("/{path:.*}", Astray(path, secret, observer).receive)
    return app
