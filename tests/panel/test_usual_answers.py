"""The quick way through an answer says what the tolerant way says, or nothing."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from panel import OrderStatus
from panel.parsing import usual_answers
from panel.parsing.services import listed
from panel.parsing.statuses import statuses
from storage.open_orders import OpenOrder

WHILE_BUSY = settings(suppress_health_check=[HealthCheck.too_slow])  # so may the machine be

IDS = ["1", "2", "data", "3"]

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), st.text(max_size=8),
    st.integers(-5, 10**17).map(str), st.decimals(allow_nan=False, places=7).map(str),
    st.from_regex(r"[-+ ]?[0-9]{0,14}[.,]?[0-9]{0,9}([eE][0-9])?", fullmatch=True),
    st.sampled_from(["", "0", "null", "0.90", "$0.5", "1,234.5", "12.50 EUR", "-3", "007", "1e3", "٣", "5.0", ".5", "5."]),
)  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(["Pending", "In progress", " Completed ", "", "error", "Fail", "Levitating", "ß"]),
    st.text(max_size=9),
)
STATUS = st.fixed_dictionaries(
    {"status": st.one_of(WORDS, WORDS, SCALARS)},
    optional={
        "charge": SCALARS, "start_count": SCALARS, "remains": SCALARS, "currency": st.one_of(st.text(max_size=4), SCALARS),
        "start_counter": SCALARS, "error": SCALARS, "message": SCALARS, "runs": SCALARS, "orders": st.lists(SCALARS, max_size=2),
    },
)  # fmt: skip
PLAIN = st.fixed_dictionaries(
    {"status": WORDS.filter(bool)},
    optional={"charge": SCALARS.filter(lambda it: it is None or isinstance(it, str)), "currency": st.text(max_size=4),
              "start_count": st.one_of(st.none(), st.integers(), st.text(max_size=6), SCALARS.map(str)),
              "remains": st.one_of(st.none(), st.integers(), st.text(max_size=6), SCALARS.map(str))},
)  # fmt: skip
ANSWERS = st.one_of(
    st.dictionaries(st.sampled_from([*IDS, "9"]), PLAIN, max_size=4),
    st.dictionaries(st.sampled_from([*IDS, "9"]), st.one_of(STATUS, SCALARS), max_size=4),
    st.dictionaries(st.sampled_from(IDS), PLAIN).map(lambda inside: {"data": inside}),
)


@WHILE_BUSY
@given(ANSWERS)
@example({"1": {"status": "In progress", "charge": "0.27819", "start_count": "3572", "remains": "1e3"}})
@example({"1": {"status": "x", "charge": "1.000"}, "data": {"status": "y"}})
@example({"1": {"status": "Partial", "remains": "5.000", "charge": "1.000"}})
@example({"1": {"status": "Completed", "remains": "+12"}})
@example({"1": {"status": "Expired", "remains": "70"}, "2": {"status": "Expired"}})
@example({"1": {"status": "Success"}})
@example({"1": {"status": "Order not found"}, "2": {"status": "ok", "charge": 1}})
def test_both_ways_read_statuses_alike(answer: dict[str, Any]) -> None:
    body = json.dumps(answer).encode(errors="surrogatepass")

    quick = usual_answers.statuses(body, IDS)

    assert quick is None or quick == statuses(json.loads(body), IDS)


def test_the_usual_answer_is_read_the_quick_way() -> None:
    told = {
        "charge": "0.27819",
        "start_count": "3572",
        "status": "Partial",
        "remains": "157",
        "currency": "USD",
    }

    assert usual_answers.statuses(json.dumps({"1": told}).encode(), ["1", "2"]) == statuses(
        {"1": told}, ["1", "2"]
    )
    assert usual_answers.statuses(json.dumps({"1": told}).encode(), ["2"]) is None


BEFORE = st.builds(
    OpenOrder,
    id=st.just(1), panel_order_id=st.just("1"), status_word=st.sampled_from(["Pending", "In progress", "Completed"]),
    charge=st.one_of(st.none(), st.integers(1 - 10**12, 10**12 - 1), st.sampled_from([0, 278_190, 900_000])),
    start_count=st.one_of(st.none(), st.integers(-2, 2)), remains=st.one_of(st.none(), st.integers(-2, 2)),
    placed_at=st.just(0),
)  # fmt: skip


def written(before: OpenOrder, *, as_text: bool = False) -> dict[str, Any]:
    """What a panel says of an order that is as before."""
    charge = None if before.charge is None else format(Decimal(before.charge).scaleb(-6), "f")
    counts = {"start_count": before.start_count, "remains": before.remains}
    told = {name: str(count) if as_text and count is not None else count for name, count in counts.items()}
    return {"status": before.status_word, "charge": charge, **told}


def much_as(before: OpenOrder) -> st.SearchStrategy[dict[str, Any]]:
    """What it says of an order that is as before, or another in one thing."""
    same = st.booleans().map(lambda as_text: written(before, as_text=as_text))
    others = BEFORE.map(written)
    names = st.sampled_from(["status", "charge", "start_count", "remains"])
    return st.one_of(
        same, st.builds(lambda told, other, name: {**told, name: other[name]}, same, others, names)
    )


def says(status: OrderStatus | OpenOrder) -> tuple[str, int | None, int | None, int | None]:
    word = status.word if isinstance(status, OrderStatus) else status.status_word
    return word, status.charge, status.start_count, status.remains


@WHILE_BUSY
@given(st.data(), st.dictionaries(st.sampled_from(IDS), BEFORE, max_size=3))
def test_only_statuses_that_say_what_is_known_are_left_out(
    data: st.DataObject, known: dict[str, OpenOrder]
) -> None:
    said = {
        one: data.draw(much_as(known.get(one) or data.draw(BEFORE)), label=one) for one in ("1", "2", "3")
    }
    body = json.dumps(said).encode()

    whole, quick = usual_answers.statuses(body, IDS), usual_answers.statuses(body, IDS, known)

    assert (whole is None) == (quick is None)
    whole, quick = whole or {}, quick or {}
    assert {**whole, **quick} == whole
    for one in whole.keys() - quick.keys():
        assert says(whole[one]) == says(known[one])


AS_BEFORE = {"status": "In progress", "charge": "0.90", "start_count": "5", "remains": 10}


@pytest.mark.parametrize("charge", ["0.900000", "0.9", "0.90", 0.9, None])
def test_a_status_as_it_was_is_not_read_again(charge: str | float | None) -> None:
    before = OpenOrder(1, "1", "In progress", None if charge is None else 900_000, 5, 10, 0)
    told = {**AS_BEFORE, "charge": charge}
    body = json.dumps({"1": told, "2": told}).encode()

    assert usual_answers.statuses(body, ["1", "2"], {"1": before, "2": before}) == {}
    assert usual_answers.statuses(body, ["1", "2"], {"1": before}) == statuses({"2": told}, ["2"])


@pytest.mark.parametrize(
    "news",
    [
        {"status": "Partial"}, {"charge": "0.900001"}, {"charge": None}, {"start_count": "6"}, {"start_count": None},
        {"remains": 9}, {"remains": None},
    ],
)  # fmt: skip
def test_a_status_that_is_new_in_one_thing_is_read(news: dict[str, Any]) -> None:
    before = OpenOrder(1, "1", "In progress", 900_000, 5, 10, 0)
    told = {"1": {**AS_BEFORE, **news}}

    assert usual_answers.statuses(json.dumps(told).encode(), ["1"], {"1": before}) == statuses(told, ["1"])


SERVICE = {
    "service": 1, "name": "Followers", "type": "Default", "category": "First Category", "rate": "0.90",
    "min": "50", "max": "10000", "desc": "Some Description ", "refill": True, "cancel": False, "dripfeed": True,
}  # fmt: skip
ODD = st.one_of(
    SCALARS, st.sampled_from([" Followers ", "12", "0", "0.5", "1\n2", "99999999999999999", True, False])
)
SERVICES = st.lists(
    st.builds(
        lambda number, changes, lost: {name: value for name, value in {**SERVICE, "service": number, **changes}.items() if name not in lost},
        st.integers(1, 50),
        st.one_of(st.just({}), st.just({}), st.dictionaries(st.sampled_from([*SERVICE, "id", "description", "drip_feed", "more"]), ODD, max_size=2)),
        st.one_of(st.just(set()), st.sets(st.sampled_from(["desc", "dripfeed", "cancel", "refill", "type", "min"]), max_size=2)),
    ),
    max_size=4,
)  # fmt: skip
FIELDS = (
    "id",
    "name",
    "type",
    "type_name",
    "category",
    "rate",
    "min",
    "max",
    "description",
    "refill",
    "cancel",
    "dripfeed",
)


@WHILE_BUSY
@given(SERVICES)
@example([SERVICE, {**SERVICE, "service": "2"}])
@example([{**SERVICE, "service": 2, "rate": "1\n2"}])
@example([{**SERVICE, "min": "1000", "max": "10"}])
@example([{**SERVICE, "min": "1.000", "max": "50.000"}])
@example([{**SERVICE, "min": "1.000"}])
@example([{**SERVICE, "name": "A &amp; <b>B</b>", "desc": "x<br>y"}])
@example([{**SERVICE, "desc": None, "description": "x", "dripfeed": None, "drip_feed": True}])
@example([{**SERVICE, "desc": "", "description": "x", "dripfeed": False, "drip_feed": True}])
def test_both_ways_read_services_alike(answer: list[dict[str, Any]]) -> None:
    body = json.dumps(answer).encode(errors="surrogatepass")

    quick = usual_answers.services(body)

    if quick is not None:
        tolerant = listed(json.loads(body))
        assert (tolerant.senseless, tolerant.twice, tolerant.rows) == (0, (), len(quick))
        assert [[getattr(one, name) for name in FIELDS] for one in quick] == [
            [getattr(one, name) for name in FIELDS] for one in tolerant.services
        ]


def test_the_usual_list_is_read_the_quick_way() -> None:
    without = {name: value for name, value in SERVICE.items() if name not in ("desc", "dripfeed", "cancel")}

    for one in (SERVICE, without, {**SERVICE, "min": 50, "desc": None, "more": [1]}):
        assert usual_answers.services(json.dumps([one]).encode()) is not None
