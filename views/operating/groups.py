"""Screens about groups of customers."""

from collections.abc import Sequence
from decimal import Decimal

from storage.customer_groups import CustomerGroup
from storage.price_rules import RuleKey, RuleLevel
from usecases.operating.manage_groups import GroupCard
from usecases.operating.plan_prices import PriceChange
from usecases.people.view_people import Member
from views.language import _, ngettext
from views.navigation import home
from views.operating.callbacks import OpenPerson
from views.operating.people import called
from views.operating.price_rules import asking, percent
from views.operating.shop_callbacks import (
    AskEndGroup,
    AskGroupName,
    EndGroup,
    OpenGroup,
    OpenGroups,
    OpenPrices,
    OpenShop,
    PutInGroup,
)
from views.screen import Screen, button, danger_button
from views.text import bold, cut, fill, lines, number, paragraphs


def groups(found: Sequence[GroupCard]) -> Screen:
    return Screen(
        paragraphs(
            bold(_("Groups")),
            _(
                "The people of a group get its discount on all prices, down to the minimum margin at most. A "
                "group can also have price rules of its own. A person's group is chosen on the person's card."
            ),
        ),
        [
            *([button(_label(one), OpenGroup(group=one.group.id))] for one in found),
            [button("➕ " + _("New group"), AskGroupName())],
            [button("‹ " + _("Shop"), OpenShop()), home()],
        ],
    )


def _label(it: GroupCard) -> str:
    return f"{cut(it.group.name, 40)} · −{percent(Decimal(it.group.discount))} · 👤 {number(it.people)}"


def group(it: GroupCard) -> Screen:
    key = RuleKey(RuleLevel.ALL, "", it.group.id)
    people = ngettext("{count} person", "{count} people", it.people).format(count=number(it.people))
    return Screen(
        paragraphs(
            bold(cut(it.group.name, 40)),
            lines(
                fill(_("Discount: {value}"), value=bold(percent(Decimal(it.group.discount)))),
                fill("👤 {people}", people=people),
            ),
        ),
        [
            [button("➖ " + _("Discount"), asking(PriceChange.DISCOUNT, key))],
            [button("✏️ " + _("Rename"), AskGroupName(group=it.group.id))],
            [button("🏷 " + _("Prices"), OpenPrices())],
            [button("✖️ " + _("End this group"), AskEndGroup(group=it.group.id))],
            [button("‹ " + _("Groups"), OpenGroups()), home()],
        ],
    )


def ask_name(it: CustomerGroup | None, reason: str | None = None) -> Screen:
    """Ask for the name of a group; None is a new one."""
    back = OpenGroup(group=it.id) if it else OpenGroups()
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            bold(cut(it.name, 40) if it else _("New group")),
            _("What is it called? At most 40 characters."),
        ),
        [[button("‹ " + _("Back"), back), home()]],
    )


def bad_name() -> str:
    return _("Send a name of at most 40 characters, on one line.")


def ask_end(it: GroupCard) -> Screen:
    name = cut(it.group.name, 40)
    sentence = ngettext(
        "{count} person will pay the usual prices.", "{count} people will pay the usual prices.", it.people
    )
    return Screen(
        paragraphs(
            bold(_("End {name}?").format(name=name)),
            lines(
                fill(sentence, count=number(it.people)),
                _("Its price rules end too. This cannot be undone."),
            ),
        ),
        [
            [danger_button(_("End {name}").format(name=name), EndGroup(group=it.group.id))],
            [button("‹ " + _("Back"), OpenGroup(group=it.group.id)), home()],
        ],
    )


def choose(it: Member, found: Sequence[GroupCard], on_page: int) -> Screen:
    """Choose the group of a person."""
    choices = [(0, _("No group")), *((one.group.id, cut(one.group.name, 40)) for one in found)]
    return Screen(
        lines(bold(cut(called(it), 80)), _("Which group?")),
        [
            *(
                [
                    button(
                        ("● " if group_id == (it.group_id or 0) else "○ ") + name,
                        PutInGroup(user=it.id, group=group_id, page=on_page),
                    )
                ]
                for group_id, name in choices
            ),
            [button("‹ " + _("Back"), OpenPerson(user=it.id, page=on_page)), home()],
        ],
    )
