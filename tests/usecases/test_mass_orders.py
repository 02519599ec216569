"""A list between its review and its orders: prices, holds, money and other orders change at any moment."""

import random
import re
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from aiogram.types import InlineKeyboardButton

from storage import accounts, audit, holds, mass_orders, panel_keys, transfers
from storage.accounts import AccountKind
from storage.holds import MovedRate
from storage.transfers import TransferKind
from tests.usecases.paid_orders import ALICE, OLGA, wallet
from tests.usecases.selling import ALL, ResellerShop, percent
from tests.usecases.sweeping import World
from tests.usecases.test_shop_prices import SERVICE_1, shop
from usecases.clock import DAY
from usecases.errors import DraftGone
from usecases.ordering.mass_review import MassReview, sum_of
from usecases.ordering.place_mass_order import MassOrderChanged, PlacedMassOrder, PlaceMassOrder
from usecases.ordering.review_mass_orders import ReviewMassOrders
from usecases.pricing.units import MICRO
from usecases.wakeup import WakeUp
from views import mass_reviews
from views.order_callbacks import ConfirmMassOrder, OpenMassReview, TopUpForMassOrder
from views.questions import chosen

__all__ = ["shop"]  # a fixture

LABEL = re.compile(r"(\d+)\D* · \$([\d.]+)")
MONEY = re.compile(r"\$([\d.]+)")


def micro(typed: str) -> int:
    return int(Decimal(typed) * MICRO)


@dataclass
class Desk:
    """Alice with a wallet in front of a shop. `shown` is the review that she sees."""

    shop: ResellerShop
    shown: MassReview | None = None
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        world, prices = self.shop.world, self.shop.drafts.prices
        self.reviews = ReviewMassOrders(
            db=world.db, catalogue=self.shop.catalogue, prices=prices, clock=world.clock
        )
        self.place = PlaceMassOrder(
            db=world.db,
            reviews=self.reviews,
            prices=prices,
            cost_of=prices.cost_of,
            alert=self.shop.alert,
            wake_submitter=WakeUp(),
            wake_sender=WakeUp(),
            clock=world.clock,
        )

    @property
    def world(self) -> World:
        return self.shop.world

    async def sends(self, text: str) -> MassReview:
        self.shown = await self.reviews.read(ALICE, text, chosen)
        return self.shown

    async def confirms(self, data: str) -> PlacedMassOrder | MassOrderChanged:
        tapped = ConfirmMassOrder.unpack(data)
        return await self.place(tapped.mass_order, ALICE, tapped.review, tapped.choice)

    async def taps(self, button: InlineKeyboardButton) -> None:
        """Tap a button of the review, and compare what it does with its label."""
        data = button.callback_data or ""
        prefix = data.partition(":")[0]
        if prefix == ConfirmMassOrder.__prefix__:
            await self._orders(button.text, data)
        elif prefix == TopUpForMassOrder.__prefix__:
            await self._tops_up(button.text, TopUpForMassOrder.unpack(data))
        elif prefix == OpenMassReview.__prefix__:
            await self._opens(button.text, OpenMassReview.unpack(data))

    async def _orders(self, label: str, data: str) -> None:
        found = LABEL.search(label)
        assert found is not None
        before = await wallet(self.world)
        placed = await self.confirms(data)
        after = await wallet(self.world)
        if isinstance(placed, MassOrderChanged):
            assert after == before
            self.seen.add("shown again")
            self.shown = placed.review
            return
        made = await mass_orders.page(self.world.db, placed.mass_order.id, ALICE, 100, 0)
        assert (placed.orders, len(made)) == (int(found[1]), int(found[1]))
        assert sum(order.price for order in made) == before.available - after.available == micro(found[2])
        self.seen.add(label.translate(str.maketrans("", "", "0123456789.")))
        rest = placed.rest
        self.shown = await self.reviews.current(rest.id, ALICE) if rest else None

    async def _tops_up(self, label: str, tapped: TopUpForMassOrder) -> None:
        found = MONEY.search(label)
        assert found is not None
        now = await self.reviews.current(tapped.mass_order, ALICE, tapped.choice)
        if now.fingerprint == tapped.review:
            assert self.shown is not None
            assert self.shown.wallet is not None
            assert micro(found[1]) == self.shown.wallet.missing(sum_of(now.chosen))
            self.seen.add("top up")
        self.shown = now

    async def _opens(self, label: str, tapped: OpenMassReview) -> None:
        before, found = self.shown, LABEL.search(label)
        self.shown = await self.reviews.current(tapped.mass_order, ALICE, tapped.choice)
        if found and before and before.fingerprint == self.shown.fingerprint:
            assert len(self.shown.chosen) == int(found[1])
            assert sum_of(self.shown.chosen) == micro(found[2])
            self.seen.add("opened")


@pytest.fixture
async def desk(shop: ResellerShop) -> Desk:
    db = shop.world.db
    await db.execute("UPDATE users SET role = 'operator' WHERE id IN (8, 9)")
    await accounts.open_house(db, "USD")
    await accounts.open_for(db, ALICE)
    await panel_keys.keep_balance(db, 1, 10**10, "USD", shop.world.now)
    return Desk(shop)


def buttons(it: MassReview) -> list[InlineKeyboardButton]:
    """The buttons of a review that name a sum."""
    return [button for row in mass_reviews.review(it).rows for button in row if "$" in button.text]


def confirm_of(it: MassReview) -> str:
    """The data of the green button."""
    return next(one.callback_data or "" for one in buttons(it) if one.text.startswith("✅"))


async def has(desk: Desk, amount: int) -> None:
    """Credit or debit Alice's wallet, so that it holds so much (micro-units)."""
    now, more = desk.world.now, amount - (await wallet(desk.world)).available
    if not more:
        return
    kind, giver, taker = (
        (TransferKind.CREDIT, AccountKind.CREDIT, AccountKind.WALLET)
        if more > 0
        else (TransferKind.DEBIT, AccountKind.WALLET, AccountKind.CREDIT)
    )
    await transfers.add(
        desk.world.db, key=f"{kind}:{now}", kind=kind, giver=giver, taker=taker, user_id=ALICE,
        amount=abs(more), actor=OLGA, reason="for the test", now=now,
    )  # fmt: skip


async def happens(desk: Desk, draw: random.Random) -> None:
    """Something changes: a price, a hold, the money, or nothing."""
    db, now = desk.world.db, desk.world.now
    match draw.randrange(6):
        case 0:
            await desk.shop.saves(percent(str(draw.randrange(300)), draw.choice((ALL, SERVICE_1))))
        case 1:
            await holds.begin_moves(db, 1, [MovedRate(draw.choice("12"), "x", "1", "2")], now)
        case 2:
            await holds.lift_moves(db, 1, now, OLGA, now)
        case 3:
            await has(desk, draw.choice((30_000, 100_000, 200_000, 1_000_000)))
    desk.world.now += 1


def drawn_list(draw: random.Random, about: int) -> str:
    """Six lines, some of them for the same target. Lists about the same number share their targets."""
    return "\n".join(
        f"{draw.choice('12')} | https://example.com/{about}/{draw.randrange(6)} | "
        f"{draw.choice((1_000, 10_000, 20_000))}"
        for _ in range(6)
    )


async def test_a_button_does_what_its_label_says_whatever_changes(desk: Desk, seed: int, runs: int) -> None:
    draw = random.Random(seed)
    for number in range(100 * runs):
        await desk.sends(drawn_list(draw, number))
        for _ in range(12):
            await happens(desk, draw)
            if desk.shown and (named := buttons(desk.shown)):
                await desk.taps(draw.choice(named))
            else:
                await desk.sends(drawn_list(draw, number))
    assert await audit.differences(desk.world.db) == []
    wanted = {
        "shown again",
        "opened",
        "top up",
        "✅ Place  · $",
        "✅ Place the first  · $",
        "Only the  unchanged · $",
    }
    assert wanted <= desk.seen


async def test_a_second_confirm_returns_what_came_of_the_first(desk: Desk) -> None:
    await has(desk, 20_000)
    review = await desk.sends("\n".join(f"1 | https://example.com/{number} | 1000" for number in range(5)))
    data = confirm_of(review)

    first, second = await desk.confirms(data), await desk.confirms(data)

    assert isinstance(first, PlacedMassOrder)
    assert first == second
    assert (first.orders, first.rest is not None) == (2, True)
    assert len(await desk.world.db.fetch_all("SELECT id FROM orders")) == 2


async def test_an_order_or_a_list_that_was_placed_meanwhile_shows_the_review_again(desk: Desk) -> None:
    await has(desk, MICRO)
    text = "\n".join(f"1 | https://example.com/{number} | 1000" for number in range(2))
    one, two = [confirm_of(await desk.sends(text)) for _ in range(2)]
    await desk.confirms(one)

    again = await desk.confirms(two)

    assert isinstance(again, MassOrderChanged)
    assert again.review.again is not None
    assert [line.open_order for line in again.review.lines] == [1, 2]
    assert len(await desk.world.db.fetch_all("SELECT id FROM orders")) == 2


async def test_a_list_is_confirmed_and_opened_for_a_day(desk: Desk) -> None:
    await has(desk, MICRO)
    review = await desk.sends("1 | https://example.com/1 | 1000\n1 | https://example.com/2 | 1000")
    desk.world.now += DAY
    assert (await desk.reviews.current(review.mass_order.id, ALICE)).fingerprint == review.fingerprint
    desk.world.now += 1

    with pytest.raises(DraftGone):
        await desk.confirms(confirm_of(review))
    with pytest.raises(DraftGone):
        await desk.reviews.current(review.mass_order.id, ALICE)
