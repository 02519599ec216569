"""What may be wrong with an order: the reasons, the facts that answer them, and the buttons that may help."""

from markupsafe import Markup

from storage.cases import CaseReason
from storage.orders import Order
from usecases.supporting.find_facts import OrderFacts
from views import labels
from views.callbacks import OpenWallet
from views.language import N_, _
from views.navigation import home
from views.order_callbacks import AskRefill, OpenCancel, ShowOrder
from views.orders import order_card
from views.screen import ButtonRow, Screen, button, danger_button, primary_button
from views.support_callbacks import AskWhatIsWrong, OpenFacts, WriteToSupport
from views.text import FULLNAME, bold, code, cut, duration, fill, lines, moment, paragraphs

REASON_NAMES = {
    CaseReason.NOT_STARTED: N_("It has not started"),
    CaseReason.SLOW: N_("It is slow"),
    CaseReason.DROPPED: N_("It has dropped"),
    CaseReason.WRONG_LINK: N_("The link is wrong"),
    CaseReason.MONEY: N_("The money is wrong"),
    CaseReason.OTHER: N_("Something else"),
}

REASON_MARKS = {
    CaseReason.NOT_STARTED: "🕓",
    CaseReason.SLOW: "🐢",
    CaseReason.DROPPED: "📉",
    CaseReason.WRONG_LINK: "🔗",
    CaseReason.MONEY: "💵",
}


def reason_name(reason: CaseReason) -> str:
    return _(REASON_NAMES[reason])


def ask_reason(order: Order, *, is_shop: bool) -> Screen:
    reasons = [one for one in REASON_MARKS if is_shop or one is not CaseReason.MONEY]
    return Screen(
        paragraphs(
            lines(order_card.heading(order), labels.service(order, FULLNAME)),
            bold(_("What is wrong?")),
        ),
        [
            *(
                [button(f"{REASON_MARKS[one]} {reason_name(one)}", OpenFacts(order=order.id, reason=one))]
                for one in reasons
            ),
            [button("‹ " + _("Back"), ShowOrder(order=order.id)), home()],
        ],
    )


def facts(it: OrderFacts, reason: CaseReason) -> Screen:
    """What is known, the button that may solve it, and below it the way to support."""
    order = it.card.order
    write = button("✍️ " + _("Write to support"), WriteToSupport(order=order.id, reason=reason))
    return Screen(
        paragraphs(
            lines(order_card.heading(order), labels.service(order, FULLNAME)),
            bold(reason_name(reason)),
            *_known(it, reason),
        ),
        [
            *_solutions(it, reason),
            [write],
            [button("‹ " + _("Back"), AskWhatIsWrong(order=order.id)), home()],
        ],
    )


def _known(it: OrderFacts, reason: CaseReason) -> list[Markup | str | None]:
    card = it.card
    requests = order_card.requests(card)
    match reason:
        case CaseReason.DROPPED:
            return [_about_refills(it), requests]
        case CaseReason.WRONG_LINK:
            target = (
                fill("🔗 {target}", target=code(cut(card.order.target, 200))) if card.order.target else None
            )
            return [target, _("The link of an order cannot be changed once the panel has it."), requests]
        case CaseReason.MONEY:
            return [order_card.costs(card)]
    return [
        order_card.explanation(card.order, card.failure),
        order_card.progress(card.order),
        lines(
            _usual(it), fill(_("Ordered {time}"), time=moment(card.order.created_at)), _finished(card.order)
        ),
        requests,
    ]


def _usual(it: OrderFacts) -> str:
    if it.usual_duration is None:
        return _("Too few orders of this service have ended here to say how long it usually takes.")
    return _("Orders of this service usually take {duration}.").format(duration=duration(it.usual_duration))


def _finished(order: Order) -> Markup | None:
    return fill(_("Finished {time}"), time=moment(order.ended_at)) if order.ended_at else None


def _about_refills(it: OrderFacts) -> str | None:
    if not it.card.order.refillable:
        return _("This service has no refills.")
    if not it.card.order.status.finished:
        return _("A refill can be requested when the order is finished.")
    return _("You can request a refill now.") if it.card.can_refill else None


def _solutions(it: OrderFacts, reason: CaseReason) -> list[ButtonRow]:
    card, order = it.card, it.card.order
    if reason is CaseReason.MONEY:
        return [[button("👛 " + _("Wallet"), OpenWallet())]]
    if reason is CaseReason.DROPPED:
        after = card.refill.id if card.refill else 0
        refill = primary_button("♻️ " + _("Refill"), AskRefill(order=order.id, after=after))
        return [[refill]] if card.can_refill else []
    cancel = danger_button("✖️ " + _("Request cancellation"), OpenCancel(order=order.id))
    return [[cancel]] if card.can_cancel else []
