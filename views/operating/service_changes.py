"""What the panel's list of services changed: the list for operators, and the digest of a day."""

import re
from collections.abc import Mapping, Sequence

import msgspec
from markupsafe import Markup

from storage.service_changes import ChangeKind, ServiceChange
from views.language import N_, _
from views.navigation import SERVICES_PER_PAGE, home, turning, within
from views.operating.service_callbacks import OpenServiceChanges, OpenServiceDesk
from views.screen import ButtonRow, Screen, button
from views.text import ago, bold, change, clean, code, cut, fill, lines, number, paragraphs, shown_rate

CHANGE_COUNTS: Mapping[ChangeKind, str] = {
    ChangeKind.NEW: N_("New: {count}"),
    ChangeKind.GONE: N_("No longer listed: {count}"),
    ChangeKind.BACK: N_("Listed again: {count}"),
    ChangeKind.RATE: N_("Rate changed: {count}"),
    ChangeKind.LIMITS: N_("Least or most changed: {count}"),
    ChangeKind.NAME: N_("Renamed: {count}"),
    ChangeKind.TYPE: N_("Type changed: {count}"),
}
WHOLE_NUMBER = re.compile(r"[0-9]{1,20}")
CHANGE_WORDS: Mapping[ChangeKind, str] = {
    ChangeKind.NEW: N_("new"),
    ChangeKind.GONE: N_("no longer listed"),
    ChangeKind.BACK: N_("listed again"),
    ChangeKind.RATE: N_("rate {change}"),
    ChangeKind.LIMITS: N_("limits {change}"),
    ChangeKind.NAME: N_("was named “{was}”"),
    ChangeKind.TYPE: N_("type {change}"),
}


def page_of_changes(found: Sequence[ServiceChange], page: int, currency: str | None) -> Screen:
    page, pages = within(page, len(found))
    shown = found[page * SERVICES_PER_PAGE : (page + 1) * SERVICES_PER_PAGE]
    return Screen(
        paragraphs(
            bold(_("What the panel changed")),
            *(_change(one, currency) for one in shown),
            None if found else _("Nothing has changed in the last 30 days."),
        ),
        [
            turning(page, pages, lambda turned: OpenServiceChanges(page=turned)),
            [button("‹ " + _("Services"), OpenServiceDesk()), home()],
        ],
    )


def _change(it: ServiceChange, currency: str | None) -> Markup:
    was, now = (clean(_value(it.kind, told, currency)) for told in (it.was, it.now))
    return lines(
        fill("{id} · {name}", id=code(cut(it.service_id, 40)), name=cut(it.service_name, 80)),
        fill(
            "{ago}: {change}",
            ago=ago(it.seen_at),
            change=fill(_(CHANGE_WORDS[it.kind]), was=was, change=change(was, now)),
        ),
    )


def _value(kind: ChangeKind, told: str, currency: str | None) -> str:
    match kind:
        case ChangeKind.RATE:
            return shown_rate(told, currency)
        case ChangeKind.LIMITS:
            return WHOLE_NUMBER.sub(lambda found: number(int(found[0])), told)
    return cut(told, 80)


def counted_changes(detail: str) -> Markup:
    """The lines of a digest: how many changes there were of each kind. `detail` is JSON."""
    counts = msgspec.json.decode(detail, type=dict[str, int])
    return lines(
        *(
            fill(_(words), count=bold(number(counts[kind])))
            for kind, words in CHANGE_COUNTS.items()
            if counts.get(kind)
        )
    )


def opening_changes() -> list[ButtonRow]:
    return [[button("🆕 " + _("Changes"), OpenServiceChanges())]]
