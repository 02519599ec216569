"""The card of an order, and the question before a cancel."""

from markupsafe import Markup

from panel.service_types import Field
from storage.orders import Order, OrderStage, PaidFrom
from usecases.ordering.answers import LIST_FIELDS
from usecases.submitting.failures_of_writes import Failure, failure_of, field_to_ask_anew
from usecases.supporting.find_facts import may_be_wrong
from usecases.tracking import figures
from usecases.tracking.refill_days import refill_days, refills_until
from usecases.tracking.view_orders import OrderCard
from views import labels
from views.language import _, ngettext
from views.navigation import home
from views.order_callbacks import (
    AnswerAnew,
    AskCancel,
    AskRefill,
    OpenCancel,
    OpenHistory,
    OpenOrders,
    OrderAgain,
    RefreshOrder,
    SendLists,
    ShowOrder,
)
from views.orders import closed, dismissals, parts
from views.orders.answered import answer
from views.orders.money_back import returned
from views.screen import ButtonRow, Screen, button, copy, danger_button, primary_button
from views.support_callbacks import AskWhatIsWrong
from views.text import (
    FULLNAME,
    ago,
    bar,
    bold,
    clean_lines,
    code,
    cut,
    fill,
    lines,
    moment,
    money,
    number,
    paragraphs,
)


def heading(order: Order) -> Markup:
    return fill(
        _("{mark} Order {number} · {status}"),
        mark=labels.STATUS_MARKS[order.status],
        number=bold(str(order.id)),
        status=bold(labels.status(order)),
    )


def card(it: OrderCard, effect: str | None = None) -> Screen:
    order = it.order
    return Screen(
        paragraphs(
            lines(heading(order), labels.service(order, FULLNAME)),
            explanation(order, it.failure),
            progress(order),
            returned(order, it.question, it.taken_back),
            lines(_target(order), *ordered(order), _price(it), _panel_id(order)),
            requests(it),
            lines(
                fill(_("Ordered {time}"), time=moment(order.created_at)),
                fill(_("Last checked {time}"), time=moment(order.checked_at)) if order.checked_at else None,
                fill(_("Finished {time}"), time=moment(order.ended_at)) if order.ended_at else None,
            ),
        ),
        _card_rows(it),
        order_id=order.id,
        effect=effect,
    )


def requests(it: OrderCard) -> Markup:
    """Return what is known of refills and cancellations, asked for or possible. It may be empty."""
    return lines(
        labels.refill(it.refill) if it.refill else None,
        _refill_failure(it),
        _next_refill(it),
        _refill_days(it),
        *_cancel(it),
    )


def costs(it: OrderCard) -> Markup:
    """Return the price, and what came back of it."""
    return lines(_price(it), returned(it.order, it.question, it.taken_back))


def explanation(order: Order, failure: Failure | None = None) -> Markup | str | None:
    """Explain what a stage means for the order and the money, unless its label says it all."""
    match order.status:
        case OrderStage.CLOSED | OrderStage.FAILED:
            return _given_up(order, failure)
        case OrderStage.UNCONFIRMED:
            return _in_doubt(order)
        case OrderStage.RESERVED | OrderStage.SUBMITTING:
            return _("It is on its way to the panel. This message updates itself.")
        case OrderStage.PROBLEM:
            return _(
                "The panel reports a problem with this order. It may still be delivered or canceled, so "
                "please don't order again. We keep checking."
            )
        case OrderStage.COMPLETED if order.ended_by is not None:
            return _("The operator closed this order by hand.")
    return _("This is slower than usual. We keep checking.") if order.is_slow else None


def _given_up(order: Order, failure: Failure | None) -> Markup:
    if order.is_closed:
        return closed.order(order, counts(order))
    return labels.failure(failure or Failure(order.failure or ""))


def _in_doubt(order: Order) -> str:
    unknown = _(
        "We don't know yet whether the panel has your order, so we won't send it twice. "
        "It is being checked; you'll get a message."
    )
    sentence = (
        _("Up to {price} may already be charged.")
        if parts.is_bound(order)
        else _("{price} may already be charged.")
    )
    if order.paid_from is PaidFrom.WALLET:
        sentence = _("{price} is kept aside until it is clear.")
    charged = sentence.format(price=money(order.price, order.currency))
    return " ".join([unknown, *([charged] if order.price else []), _("Please don't order again.")])


def progress(order: Order) -> Markup | None:
    """Return the counts with a bar, if the number of delivered units is known."""
    if order.panel_order_id is None:
        return None
    if (done := parts.progress(order)) is not None:
        return done
    arrived = figures.delivered(order)
    start = (
        _("Count at start: {count}").format(count=number(order.start_count))
        if order.start_count is not None and order.status is not OrderStage.PENDING
        else None
    )
    if arrived is None or order.quantity is None:
        return lines(beyond(order), start)
    return lines(bar(arrived, order.quantity), counts(order), beyond(order), start)


def counts(order: Order) -> str | None:
    """Return how many units are delivered or parts are done, or None if it is not known."""
    if figures.is_in_parts(order):
        return parts.counts(order)
    arrived = figures.delivered(order)
    if arrived is None or order.quantity is None:
        return None
    return _("{delivered} of {quantity} delivered").format(
        delivered=number(arrived), quantity=number(order.quantity)
    )


def beyond(order: Order) -> str | None:
    more = figures.beyond(order)
    if not more:
        return None
    return ngettext("{count} more was delivered", "{count} more were delivered", more).format(
        count=number(more)
    )


def _target(order: Order) -> Markup | None:
    """Return the target, or None if it was deleted (`usecases/people/forget_people.py`)."""
    return fill("🔗 {target}", target=code(cut(order.target, 200))) if order.target else None


def ordered(order: Order) -> list[Markup | None]:
    """Return a line for each answer except the target. Lists are shown by their number of lines."""
    given = {Field(name): value for name, value in order.parameters.items()}
    return [answer(name, given[name]) for name in Field if name in given and given[name] != order.target]


def _lists(order: Order) -> list[tuple[Field, str]]:
    """Return the lists of which the card shows only the number of lines."""
    return [(name, order.parameters[name]) for name in LIST_FIELDS if "\n" in order.parameters.get(name, "")]


def whole_lists(order: Order) -> str:
    """Return the complete lists of an order, as a text for a message or file. Empty without a list."""
    return "\n\n".join(f"{labels.field(name)}:\n{clean_lines(value)}" for name, value in _lists(order))


def _price(it: OrderCard) -> Markup | None:
    """Return the quoted price, and after the end a believed charge if it differs from it."""
    order = it.order
    is_from_wallet = order.paid_from is PaidFrom.WALLET
    if order.status is OrderStage.FAILED and (is_from_wallet or not order.is_closed):
        return fill("💵 " + _("Not charged"))
    if order.paid_from is PaidFrom.NOBODY:
        return fill("💵 " + _("Free of charge"))
    if is_from_wallet:
        return fill("💵 " + _("{price} from your wallet"), price=money(order.price, order.currency))
    if order.adopted_by is not None:
        return None
    is_news = it.charge != order.price or parts.is_bound(order)
    is_charged = it.charge is not None and is_news and order.status.finished
    price = fill("💵 {price}", price=parts.price(order, is_charged=is_charged))
    if it.charge is None or not is_charged:
        return price
    return fill(_("{price} · charged {charge}"), price=price, charge=money(it.charge, order.currency))


def _panel_id(order: Order) -> Markup | None:
    if order.panel_order_id is None:
        return None
    return fill(_("Reference {id}"), id=code(cut(order.panel_order_id, 60)))


def _refill_failure(it: OrderCard) -> Markup | None:
    failure = failure_of(it.refill) if it.refill else None
    return labels.failure_of_refill(failure) if failure else None


def _cancel(it: OrderCard) -> list[Markup | str | None]:
    if it.cancel is None or not it.order.status.placed:
        return []
    if it.has_cancel_without_effect and it.can_cancel:
        told = _("Cancellation requested {time}, but the order continues. You can request it again.")
        return [fill(told, time=ago(it.cancel.created_at))]
    failure = failure_of(it.cancel)
    return [labels.cancel(it.cancel), labels.failure_of_cancel(failure) if failure else None]


def _next_refill(it: OrderCard) -> Markup | None:
    at = it.next_refill_at
    return fill(_("You can request another refill {time}."), time=ago(at)) if at else None


def _refill_days(it: OrderCard) -> Markup | None:
    """Say until when refills are possible, as far as the name of the service promises it."""
    until, days = refills_until(it.order), refill_days(it.order.service_name)
    if until is None or days is None or it.is_elsewhere:
        return None
    if it.now < until:
        told = ngettext(
            "♻️ Refills are possible until {time}: the service's name promises {days} day.",
            "♻️ Refills are possible until {time}: the service's name promises {days} days.",
            days,
        )
        return fill(told, time=moment(until), days=number(days))
    told = ngettext(
        "♻️ The {days} day for refills in the service's name is over. The panel may refuse one.",
        "♻️ The {days} days for refills in the service's name are over. The panel may refuse one.",
        days,
    )
    return fill(told, days=number(days))


def _card_rows(it: OrderCard) -> list[ButtonRow]:
    order = it.order
    ask: list[ButtonRow] = []
    history = button("🕓 " + _("History"), OpenHistory(order=order.id))
    if order.status.placed and not it.is_elsewhere:
        ask.append([button("🔄 " + _("Refresh"), RefreshOrder(order=order.id)), history])
    if it.can_cancel:
        ask.append([danger_button("✖️ " + _("Request cancellation"), OpenCancel(order=order.id))])
    if it.can_refill:
        after = it.refill.id if it.refill else 0
        ask.append([primary_button("♻️ " + _("Refill"), AskRefill(order=order.id, after=after))])
    if field := field_to_ask_anew(order):
        label = "✏️ " + _(labels.ANOTHER_ANSWER[field])
        ask.append([primary_button(label, AnswerAnew(order=order.id, field=field))])
    if order.status.finished and order.adopted_by is None:
        ask.append([button("🔁 " + _("Order again"), OrderAgain(order=order.id)), history])
    elif not order.status.placed or it.is_elsewhere:
        ask.append([history])
    ask.append(dismissals.of_card(it))
    if may_be_wrong(it):
        ask.append([button("🛟 " + _("Something is wrong"), AskWhatIsWrong(order=order.id))])
    if _lists(order):
        ask.append([button("📄 " + _("Show the whole list"), SendLists(order=order.id))])
    if order.panel_order_id is not None:
        ask.append([copy("📋 " + _("Copy reference"), order.panel_order_id), *_copy_target(order)])
    return [*ask, [button("‹ " + _("My orders"), OpenOrders()), home()]]


def _copy_target(order: Order) -> ButtonRow:
    return [copy("📋 " + _("Copy link"), order.target)] if order.target else []


def ask_cancel(it: OrderCard) -> Screen:
    order = it.order
    after = it.cancel.id if it.cancel else 0
    return Screen(
        paragraphs(
            heading(order),
            _(
                "Ask the panel to cancel this order? You should pay only for what has been delivered. "
                "The panel decides; you'll get a message when the order is finished."
            ),
        ),
        [
            [danger_button("✖️ " + _("Yes, request cancellation"), AskCancel(order=order.id, after=after))],
            [button("‹ " + _("Back"), ShowOrder(order=order.id))],
        ],
    )
