"""Screens where an operator decides how much of an order's price comes back."""

from markupsafe import Markup

from usecases.paying.decide_refunds import MoneyInQuestion
from usecases.paying.refund_rules import Doubt
from views.language import N_, _
from views.navigation import home
from views.operating.callbacks import OpenHealth
from views.operating.decisions import ordered, panel_number
from views.operating.money_callbacks import GiveBack, LeaveMoney, NameRefund, OpenRefund, TakeBackMoney
from views.orders.order_card import counts, heading
from views.screen import ButtonRow, Screen, button, confirm, danger_button
from views.text import ago, bold, fill, lines, money, paragraphs

DOUBTS = {
    Doubt.NO_PROPORTION: N_("It was delivered in part, and the panel does not say which part."),
    Doubt.AFTER_REFILL: N_("It was canceled after a refill, so it had been delivered before."),
    Doubt.IN_RUNS: N_("It was canceled between its runs. The panel does not say how many were delivered."),
    Doubt.DELIVERED_AFTER_ALL: N_("Money was given back. Now the panel says that the order is delivered."),
    Doubt.AFTER_TAKE_BACK: N_(
        "Money was given back, and taken back. Now the panel says again that not everything was delivered."
    ),
    Doubt.BY_HAND: N_("An operator ended it, so its real end is not known."),
}


def question(it: MoneyInQuestion) -> Screen:
    """The message and the screen with the question. Operators get it again every day."""
    order = it.order
    if it.question.decided_at is not None:
        return _over(it)
    return Screen(
        paragraphs(
            fill("💰 " + _("How much of order {number} comes back?"), number=bold(str(order.id))),
            _(DOUBTS[Doubt(it.question.doubt)]),
            lines(*ordered(order, it.customer), panel_number(order), counts(order)),
            lines(*_given_back(it), fill(_("Asked {time}"), time=ago(it.question.asked_at))),
        ),
        _rows(it),
    )


def _given_back(it: MoneyInQuestion) -> list[Markup | None]:
    order = it.order
    given = fill(
        _("Given back so far: {amount} of {price}"),
        amount=bold(money(it.given_back, order.currency)),
        price=money(order.price, order.currency),
    )
    taken = fill(_("Taken back: {amount}"), amount=money(it.taken_back, order.currency))
    return [given, taken if it.taken_back else None]


def _rows(it: MoneyInQuestion) -> list[ButtonRow]:
    question, currency = it.question.id, it.order.currency
    rows: list[ButtonRow] = []
    if it.question.doubt == Doubt.DELIVERED_AFTER_ALL:
        if it.may_be_taken_back:
            label = _("Take back {amount}").format(amount=money(it.may_be_taken_back, currency))
            rows.append([danger_button("↩️ " + label, TakeBackMoney(question=question))])
        return [*rows, [button("✅ " + _("Leave the money"), LeaveMoney(question=question))], _back()]
    label = _("Give back {amount}").format(amount=money(it.proposed, currency))
    return [
        [confirm("💰 " + label, GiveBack(question=question, amount=it.proposed))],
        [button("✏️ " + _("Another amount"), NameRefund(question=question))],
        [danger_button("✖️ " + _("Give nothing back"), LeaveMoney(question=question))],
        _back(),
    ]


def ask_amount(it: MoneyInQuestion, reason: str | None = None) -> Screen:
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            heading(it.order),
            fill(
                _("Send the amount that comes back, at most {most}."),
                most=bold(money(it.left, it.order.currency)),
            ),
        ),
        [[button("‹ " + _("Back"), OpenRefund(order=it.order.id))]],
    )


def given(it: MoneyInQuestion, amount: int) -> Screen:
    """The decision was carried out: so much came back, in micro-units."""
    if not amount:
        return Screen(paragraphs(heading(it.order), _("No money was moved.")), [_back()])
    told = fill(_("{amount} went back to the wallet."), amount=bold(money(amount, it.order.currency)))
    return Screen(paragraphs(heading(it.order), told), [_back()])


def taken(it: MoneyInQuestion, amount: int) -> Screen:
    told = fill(_("{amount} was taken back from the wallet."), amount=bold(money(amount, it.order.currency)))
    return Screen(paragraphs(heading(it.order), told), [_back()])


def _over(it: MoneyInQuestion) -> Screen:
    return Screen(
        paragraphs(heading(it.order), _("This has already been decided."), lines(*_given_back(it))),
        [_back()],
    )


def _back() -> ButtonRow:
    return [button("🛠 " + _("Operator"), OpenHealth()), home()]
