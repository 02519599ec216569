"""Short answers to a tap, shown over the chat."""

from views.language import _


def sending() -> str:
    return _("Sending your order…")


def asked_panel() -> str:
    return _("Asking the panel…")


def nothing_new() -> str:
    return _("There is nothing new to expect for this order.")


def refill_asked() -> str:
    return _("The refill is being asked for…")


def cancel_asked() -> str:
    return _("The cancel is being asked for…")
