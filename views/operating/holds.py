"""Screens about services on hold: why they are held, and the possible decisions."""

from markupsafe import Markup

from storage.holds import Hold, HoldState
from storage.orders import Order
from usecases.operating.decide_holds import Decision, HeldService, HeldServices
from usecases.pricing.cost import cost_currency
from views.language import N_, _, ngettext
from views.navigation import home
from views.operating.callbacks import (
    DecideHold,
    LiftMoves,
    OpenHealth,
    OpenHold,
    OpenHolds,
    OpenTrouble,
    TakeBack,
)
from views.screen import ButtonRow, Screen, button, danger_button
from views.text import ago, bold, change, code, cut, fill, lines, money, number, paragraphs, shown_rate

MAX_HOLDS_SHOWN = 40  # services on one screen

HOLD_LABELS = {
    HoldState.WAITS: N_("This service is not sold until you decide."),
    HoldState.NOT_SOLD: N_("You decided not to sell it."),
    HoldState.LIFTED: N_("It is sold again."),
}


def hold(it: HeldService) -> Screen:
    """The screen of one hold, both for the alert and for the list."""
    return _moved(it) if it.order is None else _dear(it, it.order)


def _moved(it: HeldService) -> Screen:
    """A service whose rate moved by more than a fifth in one refresh."""
    currency = it.key.currency
    old, new = (bold(shown_rate(told or "0", currency)) for told in (it.hold.old_rate, it.hold.new_rate))
    label = HOLD_LABELS[it.hold.state]
    return Screen(
        paragraphs(
            "⚠️ " + _("The panel changed the rate of a service by more than 20 %."),
            lines(
                fill(_("Service {id}"), id=code(cut(it.hold.service_id, 40))),
                cut(it.hold.service_name, 120),
                fill(_("Rate at the panel: {change}"), change=change(old, new)),
            ),
            _(label),
        ),
        [
            *_ways_of_move(it),
            [button("⏸ " + _("Held services"), OpenHolds()), home()],
        ],
    )


def _ways_of_move(it: HeldService) -> list[ButtonRow]:
    if it.hold.state is HoldState.LIFTED:
        return []
    sell = button("▶️ " + _("Sell it at the new rate"), _decide(it, Decision.SOLD))
    if it.hold.state is HoldState.NOT_SOLD:
        return [[sell]]
    return [[sell], [danger_button("⏸ " + _("Do not sell it"), _decide(it, Decision.NOT_SOLD))]]


def _dear(it: HeldService, order: Order) -> Screen:
    """A service for which the panel took several times the quote."""
    currency = cost_currency(order)
    return Screen(
        paragraphs(
            fill(
                "⚠️ " + _("The panel took far more than was quoted for order {number}."),
                number=bold(str(order.id)),
            ),
            lines(
                fill(_("Service {id}"), id=code(cut(it.hold.service_id, 40))),
                cut(it.hold.service_name, 120),
                fill(_("Quoted: {amount}"), amount=bold(money(it.hold.quoted, currency))),
                _took(it, currency),
            ),
            lines(
                _(HOLD_LABELS[it.hold.state]),
                _("It is the second such service of this panel, so nothing is sold until you decide.")
                if it.is_panel_held
                else None,
            ),
            _meanings(it) if it.hold.state is not HoldState.LIFTED else None,
        ),
        [
            *_ways(it),
            [
                button(
                    "📦 " + _("Open order {number}").format(number=order.id),
                    OpenTrouble(order=order.id),
                )
            ],
            [button("⏸ " + _("Held services"), OpenHolds()), home()],
        ],
    )


def _took(it: HeldService, currency: str) -> Markup:
    took = bold(money(it.hold.took, currency))
    if it.hold.seen == "balance":
        return lines(
            fill(_("The balance fell by {amount}"), amount=took),
            _("Another program on the same key may have spent part of it."),
        )
    return fill(_("The panel says that it charged {amount}"), amount=took)


def _meanings(it: HeldService) -> Markup:
    """Explain what each decision means."""
    return lines(
        _("Do not sell it: only this service is no longer sold."),
        None
        if it.key.rate_per_piece_since
        else _("The rate is per piece: all prices per 1,000 at this panel become 1,000 times as high."),
        _("Ignore its charges: what this panel says it charged is ignored from now on."),
    )


def _ways(it: HeldService) -> list[ButtonRow]:
    if it.hold.state is HoldState.LIFTED:
        return []
    rows: list[ButtonRow] = []
    if it.hold.state is HoldState.WAITS:
        rows.append([danger_button("⏸ " + _("Do not sell it"), _decide(it, Decision.NOT_SOLD))])
    else:
        rows.append([button("▶️ " + _("Sell it again"), _decide(it, Decision.SOLD))])
    if it.key.rate_per_piece_since is None:
        rows.append([button("🔢 " + _("The rate is per piece"), _decide(it, Decision.PER_PIECE))])
    if it.key.charge_ignored_since is None:
        ignore = _decide(it, Decision.CHARGES_MEAN_NOTHING)
        rows.append([button("🙈 " + _("Ignore its charges"), ignore)])
    return rows


def _decide(it: HeldService, decision: Decision) -> DecideHold:
    return DecideHold(hold=it.hold.id, decisions=it.hold.decisions, decision=decision)


def held(it: HeldServices) -> Screen:
    """All services on hold, and the decisions about the panel account."""
    return Screen(
        paragraphs(
            bold(_("Held services")),
            _why(it),
            lines(*_decided(it)),
        ),
        [
            *_all_moves(it),
            *(_row(one) for one in it.holds[:MAX_HOLDS_SHOWN]),
            *_changes(it),
            [button("‹ " + _("Operator"), OpenHealth()), home()],
        ],
    )


def _why(it: HeldServices) -> Markup | str:
    if not it.holds:
        return _("No service is held.")
    kinds = {one.is_move for one in it.holds}
    return paragraphs(
        _(
            "The panel took several times what was quoted for these. Tap one to decide, or to "
            "change your decision."
        )
        if False in kinds
        else None,
        _("The panel changed the rate of services marked ↕ by more than 20 % at once. Tap one to see it.")
        if True in kinds
        else None,
    )


def _all_moves(it: HeldServices) -> list[ButtonRow]:
    """Return the button that sells all services again whose rates moved, as many as the screen counts."""
    if not it.moves:
        return []
    label = ngettext("Sell {count} at its new rate", "Sell all {count} at their new rates", it.moves)
    return [[button("▶️ " + label.format(count=number(it.moves)), LiftMoves(until=it.read_at))]]


def _row(it: Hold) -> ButtonRow:
    mark = "⏸" if it.state is not HoldState.WAITS else "↕" if it.is_move else "❔"
    return [button(f"{mark} {cut(it.service_id, 12)} · {cut(it.service_name, 34)}", OpenHold(hold=it.id))]


def _decided(it: HeldServices) -> list[Markup]:
    decided = []
    if it.key.rate_per_piece_since is not None:
        since = ago(it.key.rate_per_piece_since)
        decided.append(fill(_("The rates of this panel are per piece, as you decided {since}."), since=since))
    if it.key.charge_ignored_since is not None:
        since = ago(it.key.charge_ignored_since)
        decided.append(fill(_("The charges of this panel are ignored, as you decided {since}."), since=since))
    return decided


def _changes(it: HeldServices) -> list[ButtonRow]:
    rows: list[ButtonRow] = []
    if (since := it.key.rate_per_piece_since) is not None:
        back = TakeBack(decision=Decision.PER_PIECE, since=since)
        rows.append([button("↩️ " + _("The rates are per 1,000"), back)])
    if (since := it.key.charge_ignored_since) is not None:
        back = TakeBack(decision=Decision.CHARGES_MEAN_NOTHING, since=since)
        rows.append([button("↩️ " + _("Use its charges again"), back)])
    return rows
