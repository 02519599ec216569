"""The screens about broadcasts that were sent: how far one is, what came of the last ones."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from storage.broadcast_people import DeletionTally
from storage.broadcasts import BroadcastStatus, Trouble
from usecases.broadcasting.steer_broadcast import BroadcastReport
from usecases.clock import SECOND
from views.language import N_, _, ngettext
from views.navigation import home
from views.operating.broadcast_callbacks import (
    AskDeleteBroadcast,
    AskStopBroadcast,
    ContinueBroadcast,
    DeleteBroadcast,
    OpenBroadcast,
    OpenBroadcasts,
    PauseBroadcast,
    StopBroadcast,
)
from views.operating.callbacks import OpenHealth
from views.screen import ButtonRow, Screen, button, danger_button, primary_button
from views.text import ago, bar, bold, clean, day, duration, fill, lines, number, paragraphs

BROADCAST_HEADINGS = {
    BroadcastStatus.SENDING: N_("Broadcast: sending"),
    BroadcastStatus.PAUSED: N_("Broadcast: paused"),
    BroadcastStatus.ENDED: N_("Broadcast: sent"),
    BroadcastStatus.STOPPED: N_("Broadcast: stopped"),
    BroadcastStatus.DELETING: N_("Broadcast: deleting for all"),
    BroadcastStatus.DELETED: N_("Broadcast: deleted for all"),
}
TROUBLES = {
    Trouble.SOURCE: N_(
        "Your message, or a part of your album, is gone, so the bot can't send it on. "
        "Stop the broadcast, and make a new one for the others."
    ),
    Trouble.REFUSED: N_("Telegram refuses this message for one person after another. See the log."),
    Trouble.TELEGRAM: N_("Telegram keeps failing. It is not known whether the last messages arrived."),
}
SLOWEST = 0.05  # people a second; below it no time left is shown


def menu(under_way: BroadcastReport | None, past: Sequence[BroadcastReport]) -> Screen:
    """Asks for the message, or shows what is under way: there is one broadcast at a time."""
    if under_way is not None:
        return _overview(under_way)
    return Screen(
        paragraphs(
            bold(_("Broadcast")),
            _("Send me the message for your people: a text, a photo, a video, a file or an album."),
            _("You will see a preview, and choose who gets it."),
        ),
        [
            *([button(_line(one), OpenBroadcast(broadcast=one.broadcast.id))] for one in past),
            [_back(), home()],
        ],
    )


def _line(it: BroadcastReport) -> str:
    sent = _("sent to {count}").format(count=number(it.tally.sent))
    return " · ".join((day(it.broadcast.started_at or 0), clean(it.author), sent))


def _overview(it: BroadcastReport) -> Screen:
    """The broadcast that is under way, for every operator."""
    return Screen(
        paragraphs(
            bold(_(BROADCAST_HEADINGS[it.broadcast.status])), _made(it), _trouble(it), _facts(it, 0.0)
        ),
        [*_steering(it), [button("🔄 " + _("Refresh"), OpenBroadcasts())], [_back(), home()]],
    )


def card(it: BroadcastReport, speed: float) -> Screen:
    """The author's card. `speed` in people a second."""
    return Screen(
        paragraphs(bold(_(BROADCAST_HEADINGS[it.broadcast.status])), _trouble(it), _facts(it, speed)),
        [*_steering(it), [button("📋 " + _("Details"), OpenBroadcast(broadcast=it.broadcast.id))]],
    )


def page(it: BroadcastReport) -> Screen:
    """What came of a broadcast."""
    return Screen(
        paragraphs(
            bold(_(BROADCAST_HEADINGS[it.broadcast.status])), _made(it), _trouble(it), _facts(it, 0.0)
        ),
        [*_steering(it), [button("‹ " + _("Back"), OpenBroadcasts()), home()]],
    )


def ask_stop(it: BroadcastReport) -> Screen:
    left = it.tally.left
    sentence = ngettext(
        "{count} person has not got it yet, and never will.",
        "{count} people have not got it yet, and never will.",
        left,
    )
    return Screen(
        paragraphs(bold(_("Stop the broadcast?")), fill(sentence, count=number(left))),
        [
            [danger_button("⏹ " + _("Stop it for good"), StopBroadcast(broadcast=it.broadcast.id))],
            [button("‹ " + _("Back"), OpenBroadcasts())],
        ],
    )


def ask_delete(it: BroadcastReport) -> Screen:
    sent = it.tally.sent
    sentence = ngettext(
        "It disappears from the chat of {count} person. Some will have read it.",
        "It disappears from the chats of {count} people. Some will have read it.",
        sent,
    )
    return Screen(
        paragraphs(bold(_("Delete the broadcast for all?")), fill(sentence, count=number(sent))),
        [
            [danger_button("🗑 " + _("Delete for all"), DeleteBroadcast(broadcast=it.broadcast.id))],
            [button("‹ " + _("Back"), OpenBroadcast(broadcast=it.broadcast.id))],
        ],
    )


def _made(it: BroadcastReport) -> Markup:
    return fill(
        _("Made by {name}, {ago}"), name=clean(it.author) or "—", ago=ago(it.broadcast.started_at or 0)
    )


def _trouble(it: BroadcastReport) -> str | None:
    return "⚠️ " + _(TROUBLES[it.broadcast.trouble]) if it.broadcast.trouble else None


def _facts(it: BroadcastReport, speed: float) -> Markup:
    if it.deletion is not None:
        return _deletion(it.deletion)
    tally = it.tally
    rest = [
        (_("Blocked the bot: {count}"), tally.blocked),
        (_("Failed: {count}"), tally.failed),
        (_("Unknown: {count}"), tally.unknown),
        (_("Left out: {count}"), tally.skipped),
    ]
    return lines(
        bar(tally.total - tally.left, tally.total),
        fill(_("Sent: {count} of {total}"), count=bold(number(tally.sent)), total=number(tally.total)),
        *(fill(sentence, count=number(count)) for sentence, count in rest if count),
        _pace(it, speed),
    )


def _pace(it: BroadcastReport, speed: float) -> Markup | None:
    if it.broadcast.status is not BroadcastStatus.SENDING or speed < SLOWEST:
        return None
    left = duration(round(it.tally.left / speed * SECOND))
    return fill(_("{speed} a second, {time} left"), speed=number(round(speed)), time=left)


def _deletion(it: DeletionTally) -> Markup:
    return lines(
        bar(it.total - it.waiting, it.total) if it.total else None,
        fill(_("Deleted: {count} of {total}"), count=bold(number(it.deleted)), total=number(it.total)),
        fill(_("Could not be deleted: {count}"), count=number(it.kept)) if it.kept else None,
    )


def _steering(it: BroadcastReport) -> list[ButtonRow]:
    of = it.broadcast.id
    stop = danger_button("⏹ " + _("Stop"), AskStopBroadcast(broadcast=of))
    match it.broadcast.status:
        case BroadcastStatus.SENDING:
            return [[button("⏸ " + _("Pause"), PauseBroadcast(broadcast=of)), stop]]
        case BroadcastStatus.PAUSED:
            return [[primary_button("▶️ " + _("Go on"), ContinueBroadcast(broadcast=of)), stop]]
    if it.can_be_deleted and it.tally.sent:
        return [[danger_button("🗑 " + _("Delete for all"), AskDeleteBroadcast(broadcast=of))]]
    return []


def _back() -> InlineKeyboardButton:
    return button("‹ " + _("Back"), OpenHealth())


def started(people: int) -> Screen:
    sentence = ngettext("Sending to {count} person…", "Sending to {count} people…", people)
    return Screen(
        paragraphs(bold(fill(sentence, count=number(people))), _("The progress is shown below.")),
        [[_back(), home()]],
    )


def pausing() -> str:
    return _("Paused. No one else gets it until you let it go on.")


def going_on() -> str:
    return _("It goes on.")


def stopped() -> str:
    return _("Stopped for good.")


def deleting() -> str:
    return _("Deleting it for all…")
