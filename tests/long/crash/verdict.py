"""Compares what the panel has, what the bot wrote down, and what the people were shown."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sandbox.panel.book import Book
from sandbox.panel.book import Order as PanelOrder
from tests.long.crash import broadcast_verdict, mass_orders, wallets
from tests.long.crash.broadcasts import Broadcasts
from tests.long.crash.customers import Customer
from tests.long.crash.lists import SentList
from tests.long.crash.records import Records
from tests.long.crash.witness import Witness
from tests.long.crash.written import WORDS, Written, read

MICRO = 1_000_000


@dataclass
class Verdict:
    """`lost` counts whatever the bot does not know, or knows wrongly; `astray` the wallets that are wrong.

    `orders` are those that were ordered one by one; `lists` were ordered, with so many `lines`. `unasked` are
    orders or broadcasts that nobody confirmed. `copies` of `broadcasts` were to be sent; of those that are `unsure` the
    bot does not know whether they arrived. `details` says which.
    """

    kills: int = 0
    orders: int = 0
    lists: int = 0
    lines: int = 0
    broadcasts: int = 0
    copies: int = 0
    unsure: int = 0
    unconfirmed: int = 0
    doubled: int = 0
    unasked: int = 0
    lost: int = 0
    untold: int = 0
    astray: int = 0
    duplicate_messages: int = 0
    details: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return (
            not (self.doubled or self.unasked or self.lost or self.untold or self.astray)
            and self.duplicate_messages <= self.kills
        )

    @property
    def is_conclusive(self) -> bool:
        """Whether people ordered often enough for the kills to hit something: once in four kills."""
        return 4 * self.orders >= self.kills

    def __str__(self) -> str:
        names = (
            "kills",
            "orders",
            "lists",
            "lines",
            "broadcasts",
            "copies",
            "unsure",
            "unconfirmed",
            "doubled",
            "unasked",
            "lost",
            "untold",
            "astray",
            "duplicate_messages",
        )
        return " ".join(f"{name}={getattr(self, name)}" for name in names)

    def __add__(self, other: "Verdict") -> "Verdict":
        return Verdict(
            **{name: getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__}
        )


async def judge(
    kills: int, book: Book, records: Records, customers: Iterable[Customer], operator: Witness
) -> Verdict:
    """Called when all is quiet: the bot stopped, every order at its end, nothing left to send."""
    written, doubts, refills = await read(records)
    lines = [order for order in written if order.mass_order_id is not None]
    verdict = Verdict(
        kills=kills,
        orders=len(written) - len(lines),
        lists=len({order.mass_order_id for order in lines}),
        lines=len(lines),
        unconfirmed=doubts,
    )
    witnesses = {customer.person.id: customer.witness for customer in customers}
    _find_doubled(verdict, book, written, refills)
    _find_lost(verdict, book, written, {link for customer in customers for link in customer.promised})
    _find_untold(verdict, written, witnesses)
    _judge_lists(verdict, [one for customer in customers for one in customer.lists], book, written, witnesses)
    wrong = await wallets.astray(records, book)
    verdict.astray = len(wrong)
    verdict.details += [f"astray: {one}" for one in wrong]
    verdict.duplicate_messages = sum(witness.duplicates for witness in (*witnesses.values(), operator))
    return verdict


async def judge_broadcasts(verdict: Verdict, records: Records, sent: Broadcasts) -> None:
    started = await broadcast_verdict.started(records)
    verdict.broadcasts = len(started)
    verdict.copies = sum(one.total for one in started)
    verdict.unsure = sum(one.unsure for one in started)
    verdict.duplicate_messages += broadcast_verdict.duplicate_cards(sent, started)
    for kind, problem in broadcast_verdict.problems(sent, started):
        setattr(verdict, kind, getattr(verdict, kind) + 1)
        verdict.details.append(f"{kind}: {problem}")


def _judge_lists(
    verdict: Verdict,
    sent: list[SentList],
    book: Book,
    written: list[Written],
    witnesses: Mapping[int, Witness],
) -> None:
    problems = {
        "unasked": mass_orders.unasked(sent, book, written),
        "lost": mass_orders.lost(sent, written),
        "untold": mass_orders.untold(written, witnesses),
    }
    for kind, found in problems.items():
        setattr(verdict, kind, getattr(verdict, kind) + len(found))
        verdict.details += [f"{kind}: {one}" for one in found]


def _find_doubled(verdict: Verdict, book: Book, written: list[Written], refills: Mapping[str, int]) -> None:
    """Each link was confirmed once, so it may be ordered once; and a refill asked for once is there once."""
    at_panel = Counter(order.sent["link"] for order in book.orders.values())
    in_bot = Counter(order.target for order in written)
    for link, times in (at_panel | in_bot).items():
        if times > 1:
            verdict.doubled += times - 1
            verdict.details.append(
                f"doubled: {at_panel[link]} at the panel, {in_bot[link]} in the bot, on {link}"
            )
    for panel_order_id, times in Counter(str(one.order.id) for one in book.refills.values()).items():
        if times > refills.get(panel_order_id, 0):
            verdict.doubled += 1
            verdict.details.append(f"doubled: {times} refills at the panel of its order {panel_order_id}")


def _find_lost(verdict: Verdict, book: Book, written: list[Written], promised: set[str]) -> None:
    known = {order.panel_order_id: order for order in written if order.panel_order_id}
    at_panel = {order.sent["link"]: order for order in book.orders.values()}
    problems = [
        *(
            f"the panel's order {order.id} on {order.sent['link']} is not known to the bot"
            for order in book.orders.values()
            if str(order.id) not in known
        ),
        *(
            f"order {order.id} is {order.status}, the panel has {at_panel[order.target].id} on its link"
            for order in written
            if order.status == "failed" and order.target in at_panel
        ),
        *(
            f"order {order.id} is still {order.status}, {order.appointment}"
            for order in written
            if order.status not in WORDS
        ),
        *(f"{link} was promised and is not there" for link in promised - {one.target for one in written}),
        *filter(None, (_difference(order, at_panel.get(order.target)) for order in known.values())),
    ]
    verdict.lost += len(problems)
    verdict.details += [f"lost: {problem}" for problem in problems]


def _difference(order: Written, panel_order: PanelOrder | None) -> str | None:
    if panel_order is None or str(panel_order.id) != order.panel_order_id:
        return f"order {order.id} has the panel's number {order.panel_order_id}, which is not its own"
    if order.status in WORDS and panel_order.state != WORDS[order.status]:
        return f"order {order.id} is {order.status}, at the panel {panel_order.state}"
    if order.charge is not None and Decimal(order.charge) / MICRO != panel_order.charge:
        return f"order {order.id} was charged {order.charge}, at the panel {panel_order.charge}"
    return None


def _find_untold(verdict: Verdict, written: list[Written], witnesses: Mapping[int, Witness]) -> None:
    """An end is told by a message of its own; that nothing was placed, by the card or a message."""
    for order in written:
        if order.mass_order_id is not None:  # its summary tells it
            continue
        word = WORDS.get(order.status)
        witness = witnesses[order.telegram_id]
        seen = witness.headings if order.status == "failed" else witness.told
        if word is not None and (order.id, word) not in seen:
            verdict.untold += 1
            verdict.details.append(
                f"untold: order {order.id} is {word}, person {order.telegram_id} was not told"
            )
