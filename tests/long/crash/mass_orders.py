"""Compares the lists that customers confirmed with what was ordered, and with what the chats show at the end."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sandbox.panel.book import Book
from tests.long.crash.lists import SentList
from tests.long.crash.witness import Witness
from tests.long.crash.written import WORDS, Written

STAGE = re.compile(r"([A-Z][a-z ]+): (\d+)$", re.MULTILINE)
"""How many orders of a list are in a stage, as its summary says it."""


def unasked(sent: Iterable[SentList], book: Book, written: Iterable[Written]) -> list[str]:
    """Return the lines that were ordered although they are wrong, or although nobody confirmed them."""
    ordered = {order.target for order in written} | {order.sent["link"] for order in book.orders.values()}
    return [f"{link} was never confirmed" for one in sent for link in sorted(one.not_asked & ordered)]


def lost(sent: Iterable[SentList], written: Iterable[Written]) -> list[str]:
    """Return the lists of which a part is there, or nothing although it was promised."""
    mass_order_of = {order.target: order.mass_order_id for order in written}
    return [problem for one in sent for problem in _lost(one, mass_order_of)]


def _lost(one: SentList, mass_order_of: Mapping[str, int | None]) -> Iterator[str]:
    there = [mass_order_of[link] for link in one.asked if link in mass_order_of]
    if len(there) < len(one.asked) and (there or one.is_promised):
        yield f"{len(there)} of {len(one.asked)} lines of the list with {one.right[0]} are there"
    if len(set(there)) > 1 or None in there:
        yield f"the list with {one.right[0]} is in the mass orders {set(there)}"


def untold(written: Iterable[Written], witnesses: Mapping[int, Witness]) -> list[str]:
    """Return the mass orders whose summary or last message does not say what became of their orders."""
    orders: dict[tuple[int, int], list[Written]] = defaultdict(list)
    for order in written:
        if order.mass_order_id is not None:
            orders[order.telegram_id, order.mass_order_id].append(order)
    return [
        f"mass order {number}: {problem}"
        for (person, number), theirs in orders.items()
        for problem in _untold(number, theirs, witnesses[person])
    ]


def _untold(number: int, orders: Sequence[Written], witness: Witness) -> Iterator[str]:
    expected = dict(Counter(WORDS.get(order.status, order.status) for order in orders))
    whole = f"Mass order {number} · {len(orders)} of {len(orders)} finished"
    summary, end = witness.summaries.get(number, ""), witness.list_ends.get(number, "")
    if whole not in summary or _counts(summary) != expected:
        yield f"{expected} is not what its summary says: {summary!r}"
    if _counts(end) != expected:
        yield f"{expected} is not what the message at its end says: {end!r}"


def _counts(text: str) -> dict[str, int]:
    return {word: int(count) for word, count in STAGE.findall(text)}
