"""The lines of the operator's first screen that say whether everything runs, and what a shop sold today."""

from markupsafe import Markup

from usecases.operating.view_desk import Desk
from views.language import _, ngettext
from views.text import ago, bold, fill, lines, moment, number, total

GIGABYTE = 1_000_000_000


def running(it: Desk) -> Markup:
    """What is fine stands in one line; what is not has a line of its own."""
    warnings = [*_warnings(it)]
    return lines(*warnings, _up(it), _fine(it))


def _up(it: Desk) -> Markup | None:
    """Since when the panel and Telegram have answered. The line of the panel's alert says when it is down."""
    facts = [
        fill(_("panel {when}"), when=moment(it.panel_up_since)) if it.panel_up_since else None,
        fill(_("Telegram {when}"), when=moment(it.telegram_up_since)) if it.telegram_up_since else None,
    ]
    told = Markup(" · ").join(one for one in facts if one is not None)
    return fill(_("Up since: {facts}"), facts=told) if told else None


def _warnings(it: Desk) -> list[Markup]:
    found = []
    if it.is_swept_late and it.swept_at is not None:
        found.append(fill("⚠️ " + _("Open orders were last checked {ago}."), ago=ago(it.swept_at)))
    if it.is_unsent_late and it.unsent_since is not None:
        sentence = ngettext(
            "{count} message is not sent yet, the oldest from {ago}.",
            "{count} messages are not sent yet, the oldest from {ago}.",
            it.unsent,
        )
        found.append(fill("⚠️ " + sentence, count=number(it.unsent), ago=ago(it.unsent_since)))
    if it.is_backup_old:
        at = it.host.backup_at
        told = fill("⚠️ " + _("The newest backup is from {ago}."), ago=ago(at)) if at else None
        found.append(told or fill("⚠️ " + _("There is no backup yet.")))
    if it.is_disk_full and it.host.free is not None:
        found.append(fill("⚠️ " + _("Only {size} GB of the disk are free."), size=_gigabytes(it.host.free)))
    return found


def _fine(it: Desk) -> Markup:
    facts = [
        fill(_("Checked {ago}"), ago=ago(it.swept_at)) if it.swept_at and not it.is_swept_late else None,
        fill(_("in the queue: {count}"), count=number(it.queued)),
        None if it.is_unsent_late else fill(_("messages waiting: {count}"), count=number(it.unsent)),
        fill(_("backup {ago}"), ago=ago(it.host.backup_at))
        if it.host.backup_at and not it.is_backup_old
        else None,
        fill(_("{size} GB free"), size=_gigabytes(it.host.free))
        if it.host.free is not None and not it.is_disk_full
        else None,
    ]
    line = Markup(" · ").join(one for one in facts if one is not None)
    return line[:1].upper() + line[1:]


def _gigabytes(size: int) -> str:
    return number(size // GIGABYTE) if size >= GIGABYTE else "< 1"


def today(it: Desk) -> Markup | None:
    """What a shop sold since midnight (UTC). None where money is not shown, or nothing happened."""
    sold = it.today
    stars = fill(_("paid: {stars} ★"), stars=number(it.stars)) if it.stars else None
    if sold is None:
        return fill(_("Today: {facts}"), facts=stars) if stars else None
    facts = [
        fill(_("sold {amount}"), amount=bold(total(sold.quoted, sold.currency))),
        fill(_("cost {amount}"), amount=total(sold.cost, sold.currency)) if sold.cost else None,
        fill(_("margin {amount}"), amount=total(sold.margin, sold.currency)) if sold.cost else None,
        fill(_("given back {amount}"), amount=total(sold.given_back, sold.currency))
        if sold.given_back
        else None,
        stars,
    ]
    return fill(_("Today: {facts}"), facts=Markup(" · ").join(one for one in facts if one is not None))
