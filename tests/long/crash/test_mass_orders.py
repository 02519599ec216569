"""The harness notices what must not become of a list."""

import pytest

from sandbox.panel.book import Book
from sandbox.telegram.world import Chat
from tests.long.crash import mass_orders
from tests.long.crash.lists import SentList
from tests.long.crash.witness import Witness
from tests.long.crash.written import Written

SUMMARY = "📋 Mass order 1 · 2 of 2 finished\n▰▰▰\n\n✅ Completed: 1\n🔴 Not placed: 1"
END = "🏁 Mass order 1 is finished\n\n✅ Completed: 1\n🔴 Not placed: 1"
ORDERS = [
    Written(1, 7, "a", "completed", "501", None, "", 1),
    Written(2, 7, "b", "failed", None, None, "", 1),
]


def sent(asked: str = "ab", *, is_promised: bool = True) -> SentList:
    return SentList("", ["a", "b", "c"], ["w"], list(asked), is_promised)


def test_a_list_that_was_ordered_whole_is_in_order() -> None:
    book = Book()

    assert mass_orders.unasked([sent()], book, ORDERS) == []
    assert mass_orders.lost([sent()], ORDERS) == []


@pytest.mark.parametrize("link", ["c", "w"])
def test_a_line_that_nobody_confirmed_is_found(link: str) -> None:
    more = [*ORDERS, Written(3, 7, link, "completed", "502", None, "", 1)]

    assert mass_orders.unasked([sent()], Book(), more) == [f"{link} was never confirmed"]


@pytest.mark.parametrize(
    ("one", "orders"),
    [
        (sent(), ORDERS[:1]),
        (sent(is_promised=False), ORDERS[:1]),
        (sent(), []),
        (sent(), [ORDERS[0], Written(2, 7, "b", "failed", None, None, "", 2)]),
    ],
    ids=["a part", "a part of a tap without answer", "nothing", "two mass orders"],
)
def test_a_list_that_is_not_there_as_a_whole_is_found(one: SentList, orders: list[Written]) -> None:
    assert mass_orders.lost([one], orders)


def test_a_tap_that_nobody_heard_orders_nothing() -> None:
    assert mass_orders.lost([sent(is_promised=False)], []) == []


@pytest.mark.parametrize(
    ("summary", "end", "problems"),
    [
        (SUMMARY, END, 0),
        (SUMMARY.replace("2 of 2", "1 of 2"), END, 1),
        (SUMMARY, END.replace("Completed: 1", "Completed: 2"), 1),
        ("", "", 2),
    ],
)
def test_what_the_chat_shows_at_the_end_is_compared(summary: str, end: str, problems: int) -> None:
    witness = Witness(Chat(7, None))
    for text in (summary, end):
        witness.put_nowait({"type": "message", "message": {"from": {"is_bot": True}, "caption": text}})

    assert len(mass_orders.untold(ORDERS, {7: witness})) == problems


def test_a_summary_that_comes_twice_is_counted() -> None:
    witness = Witness(Chat(7, None))
    for text in (SUMMARY.replace("2 of 2", "0 of 2"), SUMMARY):
        witness.put_nowait({"type": "message", "message": {"from": {"is_bot": True}, "text": text}})

    assert witness.duplicates == 1
