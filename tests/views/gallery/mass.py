"""Mass orders: the question for a list, reviews, the summary, and why a line cannot be ordered."""

from collections.abc import Iterator
from dataclasses import replace

import msgspec

from panel.service_types import ServiceType
from storage.accounts import Wallet
from storage.mass_orders import HELD_REASON, MassLine, MassOrder, MassStatus, StageSum
from storage.orders import OrderStage
from tests.views.gallery.paper import Shown
from tests.views.gallery.records import EARLIER, NOW, Records
from usecases.ordering.mass_review import MassChoice, MassReview
from usecases.ordering.place_mass_order import PlacedMassOrder
from usecases.tracking.view_mass_orders import MassPage, MassProgress
from views import mass_reviews, toasts
from views.mass_file import lines_file
from views.mass_reasons import MASS_COLUMNS_REASONS, MASS_REASONS, reason
from views.orders import mass_progress


def line(it: Records, number: int, **given: object) -> MassLine:
    usual = MassLine(
        number,
        service_id="101",
        service_name=it.service_name,
        answers={"link": f"{it.link}/{number}"},
        quantity=1_000,
        rate="0.9",
        price=900_000,
    )
    return msgspec.structs.replace(usual, **given)


def listed(lines: list[MassLine], status: MassStatus = MassStatus.READY) -> MassOrder:
    told = msgspec.json.encode(lines).decode()
    return MassOrder(12, 2, 1, status, told, "USD", "", None, EARLIER, EARLIER, None)


def reviews(it: Records) -> Iterator[Shown]:
    yield Shown("Many orders at once", mass_reviews.prompt())
    yield Shown("Many orders at once, a file that is no list", mass_reviews.prompt(it.service_name))
    wrong = MassLine(11, reason="mass_unknown_service")
    many = listed([line(it, number) for number in range(1, 11)] + [wrong])
    yield Shown("Review of many orders", mass_reviews.review(MassReview(many, None, None, NOW)))
    again = listed([], MassStatus.PLACED)
    mixed = listed([line(it, 1), line(it, 2, open_order=8), line(it, 3, was_price=450_000), wrong])
    told = MassReview(mixed, None, again, NOW)
    yield Shown(
        "Review of many orders: the same again, an open order, a new price", mass_reviews.review(told)
    )
    all_ = MassReview(mixed, None, again, NOW, MassChoice(with_open=True))
    yield Shown("Review of many orders, also with open orders", mass_reviews.review(all_))
    one = listed([line(it, 1), wrong, msgspec.structs.replace(wrong, number=12)])
    yield Shown("Review of one order of a list", mass_reviews.review(MassReview(one, None, None, NOW)))
    part = MassReview(mixed, None, None, NOW, MassChoice(without_changed=True))
    yield Shown("Review of the orders of a list without a new price", mass_reviews.review(part))
    for count in (9, 20):
        dearer = listed([line(it, number, was_price=450_000) for number in range(1, count + 1)])
        yield Shown(
            f"Review of {count} orders with new prices",
            mass_reviews.review(MassReview(dearer, None, None, NOW)),
        )
    held = listed([line(it, 1), line(it, 2, reason=HELD_REASON)])
    yield Shown("Review of two orders: one is held", mass_reviews.review(MassReview(held, None, None, NOW)))
    nine = listed([line(it, number) for number in range(1, 10)])
    yield Shown("Review of nine orders", mass_reviews.review(MassReview(nine, None, None, NOW)))
    for title, money, debt in (
        ("money for one of them", 900_000, 0),
        ("money for some of them", 3_000_000, 0),
        ("money for none of them", 0, 0),
        ("a debt", 0, -500_000),
    ):  # fmt: skip
        short = MassReview(many, Wallet(money, 0, debt, 0), None, NOW)
        yield Shown(f"Review of many orders: {title}", mass_reviews.review(short))
    yield Shown(
        "Review of many orders: all are wrong",
        mass_reviews.review(MassReview(listed([wrong]), None, None, NOW)),
    )
    ended = msgspec.structs.replace(again, finished_at=NOW)
    yield Shown("Many orders were confirmed", mass_reviews.placed(PlacedMassOrder(again, 10)))
    yield Shown("Some of many orders were confirmed", mass_reviews.placed(PlacedMassOrder(again, 1, nine)))
    yield Shown(
        "All but one were confirmed", mass_reviews.placed(PlacedMassOrder(again, 9, listed([line(it, 1)])))
    )
    yield Shown("Many orders that were confirmed before", mass_reviews.placed(PlacedMassOrder(ended, 10)))
    yield Shown("Many orders were given up", mass_reviews.dropped())


def reasons(it: Records) -> Iterator[Shown]:
    limits: dict[str, int | str] = {
        "line": 3, "max": 20_000, "old": it.service_name, "new": it.service_name,
    }  # fmt: skip
    for name in MASS_REASONS:
        yield Shown(f"Line: {name}", reason(MassLine(1, reason=name, limits=limits)))
    for name in MASS_COLUMNS_REASONS:
        yield Shown(f"Line: {name}", reason(MassLine(1, reason=name, limits={"type": ServiceType.POLL})))
    yield Shown(
        "Line: no choice", reason(MassLine(1, reason="mass_not_a_choice", limits={"field": "device"}))
    )
    mixed = [line(it, 2, was_price=450_000), MassLine(4, reason="mass_unclear")]
    told = lines_file(listed(mixed)).decode("utf-8-sig").replace("\r\n", "\n")
    yield Shown("File with all lines", told)
    failed = it.order(OrderStage.FAILED, failure="link", mass_order_id=12, mass_line=3)
    yield Shown(
        "File with the orders that failed",
        mass_progress.incomplete_file([it.card(failed)]).decode("utf-8-sig").replace("\r\n", "\n"),
    )


def progress(it: Records) -> Iterator[Shown]:
    stages = [StageSum(status, 2, 1_800_000, 0, 0) for status in OrderStage]
    under_way = MassProgress(listed([], MassStatus.PLACED), stages)
    yield Shown("Mass order: in all stages", mass_progress.summary(under_way))
    ends = [
        StageSum(OrderStage.COMPLETED, 90, 81_000_000, 81_000_000, 0),
        StageSum(OrderStage.CANCELED, 3, 2_700_000, 2_700_000, 900_000),
    ]
    ended = MassProgress(listed([], MassStatus.PLACED), ends)
    yield Shown("Mass order: finished", mass_progress.summary(ended))
    yield Shown("Message: a mass order is finished", mass_progress.ended(ended))
    for count in (1, 2):
        asked = replace(ended, taken_back=300_000, in_question=count)
        yield Shown(
            f"Mass order: about the money of {count} the operators are asked", mass_progress.summary(asked)
        )
        yield Shown(f"Message: {count} of a mass order were not sent", mass_progress.unsent(12, count))
    orders = [it.order(mass_order_id=12, mass_line=1), it.order(OrderStage.COMPLETED, id=9)]
    yield Shown("Orders of a mass order", mass_progress.page(MassPage(12, orders, 0, 12, 93)))
    yield Shown("Toast: nothing has failed", toasts.nothing_failed())
