"""Toasts: short answers to a tap, which Telegram shows over the chat."""

from views.language import _, ngettext
from views.text import duration, number


def noted() -> str:
    return _("Your decision was saved.")


def marked() -> str:
    return _("Added to your favourites.")


def unmarked() -> str:
    return _("Removed from your favourites.")


def sending() -> str:
    return _("Sending your order…")


def nothing_failed() -> str:
    return _("Nothing has failed.")


def sending_several() -> str:
    return _("Sending your orders…")


def asked_panel() -> str:
    return _("Asking the panel…")


def no_orders_yet() -> str:
    return _("There are no orders yet.")


def drawing() -> str:
    return _("Drawing the picture…")


def sent_just_now() -> str:
    return _("The picture was sent a moment ago.")


def data_coming() -> str:
    return _("Your data comes as files…")


def data_again(wait: int) -> str:
    """`wait` in milliseconds."""
    sentence = _("You got your data within the last day. You can get it again in {duration}.")
    return sentence.format(duration=duration(wait))


def nothing_new() -> str:
    return _("This order no longer changes, so there is nothing to refresh.")


def refill_asked() -> str:
    return _("Requesting the refill…")


def cancel_asked() -> str:
    return _("Requesting cancellation…")


def dismissed(order_id: int) -> str:
    return _("Order {number} no longer needs attention. It stays in My orders.").format(number=order_id)


def not_dismissible(order_id: int) -> str:
    return _("Order {number} can't be dismissed now.").format(number=order_id)


def all_dismissed(count: int) -> str:
    if not count:
        return _("There was nothing to dismiss.")
    return ngettext(
        "{count} order no longer needs attention. It stays in My orders.",
        "{count} orders no longer need attention. They stay in My orders.",
        count,
    ).format(count=number(count))
