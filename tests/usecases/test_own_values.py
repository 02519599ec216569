"""Own values of services: what customers see of them, what refreshes keep, and what each process obeys."""

from dataclasses import replace

import pytest

from storage import panel_keys, panel_moves
from storage.own_values import OwnMark, OwnValue
from tests.usecases.selling import OLGA, ResellerShop, percent
from tests.usecases.shop import LIKES, PACK, VIEWS, Shop
from tests.usecases.sweeping import World
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.refresh_catalogue import RefreshCatalogue
from usecases.browsing.search_services import SearchServices
from usecases.errors import QuoteChanged, ServiceGone
from usecases.operating.change_services import ChangeServices
from usecases.ordering.review_mass_orders import ReviewMassOrders

FAN = {**LIKES, "service": 4, "name": "Fans", "category": "D"}


@pytest.fixture
async def shop(world: World) -> Shop:
    shop = Shop(world)
    await panel_keys.keep_balance(world.db, 1, 12_000_000, "USD", world.now)
    shop.catalogue.panel_currency = "USD"
    await shop.lists(LIKES, VIEWS, PACK, FAN)
    return shop


def changing(shop: Shop | ResellerShop) -> ChangeServices:
    return ChangeServices(db=shop.world.db, catalogue=shop.catalogue, clock=shop.world.clock)


def found(shop: Shop | ResellerShop, words: str) -> list[str]:
    return [one.id for one in SearchServices(shop.catalogue)(words)]


def other_process(shop: Shop) -> Shop:
    return Shop(shop.world, catalogue=Catalogue(1))


async def test_own_texts_replace_the_panels_and_a_refresh_keeps_them(shop: Shop) -> None:
    change = changing(shop)
    for value in OwnValue:
        await change.put("1", value, f"Own {value.value}", OLGA)

    await shop.lists({**LIKES, "rate": "0.0022"}, VIEWS, PACK, FAN)

    it = shop.catalogue.shelves.by_id["1"]
    assert (it.name, it.description, it.category, it.rate) == (
        "Own name", "Own description", "Own category", "0.0022",
    )  # fmt: skip
    assert [one.name for one in shop.catalogue.categories] == ["Own category", "C", "D"]
    assert found(shop, "own name") == ["1"]
    assert found(shop, "likes") == []
    assert [one.service.name for one in change.find("own name")] == ["Likes"], "operators see the panel's"
    await change.reset("1", OLGA)
    assert shop.catalogue.shelves.by_id["1"].name == "Likes"
    assert found(shop, "likes") == ["1"]


async def test_a_pinned_service_comes_first_in_its_category_alone(shop: Shop) -> None:
    change = changing(shop)

    await change.mark("3", OwnMark.PINNED, OLGA, on=True)

    assert [[one.id for one in of.services] for of in shop.catalogue.categories] == [["3", "1", "2"], ["4"]]
    await change.mark("3", OwnMark.PINNED, OLGA, on=False)
    assert [one.id for one in shop.catalogue.services] == ["1", "2", "3", "4"]


async def test_a_hidden_service_is_nowhere_and_comes_back_when_it_is_shown(shop: Shop) -> None:
    change = changing(shop)
    draft = await shop.review("1")
    await change.mark("1", OwnMark.HIDDEN, OLGA, on=True)

    assert "1" not in shop.catalogue.shelves.by_id
    assert found(shop, "likes") == found(shop, "1") == []
    with pytest.raises(ServiceGone):
        await shop.review("1")
    with pytest.raises(ServiceGone):
        await shop.confirm(draft)
    await change.mark("1", OwnMark.HIDDEN, OLGA, on=False)
    assert (await shop.confirm(draft)).service_id == "1"


async def test_an_order_has_the_name_that_its_customer_saw(shop: Shop) -> None:
    change = changing(shop)
    draft = await shop.review("1")
    await change.put("1", OwnValue.NAME, "Hearts", OLGA)

    with pytest.raises(QuoteChanged):
        await shop.confirm(draft)

    assert (await shop.confirm(await shop.review("1"))).service_name == "Hearts"


async def test_every_process_obeys_at_once_what_it_orders_and_soon_what_it_shows(shop: Shop) -> None:
    other = other_process(shop)
    await other.refresh.restore()
    draft = await other.review("1")
    await changing(shop).mark("1", OwnMark.HIDDEN, OLGA, on=True)
    assert "1" in other.catalogue.shelves.by_id, "it has not looked yet"

    with pytest.raises(ServiceGone):
        await other.confirm(draft)

    await changing(shop).put("2", OwnValue.NAME, "Seen", OLGA)
    await other.refresh.keep_up()
    assert [one.name for one in other.catalogue.services] == ["Seen", "Pack", "Fans"]
    assert found(other, "seen") == ["2"]
    await changing(shop).reset("2", OLGA)
    await other.refresh.follow_rates()
    assert [one.name for one in other.catalogue.services] == ["Views", "Pack", "Fans"]


async def test_a_start_serves_the_list_with_own_values(shop: Shop) -> None:
    await changing(shop).mark("1", OwnMark.HIDDEN, OLGA, on=True)

    other = other_process(shop)
    await other.refresh.restore()

    assert [one.id for one in other.catalogue.services] == ["2", "3", "4"]


async def test_the_search_index_is_built_again_only_when_words_change(shop: Shop) -> None:
    change = changing(shop)
    before = shop.catalogue.on_sale.words
    assert before.index is not None

    await change.mark("1", OwnMark.HIDDEN, OLGA, on=True)
    await change.put("2", OwnValue.NOTE, "a note", OLGA)
    assert shop.catalogue.on_sale.words is before

    await change.put("2", OwnValue.NAME, "another", OLGA)
    assert shop.catalogue.on_sale.words is not before
    assert shop.catalogue.on_sale.words.index is not None, "no customer waits for it"


async def test_nothing_is_made_anew_while_nothing_changes(shop: Shop) -> None:
    await changing(shop).mark("1", OwnMark.HIDDEN, OLGA, on=True)
    before = shop.catalogue.on_sale

    await shop.refresh.follow_rates()
    await shop.lists(LIKES, VIEWS, PACK, FAN)

    assert shop.catalogue.on_sale is before


@pytest.fixture
async def reseller(world: World) -> ResellerShop:
    shop = ResellerShop(world)
    await shop.lists(LIKES, VIEWS, FAN)
    await shop.has_currency("USD")
    await shop.opens()
    return shop


async def test_an_own_category_changes_no_price_in_a_shop(reseller: ResellerShop) -> None:
    change = changing(reseller)
    await reseller.saves(percent("50"))
    rate = reseller.rate("1")

    await change.put("1", OwnValue.CATEGORY, "D", OLGA)
    await change.put("1", OwnValue.NAME, "Hearts", OLGA)
    await change.mark("2", OwnMark.HIDDEN, OLGA, on=True)

    assert reseller.rate("1") == rate
    assert reseller.rate("2") is None
    assert [one.name for one in reseller.catalogue.categories] == ["D"]
    assert found(reseller, "hearts") == ["1"]
    draft = await reseller.review("1")
    assert reseller.drafts.prices.service_of(draft).name == "Hearts"
    assert reseller.drafts.prices.service_of(draft).rate == "0.0021"


@pytest.mark.parametrize("hides_new", [True, False])
async def test_new_services_arrive_hidden_only_where_it_is_set(world: World, *, hides_new: bool) -> None:
    shop = Shop(world)
    shop.refresh = RefreshCatalogue(
        db=world.db,
        panel=world.client,
        catalogue=shop.catalogue,
        alert=shop.alert,
        clock=world.clock,
        hides_new=hides_new,
    )
    await shop.lists(LIKES, VIEWS)
    assert len(shop.catalogue.services) == 2, "the first list is shown: nothing in it is new"

    await shop.lists(LIKES, VIEWS, FAN)
    assert ("4" in shop.catalogue.shelves.by_id) is not hides_new

    await changing(shop).mark("4", OwnMark.HIDDEN, OLGA, on=False)
    await shop.lists(LIKES)
    await shop.lists(LIKES, VIEWS, FAN)
    assert [one.id for one in shop.catalogue.services] == ["1", "2", "4"], "what comes back is not new"


async def test_own_values_move_with_the_panel_account(shop: Shop) -> None:
    await changing(shop).put("1", OwnValue.NAME, "Hearts", OLGA)
    await shop.world.db.execute("INSERT INTO panel_keys (id, url) VALUES (2, 'https://new.example')")

    async with shop.world.db.transaction() as transaction:
        await panel_moves.move(transaction, 1, 2)

    moved = replace(shop, catalogue=Catalogue(2))
    await moved.refresh.restore()
    assert moved.catalogue.shelves.by_id["1"].name == "Hearts"


async def test_a_line_of_a_list_for_a_hidden_service_is_not_ordered(shop: Shop) -> None:
    reviews = ReviewMassOrders(
        db=shop.world.db, catalogue=shop.catalogue, prices=shop.drafts.prices, clock=shop.world.clock
    )
    other = other_process(shop)
    await other.refresh.restore()
    await changing(other).mark("1", OwnMark.HIDDEN, OLGA, on=True)
    await changing(other).put("2", OwnValue.NAME, "Seen", OLGA)

    text = "1 | https://example.com/p/1 | 100\n2 | https://example.com/p/1 | 100"
    lines = (await reviews.read(1, text, lambda _, typed: typed)).mass_order.all_lines

    assert [(line.reason, line.service_name) for line in lines] == [("mass_not_sold", ""), ("", "Seen")]
