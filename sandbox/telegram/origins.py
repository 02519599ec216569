"""The origins of forwarded messages, in each form that Telegram has."""

from typing import Any

Json = dict[str, Any]

SOMEBODY = {"id": 7_001, "is_bot": False, "first_name": "Grace", "username": "grace"}
GROUP = {"id": -1_000_000_007_002, "type": "supergroup", "title": "Shop floor"}
CHANNEL = {"id": -1_000_000_007_003, "type": "channel", "title": "Price lists", "username": "price_lists"}
SENT = 1_700_000_000

ORIGINS: dict[str, Json] = {
    "user": {"type": "user", "sender_user": SOMEBODY},
    "hidden_user": {"type": "hidden_user", "sender_user_name": "Grace"},
    # Telegram leaves out the name of a hidden user where the forwarded message is from before 2018.
    "nameless": {"type": "hidden_user"},
    "chat": {"type": "chat", "sender_chat": GROUP, "author_signature": "Grace"},
    "channel": {"type": "channel", "chat": CHANNEL, "message_id": 12},
}


def forwarded(wish: str | Json) -> Json:
    """Return the fields of a forwarded message. `wish` names one of ORIGINS or is an origin of its own.

    Beside `forward_origin` the Bot API still sends the fields that were there before version 7.0.
    """
    origin = ORIGINS[wish] if isinstance(wish, str) else wish
    origin = {"date": SENT, **origin}
    return {"forward_origin": origin, "forward_date": origin["date"], **_older(origin)}


def _older(origin: Json) -> Json:
    match origin["type"]:
        case "user":
            return {"forward_from": origin["sender_user"]}
        case "hidden_user" if "sender_user_name" in origin:
            return {"forward_sender_name": origin["sender_user_name"]}
        case "chat":
            return {"forward_from_chat": origin["sender_chat"]}
        case "channel":
            return {"forward_from_chat": origin["chat"], "forward_from_message_id": origin["message_id"]}
    return {}
