"""Understands the status of orders and refills, and balances."""

from collections.abc import Mapping
from typing import Any

from panel.answers import failure, refuse, seen
from panel.errors import PanelNotUnderstood, PanelRefused, cut, meaning_of
from panel.models import Balance, OrderState, OrderStatus, RefillState, RefillStatus
from panel.money import parse_money, to_micro
from panel.values import count, currency_beside, entries, identity, letters, money, text

STATES = {
    "pending": OrderState.PENDING,
    "awaiting": OrderState.PENDING,
    "processing": OrderState.PROCESSING,
    "inprogress": OrderState.IN_PROGRESS,
    "active": OrderState.IN_PROGRESS,
    "paused": OrderState.IN_PROGRESS,
    "completed": OrderState.COMPLETED,
    "complete": OrderState.COMPLETED,
    "success": OrderState.COMPLETED,
    "done": OrderState.COMPLETED,
    "expired": OrderState.COMPLETED,
    "partial": OrderState.PARTIAL,
    "canceled": OrderState.CANCELED,
    "cancelled": OrderState.CANCELED,
    "refunded": OrderState.CANCELED,
    "fail": OrderState.CANCELED,
    "failed": OrderState.CANCELED,
    "error": OrderState.CANCELED,
}

REFILL_STATES = {
    "pending": RefillState.PENDING,
    "awaiting": RefillState.PENDING,
    "inprogress": RefillState.IN_PROGRESS,
    "processing": RefillState.IN_PROGRESS,
    "completed": RefillState.COMPLETED,
    "complete": RefillState.COMPLETED,
    "success": RefillState.COMPLETED,
    "done": RefillState.COMPLETED,
    "rejected": RefillState.REJECTED,
    "canceled": RefillState.CANCELED,
    "cancelled": RefillState.CANCELED,
    "error": RefillState.ERROR,
    "fail": RefillState.ERROR,
    "failed": RefillState.ERROR,
}


def order_status(answer: object) -> OrderStatus:
    """The status of one order. Raises PanelRefused, PanelNotUnderstood."""
    if not (isinstance(answer, dict) and _is_status(answer)):
        refuse(answer)
        if isinstance(answer, str) and answer:
            raise PanelRefused(meaning_of(answer), cut(answer))
        raise PanelNotUnderstood(seen(answer))
    word = text(answer["status"])
    start = answer.get("start_count", answer.get("start_counter"))
    return OrderStatus(
        state=STATES.get(letters(word)),
        word=word,
        charge=money(answer.get("charge")),
        start_count=count(start),
        remains=count(answer.get("remains")),
        currency=text(answer.get("currency")) or None,
        runs=count(answer.get("runs")),
        posts=count(answer.get("posts")),
        orders=tuple(filter(None, map(identity, entries(answer.get("orders"))))),
    )


def _is_status(answer: Mapping[str, Any]) -> bool:
    """A status has a word; with nothing else than a text beside it, "fail" and "error" are failures."""
    word = answer.get("status")
    if not isinstance(word, str) or not word or answer.get("error") or answer.get("errors"):
        return False
    return failure(answer) is None


def statuses(
    answer: object, asked: list[str]
) -> dict[str, OrderStatus | PanelRefused | PanelNotUnderstood] | None:
    """The status of each order that the panel mentions; None if it did not understand the batch."""
    inside = answer.get("data", answer) if isinstance(answer, dict) else answer
    if not isinstance(inside, dict) or not any(one in inside for one in asked):
        return None
    return {one: _told(inside[one]) for one in asked if one in inside}


def _told(answer: object) -> OrderStatus | PanelRefused | PanelNotUnderstood:
    try:
        return order_status(answer)
    except (PanelRefused, PanelNotUnderstood) as error:
        return error


def refill_status(answer: object) -> RefillStatus:
    """The status of one refill. Raises PanelRefused, PanelNotUnderstood."""
    word = answer.get("status") if isinstance(answer, dict) else None
    if isinstance(word, dict):
        refuse(word)
    if not isinstance(word, str) or not word or (isinstance(answer, dict) and failure(answer)):
        refuse(answer)
        raise PanelNotUnderstood(seen(answer))
    return RefillStatus(REFILL_STATES.get(letters(word)), word[:60])


def refill_statuses(
    answer: object, asked: list[str]
) -> dict[str, RefillStatus | PanelRefused | PanelNotUnderstood] | None:
    """The status of each refill that the panel mentions; None if it did not understand the batch."""
    if not isinstance(answer, list):
        return None
    told: dict[str, RefillStatus | PanelRefused | PanelNotUnderstood] = {}
    for entry in answer:
        name = identity(entry.get("refill")) if isinstance(entry, dict) else None
        if name in asked and name is not None:
            try:
                told[name] = refill_status(entry)
            except (PanelRefused, PanelNotUnderstood) as error:
                told[name] = error
    return told


def balance(answer: object) -> Balance:
    """Raises PanelRefused, PanelNotUnderstood."""
    refuse(answer)
    inside = answer.get("data", answer) if isinstance(answer, dict) else answer
    amount = inside.get("balance") if isinstance(inside, dict) else inside
    currency = text(inside.get("currency")) if isinstance(inside, dict) else ""
    try:
        return Balance(to_micro(parse_money(amount)), currency or currency_beside(amount) or "USD")
    except ValueError:
        if isinstance(answer, str) and answer:
            raise PanelRefused(meaning_of(answer), cut(answer)) from None
        raise PanelNotUnderstood(seen(answer)) from None
