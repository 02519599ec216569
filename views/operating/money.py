"""A person's money for the operator, and what is done with it by hand."""

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from storage.accounts import Wallet
from storage.users import User
from usecases.paying.move_by_hand import Intent, Move, Moved
from usecases.paying.view_money import HandMove, MoneyCard
from views import labels
from views.callbacks import OpenWallet
from views.language import N_, _, ngettext
from views.navigation import home
from views.operating.callbacks import FindPerson, OpenHealth, OpenPerson
from views.operating.finding_people import opening
from views.operating.money_callbacks import ConfirmMove, OpenMoney, SendStatementOf, StartMove
from views.screen import ButtonRow, Screen, button, confirm, danger_button
from views.text import ago, bold, clean, cut, fill, lines, money, number, paragraphs, quoted, total
from views.wallet import MAX_REASON_LENGTH, standing

AMOUNT_QUESTIONS = {
    Move.CREDIT: N_("How much do you add to this wallet?"),
    Move.DEBIT: N_("How much do you take from this wallet?"),
    Move.WRITE_OFF: N_("How much of the debt do you write off?"),
    Move.LINE: N_("How far below zero may this wallet go? 0 ends the credit line."),
}

CONFIRMED = {
    Move.CREDIT: N_("Add {amount}"),
    Move.DEBIT: N_("Take {amount}"),
    Move.WRITE_OFF: N_("Write off {amount}"),
    Move.LINE: N_("Set the credit line to {amount}"),
}

DONE_SENTENCES = {
    Move.CREDIT: N_("{amount} was added."),
    Move.DEBIT: N_("{amount} was taken."),
    Move.WRITE_OFF: N_("{amount} of the debt was written off."),
    Move.LINE: N_("The credit line is {amount} now."),
}
ANOTHER = N_("{amount} was corrected.")

TOLD_WORDS = {
    Move.CREDIT: N_("{amount} was added to your wallet."),
    Move.DEBIT: N_("{amount} was taken from your wallet."),
    Move.WRITE_OFF: N_("You no longer owe {amount}: the operator wrote it off."),
    Move.LINE: N_("Your credit line is {amount} now: so far below zero your orders may take your wallet."),
}
TOLD_OF_NO_LINE = N_("Your credit line has ended. You can spend what is in your wallet.")


def card(it: MoneyCard) -> Screen:
    wallet, currency, user = it.wallet, it.currency, it.user.id
    sentence = ngettext("{count} order, {open} open", "{count} orders, {open} open", it.orders)
    return Screen(
        paragraphs(
            lines(
                fill("👤 {person}", person=labels.person(it.user)),
                fill("@{account}", account=clean(it.user.username)) if it.user.username else None,
            ),
            lines(standing_for_operator(wallet, currency), _granted(it)),
            lines(
                fill(_("Free to take: {amount}"), amount=money(it.free, currency)),
                fill(sentence, count=number(it.orders), open=number(it.open_orders)),
                fill(_("Spent in 30 days: {amount}"), amount=total(it.spent, currency)),
            ),
        ),
        [
            [_start("➕ " + _("Add money"), user, Move.CREDIT), *_take(it)],
            [_start("💳 " + _("Credit line"), user, Move.LINE)],
            [_start("🧹 " + _("Write off the debt"), user, Move.WRITE_OFF)] if wallet.debt else [],
            [button("📄 " + _("Statement (.csv)"), SendStatementOf(user=user))],
            [
                button("👤 " + _("Person"), OpenPerson(user=user, page=0)),
                button("🔎 " + _("Find a person"), FindPerson()),
            ],
            _back(),
        ],
    )


def _granted(it: MoneyCard) -> Markup | None:
    """Say who granted the credit line or ended it, when and why."""
    if it.line is None:
        return None
    time = ago(it.line.created_at)
    if it.granted_by is None:
        return fill(_("Ended {time}, when the person's data was deleted"), time=time)
    return fill(
        _("Set {time} by {name}: {reason}"),
        time=time,
        name=cut(it.granted_by.name, 40),
        reason=cut(it.line.reason, MAX_REASON_LENGTH),
    )


def _start(label: str, user: int, move: Move) -> InlineKeyboardButton:
    return button(label, StartMove(user=user, move=move))


def _take(it: MoneyCard) -> ButtonRow:
    return [_start("➖ " + _("Take money"), it.user.id, Move.DEBIT)] if it.free else []


def standing_for_operator(wallet: Wallet, currency: str) -> Markup:
    """The lines of a wallet, each always there, so that operators compare people at a glance."""
    return lines(
        fill(_("Wallet: {amount}"), amount=bold(money(wallet.balance, currency))),
        fill(_("Kept aside for orders: {amount}"), amount=money(wallet.kept_aside, currency)),
        fill(_("Owes: {amount}"), amount=money(-wallet.debt, currency)),
        fill(_("Credit line: {amount}"), amount=money(-wallet.floor, currency)),
    )


def ask_amount(it: Intent, reason: str | None = None) -> Screen:
    """Ask for the amount. `reason` says why the last one was not taken."""
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            lines(
                fill("👤 {person}", person=labels.person(it.user)),
                standing_for_operator(it.wallet, it.currency),
            ),
            _(AMOUNT_QUESTIONS[it.move]),
            fill(
                _("Send an amount from {least} to {most}."),
                least=bold(money(it.least, it.currency)),
                most=bold(money(it.most, it.currency)),
            ),
        ),
        [_to_card(it.user.id)],
    )


def ask_reason(it: Intent, amount: int, reason: str | None = None) -> Screen:
    """Ask for the reason, which the person reads. `reason` says why the last one was not taken."""
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            lines(
                fill("👤 {person}", person=labels.person(it.user)), bold(_what(it.move, amount, it.currency))
            ),
            _("Why? The person reads it, and it is kept for good: no names and no links."),
        ),
        [_to_card(it.user.id)],
    )


def ask_to_confirm(it: Intent, amount: int, reason: str) -> Screen:
    label = _what(it.move, amount, it.currency)
    button_of = danger_button if it.move is Move.DEBIT else confirm
    return Screen(
        paragraphs(
            lines(
                fill("👤 {person}", person=labels.person(it.user)),
                standing_for_operator(it.wallet, it.currency),
            ),
            fill(_("{what}?"), what=bold(label)),
            quoted(cut(reason, MAX_REASON_LENGTH)),
            _("The person and the other operators get a message."),
        ),
        [
            [button_of(label, ConfirmMove(user=it.user.id, move=it.move, after=it.after))],
            _to_card(it.user.id),
        ],
    )


def _what(move: Move, amount: int, currency: str) -> str:
    return _(CONFIRMED[move]).format(amount=money(amount, currency))


def moved(it: Moved, currency: str) -> Screen:
    """What was done now, or before this tap."""
    done = _(DONE_SENTENCES[it.move] if it.move else ANOTHER).format(amount=money(it.amount, currency))
    before = None
    if not it.is_news:
        before = fill(_("By {name}."), name=cut(it.by.name, 40)) if it.by is not None and it.by.name else None
        done = _("This was done before, so nothing was moved now:") + " " + done
    return Screen(
        paragraphs(fill("👤 {person}", person=labels.person(it.user)), lines(bold(done), before)),
        [_to_card(it.user.id), _back()],
    )


def told(it: HandMove, wallet: Wallet) -> Screen:
    """The message to the person whose money an operator moved."""
    amount = money(it.transfer.amount, it.currency)
    return Screen(
        paragraphs(
            bold(
                _(TOLD_WORDS[it.move]).format(amount=amount) if it.move else _("Your wallet was corrected.")
            ),
            quoted(cut(it.transfer.reason, MAX_REASON_LENGTH)),
            fill(_("{amount} of it paid what you owed."), amount=money(it.paid_debt, it.currency))
            if it.paid_debt
            else None,
            standing(wallet, it.currency),
        ),
        [_wallet()],
    )


def told_of_line(line: int, reason: str, wallet: Wallet, currency: str) -> Screen:
    """The message to the person about their credit line (micro-units; 0: it has ended)."""
    words = _(TOLD_WORDS[Move.LINE]).format(amount=money(line, currency)) if line else _(TOLD_OF_NO_LINE)
    return Screen(
        paragraphs(bold(words), quoted(cut(reason, MAX_REASON_LENGTH)), standing(wallet, currency)),
        [_wallet()],
    )


def by_another(
    user: User, by: User | None, move: Move | None, amount: int, reason: str, currency: str
) -> Screen:
    """The message to the other operators."""
    done = _(DONE_SENTENCES[move] if move else ANOTHER).format(amount=money(amount, currency))
    return Screen(
        paragraphs(
            lines(
                fill("💰 {done}", done=bold(done)),
                fill("👤 {person}", person=labels.person(user)),
                fill(_("By {name}."), name=cut(by.name, 40)) if by is not None and by.name else None,
            ),
            quoted(cut(reason, MAX_REASON_LENGTH)),
        ),
        [[opening(user, is_shop=True)]],
    )


def _wallet() -> ButtonRow:
    return [button("👛 " + _("Wallet"), OpenWallet())]


def _to_card(user_id: int) -> ButtonRow:
    return [button("‹ " + _("Back"), OpenMoney(user=user_id))]


def _back() -> ButtonRow:
    return [button("🛠 " + _("Operator"), OpenHealth()), home()]
