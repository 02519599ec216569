"""A shop's prices: changed by operators, undone, closed while they cannot be trusted, and held when rates move."""

import asyncio
from decimal import Decimal

import pytest

from storage import conditions, customer_groups, holds, panel_keys, price_rules, shop_settings
from storage.orders import Cost
from storage.price_rules import RuleKey, RuleLevel
from tests.usecases.selling import ALL, OLGA, PETRA, UNDO, ResellerShop, percent
from tests.usecases.shop import LIKES, PACK, VIEWS, Shop
from tests.usecases.sweeping import World
from usecases.browsing.search_services import SearchServices
from usecases.clock import DAY
from usecases.errors import AlreadyDecided, OrderingClosed, PricesChanged, ServiceGone, ServiceHeld
from usecases.operating.plan_prices import PriceChange, PriceWish
from usecases.operating.watch_panel import EXCHANGE_RATE_OLD, PRICES_UNCONFIRMED

FREE = {**LIKES, "service": 4, "name": "Free", "rate": "0.00"}
SERVICE_1 = RuleKey(RuleLevel.SERVICE, "1", None)


@pytest.fixture
async def shop(world: World) -> ResellerShop:
    shop = ResellerShop(world)
    await panel_keys.keep_balance(world.db, 1, 12_000_000, "USD", world.now)
    shop.catalogue.panel_currency = "USD"
    await shop.lists(LIKES, VIEWS, PACK)
    await shop.opens()
    return shop


async def test_a_draft_has_the_price_and_tells_its_cost_apart(shop: ResellerShop) -> None:
    await shop.saves(percent("100"))

    draft = await shop.review(quantity=10_000)

    assert (draft.rate, draft.price, draft.currency) == ("0.0042", 50_000, "USD")
    assert shop.drafts.prices.cost_of(draft) == Cost("0.0021", 21_000, "USD")


async def test_an_edit_can_be_undone_for_a_day_once(shop: ResellerShop) -> None:
    await shop.saves(percent("100"))
    await shop.saves(percent("50"))

    await shop.saves(UNDO, PETRA)
    assert shop.rate() == "0.0042"
    await shop.saves(UNDO)
    assert shop.rate() == "0.002205"
    with pytest.raises(AlreadyDecided):
        await shop.change.plan(UNDO)

    await shop.saves(percent("70"))
    shop.world.now += DAY + 1
    with pytest.raises(AlreadyDecided):
        await shop.change.plan(UNDO)
    assert len(await shop.world.db.fetch_all("SELECT id FROM price_rules")) == 4


async def test_a_discount_is_undone_before_the_edit_of_somebody_else(shop: ResellerShop) -> None:
    gold = await shop.groups.create("Gold", OLGA)
    await shop.saves(percent("100"))
    await shop.saves(PriceWish(PriceChange.DISCOUNT, RuleKey(RuleLevel.ALL, "", gold.id), Decimal(4)))
    await shop.saves(PriceWish(PriceChange.DISCOUNT, RuleKey(RuleLevel.ALL, "", gold.id), Decimal(45)), PETRA)

    last = (await shop.change.rules()).last
    assert last is not None
    assert last.by == "Petra"
    plan = await shop.change.plan(UNDO)
    assert [(one.before, one.after) for one in plan.samples][:1] == [("0.00231", "0.004032")]
    await shop.saves(UNDO)
    assert (shop.rate(), shop.rate("1", gold.id)) == ("0.0042", "0.004032")
    await shop.saves(UNDO)
    assert shop.rate("1", gold.id) == "0.0042"
    await shop.saves(UNDO)
    assert shop.rate() == "0.002205"


async def test_the_discount_of_a_group_that_has_ended_is_not_undone(shop: ResellerShop) -> None:
    gold = await shop.groups.create("Gold", OLGA)
    await shop.saves(PriceWish(PriceChange.DISCOUNT, RuleKey(RuleLevel.ALL, "", gold.id), Decimal(4)))
    await shop.groups.end(gold.id, OLGA)

    with pytest.raises(AlreadyDecided):
        await shop.change.plan(UNDO)


async def test_what_was_changed_before_a_group_that_has_ended_can_be_undone(shop: ResellerShop) -> None:
    gold = await shop.groups.create("Gold", OLGA)
    await shop.saves(percent("100"))
    await shop.saves(PriceWish(PriceChange.DISCOUNT, RuleKey(RuleLevel.ALL, "", gold.id), Decimal(4)))
    await shop.groups.end(gold.id, OLGA)

    await shop.saves(UNDO)

    assert shop.rate() == "0.002205"


async def test_a_scale_changes_every_rule_in_one_edit(shop: ResellerShop) -> None:
    await shop.saves(percent("50"))
    await shop.saves(PriceWish(PriceChange.PLUS, ALL, Decimal("0.10")))
    await shop.saves(PriceWish(PriceChange.FIXED, SERVICE_1, Decimal("1.11")))
    before = [shop.rate(one) for one in "123"]

    await shop.saves(PriceWish(PriceChange.SCALE, ALL, Decimal(10)))

    rules = {one.key: one for one in await price_rules.in_force(shop.world.db, 1)}
    assert (rules[ALL].percent, rules[ALL].plus, rules[SERVICE_1].fixed) == ("65", 110_000, 1_221_000)
    assert [shop.rate(one) for one in "123"] == ["1.221", "0.1166", "5.06"]
    await shop.saves(UNDO)
    assert [shop.rate(one) for one in "123"] == before


async def test_without_a_rule_the_minimum_margin_is_scaled(shop: ResellerShop) -> None:
    await shop.saves(PriceWish(PriceChange.SCALE, ALL, Decimal(10)))

    assert shop.rate() == "0.0024255"  # 0.0021 × 1.05 × 1.1


async def test_of_two_operators_at_once_one_saves(shop: ResellerShop) -> None:
    plans = [await shop.change.plan(percent(one)) for one in ("20", "30")]

    ends = await asyncio.gather(
        *(
            shop.change.save(plan.wish, plan.book.version, "USD", who)
            for plan, who in zip(plans, (PETRA, OLGA), strict=True)
        ),
        return_exceptions=True,
    )

    assert sorted(type(one).__name__ for one in ends) == ["NoneType", "PricesChanged"]
    assert len(await price_rules.in_force(shop.world.db, 1)) == 1


@pytest.mark.parametrize("what", ["rule", "group", "exchange", "person"])
async def test_a_review_from_before_a_change_is_priced_anew(shop: ResellerShop, what: str) -> None:
    group = await shop.groups.create("Gold", OLGA)
    await shop.saves(percent("100"))
    draft = await shop.review(quantity=90_000)
    assert await shop.drafts.renew(draft) is None

    match what:
        case "rule":
            await shop.saves(percent("200"))
        case "group":
            await customer_groups.put(shop.world.db, 1, group.id)
            await shop.saves(
                PriceWish(PriceChange.DISCOUNT, RuleKey(RuleLevel.ALL, "", group.id), Decimal(25))
            )
        case "person":
            await shop.saves(percent("300", RuleKey(RuleLevel.ALL, "", group.id)))
            await shop.groups.put(1, group.id, 9)
        case "exchange":
            await shop.has_currency("EUR")
            await shop.saves(PriceWish(PriceChange.EXCHANGE, ALL, Decimal("1.5")))
            await shop.opens()

    renewed = await shop.drafts.renew(draft)
    assert renewed is not None
    assert (
        renewed.draft.price
        == {"rule": 570_000, "group": 290_000, "exchange": 570_000, "person": 760_000}[what]
    )


async def test_another_process_prices_by_the_rules_of_now(shop: ResellerShop) -> None:
    other = ResellerShop(shop.world)
    await other.refresh.keep_up()
    draft = await other.review(quantity=90_000)

    await shop.saves(percent("100"))

    renewed = await other.drafts.renew(draft)
    assert renewed is not None
    assert renewed.draft.price == 380_000
    assert other.catalogue.services == shop.catalogue.services


async def test_a_change_while_lists_are_made_is_not_lost(shop: ResellerShop) -> None:
    await asyncio.gather(shop.saves(percent("10")), shop.refresh.reprice(), shop.catalogue.follow())

    await shop.catalogue.follow()
    assert shop.rate() == "0.00231"


async def test_what_cannot_be_priced_is_not_sold(shop: ResellerShop) -> None:
    subscription = {**LIKES, "service": 5, "type": "Subscriptions", "rate": "1"}
    await shop.lists(LIKES, VIEWS, PACK, FREE, subscription)
    assert [one.id for one in shop.catalogue.services] == ["1", "2", "3"]
    with pytest.raises(ServiceGone):
        await shop.review("4")
    assert [SearchServices(shop.catalogue)(text) for text in ("Free", "4")] == [(), ()]

    await shop.saves(PriceWish(PriceChange.FIXED, RuleKey(RuleLevel.SERVICE, "4", None), Decimal("0.30")))

    draft = await shop.review("4")
    assert (draft.price, shop.drafts.prices.cost_of(draft)) == (300_000, Cost("0.00", 0, "USD"))
    assert [one.rate for one in SearchServices(shop.catalogue)("Free")] == ["0.3"]


async def test_a_group_sees_its_own_rates_in_lists_and_searches(shop: ResellerShop) -> None:
    group = await shop.groups.create("Gold", OLGA)
    await shop.saves(percent("100"))
    await shop.saves(PriceWish(PriceChange.DISCOUNT, RuleKey(RuleLevel.ALL, "", group.id), Decimal(10)))
    search = SearchServices(shop.catalogue)

    assert [one.rate for one in search("Likes")] == ["0.0042"]
    assert [one.rate for one in search("Likes", group.id)] == ["0.00378"]
    assert shop.rate("1", group.id) == "0.00378"
    await shop.groups.end(group.id, OLGA)
    assert shop.rate("1", group.id) == "0.0042"


async def test_prices_are_confirmed_anew_in_another_currency_only(shop: ResellerShop) -> None:
    await shop.has_currency("EUR")
    standing = {one.name for one in await conditions.current(shop.world.db)}
    assert standing == {PRICES_UNCONFIRMED, EXCHANGE_RATE_OLD}
    with pytest.raises(OrderingClosed):
        await shop.review("1")

    await shop.saves(PriceWish(PriceChange.EXCHANGE, ALL, Decimal("1.08")))
    await shop.opens()
    assert await conditions.current(shop.world.db) == []

    await shop.has_currency("USD")
    assert await conditions.current(shop.world.db) == []


async def test_an_exchange_rate_that_gets_old_closes_ordering_until_it_is_set_again(
    shop: ResellerShop,
) -> None:
    await shop.has_currency("EUR")
    await shop.saves(PriceWish(PriceChange.EXCHANGE, ALL, Decimal("1.08")))
    await shop.opens()
    draft = await shop.review()
    shop.world.now += DAY
    await shop.watch()

    assert await conditions.stands(shop.world.db, EXCHANGE_RATE_OLD)
    with pytest.raises(OrderingClosed):
        await shop.drafts.renew(draft)

    await shop.saves(PriceWish(PriceChange.EXCHANGE, ALL, Decimal("1.08")))
    assert await conditions.current(shop.world.db) == []
    assert await shop.drafts.renew(draft) is None


async def test_an_exchange_rate_is_saved_for_the_currency_that_was_shown(shop: ResellerShop) -> None:
    await shop.has_currency("EUR")
    plan = await shop.change.plan(PriceWish(PriceChange.EXCHANGE, ALL, Decimal("1.08")))
    await shop.has_currency("GBP")

    with pytest.raises(PricesChanged):
        await shop.change.save(plan.wish, plan.book.version, "EUR", OLGA)
    assert not [name for name in await shop_settings.current(shop.world.db) if name.startswith("exchange")]


async def test_a_wish_for_a_group_that_has_ended_is_void(shop: ResellerShop) -> None:
    group = await shop.groups.create("Gold", OLGA)
    await shop.groups.end(group.id, OLGA)

    for wish in (
        percent("50", RuleKey(RuleLevel.ALL, "", group.id)),
        PriceWish(PriceChange.DISCOUNT, RuleKey(RuleLevel.ALL, "", group.id), Decimal(5)),
        PriceWish(PriceChange.EXCHANGE, ALL, Decimal(2)),
    ):
        with pytest.raises(AlreadyDecided):
            await shop.change.plan(wish)


async def test_what_is_confirmed_is_what_was_shown(shop: ResellerShop) -> None:
    await shop.has_currency("GBP")
    await shop.saves(PriceWish(PriceChange.EXCHANGE, ALL, Decimal("1.3")))
    shown = await shop.confirm.check()
    assert shown is not None
    await shop.saves(percent("900"))

    with pytest.raises(PricesChanged):
        await shop.confirm(shown.fingerprint, OLGA)
    assert await conditions.stands(shop.world.db, PRICES_UNCONFIRMED)


@pytest.mark.parametrize(
    ("rate", "held"),
    [("0.0021", 0), ("0.00252", 0), ("0.00253", 1), ("0.00168", 0), ("0.00167", 1), ("0", 1),
     ("0.0000021", 1), ("2.1", 1)],
)  # fmt: skip
async def test_a_rate_that_moves_by_more_than_a_fifth_holds_its_service(
    shop: ResellerShop, rate: str, held: int
) -> None:
    await shop.lists({**LIKES, "rate": rate}, VIEWS, PACK)

    found = await holds.current(shop.world.db, 1)
    assert [(one.service_id, one.old_rate, one.new_rate) for one in found] == [("1", "0.0021", rate)] * held
    alerts = await shop.world.db.fetch_all("SELECT id FROM outbox WHERE payload LIKE '%rates_moved%'")
    assert len(alerts) == 2 * held
    assert await holds.stop_of(shop.world.db, 1, "2") is None
    if held and rate != "0":
        with pytest.raises(ServiceHeld):
            await shop.review("1")


async def test_a_whole_panel_that_moves_is_one_alert_and_one_tap(shop: ResellerShop) -> None:
    await shop.lists(*({**one, "rate": "9.99"} for one in (LIKES, VIEWS, PACK)))
    listed = await shop.holds.listed()
    assert (listed.moves, len(listed.holds)) == (3, 3)
    shop.world.now += 1
    await shop.lists({**LIKES, "rate": "0.01"}, *({**one, "rate": "9.99"} for one in (VIEWS, PACK)))

    await shop.holds.lift_moves(listed.read_at, OLGA)

    (left,) = await holds.current(shop.world.db, 1)
    assert (left.service_id, left.new_rate, left.decisions) == ("1", "0.01", 1)
    with pytest.raises(AlreadyDecided):
        await shop.holds.lift_moves(listed.read_at, PETRA)


async def test_private_mode_holds_nothing_by_rates_and_ends_what_a_shop_began(
    world: World, shop: ResellerShop
) -> None:
    await conditions.begin(world.db, PRICES_UNCONFIRMED, world.now)
    private = Shop(world)
    await private.refresh.restore()
    await private.lists({**LIKES, "rate": "9"}, VIEWS, PACK)

    assert await holds.current(world.db, 1) == []
    assert {one.name: one.rate for one in private.catalogue.services}["Views"] == "0.004"


async def test_settings_remember_who_confirmed(shop: ResellerShop) -> None:
    (found,) = (await shop_settings.current(shop.world.db)).values()
    assert (found.name, found.changed_by) == ("prices_confirmed:1:USD", OLGA)
