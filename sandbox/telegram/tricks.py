"""Faults, limits and odd updates, for tests and the page."""

from aiohttp import web

from sandbox.telegram.state import TelegramState


class Tricks:
    def __init__(self, state: TelegramState) -> None:
        self._state = state

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/api/faults", self._listed)
        app.router.add_post("/api/faults", self._switch_on)
        app.router.add_delete("/api/faults", self._switch_off)
        app.router.add_post("/api/jitter", self._jitter)
        app.router.add_post("/api/limits", self._limits)
        app.router.add_post("/api/updates/redeliver", self._redeliver)
        app.router.add_post("/api/updates/lose", self._lose)
        app.router.add_post("/api/updates/raw", self._inject)
        app.router.add_get("/api/calls", self._calls)
        app.router.add_delete("/api/calls", self._forget_calls)

    async def _listed(self, _: web.Request) -> web.Response:
        return web.json_response(self._state.faults.listed())

    async def _switch_on(self, request: web.Request) -> web.Response:
        wish = await request.json()
        try:
            fault = self._state.faults.switch_on(
                str(wish.get("kind")),
                wish.get("method"),
                wish.get("times"),
                float(wish.get("probability", 1.0)),
                float(wish.get("seconds", 5.0)),
            )
        except ValueError as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response({"id": fault.id})

    async def _switch_off(self, _: web.Request) -> web.Response:
        self._state.faults.switch_off()
        return web.json_response({})

    async def _jitter(self, request: web.Request) -> web.Response:
        """Delay the next calls by 0 to so many seconds, in turn."""
        self._state.jitter.longest = float((await request.json()).get("seconds", 0.15))
        return web.json_response({"seconds": self._state.jitter.longest})

    async def _limits(self, request: web.Request) -> web.Response:
        self._state.limits.enabled = bool((await request.json()).get("enabled", True))
        return web.json_response({"enabled": self._state.limits.enabled})

    async def _redeliver(self, request: web.Request) -> web.Response:
        """Deliver updates again that the bot has confirmed: the last ones, or the last that have `what`."""
        wish = await request.json()
        self._state.world.redeliver(int(wish.get("count", 1)), str(wish.get("what", "")))
        return web.json_response({})

    async def _lose(self, request: web.Request) -> web.Response:
        """Let the next updates that have `what` never come, such as `successful_payment`."""
        wish = await request.json()
        self._state.world.losses.lose(str(wish["what"]), int(wish.get("count", 1)))
        return web.json_response({})

    async def _inject(self, request: web.Request) -> web.Response:
        """Put any JSON object into the queue as an update: Telegram may send new kinds."""
        self._state.world.put_update(await request.json())
        return web.json_response({})

    async def _calls(self, _: web.Request) -> web.Response:
        return web.json_response(list(self._state.calls))

    async def _forget_calls(self, _: web.Request) -> web.Response:
        self._state.calls.clear()
        return web.json_response({})
