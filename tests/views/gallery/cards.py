"""What a customer sees of orders that were placed: the card, lists, and messages that tell how one ended."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from storage.cancels import CancelStatus
from storage.milestones import Milestone
from storage.orders import OrderStage
from storage.own_orders import Filter
from storage.postponed_ends import PostponedEnds
from storage.records import Json
from storage.refills import RefillStage
from storage.transfers import TransferKind, WalletEntry
from tests.views.gallery.paper import Shown, plain
from tests.views.gallery.records import EARLIER, NOW, POSTS, Records
from usecases.clock import DAY, MINUTE
from usecases.errors import OrderGone
from usecases.submitting.failures_of_writes import ASKED_ANEW, Failure
from usecases.tracking.order_history import OrderHistory
from usecases.tracking.view_orders import OrderPage
from views import failures, labels, notifications
from views.orders import history, order_card, order_lists, orders_file

COMMENTS = Json({"link": "https://pictogram.example/p/alice", "comments": "Well done!\nI like this."})
NOT_BELIEVED = Json(
    {"link": "https://pictogram.example/p/alice", "quantity": "100", "runs": "5", "interval": "60"}
)


def cards(it: Records) -> Iterator[Shown]:
    for status in OrderStage:
        order = it.order(status, failure="link" if status is OrderStage.FAILED else None)
        failure = Failure("link") if status is OrderStage.FAILED else None
        yield Shown(f"Order: {plain(status).lower()}", order_card.card(it.card(order, failure=failure)))
    yield Shown("Order: slower than usual", order_card.card(it.card(it.order(slow_since=NOW))))
    yield Shown(
        "Order: a status that we don't know", order_card.card(it.card(it.order(status_word="Awaiting")))
    )
    runs = it.order(parameters=NOT_BELIEVED, parts_done=2, quantity=500)
    yield Shown("Order: two runs are done", order_card.card(it.card(runs)))
    posts: dict[str, Any] = {"parameters": POSTS, "quantity": 500, "charge": 270_000, "remains": None}
    under_way = it.order(**posts, parts_done=3)
    yield Shown("Order: a subscription", order_card.card(it.card(under_way)))
    unclear = it.order(OrderStage.UNCONFIRMED, parameters=POSTS, quantity=500)
    yield Shown("Order: a subscription that is being checked", order_card.card(it.card(unclear)))
    one = {**posts, "parameters": Json({**POSTS, "posts": "1"})}
    yield Shown("Order: a subscription for one post", order_card.card(it.card(it.order(**one, parts_done=1))))
    ended = it.order(OrderStage.COMPLETED, **posts, parts_done=10)
    yield Shown("Order: a subscription has ended", order_card.card(it.card(ended, charge=270_000)))
    yield Shown("Message: a subscription has ended", notifications.ended(ended))
    untold = it.order(OrderStage.COMPLETED, **{**posts, "charge": None}, parts_done=10)
    yield Shown("Order: a subscription has ended, without a charge", order_card.card(it.card(untold)))
    yield Shown("Message: a subscription has ended, without a charge", notifications.ended(untold))
    yield Shown("Order: delivered in runs", order_card.card(it.card(it.order(parameters=NOT_BELIEVED))))
    yield Shown("Order: comments", order_card.card(it.card(it.order(parameters=COMMENTS))))
    done = it.order(OrderStage.COMPLETED, remains=-1)
    yield Shown("Order: one more than ordered", order_card.card(it.card(done)))
    dear = it.order(OrderStage.PARTIAL, charge=324_000)
    yield Shown("Order: charged less than quoted", order_card.card(it.card(dear, charge=324_000)))
    dismissed = it.order(OrderStage.PARTIAL, dismissed_at=NOW)
    for name in ("Pictogram Followers · refill 30 days", "Pictogram Followers · refill 1 day"):
        for since in (DAY // 2, 31 * DAY):
            done = it.order(OrderStage.COMPLETED, service_name=name, refillable=True, ended_at=NOW - since)
            yield Shown("Order: days for refills", order_card.card(it.card(done)))
    yield Shown("Order: dismissed", order_card.card(it.card(dismissed)))
    yield Shown("The whole list, as a message", order_card.whole_lists(it.order(parameters=COMMENTS)))


def money_that_returns(it: Records) -> Iterator[Shown]:
    for title, given in (
        ("Canceled before anything arrived", {"status": OrderStage.CANCELED, "remains": None}),
        ("Partial, the panel does not say how much", {"status": OrderStage.PARTIAL, "remains": None}),
        ("Partial, more than everything arrived", {"status": OrderStage.PARTIAL, "remains": -5}),
        ("Completed, by the operator", {"status": OrderStage.COMPLETED, "ended_by": 1003}),
        ("Canceled, by the operator", {"status": OrderStage.CANCELED, "ended_by": 1003}),
    ):
        yield Shown(title, order_card.card(it.card(it.order(**given))))


def refusals(it: Records) -> Iterator[Shown]:
    """Why the panel did not do it: of an order, a refill, a cancellation."""
    for reason in labels.FAILURES:
        yield Shown(f"Order not placed: {plain(reason).lower()}", labels.failure(Failure(reason)))
    for reason in labels.REFILL_FAILURES:
        yield Shown(f"Refill refused: {plain(reason).lower()}", labels.failure_of_refill(Failure(reason)))
    for reason in labels.CANCEL_FAILURES:
        yield Shown(
            f"Cancellation refused: {plain(reason).lower()}", labels.failure_of_cancel(Failure(reason))
        )
    told = Failure("other", it.panel_words, is_sure=False, operator_told=True)
    yield Shown("Order not placed, with the panel's words", labels.failure(told))
    for reason, fields in ASKED_ANEW.items():
        for field in fields:
            order = it.order(OrderStage.FAILED, failure=reason, parameters=Json({field: "1"}))
            shown = order_card.card(it.card(order, failure=Failure(reason)))
            title = (
                f"Order not placed: {plain(reason).lower()}, with a button for another {plain(field).lower()}"
            )
            yield Shown(title, shown)


def refills(it: Records) -> Iterator[Shown]:
    done = it.order(OrderStage.COMPLETED)
    yield Shown("Order: can be refilled", order_card.card(it.card(done)))
    for status in RefillStage:
        refill = it.refill(status, failure="link" if status is RefillStage.FAILED else None)
        yield Shown(f"Order: refill {plain(status).lower()}", order_card.card(it.card(done, refill)))
    unreported = RefillStage.UNREPORTED
    old = it.refill(unreported, created_at=NOW - DAY // 2)
    yield Shown("Order: another refill, later", order_card.card(it.card(done, old)))
    lost = it.refill(unreported, status_word="Awaiting", misses=3)
    yield Shown("Order: refill no longer reported", order_card.card(it.card(done, lost)))
    silent = it.refill(unreported, status_word="Awaiting")
    yield Shown("Order: refill without news", order_card.card(it.card(done, silent)))
    for failure in labels.NOT_FAILED:
        refill = it.refill(RefillStage.FAILED, failure=failure)
        yield Shown(
            f"Order: refill refused, {plain(failure).lower()}", order_card.card(it.card(done, refill))
        )


def cancellations(it: Records) -> Iterator[Shown]:
    yield Shown("Before a cancellation", order_card.ask_cancel(it.card(it.order())))
    for status in CancelStatus:
        cancel = it.cancel(status, failure="order" if status is CancelStatus.FAILED else None)
        yield Shown(f"Order: cancellation {status}", order_card.card(it.card(it.order(), cancel=cancel)))
    old = it.cancel(CancelStatus.ASKED, created_at=NOW - DAY)
    yield Shown("Order: cancellation without effect", order_card.card(it.card(it.order(), cancel=old)))


def lists(it: Records) -> Iterator[Shown]:
    one = it.order(created_at=EARLIER)
    yield Shown("My orders", order_lists.page(OrderPage([one] * 8, Filter.ALL, 0, 2, 9)))
    table = orders_file.table([it.order(OrderStage.CANCELED)]).decode("utf-8-sig")
    yield Shown("My orders (file)", table.replace("\r\n", "\n").strip())
    yield Shown("My orders, one", order_lists.page(OrderPage([one], Filter.OPEN, 0, 1, 1)))
    yield Shown(
        "My orders, attention",
        order_lists.page(OrderPage([it.order(OrderStage.PROBLEM)], Filter.ATTENTION, 0, 1, 1)),
    )
    partial, canceled = it.order(OrderStage.PARTIAL), it.order(OrderStage.CANCELED)
    for title, ended in (("one has ended", [partial]), ("two have ended", [partial, canceled])):
        page = OrderPage(ended, Filter.ATTENTION, 0, 1, len(ended), len(ended))
        yield Shown(f"My orders, attention: {title}", order_lists.page(page))
    yield Shown("My orders, none yet", order_lists.page(OrderPage([], Filter.ALL, 0, 1, 0)))
    yield Shown("My orders, none with this filter", order_lists.page(OrderPage([], Filter.FINISHED, 0, 1, 0)))
    yield Shown("Find an order", order_lists.ask_number())
    for typed in ("99", "followers"):
        missed = failures.words(OrderGone(typed))
        yield Shown(f"Find an order: {typed}", order_lists.ask_number(missed))
    yield Shown("Find an order: two have the number", order_lists.found([one, it.order(id=3)]))


def messages(it: Records) -> Iterator[Shown]:
    for status in (OrderStage.COMPLETED, OrderStage.PARTIAL, OrderStage.CANCELED):
        yield Shown(f"Message: {status}", notifications.ended(it.order(status)))
    yield Shown("Message: the panel reports a problem", notifications.problem(it.order(OrderStage.PROBLEM)))
    unplaced = it.order(OrderStage.FAILED, failure="never_existed")
    yield Shown("Message: checked, the panel has it", notifications.decided(it.order(OrderStage.PENDING)))
    yield Shown("Message: checked, the panel does not have it", notifications.decided(unplaced))
    for ended in (RefillStage.COMPLETED, RefillStage.REJECTED, RefillStage.CANCELED, RefillStage.ERROR):
        yield Shown(f"Message: refill {ended}", notifications.refill(it.refill(ended)))
    doubtful = it.refill(RefillStage.UNCONFIRMED, operator_told=True)
    yield Shown("Message: refill without a clear answer", notifications.refill(doubtful))
    refused = it.refill(RefillStage.FAILED, failure="later", detail="Please try again later")
    yield Shown("Message: refill refused", notifications.refill(refused))
    ends = (OrderStage.COMPLETED, OrderStage.PARTIAL, OrderStage.CANCELED)
    held = PostponedEnds(
        [it.order(status, id=7 + n) for n, status in enumerate(ends)], [it.refill(RefillStage.COMPLETED)], 9
    )
    yield Shown("Message: all that ended in quiet hours", notifications.digest(held))
    for outcome, failure in ((CancelStatus.FAILED, "order"), (CancelStatus.UNCONFIRMED, None)):
        asked = it.card(it.order(), cancel=it.cancel(outcome, failure=failure))
        yield Shown(f"Message: cancellation {outcome}", notifications.cancel(asked))


def histories(it: Records) -> Iterator[Shown]:
    order = it.order(OrderStage.PARTIAL)
    stages = (OrderStage.RESERVED, OrderStage.PENDING, OrderStage.IN_PROGRESS, OrderStage.PARTIAL)
    milestones = [Milestone(stage, EARLIER + n * MINUTE) for n, stage in enumerate(stages)]
    usual = OrderHistory(
        order, milestones, [it.refill(RefillStage.COMPLETED)], [it.cancel(CancelStatus.ASKED)], [], "USD"
    )
    yield Shown("History of an order", history.history(usual))
    moves = [
        WalletEntry(1, TransferKind.RESERVE, -900_000, 7, None, "", EARLIER, None),
        WalletEntry(2, TransferKind.REFUND, 300_000, 7, None, "", NOW, None),
    ]
    yield Shown("History of an order from a wallet", history.history(replace(usual, moves=moves)))
    for count in (39, 60):
        many = [Milestone(stages[1 + n % 2], EARLIER + n) for n in range(count)]
        yield Shown("History with many changes", history.history(replace(usual, milestones=many)))
