"""Parses the numbers of panels: money, rates, counts, limits, balances. Only this file does.

Ambiguous numbers are read so:

| written | as money | as a count or limit |
|---|---|---|
| `1,234` | a thousand and more: a comma before three digits separates groups | the same |
| `0,50`, `100,84`, `0,500` | the comma is a decimal sign | no count |
| `1.234` | the dot is a decimal sign | unreadable: it may be a thousand |
"""

import re
from decimal import ROUND_HALF_UP, Decimal

MICRO_UNITS = Decimal(1_000_000)
MAX_AMOUNT = Decimal(10) ** 12  # of an amount of money
MAX_COUNT = 2**53  # of a count; larger ones are nonsense
MAX_NUMBER_LENGTH = 64  # characters of a number: floats come with 19 decimals
NO_LIMIT = 2**31 - 1  # the value of "Unlimited"

SIGN = r"[-+−]?"
CURRENCY_BEFORE = r"(?:[^\W\d_]{1,4}\.?|[^\w\s.,'’+−-]{1,3}|[^\W\d_]{1,2}[^\w\s.,'’+−-])?"
AFTER = r"(?![kKmMbB%]$)[^\d\s.,'’+−-]{0,8}\.?"
MONEY = re.compile(rf"({SIGN})\s?{CURRENCY_BEFORE}\s?({SIGN})(\.?\d.*?)\s?{AFTER}", re.DOTALL)
PLAIN_NUMBER = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?")
FORMATS = tuple(
    (re.compile(pattern), groups)
    for pattern, groups in (
        (r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", ","),  # 1,234,567.89
        (r"[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d+)?", ","),  # 12,34,567.89: lakh
        (r"\d+,\d+", ""),  # 100,84
        (r"[1-9]\d{0,2}(?:\.\d{3})+,\d+", "."),  # 1.234,56
        (r"[1-9]\d{0,2}(?:\.\d{3}){2,}", "."),  # 1.234.567
        (r"[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d+)?", " "),  # 1 234,56
        (r"[1-9]\d{0,2}(?:['’]\d{3})+(?:[.,]\d+)?", "'’"),  # 1'234.56
    )
)
MAYBE_A_GROUP = re.compile(r"[-+]?[1-9]\d{0,2}\.\d{3}")
UNLIMITED = ("unlimited", "nolimit", "infinite", "∞", "ilimitado", "sinirsiz", "sınırsız")
CURRENCIES = {"R$": "BRL", "€": "EUR", "£": "GBP", "₹": "INR", "₺": "TRY", "₽": "RUB", "₦": "NGN", "₫": "VND"}


def parse_number(text: str) -> Decimal:
    """Parse a number without a sign: digits, groups and decimals. Raises ValueError."""
    if len(text) > MAX_NUMBER_LENGTH:
        raise ValueError("a number of too many signs")
    if PLAIN_NUMBER.fullmatch(text):
        return Decimal(text)
    spaced = " ".join(text.split())
    for pattern, groups in FORMATS:
        if pattern.fullmatch(spaced):
            bare = "".join(sign for sign in spaced if sign not in groups)
            return Decimal(bare.replace(",", "."))
    raise ValueError("not a number")


def parse_money(raw: object) -> Decimal:
    """Parse an exact amount of money or rate, with or without a currency. Raises ValueError."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
        raise ValueError("not an amount of money")  # noqa: TRY004 - a value from outside, not a mistake of ours
    text = str(raw).strip()
    found = MONEY.fullmatch(text) if len(text) <= MAX_NUMBER_LENGTH else None
    if found is None or (found[1] and found[2]):
        raise ValueError("not an amount of money")
    try:
        amount = parse_number(found[3])
    except ValueError:
        raise ValueError("not an amount of money") from None
    if amount > MAX_AMOUNT:
        raise ValueError("no such amount of money")
    return -amount if (found[1] or found[2]) in ("-", "−") else amount


def to_micro(amount: Decimal) -> int:
    """Return micro-units, rounded half up. An amount is rounded only here."""
    return int((amount * MICRO_UNITS).to_integral_value(ROUND_HALF_UP))


def money(value: object) -> int | None:
    """Parse micro-units; None if the value is no amount."""
    try:
        return to_micro(parse_money(value))
    except ValueError:
        return None


def count(value: object) -> int | None:
    """Parse a whole number such as "10,000", 10.0 or "1e3"; None if it is no whole number or ambiguous."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).strip()
    if isinstance(value, str) and MAYBE_A_GROUP.fullmatch(text):
        return None
    sign = text[:1] if text[:1] in ("-", "+") else ""
    try:
        number = parse_number(text.removeprefix(sign))
    except ValueError:
        return None
    if number > MAX_COUNT or number != int(number):
        return None
    return -int(number) if sign == "-" else int(number)


def limit(value: object) -> int | None:
    """Parse a limit of a service, at least 0; None if it cannot be read. "Unlimited" is NO_LIMIT."""
    if isinstance(value, str) and "".join(value.casefold().split()) in UNLIMITED:
        return NO_LIMIT
    number = count(value)
    return number if number is not None and number >= 0 else None


def least(value: object) -> int | None:
    """As `limit`, for a minimum. "1.000" is 1: if that is too low, the panel refuses the order."""
    number = limit(value)
    if number is None and isinstance(value, str) and MAYBE_A_GROUP.fullmatch(value.strip()):
        amount = Decimal(value.strip())
        return int(amount) if amount == int(amount) and amount >= 0 else None
    return number


def remains(value: object) -> int | None:
    """Parse the remaining units. "+37" is -37: a widespread script writes a surplus with a plus."""
    number = count(value)
    return -number if number is not None and str(value).strip().startswith("+") else number


def currency_beside(amount: object) -> str:
    """Return the currency beside an amount: "12.50 EUR", "€12.50"; "" if there is none or only a "$"."""
    if not isinstance(amount, str):
        return ""
    if code := re.search(r"[A-Z]{3}", amount):
        return code.group()
    return next((code for sign, code in CURRENCIES.items() if sign in amount), "")
