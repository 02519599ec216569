"""Formats texts, numbers, money and times for messages. Texts from outside pass `clean`."""

import datetime as dt
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache

from babel.dates import format_date, format_skeleton, format_timedelta
from babel.numbers import format_decimal, get_currency_symbol
from markupsafe import Markup, escape

from usecases.pricing.units import CENT, FLOAT, MICRO, PRECISE
from views.direction import isolate
from views.language import _, is_right_to_left, locale_of, spoken, spoken_code

UNFOLDED_LINES, UNFOLDED = 3, 150  # a quote with fewer lines and at most these characters is not folded
INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
JOINERS = frozenset("\u200d\u200c")  # hold emoji and some scripts together
FULLNAME = 300
SHOWN_DIGITS = Decimal("0.0000001")
NOISE = Decimal("1e-12")  # what a float adds to a rate
MAX_TEXTS_CACHED = 4_096  # formatted texts and numbers in each cache; most are needed again


@lru_cache(maxsize=MAX_TEXTS_CACHED)
def clean(text: str) -> str:
    """Return a text from outside on one line, without control and bidi characters."""
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
    """Like `clean`, but line breaks stay."""
    return "\n".join(clean(line) for line in text.replace("\r\n", "\n").split("\n")).strip("\n")


@lru_cache(maxsize=MAX_TEXTS_CACHED)
def cut(text: str, longest: int) -> str:
    """Return at most `longest` characters, cut between words if possible and never inside an emoji."""
    text = clean(text)
    if len(text) <= longest:
        return text
    start = text[: longest - 1]
    at_word = start.rpartition(" ")[0] if " " in start[longest // 2 :] and text[longest - 1] != " " else start
    return at_word.rstrip(" \u200d\ufe0f-–—|·,") + "…"


def fill(sentence: str, **values: object) -> Markup:
    """Return a translated sentence as HTML, with escaped values."""
    escaped = {name: _escaped(value) for name, value in values.items()}
    return Markup(str.format(sentence, **escaped))  # noqa: S704 - sentences are ours


def _escaped(value: object) -> Markup:
    if isinstance(value, Markup):
        return value
    return escape(_isolated(value) if is_right_to_left() else value)


def _isolated(value: object) -> str:
    return isolate(value if isinstance(value, str) else str(value))


def paragraphs(*blocks: str | Markup | None) -> Markup:
    """Join blocks with an empty line between them. Empty blocks are left out."""
    return _joined("\n\n", blocks)


def lines(*rows: str | Markup | None) -> Markup:
    return _joined("\n", rows)


def _joined(between: str, texts: Iterable[str | Markup | None]) -> Markup:
    return Markup(between.join([_escaped(text) for text in texts if text]))  # noqa: S704 - they are escaped


def change(before: object, after: object) -> Markup:
    """Show a value before and after a change. The arrow points the way in which the language is read."""
    form = "{before} ← {after}" if is_right_to_left() else "{before} → {after}"
    return fill(form, before=before, after=after)


def bold(text: str) -> Markup:
    return fill("<b>{text}</b>", text=text)


def code(text: str) -> Markup:
    return fill("<code>{text}</code>", text=text)


def quote(text: str) -> Markup:
    """Quote a text from outside. A long one is folded and opens on a tap."""
    if len(text) <= UNFOLDED and text.count("\n") < UNFOLDED_LINES:
        return quoted(text)
    return fill("<blockquote expandable>{text}</blockquote>", text=text)


def quoted(text: str) -> Markup:
    return fill("<blockquote>{text}</blockquote>", text=text)


def number(value: int | Decimal) -> str:
    return _decimal(value, None, spoken_code())


def exact_number(value: Decimal) -> str:
    """Format a number with all its digits."""
    with localcontext(PRECISE):
        return _decimal(value.normalize(), "#" * 20, spoken_code())


@lru_cache(maxsize=MAX_TEXTS_CACHED)
def _decimal(value: int | Decimal, places: str | None, language: str) -> str:
    """Format a number. `places` are the digits behind the point as in CLDR's patterns: "00#"."""
    locale = locale_of(language)
    usual = locale.decimal_formats[None].pattern
    pattern = usual if places is None else f"{usual.partition('.')[0]}.{places}"
    return str(format_decimal(value, format=pattern, locale=locale))


def money(micro: int, currency: str | None) -> str:
    """Format micro-units with all significant digits, at least two: $0.90, $0.27819, 5.00 USDT."""
    return rate(Decimal(micro) / MICRO, currency)


def on_account(micro: int, currency: str | None) -> str:
    """Format a balance in micro-units with two digits, rounded down. Less than a cent is not rounded."""
    return money(_cents(micro, ROUND_FLOOR), currency)


def total(micro: int, currency: str | None) -> str:
    """Format a sum of micro-units with two digits. Less than a cent is not rounded."""
    return money(_cents(micro, ROUND_HALF_UP), currency)


def _cents(micro: int, rounding: str) -> int:
    if abs(micro) < CENT:
        return micro
    return int((Decimal(micro) / CENT).to_integral_value(rounding)) * CENT


def day(milliseconds: int) -> str:
    """Format the day of a time (epoch ms) for buttons, in UTC and without the year: "Nov 28"."""
    date = dt.datetime.fromtimestamp(milliseconds / 1_000, dt.UTC)
    return str(format_skeleton("MMMd", date, locale=spoken()))


def rate(amount: Decimal, currency: str | None) -> str:
    return _amount(amount, "00#####", currency)


def _amount(amount: Decimal, places: str, currency: str | None) -> str:
    digits = _decimal(abs(amount), places, spoken_code())
    sign = "−" if amount < 0 else ""
    code_ = clean(currency or "")[:8]
    symbol = symbol_of(code_) if code_ else ""
    if symbol and not symbol[-1].isalpha():
        return sign + _with_symbol(digits, symbol, spoken_code())
    return f"{sign}{digits} {code_}".rstrip()


def _with_symbol(digits: str, symbol: str, language: str) -> str:
    """Put the sign of a currency where the language puts it."""
    usual = str(locale_of(language).currency_formats["standard"].pattern).partition(";")[0]
    between = "\u00a0" if "\u00a0" in usual else ""
    is_first = usual.index("¤") < usual.index("#")
    return f"{symbol}{between}{digits}" if is_first else f"{digits}{between}{symbol}"


def shown_rate(told: str, currency: str | None) -> str:
    """Format a rate (exact decimal) with at most seven digits behind the point, rounded up."""
    exact, short = Decimal(told), FLOAT.create_decimal(told)
    amount = short if abs(short - exact) < NOISE else exact
    return rate(amount.quantize(SHOWN_DIGITS, ROUND_CEILING, PRECISE), currency)


def exact_amount(amount: Decimal, currency: str | None) -> str:
    """Format an amount with all its digits, at least two."""
    digits = max(2, -int(amount.normalize(PRECISE).as_tuple().exponent))
    with localcontext(PRECISE):
        return _amount(amount, "0" * digits, currency)


def symbol_of(currency: str, language: str | None = None) -> str:
    """Return the sign of a currency in a language (the current one), or its code if it has none."""
    return _symbol(currency, language or spoken_code())


@lru_cache(maxsize=MAX_TEXTS_CACHED)
def _symbol(currency: str, language: str) -> str:
    return clean(get_currency_symbol(currency, locale=locale_of(language)))


def moment(milliseconds: int) -> Markup:
    """Format a time (epoch ms). Telegram shows it in the reader's time zone."""
    return _time(milliseconds, "dt")


def ago(milliseconds: int) -> Markup:
    """Format how long ago a time (epoch ms) was. Telegram keeps it up to date."""
    return _time(milliseconds, "r")


def _time(milliseconds: int, form: str) -> Markup:
    seconds = milliseconds // 1_000
    plain = dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
    told = f'<tg-time unix="{seconds}" format="{form}">{plain}</tg-time>'
    return Markup(isolate(told) if is_right_to_left() else told)  # noqa: S704 - only digits stand in it


def date(day_: dt.date) -> str:
    """Format a date with its year: "Dec 31, 2030"."""
    return str(format_date(day_, "medium", locale=spoken()))


def duration(milliseconds: int) -> str:
    """Format a length of time in milliseconds approximately: "3 minutes", "2 days"."""
    length = dt.timedelta(milliseconds=max(milliseconds, 60_000))
    return str(format_timedelta(length, granularity="minute", threshold=1.5, locale=spoken()))


def bar(part: int, whole: int) -> str:
    """Format progress: ▰▰▰▱▱▱▱▱▱▱ 34 %. Any `part` above 0 gets at least one block."""
    percent = 100 * min(max(part, 0), whole) // whole if whole > 0 else 0
    full = max(percent // 10, int(part > 0))
    return _("{bar} {percent} %").format(bar="▰" * full + "▱" * (10 - full), percent=number(percent))
