"""The words for what stood in the way."""

from collections.abc import Mapping

from panel.service_types import Field
from usecases.facts import (
    AlreadyDecided,
    BadAnswer,
    CancelNotPossible,
    CategoryGone,
    DraftGone,
    Fact,
    InviteGone,
    NoSuchPanelOrder,
    NotAllowed,
    OrderGone,
    OrderingClosed,
    PanelAsleep,
    QuoteChanged,
    RefillNotPossible,
    ReviewOutdated,
    ServiceGone,
)
from views.language import N_, _
from views.start import closed
from views.text import money, number

FACTS: Mapping[type[Fact], str] = {
    NotAllowed: N_("This is for the operator only."),
    InviteGone: N_("This invitation was used or has expired. Ask the operator for a new one."),
    CategoryGone: N_("The panel no longer has this category."),
    ServiceGone: N_("The panel no longer offers this service. Nothing was ordered."),
    DraftGone: N_("This menu is out of date. Here is a fresh one."),
    ReviewOutdated: N_("The order was changed meanwhile. Please check it; nothing was ordered yet."),
    OrderGone: N_("Order not found."),
    RefillNotPossible: N_("No refill can be asked for here, or one is already open."),
    CancelNotPossible: N_("This order cannot be canceled, or it was asked for already."),
    AlreadyDecided: N_("This was decided already."),
    NoSuchPanelOrder: N_("The panel has no such number on this key, or it belongs to another order here."),
    PanelAsleep: N_("The panel does not answer now, so the number could not be checked. Try again later."),
}

REASONS = {
    "not_a_link": N_("This is not a link. A link looks like https://example.com/page."),
    "not_a_number": N_("This is not a whole number. Write it like 1000, 1,000 or 1k."),
    "too_small": N_("This is too few: it must be {min} to {max}."),
    "too_large": N_("This is too many: it must be {min} to {max}."),
    "not_a_choice": N_("Choose one of the buttons."),
    "not_optional": N_("This question needs an answer."),
    "empty_list": N_("The list is empty. Send one entry a line."),
    "list_too_long": N_("The list is too long: at most {max} characters."),
    "not_one_a_line": N_("Write one entry a line, without spaces in it."),
    "too_few_lines": N_("These are {count} lines: it must be {min} to {max}."),
    "too_many_lines": N_("These are {count} lines: it must be {min} to {max}."),
    "not_a_date": N_("This is not a date. Write it as day/month/year, for example 31/12/2030."),
    "date_is_past": N_("This day is past. Choose a later one."),
    "text_expected": N_("Please answer with text."),
    "file_too_large": N_("This file is too large. Send at most {size} KB."),
    "file_not_text": N_("This is not a text file. Send a .txt file with one entry a line."),
    "not_one_word": N_("Send one name, without spaces."),
    "not_one_line": N_("Send one line of at most {max} characters."),
}


def words(fact: Fact) -> str:
    """What happened, what it means, and what to do now."""
    match fact:
        case BadAnswer(reason=reason, limits=limits):
            shown = {
                name: number(limit) if isinstance(limit, int) else limit for name, limit in limits.items()
            }
            return _(REASONS[reason]).format(**shown)
        case OrderingClosed():
            return closed()
        case QuoteChanged(step=step, old_price=old):
            return _quote_changed(step.draft.price, old, step.draft.currency, step.question)
    return _(FACTS[type(fact)])


def _quote_changed(price: int | None, old: int, currency: str | None, question: Field | None) -> str:
    if question is not None or price is None:
        return _("The panel changed the limits of this service. Nothing was ordered; please answer again.")
    if price == old:
        return _("The panel changed this service meanwhile. Nothing was ordered yet; please check it again.")
    return _("The price changed from {old} to {new}. Nothing was ordered yet.").format(
        old=money(old, currency), new=money(price, currency)
    )


def broken() -> str:
    return _("Something went wrong here. Nothing was ordered by this tap; please try again.")


def too_fast() -> str:
    return _("You were too fast for me, so I skipped some of it. Please repeat your last step.")
