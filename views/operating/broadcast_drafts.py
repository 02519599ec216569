"""The screens in which an operator makes a broadcast and chooses who gets it."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from storage.audiences import SegmentKind
from storage.broadcasts import Broadcast, BroadcastKind
from usecases.broadcasting.choose_audience import CountedSegment
from usecases.broadcasting.compose_broadcast import SERVICE_MESSAGES_A_WEEK, fingerprint_of
from usecases.broadcasting.start_broadcast import CONFIRMED_BY_TYPING
from usecases.browsing.shelves import ref_of
from usecases.clock import SECOND
from views.language import N_, _, ngettext, spoken
from views.operating.broadcast_callbacks import (
    AskBroadcastService,
    AskListedSegment,
    AskServiceSegment,
    ChooseBroadcastKind,
    ChooseSegment,
    DropBroadcast,
    DropBroadcastService,
    OpenBroadcastDraft,
    OpenGroupSegments,
    OpenLanguageSegments,
    OpenSegments,
    PreviewBroadcast,
    SendBroadcast,
)
from views.screen import ButtonRow, Screen, button, confirm, danger_button, primary_button
from views.text import bold, cut, duration, fill, lines, number, paragraphs

COPIES_A_SECOND = 20
MOST_LANGUAGES = 12
SEGMENT_NAME_LENGTH = 36  # characters of a service or a group
SEGMENT_CATEGORY_LENGTH = 30  # characters of a category, whose sentence is longer

SEGMENTS = {
    SegmentKind.ALL: N_("Everybody"),
    SegmentKind.RECENT: N_("Ordered in the last 30 days"),
    SegmentKind.SILENT: N_("No order in the last 30 days"),
    SegmentKind.FUNDED: N_("With money in the wallet"),
    SegmentKind.LISTED: N_("Your list"),
}
BROADCAST_KINDS = {BroadcastKind.NEWS: N_("News"), BroadcastKind.SERVICE: N_("Service message")}


def album(draft: Broadcast) -> Screen:
    """What has come of an album so far: Telegram does not tell where one ends."""
    count = len(draft.source_ids)
    sentence = ngettext("An album: {count} part so far.", "An album: {count} parts so far.", count)
    return Screen(
        paragraphs(
            bold(_("Broadcast")),
            fill(sentence, count=number(count)),
            _("Is that all of it? Then look at the preview."),
        ),
        [[primary_button("👁 " + _("Preview"), PreviewBroadcast(broadcast=draft.id))], [_drop()]],
    )


def draft(it: Broadcast) -> Screen:
    """Stands below the preview."""
    kinds = [
        [
            button(
                ("● " if kind is it.kind else "○ ") + _(name),
                ChooseBroadcastKind(broadcast=it.id, kind=kind),
            )
        ]
        for kind, name in BROADCAST_KINDS.items()
    ]
    service: ButtonRow = (
        [button("🛒 " + _("Add a service button"), AskBroadcastService(broadcast=it.id))]
        if it.service_ref is None
        else [button("✕ " + _("Remove the service button"), DropBroadcastService(broadcast=it.id))]
    )
    return Screen(
        paragraphs(
            bold(_("Broadcast")),
            _("This is what people will see. To change it, send another message."),
            lines(
                _("News: each person can mute it."),
                fill(
                    _("Service message, on outages or prices: it cannot be muted. At most {count} a week."),
                    count=number(SERVICE_MESSAGES_A_WEEK),
                ),
            ),
        ),
        [
            *kinds,
            service,
            [primary_button("👥 " + _("Who gets it?"), OpenSegments(broadcast=it.id))],
            [_drop()],
        ],
    )


def ask_service(it: Broadcast) -> Screen:
    return Screen(
        paragraphs(
            bold(_("Service button")),
            _("Send the number of the service that the button opens."),
        ),
        [[_to_draft(it)]],
    )


def segments(it: Broadcast, general: Sequence[CountedSegment], *, is_shop: bool) -> Screen:
    return Screen(
        paragraphs(
            bold(_("Who gets it?")),
            _("Counted are people who may use the bot and have not blocked it.")
            if it.kind is BroadcastKind.SERVICE
            else _("Counted are people who may use the bot, have not blocked it and have not muted news."),
        ),
        [
            *_choices(it, general),
            [button("🌐 " + _("By language"), OpenLanguageSegments(broadcast=it.id))],
            [button("🛒 " + _("Customers of a service"), AskServiceSegment(broadcast=it.id))],
            *([[button("👥 " + _("A group"), OpenGroupSegments(broadcast=it.id))]] if is_shop else []),
            [button("📄 " + _("A list of IDs"), AskListedSegment(broadcast=it.id))],
            [_to_draft(it)],
        ],
    )


def languages(it: Broadcast, found: Sequence[CountedSegment]) -> Screen:
    return _chosen_from(it, _("By language"), found[:MOST_LANGUAGES], _("There are no people yet."))


def groups(it: Broadcast, found: Sequence[CountedSegment]) -> Screen:
    return _chosen_from(it, _("A group"), found, _("There are no groups yet."))


def customers(it: Broadcast, found: Sequence[CountedSegment]) -> Screen:
    """The customers of a service, and those of its category."""
    return _chosen_from(it, _("Customers of a service"), found, "")


def _chosen_from(it: Broadcast, heading: str, found: Sequence[CountedSegment], nothing: str) -> Screen:
    return Screen(
        paragraphs(bold(heading), _("Who of them gets it?") if found else nothing),
        [*_choices(it, found), [_to_segments(it)]],
    )


def ask_customers(it: Broadcast) -> Screen:
    return Screen(
        paragraphs(
            bold(_("Customers of a service")),
            _("Send the number of the service. You can then choose its whole category, too."),
        ),
        [[_to_segments(it)]],
    )


def ask_list(it: Broadcast) -> Screen:
    return Screen(
        paragraphs(
            bold(_("A list of IDs")),
            _("Send people's Telegram IDs, one on each line, as a .txt file or as a text."),
        ),
        [[_to_segments(it)]],
    )


def confirmation(it: Broadcast, counted: CountedSegment) -> Screen:
    """Asks once more. A large audience is confirmed by typing its number."""
    people = counted.people
    if not people:
        return Screen(
            paragraphs(
                bold(_("There is no one to send it to")),
                fill(_("{segment}: no people."), segment=_name(counted)),
            ),
            [[_to_segments(it)]],
        )
    sentence = ngettext("Send it to {count} person?", "Send it to {count} people?", people)
    asks = people > CONFIRMED_BY_TYPING
    takes = people * it.messages_each * SECOND // COPIES_A_SECOND
    send = SendBroadcast(broadcast=it.id, people=people, review=fingerprint_of(it))
    return Screen(
        paragraphs(
            bold(fill(sentence, count=number(people))),
            lines(
                fill(_("To: {segment}"), segment=_name(counted)),
                fill(_("As: {kind}"), kind=_(BROADCAST_KINDS[it.kind])),
                fill(_("It takes about {time}."), time=duration(takes)),
            ),
            fill(_("Type {count} to confirm."), count=bold(number(people))) if asks else None,
        ),
        [
            [] if asks else [confirm("📣 " + _("Send to {count}").format(count=number(people)), send)],
            [_to_segments(it)],
            [_drop()],
        ],
    )


def not_the_number() -> str:
    return _("That is not the number. Nothing was sent.")


def cannot_be_copied() -> str:
    return _("Telegram does not let bots send a message of this kind on. Send another one.")


def dropped() -> str:
    return _("The broadcast was dropped.")


def _choices(it: Broadcast, found: Sequence[CountedSegment]) -> list[ButtonRow]:
    return [[button(f"{_label(one)} · {number(one.people)}", _choosing(it, one))] for one in found]


def _choosing(it: Broadcast, one: CountedSegment) -> ChooseSegment:
    kind, value = one.segment.kind, one.segment.value
    if one.service is not None:
        value = ref_of(one.service.id)
    return ChooseSegment(broadcast=it.id, kind=kind, value=value)


def _label(one: CountedSegment) -> str:
    return str(_name(one).unescape())


def _name(one: CountedSegment) -> Markup:
    match one.segment.kind:
        case SegmentKind.LANGUAGE:
            return fill("{name}", name=_language(one.segment.value))
        case SegmentKind.SERVICE:
            name = one.service.name if one.service else one.segment.value
            return fill(_("Customers of “{name}”"), name=cut(name, SEGMENT_NAME_LENGTH))
        case SegmentKind.CATEGORY:
            return fill(_("Customers of category “{name}”"), name=cut(one.name, SEGMENT_CATEGORY_LENGTH))
        case SegmentKind.GROUP:
            return fill(_("Group “{name}”"), name=cut(one.name, SEGMENT_NAME_LENGTH))
    return fill("{name}", name=_(SEGMENTS[one.segment.kind]))


def _language(code: str) -> str:
    """Return the name of a language in the operator's, or its code."""
    return str(spoken().languages.get(code, code))


def _to_draft(it: Broadcast) -> InlineKeyboardButton:
    return button("‹ " + _("Back"), OpenBroadcastDraft(broadcast=it.id))


def _to_segments(it: Broadcast) -> InlineKeyboardButton:
    return button("‹ " + _("Back"), OpenSegments(broadcast=it.id))


def _drop() -> InlineKeyboardButton:
    return danger_button("✕ " + _("Drop the broadcast"), DropBroadcast())
