"""The operator's overview: what is wrong, and what waits for a decision."""

from collections.abc import Iterable, Sequence

from storage.conditions import Condition
from usecases.alerting.tell_refusals import FUNDS_LOW, cost, covers
from usecases.operating.compare_balance import BALANCE_DIFFERS
from usecases.operating.view_account import HealthReport
from usecases.operating.view_desk import Desk
from views.language import _, ngettext
from views.navigation import home
from views.operating import alerts, backups, balance_comparisons, cases, desk
from views.operating.broadcast_callbacks import OpenBroadcasts
from views.operating.callbacks import (
    FindAnyOrder,
    FindPerson,
    InviteCustomer,
    OpenAudit,
    OpenDecision,
    OpenHealth,
    OpenHolds,
    OpenKnocks,
    OpenPeople,
    OpenRefillDecision,
    OpenRefusals,
    OpenStuck,
    SendPicture,
    SendSales,
)
from views.operating.money_callbacks import OpenRefund
from views.operating.service_callbacks import OpenLowBalance, OpenServiceDesk
from views.operating.shop_callbacks import OpenSales, OpenShop
from views.operating.text_callbacks import OpenOwnTexts
from views.screen import ButtonRow, Screen, button, copy
from views.text import bold, code, fill, lines, number, on_account, paragraphs

MOST_WARNINGS = 15
"""More would not fit into a message."""


def health(
    it: HealthReport,
    orders: Sequence[int],
    refills: Sequence[int],
    strangers: int,
    money: Sequence[int] = (),
    at_work: Desk | None = None,
    open_cases: int = 0,
    *,
    with_money: bool = True,
) -> Screen:
    """The overview. `orders` and `refills` wait for a decision; `strangers` is how many wait to join.

    `money` are the orders of which an operator has to say how much comes back. `at_work` tells whether all
    runs, and what a shop sold today. Without `with_money` nothing tells of the panel account.
    """
    wrong = [
        alerts.standing(name, condition.since)
        for condition in it.conditions
        if (name := _as_it_is(condition, it.balance)) in alerts.BEGAN
    ]
    balance = on_account(it.balance, it.currency) if it.balance is not None else _("not known")
    waiting: list[ButtonRow] = [
        *(
            [button("❔ " + _("Order {number}").format(number=one), OpenDecision(order=one))]
            for one in orders[:8]
        ),
        *(
            [button("❔ " + _("Refill {number}").format(number=one), OpenRefillDecision(refill=one))]
            for one in refills[:8]
        ),
        *(
            [button("💰 " + _("Order {number}").format(number=one), OpenRefund(order=one))]
            for one in money[:8]
        ),
    ]
    count = len(orders) + len(refills) + len(money)
    return Screen(
        paragraphs(
            bold(_("Operator")),
            lines(
                *(wrong[:MOST_WARNINGS] or [fill("✅ " + _("The panel is up and the key works."))]),
                _more(len(wrong) - MOST_WARNINGS),
                desk.running(at_work) if at_work else None,
            ),
            lines(
                desk.today(at_work) if at_work else None,
                fill(_("Panel account: {amount}"), amount=bold(balance)) if with_money else None,
                balance_comparisons.line(it.compared) if it.compared and with_money else None,
                fill(_("Services offered: {count}"), count=bold(number(it.services))),
                fill(_("Waiting for your decision: {count}"), count=bold(number(count))),
            ),
        ),
        [
            *waiting,
            *([[button(_at_the_door(strangers), OpenKnocks())]] if strangers else []),
            *cases.opening(open_cases),
            *(row for name in _kinds(it) for row in alerts.ways(name)),
            [
                button("🔎 " + _("Find an order"), FindAnyOrder()),
                button("🔎 " + _("Find a person"), FindPerson()),
            ],
            _stuck(at_work),
            *(balance_comparisons.opening() if it.compared else []),
            *([[button(_held(it), OpenHolds())]] if it.has_decided_figures else []),
            *(_rows_of_a_shop() if it.is_shop else _rows_of_a_private_bot()),
            [button("🗂 " + _("Services"), OpenServiceDesk()), button("✏️ " + _("Texts"), OpenOwnTexts())],
            [
                button("📣 " + _("Broadcast"), OpenBroadcasts()),
                button("🔔 " + _("Low balance"), OpenLowBalance()),
            ],
            [button("📈 " + _("Pictures"), SendPicture()), backups.opening()],
            [button("🚫 " + _("Refusals"), OpenRefusals()), button("📜 " + _("Who did what"), OpenAudit())],
            [home()],
        ],
    )


def _rows_of_a_shop() -> list[ButtonRow]:
    return [
        [button("👥 " + _("People"), OpenPeople())],
        [button("🏷 " + _("Shop"), OpenShop()), button("📊 " + _("Sales"), OpenSales())],
    ]


def _rows_of_a_private_bot() -> list[ButtonRow]:
    return [
        [button("👥 " + _("People"), OpenPeople()), button("📄 " + _("Sales (.csv)"), SendSales())],
        [button("🎟 " + _("Invite a customer"), InviteCustomer())],
    ]


def _more(count: int) -> str | None:
    return _("… and {count} more").format(count=number(count)) if count > 0 else None


def _stuck(at_work: Desk | None) -> ButtonRow:
    if at_work is None or not at_work.stuck:
        return []
    return [button("🐢 " + _("Stuck: {count}").format(count=number(at_work.stuck)), OpenStuck())]


def _kinds(it: HealthReport) -> Iterable[str]:
    """Return the kinds of the conditions, without one whose button is there anyway."""
    return dict.fromkeys(
        kind for one in it.conditions if (kind := _kind(one)) != BALANCE_DIFFERS or it.compared is None
    )


def _kind(condition: Condition) -> str:
    return condition.name.partition(":")[0]


def _as_it_is(condition: Condition, balance: int | None) -> str:
    """Return the key of a condition's sentence. If the balance covers the order, the supplier lacks funds."""
    name = _kind(condition)
    is_covered = name == FUNDS_LOW and balance is not None and covers(balance, cost(condition))
    return f"{name}:covered" if is_covered else name


def _at_the_door(count: int) -> str:
    return "🚪 " + _("Waiting to join: {count}").format(count=number(count))


def _held(it: HealthReport) -> str:
    return "⏸ " + _("Held services: {count}").format(count=number(it.held))


def invitation(link: str, days: int) -> Screen:
    sentence = ngettext(
        "The first person to open this link gets in. Valid once, for {days} day.",
        "The first person to open this link gets in. Valid once, for {days} days.",
        days,
    )
    return Screen(
        paragraphs(
            bold(_("Invitation")),
            fill(sentence, days=number(days)),
            code(link),
        ),
        [[copy("📋 " + _("Copy link"), link)], [button("‹ " + _("Back"), OpenHealth()), home()]],
    )
