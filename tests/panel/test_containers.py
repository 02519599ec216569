"""One unwrapping: what a panel says comes out of every container, for every call, or is not understood."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panel import (
    Balance,
    Meaning,
    OrderState,
    OrderStatus,
    Panel,
    PanelNotUnderstood,
    PanelRefused,
    Placed,
    RefillState,
    RefillStatus,
    Refused,
)
from panel.parsing.states import ENVELOPE_WORDS, STATE_WORDS
from panel.parsing.statuses import order_status, statuses
from panel.parsing.usual_answers import statuses as usual_statuses
from tests.panel.conftest import ORDER, Script

ID = "4711"
SERVICE = {
    "service": "1",
    "name": "Views",
    "type": "Default",
    "category": "C",
    "rate": "2",
    "min": 1,
    "max": 9,
}

Wrap = Callable[[Any], Any]

CONTAINERS: dict[str, Wrap] = {
    "bare": lambda it: it,
    "data": lambda it: {"data": it},
    "result": lambda it: {"result": it},
    "response": lambda it: {"response": it},
    "success and data": lambda it: {"status": "success", "data": it},
    "ok and result": lambda it: {"ok": True, "result": it},
    "true and data": lambda it: {"status": True, "message": "Done", "data": it},
    "100 and response": lambda it: {"status": 100, "response": it},
    "200 and data": lambda it: {"status": "200", "data": it},
    "data in result": lambda it: {"success": True, "result": {"status": "ok", "data": it}},
    "list of one": lambda it: [it],
    "list of one in data": lambda it: {"status": "success", "data": [it]},
    "by id": lambda it: {ID: it},
    "by id in data": lambda it: {"status": 1, "data": {ID: it}},
    "order": lambda it: {"order": it},
    "order in data": lambda it: {"data": {"order": it}},
}
FOR_MANY = frozenset(
    {"by id", "by id in data", "list of one", "list of one in data", "order", "order in data"}
)
"""Containers of an answer about an order: no panel puts a balance or a list of services into them."""
NOT_FOR_ADD = frozenset({"by id", "by id in data", "list of one", "list of one in data"})


async def cancel(panel: Panel) -> object:
    return (await panel.cancel([ID]))[ID]


async def batch(panel: Panel) -> object:
    return (await panel.order_statuses([ID, "4712"]))[ID]


async def names(panel: Panel) -> object:
    return [one.name for one in await panel.services()]


Call = Callable[[Panel], Awaitable[object]]
CALLS: dict[str, tuple[Call, Any, object, frozenset[str]]] = {
    "status": (
        lambda panel: panel.order_status(ID),
        {"charge": "0.5", "start_count": "3", "status": "In progress", "remains": "10", "currency": "USD"},
        OrderStatus(OrderState.IN_PROGRESS, "In progress", 500_000, 3, 10, "USD"),
        frozenset(),
    ),
    "status with another number inside": (
        lambda panel: panel.order_status(ID),
        {"order": 99, "status": "Partial", "remains": "10"},
        OrderStatus(OrderState.PARTIAL, "Partial", remains=10),
        frozenset(),
    ),
    "a word alone": (
        lambda panel: panel.order_status(ID), {"status": "Queued"}, OrderStatus(OrderState.PENDING, "Queued"),
        frozenset(),
    ),
    "refill_status": (
        lambda panel: panel.refill_status(ID), {"status": "approved"},
        RefillStatus(RefillState.IN_PROGRESS, "approved"), frozenset({"order", "order in data"}),
    ),
    "add": (lambda panel: panel.add_order(ORDER), {"order": 8}, Placed("8"), NOT_FOR_ADD),
    "refill": (lambda panel: panel.refill(ID), {"refill": "8"}, Placed("8"), frozenset()),
    "cancel": (cancel, {"order": ID, "cancel": 8}, Placed("8"), frozenset()),
    "balance": (
        lambda panel: panel.balance(), {"balance": "1.5", "currency": "EUR"}, Balance(1_500_000, "EUR"),
        frozenset({"by id", "by id in data", "order", "order in data"}),
    ),
    "services": (names, [SERVICE], ["Views"], FOR_MANY),
}  # fmt: skip


@pytest.mark.parametrize(
    ("call", "container"),
    [(call, container) for call in CALLS for container in CONTAINERS if container not in CALLS[call][3]],
)
async def test_an_answer_is_found_in_its_container(
    script: Script, client: Panel, call: str, container: str
) -> None:
    ask, answer, meant, _ = CALLS[call]
    script.says(CONTAINERS[container](answer))

    assert await ask(client) == meant


NOES: dict[str, Any] = {
    "error": {"error": "Incorrect API key"},
    "errors": {"errors": ["Incorrect API key"]},
    "errors by field": {"errors": {"key": ["Incorrect API key"]}},
    "error object": {"error": {"code": 7, "message": "Incorrect API key"}},
    "error true": {"error": True, "message": "Incorrect API key"},
    "fail": {"status": "fail", "message": "Incorrect API key"},
    "error word": {"status": "error", "msg": "Incorrect API key"},
    "false": {"status": False, "msg": "Incorrect API key"},
    "zero": {"status": 0, "message": "Incorrect API key"},
    "false text": {"status": "false", "message": "Incorrect API key"},
    "text under data": {"status": "fail", "data": "Incorrect API key"},
    "no success": {"success": False, "message": "Incorrect API key"},
    "typed": {"success": False, "order": None, "balance": None, "error": "Incorrect API key"},
    "code beside": {"error": "Incorrect API key", "status": 103},
    "in data": {"data": {"error": "Incorrect API key"}},
}
READS: dict[str, Call] = {
    "status": lambda panel: panel.order_status(ID),
    "batch": lambda panel: panel.order_statuses([ID, "4712"]),
    "refill_status": lambda panel: panel.refill_status(ID),
    "refill batch": lambda panel: panel.refill_statuses([ID, "4712"]),
    "balance": lambda panel: panel.balance(),
    "services": lambda panel: panel.services(),
}
WRITES: dict[str, Call] = {
    "add": lambda panel: panel.add_order(ORDER),
    "refill": lambda panel: panel.refill(ID),
    "cancel": cancel,
}


@pytest.mark.parametrize("shape", NOES)
@pytest.mark.parametrize("call", READS)
async def test_a_no_is_found_by_every_read(script: Script, client: Panel, call: str, shape: str) -> None:
    script.says(NOES[shape])

    with pytest.raises(PanelRefused) as caught:
        await READS[call](client)

    assert (caught.value.meaning, caught.value.text) == (Meaning.KEY, "Incorrect API key")


@pytest.mark.parametrize("shape", NOES)
@pytest.mark.parametrize("call", WRITES)
async def test_a_no_is_found_by_every_write(script: Script, client: Panel, call: str, shape: str) -> None:
    script.says(NOES[shape])

    assert await WRITES[call](client) == Refused(Meaning.KEY, "Incorrect API key")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
async def test_a_message_alone_is_a_no_from_status_400(script: Script, client: Panel, status: int) -> None:
    script.says((status, {"message": "Incorrect API key"}))

    for ask in READS.values():
        with pytest.raises(PanelRefused):
            await ask(client)
    for ask in WRITES.values():
        assert await ask(client) == Refused(Meaning.KEY, "Incorrect API key")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"status": "success"}, None), ({"status": "Success", "message": "Order found"}, None), ({"status": "ok"}, None),
        ({"status": True}, None), ({"status": 100, "order": "5"}, None), ({"status": "success", "charge": None}, None),
        ({"status": "success", "data": []}, None), ({"status": "success", "data": {"status": "ok"}}, None),
        ({"status": "Success", "charge": "0.5"}, OrderState.COMPLETED),
        ({"status": "success", "data": {"status": "Success", "remains": "0"}}, OrderState.COMPLETED),
        ({"status": "Partial", "charge": "1", "data": {"status": "Completed", "charge": "1"}}, None),
        ({"status": "Completed", "order": {"id": 5, "link": "x"}}, OrderState.COMPLETED),
        ({"status": "Fail", "charge": "0.5", "message": "Not delivered"}, OrderState.PROBLEM),
        ({"4712": {"status": "Completed"}}, None), ({ID: "Pending"}, OrderState.PENDING),
        ([{"order": 4712, "status": "Partial"}, {"order": ID, "status": "Pending"}], OrderState.PENDING),
        ([{"order": 4712, "status": "Partial"}, {"order": 4713, "status": "Pending"}], None),
    ],
    ids=str,
)  # fmt: skip
async def test_the_word_of_an_envelope_is_no_state(
    script: Script, client: Panel, answer: Any, told: OrderState | None
) -> None:
    script.says(answer)

    if told is None:
        with pytest.raises(PanelNotUnderstood):
            await client.order_status(ID)
    else:
        assert (await client.order_status(ID)).state is told


WORDS = st.sampled_from(
    ["Pending", "In progress", "COMPLETED", "Partial", "Canceled", "Fail", "Refilling", "Success"]
)
FIGURES = st.fixed_dictionaries(
    {},
    optional={
        "charge": st.sampled_from(["0.5", 0.5, None, ""]), "remains": st.sampled_from(["+5", "0", 7, None, "-3"]),
        "start_count": st.sampled_from(["12", 0, None]), "currency": st.sampled_from(["USD", "EUR"]),
        "order": st.sampled_from([99, "99", ID]), "error": st.sampled_from([None, ""]),
    },
)  # fmt: skip
NAMES = ["data", "result", "response", "order"]
ENVELOPE = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["success", "ok", True, 100, 200, "200", "Success"]), "success": st.just(True),
        "message": st.sampled_from(["Order found", "Completed", ""]), "error": st.sampled_from([None, "", False]),
        "code": st.sampled_from([0, 200]),
    },
)  # fmt: skip


@st.composite
def wrapped(draw: st.DrawFn) -> tuple[str, Any, bool]:
    """A word, an answer that tells it in some dialect, and whether the word is a state by itself."""
    word = draw(WORDS)
    figures = draw(FIGURES)
    answer: Any = {"status": word, **figures}
    has_figures = any(figures.get(name) not in (None, "") for name in ("charge", "remains", "start_count"))
    for _ in range(draw(st.integers(0, 3))):
        match draw(st.sampled_from(["container", "list", "id"])):
            case "container":
                answer = {**draw(ENVELOPE), draw(st.sampled_from(NAMES)): answer}
            case "list":
                answer = [answer]
            case "id":
                answer = {ID: answer}
    return word, answer, has_figures or word != "Success"


@given(wrapped())
@settings(max_examples=600, deadline=None)
def test_out_of_every_wrapping_comes_that_state_or_nothing(told: tuple[str, Any, bool]) -> None:
    word, answer, is_state = told
    try:
        status = order_status(answer, ID)
    except PanelNotUnderstood:
        assert not is_state
    else:
        assert (status.word, is_state) == (word, True)


@given(st.lists(wrapped(), min_size=1, max_size=3), st.sampled_from(["", "data", "result", "orders"]))
@settings(max_examples=300, deadline=None)
def test_out_of_a_batch_comes_each_state_by_both_ways(
    told: list[tuple[str, Any, bool]], envelope: str
) -> None:
    asked = [str(number) for number in range(1, len(told) + 1)]
    each = {one: answer for one, (_, answer, _) in zip(asked, told, strict=True)}
    answer: Any = {"status": "success", envelope: each} if envelope else each

    read = statuses(answer, asked)
    quick = usual_statuses(json.dumps(answer).encode(), asked)

    assert read is not None
    assert quick is None or quick == read
    for one, (word, _, is_state) in zip(asked, told, strict=True):
        status = read[one]
        assert not isinstance(status, OrderStatus) or (status.word == word and is_state)


def test_no_word_of_an_envelope_but_success_is_a_word_of_an_order() -> None:
    assert ENVELOPE_WORDS & STATE_WORDS.keys() == {"success"}
