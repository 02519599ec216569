"""The calls that change something at a panel: what each of its answers means."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panel import Meaning, NotSent, Outcome, Panel, Placed, Refused, Unknown
from panel.http.replies import outcome
from panel.http.transport import PanelReply
from panel.parsing.containers import objects
from panel.parsing.failures import failure
from panel.parsing.writes import order_written
from panel.values import identity
from tests.panel.conftest import KEY, ORDER, Script
from tests.panel.writing import WRITES, each_write

NAMES = ["order", "error", "errors", "status", "message", "msg", "success", "data", "charge"]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"order": 23501}, Placed("23501")),
        ({"order": "23501"}, Placed("23501")),
        ({"order": "ord_8f-1"}, Placed("ord_8f-1")),
        ({"order": 7, "status": "success", "charge": "0.9"}, Placed("7")),
        ((201, {"order": 7}), Placed("7")),
        ({"error": "Incorrect link"}, Refused(Meaning.LINK, "Incorrect link")),
        ((400, {"error": "neworder.error.link"}), Refused(Meaning.LINK, "neworder.error.link")),
        ({"status": "fail", "message": "Not enough funds on balance"},
         Refused(Meaning.FUNDS, "Not enough funds on balance")),
        ({"success": False, "msg": "no"}, Refused(Meaning.OTHER, "no")),
        ({"errors": ["Bad link"]}, Refused(Meaning.LINK, "Bad link")),
        ({"status": 100, "order": "7"}, Placed("7")),
        ({"status": "success", "data": {"order": 7}}, Placed("7")),
        ({"result": {"order": {"id": "ab-7"}}}, Placed("ab-7")),
        ({"success": False, "order": None, "error": "Minimum quantity is 40"},
         Refused(Meaning.QUANTITY, "Minimum quantity is 40")),
        ((400, {"success": False, "order": 0, "error": "Bad link"}), Refused(Meaning.LINK, "Bad link")),
        ({"order": "", "error": "Bad link"}, Refused(Meaning.LINK, "Bad link")),
        ({"order": {"error": "Bad link"}}, Refused(Meaning.LINK, "Bad link")),
        ({"data": {"error": "Bad link"}}, Refused(Meaning.LINK, "Bad link")),
        ({"status": False, "msg": "Saldo kurang"}, Refused(Meaning.FUNDS, "Saldo kurang")),
        ({"status": 0, "message": "Bad link"}, Refused(Meaning.LINK, "Bad link")),
        ({"status": "false", "data": "Bad link"}, Refused(Meaning.LINK, "Bad link")),
        ({"error": True, "message": "Bad link"}, Refused(Meaning.LINK, "Bad link")),
        ((422, {"message": "Bad link"}), Refused(Meaning.LINK, "Bad link")),
        ((401, {"message": "Who are you?"}), Refused(Meaning.KEY, "Who are you?")),
        ((401, {"error": "Bad link"}), Refused(Meaning.LINK, "Bad link")),
        ({"error": "Too many requests"}, Refused(Meaning.RATE_LIMIT, "Too many requests")),
        ({"error": "Incorrect request"}, Refused(Meaning.OTHER, "Incorrect request")),
        ({"error": "An identical order was just placed"},
         Refused(Meaning.DUPLICATE_LINK, "An identical order was just placed")),
        ({"error": "There was an error while creating your order"},
         Refused(Meaning.OTHER, "There was an error while creating your order")),
        ({"error": "The order could not be placed"}, Refused(Meaning.OTHER, "The order could not be placed")),
        ({"error": "Service temporarily disabled"}, Refused(Meaning.SERVICE, "Service temporarily disabled")),
        ({"error": "none", "order": 7}, Placed("7")),
        ({"error": "0", "errors": "No errors.", "order": 7}, Placed("7")),
        ({"error": "The link you added to the order is wrong"},
         Refused(Meaning.LINK, "The link you added to the order is wrong")),
        ({"error": {"id": 3, "message": "Bad link"}}, Refused(Meaning.LINK, "Bad link")),
        ({"status": 200, "error": "Bad link", "orders": []}, Refused(Meaning.LINK, "Bad link")),
        ({"error": "Sipariş oluşturulamadı"}, Refused(Meaning.OTHER, "Sipariş oluşturulamadı")),
    ],
)  # fmt: skip
async def test_a_clear_answer_is_placed_or_refused(
    script: Script, client: Panel, answer: Any, outcome: Outcome
) -> None:
    script.says(answer)

    assert await client.add_order(ORDER) == outcome
    assert script.sent == [
        {"key": KEY, "action": "add", "service": "1", "link": "https://example.com", "quantity": "100"}
    ]


NGINX = "<html><head><title>429 Too Many Requests</title></head><body><h1>429 Too Many Requests</h1></body></html>"


@pytest.mark.parametrize(
    "answer", [(429, {"error": "slow down"}), (429, {"message": "Too Many Attempts."}), (429, NGINX)]
)
async def test_a_429_that_says_so_is_a_refusal(script: Script, client: Panel, answer: Any) -> None:
    script.says(answer)

    outcome = await client.add_order(ORDER)

    assert isinstance(outcome, Refused)
    assert outcome.meaning is Meaning.RATE_LIMIT


@pytest.mark.parametrize(
    "answer",
    [
        {"order": None}, {"order": 0}, {"order": "0"}, {"order": "00"}, {"order": "-1"}, {"order": "null"},
        {"order": 5, "data": {"order": 6}}, {"success": False, "order": 5}, {"status": "error"}, {"order": -1, "error": "x"},
        {"data": {"order": 5, "error": "x"}}, {"error": "x", "data": {"order": 5}}, (422, {"message": "x", "order": 5}),
        {"data": {"id": 5}}, {"success": False, "order": None, "error": ""}, (400, {"success": True, "message": "Thanks"}), {"order": -1}, {"order": True}, {"order": 1.5}, {"order": ""}, {"order": []},
        {"order": {}}, {"order": 5, "error": "x"}, {}, [], [{"order": 5}], "5", 5,
        {"status": "success"}, (500, {"error": "Incorrect link"}), (500, {"order": 5}), (503, "down"),
        (404, "<h1>Not found</h1>"), (403, ""), (400, {"order": 5}), (302, ""), (200, "<html>"), (200, ""),
        (200, '{"order": 23'), (200, '{"data": {"error": "Incorrect link"}'), (200, '{"x": [{"order": 5}'),
        (200, 'Notice: x in y\n{"a": {"error": "no"}'), b"\xff\xfe\x00", (200, "x" * 1_100_000),
        (200, 's": "succ{"error": "in the error handler"}'), (200, '"order": 5}{"error": "no"}'),
        (200, '{"order": 5, "padding": "%s"}' % ("x" * 1_100_000)),
    ],
    ids=lambda answer: repr(answer)[:60],
)  # fmt: skip
async def test_everything_else_is_unknown(script: Script, client: Panel, answer: Any) -> None:
    script.says(answer)

    outcome = await client.add_order(ORDER)

    assert isinstance(outcome, Unknown)
    assert 0 < len(outcome.seen) <= 300
    assert len(script.sent) == 1


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize(
    "answer",
    [
        {"error": "Balance is low", "order_id": 61}, {"error": "Bad link", "orders": [61]}, {"error": "x", "data": {"id": "61"}},
        {"status": 0, "message": "Balance is low", "result": {"orderId": 61}}, {"error": "x", "Order": "61"},
        {"status": "success", "error": "Balance is low"}, {"success": True, "error": "Bad link"},
        {"data": {"ok": 1, "error": "Bad link"}}, {"error": "Balance is low", "message": "Order 61 was placed"},
        {"error": "none", "message": "Order placed"}, {"error": "0", "status": "success"}, {"errors": "null"},
        {"status": 0, "message": "OK"}, {"success": False, "msg": "Success"}, {"error": "Order #61"}, {"error": 61},
        {"error": "Siparişiniz alındı"}, {"error": "Заказ принят"}, {"error": "Order was sent to the provider"},
        {"error": "RuntimeException in the queue"}, {"error": "Undefined index: provider"}, {"error": "Connection reset"},
    ],
    ids=repr,
)  # fmt: skip
async def test_an_error_beside_what_tells_of_an_order_is_unknown(
    script: Script, client: Panel, answer: Any, status: int
) -> None:
    script.says((status, answer))

    assert isinstance(await client.add_order(ORDER), Unknown)


async def test_a_message_beside_a_number_that_may_be_an_id_is_unknown(script: Script, client: Panel) -> None:
    script.says((403, {"message": "Thanks", "data": {"ord#r": 61_207}}))

    assert isinstance(await client.add_order(ORDER), Unknown)


@pytest.mark.parametrize("made", ["61,207", "61,62", "neworder.error.link", "service_disabled"])
async def test_several_ids_and_the_name_of_an_error_are_no_id(
    script: Script, client: Panel, made: str
) -> None:
    script.says({"order": made})

    assert isinstance(await client.add_order(ORDER), Unknown)


@each_write
@pytest.mark.parametrize("status", [408, 409, 425, 429, 499])
@pytest.mark.parametrize(
    "answer",
    [
        {"order": 61_207}, {"order": 6, "refill": 7, "cancel": 8, "error": "Too many requests"}, {"data": {"order": 5, "refill": 5}},
        {"cancel": 1, "refill": 7, "order": 5}, "", "busy", "<h1>Please wait</h1>", {"error": "Conflict"}, {"error": ""}, {},
        '{"order": 61207, "note": "too many requests', "Order 61207. Too many requests", {"status": "fail"}, [],
    ],
    ids=repr,
)  # fmt: skip
async def test_a_status_of_a_server_in_front_is_no_refusal_by_itself(
    script: Script, client: Panel, write: str, status: int, answer: Any
) -> None:
    script.says((status, answer))

    assert isinstance(await WRITES[write](client), Unknown)
    assert len(script.sent) == 1


@pytest.mark.parametrize("status", [408, 409, 425, 429, 499])
async def test_a_plain_error_is_a_refusal_at_any_status_below_500(
    script: Script, client: Panel, status: int
) -> None:
    script.says((status, {"error": "Incorrect link"}))

    assert await client.add_order(ORDER) == Refused(Meaning.LINK, "Incorrect link")


@pytest.mark.parametrize(
    "word",
    ["null", "NULL", "0", "none", "None", "undefined", "Not placed", "not_placed", "N/A", "-", "?", "pending",
     "error", "No order", "[object Object]", "Order 5"],
)  # fmt: skip
async def test_a_word_that_names_nothing_is_no_id(script: Script, client: Panel, word: str) -> None:
    script.says({"order": word})

    assert isinstance(await client.add_order(ORDER), Unknown)


TROUBLE = (
    "Internal error while your request was handled", "Server error", "System error. Contact admin.", "Request timed out",
    "Service temporarily unavailable", "We are under maintenance", "Please try again later", "Something went wrong",
    "Contact support", "An unexpected error", "Internal error: incorrect link",
)  # fmt: skip
DONE = (
    "Order created at the provider, but it could not be saved here", "Your order was accepted, yet not saved",
    "Could not write the log; order placed", "Duplicate key: order saved twice", "Pedido creado, error al guardar",
)  # fmt: skip


@each_write
@pytest.mark.parametrize("status", [200, 400, 422])
@pytest.mark.parametrize("text", [*TROUBLE, *DONE])
async def test_trouble_of_the_server_leaves_it_unknown(
    script: Script, client: Panel, write: str, text: str, status: int
) -> None:
    script.says((status, {"error": text}))

    assert isinstance(await WRITES[write](client), Unknown)


@each_write
async def test_a_500_leaves_it_unknown_whatever_its_json_says(
    script: Script, client: Panel, write: str
) -> None:
    for answer in (
        {"error": "Bad link"},
        {"message": "Bad link"},
        {"success": False, "order": None, "error": "no"},
    ):
        script.says((500, answer))

        assert isinstance(await WRITES[write](client), Unknown)


NOISE = st.sampled_from(["", "\ufeff", "Notice: Undefined index [x] in a.php on line 3\n", " \n", "<br />"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


def orders_in(answer: object) -> Iterator[str]:
    """The ids of orders that stand in an answer, in the containers that are opened."""
    for part in objects(answer, "", ("order",)):
        order = part.get("order")
        made = identity(order.get("id", order.get("order")) if isinstance(order, dict) else order)
        yield from [made] if made else []


@given(NOISE, st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4), st.data())
@settings(max_examples=1_500, deadline=None)
def test_whatever_comes_with_an_order_or_breaks_off_is_never_taken_for_a_refusal(
    noise: str, answer: dict[str, Any], data: st.DataObject
) -> None:
    """A refusal means that nothing exists: it needs a whole answer with an error and without an order."""
    whole = json.dumps(answer)
    body = noise + whole[: data.draw(st.integers(0, len(whole)))]

    said = outcome(PanelReply(200, body.encode(), None), order_written)

    if isinstance(said, Refused):
        assert body.endswith(whole)
        order = answer.get("order")
        assert not order or (isinstance(order, dict) and failure(order)) or str(order).strip() == "0"
    if isinstance(said, Placed):
        assert body.endswith(whole)
        assert set(orders_in(answer)) == {said.id}
        assert not answer.get("error")
    assert not isinstance(said, NotSent)
