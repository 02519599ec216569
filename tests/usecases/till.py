"""Payments in Stars: real use cases, the sandbox's Telegram, and a clock that a test moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot

from bot.telegram.client import open_bot
from bot.telegram.rate_limits import RateLimits
from bot.telegram.stars import StarsByBot
from sandbox.telegram.server import TelegramServer
from sandbox.telegram.stars.books import StarBooks
from sandbox.telegram.world import Chat, Person
from storage import accounts, audit, invoices, topups, users
from storage.accounts import Wallet
from storage.database import Database
from storage.invoices import Invoice
from storage.topups import HeardFrom, Topup
from tests.usecases.sweeping import NOON
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import HOUR
from usecases.paying.confirm_wallets import ConfirmWallets
from usecases.paying.invoice_payloads import InvoicePayloads
from usecases.paying.reconcile_stars import ReconcileStars
from usecases.paying.return_stars import ReturnStars
from usecases.paying.send_stars_back import SendStarsBack
from usecases.paying.star_terms import terms_of_shop
from usecases.paying.take_payments import StarPayment, TakePayments
from usecases.paying.view_payments import ViewPayments
from usecases.people.access import Access
from usecases.wakeup import WakeUp

STAR = 11_700  # micro-units
OPERATOR = 9
KEYS = "k" * 40


@dataclass
class Till:
    """Alice's id is 1, in Telegram too; person 9 is the operator."""

    db: Database
    telegram: TelegramServer
    bot: Bot
    now: int = NOON
    payloads: InvoicePayloads = field(default_factory=lambda: InvoicePayloads(KEYS, "USD"))

    def __post_init__(self) -> None:
        db, clock, terms = self.db, self.clock, terms_of_shop(self.db, "USD")
        self.access = Access(db=db, admin_ids=[OPERATOR], allowed_ids=[], clock=clock, is_open=True)
        self.alert = AlertOperators(db=db, access=self.access, clock=clock)
        self.stars = StarsByBot(self.bot)
        self.take = TakePayments(
            db=db, payloads=self.payloads, currency="USD", read_terms=terms, alert=self.alert,
            wake_sender=WakeUp(), clock=clock,
        )  # fmt: skip
        self.reconcile = ReconcileStars(
            db=db, stars=self.stars, take_payments=self.take, alert=self.alert, clock=clock
        )
        self.give_back = ReturnStars(db=db, wake_returns=WakeUp(), clock=clock)
        self.send_back = SendStarsBack(
            db=db, stars=self.stars, read_statement=self.reconcile.read, alert=self.alert, clock=clock
        )
        self.view = ViewPayments(db=db, currency="USD", clock=clock)
        self.confirm = ConfirmWallets(
            db=db, currency="USD", alert=self.alert, wake_sender=WakeUp(), clock=clock
        )

    def clock(self) -> int:
        return self.now

    @property
    def books(self) -> StarBooks:
        return self.telegram.books

    def payer(self, number: int = 1) -> Person:
        """A person of the sandbox with this id, who has Stars."""
        world = self.telegram.world
        if number not in world.people:
            world.people[number] = person = Person(number, "Alice", "alice", stars=1_000_000)
            world.chats[number] = Chat(number, person, started=True, watchers=world.watchers)
        return world.people[number]

    async def invoice(self, stars: int = 100, user_id: int = 1) -> Invoice:
        return await invoices.add(
            self.db, user_id, stars, stars * STAR, "USD", None, self.now, self.now + HOUR
        )

    async def charge(self, stars: int = 100, payload: str | None = None, number: int = 1) -> str:
        """Stars are paid, and the bot does not hear of it; returns the charge."""
        if payload is None:
            payload = self.payloads.write(await self.invoice(stars, number), number)
        self.telegram.world.wall = lambda: self.now / 1_000
        person = self.payer(number)
        return self.books.charge(person, self.telegram.world.chats[number], stars, payload).id

    async def hears(self, charge_id: str, heard_from: HeardFrom = HeardFrom.UPDATE) -> bool:
        """The bot hears of a payment."""
        charge = self.books.charges[charge_id]
        user = await users.find(self.db, charge.person.id)
        assert user is not None
        return await self.take(
            StarPayment(charge.id, user.id, charge.stars, charge.payload, self.now, heard_from)
        )

    async def paid(self, stars: int = 100, payload: str | None = None, number: int = 1) -> Topup:
        """A payment that the bot has heard of."""
        charge_id = await self.charge(stars, payload, number)
        assert await self.hears(charge_id)
        topup = await topups.of_charge(self.db, charge_id)
        assert topup is not None
        return topup

    async def wallet(self, number: int = 1) -> Wallet:
        return await accounts.of_user(self.db, number)

    async def events(self, event: str) -> list[int]:
        """To whom messages of a kind go."""
        rows = await self.db.fetch_all("SELECT user_id FROM outbox WHERE event = $1 ORDER BY id", event)
        return [row[0] for row in rows]

    async def payloads_of(self, event: str) -> list[Any]:
        rows = await self.db.fetch_all("SELECT payload FROM outbox WHERE event = $1 ORDER BY id", event)
        return [row[0] for row in rows]

    def calls(self, method: str) -> int:
        return sum(call["method"] == method for call in self.telegram.calls)


@asynccontextmanager
async def open_till(db: Database, telegram: TelegramServer) -> AsyncIterator[Till]:
    """A till whose books are open; at the end they add up."""
    await accounts.open_house(db, "USD")
    bot = open_bot(telegram.token, telegram.url, RateLimits())
    yield Till(db, telegram, bot)
    await bot.session.close()
    assert await audit.differences(db) == []
