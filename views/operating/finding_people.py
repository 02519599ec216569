"""Screens that find a person for an operator."""

from aiogram.types import InlineKeyboardButton

from storage.users import User
from usecases.tracking.find_people import FoundPeople
from views.language import _, ngettext
from views.navigation import home, turning
from views.operating.callbacks import FindPerson, OpenHealth, OpenPerson, TurnFoundPeople
from views.operating.money_callbacks import OpenMoney
from views.screen import Screen, button
from views.text import bold, clean, cut, fill, lines, number, paragraphs

LONGEST_TYPED = 40  # characters of a typed text that is repeated


def find(reason: str | None = None) -> Screen:
    """Ask whom to find. `reason` says why the last text was not enough."""
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            bold(_("Find a person")),
            _(
                "Send an ID, a @name or a part of a name, an order's number (yours or the panel's) or its "
                "link, or a payment's charge ID."
            ),
        ),
        [[button("🛠 " + _("Operator"), OpenHealth()), home()]],
    )


def nobody(typed: str) -> str:
    """The reason why a typed text finds nobody. The operator may send another."""
    return _("No match for “{words}”. Send another one.").format(words=cut(typed, LONGEST_TYPED))


def may_not_order(user: User) -> str:
    """The reason why a person who was found has no card: nobody has let them in, or they were removed."""
    return _("{name} may not order now.").format(name=cut(clean(user.name) or str(user.telegram_id), 60))


def several(it: FoundPeople, *, is_shop: bool) -> Screen:
    """Let the operator choose between several people whom a text may mean."""
    sentence = ngettext("{count} person may be meant:", "{count} people may be meant:", it.count)
    return Screen(
        lines(bold(_("Find a person")), fill(sentence, count=number(it.count))),
        [
            *([opening(one, is_shop=is_shop)] for one in it.people),
            turning(it.page, it.pages, lambda to: TurnFoundPeople(page=to)),
            [button("🔎 " + _("Find a person"), FindPerson())],
            [button("🛠 " + _("Operator"), OpenHealth()), home()],
        ],
    )


def opening(user: User, *, is_shop: bool) -> InlineKeyboardButton:
    """The button that opens somebody who was found: in a shop their money."""
    name = clean(user.name) or _("ID {id}").format(id=user.telegram_id or user.id)
    account = f" · @{clean(user.username)}" if user.username else ""
    to = OpenMoney(user=user.id) if is_shop else OpenPerson(user=user.id, page=0)
    return button(f"👤 {cut(name, 40)}{account}", to)
