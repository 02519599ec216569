"""The parts of `python -m bot check` that only a shop has."""

from bot.commands.wrong import Wrong
from bot.settings import Settings
from storage import accounts
from storage.database import Database, DatabaseError, DatabaseInUse
from storage.engines.open import open_database
from usecases.currencies import is_other_currency


def shop(settings: Settings, panel_currency: str | None) -> str:
    """Say whether a shop has what it needs. `panel_currency` is None if the panel did not tell it.

    Raises Wrong for what it lacks. Without SECRET_KEY the settings are refused before.
    """
    if settings.contact is None:
        raise Wrong("CONTACT is not set: customers need somebody to write to, like @name")
    wallets = settings.wallet_currency
    if panel_currency and is_other_currency(panel_currency, wallets):
        return (
            f"the panel's account is in {panel_currency} and the wallets are in {wallets}, so selling "
            "waits until you set the exchange rate in the chat (/shop)"
        )
    return f"SECRET_KEY and CONTACT are set, the wallets are in {wallets}"


async def books(settings: Settings) -> str:
    """Say whether the money in the database is in WALLET_CURRENCY. Raises Wrong if the start refuses it."""
    try:
        async with open_database(settings.database_url) as db:
            return await _in_currency(db, settings.wallet_currency)
    except DatabaseInUse:
        return "in use by a running bot"
    except DatabaseError as error:
        raise Wrong(str(error)) from None


async def _in_currency(db: Database, currency: str) -> str:
    kept, count = await accounts.currency(db), await accounts.with_money(db)
    if kept not in (None, currency) and await accounts.is_there_money(db):
        raise Wrong(
            f"WALLET_CURRENCY: the wallets are in {kept} and hold money, so {currency} is not possible"
        )
    return "the first start opens them" if kept is None else f"people with money or debts: {count}"
