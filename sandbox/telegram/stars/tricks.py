"""What goes wrong with Stars, for tests: chargebacks, commissions, rows of other kinds.

Lost and repeated updates are in `sandbox/telegram/tricks.py`. A lost answer to a refund, and a statement
that is slow or fails, are faults of those methods.
"""

from aiohttp import web

from sandbox.telegram.stars.books import NANO, Commission, StarBooks
from sandbox.telegram.stars.checkouts import Checkouts
from sandbox.telegram.stars.partners import INCOMING, OUTGOING
from sandbox.telegram.wishes import json_of
from sandbox.telegram.world import World


class StarTricks:
    def __init__(self, world: World, books: StarBooks, checkouts: Checkouts) -> None:
        self._world = world
        self._books = books
        self._checkouts = checkouts

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get("/api/stars", self._shown)
        router.add_post("/api/stars/chargebacks", self._charge_back)
        router.add_post("/api/stars/commission", self._take_commission)
        router.add_post("/api/stars/rows", self._add_row)
        router.add_post("/api/stars/deadline", self._set_deadline)

    async def _shown(self, _: web.Request) -> web.Response:
        """Return all that is known of Stars. The statement is whole, and has its oldest row first."""
        charges = [
            {**charge.as_payment(), "person": charge.person.id, "returned": charge.returned}
            for charge in self._books.charges.values()
        ]
        return web.json_response(
            {
                "balance": self._books.balance,
                "rows": self._books.rows,
                "charges": charges,
                "people": {person.id: person.stars for person in self._world.people.values()},
                "kinds": [*INCOMING, *OUTGOING],
            }
        )

    async def _charge_back(self, request: web.Request) -> web.Response:
        """Return a payment without the bot. With `listed` false no row tells of it."""
        wish = await json_of(request)
        charge = self._books.charges[str(wish["charge"])]
        if charge.returned:
            raise web.HTTPConflict(text="the payment was returned already")
        if wish.get("listed", True):
            self._books.give_back(charge)
        else:
            self._books.take_unlisted(charge)
        return web.json_response({"balance": self._books.balance, "stars": charge.person.stars})

    async def _take_commission(self, request: web.Request) -> web.Response:
        """Let an affiliate take so much of the next `times` payments; without `times`, of all."""
        wish = await json_of(request)
        times = wish.get("times")
        self._books.commission = Commission(
            int(wish.get("per_mille", 50)), None if times is None else int(times)
        )
        return web.json_response({})

    async def _add_row(self, request: web.Request) -> web.Response:
        """Add a row of some kind to the statement. The kind says whether its Stars come or go."""
        wish = await json_of(request)
        kind, amount = str(wish["kind"]), int(wish.get("amount", 15)) * NANO + int(wish.get("nanostars", 0))
        if kind in INCOMING:
            row = self._books.enter(amount, {"source": INCOMING[kind]})
        else:
            row = self._books.enter(-amount, {"receiver": OUTGOING[kind]})
        return web.json_response(row)

    async def _set_deadline(self, request: web.Request) -> web.Response:
        """Set how long the bot has to answer a pre-checkout query."""
        self._checkouts.answered_within = float((await json_of(request))["seconds"])
        return web.json_response({"seconds": self._checkouts.answered_within})
