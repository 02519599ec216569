"""Receives updates by webhook; an update is answered for when it is done."""

import hmac
import json
import logging

from aiohttp import web

from bot.intake import Intake

log = logging.getLogger(__name__)

LARGEST = 1 << 20  # bytes
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header


def webhook_app(*, intake: Intake, path: str, secret: str) -> web.Application:
    """200 for a handled update, 401 without the secret, 413 for a huge body, 400 for one that is no JSON."""

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, secret.encode()):
            return web.Response(status=401)
        try:
            raw = json.loads(await request.read())
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
            return web.Response(status=400)
        await intake.take(raw)
        return web.Response()

    app = web.Application(client_max_size=LARGEST)
    app.router.add_post(path, receive)
    return app
