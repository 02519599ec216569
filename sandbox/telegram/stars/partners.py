"""Whom Stars come from and go to: a partner of each kind that the Bot API has."""

from typing import Any

from sandbox.telegram.origins import CHANNEL, SOMEBODY

Json = dict[str, Any]

STICKER = {
    "file_id": "gift",
    "file_unique_id": "gift",
    "type": "custom_emoji",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
}
GIFT = {"id": "5170145012310081615", "sticker": STICKER, "star_count": 15}
WITHDRAWN = {"type": "succeeded", "date": 1_700_000_000, "url": "https://fragment.com/stars/1"}
MEDIA = [{"type": "preview", "width": 90, "height": 90}]


def user(user: Json, transaction_type: str, **more: Any) -> Json:
    return {"type": "user", "transaction_type": transaction_type, "user": user, **more}


INCOMING: dict[str, Json] = {
    "invoice_payment": user(SOMEBODY, "invoice_payment", invoice_payload="another shop's"),
    "invoice_without_payload": user(SOMEBODY, "invoice_payment"),
    "paid_media_payment": user(
        SOMEBODY, "paid_media_payment", paid_media=MEDIA, paid_media_payload="pictures"
    ),
    "business_account_transfer": user(SOMEBODY, "business_account_transfer"),
    "affiliate_program": {"type": "affiliate_program", "commission_per_mille": 50},
    "fragment_refund": {"type": "fragment"},
    "other": {"type": "other"},
}
"""Sources of incoming rows."""

OUTGOING: dict[str, Json] = {
    "gift_purchase": user(SOMEBODY, "gift_purchase", gift=GIFT),
    "premium_purchase": user(SOMEBODY, "premium_purchase", premium_subscription_duration=3),
    "chat": {"type": "chat", "chat": CHANNEL, "gift": GIFT},
    "fragment_pending": {"type": "fragment", "withdrawal_state": {"type": "pending"}},
    "fragment_succeeded": {"type": "fragment", "withdrawal_state": WITHDRAWN},
    "fragment_failed": {"type": "fragment", "withdrawal_state": {"type": "failed"}},
    "telegram_ads": {"type": "telegram_ads"},
    "telegram_api": {"type": "telegram_api", "request_count": 1_000},
    "other_expense": {"type": "other"},
}
"""Receivers of outgoing rows."""
