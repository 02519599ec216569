"""Screens on which the operator decides whether the panel has an unconfirmed order or refill."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from storage.orders import Order, OrderStage, PaidFrom
from storage.refills import RefillStage
from storage.submissions import Submission
from storage.users import User
from usecases.pricing.cost import cost_currency, expected_cost
from usecases.submitting.decide import OrderInDoubt, RefillInDoubt
from usecases.submitting.gather_evidence import IDS_LOOKED_AHEAD
from views import labels
from views.language import _
from views.navigation import home
from views.operating.callbacks import (
    AskLoseOrder,
    DecideLater,
    DenyOrder,
    DenyRefill,
    NameOrder,
    NameRefill,
    OpenDecision,
    OpenHealth,
    OpenRefillDecision,
    OrderIs,
    OrderIsNot,
    RefillIsNot,
)
from views.orders import parts
from views.screen import ButtonRow, Screen, button, confirm, danger_button, primary_button
from views.text import ago, bold, clean, code, cut, fill, lines, moment, money, number, paragraphs

MOST_CANDIDATES = 3


def decision(it: OrderInDoubt) -> Screen:
    """An unconfirmed order with its evidence, and the possible decisions."""
    order, submission = it.order, it.submission
    if submission.decided_at is not None:
        return _over(
            fill(
                _("Order {number} has already been decided ({time})."),
                number=bold(str(order.id)),
                time=ago(submission.decided_at),
            )
        )
    if order.status is not OrderStage.UNCONFIRMED:
        return _over(
            fill(
                _("The panel has answered about order {number}. There is nothing to decide."),
                number=bold(str(order.id)),
            )
        )
    return Screen(
        paragraphs(
            fill("❔ " + _("Does the panel have order {number}?"), number=bold(str(order.id))),
            lines(*ordered(order, it.customer), fill(_("Sent {time}"), time=moment(submission.started_at))),
            fill(_("What came back: {seen}"), seen=code(cut(submission.detail, 200))),
            _elsewhere() if it.is_elsewhere else _evidence(order, submission),
            _("Look it up on the panel's website before you decide. Either way, it is not sent again."),
        ),
        [
            *([] if it.is_elsewhere else [_affirmation(order)]),
            *([_denial(order)] if it.is_elsewhere or submission.evidence is not None else []),
            *([_loss(order)] if it.is_elsewhere else []),
            [button("🕓 " + _("Later"), DecideLater())],
        ],
    )


def _elsewhere() -> str:
    return _("Its panel is no longer connected, so it cannot be asked.")


def _affirmation(order: Order) -> ButtonRow:
    return [confirm("✅ " + _("Yes, the panel has it"), NameOrder(order=order.id))]


def _loss(order: Order) -> ButtonRow:
    return [button("🔌 " + _("Close without knowing"), AskLoseOrder(order=order.id))]


def _over(sentence: Markup) -> Screen:
    return Screen(sentence, [[button("🛠 " + _("Operator"), OpenHealth()), home()]])


def ordered(order: Order, customer: User) -> list[Markup | str | None]:
    """Lines with the customer, the service, the quantity, the target and the price."""
    who = fill("👤 {who}", who=labels.person(customer))
    if order.adopted_by is not None:
        return [who, labels.service(order, 120)]
    return [
        who,
        cut(order.service_name, 120),
        fill(_("Service {id}"), id=code(cut(order.service_id, 40))),
        fill(_("Quantity: {count}"), count=number(order.quantity)) if order.quantity else None,
        fill("🔗 {target}", target=code(cut(order.target, 200))) if order.target else None,
        fill("💵 {price}", price=parts.quoted(order)),
    ]


def deny_order(it: OrderInDoubt) -> Screen:
    """Ask before an order is closed as not placed. The customer may order it again at once."""
    return Screen(
        paragraphs(
            fill(_("Close order {number} as not placed?"), number=bold(str(it.order.id))),
            lines(*ordered(it.order, it.customer)),
            _if_it_exists(it.order),
        ),
        [
            [danger_button("✖️ " + _("Close it as not placed"), DenyOrder(order=it.order.id))],
            [button("‹ " + _("Back"), OpenDecision(order=it.order.id))],
        ],
    )


def _if_it_exists(order: Order) -> str:
    if order.paid_from is PaidFrom.WALLET:
        return _(
            "The price goes back to the wallet, and the customer can order again. If the panel does have the "
            "order, it is delivered at your cost."
        )
    return _(
        "The customer is told that nothing was charged and can order again. If the panel "
        "does have it, the order is delivered and paid for twice."
    )


def _denial(order: Order) -> ButtonRow:
    return [danger_button("✖️ " + _("No, the panel doesn't have it"), OrderIsNot(order=order.id))]


def _evidence(order: Order, submission: Submission) -> Markup | str:
    evidence = submission.evidence
    if evidence is None:
        return _("The panel is still being asked about it. That takes a few minutes at most.")
    if not evidence:
        return _("No evidence: the panel could not be asked.")
    return lines(
        _balances(evidence.get("balance_before"), evidence.get("balance_after"), order),
        _orders_found(evidence, [_as_told(one, order) for one in _found(submission)]),
        _("Neither is proof: other programs may use the same key, and some panels charge "
"something other than the price."),
    )  # fmt: skip


def _orders_found(evidence: Mapping[str, Any], found: Sequence[str]) -> Markup | str:
    if found:
        words = _("Orders on this key that we didn't place or can't match, with the panel's charge: {ids}")
        return fill(words, ids=code(", ".join(found)))
    if evidence.get("candidates") is None:
        return _("The panel's orders could not be searched: no number is known to begin at.")
    words = _("No unknown order was found in the {count} numbers after our last order.")
    return fill(words, count=number(IDS_LOOKED_AHEAD))


def _balances(before: int | None, after: int | None, order: Order) -> Markup:
    """Say how the balance has changed, and what the order costs."""
    if before is None or after is None:
        return _sentences(_("The balance before the order is not known."), _cost(order))
    currency = cost_currency(order)
    amounts = {"before": money(before, currency), "after": money(after, currency)}
    moved = bold(money(abs(before - after), currency))
    if before == after:
        return _sentences(fill(_("Balance unchanged ({after})."), **amounts), _cost(order))
    if after > before:
        rose = fill(_("The balance rose by {moved}, from {before} to {after}."), moved=moved, **amounts)
        return _sentences(rose, _cost(order))
    if before - after == expected_cost(order) and not parts.is_bound(order):
        fell = _("The balance fell by {moved}, from {before} to {after}: exactly what the order costs.")
        return fill(fell, moved=moved, **amounts)
    fell = _("The balance fell by {moved}, from {before} to {after}.")
    return _sentences(fill(fell, moved=moved, **amounts), _cost(order))


def _sentences(*them: str | Markup) -> Markup:
    return Markup(" ").join(them)


def _cost(order: Order) -> str:
    cost = expected_cost(order)
    if not cost:
        return _("What the order costs is not known.")
    sentence = (
        _("The order costs at most {price}.") if parts.is_bound(order) else _("The order costs {price}.")
    )
    return sentence.format(price=money(cost, cost_currency(order)))


def _as_told(candidate: dict[str, Any], order: Order) -> str:
    charge = candidate.get("charge")
    currency = candidate.get("currency") or cost_currency(order)
    told = "?" if charge is None else money(charge, currency)
    return f"{cut(clean(str(candidate['id'])), 40)} ({told})"


def candidates(submission: Submission) -> list[str]:
    """Return the panel's ids that may belong to the unconfirmed order, at most `MOST_CANDIDATES`."""
    return [str(one["id"]) for one in _found(submission)]


def _found(submission: Submission) -> list[dict[str, Any]]:
    found = submission.evidence.get("candidates") if submission.evidence else None
    return list(found or [])[:MOST_CANDIDATES]


def name_order(it: OrderInDoubt, reason: str | None = None) -> Screen:
    order, submission = it.order, it.submission
    offered: list[ButtonRow] = [
        [_candidate(order, place, one)] for place, one in enumerate(candidates(submission))
    ]
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            fill(_("What is the panel's number for order {number}?"), number=bold(str(order.id))),
            _("Send the number, or tap the right one.") if offered else _("Send the number."),
        ),
        [*offered, [button("‹ " + _("Back"), OpenDecision(order=order.id))]],
    )


def _candidate(order: Order, place: int, panel_order_id: str) -> InlineKeyboardButton:
    return button(cut(clean(panel_order_id), 40), OrderIs(order=order.id, candidate=place))


def decided(order: Order) -> Screen:
    if order.is_closed:
        return _over(
            fill(
                "✅ " + _("Order {number} is closed. The customer gets a message."),
                number=bold(str(order.id)),
            )
        )
    sentence = (
        _("Order {number} is now linked to {reference}.")
        if order.panel_order_id
        else _("Order {number} is closed as not placed. The customer gets a message.")
    )
    return _over(
        fill(
            "✅ " + sentence,
            number=bold(str(order.id)),
            reference=code(cut(order.panel_order_id or "", 60)),
        )
    )


def refill_decision(it: RefillInDoubt) -> Screen:
    refill, order_number = it.refill, bold(str(it.order.id))
    if refill.status is not RefillStage.UNCONFIRMED:
        return _over(fill(_("The refill of order {number} has already been decided."), number=order_number))
    return Screen(
        paragraphs(
            fill("❔ " + _("Does the panel have a refill of order {number}?"), number=order_number),
            lines(*ordered(it.order, it.customer), panel_number(it.order)),
            fill(_("Requested {time}"), time=moment(refill.created_at)),
            fill(_("What came back: {seen}"), seen=code(cut(refill.detail, 200))) if refill.detail else None,
        ),
        [
            [confirm("✅ " + _("Yes, the panel has it"), NameRefill(refill=refill.id))],
            [danger_button("✖️ " + _("No, the panel doesn't have it"), RefillIsNot(refill=refill.id))],
            [button("🕓 " + _("Later"), DecideLater())],
        ],
    )


def panel_number(order: Order) -> Markup | None:
    if order.panel_order_id is None:
        return None
    return fill(_("Reference {id}"), id=code(cut(order.panel_order_id, 60)))


def deny_refill(it: RefillInDoubt) -> Screen:
    return Screen(
        paragraphs(
            fill(_("Mark the refill of order {number} as not requested?"), number=bold(str(it.order.id))),
            lines(*ordered(it.order, it.customer), panel_number(it.order)),
            _("The customer gets a message and can request another refill."),
        ),
        [
            [danger_button("✖️ " + _("Mark as not requested"), DenyRefill(refill=it.refill.id))],
            [button("‹ " + _("Back"), OpenRefillDecision(refill=it.refill.id))],
        ],
    )


def name_refill(it: RefillInDoubt, reason: str | None = None) -> Screen:
    refill = it.refill
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            fill(
                _("Send the panel's number for the refill of order {number}."),
                number=bold(str(refill.order_id)),
            ),
        ),
        [[button("‹ " + _("Back"), OpenRefillDecision(refill=refill.id))]],
    )


def refill_decided() -> Screen:
    return Screen(
        fill("✅ " + _("Done. The customer gets a message.")),
        [[primary_button("🛠 " + _("Operator"), OpenHealth())]],
    )
