"""What the panel lists and cannot be sold: told by name once, and never sold."""

from panel import Listing
from tests.usecases.shop import LIKES, VIEWS, Shop
from usecases.alerting.tell_left_out import TellLeftOut


async def test_what_is_left_out_of_the_list_is_told_by_name_once(shop: Shop) -> None:
    tell = TellLeftOut(db=shop.world.db, alert=shop.alert)
    odd = Listing((), b"", senseless=3, twice=("5", "61"), unknown_types=("Platform 9",))
    for _ in range(2):
        await tell(odd)

    rows = await shop.world.db.fetch_all("SELECT name, detail FROM conditions")
    assert set(rows) == {
        ("services_senseless", "3"),
        ("services_twice", "5, 61"),
        ("service_types", "Platform 9"),
    }
    assert len(await shop.world.db.fetch_all("SELECT id FROM outbox WHERE event = 'alert'")) == 2 * len(rows)

    await tell(Listing((), b"", senseless=4))
    assert await shop.world.db.fetch_all("SELECT name, detail FROM conditions") == [
        ("services_senseless", "4")
    ]


async def test_what_the_panel_lists_and_nobody_can_order_is_told_and_not_sold(shop: Shop) -> None:
    odd = [{**LIKES, "service": number, "type": "Platform 9"} for number in (7, 8)]
    twice = [{**LIKES, "service": 5}, {**VIEWS, "service": 5}]

    await shop.lists(LIKES, *odd, *twice, {"service": 6})

    assert set(await shop.world.db.fetch_all("SELECT name, detail FROM conditions")) == {
        ("services_senseless", "1"),
        ("services_twice", "5"),
        ("service_types", "Platform 9"),
    }
    assert [one.id for one in shop.catalogue.services] == ["1"]


async def test_a_rate_of_nothing_is_sold_as_a_price_that_is_not_known(shop: Shop) -> None:
    await shop.lists({**LIKES, "rate": "0.00"})

    order = await shop.order("1")
    await shop.hears(order, charge="4.20")

    assert not shop.catalogue.services[0].has_price
    assert order.price == 0
    assert await shop.alerts() == []
