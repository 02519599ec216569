"""The panel's controls for people and tests: push orders, switch faults, move the clock."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.panel.book import OPEN, PARTIAL_SHARE, Book, Key, Order, Refill, as_id
from sandbox.panel.call_log import listed
from sandbox.panel.corrections import STATES, Correction, correct
from sandbox.panel.refused import Refused
from sandbox.panel.state import PanelState
from sandbox.panel.wishes import count, flag, money, number, one_of, refused, share, text, whole, wishes

PAGE = Path(__file__).parent / "page"
SHOWN_ORDERS = 50
ID = "{id:[0-9]{1,18}}"

ENDS = {"finish": "Completed", "partial": "Partial", "cancel": "Canceled", "fail": "Failed"}
REFILL_ENDS = {"complete": "Completed", "reject": "Rejected"}


class Control:
    def __init__(self, state: PanelState, actions: tuple[str, ...]) -> None:
        self._state = state
        self._actions = actions

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/", self._page)
        app.router.add_static("/page", PAGE)
        app.router.add_get("/sandbox/state", self._shown)
        app.router.add_get("/sandbox/orders", self._orders)
        app.router.add_post(f"/sandbox/orders/{ID}/correct", self._correct_order)
        app.router.add_post(f"/sandbox/orders/{ID}/{{push}}", self._push_order)
        app.router.add_post(f"/sandbox/refills/{ID}/{{push}}", self._push_refill)
        app.router.add_post("/sandbox/clock", self._clock)
        app.router.add_get("/sandbox/faults", self._faults)
        app.router.add_post("/sandbox/faults", self._switch_on)
        app.router.add_delete("/sandbox/faults", self._switch_off)
        app.router.add_post("/sandbox/down", self._go_down)
        app.router.add_post("/sandbox/up", self._come_back)
        app.router.add_patch(f"/sandbox/services/{ID}", self._change_service)
        app.router.add_post("/sandbox/keys", self._change_key)

    async def _page(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")

    async def _shown(self, request: web.Request) -> web.Response:
        book = self._state.book
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
                "calls": listed(self._state.calls, request.query.get("calls")),
                "faults": self._state.faults.listed(),
                "kinds": self._state.faults.kinds,
                "down": self._state.down,
                "speed": book.clock.speed,
                "dialect": {"name": self._state.dialect.name, "about": self._state.dialect.about},
                "done": _done(self._state),
                "run": self._state.run,
                "services": sum(not service.removed for service in book.services.values()),
            }
        )

    async def _orders(self, _: web.Request) -> web.Response:
        """List all orders as the book knows them: what each cost and delivered."""
        self._state.book.move()
        return web.json_response([_order(order) for order in self._state.book.orders.values()])

    async def _correct_order(self, request: web.Request) -> web.Response:
        order = self._state.book.orders.get(int(request.match_info["id"]))
        if order is None:
            raise web.HTTPNotFound
        wish = await wishes(
            request, state=one_of(STATES), delivered=count, pays_back=flag, lowers_charge=flag
        )
        if "state" not in wish:
            raise refused(f"state: one of {', '.join(STATES)}")
        self._state.book.move()
        try:
            correct(self._state.book, order, Correction(**wish))
        except Refused as error:
            return web.json_response({"error": str(error)}, status=409)
        return web.json_response(_order(order))

    async def _push_order(self, request: web.Request) -> web.Response:
        book, push = self._state.book, request.match_info["push"]
        order = book.orders.get(int(request.match_info["id"]))
        if order is None or push not in (*ENDS, "start"):
            raise web.HTTPNotFound
        book.move()
        try:
            _push(book, order, push)
        except Refused as error:
            return web.json_response({"error": str(error)}, status=409)
        return web.json_response(_order(order))

    async def _push_refill(self, request: web.Request) -> web.Response:
        book, push = self._state.book, request.match_info["push"]
        refill = book.refills.get(int(request.match_info["id"]))
        if refill is None or push not in REFILL_ENDS:
            raise web.HTTPNotFound
        book.move()
        try:
            book.end_refill(refill, REFILL_ENDS[push])
        except Refused as error:
            return web.json_response({"error": str(error)}, status=409)
        return web.json_response(_refill(refill))

    async def _clock(self, request: web.Request) -> web.Response:
        wish, clock = await wishes(request, speed=number, advance=number), self._state.book.clock
        clock.set_speed(wish.get("speed", clock.speed))
        clock.advance(wish.get("advance", 0.0))
        return web.json_response({"speed": clock.speed})

    async def _faults(self, _: web.Request) -> web.Response:
        return web.json_response(self._state.faults.listed())

    async def _switch_on(self, request: web.Request) -> web.Response:
        faults = self._state.faults
        wish = await wishes(
            request,
            kind=one_of(faults.kinds),
            action=one_of(self._actions),
            times=whole,
            probability=share,
            seconds=number,
        )
        if "kind" not in wish:
            raise refused(f"kind: one of {', '.join(faults.kinds)}")
        return web.json_response({"id": faults.switch_on(**wish).id})

    async def _switch_off(self, request: web.Request) -> web.Response:
        fault = request.query.get("id")
        if fault is not None and not as_id(fault):
            raise refused("id: the number of a fault")
        self._state.faults.switch_off(as_id(fault) if fault else None)
        return web.json_response({})

    async def _go_down(self, _: web.Request) -> web.Response:
        self._state.down = True
        return web.json_response({"down": True})

    async def _come_back(self, _: web.Request) -> web.Response:
        self._state.down = False
        return web.json_response({"down": False})

    async def _change_service(self, request: web.Request) -> web.Response:
        service = self._state.book.services.get(int(request.match_info["id"]))
        if service is None:
            raise web.HTTPNotFound
        wish = await wishes(request, rate=money, removed=flag, min=whole, max=whole)
        if wish.get("min", service.min) > wish.get("max", service.max):
            raise refused("min: at most max")
        for name, value in wish.items():
            setattr(service, name, value)
        return web.json_response({"id": service.id, "rate": f"{service.rate:f}", "removed": service.removed})

    async def _change_key(self, request: web.Request) -> web.Response:
        wish = await wishes(request, key=text, balance=money)
        if "key" not in wish:
            raise refused("key: a text")
        balance = wish.get("balance", Decimal(0))
        self._state.book.keys.setdefault(wish["key"], Key(wish["key"], balance)).balance = balance
        return web.json_response({"key": wish["key"], "balance": f"{balance:f}"})


def _push(book: Book, order: Order, push: str) -> None:
    if push == "start":
        book.start(order)
        return
    if push == "partial" and order.state in OPEN and not order.delivered:
        order.delivered = int((order.quantity or 0) * PARTIAL_SHARE)
    if push == "partial" and not order.delivered:
        raise Refused("it cannot be delivered in part")
    book.end(order, ENDS[push])
    order.pushed = True


def _done(state: PanelState) -> dict[str, bool]:
    """Return the first steps that were tried already. The chat page ticks them."""
    orders = state.book.orders.values()
    return {
        "ordered": bool(orders),
        "ended": any(order.ended is not None for order in orders),
        "fault": state.faults.struck > 0,
    }


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
        "cost": f"{order.cost:f}",
        "start_count": order.start_count,
        "delivered": order.delivered,
        "refill": order.service.refill,
        "cancel": order.service.cancel,
        "cancel_asked": order.cancel_asked is not None,
        "by_itself": order.ended is not None and order.cancel_asked is None and not order.pushed,
    }


def _refill(refill: Refill) -> dict[str, Any]:
    return {"id": refill.id, "order": refill.order.id, "state": refill.state}
