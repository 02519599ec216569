"""Takes what a person typed for a field and returns what is sent for it, or says why not."""

import datetime as dt
from collections.abc import Callable, Mapping

from panel.service_types import RULES, Field, ServiceType, lines
from storage.services import Service
from usecases.facts import BadAnswer
from usecases.links import parse_link
from usecases.numbers import parse_whole

LONGEST_LIST = 100_000  # characters
LONGEST_WORD = 200
MOST_RUNS = 1_000
LONGEST_INTERVAL = 10_080  # minutes: a week
MOST_POSTS = 10_000

DELAYS = (0, 5, 10, 15, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 360, 420, 480, 540, 600)
DEVICES = (1, 2, 3, 4, 5)
TRAFFIC_TYPES = (1, 2, 3)

LISTS = (Field.COMMENTS, Field.USERNAMES, Field.HASHTAGS, Field.GROUPS, Field.KEYWORDS)
LISTS_OF_WORDS = (Field.USERNAMES, Field.HASHTAGS)


def parse_answer(service: Service, field: Field, text: str, given: Mapping[str, str], today: dt.date) -> str:
    """Check and normalise one answer; `given` are the answers before it. Raises BadAnswer."""
    if field in PARSERS:
        return PARSERS[field](text)
    if field in LISTS:
        return _list(service, field, text)
    if field is Field.EXPIRY:
        return _date(text, today)
    smallest, largest = number_limits(service, field, given)
    return str(_number(text, smallest, largest))


def number_limits(service: Service, field: Field, given: Mapping[str, str]) -> tuple[int, int]:
    """Smallest and largest number that a field takes."""
    limits: dict[Field, Callable[[], tuple[int, int]]] = {
        Field.QUANTITY: lambda: (service.min, service.max),
        Field.MIN: lambda: (service.min, service.max),
        Field.MAX: lambda: (int(given.get(Field.MIN, service.min)), service.max),
        Field.RUNS: lambda: (2, MOST_RUNS),
        Field.INTERVAL: lambda: (1, LONGEST_INTERVAL),
        Field.POSTS: lambda: (1, MOST_POSTS),
        Field.OLD_POSTS: lambda: (1, MOST_POSTS),
        Field.ANSWER_NUMBER: lambda: (1, 100),
        Field.DEVICE: lambda: (DEVICES[0], DEVICES[-1]),
        Field.TYPE_OF_TRAFFIC: lambda: (TRAFFIC_TYPES[0], TRAFFIC_TYPES[-1]),
    }
    return limits[field]()


def _link(text: str) -> str:
    link = parse_link(text)
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


def _list(service: Service, field: Field, text: str) -> str:
    entries = lines(text)
    if not entries:
        raise BadAnswer("empty_list")
    if sum(map(len, entries)) > LONGEST_LIST:
        raise BadAnswer("list_too_long", {"max": LONGEST_LIST})
    if field in LISTS_OF_WORDS and any(len(entry.split()) > 1 for entry in entries):
        raise BadAnswer("not_one_a_line")
    if RULES[ServiceType(service.type)].lines_field is field:
        _check_count(len(entries), service)
    return "\n".join(entries)


def _check_count(count: int, service: Service) -> None:
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


def _delay(text: str) -> str:
    minutes = parse_whole(text)
    if minutes not in DELAYS:
        raise BadAnswer("not_a_choice")
    return str(minutes)


PARSERS: Mapping[Field, Callable[[str], str]] = {
    Field.LINK: _link,
    Field.MEDIA: _link,
    Field.REFERRING_URL: _link,
    Field.USERNAME: _word,
    Field.HASHTAG: _word,
    Field.COUNTRY: _line,
    Field.GOOGLE_KEYWORD: _line,
    Field.DELAY: _delay,
}
