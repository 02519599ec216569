"""What an operator sees."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from msgspec import structs

from panel import Meaning
from storage.audit import Check
from storage.balance_comparisons import BalanceComparison
from storage.conditions import Condition
from storage.holds import Hold, HoldState
from storage.orders import OrderStage
from storage.refills import RefillStage
from storage.refusals import RefusedWrite
from tests.views.gallery.paper import Shown, plain
from tests.views.gallery.records import EARLIER, NOW, POSTS, Records
from usecases.alerting.tell_refusals import FUNDS_LOW
from usecases.clock import DAY, HOUR
from usecases.errors import NoSuchPanelOrder
from usecases.operating.decide_holds import HeldService, HeldServices
from usecases.operating.end_orders import OrderInTrouble
from usecases.operating.report_sales import Sales
from usecases.operating.view_account import HealthReport
from usecases.operating.view_desk import Desk, Host
from usecases.operating.view_stuck import StuckPage
from views import failures
from views.operating import (
    alerts as views,
)
from views.operating import (
    balance_comparisons,
    decisions,
    holds,
    overview,
    refusals,
    returning,
    sales,
    troubles,
)

ABOUT = {
    "order_missing": "8",
    "order_unreadable": "8",
    "status_word": "Awaiting",
    "status_refused": "8",
    "message_unsent": "order_card",
    "other_panel": "https://panel.example/api/v2",
    "exists_after_all": "8",
    "placed_late": "8",
    "failed_late": "8",
    "late_answer": "8",
    "never_placed": "8",
    "refill_exists_after_all": "8",
    "update_set_aside": "ValueError",
    "return_refused": "100",
    "star_row": "stxPZ5Xq9FhkN0VwJ2rBd",
}
MENTIONED = {
    "exists_after_all",
    "failed_late",
    "late_answer",
    "never_placed",
    "placed_late",
    "refill_exists_after_all",
    "return_refused",
    "rates_jumped",
    "services_changed",
}
"""Alerts about one event. They begin no condition, so the overview does not list them."""

DETAILS = {
    "books_wrong": " ".join(f"{check}:7:3000000:3100000" for check in Check),
    "panel_down": "connection refused",
    "balance_differs": "-2000000 USD",
    "panel_key": "Invalid API key",
    "balance_unreadable": "balance: abc",
    "currency_changed": "USD → EUR",
    "exchange_rate_old": "EUR → USD",
    "balance_low": "4000000 5000000 USD",
    "rates_moved": "25",
    "rates_jumped": "25",
    "services_changed": '{"new":12,"gone":3,"back":1,"rate":40,"limits":2,"name":5,"type":1}',
    "status_word": "#8",
    "status_refused": "Canceled: an order does not go this way",
    "restored": "41",
    "update_set_aside": "update 4711",
    "order_missing": "23510",
    "order_unreadable": "status: 17",
    "message_unsent": "Bad Request: chat not found",
    "service_types": "telepathy (3)",
    "services_twice": "101, 102",
    "services_senseless": "2",
    "services_too_many": "73,112",
    "other_panel": "3",
    "exists_after_all": "23510",
    "placed_late": "23510",
    "failed_late": "the program was held up before it could send it",
    "late_answer": "the panel gave the number 23510, which order 7 here has",
    "never_placed": "23510",
    "refill_exists_after_all": "77",
    "return_refused": "stxPZ5Xq9FhkN0VwJ2rBd (CHARGE_NOT_FOUND)",
    "stars_differ": "-100",
}


def health(it: Records) -> Iterator[Shown]:
    well = HealthReport([], 996_686_500, "USD", 54, 0, has_decided_figures=False)
    yield Shown("Operator", overview.health(well, [], [], 0))
    yield Shown("Operator of a shop", overview.health(replace(well, is_shop=True), [], [], 0))
    busy = HealthReport(
        [Condition(name, EARLIER, DETAILS.get(name, "")) for name in views.BEGAN if name not in MENTIONED],
        None,
        None,
        54,
        2,
        has_decided_figures=True,
    )
    yield Shown("Operator, with every warning", overview.health(busy, [8, 9], [3], 2, [12]))
    compared = comparisons()[0]
    yield Shown(
        "Operator, the balance was compared", overview.health(replace(well, compared=compared), [], [], 0)
    )
    covered = HealthReport(
        [Condition("panel_funds", EARLIER, "450000")], 996_686_500, "USD", 54, 0, has_decided_figures=False
    )
    yield Shown("Operator, the account has enough money", overview.health(covered, [], [], 0))


def comparisons() -> list[BalanceComparison]:
    """As expected, topped up, more and less left, an order in doubt, and days without a balance."""
    days = ((-9_100_000, 0), (40_900_000, 0), (-6_800_000, 0), (-11_100_000, 0), (-11_100_000, 2_000_000))
    read_at = NOW - NOW % DAY
    first = BalanceComparison(
        1, read_at // DAY, read_at, 996_686_500, "USD", 0, read_at - DAY, -9_100_000, 0, 0
    )
    its = [structs.replace(first, changed=changed, unclear=unclear) for changed, unclear in days]
    return [*its, structs.replace(its[0], since=read_at - 3 * DAY)]


def account_by_day(it: Records) -> Iterator[Shown]:
    yield Shown("Panel account by day", balance_comparisons.page(comparisons()))
    yield Shown("Panel account by day, not compared yet", balance_comparisons.page([]))


def alerts(it: Records) -> Iterator[Shown]:
    for name in views.BEGAN:
        if ":" in name or name == FUNDS_LOW:
            continue  # stands in the health only; a lack of funds is told with what was refused
        condition = f"{name}:{ABOUT[name]}" if name in ABOUT else name
        yield Shown(
            f"Alert: {plain(name).lower()}",
            views.alert({"condition": condition, "detail": DETAILS.get(name, "")}),
        )
    for name in views.END_SENTENCES:
        condition, _colon, by = name.partition(":")
        payload = {"condition": condition, "lasted": HOUR, "by": by}
        yield Shown(f"Alert is over: {plain(name).lower()}", views.alert(payload))
    newer = {"condition": "panel_asleep:7", "detail": "zzz"}
    yield Shown("Alert of a newer release", views.alert(newer))
    yield Shown("Alert is over: an alert of a newer release", views.alert({**newer, "lasted": HOUR}))


def in_doubt(it: Records) -> Iterator[Shown]:
    found = {
        "balance_before": 997_136_500,
        "balance_after": 996_236_500,
        "candidates": [{"id": it.reference, "charge": 900_000}, {"id": "23511"}],
    }
    unclear = {"balance_before": 997_136_500, "balance_after": 996_686_500, "candidates": []}
    for title, evidence in (
        ("being asked about", None),
        ("without evidence", {}),
        ("with evidence", found),
        ("the balance fell by something else", unclear),
        ("the balance is unchanged", unclear | {"balance_before": 996_686_500}),
        ("the balance rose", unclear | {"balance_before": 900_000_000}),
        ("the balance before is not known", unclear | {"balance_before": None}),
        ("no number to begin at", unclear | {"candidates": None}),
    ):
        yield Shown(f"Order in doubt: {title}", decisions.decision(it.in_doubt(evidence)))
    doubtful = it.in_doubt(unclear)
    free = replace(doubtful, order=it.order(OrderStage.UNCONFIRMED, price=0))
    yield Shown("Order in doubt: without a price", decisions.decision(free))
    answered = replace(doubtful, order=it.order(OrderStage.PENDING))
    yield Shown("Order in doubt: the panel answered late", decisions.decision(answered))
    posts = replace(doubtful, order=it.order(OrderStage.UNCONFIRMED, parameters=POSTS, quantity=500))
    yield Shown("Order in doubt: a subscription", decisions.decision(posts))
    yield Shown("Order in doubt: decided", decisions.decision(it.in_doubt(found, decided_at=EARLIER)))
    yield Shown("Order in doubt: its number", decisions.name_order(it.in_doubt(found)))
    wrong = failures.words(NoSuchPanelOrder())
    yield Shown("Order in doubt: its number, none found", decisions.name_order(it.in_doubt({}), wrong))
    yield Shown("Before an order is closed", decisions.deny_order(it.in_doubt(found)))
    yield Shown("Decided: the panel has it", decisions.decided(it.order(OrderStage.PENDING)))
    yield Shown("Decided: the panel doesn't have it", decisions.decided(it.order(OrderStage.FAILED)))
    yield Shown("Refill in doubt", decisions.refill_decision(it.refill_in_doubt()))
    yield Shown(
        "Refill in doubt: decided", decisions.refill_decision(it.refill_in_doubt(RefillStage.PENDING))
    )
    yield Shown("Refill in doubt: its number", decisions.name_refill(it.refill_in_doubt(), wrong))
    yield Shown("Before a refill is denied", decisions.deny_refill(it.refill_in_doubt()))
    yield Shown("Refill decided", decisions.refill_decided())


def trouble(it: Records) -> Iterator[Shown]:
    yield Shown(
        "Message: a problem",
        troubles.problem(it.in_trouble(charge=4_500_000, remains=640, status_word="Error")),
    )
    yield Shown("Message: one slow order", troubles.slow([8]))
    yield Shown("Message: many slow orders", troubles.slow(list(range(1, 12))))
    odd = it.in_trouble(
        OrderStage.IN_PROGRESS, charge=900_000, missing_since=EARLIER, unreadable_since=EARLIER, remains=-2
    )
    yield Shown("Order, for the operator", troubles.facts(odd, with_costs=True))
    yield Shown("Order, for the operator: in doubt", troubles.facts(it.in_trouble(OrderStage.UNCONFIRMED)))
    yield Shown("Order, for the operator: finished", troubles.facts(it.in_trouble(OrderStage.COMPLETED)))
    forgotten = OrderInTrouble(
        it.order(OrderStage.COMPLETED, target="", parameters={}),
        structs.replace(it.user(), name="", telegram_id=None),
    )
    yield Shown("Order, for the operator: its customer was forgotten", troubles.facts(forgotten))
    for end in (OrderStage.COMPLETED, OrderStage.CANCELED):
        yield Shown(f"Before an order is ended by hand: {end}", troubles.ask_end(it.in_trouble(), end))
        yield Shown(f"Ended by hand: {end}", troubles.ended(it.order(end)))
    yield Shown("Find any order", troubles.ask_any_number())
    yield Shown("Several orders with one number", troubles.found([it.order(), it.order(OrderStage.FAILED)]))


def held(it: Records) -> Iterator[Shown]:
    def hold(state: HoldState = HoldState.WAITS, seen: str = "charge") -> Hold:
        return Hold(2, 1, "101", it.service_name, 8, 900_000, 9_000_000, seen, state, 0, EARLIER)

    plain = it.panel_key()
    decided = it.panel_key(rate_per_piece_since=EARLIER, charge_ignored_since=EARLIER)
    for title, shown in (
        ("waits", HeldService(hold(), it.order(), plain, is_panel_held=False)),
        (
            "the second one, by the balance",
            HeldService(hold(seen="balance"), it.order(), plain, is_panel_held=True),
        ),
        ("not sold", HeldService(hold(HoldState.NOT_SOLD), it.order(), decided, is_panel_held=False)),
        ("sold again", HeldService(hold(HoldState.LIFTED), it.order(), plain, is_panel_held=False)),
    ):
        yield Shown(f"Held service: {title}", holds.hold(shown))
    yield Shown("Held services", holds.held(HeldServices([hold(), hold(HoldState.NOT_SOLD)], decided)))
    yield Shown("Held services, none", holds.held(HeldServices([], plain)))


def refused(it: Records) -> Iterator[Shown]:
    def one(write: str, meaning: Meaning, balance: int | None = None, price: int = 900_000) -> dict[str, Any]:
        return {
            "write": write,
            "order": 8,
            "meaning": meaning,
            "words": it.panel_words,
            "panel_key": 1,
            "price": price,
            "currency": "USD",
            "balance": balance,
            "at": NOW,
        }

    funds = Meaning.FUNDS
    yield Shown(
        "Message: refusals",
        refusals.told(
            {
                "refusals": [
                    one("order", Meaning.KEY),
                    one("order", Meaning.OTHER),
                    one("order", funds),
                    one("order", funds, 400_000),
                    one("order", funds, 996_686_500),
                    one("refill", funds, 0, 0),
                ],
                "more": 2,
            },
            {},
        ),
    )
    yield Shown(
        "Message: a refill refused for funds", refusals.told({"refusals": [one("refill", funds, 0, 0)]}, {})
    )
    yield Shown(
        "Refusals",
        refusals.page(
            [RefusedWrite(write, 8, "other", it.panel_words, EARLIER) for write in refusals.WRITES]
        ),
    )
    yield Shown("Refusals, none", refusals.page([]))


def afterwards(it: Records) -> Iterator[Shown]:
    yield Shown("After a restore: open anyway, one order", returning.ask_open_ordering(1))
    yield Shown("After a restore: open anyway", returning.ask_open_ordering(12))
    yield Shown("After a restore: opened", returning.ordering_is_open())
    table = sales.table([Sales("2030-03", 1002, it.person_name, "USD", 3, 2_700_000, 2_376_000)])
    month = Sales("2030-03", None, "", "USD", 3, 4_050_000, 3_645_000, 2_430_000, 1_215_000)
    yield Shown(
        "Sales of a shop", sales.months([replace(month, without_cost=1), replace(month, month="2030-02")])
    )
    yield Shown("Sales of a shop, no orders yet", sales.months([]))
    of_shop = sales.table_of_shop([replace(month, telegram_id=1002, name=it.person_name)])
    yield Shown("Sales of a shop (file)", of_shop.decode("utf-8-sig").replace("\r\n", "\n").strip())
    yield Shown("Sales (file)", table.decode("utf-8-sig").replace("\r\n", "\n").strip())


def at_work(it: Records) -> Iterator[Shown]:
    well = HealthReport([], 996_686_500, "USD", 54, 0, has_decided_figures=False, is_shop=True)
    host = Host(NOW - 5 * HOUR, 12_400_000_000, makes_backups=True)
    runs = Desk(NOW, NOW - 4_000, 3, 2, NOW - 1_000, host)
    runs = replace(runs, panel_up_since=EARLIER, telegram_up_since=NOW - 9 * DAY)
    today = Sales("2026-11", None, "", "USD", 12, 60_000_000, 54_000_000, 29_996_000, 24_004_000)
    for title, desk in (
        ("all is well", runs),
        ("nothing was sold yet but Stars were paid", replace(runs, stars=300)),
        ("a day of a shop", replace(runs, today=today, stars=1_200)),
        ("the panel is down", replace(runs, panel_up_since=None)),
        ("orders are stuck", replace(runs, stuck=12)),
        ("without costs", replace(runs, today=replace(today, cost=0, margin=0, spent=60_000_000))),
        (
            "all is late",
            Desk(NOW, EARLIER, 3, 40, EARLIER, Host(EARLIER, 40_000_000, makes_backups=True)),
        ),
        ("the backup is old", replace(runs, host=Host(NOW - 3 * DAY, makes_backups=True))),
        ("no backup yet", replace(runs, unsent=1, unsent_since=EARLIER, host=Host(makes_backups=True))),
        ("with PostgreSQL, before the first look", Desk(NOW, None, 0, 0, None)),
    ):
        yield Shown(f"Operator: {title}", overview.health(well, [], [], 0, (), desk))


def stuck_orders(it: Records) -> Iterator[Shown]:
    orders = [it.order(OrderStage.PENDING, slow_since=EARLIER), it.order(OrderStage.IN_PROGRESS)]
    yield Shown("Stuck orders", troubles.stuck(StuckPage(orders, 9, 0, 2)))
    yield Shown("Stuck orders, one", troubles.stuck(StuckPage(orders[:1], 1, 0, 1)))
    yield Shown("Stuck orders, none", troubles.stuck(StuckPage([], 0, 0, 1)))
    asked = OrderInTrouble(it.order(OrderStage.COMPLETED), it.user(), has_question=True)
    yield Shown("An order whose money is in question", troubles.facts(asked))
