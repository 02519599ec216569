"""What the bot can ask Telegram about Stars, and what comes back."""

from dataclasses import dataclass
from typing import Protocol

NANO = 10**9
"""Parts of a Star. Telegram tells amounts in Stars and these."""

STATEMENT_PAGE = 100
"""Rows of one call, the most that Telegram gives."""


class StarsAway(Exception):
    """Telegram cannot be asked now. What was asked for may have happened."""


@dataclass(frozen=True, slots=True)
class StarsReturned:
    """The Stars are with the person again, by this call or an earlier one."""


@dataclass(frozen=True, slots=True)
class ReturnRefused:
    """Telegram will never give these Stars back; `words` are its own."""

    words: str


@dataclass(frozen=True, slots=True)
class StarPayer:
    """The other side of a row about an invoice: a person, and the payload that the bot gave the invoice."""

    telegram_id: int
    name: str
    username: str | None
    language_code: str | None
    payload: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A row of the statement. `id` is the charge id of a payment, and of its refund.

    `nanostars` is below 0 where Stars went away; `happened_at` in epoch milliseconds. `payer` is None for
    rows that are not about an invoice, such as withdrawals, gifts and advertising.
    """

    id: str
    nanostars: int
    happened_at: int
    payer: StarPayer | None


class TelegramStars(Protocol):
    """Calls of https://core.telegram.org/bots/api#payments."""

    async def give_back(self, telegram_id: int, charge_id: str) -> StarsReturned | ReturnRefused:
        """Return a payment. Raises StarsAway: then look into the statement before you call again."""
        ...

    async def statement(self, offset: int) -> list[StatementRow]:
        """Return at most `STATEMENT_PAGE` rows, the oldest of all first. Raises StarsAway."""
        ...

    async def balance(self) -> int:
        """Return the bot's Stars in parts of `NANO`. Raises StarsAway."""
        ...
