"""Opens the books at the start of a shop, and keeps a start in another mode from leaving money behind."""

from storage import accounts, invoices, second_looks
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


async def refuse_money(db: Database, now: int) -> None:
    """Raise DatabaseError if people have money or debts, or may get some: in private mode it would be lost.

    Money may come from orders that wallets have paid, while they run and while they are looked at again, and
    from invoices that are open.
    """
    if count := await accounts.with_money(db):
        raise DatabaseError(
            f"MODE: {count} people have money, or owe some, so the bot cannot be private:"
            " start it with MODE=reseller, and bring every wallet to 0 first"
        )
    if count := await second_looks.count_open(db, now):
        raise DatabaseError(
            f"MODE: {count} orders that wallets have paid are under way, or ended less than 14 days ago, and"
            " money may come back from them, so the bot cannot be private yet: start it with MODE=reseller"
        )
    if count := await invoices.count_open(db, now):
        raise DatabaseError(
            f"MODE: {count} invoices are open, and may have been paid just now, so the bot cannot be private"
            " yet: they expire within an hour; until then start it with MODE=reseller"
        )
