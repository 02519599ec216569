"""What the operator decides: whether the panel has what nobody could know."""

from typing import Any

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from storage.orders import Order
from storage.refills import Refill
from storage.submissions import Submission
from views.callbacks import (
    DecideLater,
    NameOrder,
    NameRefill,
    OpenDecision,
    OpenHealth,
    OpenRefillDecision,
    OrderIs,
    OrderIsNot,
    RefillIsNot,
)
from views.catalogue import home
from views.language import _
from views.screen import Row, Screen, button, confirm, destroy, go_on
from views.text import ago, bold, clean, code, cut, fill, lines, moment, money, paragraphs

MOST_CANDIDATES = 3


def decision(order: Order, submission: Submission) -> Screen:
    """The order in doubt with the evidence, and the three ways on."""
    if submission.decided_at is not None:
        return Screen(
            fill(
                _("Order {number} was decided {time}."),
                number=bold(str(order.id)),
                time=ago(submission.decided_at),
            ),
            [[button("🛠 " + _("Operator"), OpenHealth()), home()]],
        )
    return Screen(
        paragraphs(
            fill("❔ " + _("Does the panel have order {number}?"), number=bold(str(order.id))),
            lines(
                cut(order.service_name, 120),
                fill(_("Service {id}"), id=code(cut(order.service_id, 40))),
                fill("🔗 {target}", target=code(cut(order.target, 200))),
                fill("💵 {price}", price=money(order.price, order.currency)),
                fill(_("Sent {time}"), time=moment(submission.started_at)),
            ),
            fill(_("Seen: {seen}"), seen=code(cut(submission.detail, 200))),
            _evidence(order, submission),
            _("Look it up on the panel's own page before you decide. It is not sent again in any case."),
        ),
        [
            [confirm("✅ " + _("It exists"), NameOrder(order=order.id))],
            *([] if submission.evidence is None else [_denial(order)]),
            [button("🕓 " + _("Later"), DecideLater())],
        ],
    )


def _denial(order: Order) -> Row:
    return [destroy("✖️ " + _("It does not exist"), OrderIsNot(order=order.id))]


def _evidence(order: Order, submission: Submission) -> Markup | str:
    evidence = submission.evidence
    if evidence is None:
        return _("The panel is still being asked about it. That takes a few minutes at most.")
    if not evidence:
        return _("No evidence: the panel could not be asked.")
    before: int | None = evidence.get("balance_before")
    after: int | None = evidence.get("balance_after")
    spent = before - after if before is not None and after is not None else None
    found = [
        f"{cut(clean(str(one['id'])), 40)} ({_known(one.get('charge'), order)})" for one in _found(submission)
    ]
    return lines(
        fill(
            _("Balance {before} before, {after} after: {difference} less"),
            before=_known(before, order),
            after=_known(after, order),
            difference=bold(_known(spent, order)),
        ),
        fill(_("Unknown orders on this key just after our last one: {ids}"), ids=code(", ".join(found)))
        if found
        else _("No unknown order was found just after our last one."),
        _("Both can mislead: other programs may use the same key."),
    )


def _known(amount: int | None, order: Order) -> str:
    return "?" if amount is None else money(amount, order.currency)


def candidates(submission: Submission) -> list[str]:
    """Ids on the key that may be the order in doubt."""
    return [str(one["id"]) for one in _found(submission)]


def _found(submission: Submission) -> list[dict[str, Any]]:
    found = submission.evidence.get("candidates", []) if submission.evidence else []
    return list(found[:MOST_CANDIDATES])


def name_order(order: Order, submission: Submission, reason: str | None = None) -> Screen:
    offered: list[Row] = [[_candidate(order, place, one)] for place, one in enumerate(candidates(submission))]
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            fill(_("Which number does order {number} have at the panel?"), number=bold(str(order.id))),
            _("Send it, or take one that was found.") if offered else _("Send it."),
        ),
        [*offered, [button("‹ " + _("Back"), OpenDecision(order=order.id))]],
    )


def _candidate(order: Order, place: int, panel_order_id: str) -> InlineKeyboardButton:
    return button(cut(clean(panel_order_id), 40), OrderIs(order=order.id, candidate=place))


def decided(order: Order) -> Screen:
    sentence = (
        _("Order {number} goes on under the panel's number.")
        if order.panel_order_id
        else _("Order {number} is closed as not placed. The customer was told.")
    )
    return Screen(
        fill("✅ " + sentence, number=bold(str(order.id))),
        [[button("🛠 " + _("Operator"), OpenHealth()), home()]],
    )


def refill_decision(refill: Refill, reason: str | None = None) -> Screen:
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            fill(
                "❔ " + _("Does the panel have a refill of order {number}?"),
                number=bold(str(refill.order_id)),
            ),
            fill(_("Seen: {seen}"), seen=code(cut(refill.detail, 200))) if refill.detail else None,
        ),
        [
            [confirm("✅ " + _("It exists"), NameRefill(refill=refill.id))],
            [destroy("✖️ " + _("It does not exist"), RefillIsNot(refill=refill.id))],
            [button("🕓 " + _("Later"), DecideLater())],
        ],
    )


def name_refill(refill: Refill, reason: str | None = None) -> Screen:
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            fill(
                _("Send the number that the refill of order {number} has."), number=bold(str(refill.order_id))
            ),
        ),
        [[button("‹ " + _("Back"), OpenRefillDecision(refill=refill.id))]],
    )


def refill_decided() -> Screen:
    return Screen(
        fill("✅ " + _("Done. The customer was told.")), [[go_on("🛠 " + _("Operator"), OpenHealth())]]
    )
