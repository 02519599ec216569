"""Parses balances."""

from panel.errors import BalanceUnreadable, Meaning, PanelNotUnderstood
from panel.models import Balance
from panel.parsing.answers import seen
from panel.parsing.containers import objects
from panel.parsing.error_words import read_error
from panel.parsing.failures import refuse
from panel.parsing.numbers import currency_beside, parse_money, to_micro
from panel.values import text


def balance(answer: object) -> Balance:
    """Raises PanelRefused, PanelNotUnderstood, or BalanceUnreadable if the balance is no amount."""
    found = objects(answer, "", ("user",))
    refuse(found)
    inside = next((part for part in found if "balance" in part), None)
    amount = inside["balance"] if inside is not None else answer
    if inside is None and (amount is None or isinstance(amount, dict | list)):
        raise PanelNotUnderstood(seen(answer))
    try:
        micro = to_micro(parse_money(amount))
    except ValueError:
        if inside is None and isinstance(amount, str):
            refuse([{"error": amount}] if read_error(amount).meaning is not Meaning.OTHER else [])
        raise BalanceUnreadable(seen(amount)) from None
    currency = text(inside.get("currency")) if inside is not None else ""
    return Balance(micro, currency or currency_beside(amount) or "USD")
