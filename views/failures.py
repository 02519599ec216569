"""The sentences that tell a person why a request failed."""

from collections.abc import Mapping
from decimal import Decimal

from panel.service_types import Field
from usecases.currencies import is_other_currency
from usecases.errors import (
    AlreadyDecided,
    AudienceChanged,
    BackupNotMade,
    BadAnswer,
    BroadcastGone,
    BroadcastUnderWay,
    CancelNotPossible,
    CaseClosed,
    CaseGone,
    CategoryGone,
    DecideFirst,
    DraftGone,
    GroupNameTaken,
    InSettings,
    InviteGone,
    LastOwner,
    NoPersonFound,
    NoSuchPanelOrder,
    NoSuchPerson,
    NotAllowed,
    NothingToMove,
    NotTakenNow,
    OrderGone,
    OrderingClosed,
    OrdersStopped,
    PanelAsleep,
    PaymentGone,
    PersonGone,
    PricesChanged,
    QuoteChanged,
    RefillNotPossible,
    RequestFailed,
    ReviewOutdated,
    RoleForbids,
    ServiceGone,
    ServiceHeld,
    SeveralMeanings,
    StarsInUse,
    StatementUnread,
    TooLittleMoney,
    TooManyCases,
    TooManyFavourites,
    TooManyGroups,
    TooManyMessages,
    TooManyServiceMessages,
    TopUpsClosed,
)
from views import countries
from views import labels as words_of
from views.language import N_, _, ngettext
from views.start import closed
from views.text import cut, duration, exact_number, money, number

FACTS: Mapping[type[RequestFailed], str] = {
    NotAllowed: N_("This is for the operator only."),
    InviteGone: N_("This invitation was used or has expired. Ask the operator for a new one."),
    CategoryGone: N_("The panel no longer has this category."),
    ServiceGone: N_("This service is not offered any more. Nothing was ordered."),
    OrdersStopped: N_("The operator has stopped your orders: {reason}. Open orders go on."),
    ServiceHeld: N_(
        "This service is not for sale right now: its price is being checked. Nothing was "
        "ordered and nothing was charged."
    ),
    TooManyFavourites: N_("You have as many favourites as there can be. Remove one first."),
    TooLittleMoney: N_("There is too little money in your wallet for this. Nothing was ordered."),
    TopUpsClosed: N_("Wallets cannot be topped up here right now. Nothing was charged."),
    PaymentGone: N_("There is no such payment."),
    StatementUnread: N_(
        "Telegram's list of payments has not been read to its end yet. Please try again in a minute."
    ),
    NotTakenNow: N_("This order cannot be taken right now. Nothing was ordered; please try again later."),
    DraftGone: N_("This menu is out of date. Here is a fresh one."),
    SeveralMeanings: N_("Tap what you mean, or send only the link or the username."),
    ReviewOutdated: N_("Your order has changed since this review. Please check it; nothing was ordered yet."),
    OrderGone: N_("There is no such order."),
    RefillNotPossible: N_("A refill isn't available on this card any more. Here is the latest one."),
    CancelNotPossible: N_("A cancellation isn't available on this card any more. Here is the latest one."),
    PersonGone: N_("This button is out of date: the person has been removed. Nothing was changed."),
    InSettings: N_(
        "This person is listed in {setting}, so they cannot be removed here. Take the ID out "
        "of {setting} and restart the bot."
    ),
    LastOwner: N_(
        "This person is the only owner. Make somebody else an owner first, on their card or with: python -m "
        "bot operators add ID."
    ),
    RoleForbids: N_("Your role does not allow this. Nothing was changed."),
    NothingToMove: N_(
        "There is nothing to move: nothing is free or owed, or your limit for today is used up."
    ),
    NoPersonFound: N_("There is no such person."),
    CaseGone: N_("There is no such case of support, or the person has deleted their data."),
    CaseClosed: N_("This case of support is closed, so your message was not passed on."),
    TooManyCases: N_(
        "You have {most} open cases of support, which is the most. Close one first; your message was not "
        "passed on."
    ),
    TooManyMessages: N_(
        "You wrote {most} messages to support within a day, which is the most. Your message was not passed "
        "on; write again in {wait}."
    ),
    BackupNotMade: N_("No backup could be made. The log says why."),
    AlreadyDecided: N_("This has already been decided."),
    GroupNameTaken: N_("Another group has this name. Send another name."),
    TooManyGroups: N_("There are 20 groups already, which is the most. End one first."),
    PricesChanged: N_(
        "Somebody has changed prices since you saw this. Please check it again; nothing was saved."
    ),
    BroadcastGone: N_("This button is out of date: the broadcast has moved on. Nothing was changed."),
    BroadcastUnderWay: N_("Another broadcast is under way. There is one at a time; nothing was sent."),
    AudienceChanged: N_("The number of people has changed since you saw it. Please check it again."),
    TooManyServiceMessages: N_(
        "This week has had its 2 service messages. Send this one as news, or wait. Nothing was sent."
    ),
    NoSuchPerson: N_("I don't know anyone with this ID. They have to write to the bot first."),
    NoSuchPanelOrder: N_(
        "The panel doesn't have this number on our key, or it belongs to another order here."
    ),
    DecideFirst: N_(
        "Order {order_id} of this person is in doubt, and this may be its number. Decide that order first."
    ),
    PanelAsleep: N_(
        "The panel is not answering right now, so the number could not be checked. Try again later."
    ),
}

CODE = 8  # characters of a currency
NUMBER = 40  # characters of a typed text that is repeated
MAX_SERVICE_NAME_LENGTH = 60  # characters of a service's name in a toast

REASONS = {
    "not_a_link": N_("This is not a link. A link looks like https://example.com/page."),
    "not_a_target": N_(
        "This is not a link or a username. Send only one of them, for example "
        "https://example.com/page or user.name."
    ),
    "not_a_number": N_("This is not a whole number. Write it like 1000, 1,000 or 1k."),
    "too_small": N_("Too few. Send a number from {min} to {max}."),
    "too_large": N_("Too many. Send a number from {min} to {max}."),
    "not_a_choice": N_("Choose one of the buttons."),
    "quiet_hours": N_("Quiet hours need a beginning and another end. Nothing was changed."),
    "time_zone": N_("This time zone is not known any more. Nothing was changed; choose another place."),
    "not_a_country": N_("There is no country “{words}”. Send its name or its code, for example US."),
    "not_optional": N_("This question needs an answer."),
    "empty_list": N_("The list is empty. Send one entry per line."),
    "entry_too_long": N_("Line {line} is too long: at most {max} characters."),
    "list_too_long": N_("The list is too long: at most {max} characters."),
    "not_one_a_line": N_("Write one entry per line, without spaces."),
    "not_a_date": N_("This is not a date. Write it as day/month/year, for example 31/12/2030."),
    "date_is_past": N_("This day is too early. Choose tomorrow or later."),
    "text_expected": N_("Please answer with text."),
    "file_too_large": N_("This file is too large. Send at most {size} KB."),
    "file_not_text": N_("This is not a text file. Send a .txt or .csv file with one entry per line."),
    "file_not_utf8": N_(
        "This file is not UTF-8, so some letters could come out wrong. Save it as UTF-8 (in "
        "Excel: CSV UTF-8; in Notepad: Save as, Encoding UTF-8), or paste the list as a "
        "message."
    ),
    "file_not_given": N_(
        "Telegram did not deliver this file. Send it again, or paste the list as a message."
    ),
    "file_is_empty": N_("This file is empty. Send one entry per line."),
    "file_is_workbook": N_("This is an Excel workbook. Save it as CSV UTF-8 and send that file."),
    "file_is_office": N_(
        "This is an office document. Save it as plain text or CSV, in UTF-8, and send that file."
    ),
    "file_is_document": N_(
        "This is a text document with formatting. Save it as plain text and send that file."
    ),
    "file_is_pdf": N_("This is a PDF. Send the list as a .txt file, or paste it as a message."),
    "file_is_picture": N_("This is a picture. Send the list as a .txt file, or paste it as a message."),
    "file_is_archive": N_("This is an archive. Unpack it and send the text file in it."),
    "not_an_amount": N_("This is not an amount. Write it like 5 or 2.50, from {min} to {max}."),
    "not_a_reason": N_("Send a reason of at most {max} characters."),
    "not_a_letter": N_("Send a text of at most {max} characters."),
    "names_somebody": N_("Write the reason without names and links: it is kept for good."),
    "no_mass_lines": N_("There is no order in this list. Send one per line: service | link | quantity."),
    "too_many_mass_lines": N_("That's {count} lines. Send at most {max} at once."),
    "not_for_support": N_("Only texts and photos reach support. Your message was not passed on."),
    "not_one_word": N_("Send one name, without spaces."),
    "no_ids": N_("There is no Telegram ID in it. Send one on each line, for example 123456789."),
    "too_many_ids": N_("That's too many IDs. Send at most {max}."),
    "not_one_line": N_("Send one line of at most {max} characters."),
}


LINE_COUNTS = ("too_few_lines", "too_many_lines")
"""Reasons whose sentence gives the number of lines that came and that are needed."""


def words(fact: RequestFailed) -> str:
    """Return the sentence for an error: what happened, what it means and what to do."""
    match fact:
        case BadAnswer():
            return _bad_answer(fact)
        case OrderingClosed():
            return closed()
        case OrderGone(number=str(typed)):
            return no_order(typed)
        case InSettings() | DecideFirst() | OrdersStopped() | TooManyCases():
            return _(FACTS[type(fact)]).format(**vars(fact))
        case QuoteChanged() | StarsInUse() | TooManyMessages():
            return _with_figures(fact)
    return _(FACTS[type(fact)])


def _with_figures(fact: QuoteChanged | StarsInUse | TooManyMessages) -> str:
    match fact:
        case QuoteChanged():
            return _changed(fact)
        case StarsInUse():
            return _in_use(fact)
    return _too_many_messages(fact)


def _too_many_messages(fact: TooManyMessages) -> str:
    return _(FACTS[TooManyMessages]).format(most=number(fact.most), wait=duration(fact.wait))


def _in_use(fact: StarsInUse) -> str:
    """At most 200 characters: it also answers a tap."""
    sentence = _(
        "This payment cannot go back: {free} is free in the wallet, and {held} is kept aside for orders."
    )
    return sentence.format(free=money(fact.free, fact.currency), held=money(fact.kept_aside, fact.currency))


def _bad_answer(fact: BadAnswer) -> str:
    limits = fact.limits
    if fact.reason == "not_a_country":
        return _no_country(str(limits["typed"]))
    shown = {name: _limit(limit) for name, limit in limits.items()}
    return _reason(fact.reason, limits.get("count", 0)).format(**shown)


def _limit(it: int | str) -> str:
    """Return a limit of an answer: a whole number, or an amount as it is typed."""
    return number(it) if isinstance(it, int) else exact_number(Decimal(it))


def no_order(typed: str) -> str:
    """The reason why a typed text finds no order. The person may send another number."""
    if not any(map(str.isdecimal, typed)):
        return _("None of your orders has “{words}” in its link or service. Send something else.").format(
            words=cut(typed, NUMBER)
        )
    return _("There is no order {number}. Send another number.").format(number=cut(typed, NUMBER))


def _changed(fact: QuoteChanged) -> str:
    step = fact.step
    match fact:
        case QuoteChanged(old_name=str(name)) if name != step.service.name:
            return _service_changed(name, step.service.name)
        case QuoteChanged(old_currency=str(code)) if is_other_currency(code, step.draft.currency):
            return _("The panel's currency changed from {old} to {new}. Nothing was ordered yet.").format(
                old=cut(code, CODE), new=cut(step.draft.currency or "", CODE)
            )
    return _quote_changed(step.draft.price, fact.old_price, step.draft.currency, step.question)


def _no_country(typed: str) -> str:
    near, unknown = countries.nearest(typed), REASONS["not_a_country"]
    if near is None:
        return _(unknown).format(words=cut(typed, NUMBER))
    return _("There is no country “{words}”. Did you mean {country}?").format(
        words=cut(typed, NUMBER), country=near
    )


def _reason(reason: str, count: int | str) -> str:
    if reason not in LINE_COUNTS:
        return _(REASONS[reason])
    return ngettext(
        "That's {count} line; you need {min} to {max}.",
        "That's {count} lines; you need {min} to {max}.",
        int(count),
    )


def _service_changed(old: str, new: str) -> str:
    return _(
        "The panel now sells “{new}” here, no longer “{old}”. Nothing was ordered; please check it."
    ).format(old=cut(old, MAX_SERVICE_NAME_LENGTH), new=cut(new, MAX_SERVICE_NAME_LENGTH))


def _quote_changed(price: int | None, old: int, currency: str | None, question: Field | None) -> str:
    if question is not None or price is None:
        return _("The panel changed the limits of this service. Nothing was ordered; please answer again.")
    if price == old:
        return _("The panel has changed this service. Nothing was ordered yet; please check it again.")
    if not price:
        return _("The panel no longer says what this costs. Nothing was ordered yet.")
    if not old:
        return _("The panel now says what this costs: {new}. Nothing was ordered yet.").format(
            new=words_of.price(price, currency)
        )
    return _("The price changed from {old} to {new}. Nothing was ordered yet.").format(
        old=words_of.price(old, currency), new=words_of.price(price, currency)
    )


def broken() -> str:
    """Tell that an update failed. At most 200 characters, like `broken_confirm`: it also answers a tap."""
    return _(
        "Something went wrong, and nothing was ordered or charged. Please try again; /start opens the menu."
    )


def broken_confirm() -> str:
    """Like `broken`, after a tap on a button that orders: orders may have been stored before the failure."""
    return _(
        "Something went wrong. Look at My orders: if your order is not there, nothing was "
        "ordered or charged, and you can try again."
    )


def broken_payment() -> str:
    """Like `broken`, after a payment: Telegram's statement tells of it again."""
    return _(
        "Your payment has arrived, but it could not be entered yet. It will be within a few minutes; "
        "if not, send /paysupport."
    )


def finish_first() -> str:
    return _("Finish or cancel your order first. A number changes the quantity, a link changes the target.")


def put_together() -> str:
    return _("Your messages were joined into one list. Please check the number of lines.")


def edited() -> str:
    return _("I can't see edits. Send your answer again as a new message; ‹ Back changes an earlier one.")


def edited_at_review() -> str:
    return _("I can't see edits, so the order stays as shown. Tap ✏️ Change to change it.")


def edited_list() -> str:
    return _("I can't see edits, so nothing has changed. Send the whole list again as a new message.")


def too_fast() -> str:
    return _("That was too much at once, so I skipped some of it. Please repeat your last step.")
