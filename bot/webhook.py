"""Receives updates by webhook; an update is answered for when it is safe."""

import asyncio
import hmac
import logging

from aiohttp import web

from bot.intake import REMEMBERED, Intake, NotKept
from bot.updates import parse
from handlers.reply import Reply, reply_to_webhook

log = logging.getLogger(__name__)

LARGEST = 1 << 20  # bytes
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header


class WebhookRefused(Exception):
    """Telegram does not take the address."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"WEBHOOK_URL: Telegram refuses it: {reason}")


class Replies:
    """What was replied lately; an update that comes again, for its reply was lost, gets the same."""

    def __init__(self) -> None:
        self._lately: dict[int, Reply] = {}

    def of(self, update_id: int) -> Reply:
        reply = self._lately.setdefault(update_id, Reply())
        if len(self._lately) > REMEMBERED:
            del self._lately[next(iter(self._lately))]
        return reply


class Webhook:
    """200 for an update that is handled or kept; 401 without the secret, 413 if it is huge, 400 if no JSON.

    503, after which Telegram delivers it again, where there is no room or the program is just ending.
    """

    def __init__(self, intake: Intake, secret: str) -> None:
        self._intake = intake
        self._secret = secret.encode()
        self._replies = Replies()

    async def receive(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            return web.Response(status=401)
        try:
            raw = parse(await request.read())
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
            return web.Response(status=400)
        if not self._intake.has_room:
            return web.Response(status=503)
        reply = self._replies.of(raw["update_id"])
        reply_to_webhook.set(reply)
        try:
            await asyncio.shield(self._intake.take(raw))
        except NotKept:
            return web.Response(status=503)
        body = reply.give()
        return web.Response(body=body, content_type="application/json" if body else None)


def webhook_app(*, intake: Intake, path: str, secret: str) -> web.Application:
    """Takes updates in at `path`."""
    app = web.Application(client_max_size=LARGEST)
    app.router.add_post(path, Webhook(intake, secret).receive)
    return app
