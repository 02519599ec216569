"""A person's data as a JSON file. Its names are English in every language, because programs read it."""

import datetime as dt
from typing import Any

import msgspec

from storage.cancels import Cancel
from storage.case_messages import CaseMessage
from storage.cases import Case
from storage.orders import Order
from storage.refills import Refill
from storage.transfers import WalletEntry
from storage.users import User
from usecases.clock import SECOND
from usecases.tracking.export_person import PersonalData
from views import cells


def document(it: PersonalData) -> bytes:
    """Return the file in UTF-8. Times are in UTC by ISO 8601, amounts are decimal numbers in quotes."""
    told: dict[str, Any] = {
        "profile": _profile(it.user),
        "settings": _settings(it.user),
        "favourites": it.favourites,
        "orders": [_order(one) for one in it.orders],
        "refills": [_request(one, one.ended_at) for one in it.refills],
        "cancel_requests": [_request(one) for one in it.cancels],
        "support_cases": [_case(one, it.case_messages) for one in it.cases],
    }
    if it.statement is not None:
        told["wallet"] = {
            "currency": it.statement.currency,
            "transfers": [_transfer(one) for one in it.statement.entries],
        }
    return msgspec.json.format(msgspec.json.encode(told), indent=1)


def _profile(user: User) -> dict[str, Any]:
    return {
        "telegram_id": user.telegram_id,
        "name": user.name,
        "username": user.username,
        "role": user.role,
        "let_in_at": _time(user.let_in_at),
        "language_of_telegram": user.language_code,
    }


def _settings(user: User) -> dict[str, Any]:
    has_quiet_hours = user.quiet_from is not None and user.quiet_to is not None
    return {
        "language": user.language,
        "notifications": user.notifications,
        "time_zone": user.time_zone,
        "quiet_minutes_of_the_day": [user.quiet_from, user.quiet_to] if has_quiet_hours else None,
        "final_messages_wait": user.ends_wait,
        "wants_news": user.news_muted_at is None,
    }


def _order(order: Order) -> dict[str, Any]:
    return {
        "number": order.id,
        "reference": order.panel_order_id,
        "service_id": order.service_id,
        "service": order.service_name,
        "link": order.target,
        "answers": order.parameters,
        "quantity": order.quantity,
        "price": _amount(order.price),
        "came_back": _amount(order.refunded),
        "currency": order.currency,
        "status": order.status,
        "start_count": order.start_count,
        "remains": order.remains,
        "ordered_at": _time(order.created_at),
        "placed_at": _time(order.placed_at),
        "ended_at": _time(order.ended_at),
        "mass_order": order.mass_order_id,
    }


def _request(it: Refill | Cancel, ended_at: int | None = None) -> dict[str, Any]:
    return {
        "order": it.order_id,
        "status": it.status,
        "requested_at": _time(it.created_at),
        "ended_at": _time(ended_at),
    }


def _case(it: Case, messages: list[CaseMessage]) -> dict[str, Any]:
    return {
        "number": it.id,
        "order": it.order_id,
        "reason": it.reason,
        "opened_at": _time(it.opened_at),
        "closed_at": _time(it.closed_at),
        "messages": [_case_message(one) for one in messages if one.case_id == it.id],
    }


def _case_message(it: CaseMessage) -> dict[str, Any]:
    return {
        "by": "support" if it.is_answer else "you",
        "text": it.text,
        "with_photo": it.has_photo,
        "at": _time(it.written_at),
    }


def _transfer(it: WalletEntry) -> dict[str, Any]:
    return {
        "kind": it.kind,
        "amount": _amount(it.amount),
        "order": it.order_id,
        "at": _time(it.happened_at),
    }


def _amount(micro: int) -> str:
    return str(cells.amount(micro))  # msgspec takes no subclass of str


def _time(milliseconds: int | None) -> str | None:
    if milliseconds is None:
        return None
    return dt.datetime.fromtimestamp(milliseconds / SECOND, dt.UTC).isoformat(timespec="seconds")
