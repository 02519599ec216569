"""What the operator sees: who knocks, what is wrong, what waits for a decision."""

from collections.abc import Mapping, Sequence
from typing import Any

from usecases.access import Person
from usecases.clock import MINUTE
from usecases.view_account import Health
from views.callbacks import (
    InviteCustomer,
    LetIn,
    OpenDecision,
    OpenHealth,
    OpenRefillDecision,
)
from views.catalogue import home
from views.language import N_, _
from views.screen import Row, Screen, button, confirm, copy
from views.text import ago, bold, code, cut, fill, lines, money, number, paragraphs

BEGAN = {
    "panel_down": N_("The panel does not answer. Ordering is closed until it is back."),
    "panel_key": N_("The panel refuses the API key. Check PANEL_API_KEY. Ordering is closed."),
    "panel_funds": N_("An order was refused: not enough funds on the panel account. Top it up."),
    "status_word": N_("The panel uses a status that is not known here; the order is kept open."),
    "restored": N_(
        "The database was restored from a backup. Ordering is closed until the panel has told what became of "
        "the open orders. Orders that it placed after the one below are not known here; look for them there."
    ),
    "backup_failed": N_("No backup of the database could be made."),
    "update_set_aside": N_("An update from Telegram could not be handled and was set aside; see the log."),
    "order_missing": N_("The panel has not known an order for a day."),
    "other_panel": N_(
        "PANEL_API_URL was changed, and orders are still open at the panel before. "
        "Nobody asks for them until it is set back. The panel before, and how many they are:"
    ),
    "exists_after_all": N_(
        "The panel has an order that was taken for one that does not exist: the panel answered late. "
        "Here it is noted as not placed. Its number here, and at the panel:"
    ),
    "never_placed": N_(
        "An order was decided to exist at the panel, but the panel never took it: what sent it was held up. "
        "Its number here, and the one that it was given at the panel:"
    ),
    "refill_exists_after_all": N_(
        "The panel has a refill that was taken for one that does not exist: the panel answered late. "
        "Here it is noted as not asked for. The order's number here, and the refill's at the panel:"
    ),
}

ENDED = {
    "panel_down": N_("The panel is back. Ordering is open."),
    "panel_key": N_("The panel takes the API key again. Ordering is open."),
    "panel_funds": N_("The panel account was topped up."),
    "status_word": N_("The unknown status is gone."),
    "restored": N_("The open orders are known again. Ordering is open."),
    "backup_failed": N_("A backup of the database was made again."),
    "update_set_aside": N_("Updates from Telegram can be handled again."),
    "other_panel": N_("Nothing is left behind at the other panel any more."),
    "order_missing": N_("The panel knows the order again."),
}


def knock(person: Person) -> Screen:
    return Screen(
        fill(
            _("🚪 {name} (id {id}) asks to be let in."),
            name=bold(cut(person.name, 80)),
            id=code(str(person.id)),
        ),
        [[confirm("✅ " + _("Let in"), LetIn(user=person.id))], [home()]],
    )


def was_let_in(person: Person) -> Screen:
    return Screen(
        fill(_("✅ {name} may order now."), name=bold(cut(person.name, 80))),
        [[button("🛠 " + _("Operator"), OpenHealth()), home()]],
    )


def alert(payload: Mapping[str, Any]) -> Screen:
    """What began or ended; `payload` has the condition, with its detail or how long it lasted (ms)."""
    name, _colon, about = str(payload.get("condition", "")).partition(":")
    rows: list[Row] = [[button("🛠 " + _("Operator"), OpenHealth())]]
    if "lasted" in payload:
        minutes = max(1, int(payload["lasted"]) // MINUTE)
        return Screen(
            lines("✅ " + _(ENDED[name]), _("It lasted {minutes} min.").format(minutes=number(minutes))),
            rows,
        )
    detail = cut(str(payload.get("detail", "")), 200)
    return Screen(
        paragraphs(
            "⚠️ " + _(BEGAN[name]), code(cut(about, 80)) if about else None, code(detail) if detail else None
        ),
        rows,
    )


def health(it: Health, orders: Sequence[int], refills: Sequence[int]) -> Screen:
    """`orders` and `refills` wait for a decision."""
    wrong = [
        fill("⚠️ {what} ({since})", what=_(BEGAN[name]), since=ago(condition.since))
        for condition in it.conditions
        if (name := condition.name.partition(":")[0]) in BEGAN
    ]
    balance = money(it.balance, it.currency) if it.balance is not None else "?"
    waiting: list[Row] = [
        *(
            [button("❔ " + _("Order {number}").format(number=one), OpenDecision(order=one))]
            for one in orders[:8]
        ),
        *(
            [button("❔ " + _("Refill {number}").format(number=one), OpenRefillDecision(refill=one))]
            for one in refills[:8]
        ),
    ]
    return Screen(
        paragraphs(
            bold(_("Operator")),
            lines(*wrong) if wrong else "✅ " + _("The panel answers and takes the key."),
            lines(
                fill(_("Panel account: {amount}"), amount=bold(balance)),
                fill(_("Services offered: {count}"), count=bold(number(it.services))),
                fill(_("Waiting for your decision: {count}"), count=bold(number(len(orders) + len(refills)))),
            ),
        ),
        [*waiting, [button("➕ " + _("Invite a customer"), InviteCustomer())], [home()]],
    )


def invitation(link: str, days: int) -> Screen:
    return Screen(
        paragraphs(
            bold(_("Invitation")),
            fill(_("Who opens this link first is let in. It works once, for {days} days."), days=days),
            code(link),
        ),
        [[copy("📋 " + _("Copy link"), link)], [button("‹ " + _("Back"), OpenHealth()), home()]],
    )
