"""An operator's screens about services: what customers see of them instead of what the panel says."""

from collections.abc import Mapping, Sequence

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from storage.own_values import OwnMark, OwnValue
from usecases.browsing.past_orders import Quality
from usecases.browsing.shelves import ref_of
from usecases.operating.change_services import LONGEST_VALUES, DeskService, DeskServiceCard
from views.language import N_, _, ngettext
from views.navigation import SERVICES_PER_PAGE, home, turning, within
from views.operating.callbacks import OpenHealth
from views.operating.service_callbacks import (
    AskOwnValue,
    AskResetService,
    ClearOwnValue,
    MarkDeskService,
    OpenDeskService,
    OpenOwnServices,
    OpenServiceChanges,
    OpenServiceDesk,
    ResetService,
    TurnDeskFound,
)
from views.screen import ButtonRow, Screen, button, danger_button
from views.search import SHOWN_WORDS
from views.service_card import LONGEST_DESCRIPTION, limits, priced
from views.text import (
    FULLNAME,
    bold,
    clean,
    clean_lines,
    code,
    cut,
    duration,
    fill,
    lines,
    number,
    paragraphs,
    quote,
    shown_rate,
)

VALUE_LABELS: Mapping[OwnValue, tuple[str, str]] = {
    OwnValue.NAME: ("🏷", N_("Name")),
    OwnValue.DESCRIPTION: ("📄", N_("Description")),
    OwnValue.NOTE: ("📝", N_("Note")),
    OwnValue.CATEGORY: ("🗂", N_("Category")),
}
QUESTIONS_ABOUT_VALUES: Mapping[OwnValue, str] = {
    OwnValue.NAME: N_("Send the name that customers are to see."),
    OwnValue.DESCRIPTION: N_("Send the description that customers are to see."),
    OwnValue.NOTE: N_("Send a short line for the service's card."),
    OwnValue.CATEGORY: N_("Send the category in which customers are to find it. It may be a new one."),
}


def desk(words: str | None = None, found: Sequence[DeskService] = (), page: int = 0) -> Screen:
    """Ask for a service by its ID or words of its name. `found` are the results for `words`."""
    page, pages = within(page, len(found))
    return Screen(
        paragraphs(
            _results(words, len(found)) if words else None,
            lines(
                bold(_("Services")),
                _("Send the ID of a service, or words of its name."),
            ),
        ),
        [
            *_rows(found[page * SERVICES_PER_PAGE : (page + 1) * SERVICES_PER_PAGE]),
            turning(page, pages, lambda turned: TurnDeskFound(page=turned)),
            [
                button("✏️ " + _("Yours"), OpenOwnServices()),
                button("🆕 " + _("Changes"), OpenServiceChanges()),
            ],
            [button("‹ " + _("Operator"), OpenHealth()), home()],
        ],
    )


def _results(words: str, count: int) -> Markup:
    if not count:
        return fill(_("There is no service “{words}”."), words=cut(words, SHOWN_WORDS))
    sentence = ngettext("{count} result for “{words}”", "{count} results for “{words}”", count)
    return fill(sentence, count=number(count), words=bold(cut(words, SHOWN_WORDS)))


def own_list(found: Sequence[DeskService], page: int) -> Screen:
    """The services that are not shown as the panel lists them."""
    page, pages = within(page, len(found))
    count = ngettext("{count} service", "{count} services", len(found)).format(count=number(len(found)))
    return Screen(
        lines(
            bold(_("Services that you changed")),
            count if found else _("You show every service as the panel lists it."),
        ),
        [
            *_rows(found[page * SERVICES_PER_PAGE : (page + 1) * SERVICES_PER_PAGE]),
            turning(page, pages, lambda turned: OpenOwnServices(page=turned)),
            _back_to_desk(),
        ],
    )


def _rows(found: Sequence[DeskService]) -> list[ButtonRow]:
    return [[button(_label(one), OpenDeskService(service=ref_of(one.service.id)))] for one in found]


def _label(it: DeskService) -> str:
    mark = "🙈 " if it.own.hidden else "📌 " if it.own.pinned else ""
    rate = shown_rate(it.service.rate, it.currency)
    return f"{mark}{rate} · {cut(it.own.name or it.service.name, 44)}"


def desk_service(card: DeskServiceCard) -> Screen:
    """The operator's card of a service."""
    it, own = card.it.service, card.it.own
    ref = ref_of(it.id)
    description = clean_lines(own.description or it.description)[:LONGEST_DESCRIPTION]
    return Screen(
        paragraphs(
            lines(
                bold(cut(own.name or it.name, FULLNAME)),
                fill(_("At the panel: {name}"), name=cut(it.name, FULLNAME)) if own.name else None,
            ),
            lines(
                "🙈 " + _("Hidden: customers cannot find or order it.") if own.hidden else None,
                "📌 " + _("Pinned: it comes first in its category.") if own.pinned else None,
                fill("🗂 {category}", category=cut(own.category, 80)) if own.category else None,
                fill("📝 {note}", note=clean(own.note)) if own.note else None,
            ),
            lines(
                fill("💵 " + _("The panel takes: {price}"), price=priced(it, card.it.currency)),
                f"↔️ {limits(it)}",
            ),
            _quality(card.quality),
            quote(description) if description else None,
            fill(_("Service {id} · {category}"), id=code(cut(it.id, 40)), category=cut(it.category, 80)),
        ),
        [
            [
                button("🙈 " + _("Hide"), _mark(ref, OwnMark.HIDDEN, on=True))
                if not own.hidden
                else button("👁 " + _("Show"), _mark(ref, OwnMark.HIDDEN, on=False)),
                button("📌 " + _("Pin"), _mark(ref, OwnMark.PINNED, on=True))
                if not own.pinned
                else button("📌 " + _("Unpin"), _mark(ref, OwnMark.PINNED, on=False)),
            ],
            [_asking(ref, OwnValue.NAME), _asking(ref, OwnValue.DESCRIPTION)],
            [_asking(ref, OwnValue.NOTE), _asking(ref, OwnValue.CATEGORY)],
            [] if own.are_the_panels else [button("↩️ " + _("Reset"), AskResetService(service=ref))],
            _back_to_desk(),
        ],
    )


def _mark(ref: str, mark: OwnMark, *, on: bool) -> MarkDeskService:
    return MarkDeskService(service=ref, mark=mark, on=on)


def _asking(ref: str, value: OwnValue) -> InlineKeyboardButton:
    sign, label = VALUE_LABELS[value]
    return button(f"{sign} {_(label)}", AskOwnValue(service=ref, value_of=value))


def _quality(it: Quality) -> Markup:
    """How the orders of the last 90 days ended."""
    if not it.all_orders:
        return fill("📊 {words}", words=_("No order of it has ended in the last 90 days."))
    count = ngettext(
        "Last 90 days: {count} order has ended", "Last 90 days: {count} orders have ended", it.all_orders
    )
    return lines(
        "📊 " + count.format(count=number(it.all_orders)),
        _("Half of the completed ones took at most {duration}").format(duration=duration(it.median))
        if it.median is not None
        else None,
        _("{canceled} % canceled, {partial} % in part").format(
            canceled=_percent(it.canceled, it.all_orders), partial=_percent(it.partial, it.all_orders)
        ),
        _("Refills done: {count}").format(count=number(it.refills)),
    )


def _percent(part: int, whole: int) -> str:
    return number(round(100 * part / whole))


def ask_own_value(card: DeskServiceCard, value: OwnValue, *, is_refused: bool = False) -> Screen:
    """Ask for a text. `is_refused`: what was sent is too long, or shows nothing."""
    it, own = card.it.service, card.it.own
    ref = ref_of(it.id)
    now = getattr(own, value.value)
    return Screen(
        paragraphs(
            "⚠️ " + _("This text is too long, or nothing can be read in it.") if is_refused else None,
            bold(cut(own.name or it.name, FULLNAME)),
            lines(
                _(QUESTIONS_ABOUT_VALUES[value]),
                _("At most {most} characters.").format(most=number(LONGEST_VALUES[value])),
            ),
            quote(clean_lines(now)) if now else None,
        ),
        [
            [button("↩️ " + _("Remove yours"), ClearOwnValue(service=ref, value_of=value))] if now else [],
            [button("‹ " + _("Back"), OpenDeskService(service=ref)), home()],
        ],
    )


def ask_reset_service(card: DeskServiceCard) -> Screen:
    ref = ref_of(card.it.service.id)
    return Screen(
        paragraphs(
            bold(cut(card.it.own.name or card.it.service.name, FULLNAME)),
            _(
                "Show it as the panel lists it? Your name, description, note and category are deleted, and "
                "it is neither hidden nor pinned."
            ),
        ),
        [
            [danger_button("↩️ " + _("Reset"), ResetService(service=ref))],
            [button("‹ " + _("Back"), OpenDeskService(service=ref)), home()],
        ],
    )


def own_value_saved() -> str:
    """A toast."""
    return _("Saved. Customers see it from now on.")


def _back_to_desk() -> ButtonRow:
    return [button("‹ " + _("Services"), OpenServiceDesk()), home()]
