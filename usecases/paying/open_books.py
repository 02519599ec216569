"""Opens the books at the start of a shop, and keeps a start in another mode from leaving money behind."""

from storage import accounts
from storage.database import Database, DatabaseError


async def open_books(db: Database, currency: str) -> None:
    """Make the accounts of the house. Raises DatabaseError if there is money in another currency."""
    async with db.transaction() as transaction:
        await accounts.open_house(transaction, currency)
        kept = await accounts.currency(transaction)
        if kept == currency:
            return
        if await accounts.is_there_money(transaction):
            raise DatabaseError(
                f"WALLET_CURRENCY: the books are in {kept} and hold money, so {currency} is not possible"
            )
        await accounts.change_currency(transaction, currency)


async def refuse_money(db: Database) -> None:
    """Raise DatabaseError if people have money or debts: without a shop they could not use it."""
    if count := await accounts.with_money(db):
        raise DatabaseError(
            f"MODE: {count} people have money, or owe some, so the bot cannot be private:"
            " start it with MODE=reseller, and bring every wallet to 0 first"
        )
