"""Screens about people with access."""

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from storage.users import Role
from usecases.people.access import Setting
from usecases.people.view_people import Member, PeoplePage
from usecases.people.view_person import PersonFacts
from views.language import N_, _, ngettext
from views.navigation import home, turning
from views.operating import payments, roles
from views.operating.callbacks import (
    AskBlock,
    AskRemoval,
    InviteCustomer,
    OpenHealth,
    OpenOrdersOf,
    OpenPeople,
    OpenPerson,
    RemovePerson,
    UnblockPerson,
    WriteToPerson,
)
from views.operating.money_callbacks import OpenMoney
from views.operating.person_facts import person_facts
from views.operating.shop_callbacks import ChooseGroup
from views.screen import Screen, button, danger_button
from views.text import ago, bold, clean, code, cut, fill, lines, number, paragraphs

ROLE_MARKS = {Role.OPERATOR: "🛠", Role.CUSTOMER: "👤"}
ROLES = {Role.OPERATOR: N_("Operator"), Role.CUSTOMER: N_("Customer")}


def page(it: PeoplePage, *, is_shop: bool = False) -> Screen:
    """The people with a role. A shop lets in everybody, so it needs no invitations."""
    sentence = ngettext("{count} person may order.", "{count} people may order.", it.count)
    return Screen(
        lines(
            bold(_("People")),
            fill(sentence, count=number(it.count)),
            _("🛠 marks operators. Tap a name to see more."),
        ),
        [
            *([_open(member, it.page)] for member in it.members),
            turning(it.page, it.pages, lambda to: OpenPeople(page=to)),
            [] if is_shop else [button("🎟 " + _("Invite a customer"), InviteCustomer())],
            [button("‹ " + _("Operator"), OpenHealth()), home()],
        ],
    )


def _open(member: Member, on_page: int) -> InlineKeyboardButton:
    name = cut(f"{ROLE_MARKS[member.role]} {called(member)}", 40)
    account = f" · @{clean(member.username)}" if member.username else ""
    return button(name + account, OpenPerson(user=member.id, page=on_page))


def called(member: Member) -> str:
    """Return the name, or the id of a person without a name."""
    return clean(member.name) or _("ID {id}").format(id=member.telegram_id)


def card(
    it: Member,
    on_page: int,
    *,
    is_shop: bool = False,
    may_decide: bool = True,
    facts: PersonFacts | None = None,
) -> Screen:
    """A person's card. `is_shop`: people have money, and are in groups.

    `may_decide`: whoever looks may block and remove this person. Operators are blocked by owners alone.
    """
    group = button("👥 " + _("Group"), ChooseGroup(user=it.id, page=on_page))
    remove = button("🚫 " + _("Remove"), AskRemoval(user=it.id, page=on_page))
    sentence = ngettext("{count} open order", "{count} open orders", it.open_orders)
    return Screen(
        paragraphs(
            lines(
                bold(cut(called(it), 80)),
                fill("@{account}", account=clean(it.username)) if it.username else None,
                fill(_("ID {id}"), id=code(str(it.telegram_id))) if it.name else None,
                _role(it),
                _since(it),
                _group(it) if is_shop else None,
                fill(sentence, count=number(it.open_orders)) if it.open_orders and not facts else None,
            ),
            person_facts(facts) if facts else None,
            _fixed(it.fixed_by),
        ),
        [
            [button("💰 " + _("Money"), OpenMoney(user=it.id)), group] if is_shop else [],
            payments.opening(it.id) if is_shop else [],
            roles.opening(it, on_page) if it.fixed_by is not Setting.ADMIN_IDS else [],
            [_letter(it), _orders(it)],
            [*([_block(facts)] if facts else []), *([] if it.fixed_by else [remove])] if may_decide else [],
            [button("‹ " + _("People"), OpenPeople(page=on_page)), home()],
        ],
    )


def _letter(it: Member) -> InlineKeyboardButton:
    return button("✉️ " + _("Write"), WriteToPerson(user=it.id))


def _orders(it: Member) -> InlineKeyboardButton:
    return button("📦 " + _("Orders"), OpenOrdersOf(user=it.id, page=0))


def _block(facts: PersonFacts) -> InlineKeyboardButton:
    if facts.user.stopped_at is not None:
        return button("✅ " + _("Unblock"), UnblockPerson(user=facts.user.id))
    return button("⛔ " + _("Block"), AskBlock(user=facts.user.id))


def _role(it: Member) -> str:
    word = _(ROLES[it.role])
    return f"{word} · {roles.named(it.operator_role)}" if it.operator_role else word


def _group(it: Member) -> Markup:
    return fill(_("Group: {name}"), name=bold(cut(it.group, 40) if it.group else _("none")))


def _since(it: Member) -> Markup | None:
    if it.let_in_at is None:
        return None
    if it.let_in_by is None:
        return fill(_("Let in {when}"), when=ago(it.let_in_at))
    return fill(_("Let in {when} by {name}"), when=ago(it.let_in_at), name=cut(it.let_in_by, 40))


def _fixed(setting: Setting | None) -> Markup | None:
    if setting is None:
        return None
    words = _("Let in by {setting}. To remove this person, take the ID out of {setting} and restart the bot.")
    return fill(words, setting=code(setting))


def ask_removal(it: Member, on_page: int) -> Screen:
    name = cut(called(it), 30)
    going_on = ngettext(
        "{count} open order continues, and they get messages about it.",
        "{count} open orders continue, and they get messages about them.",
        it.open_orders,
    )
    return Screen(
        paragraphs(
            bold(_("Remove {name}?").format(name=name)),
            lines(
                _("They can no longer order, and an order that they have not confirmed is dropped."),
                _("They no longer operate the bot, and their unused invitations stop working.")
                if it.role is Role.OPERATOR
                else None,
                fill(going_on, count=number(it.open_orders)) if it.open_orders else None,
                _("They may ask to be let in again, and you decide."),
            ),
        ),
        [
            [
                danger_button(
                    _("Remove {name}").format(name=name),
                    RemovePerson(user=it.id, let_in_at=it.let_in_at or 0),
                )
            ],
            [button("‹ " + _("Back"), OpenPerson(user=it.id, page=on_page)), home()],
        ],
    )


def removed_oneself() -> Screen:
    return Screen(fill(_("You were removed and no longer operate this bot.")))


def removed(name: str) -> str:
    """A toast after a removal."""
    return _("{name} was removed.").format(name=cut(name, 60))
