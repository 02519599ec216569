"""The money of people in a test, past the program."""

from tests.conftest import OLGA
from tests.databases import ask, id_of, run


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


async def mark_up(url: str, service: str, percent: str) -> None:
    """Change what is put on the cost of one service, as an operator, in one transaction."""
    await run(
        url,
        f"""
        BEGIN;
        INSERT INTO price_edits (made_by, made_at) VALUES ({id_of(OLGA)}, 1);
        UPDATE price_rules SET ended_in = (SELECT max(id) FROM price_edits)
        WHERE subject = '{service}' AND ended_in IS NULL;
        INSERT INTO price_rules (panel_key_id, level, subject, percent, plus, begun_in)
        SELECT 1, 'service', '{service}', '{percent}', 0, max(id) FROM price_edits;
        COMMIT;
        """,
    )


async def hold(url: str, *services: str) -> None:
    """Stop the sale of services whose rates moved."""
    for service in services:
        await ask(
            url,
            "INSERT INTO holds (panel_key_id, service_id, service_name, quoted, took, seen, created_at, "
            f"old_rate, new_rate) VALUES (1, '{service}', 'x', 0, 0, 'rate', 1, '1', '2')",
        )


async def lift_holds(url: str) -> None:
    await ask(url, "UPDATE holds SET state = 'lifted'")


async def owe(url: str, telegram_id: int, amount: int) -> None:
    """Let a person owe (micro-units): a payment was taken back after it had been spent."""
    whose = id_of(telegram_id)
    await ask(
        url,
        "INSERT INTO topups (id, charge_id, user_id, stars, credited, currency, heard_from, paid_at, created_at) "
        f"SELECT 901, 'c-901', {whose}, 1, {amount}, 'USD', 'update', 0, 0",
    )
    for key, kind, giver, taker in (
        ("topup:901", "topup", "stars", "wallet"),
        ("topup:901:reversal:1", "topup_reversal", "debt", "stars"),
    ):
        await ask(
            url,
            "INSERT INTO transfers (key, kind, debit, credit, amount, topup_id, happened_at, created_at) "
            f"SELECT '{key}', '{kind}', giver.id, taker.id, {amount}, 901, 0, 0 "
            "FROM accounts AS giver, accounts AS taker "
            f"WHERE giver.kind = '{giver}' AND taker.kind = '{taker}' "
            f"AND {whose} IN (giver.user_id, taker.user_id)",
        )
        if kind == "topup":
            await take(url, telegram_id, amount)
