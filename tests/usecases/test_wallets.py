"""What a person's wallet shows, and what a customer of a shop does not see."""

import pytest

from storage import accounts, transfers
from storage.accounts import AccountKind, Wallet
from storage.orders import OrderStage, PaidFrom
from storage.transfers import TransferKind
from tests.usecases.sweeping import World
from tests.views.gallery.records import ORDINARY
from usecases.paying import view_wallet
from usecases.paying.view_wallet import ENTRIES_PER_PAGE, ViewWallet
from usecases.submitting.failures_of_writes import Failure
from usecases.tracking import for_customers
from views import statement
from views.orders import order_card

ALICE, OLGA = 1, 9


@pytest.mark.parametrize(
    ("wallet", "price", "missing"),
    [
        (Wallet(0, 0, 0, 0), 100, 100),
        (Wallet(30, 0, 0, 0), 100, 70),
        (Wallet(100, 0, 0, 0), 100, 0),
        (Wallet(-20, 0, 0, -50), 100, 70),
        (Wallet(0, 0, -40, 0), 100, 140),
        (Wallet(0, 0, -40, -200), 100, 40),
        (Wallet(-30, 0, -40, -200), 100, 70),
    ],
)
def test_what_is_missing_pays_the_debt_and_the_price(wallet: Wallet, price: int, missing: int) -> None:
    assert wallet.missing(price) == missing


async def credit(world: World, count: int) -> None:
    await accounts.open_house(world.db, "USD")
    await accounts.open_for(world.db, ALICE)
    for number in range(1, count + 1):
        await transfers.add(
            world.db,
            key=f"credit:{number}",
            kind=TransferKind.CREDIT,
            giver=AccountKind.CREDIT,
            taker=AccountKind.WALLET,
            user_id=ALICE,
            amount=number,
            actor=OLGA,
            reason="=1+1",
            now=world.now,
        )


async def test_a_person_without_a_wallet_sees_an_empty_one(world: World) -> None:
    page = await ViewWallet(db=world.db, currency="USD")(ALICE)

    assert (page.wallet, page.entries, page.older) == (accounts.NO_WALLET, [], None)


@pytest.mark.parametrize("count", [ENTRIES_PER_PAGE, ENTRIES_PER_PAGE + 1, 2 * ENTRIES_PER_PAGE + 1])
async def test_the_pages_of_a_wallet_show_each_transfer_once(world: World, count: int) -> None:
    await credit(world, count)
    view, before, seen = ViewWallet(db=world.db, currency="USD"), 0, list[int]()

    while (page := await view(ALICE, before)).older is not None:
        seen += [one.amount for one in page.entries]
        before = page.older
    seen += [one.amount for one in page.entries]

    assert seen == list(range(count, 0, -1))


async def test_a_statement_is_read_in_pieces_and_computes_no_formula(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_wallet, "ENTRIES_PER_READ", 2)
    await credit(world, 5)

    it = await ViewWallet(db=world.db, currency="USD").statement(ALICE)

    assert [one.amount for one in it.entries] == [1, 2, 3, 4, 5]
    rows = statement.table(it).decode("utf-8-sig").splitlines()
    assert rows[5].endswith("0.000005,0.000015,USD,'=1+1")


@pytest.mark.parametrize("status", OrderStage)
def test_an_order_from_before_the_shop_shows_neither_price_nor_charge(status: OrderStage) -> None:
    order = ORDINARY.order(status, price=4_321_000, charge=4_321_000, charge_currency="USD", failure="funds")
    failure = Failure("funds", "balance 12.34, need 4.321", is_sure=False)

    seen = ORDINARY.card(for_customers.order(order), failure=for_customers.failure(failure))

    text = order_card.card(seen).text
    assert "4.32" not in text
    assert "12.34" not in text
    assert "money for this order" not in text
    assert seen.order.paid_from is PaidFrom.NOBODY
