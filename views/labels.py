"""Our words for states, failures and fields. The panel's own words follow where ours may be wrong."""

from collections.abc import Mapping

from markupsafe import Markup

from panel.service_types import Field
from storage.cancels import Cancel, CancelStatus
from storage.orders import Order, OrderStage
from storage.refills import Refill, RefillStage
from storage.users import User
from usecases.submitting.failures_of_writes import Failure
from usecases.tracking import figures
from views.language import N_, _
from views.text import bold, code, cut, fill, lines, money, quoted

MAX_PANEL_WORDS_LENGTH = 200  # characters of the panel's own words

STATUSES = {
    OrderStage.RESERVED: N_("Sending…"),
    OrderStage.SUBMITTING: N_("Sending…"),
    OrderStage.UNCONFIRMED: N_("Being checked"),
    OrderStage.FAILED: N_("Not placed"),
    OrderStage.PENDING: N_("Pending"),
    OrderStage.PROCESSING: N_("Processing"),
    OrderStage.IN_PROGRESS: N_("In progress"),
    OrderStage.PROBLEM: N_("Problem"),
    OrderStage.COMPLETED: N_("Completed"),
    OrderStage.PARTIAL: N_("Partial"),
    OrderStage.CANCELED: N_("Canceled"),
    OrderStage.CLOSED: N_("Closed"),
}

STATUS_MARKS = {
    OrderStage.RESERVED: "📤",
    OrderStage.SUBMITTING: "📤",
    OrderStage.UNCONFIRMED: "❔",
    OrderStage.FAILED: "❌",
    OrderStage.PENDING: "🕓",
    OrderStage.PROCESSING: "🕓",
    OrderStage.IN_PROGRESS: "▶️",
    OrderStage.PROBLEM: "⚠️",
    OrderStage.COMPLETED: "✅",
    OrderStage.PARTIAL: "◐",
    OrderStage.CANCELED: "↩️",
    OrderStage.CLOSED: "⏹️",
}

FAILURES = {
    "key": N_("Ordering is not possible right now (access to the panel was refused). Try again later."),
    "funds": N_("The panel says there is not enough money for this order. Try again later."),
    "service": N_("The panel does not sell this service at the moment. Choose another one."),
    "link": N_("The panel does not accept this link. Check that it is public and of the right kind."),
    "duplicate_link": N_("An order on this link is still open. Order again when it is finished."),
    "quantity": N_("The panel does not accept this quantity. Choose another one."),
    "interval": N_("The panel does not accept this interval between runs. Choose another one."),
    "dripfeed": N_("The panel does not deliver this service in runs. Order it all at once."),
    "order": N_("The panel does not accept this order."),
    "already_asked": N_("The panel already has the same order. Look at My orders before you order again."),
    "later": N_("The panel does not accept this order right now. Try again later."),
    "rate_limit": N_("The panel is busy. Try again in a minute."),
    "trouble": N_("The panel has a problem on its side. Try again later."),
    "not_sent": N_("The panel could not be reached. Try again later."),
    "waited_too_long": N_(
        "The bot was away for a while after you ordered, so your order was not sent. If you still "
        "want it, tap Order again and confirm it."
    ),
    "unpaid": N_("It was not sent, because a payment of yours was taken back."),
    "never_existed": N_("Checked: the panel does not have this order."),
    "other": N_("The panel refused this order. Try again later or choose another service."),
}
"""Failures of orders. The next two tables are for refills and for requests to cancel."""

REFILL_FAILURES = {
    "key": N_("This is not possible right now (access to the panel was refused). Try again later."),
    "funds": N_("The panel says there is not enough money for this. Try again later."),
    "service": N_("The panel does not refill this service right now. Ask again later."),
    "link": N_("The panel does not refill orders on this link. Check that the link is still public."),
    "duplicate_link": N_("An order on this link is still open. Ask again when it is finished."),
    "quantity": N_("The panel found nothing to refill, or too little. Ask again when more has dropped."),
    "interval": N_("It is too soon for a refill. Ask again tomorrow."),
    "dripfeed": N_("The panel does not refill orders that are delivered in runs."),
    "order": N_("The panel does not refill this order right now. Ask again tomorrow."),
    "already_asked": N_("The panel says that it was asked for one already. There is no need to ask again."),
    "later": N_(
        "The panel accepts no more refills for this order right now; one may already be "
        "under way. Ask again tomorrow."
    ),
    "rate_limit": N_("The panel is busy. Ask again in a minute."),
    "trouble": N_("The panel has a problem on its side. Ask again later."),
    "not_sent": N_("The panel could not be reached. Ask again later."),
    "never_existed": N_("Checked: the panel does not have this refill."),
    "other": N_("The panel refused the refill. You can ask again later."),
}

CANCEL_FAILURES = {
    "key": N_("This is not possible right now (access to the panel was refused). Try again later."),
    "funds": N_("The panel says there is not enough money for this. Try again later."),
    "service": N_("The panel does not cancel orders of this service."),
    "link": N_("The panel does not cancel this order right now."),
    "duplicate_link": N_("The panel does not cancel this order right now."),
    "quantity": N_("The panel does not cancel this order right now."),
    "interval": N_("The panel does not cancel this order right now."),
    "dripfeed": N_("The panel does not cancel orders that are delivered in runs."),
    "order": N_("The panel does not cancel this order right now. It may be too far along."),
    "already_asked": N_("Cancellation was already requested. The order's status will show the result."),
    "later": N_("The panel does not cancel this order right now. Ask again later."),
    "rate_limit": N_("The panel is busy. Ask again in a minute."),
    "trouble": N_("The panel has a problem on its side. Ask again later."),
    "not_sent": N_("The panel could not be reached. Ask again later."),
    "never_existed": N_("Checked: the panel does not have this request."),
    "other": N_("The panel refused to cancel. The order continues."),
}

REFILLS = {
    RefillStage.RESERVED: N_("Requesting the refill…"),
    RefillStage.SUBMITTING: N_("Requesting the refill…"),
    RefillStage.UNCONFIRMED: N_("Refill being checked: the panel gave no clear answer"),
    RefillStage.FAILED: N_("Refill not possible"),
    RefillStage.PENDING: N_("Refill requested"),
    RefillStage.IN_PROGRESS: N_("Refill in progress"),
    RefillStage.COMPLETED: N_("Refilled"),
    RefillStage.REJECTED: N_("Refill rejected by the panel"),
    RefillStage.CANCELED: N_("Refill canceled"),
    RefillStage.ERROR: N_("Refill failed at the panel"),
    RefillStage.CLOSED: N_("Refill closed: its panel is no longer connected"),
    RefillStage.UNREPORTED: N_("Refill requested. This panel does not report on refills."),
}

NOT_FAILED = {
    "already_asked": N_("Refill already running"),
    "later": N_("No refill right now"),
}
"""Refusals of a refill that do not mean that it is impossible."""

CANCELS = {
    CancelStatus.RESERVED: N_("Requesting cancellation…"),
    CancelStatus.SUBMITTING: N_("Requesting cancellation…"),
    CancelStatus.ASKED: N_("Cancellation requested, waiting for the panel"),
    CancelStatus.FAILED: N_("Cancellation not possible"),
    CancelStatus.UNCONFIRMED: N_("We don't know whether the panel got the cancellation request"),
}

FIELDS = {
    Field.LINK: N_("Link"),
    Field.QUANTITY: N_("Quantity"),
    Field.RUNS: N_("Runs"),
    Field.INTERVAL: N_("Minutes between runs"),
    Field.COMMENTS: N_("Comments"),
    Field.USERNAMES: N_("Usernames"),
    Field.HASHTAGS: N_("Hashtags"),
    Field.HASHTAG: N_("Hashtag"),
    Field.USERNAME: N_("Username"),
    Field.MEDIA: N_("Post link"),
    Field.ANSWER_NUMBER: N_("Poll option"),
    Field.GROUPS: N_("Groups"),
    Field.MIN: N_("Minimum per post"),
    Field.MAX: N_("Maximum per post"),
    Field.POSTS: N_("New posts"),
    Field.OLD_POSTS: N_("Existing posts"),
    Field.DELAY: N_("Delay in minutes"),
    Field.EXPIRY: N_("Ends on"),
    Field.KEYWORDS: N_("Keywords"),
    Field.COUNTRY: N_("Country"),
    Field.DEVICE: N_("Device"),
    Field.TYPE_OF_TRAFFIC: N_("Traffic source"),
    Field.GOOGLE_KEYWORD: N_("Search keyword"),
    Field.REFERRING_URL: N_("Referring site"),
}


def status(order: Order) -> str:
    """Return the status in our words. An unknown word of the panel's is shown unchanged."""
    if order.status.placed and order.status_word and figures.has_unknown_word(order):
        return cut(order.status_word, 40)
    if order.is_closed:
        return _(STATUSES[OrderStage.CLOSED])
    return _(STATUSES[order.status])


def stage(of: OrderStage) -> str:
    """Return a stage in our words."""
    return _(STATUSES[of])


def person(user: User) -> Markup:
    """Return a person's name with the Telegram id, as operators see it."""
    if user.telegram_id is None:
        return bold(_("Name deleted"))
    number = code(str(user.telegram_id))
    if not user.name:  # in the settings, and has not written yet
        return fill(_("ID {id}"), id=number)
    return fill(_("{name} (ID {id})"), name=bold(cut(user.name, 80)), id=number)


def service(order: Order, longest: int) -> str:
    """Return the name of the ordered service. It is not known for an adopted order."""
    if order.adopted_by is not None:
        return _("The operator entered this order by its number. What was ordered is not known here.")
    return cut(order.service_name, longest)


def price(micro: int, currency: str | None) -> str:
    """Return a quoted amount of micro-units. 0 means that the panel does not tell the price."""
    return money(micro, currency) if micro else _("price unknown")


ANOTHER_ANSWER = {
    Field.LINK: N_("Another link"),
    Field.USERNAME: N_("Another username"),
    Field.QUANTITY: N_("Another quantity"),
    Field.MAX: N_("Another quantity"),
    Field.COMMENTS: N_("Another list"),
    Field.USERNAMES: N_("Another list"),
    Field.INTERVAL: N_("Another interval"),
    Field.RUNS: N_("Change the runs"),
}
"""Labels of the buttons that ask one question again after a refusal."""


def failure(it: Failure) -> Markup:
    """Return why an order was not placed."""
    return lines(fill("{why}", why=_sentence(FAILURES, it)), _("Nothing was charged."), _said(it))


def failure_of_refill(it: Failure) -> Markup:
    return lines(fill("{why}", why=_sentence(REFILL_FAILURES, it)), _said(it))


def failure_of_cancel(it: Failure) -> Markup:
    return lines(fill("{why}", why=_sentence(CANCEL_FAILURES, it)), _said(it))


def _sentence(table: Mapping[str, str], it: Failure) -> str:
    told = [_("The operator has been told.")] if it.operator_told else []
    return " ".join([_(table.get(it.reason, table["other"])), *told])


def _said(it: Failure) -> Markup | None:
    """Return the panel's own words if ours may be wrong."""
    if it.is_sure or not it.words:
        return None
    return lines(_("The panel says:"), quoted(cut(it.words, MAX_PANEL_WORDS_LENGTH)))


def refill(it: Refill) -> str:
    if it.status is RefillStage.FAILED and it.failure in NOT_FAILED:
        return _(NOT_FAILED[it.failure])
    if it.status is RefillStage.UNREPORTED and it.status_word:
        if it.misses:
            return _("Refill requested. The panel no longer reports on it.")
        return _("Refill requested. The panel has said nothing new about it for days.")
    return _(REFILLS[it.status])


def cancel(it: Cancel) -> str:
    return _(CANCELS[it.status])


def field(name: Field) -> str:
    return _(FIELDS[name])
