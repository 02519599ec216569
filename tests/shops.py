"""The money of people in a test, past the program."""

import asyncio

from tests.conftest import OLGA
from tests.databases import ask, id_of


async def open_shop(url: str) -> None:
    """Confirm the shop's prices, and wait until the program has noticed it."""
    await ask(
        url,
        "INSERT INTO shop_settings (name, value, changed_by, changed_at) "
        f"SELECT 'prices_confirmed:1:USD', 'yes', {id_of(OLGA)}, 0",
    )
    while await ask(url, "SELECT name FROM conditions WHERE name = 'prices_unconfirmed'"):
        await asyncio.sleep(0.02)


async def give(url: str, telegram_id: int, amount: int, number: int = 1) -> None:
    """Credit a wallet (micro-units), and open it first if needed. `number` tells credits apart."""
    for kind in ("wallet", "held", "debt"):
        await ask(
            url,
            f"INSERT INTO accounts (kind, user_id) SELECT '{kind}', {id_of(telegram_id)} WHERE NOT EXISTS "
            f"(SELECT 1 FROM accounts WHERE kind = '{kind}' AND user_id = {id_of(telegram_id)})",
        )
    await _move(url, f"credit:{telegram_id}:{number}", "credit", "wallet", telegram_id, amount)


async def take(url: str, telegram_id: int, amount: int) -> None:
    """Debit a wallet (micro-units)."""
    await _move(url, f"debit:{telegram_id}:{amount}", "wallet", "credit", telegram_id, amount)


async def _move(url: str, key: str, giver: str, taker: str, telegram_id: int, amount: int) -> None:
    await ask(
        url,
        "INSERT INTO transfers (key, kind, debit, credit, amount, actor, reason, happened_at, created_at) "
        f"SELECT '{key}', '{key.partition(':')[0]}', giver.id, taker.id, {amount}, {id_of(OLGA)}, "
        "'for the test', 1700000000000, 0 "
        "FROM accounts AS giver, accounts AS taker "
        f"WHERE giver.kind = '{giver}' AND taker.kind = '{taker}' "
        f"AND coalesce(giver.user_id, taker.user_id) = {id_of(telegram_id)}",
    )


async def wallet(url: str, telegram_id: int) -> dict[str, int]:
    """What is in a person's accounts (micro-units), by kind."""
    rows = await ask(url, f"SELECT kind, balance FROM accounts WHERE user_id = {id_of(telegram_id)}")
    return {str(kind): int(balance) for kind, balance in rows}
