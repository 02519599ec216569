"""Parses numbers and times as people type them."""

import re
import unicodedata
from decimal import Decimal

GROUPED = re.compile(r"\d{1,3}(?:(?P<mark>[ ,.'’_])\d{3})(?:(?P=mark)\d{3})*|\d{1,2}(?:,\d{2})+,\d{3}")
"""Digits with marks in groups of three, or as in India: "12,34,567"."""
SHORTENED = re.compile(r"(?P<whole>\d{1,9})(?:[.,](?P<part>\d{1,3}))?\s?(?P<unit>[km])", re.IGNORECASE)
DIGITS = re.compile(r"\d{1,15}")
UNITS = {"k": 1_000, "m": 1_000_000}


MINUTES = {"m": 1, "min": 1, "mins": 1, "minute": 1, "minutes": 1,
           "h": 60, "hr": 60, "hrs": 60, "hour": 60, "hours": 60,
           "d": 1_440, "day": 1_440, "days": 1_440}  # fmt: skip
PERIOD = re.compile(r"(?P<number>\d{1,9}) ?(?P<unit>[a-z]+)\.?")


def parse_minutes(text: str) -> int | None:
    """Parse minutes: "90", "30 min", "2 hours", "1 d"; None for any other text."""
    typed = with_latin_digits(" ".join(text.split())).lower()
    period = PERIOD.fullmatch(typed)
    if period and period["unit"] in MINUTES:
        return int(period["number"]) * MINUTES[period["unit"]]
    return parse_whole(text)


def parse_whole(text: str) -> int | None:
    """Parse a whole number: "1 000", "1,000", "1.5k", full-width and Arabic digits; None for other texts."""
    typed = with_latin_digits(" ".join(text.split()))
    if DIGITS.fullmatch(typed):
        return int(typed)
    if len(typed) < 20 and GROUPED.fullmatch(typed):  # noqa: PLR2004 - as many as DIGITS with marks
        return int(re.sub(r"\D", "", typed))
    if match := SHORTENED.fullmatch(typed):
        return _shortened(match["whole"], match["part"] or "", UNITS[match["unit"].lower()])
    return None


def _shortened(whole: str, part: str, unit: int) -> int | None:
    scale = 10 ** len(part)
    return int(whole + part) * unit // scale if unit % scale == 0 else None


def with_latin_digits(text: str) -> str:
    """Return a text with western digits and marks, without the marks of direction that copied texts have."""
    normal = unicodedata.normalize("NFKC", text).replace("٬", ",").replace("٫", ".").replace("،", ",")
    seen = (sign for sign in normal if unicodedata.category(sign) != "Cf")
    return "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in seen)


AMOUNT = re.compile(r"\d{1,12}(?:[.,]\d{1,12})?")
PART = r"(?P<part>[.,]\d{1,12})?"
THOUSANDS = re.compile(rf"[1-9]\d{{0,2}}(?P<mark>[ ,.'’_])\d{{3}}(?:(?P=mark)\d{{3}}){{0,3}}{PART}")
LAKHS = re.compile(rf"[1-9]\d?(?P<mark>,)(?:\d\d,){{1,4}}\d{{3}}{PART}")
"""As in India: "12,34,567.50"."""


def parse_amount(text: str) -> Decimal | None:
    """Parse an amount of at least 0 as people type it: "12.5", "12,5", "1 000", "1,000.50", "1.000,50".

    Groups as in India are understood as well.

    A single comma before three digits separates thousands, unless a 0 stands before it. None for any other
    text, such as "1e9", "-5" or one with more than twelve digits before or behind the point.
    """
    typed = with_latin_digits(" ".join(text.split()))
    grouped = THOUSANDS.fullmatch(typed) or LAKHS.fullmatch(typed)
    if grouped and _is_grouped(grouped):
        whole = typed.removesuffix(grouped["part"] or "")
        return Decimal(re.sub(r"\D", "", whole) + (grouped["part"] or "").replace(",", "."))
    return Decimal(typed.replace(",", ".")) if AMOUNT.fullmatch(typed) else None


def _is_grouped(match: re.Match[str]) -> bool:
    """Whether the marks separate thousands: "1.250" alone is a decimal, and "1,250,50" is nothing."""
    mark, part = match["mark"], match["part"] or ""
    groups = match[0].removesuffix(part).count(mark)
    return part[:1] != mark and (mark != "." or groups > 1 or bool(part))


MICRO_DIGITS = 6


def parse_money(text: str) -> int | None:
    """Parse an amount of money into micro-units.

    None for other texts, and for more than six decimal places.
    """
    amount = parse_amount(text)
    micro = amount.scaleb(MICRO_DIGITS) if amount is not None else None
    return int(micro) if micro is not None and micro == micro.to_integral_value() else None


def plain(micro: int) -> str:
    """Return micro-units as a person types them: "2.5", "0.000001"."""
    whole, part = divmod(micro, 10**MICRO_DIGITS)
    return f"{whole}.{part:0{MICRO_DIGITS}d}".rstrip("0").rstrip(".")
