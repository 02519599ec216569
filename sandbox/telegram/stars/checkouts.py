"""Pays invoices: the bot is asked, and has ten seconds to say yes."""

import asyncio
import secrets
from dataclasses import dataclass, field

from sandbox.telegram.errors import bad_request
from sandbox.telegram.fields import is_true, required
from sandbox.telegram.stars.books import Charge, StarBooks
from sandbox.telegram.stars.invoices import CURRENCY, is_payable
from sandbox.telegram.world import Chat, Json, Person, World

ANSWERED_WITHIN = 10.0  # seconds


class NotPaid(Exception):
    """A payment that did not happen. `reason` is a word for tests; the text is what the person reads."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(text)
        self.reason = reason


@dataclass(slots=True)
class Checkout:
    """A question to the bot that waits for its answer."""

    answered: asyncio.Event = field(default_factory=asyncio.Event)
    refusal: str = ""


class Checkouts:
    """Several payments may be under way at once. `answered_within` is in seconds."""

    def __init__(self, world: World, books: StarBooks) -> None:
        self._world = world
        self._books = books
        self._waiting: dict[str, Checkout] = {}
        self.answered_within = ANSWERED_WITHIN

    async def pay(self, chat: Chat, person: Person, message_id: int) -> Charge:
        """Pay an invoice of a chat. Raises NotPaid."""
        message = chat.messages.get(message_id, {})
        payload = self._world.payloads.get(message_id)
        if payload is None or not is_payable(message):
            raise NotPaid("no_invoice", "This invoice cannot be paid.")
        stars = int(message["invoice"]["total_amount"])
        self._check_balance(person, stars)
        await self._ask(person, stars, payload)
        self._check_balance(person, stars)
        charge = self._books.charge(person, chat, stars, payload)
        chat.started = True
        paid = self._world.put_message(chat, {"successful_payment": charge.as_payment()}, person)
        self._world.put_update({"message": paid})
        return charge

    def _check_balance(self, person: Person, stars: int) -> None:
        if person.stars < stars:
            raise NotPaid("too_few_stars", f"You need {stars - person.stars} more Stars.")

    async def _ask(self, person: Person, stars: int, payload: str) -> None:
        """Ask the bot. Raises NotPaid unless it says yes in time."""
        number, checkout = str(secrets.randbelow(10**17) + 10**17), Checkout()
        self._waiting[number] = checkout
        query: Json = {"id": number, "from": person.as_user(), "currency": CURRENCY}
        query |= {"total_amount": stars, "invoice_payload": payload}
        self._world.put_update({"pre_checkout_query": query})
        try:
            async with asyncio.timeout(self.answered_within):
                await checkout.answered.wait()
        except TimeoutError:
            raise NotPaid("no_answer", "The bot did not answer in time. You were not charged.") from None
        finally:
            self._waiting.pop(number, None)
        if checkout.refusal:
            raise NotPaid("refused", checkout.refusal)

    async def answer(self, given: Json, _: object) -> bool:
        """Take the bot's answer. One that is late, or the second one, is refused as Telegram refuses it."""
        refusal = "" if is_true(given, "ok") else required(given, "error_message")
        checkout = self._waiting.pop(str(given.get("pre_checkout_query_id")), None)
        if checkout is None:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        checkout.refusal = refusal
        checkout.answered.set()
        return True
