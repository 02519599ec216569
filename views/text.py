"""Puts words, numbers, money and times into messages; everything of outside origin passes `clean`."""

import datetime as dt
import unicodedata
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.dates import format_skeleton, format_timedelta
from babel.numbers import format_decimal, get_currency_symbol
from markupsafe import Markup

from usecases.pricing import CENT, MICRO
from views.language import _, locale_of, spoken, spoken_code

UNFOLDED_LINES, UNFOLDED = 3, 150  # lines and characters of a quote that stands whole
INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
JOINERS = frozenset("\u200d\u200c")  # hold emoji and some scripts together
FULLNAME = 300
MAX_TEXTS_CACHED = 4_096  # texts and numbers that were written last; most are written again and again


@lru_cache(maxsize=MAX_TEXTS_CACHED)
def clean(text: str) -> str:
    """An outside text without control and bidi characters, on one line."""
    visible = (
        sign
        if sign in JOINERS or unicodedata.category(sign) not in INVISIBLE
        else " "
        if sign.isspace()
        else ""
        for sign in text
    )
    return " ".join("".join(visible).split())


def clean_lines(text: str) -> str:
    """As `clean`, with its line breaks kept."""
    return "\n".join(clean(line) for line in text.replace("\r\n", "\n").split("\n")).strip("\n")


@lru_cache(maxsize=MAX_TEXTS_CACHED)
def cut(text: str, longest: int) -> str:
    """At most so many characters, cut at a word where there is one, never inside an emoji."""
    text = clean(text)
    if len(text) <= longest:
        return text
    start = text[: longest - 1]
    at_word = start.rpartition(" ")[0] if " " in start[longest // 2 :] and text[longest - 1] != " " else start
    return at_word.rstrip(" \u200d\ufe0f-–—|·,") + "…"


def fill(sentence: str, **values: object) -> Markup:
    """A translated sentence as HTML, its values escaped."""
    return Markup(sentence).format(**values)  # noqa: S704 - sentences are ours, values are escaped by format


def paragraphs(*blocks: str | Markup | None) -> Markup:
    """Blocks with an empty line between them; those that are empty are left out."""
    return Markup("\n\n").join(block for block in blocks if block)


def lines(*rows: str | Markup | None) -> Markup:
    return Markup("\n").join(row for row in rows if row)


def bold(text: str) -> Markup:
    return Markup("<b>{}</b>").format(text)


def code(text: str) -> Markup:
    return Markup("<code>{}</code>").format(text)


def quote(text: str) -> Markup:
    """An outside text that opens on a tap, where there is more of it than fits."""
    if len(text) <= UNFOLDED and text.count("\n") < UNFOLDED_LINES:
        return quoted(text)
    return Markup("<blockquote expandable>{}</blockquote>").format(text)


def quoted(text: str) -> Markup:
    return Markup("<blockquote>{}</blockquote>").format(text)


def number(value: int | Decimal) -> str:
    return _decimal(value, None, spoken_code())


@lru_cache(maxsize=MAX_TEXTS_CACHED)
def _decimal(value: int | Decimal, pattern: str | None, language: str) -> str:
    return str(format_decimal(value, format=pattern, locale=locale_of(language)))


def money(micro: int, currency: str | None) -> str:
    """An amount of micro-units with as many digits as it needs, at least two: $0.90, $0.27819, 5.00 USDT."""
    return rate(Decimal(micro) / MICRO, currency)


def on_account(micro: int, currency: str | None) -> str:
    """What is on an account, with two digits and never more than there is; below a cent as it is."""
    return money(_cents(micro, ROUND_FLOOR), currency)


def total(micro: int, currency: str | None) -> str:
    """A sum with two digits; below a cent as it is."""
    return money(_cents(micro, ROUND_HALF_UP), currency)


def _cents(micro: int, rounding: str) -> int:
    if abs(micro) < CENT:
        return micro
    return int((Decimal(micro) / CENT).to_integral_value(rounding)) * CENT


def day(milliseconds: int) -> str:
    """The day of a time, short and without the year: "28 Nov" (UTC), for buttons."""
    date = dt.datetime.fromtimestamp(milliseconds / 1_000, dt.UTC)
    return str(format_skeleton("MMMd", date, locale=spoken()))


def rate(amount: Decimal, currency: str | None) -> str:
    digits = _decimal(abs(amount), "#,##0.00#####", spoken_code())
    sign = "−" if amount < 0 else ""
    code_ = clean(currency or "")[:8]
    symbol = _symbol(code_, spoken_code()) if code_ else ""
    if symbol and not symbol[-1].isalpha():
        return f"{sign}{symbol}{digits}"
    return f"{sign}{digits} {code_}".rstrip()


@lru_cache(maxsize=MAX_TEXTS_CACHED)
def _symbol(currency: str, language: str) -> str:
    return str(get_currency_symbol(currency, locale=locale_of(language)))


def moment(milliseconds: int) -> Markup:
    """A time that Telegram shows in the reader's own zone."""
    seconds = milliseconds // 1_000
    plain = dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
    return Markup('<tg-time unix="{}" format="dt">{}</tg-time>').format(seconds, plain)


def ago(milliseconds: int) -> Markup:
    """How long ago it was, kept up by Telegram."""
    seconds = milliseconds // 1_000
    plain = dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
    return Markup('<tg-time unix="{}" format="r">{}</tg-time>').format(seconds, plain)


def duration(milliseconds: int) -> str:
    """About how long: "3 minutes", "2 days"."""
    length = dt.timedelta(milliseconds=max(milliseconds, 60_000))
    return str(format_timedelta(length, granularity="minute", threshold=1.5, locale=spoken()))


def bar(part: int, whole: int) -> str:
    """Progress at a glance: ▰▰▰▱▱▱▱▱▱▱ 34 %; one block as soon as something is there."""
    percent = 100 * min(max(part, 0), whole) // whole if whole > 0 else 0
    full = max(percent // 10, int(part > 0))
    return _("{bar} {percent} %").format(bar="▰" * full + "▱" * (10 - full), percent=number(percent))
