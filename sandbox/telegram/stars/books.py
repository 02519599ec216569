"""The bot's Stars: what was paid, its statement and its balance."""

import secrets
from dataclasses import dataclass
from typing import Any

from sandbox.telegram.origins import SOMEBODY
from sandbox.telegram.stars.invoices import CURRENCY
from sandbox.telegram.stars.partners import user
from sandbox.telegram.world import Chat, Json, Person, World

NANO = 10**9  # parts of a Star
MOST_ROWS = 100  # of one call


@dataclass(slots=True)
class Charge:
    """A payment. `returned` once its Stars went back, by a refund or a chargeback."""

    id: str
    provider_id: str
    person: Person
    chat: Chat
    stars: int
    payload: str
    row: Json
    returned: bool = False

    def as_payment(self) -> Json:
        """Return the fields that a successful and a refunded payment share."""
        return {
            "currency": CURRENCY,
            "total_amount": self.stars,
            "invoice_payload": self.payload,
            "telegram_payment_charge_id": self.id,
            "provider_payment_charge_id": self.provider_id,
        }


@dataclass(slots=True)
class Commission:
    """What an affiliate takes of the next payments. `times` None: until it is changed."""

    per_mille: int = 0
    times: int | None = None

    def of(self, stars: int) -> int:
        """Return the commission on a payment in parts of a Star, and count it down."""
        if not self.per_mille or self.times == 0:
            return 0
        if self.times is not None:
            self.times -= 1
        return stars * NANO * self.per_mille // 1_000


class StarBooks:
    """`rows` is the statement, oldest first. The balance may fall without a row."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._nanostars = 0
        self.rows: list[Json] = []
        self.charges: dict[str, Charge] = {}
        self.commission = Commission()

    @property
    def balance(self) -> Json:
        return _amount(self._nanostars)

    def page(self, offset: int, limit: int) -> list[Json]:
        """Return rows of the statement. Numbers out of range are moved into it, as Telegram does."""
        first = max(offset, 0)
        return self.rows[first : first + min(max(limit, 1), MOST_ROWS)]

    def charge(self, person: Person, chat: Chat, stars: int, payload: str) -> Charge:
        """Take Stars from a person for an invoice."""
        partner = user(person.as_user(), "invoice_payment", invoice_payload=payload)
        taken = self.commission.of(stars)
        if taken:
            partner["affiliate"] = _affiliate(self.commission.per_mille, taken)
        row = self.enter(stars * NANO - taken, {"source": partner}, f"stx{secrets.token_urlsafe(80)}")
        number = len(self.charges) + 1
        charge = Charge(row["id"], f"{person.id}_{number}", person, chat, stars, payload, row)
        self.charges[charge.id] = charge
        self.give(person, -stars)
        return charge

    def give_back(self, charge: Charge) -> None:
        """Return a payment to the person. Its row has the payment's id, and a receiver."""
        receiver = dict(charge.row["source"])
        if affiliate := receiver.get("affiliate"):
            receiver["affiliate"] = {**affiliate, **_negative(affiliate)}
        self.enter(-_nanostars(charge.row), {"receiver": receiver}, charge.id)
        self._end(charge)

    def take_unlisted(self, charge: Charge) -> None:
        """Return a payment to the person without a row: only the balance falls."""
        self._nanostars -= _nanostars(charge.row)
        self._end(charge)

    def _end(self, charge: Charge) -> None:
        charge.returned = True
        self.give(charge.person, charge.stars)

    def enter(self, nanostars: int, partner: Json, row_id: str = "") -> Json:
        """Add a row to the statement; below 0 the Stars go out."""
        self._nanostars += nanostars
        row = {
            "id": row_id or secrets.token_urlsafe(24),
            **_amount(abs(nanostars)),
            "date": int(self._world.wall()),
            **partner,
        }
        self.rows.append(row)
        return row

    def give(self, person: Person, stars: int) -> None:
        """Change what a person has, and tell the page."""
        person.stars += stars
        self._world.chats[person.id].tell({"type": "stars", "stars": person.stars})


def _amount(nanostars: int) -> Json:
    """Return an amount in the Bot API's two fields. Both are negative where it is."""
    sign = -1 if nanostars < 0 else 1
    stars, parts = divmod(abs(nanostars), NANO)
    return {"amount": sign * stars, **({"nanostar_amount": sign * parts} if parts else {})}


def _nanostars(amount: Json) -> int:
    return int(amount["amount"]) * NANO + int(amount.get("nanostar_amount", 0))


def _affiliate(per_mille: int, nanostars: int) -> Json:
    return {"affiliate_user": SOMEBODY, "commission_per_mille": per_mille, **_amount(nanostars)}


def _negative(amount: Json) -> dict[str, Any]:
    return _amount(-_nanostars(amount))
