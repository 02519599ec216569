"""Reads amounts of money as panels write them."""

import re
from decimal import ROUND_HALF_UP, Decimal

MICRO = Decimal(1_000_000)
MOST = Decimal(10) ** 12
AMOUNT = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})?(?:\.\d{1,18})?(?:[eE][-+]?\d{1,2})?")
AROUND = re.compile(r"^[^\d.+-]{0,4}|[^\d.]{0,8}$")  # a currency before or behind


def parse_money(raw: object) -> Decimal:
    """An exact amount: 0.9, "0.90", "$0.50", "1,234.5", "12.50 EUR"; raises ValueError for what is none."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
        raise ValueError("not an amount of money")  # noqa: TRY004 - a value from outside, not a mistake of ours
    text = AROUND.sub("", str(raw).strip()) if isinstance(raw, str) else str(raw)
    if not text or not AMOUNT.fullmatch(text) or not any(map(str.isdecimal, text)):
        raise ValueError("not an amount of money")
    amount = Decimal(text.replace(",", ""))
    if abs(amount) > MOST:
        raise ValueError("no such amount of money")
    return amount


def to_micro(amount: Decimal) -> int:
    """Micro-units, rounded half up: the one rounding of an amount."""
    return int((amount * MICRO).to_integral_value(ROUND_HALF_UP))
