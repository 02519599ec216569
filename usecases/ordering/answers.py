"""Checks a typed answer to a field, and normalises it for the panel."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from panel.service_types import RULES, Field, ServiceType, lines
from storage.services import CatalogueService
from usecases.errors import BadAnswer, SeveralMeanings
from usecases.numbers import parse_minutes, parse_whole
from usecases.ordering.countries import is_country
from usecases.ordering.links import is_sentence, meanings, parse_address, parse_target

LONGEST_LIST = 100_000  # characters
LONGEST_ENTRY = 4_096
LONGEST_WORD = 200
MOST_RUNS = 1_000
LONGEST_INTERVAL = 10_080  # minutes: a week
MOST_POSTS = 10_000

DELAYS = (0, 5, 10, 15, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 360, 420, 480, 540, 600)
DEVICES = (1, 2, 3, 4, 5)
TRAFFIC_TYPES = (1, 2, 3)

LIST_FIELDS = (Field.COMMENTS, Field.USERNAMES, Field.HASHTAGS, Field.GROUPS, Field.KEYWORDS)
LISTS_OF_WORDS = (Field.USERNAMES, Field.HASHTAGS)
ADDRESSES = (Field.MEDIA, Field.REFERRING_URL)


def understood(field: Field, typed: str) -> str:
    """Return the answer that a typed text means. Raises BadAnswer, or SeveralMeanings if it is unclear."""
    if field is not Field.LINK and field not in ADDRESSES:
        return typed
    found = meanings(typed)
    if field in ADDRESSES:
        found = tuple(one for one in found if "://" in one)
    if not found:
        raise BadAnswer("not_a_target" if field is Field.LINK else "not_a_link")
    if len(found) > 1 or is_sentence(typed):
        raise SeveralMeanings(found)
    return found[0]


def parse_answer(
    service: CatalogueService, field: Field, text: str, given: Mapping[str, str], today: dt.date
) -> str:
    """Check and normalise one answer; `given` are the earlier answers. Raises BadAnswer."""
    if field in PARSERS:
        return PARSERS[field](text)
    if field in LIST_FIELDS:
        return _list(service, field, text)
    if field is Field.EXPIRY:
        return _date(text, today)
    if field is Field.INTERVAL and (minutes := parse_minutes(text)) is not None:
        text = str(minutes)
    smallest, largest = number_limits(service, field, given)
    return str(_number(text, smallest, largest))


def number_limits(service: CatalogueService, field: Field, given: Mapping[str, str]) -> tuple[int, int]:
    """Return the smallest and the largest number that a field accepts."""
    limits: dict[Field, Callable[[], tuple[int, int]]] = {
        Field.QUANTITY: lambda: (service.min, service.max),
        Field.MIN: lambda: (service.min, service.max),
        Field.MAX: lambda: (int(given.get(Field.MIN, service.min)), service.max),
        Field.RUNS: lambda: (2, MOST_RUNS),
        Field.INTERVAL: lambda: (1, LONGEST_INTERVAL),
        Field.POSTS: lambda: (1, MOST_POSTS),
        Field.OLD_POSTS: lambda: (1, MOST_POSTS),
        Field.ANSWER_NUMBER: lambda: (1, 100),
    }
    return limits[field]()


def _target(text: str) -> str:
    target = parse_target(text)
    if target is None:
        raise BadAnswer("not_a_target")
    return target


def _link(text: str) -> str:
    link = parse_address(text)
    if link is None:
        raise BadAnswer("not_a_link")
    return link


def _number(text: str, smallest: int, largest: int) -> int:
    number = parse_whole(text)
    if number is None:
        raise BadAnswer("not_a_number")
    if number < smallest:
        raise BadAnswer("too_small", {"min": smallest, "max": largest})
    if number > largest:
        raise BadAnswer("too_large", {"min": smallest, "max": largest})
    return number


def _list(service: CatalogueService, field: Field, text: str) -> str:
    entries = lines(text)
    if not entries:
        raise BadAnswer("empty_list")
    if sum(map(len, entries)) > LONGEST_LIST:
        raise BadAnswer("list_too_long", {"max": LONGEST_LIST})
    for number, entry in enumerate(entries, 1):
        if len(entry) > LONGEST_ENTRY:
            raise BadAnswer("entry_too_long", {"line": number, "max": LONGEST_ENTRY})
    if field in LISTS_OF_WORDS and any(len(entry.split()) > 1 for entry in entries):
        raise BadAnswer("not_one_a_line")
    if RULES[ServiceType(service.type)].lines_field is field:
        _check_count(len(entries), service)
    return "\n".join(entries)


def _check_count(count: int, service: CatalogueService) -> None:
    limits: dict[str, int | str] = {"count": count, "min": service.min, "max": service.max}
    if count < service.min:
        raise BadAnswer("too_few_lines", limits)
    if count > service.max:
        raise BadAnswer("too_many_lines", limits)


def _date(text: str, today: dt.date) -> str:
    typed = text.strip().replace(".", "/").replace("-", "/")
    try:
        date = dt.datetime.strptime(typed, "%d/%m/%Y").replace(tzinfo=dt.UTC).date()
    except ValueError:
        raise BadAnswer("not_a_date") from None
    if date <= today:
        raise BadAnswer("date_is_past")
    return date.strftime("%d/%m/%Y")


def _word(text: str) -> str:
    word = text.strip()
    if not word or len(word.split()) != 1 or len(word) > LONGEST_WORD:
        raise BadAnswer("not_one_word")
    return word


def _line(text: str) -> str:
    line = " ".join(text.split())
    if not line or len(line) > LONGEST_WORD:
        raise BadAnswer("not_one_line", {"max": LONGEST_WORD})
    return line


def _country(text: str) -> str:
    code = text.strip().upper()
    if not is_country(code):
        raise BadAnswer("not_a_country", {"typed": text})
    return code


def _delay(text: str) -> str:
    return _one_of(DELAYS, parse_minutes(text))


def _device(text: str) -> str:
    return _one_of(DEVICES, parse_whole(text))


def _traffic(text: str) -> str:
    return _one_of(TRAFFIC_TYPES, parse_whole(text))


def _one_of(choices: Sequence[int], number: int | None) -> str:
    if number not in choices:
        raise BadAnswer("not_a_choice")
    return str(number)


PARSERS: Mapping[Field, Callable[[str], str]] = {
    Field.LINK: _target,
    Field.MEDIA: _link,
    Field.REFERRING_URL: _link,
    Field.USERNAME: _word,
    Field.HASHTAG: _word,
    Field.COUNTRY: _country,
    Field.GOOGLE_KEYWORD: _line,
    Field.DELAY: _delay,
    Field.DEVICE: _device,
    Field.TYPE_OF_TRAFFIC: _traffic,
}
