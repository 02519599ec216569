"""What people do with Stars on the page, and tests over HTTP: pay an invoice, forward it, buy Stars."""

from aiohttp import web

from sandbox.telegram.stars.books import StarBooks
from sandbox.telegram.stars.checkouts import Checkouts, NotPaid
from sandbox.telegram.stars.invoices import forwarded_invoice, is_payable
from sandbox.telegram.wishes import chat_of, json_of, sender_of
from sandbox.telegram.world import Json, World, shown


class StarActs:
    def __init__(self, world: World, books: StarBooks, checkouts: Checkouts) -> None:
        self._world = world
        self._books = books
        self._checkouts = checkouts

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_post("/api/chats/{chat}/pay", self._pay)
        router.add_post("/api/chats/{chat}/forward", self._forward)
        router.add_post("/api/people/{person}/stars", self._set_stars)

    async def _pay(self, request: web.Request) -> web.Response:
        """Pay an invoice. The response comes with the end of the payment."""
        chat, wish = chat_of(self._world, request), await json_of(request)
        payer = sender_of(self._world, chat, wish)
        try:
            charge = await self._checkouts.pay(chat, payer, int(wish["message_id"]))
        except NotPaid as error:
            return web.json_response({"paid": False, "reason": error.reason, "error": str(error)})
        return web.json_response({"paid": True, "charge": charge.id, "stars": payer.stars})

    async def _forward(self, request: web.Request) -> web.Response:
        """Forward an invoice into another person's chat. The bot does not learn of it."""
        chat, wish = chat_of(self._world, request), await json_of(request)
        message, receiver = chat.messages[int(wish["message_id"])], self._world.chats[int(wish["to"])]
        if "invoice" not in message:
            raise web.HTTPConflict(text="the message is no invoice")
        origin: Json = {"type": "user", "date": message["date"], "sender_user": message["from"]}
        content = forwarded_invoice(message, self._world.bot["username"])
        copy = self._world.put_message(receiver, {"forward_origin": origin, **content}, None)
        if is_payable(copy):
            self._world.payloads[copy["message_id"]] = self._world.payloads[message["message_id"]]
        return web.json_response({"message": shown(receiver, copy)})

    async def _set_stars(self, request: web.Request) -> web.Response:
        person, wish = self._world.people[int(request.match_info["person"])], await json_of(request)
        self._books.give(person, int(wish["stars"]) - person.stars)
        return web.json_response({"stars": person.stars})
