"""Screens about operators' roles, and the audit trail."""

from collections.abc import Mapping

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from storage.audit_trail import Act, AuditEntry
from storage.users import OperatorRole
from usecases.people.view_audit import AuditPage
from usecases.people.view_people import Member
from views.language import N_, _
from views.navigation import home, turning
from views.operating.callbacks import AskRole, GiveRole, OpenAudit, OpenHealth, OpenPerson
from views.screen import ButtonRow, Screen, button
from views.text import ago, bold, change, clean, code, cut, fill, lines, paragraphs

ROLE_NAMES: Mapping[OperatorRole, str] = {
    OperatorRole.OWNER: N_("Owner"),
    OperatorRole.MANAGER: N_("Manager"),
    OperatorRole.SUPPORT: N_("Support"),
    OperatorRole.VIEWER: N_("Viewer"),
}
MEANINGS: Mapping[OperatorRole, str] = {
    OperatorRole.OWNER: N_("{role} does everything, gives roles and gets backups."),
    OperatorRole.MANAGER: N_("{role} does everything but give roles and get backups."),
    OperatorRole.SUPPORT: N_("{role} sees people and orders and answers them, and decides nothing."),
    OperatorRole.VIEWER: N_("{role} sees everything and changes nothing."),
}
ACT_SENTENCES: Mapping[str, str] = {
    Act.ORDER_EXISTS: N_("Order {number} is at the panel"),
    Act.ORDER_NEVER_EXISTED: N_("Order {number} is not at the panel"),
    Act.ORDER_LOST: N_("Order {number} of a former panel closed"),
    Act.ORDER_ENDED: N_("Order {number} ended by hand"),
    Act.ORDER_ENTERED: N_("Order {number} entered"),
    Act.REFILL_EXISTS: N_("Refill {number} is at the panel"),
    Act.REFILL_NEVER_EXISTED: N_("Refill {number} is not at the panel"),
    Act.PANEL_CLOSED: N_("Orders and refills of a former panel closed"),
    Act.ORDERING_OPENED: N_("Ordering opened; open orders not asked for yet"),
    Act.MONEY_GIVEN_BACK: N_("Order {number}: money given back"),
    Act.MONEY_TAKEN_BACK: N_("Order {number}: money taken back"),
    Act.CREDIT: N_("{name}: credit"),
    Act.DEBIT: N_("{name}: debit"),
    Act.WRITE_OFF: N_("{name}: debt written off"),
    Act.CREDIT_LINE: N_("{name}: credit line"),
    Act.PAYMENT_CREDITED: N_("Payment {number} credited"),
    Act.PAYMENT_RETURNED: N_("Payment {number} returned"),
    Act.WALLETS_CONFIRMED: N_("Wallets confirmed; debts written off"),
    Act.HOLD_DECIDED: N_("A held service decided"),
    Act.MOVES_LIFTED: N_("Services with moved rates sold again"),
    Act.DECISION_TAKEN_BACK: N_("A decision about the panel account taken back"),
    Act.PRICES_CHANGED: N_("Prices changed"),
    Act.EXCHANGE_RATE: N_("Exchange rate"),
    Act.PRICES_CONFIRMED: N_("Prices confirmed"),
    Act.SHOP_VALUE: N_("A limit or price of the shop"),
    Act.BACKUP_SENT: N_("A backup sent to the chat"),
    Act.DAILY_BACKUP: N_("Daily backups to the chat"),
    Act.LOW_BALANCE: N_("Low balance"),
    Act.SERVICE_CHANGED: N_("Service changed"),
    Act.BROADCAST_SENT: N_("Broadcast {number} sent"),
    Act.BROADCAST_PAUSED: N_("Broadcast {number} paused"),
    Act.BROADCAST_CONTINUED: N_("Broadcast {number} goes on"),
    Act.BROADCAST_STOPPED: N_("Broadcast {number} stopped"),
    Act.BROADCAST_DELETED: N_("Broadcast {number} deleted for all"),
    Act.CASE_CLOSED: N_("Case {number} closed"),
    Act.TEXT_WRITTEN: N_("Own text changed"),
    Act.TEXT_RESET: N_("Own text deleted"),
    Act.GROUP_MADE: N_("Group {number} made"),
    Act.GROUP_RENAMED: N_("Group {number} renamed"),
    Act.GROUP_ENDED: N_("Group {number} ended"),
    Act.GROUP_CHOSEN: N_("{name}: group"),
    Act.INVITED: N_("An invitation made"),
    Act.LET_IN: N_("{name}: let in"),
    Act.REFUSED: N_("{name}: not let in"),
    Act.REMOVED: N_("{name}: removed"),
    Act.ROLE_GIVEN: N_("{name}: role"),
    Act.BLOCKED: N_("{name}: blocked"),
    Act.UNBLOCKED: N_("{name}: unblocked"),
    Act.WROTE: N_("{name}: a message sent"),
    Act.FORBIDDEN: N_("Tried what the role does not allow"),
}


def named(role: OperatorRole | None) -> str:
    """Return the name of a role. None is somebody who is no operator."""
    return _(ROLE_NAMES[role]) if role is not None else _("Customer")


def choose(it: Member, called: str, on_page: int) -> Screen:
    """Let an owner choose what a person may do."""
    meanings = [fill(_(sentence), role=bold(_(ROLE_NAMES[role]))) for role, sentence in MEANINGS.items()]
    others = [role for role in (*OperatorRole, None) if role is not it.operator_role]
    return Screen(
        paragraphs(
            bold(_("Role of {name}").format(name=cut(called, 60))),
            fill(_("Now: {role}"), role=bold(named(it.operator_role))),
            lines(*meanings),
            _("They get a message about it."),
        ),
        [
            *([_give(it, role) for role in others[at : at + 2]] for at in range(0, len(others), 2)),
            [button("‹ " + _("Back"), OpenPerson(user=it.id, page=on_page)), home()],
        ],
    )


def _give(it: Member, role: OperatorRole | None) -> InlineKeyboardButton:
    mark = "👤 " if role is None else "🛠 "
    return button(mark + named(role), GiveRole(user=it.id, role=role, was=it.operator_role))


def opening(it: Member, on_page: int) -> ButtonRow:
    """The button on a person's card that owners see."""
    return [button("🛠 " + _("Role"), AskRole(user=it.id, page=on_page))]


def given(name: str, role: OperatorRole | None) -> str:
    """A toast after a role was given."""
    return _("{name}: {role}. They get a message.").format(name=cut(name, 60), role=named(role))


def told(role: OperatorRole | None) -> Screen:
    """The message to the person whose role was changed."""
    if role is None:
        return Screen(fill(_("You no longer operate this bot. You can order as before.")), [[home()]])
    return Screen(
        lines(
            fill(_("You now operate this bot as: {role}"), role=bold(named(role))),
            fill(_(MEANINGS[role]), role=named(role)),
        ),
        [[button("🛠 " + _("Operator"), OpenHealth()), home()]],
    )


def audit(it: AuditPage) -> Screen:
    """What operators did last, the newest first."""
    return Screen(
        paragraphs(
            bold(_("Who did what")),
            *(_entry(one) for one in it.entries),
            None if it.entries else _("Nothing was done yet."),
        ),
        [
            turning(it.page, it.pages, lambda to: OpenAudit(page=to)),
            [button("‹ " + _("Operator"), OpenHealth()), home()],
        ],
    )


def _entry(it: AuditEntry) -> Markup:
    actor = _("the shell") if it.actor is None else clean(it.actor_name) or _("a forgotten person")
    return lines(
        fill("{actor}, {when}", actor=bold(cut(actor, 40)), when=ago(it.at)),
        fill("{what}{change}", what=_what(it), change=_change(it)),
    )


def _what(it: AuditEntry) -> Markup:
    """Return the sentence of an act. An act of a newer release is shown by its name."""
    sentence = _(ACT_SENTENCES[it.act]) if it.act in ACT_SENTENCES else "{act}"
    name = cut(clean(it.subject_name) or _("a forgotten person"), 40)
    return fill(sentence, number=it.subject or "", name=name, act=it.act)


def _change(it: AuditEntry) -> Markup:
    before, after = _value(it, it.before), _value(it, it.after)
    if it.before and it.after:
        return fill(": {change}", change=change(code(before), code(after)))
    shown = after or before
    return fill(": {shown}", shown=code(shown)) if shown else Markup()


def _value(it: AuditEntry, told_value: str) -> str:
    if it.act not in (Act.ROLE_GIVEN, Act.REMOVED) or not told_value:
        return told_value
    return named(OperatorRole(told_value) if told_value in set(OperatorRole) else None)
