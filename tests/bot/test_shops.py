"""From private to a shop and back, and the books of a shop at a shell."""

import pytest

from tests.bot.conftest import Process, arrive
from tests.conftest import ALICE
from tests.databases import ENGINES, ask
from tests.people import Person
from tests.shops import give, take

SHOP = {"MODE": "reseller", "SECRET_KEY": "k" * 40, "CONTACT": "@olga_sells"}


async def opened(program: Process, visitor: Person, database_url: str) -> dict[str, str]:
    """A shop in which Alice has 5.00; it is not running any more."""
    given = {"DATABASE_URL": database_url, **SHOP}
    await program.start(**given)
    await visitor.says("/start", shows="pay from your wallet")
    await program.signal(15)
    await give(database_url, ALICE, 5_000_000)
    return given


async def test_a_shop_becomes_private_when_every_wallet_is_at_0(
    program: Process, visitor: Person, database_url: str
) -> None:
    given = await opened(program, visitor, database_url)
    private = {"DATABASE_URL": database_url}

    code, output = await program.ends(**private)
    assert code == 2
    assert "MODE: 1 people have money, or owe some, so the bot cannot be private" in output
    code, output = await program.ends(**{**given, "WALLET_CURRENCY": "EUR"})
    assert code == 2
    assert "WALLET_CURRENCY: the books are in USD and hold money, so EUR is not possible" in output

    await take(database_url, ALICE, 5_000_000)
    await program.start(**private)
    await arrive(visitor)


@pytest.mark.parametrize("engine", ENGINES)
async def test_a_shop_without_money_may_choose_another_currency(
    program: Process, visitor: Person, database_url: str
) -> None:
    given = await opened(program, visitor, database_url)
    await take(database_url, ALICE, 5_000_000)

    await program.start(**{**given, "WALLET_CURRENCY": "EUR"})
    await visitor.says("/start", shows="€0.00 to spend")

    assert await ask(database_url, "SELECT currency FROM accounts WHERE kind = 'sales'") == [("EUR",)]


@pytest.mark.parametrize("engine", ENGINES)
async def test_the_books_are_audited_at_a_shell_also_beside_the_bot(
    program: Process, visitor: Person, database_url: str
) -> None:
    beside = Process(program.environment, program._folder)
    code, output = await beside.ends("audit", DATABASE_URL=database_url)
    assert (code, output) == (0, "There are no wallets: the bot was never started with MODE=reseller.\n")
    given = await opened(program, visitor, database_url)
    await program.start(**given)
    await visitor.says("/start", shows="$5.00 to spend")

    assert await beside.ends("audit", **given) == (0, "The books add up.\n")

    held = "UPDATE accounts SET balance = 70000, posted = posted WHERE kind = 'held'"
    if database_url.startswith("sqlite:"):
        await ask(database_url, "DROP TRIGGER balances_change_only_by_a_transfer")
    else:
        await ask(database_url, "ALTER TABLE accounts DISABLE TRIGGER USER")
    await ask(database_url, held)
    code, output = await beside.ends("audit", **given)
    assert code == 2
    assert "All accounts together hold 0.07 instead of nothing." in output
    assert "0.07 is kept aside, the unsettled orders cost 0.00." in output
    assert output.endswith("The books do not add up. Differences: 3\n")


async def test_check_names_what_a_shop_still_needs(program: Process, database_url: str) -> None:
    given = {"DATABASE_URL": database_url, **SHOP}

    code, output = await program.ends("check", **{**given, "SECRET_KEY": ""})
    assert code == 2
    assert "SECRET_KEY: MODE=reseller needs it" in output
    code, output = await program.ends("check", **{**given, "CONTACT": ""})
    assert code == 2
    assert "WRONG  shop: CONTACT is not set" in output
    code, output = await program.ends("check", **{**given, "WALLET_CURRENCY": "EUR"})
    assert code == 0, output
    assert "the wallets are in EUR, so selling waits until you set the exchange rate" in output
    code, output = await program.ends("check", **given)
    assert "ok     shop: SECRET_KEY and CONTACT are set, the wallets are in USD" in output
    assert "ok     books: the first start opens them" in output
