"""Every shape that panels were seen to answer in."""

import json
from decimal import Decimal
from typing import Any

import pytest

from panel import (
    Balance,
    Meaning,
    OrderState,
    OrderStatus,
    Panel,
    PanelNotUnderstood,
    PanelRefused,
    ServiceType,
)
from tests.panel.conftest import Script

SERVICE = {
    "service": 1, "name": "Followers", "type": "Default", "category": "First Category", "rate": "0.90",
    "min": "50", "max": "10000", "desc": "Some Description", "refill": True,
}  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    [
        [SERVICE],
        {"services": [SERVICE]},
        {"data": [SERVICE]},
        {"status": "success", "data": [SERVICE]},
        {"1": {name: value for name, value in SERVICE.items() if name != "service"}},
        {"data": {"1": SERVICE}},
    ],
    ids=["list", "in services", "in data", "with a status", "keyed by id", "keyed by id in data"],
)
async def test_a_list_of_services_is_understood(script: Script, client: Panel, answer: Any) -> None:
    script.says(answer)

    (service,) = await client.services()

    assert (service.id, service.name, service.type) == ("1", "Followers", ServiceType.DEFAULT)
    assert (service.rate, service.min, service.max) == (Decimal("0.90"), 50, 10_000)
    assert (service.refill, service.cancel, service.dripfeed) == (True, False, False)


@pytest.mark.parametrize("answer", [[], {"status": "success", "data": "Empty Data"}, {"services": []}])
async def test_an_empty_list_is_no_error(script: Script, client: Panel, answer: Any) -> None:
    script.says(answer)

    assert await client.services() == ()


async def test_pages_are_asked_for_by_offset(script: Script, client: Panel) -> None:
    pages = {
        0: {"services": [SERVICE, {**SERVICE, "service": 2}], "next_offset": 2},
        2: {"services": [{**SERVICE, "service": 3}], "next_offset": None},
    }
    script.says(lambda sent: pages[int(sent.get("offset", 0))])

    assert [service.id for service in await client.services()] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("change", "name", "value"),
    [
        ({"service": "17"}, "id", "17"),
        ({"service": "srv_x-9"}, "id", "srv_x-9"),
        ({"rate": 0.9}, "rate", Decimal("0.9")),
        ({"rate": "$0.50"}, "rate", Decimal("0.50")),
        ({"rate": "1,234.5"}, "rate", Decimal("1234.5")),
        ({"rate": "12.50 EUR"}, "rate", Decimal("12.50")),
        ({"rate": "0.0000123"}, "rate", Decimal("0.0000123")),
        ({"min": 10}, "min", 10),
        ({"max": "10,000"}, "max", 10_000),
        ({"refill": "true"}, "refill", True),
        ({"refill": 1}, "refill", True),
        ({"refill": "1"}, "refill", True),
        ({"refill": 0}, "refill", False),
        ({"refill": None}, "refill", False),
        ({"dripfeed": 1}, "dripfeed", True),
        ({"type": "custom_comments"}, "type", ServiceType.CUSTOM_COMMENTS),
        ({"type": "Mentions Users Followers"}, "type", ServiceType.MENTIONS_USER_FOLLOWERS),
        ({"type": "SEO"}, "type", ServiceType.SEO),
        ({"type": "Teleportation"}, "type", None),
        ({"desc": None}, "description", ""),
        ({"desc": None, "description": " Slow "}, "description", "Slow"),
        ({"desc": "Fast", "description": "Slow"}, "description", "Fast"),
        ({"desc": None, "description": "Slow", "min": "1,000"}, "description", "Slow"),
        ({"drip_feed": True}, "dripfeed", True),
        ({"drip_feed": "1"}, "dripfeed", True),
        ({"dripfeed": False, "drip_feed": True}, "dripfeed", False),
    ],
)
async def test_a_field_of_a_service_is_understood(
    script: Script, client: Panel, change: dict[str, Any], name: str, value: Any
) -> None:
    script.says([SERVICE | change])

    (service,) = await client.services()

    assert getattr(service, name) == value


async def test_one_broken_service_does_not_cost_the_others(
    script: Script, client: Panel, caplog: pytest.LogCaptureFixture
) -> None:
    script.says(
        [SERVICE, {**SERVICE, "service": 2, "rate": "free"}, {"service": None}, 7, {**SERVICE, "service": 4}]
    )

    assert [service.id for service in await client.services()] == ["1", "4"]
    await client.services()
    assert caplog.text.count("make no sense") == 1


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (
            {"charge": "0.27819", "start_count": "3572", "status": "Partial", "remains": "157", "currency": "USD"},
            OrderStatus(OrderState.PARTIAL, "Partial", 278_190, 3572, 157, "USD"),
        ),
        (
            {"charge": 1, "start_counter": 5, "status": "Inprogress", "remains": None, "currency": ""},
            OrderStatus(OrderState.IN_PROGRESS, "Inprogress", 1_000_000, 5),
        ),
        ({"status": "In_progress", "start_count": "", "remains": "-3"},
         OrderStatus(OrderState.IN_PROGRESS, "In_progress", remains=-3)),
        ({"status": "Active", "expiry": None, "posts": "10", "orders": []},
         OrderStatus(OrderState.IN_PROGRESS, "Active", posts=10)),
        ({"status": "Completed", "runs": 5, "orders": ["7", 8]},
         OrderStatus(OrderState.COMPLETED, "Completed", runs=5, orders=("7", "8"))),
        ({"status": "Cancelled"}, OrderStatus(OrderState.CANCELED, "Cancelled")),
        ({"status": "Refunded"}, OrderStatus(OrderState.CANCELED, "Refunded")),
        ({"status": "Fail"}, OrderStatus(OrderState.CANCELED, "Fail")),
        ({"status": "Error", "charge": "0"}, OrderStatus(OrderState.CANCELED, "Error", 0)),
        ({"status": "Success"}, OrderStatus(OrderState.COMPLETED, "Success")),
        ({"status": "Awaiting"}, OrderStatus(OrderState.PENDING, "Awaiting")),
        ({"status": "Levitating"}, OrderStatus(None, "Levitating")),
    ],
    ids=lambda value: value.get("status") if isinstance(value, dict) else "",
)  # fmt: skip
async def test_a_status_is_understood(
    script: Script, client: Panel, answer: dict[str, Any], status: OrderStatus
) -> None:
    script.says(answer)

    assert await client.order_status("1") == status


async def test_a_batch_is_understood_in_any_order_with_ids_missing_or_bad(
    script: Script, client: Panel
) -> None:
    script.says(
        {"10": {"error": "Incorrect order ID"}, "100": {"status": "Pending"}, "1": {"status": "Partial"},
         "11": "Incorrect order ID"}
    )  # fmt: skip

    told = await client.order_statuses(["1", "10", "11", "100", "7"])

    assert told["1"] == OrderStatus(OrderState.PARTIAL, "Partial")
    assert told["100"] == OrderStatus(OrderState.PENDING, "Pending")
    for bad in ("10", "11"):
        refused = told[bad]
        assert isinstance(refused, PanelRefused)
        assert refused.meaning is Meaning.ORDER
    assert "7" not in told


async def test_many_are_asked_for_100_at_a_time(script: Script, client: Panel) -> None:
    script.says(lambda sent: {one: {"status": "Pending"} for one in sent["orders"].split(",")})

    told = await client.order_statuses([str(number) for number in range(1, 251)])

    assert len(told) == 250
    assert [len(sent["orders"].split(",")) for sent in script.sent] == [100, 100, 50]


@pytest.mark.parametrize(
    "answer",
    [{"error": "Incorrect request"}, {"error": "Incorrect order ID"}, {"status": "Pending", "charge": "1"}],
    ids=["an error", "another error", "one flat object"],
)
async def test_a_panel_without_batches_is_asked_one_by_one_and_remembered(
    script: Script, client: Panel, answer: dict[str, str]
) -> None:
    script.says(lambda sent: {"status": "Pending"} if "order" in sent else answer)

    assert set(await client.order_statuses(["1", "2"])) == {"1", "2"}
    await client.order_statuses(["3", "4"])

    assert sum("orders" in sent for sent in script.sent) == 1


@pytest.mark.parametrize(
    ("answer", "balance"),
    [
        ({"balance": "100.84292", "currency": "USD"}, Balance(100_842_920, "USD")),
        ({"balance": 7, "currency": "EUR"}, Balance(7_000_000, "EUR")),
        ({"balance": "1,234.56", "currency": "USD"}, Balance(1_234_560_000, "USD")),
        ({"status": "success", "data": {"balance": "5.5", "currency": "INR"}}, Balance(5_500_000, "INR")),
        ("12.50 EUR", Balance(12_500_000, "EUR")),
        ("99.1", Balance(99_100_000, "USD")),
    ],
)
async def test_a_balance_is_understood(script: Script, client: Panel, answer: Any, balance: Balance) -> None:
    script.says(answer)

    assert await client.balance() == balance


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ({"error": "Invalid API key"}, Meaning.KEY),
        ({"status": "fail", "message": "Account suspended"}, Meaning.KEY),
        ({"success": False, "msg": "Too many tea breaks"}, Meaning.OTHER),
        ({"errors": ["API key is required"]}, Meaning.KEY),
        ({"errors": {"key": ["Incorrect API key"]}}, Meaning.KEY),
        ({"error": {"message": "Incorrect request"}}, Meaning.KEY),
    ],
)
async def test_every_shape_of_a_no_is_a_no(
    script: Script, client: Panel, answer: Any, meaning: Meaning
) -> None:
    script.says(answer)

    with pytest.raises(PanelRefused) as caught:
        await client.balance()

    assert caught.value.meaning is meaning


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500])
async def test_json_is_read_before_the_status(script: Script, client: Panel, status: int) -> None:
    script.says((status, {"error": "Invalid API key"}))

    with pytest.raises(PanelRefused):
        await client.balance()


@pytest.mark.parametrize(
    "body",
    [
        b'\xef\xbb\xbf{"balance": "1", "currency": "USD"}',
        b"<br />\n<b>Notice</b>: Undefined index: [x] in a.php\n" + b'{"balance": "1", "currency": "USD"}',
        b'\n\n {"balance": "1", "currency": "USD"} \n',
    ],
    ids=["BOM", "PHP notice", "white space"],
)
async def test_json_is_found_behind_other_things(script: Script, client: Panel, body: bytes) -> None:
    script.says(body)

    assert await client.balance() == Balance(1_000_000, "USD")


@pytest.mark.parametrize(
    "body",
    [b"", b"<!doctype html><h1>Checking your browser</h1>", b"[" * 5_000, b'{"balance": ', b"null", b"7" * 400,
     b'{"balance": NaN}', b'{"balance": 1e999}', json.dumps({"balance": "9" * 40}).encode()],
    ids=["empty", "html", "deep", "cut off", "null", "huge number", "NaN", "1e999", "26 digits and more"],
)  # fmt: skip
async def test_what_cannot_be_understood_is_named_in_200_characters(
    script: Script, client: Panel, body: bytes
) -> None:
    script.says(body)

    with pytest.raises(PanelNotUnderstood) as caught:
        await client.balance()

    assert len(caught.value.seen) <= 200
