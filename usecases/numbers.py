"""Parses numbers and times as people type them."""

import re
import unicodedata

GROUPED = re.compile(r"\d{1,3}(?:(?P<mark>[ ,.'’_])\d{3})(?:(?P=mark)\d{3})*")
SHORTENED = re.compile(r"(?P<whole>\d{1,9})(?:[.,](?P<part>\d{1,3}))?\s?(?P<unit>[km])", re.IGNORECASE)
DIGITS = re.compile(r"\d{1,15}")
UNITS = {"k": 1_000, "m": 1_000_000}


MINUTES = {"m": 1, "min": 1, "mins": 1, "minute": 1, "minutes": 1,
           "h": 60, "hr": 60, "hrs": 60, "hour": 60, "hours": 60,
           "d": 1_440, "day": 1_440, "days": 1_440}  # fmt: skip
PERIOD = re.compile(r"(?P<number>\d{1,9}) ?(?P<unit>[a-z]+)\.?")


def parse_minutes(text: str) -> int | None:
    """Parse minutes: "90", "30 min", "2 hours", "1 d"; None for any other text."""
    typed = _with_latin_digits(" ".join(text.split())).lower()
    period = PERIOD.fullmatch(typed)
    if period and period["unit"] in MINUTES:
        return int(period["number"]) * MINUTES[period["unit"]]
    return parse_whole(text)


def parse_whole(text: str) -> int | None:
    """Parse a whole number: "1 000", "1,000", "1.5k", full-width and Arabic digits; None for other texts."""
    typed = _with_latin_digits(" ".join(text.split()))
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


def _with_latin_digits(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text).replace("٬", ",").replace("٫", ".").replace("،", ",")
    return "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in normal)


AMOUNT = re.compile(r"(?P<whole>\d{1,9})(?:[.,](?P<part>\d{1,6}))?")
MICRO_DIGITS = 6


def parse_amount(text: str) -> int | None:
    """Parse an amount of money into micro-units: "5", "2.50", "2,5"; None for other texts.

    A comma or a point is the decimal sign: "1,000" is 1.
    """
    match = AMOUNT.fullmatch(_with_latin_digits("".join(text.split())))
    if match is None:
        return None
    return int(match["whole"] + (match["part"] or "").ljust(MICRO_DIGITS, "0"))


def plain(micro: int) -> str:
    """Return micro-units as a person types them: "2.5", "0.000001"."""
    whole, part = divmod(micro, 10**MICRO_DIGITS)
    return f"{whole}.{part:0{MICRO_DIGITS}d}".rstrip("0").rstrip(".")
