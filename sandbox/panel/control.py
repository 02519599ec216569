"""What people and tests do to the panel: push orders, switch faults, move its clock."""

import json
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.panel.book import Key, Order, Refill, Refused

if TYPE_CHECKING:
    from sandbox.panel.server import PanelServer

PAGE = Path(__file__).parent / "page"
SHOWN_ORDERS = 50
SHOWN_CALLS = 40


class Control:
    def __init__(self, server: "PanelServer") -> None:
        self._server = server

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/", self._page)
        app.router.add_static("/page", PAGE)
        app.router.add_get("/sandbox/state", self._state)
        app.router.add_post("/sandbox/orders/{id}/{push}", self._push_order)
        app.router.add_post("/sandbox/refills/{id}/{push}", self._push_refill)
        app.router.add_post("/sandbox/clock", self._clock)
        app.router.add_get("/sandbox/faults", self._faults)
        app.router.add_post("/sandbox/faults", self._switch_on)
        app.router.add_delete("/sandbox/faults", self._switch_off)
        app.router.add_post("/sandbox/down", self._go_down)
        app.router.add_post("/sandbox/up", self._come_back)
        app.router.add_patch("/sandbox/services/{id}", self._change_service)
        app.router.add_post("/sandbox/keys", self._change_key)

    async def _page(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")

    async def _state(self, _: web.Request) -> web.Response:
        book = self._server.book
        book.move()
        orders = list(book.orders.values())[-SHOWN_ORDERS:]
        refills = list(book.refills.values())[-SHOWN_ORDERS:]
        return web.json_response(
            {
                "keys": [
                    {"name": key.name, "balance": f"{key.balance:f}", "currency": key.currency}
                    for key in book.keys.values()
                ],
                "orders": [_order(order) for order in reversed(orders)],
                "refills": [_refill(refill) for refill in reversed(refills)],
                "calls": [
                    {
                        "at": call.at,
                        "action": call.action,
                        "key": call.key,
                        "sent": call.sent,
                        "fault": call.fault,
                        "answer": json.dumps(call.answer)[:200],
                    }
                    for call in list(self._server.calls)[-SHOWN_CALLS:]
                ],
                "faults": self._server.faults.listed(),
                "kinds": self._server.faults.kinds,
                "down": self._server.down,
                "speed": book.clock.speed,
                "services": sum(not service.removed for service in book.services.values()),
            }
        )

    async def _push_order(self, request: web.Request) -> web.Response:
        book, push = self._server.book, request.match_info["push"]
        ends = {"finish": "Completed", "partial": "Partial", "cancel": "Canceled"}
        order = book.orders.get(int(request.match_info["id"]))
        if order is None or push not in (*ends, "start"):
            raise web.HTTPNotFound
        book.move()
        try:
            if push == "start":
                book.start(order)
            else:
                if push == "partial" and not order.delivered:
                    order.delivered = (order.quantity or 0) * 3 // 5
                book.end(order, ends[push])
        except Refused as error:
            return web.json_response({"error": str(error)}, status=409)
        return web.json_response(_order(order))

    async def _push_refill(self, request: web.Request) -> web.Response:
        refill = self._server.book.refills.get(int(request.match_info["id"]))
        ends = {"complete": "Completed", "reject": "Rejected"}
        push = request.match_info["push"]
        if refill is None or push not in ends:
            raise web.HTTPNotFound
        refill.state = ends[push]
        return web.json_response(_refill(refill))

    async def _clock(self, request: web.Request) -> web.Response:
        wish, clock = await _json(request), self._server.book.clock
        if "speed" in wish:
            clock.set_speed(max(0.0, float(wish["speed"])))
        clock.advance(max(0.0, float(wish.get("advance", 0))))
        return web.json_response({"speed": clock.speed})

    async def _faults(self, _: web.Request) -> web.Response:
        return web.json_response(self._server.faults.listed())

    async def _switch_on(self, request: web.Request) -> web.Response:
        wish = await _json(request)
        try:
            fault = self._server.faults.switch_on(
                str(wish.get("kind")),
                wish.get("action"),
                wish.get("times"),
                float(wish.get("probability") or 1.0),
                float(wish.get("seconds") or 5.0),
            )
        except ValueError as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response({"id": fault.id})

    async def _switch_off(self, request: web.Request) -> web.Response:
        fault = request.query.get("id")
        self._server.faults.switch_off(int(fault) if fault else None)
        return web.json_response({})

    async def _go_down(self, _: web.Request) -> web.Response:
        self._server.down = True
        return web.json_response({"down": True})

    async def _come_back(self, _: web.Request) -> web.Response:
        self._server.down = False
        return web.json_response({"down": False})

    async def _change_service(self, request: web.Request) -> web.Response:
        service = self._server.book.services.get(int(request.match_info["id"]))
        if service is None:
            raise web.HTTPNotFound
        wish = await _json(request)
        service.removed = bool(wish.get("removed", service.removed))
        service.min, service.max = int(wish.get("min", service.min)), int(wish.get("max", service.max))
        service.rate = Decimal(str(wish.get("rate", service.rate)))
        return web.json_response({"id": service.id, "rate": str(service.rate), "removed": service.removed})

    async def _change_key(self, request: web.Request) -> web.Response:
        wish = await _json(request)
        try:
            balance = Decimal(str(wish.get("balance", "0")))
        except InvalidOperation:
            return web.json_response({"error": "balance: a number"}, status=400)
        name = str(wish["key"])
        self._server.book.keys.setdefault(name, Key(name, balance)).balance = balance
        return web.json_response({"key": name, "balance": str(balance)})


async def _json(request: web.Request) -> dict[str, Any]:
    try:
        wish = await request.json()
    except ValueError:
        raise web.HTTPBadRequest(text="JSON expected") from None
    if not isinstance(wish, dict):
        raise web.HTTPBadRequest(text="a JSON object expected")
    return wish


def _order(order: Order) -> dict[str, Any]:
    return {
        "id": order.id,
        "key": order.key,
        "service": order.service.id,
        "name": order.service.name,
        "type": order.service.type,
        "sent": order.sent,
        "quantity": order.quantity,
        "state": order.state,
        "charge": f"{order.charge:f}",
        "start_count": order.start_count,
        "delivered": order.delivered,
        "refill": order.service.refill,
        "cancel": order.service.cancel,
        "cancel_asked": order.cancel_asked,
    }


def _refill(refill: Refill) -> dict[str, Any]:
    return {"id": refill.id, "order": refill.order.id, "state": refill.state}
