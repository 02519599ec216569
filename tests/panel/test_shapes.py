"""Every shape that panels were seen to answer in."""

import json
from typing import Any

import pytest

from panel import (
    Balance,
    BalanceUnreadable,
    Meaning,
    OrderState,
    OrderStatus,
    Panel,
    PanelNotUnderstood,
    PanelRefused,
)
from tests.panel.conftest import Script


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
         OrderStatus(OrderState.IN_PROGRESS, "Active")),
        ({"status": "Completed", "runs": 5, "orders": ["7", 8]},
         OrderStatus(OrderState.COMPLETED, "Completed", orders=("7", "8"))),
        ({"status": "Cancelled"}, OrderStatus(OrderState.CANCELED, "Cancelled")),
        ({"status": "Refunded"}, OrderStatus(OrderState.CANCELED, "Refunded")),
        ({"status": "Fail"}, OrderStatus(OrderState.PROBLEM, "Fail")),
        ({"status": "Error", "charge": "0"}, OrderStatus(OrderState.PROBLEM, "Error", 0)),
        ({"status": "Rejected"}, OrderStatus(OrderState.PROBLEM, "Rejected")),
        ({"status": "Completed", "remains": "+12"}, OrderStatus(OrderState.COMPLETED, "Completed", remains=-12)),
        ({"status": "Success", "remains": 0}, OrderStatus(OrderState.COMPLETED, "Success", remains=0)),
        ({"status": "FAILED"}, OrderStatus(OrderState.PROBLEM, "FAILED")),
        ({"status": "Refilling", "remains": "0"}, OrderStatus(OrderState.COMPLETED, "Refilling", remains=0)),
        ({"status": "Refill"}, OrderStatus(OrderState.COMPLETED, "Refill")),
        ({"status": "PROGRESS"}, OrderStatus(OrderState.IN_PROGRESS, "PROGRESS")),
        ({"status": "Queued"}, OrderStatus(OrderState.PENDING, "Queued")),
        ({"status": "Cancellation Requested"}, OrderStatus(OrderState.IN_PROGRESS, "Cancellation Requested")),
        ({"status": "Partial", "charge": "1,50", "remains": "1 200", "start_count": "1,234"},
         OrderStatus(OrderState.PARTIAL, "Partial", 1_500_000, 1_234, 1_200)),
        ({"status": "Partial", "charge": 0.30000000000000004, "remains": "1.200"},
         OrderStatus(OrderState.PARTIAL, "Partial", 300_000)),
        ({"status": "Awaiting"}, OrderStatus(OrderState.PENDING, "Awaiting")),
        ({"status": "Paused"}, OrderStatus(OrderState.IN_PROGRESS, "Paused")),
        ({"status": "Expired", "posts": "4"}, OrderStatus(OrderState.COMPLETED, "Expired")),
        ({"status": "Expired", "remains": "0"}, OrderStatus(OrderState.COMPLETED, "Expired", remains=0)),
        ({"status": "Expired", "remains": "70"}, OrderStatus(OrderState.PARTIAL, "Expired", remains=70)),
        ({"status": "Complete"}, OrderStatus(OrderState.COMPLETED, "Complete")),
        ({"status": "Levitating"}, OrderStatus(None, "Levitating")),
    ],
    ids=lambda value: value.get("status") if isinstance(value, dict) else "",
)  # fmt: skip
async def test_a_status_is_understood(
    script: Script, client: Panel, answer: dict[str, Any], status: OrderStatus
) -> None:
    script.says(answer)

    assert await client.order_status("1") == status


@pytest.mark.parametrize(
    ("answer", "balance"),
    [
        ({"balance": "100.84292", "currency": "USD"}, Balance(100_842_920, "USD")),
        ({"balance": 7, "currency": "EUR"}, Balance(7_000_000, "EUR")),
        ({"balance": "1,234.56", "currency": "USD"}, Balance(1_234_560_000, "USD")),
        ({"status": "success", "data": {"balance": "5.5", "currency": "INR"}}, Balance(5_500_000, "INR")),
        ("12.50 EUR", Balance(12_500_000, "EUR")),
        ("99.1", Balance(99_100_000, "USD")),
        ({"balance": "2,34,567.89", "currency": "INR"}, Balance(234_567_890_000, "INR")),
        ({"balance": "-$3.20"}, Balance(-3_200_000, "USD")),
        ({"balance": "210,75 €"}, Balance(210_750_000, "EUR")),
        ({"balance": "2.345,60", "currency": "TRY"}, Balance(2_345_600_000, "TRY")),
        ({"user": {"balance": 5}}, Balance(5_000_000, "USD")),
    ],
)
async def test_a_balance_is_understood(script: Script, client: Panel, answer: Any, balance: Balance) -> None:
    script.says(answer)

    assert await client.balance() == balance


@pytest.mark.parametrize("amount", ["unlimited", "n/a", "1.2.3"])
async def test_a_balance_that_cannot_be_read_is_named(script: Script, client: Panel, amount: str) -> None:
    script.says({"balance": amount, "currency": "USD"})

    with pytest.raises(BalanceUnreadable, match=f"balance cannot be read: .*{amount}"):
        await client.balance()
    assert not client.down


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ({"error": "Invalid API key"}, Meaning.KEY),
        ({"status": "fail", "message": "Account suspended"}, Meaning.KEY),
        ({"success": False, "msg": "Too many tea breaks"}, Meaning.OTHER),
        ({"errors": ["API key is required"]}, Meaning.KEY),
        ({"errors": {"key": ["Incorrect API key"]}}, Meaning.KEY),
        ({"error": {"message": "Incorrect request"}}, Meaning.OTHER),
    ],
)
async def test_every_shape_of_a_no_is_a_no(
    script: Script, client: Panel, answer: Any, meaning: Meaning
) -> None:
    script.says(answer)

    with pytest.raises(PanelRefused) as caught:
        await client.balance()

    assert caught.value.meaning is meaning


@pytest.mark.parametrize(
    "text",
    [
        "Order not found",
        "Orden no encontrada",
        "Bulunamadı",
        "Incorrect request",
        "Not your order",
        "Forbidden",
    ],
)
async def test_a_refusal_about_one_order_says_that_it_is_not_known(
    script: Script, client: Panel, text: str
) -> None:
    for answer in (
        {"error": text},
        {"99": {"error": text}},
        {"99": text},
        {"status": "fail", "message": text},
        text,
    ):
        script.says(answer)

        with pytest.raises(PanelRefused) as caught:
            await client.order_status("99")

        assert caught.value.meaning is Meaning.ORDER


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Invalid API key", Meaning.KEY),
        ("Internal error", Meaning.TROUBLE),
        ("Too many requests", Meaning.RATE_LIMIT),
    ],
)
async def test_a_refusal_of_the_call_says_nothing_of_the_order(
    script: Script, client: Panel, text: str, meaning: Meaning
) -> None:
    script.says({"error": text})

    with pytest.raises(PanelRefused) as caught:
        await client.order_status("99")

    assert caught.value.meaning is meaning


async def test_an_error_in_the_place_of_the_word_is_an_error(script: Script, client: Panel) -> None:
    script.says({"status": "Order not found"})

    with pytest.raises(PanelRefused):
        await client.order_status("99")


@pytest.mark.parametrize(
    "answer", [{"message": "Unauthenticated."}, {"error": "Go away"}, "<h1>Unauthorized</h1>", ""]
)
async def test_401_is_about_the_key(script: Script, client: Panel, answer: Any) -> None:
    script.says((401, answer))

    for ask in (client.balance, client.services, lambda: client.order_status("1")):
        with pytest.raises(PanelRefused) as caught:
            await ask()
        assert caught.value.meaning is Meaning.KEY


async def test_a_500_with_a_message_is_asked_again(script: Script, client: Panel) -> None:
    script.says((500, {"message": "Server Error"}), {"balance": "1", "currency": "USD"})

    assert await client.balance() == Balance(1_000_000, "USD")


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
