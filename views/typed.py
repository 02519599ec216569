"""Understands numbers, times and dates as people write them in their language.

Each function returns the text in the notation that use cases parse, and a text that means nothing here as it
is. docs/decisions/0024-numbers-as-typed.md says how amounts are read.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date as Date  # noqa: N812 - `date` is what a person typed
from decimal import Decimal
from functools import cache
from typing import Literal

from babel.dates import format_date
from babel.numbers import format_compact_decimal
from babel.units import format_unit

from usecases.numbers import with_latin_digits
from views.language import ENGLISH, locale_of, spoken_code
from views.text import symbol_of

MINUTES_OF_UNIT = {"duration-minute": 1, "duration-hour": 60, "duration-day": 1_440}
PLURALS = (1, 2, 3, 5, 11, 21, 100)  # every language has each of its plural forms for one of these
COMPACT: tuple[Literal["short", "long"], ...] = ("short", "long")
COMPACT_SIZES = (1_000, 100_000, 1_000_000, 10_000_000)
SHORT_THOUSAND = "к"  # what people write in Cyrillic beside CLDR's words

QUANTITY = re.compile(r"(?P<number>\d{1,9}(?:[.,]\d{1,2})?)? ?(?P<unit>\D*)")
ONE_MARK = re.compile(r"(?P<sign>[-−+]?)(?P<whole>[1-9]\d{0,2})(?P<mark>[.,])(?P<group>\d{3})(?P<rest> ?%?)")
DIRECTION = re.compile("[\u200e\u200f\u2066-\u2069]")
PERCENT_FIRST = re.compile(r"^([-−+]?) ?% ?")
DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4}|\d\d)")
YEAR_FIRST = re.compile(r"(?P<year>\d{4})[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})")
BETWEEN_WORDS = re.compile(r"[\s\d.,/-]+")
OF_A_DAY = frozenset({"of", "st", "nd", "rd", "th"})
CENTURY = "20"  # of a year with two digits
LAST_MONTH = 12
FORMS = ("long", "medium")


def plain(text: str) -> str:
    """Return a text for comparing: small letters without accents, western digits, single spaces."""
    folded = unicodedata.normalize("NFKD", with_latin_digits(text).casefold()).replace("ı", "i")
    return " ".join("".join(sign for sign in folded if not unicodedata.combining(sign)).split())


def minutes(text: str) -> str:
    """Understand "2 часа" and "ساعتان" as minutes."""
    return _counted(text, _minutes(spoken_code()))


def whole(text: str) -> str:
    """Understand "1,5 тыс." and "2 लाख" as whole numbers."""
    return _counted(text, _thousands(spoken_code()))


def _counted(text: str, units: Mapping[str, int]) -> str:
    """Multiply a number with its unit. `units` has words that count by themselves with a leading 1."""
    found = QUANTITY.fullmatch(plain(text))
    if found is None:
        return text
    unit = _bare(found["unit"])
    times = units.get(unit if found["number"] else f"1 {unit}")
    if times is None:
        return text
    many = Decimal((found["number"] or "1").replace(",", ".")) * times
    return str(int(many)) if many == int(many) else text


@cache
def _minutes(language: str) -> Mapping[str, int]:
    locale = locale_of(language)
    written = (
        (format_unit(number, unit, length, locale=locale), number, minutes_)
        for unit, minutes_ in MINUTES_OF_UNIT.items()
        for length in ("long", "short", "narrow")
        for number in PLURALS
    )
    return dict(_units((text, number, times) for text, number, times in written if "duration-" not in text))


@cache
def _thousands(language: str) -> Mapping[str, int]:
    locale = locale_of(language)
    written = (
        (format_compact_decimal(number * times, format_type=length, locale=locale), number, times)
        for length in COMPACT
        if length in locale.compact_decimal_formats
        for times in COMPACT_SIZES
        for number in PLURALS
        if number * times < 10 * max(COMPACT_SIZES)
    )
    shown = ((text, number, times) for text, number, times in written if re.match(rf"{number}\D", text))
    return {SHORT_THOUSAND: 1_000, **dict(_units(shown))}


def _units(written: Iterator[tuple[str, int, int]]) -> Iterator[tuple[str, int]]:
    """Yield words and their size. A word that includes its number, like "ساعتان", begins with 1."""
    for text, number, times in written:
        words = plain(text)
        unit = _bare(re.sub(r"\d+", "", words))
        if unit == _bare(words):
            yield f"1 {unit}", number * times
        else:
            yield unit, times


def _bare(unit: str) -> str:
    return unit.strip(" .॰")


def amount(text: str, currency: str | None = None) -> str:
    """Understand an amount as the bot writes it: in Spanish "1.250" is a thousand, and "1,250" is not.

    The sign or code of `currency` may stand beside it.
    """
    shown = DIRECTION.sub("", text).strip()
    bare = PERCENT_FIRST.sub(r"\1", _without_currency(shown, currency))
    found = ONE_MARK.fullmatch(with_latin_digits(bare))
    marks = locale_of(spoken_code()).number_symbols["latn"]
    if found is None or found["mark"] not in (marks["decimal"], marks["group"]):
        return bare
    point = "." if found["mark"] == marks["decimal"] else ""
    return f"{found['sign']}{found['whole']}{point}{found['group']}{found['rest']}"


def _without_currency(text: str, currency: str | None) -> str:
    for shown in (symbol_of(currency), symbol_of(currency, ENGLISH), currency) if currency else ():
        sign = DIRECTION.sub("", shown)
        for rest in (text.removeprefix(sign), text.removesuffix(sign)):
            if rest != text:
                return rest.strip()
    return text


def date(text: str) -> str:
    """Understand "31 декабря 2030", "Dec 31, 2030", "2030-12-31" and 12/31/2030 as 31/12/2030."""
    typed = plain(text)
    if found := DAY_FIRST.fullmatch(typed):
        day, month = sorted((found["day"], found["month"]), key=lambda one: int(one) <= LAST_MONTH)
        return f"{day}/{month}/{CENTURY[: 4 - len(found['year'])]}{found['year']}"
    if found := YEAR_FIRST.fullmatch(typed):
        return f"{found['day']}/{found['month']}/{found['year']}"
    return _with_month(typed) or text


def _with_month(typed: str) -> str | None:
    """Return a date whose month is a word. With a word that stands in no date it is none."""
    months = {**_months(ENGLISH), **_months(spoken_code())}
    words = _words(typed)
    named = [months[word] for word in words if word in months]
    numbers = sorted(re.findall(r"\d+", typed), key=len)
    if len(named) != 1 or words - months.keys() - _beside_month(spoken_code()) - OF_A_DAY:
        return None
    if [len(number) for number in numbers] not in ([1, 4], [2, 4]):
        return None
    return f"{numbers[0]}/{named[0]:02}/{numbers[1]}"


def _words(text: str) -> set[str]:
    return {_bare(word) for word in BETWEEN_WORDS.split(plain(text))} - {""}


@cache
def _months(language: str) -> Mapping[str, int]:
    """Return the names of months, as they stand in dates and alone."""
    of = locale_of(language).months["stand-alone"]
    alone = ((month, name) for width in ("wide", "abbreviated") for month, name in of[width].items())
    written = (
        (month, word) for month, dates in _dates(language).items() for word in dates - _beside_month(language)
    )
    names = {_bare(plain(name)): month for month, name in alone}
    return names | {word: month for month, word in written}


@cache
def _beside_month(language: str) -> frozenset[str]:
    """Return the words that stand in the dates of all months: "de" in Spanish."""
    return frozenset.intersection(*map(frozenset, _dates(language).values()))


def _dates(language: str) -> dict[int, set[str]]:
    """Return the words of a date in each month."""
    locale = locale_of(language)
    return {
        month: _words(" ".join(str(format_date(Date(2030, month, 1), form, locale=locale)) for form in FORMS))
        for month in range(1, LAST_MONTH + 1)
    }
