"""Keeps the sandbox's controls on this machine: pages from elsewhere cannot reach them."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

LOOPBACK = {"127.0.0.1", "localhost", "::1"}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def local_only(open_paths: tuple[str, ...] = ()) -> Callable[..., Awaitable[web.StreamResponse]]:
    """Refuse requests whose Host or Origin is not loopback; `open_paths` (beginnings) take any Host."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        from_elsewhere = origin is not None and urlsplit(origin).hostname not in LOOPBACK
        elsewhere = request.url.host not in LOOPBACK and not request.path.startswith(open_paths or ("\0",))
        if from_elsewhere or elsewhere:
            raise web.HTTPForbidden(text="only from this machine")
        return await handler(request)

    return guard
