"""The question for each field of an order, and the answers that buttons offer."""

import datetime as dt
from collections.abc import Mapping

from panel.service_types import Field, ServiceType
from storage.services import CatalogueService
from usecases.ordering.answers import DELAYS, DEVICES, TRAFFIC_TYPES, number_limits
from views import countries, typed
from views.language import N_, _
from views.text import date, number
from views.typed import plain

QUESTIONS = {
    Field.LINK: N_(
        "Which link? For example https://example.com/page. If the service needs a username, send that."
    ),
    Field.QUANTITY: N_("How many? From {min} to {max}"),
    Field.RUNS: N_(
        "Spread it over several runs? Each run delivers {each}. Send the number of runs, {min} to {max}."
    ),
    Field.INTERVAL: N_("How many minutes between runs? From {min} to {max}"),
    Field.COMMENTS: N_("Send the comments, one per line, as a message or a .txt or .csv file."),
    Field.USERNAMES: N_("Send the usernames, one per line, as a message or a .txt or .csv file."),
    Field.HASHTAGS: N_("Send the hashtags, one per line."),
    Field.HASHTAG: N_("Which hashtag? People who used it are mentioned."),
    Field.MEDIA: N_("Which post? Send its link; the people who liked it are mentioned."),
    Field.ANSWER_NUMBER: N_("Which poll option? Send its number; the first is 1."),
    Field.GROUPS: N_("Send the groups to invite from, one per line."),
    Field.MIN: N_("Fewest per post? From {min} to {max}"),
    Field.MAX: N_("Most per post? From {min} to {max}"),
    Field.POSTS: N_("For how many new posts? From {min} to {max}"),
    Field.OLD_POSTS: N_("How many existing posts should be included? From {min} to {max}"),
    Field.DELAY: N_("How many minutes after a post should it start?"),
    Field.EXPIRY: N_("Which day should it end? Day/month/year, for example 31/12/2030."),
    Field.KEYWORDS: N_("Send the keywords, one per line."),
    Field.COUNTRY: N_("Which country should visitors come from? Choose one, or send its name or code."),
    Field.DEVICE: N_("Which devices should visitors use?"),
    Field.TYPE_OF_TRAFFIC: N_("Where should visitors come from?"),
    Field.GOOGLE_KEYWORD: N_("Which keyword should visitors search for?"),
    Field.REFERRING_URL: N_("Which site sends the visitors?"),
}

USERNAMES = {
    ServiceType.MENTIONS_USER_FOLLOWERS: N_("Whose followers should be mentioned? Send the username."),
    ServiceType.COMMENT_LIKES: N_("Who wrote the comment? Send the username."),
    ServiceType.COMMENT_REPLIES: N_("Who wrote the comment? Send the username."),
    ServiceType.SUBSCRIPTIONS: N_("Whose new posts? Send the username."),
}
"""Questions for the username, by the type of the service."""

DEVICE_NAMES = {
    1: N_("Desktop"),
    2: N_("Mobile (Android)"),
    3: N_("Mobile (iOS)"),
    4: N_("Mobile (mixed)"),
    5: N_("Mobile and desktop"),
}

TRAFFIC_NAMES = {1: N_("Search engine"), 2: N_("A referring site"), 3: N_("Direct visits")}

SKIPS = {
    Field.RUNS: N_("All at once"),
    Field.OLD_POSTS: N_("No existing posts"),
    Field.EXPIRY: N_("No end date"),
}

STEPS = (1, 2, 5)
MOST_CHOICES = 6


def question(service: CatalogueService, field: Field, given: Mapping[str, str]) -> str:
    sentence = _(USERNAMES[ServiceType(service.type)] if field is Field.USERNAME else QUESTIONS[field])
    if "{min}" not in sentence:
        return sentence
    smallest, largest = number_limits(service, field, given)
    each = number(int(given[Field.QUANTITY])) if Field.QUANTITY in given else ""
    return sentence.format(min=number(smallest), max=number(largest), each=each)


def choices(
    service: CatalogueService, field: Field, given: Mapping[str, str], most: int | None
) -> dict[str, str]:
    """Return the answers for buttons, value to label. `most` is the quantity that the balance pays for."""
    if field is Field.DEVICE:
        return {str(device): _(DEVICE_NAMES[device]) for device in DEVICES}
    if field is Field.TYPE_OF_TRAFFIC:
        return {str(kind): _(TRAFFIC_NAMES[kind]) for kind in TRAFFIC_TYPES}
    if field is Field.DELAY:
        return {str(minutes): number(minutes) for minutes in DELAYS[:8]}
    if field is Field.COUNTRY:
        return countries.choices()
    if field in (Field.QUANTITY, Field.MIN, Field.MAX):
        smallest, largest = number_limits(service, field, given)
        return {str(one): number(one) for one in quick_quantities(smallest, largest, most)}
    return {}


NUMBERS = (Field.QUANTITY, Field.MIN, Field.MAX, Field.RUNS, Field.POSTS, Field.OLD_POSTS)
PERIODS = (Field.INTERVAL, Field.DELAY)


def chosen(field: Field, text: str) -> str:
    """Return what a text means in the person's language: a label, a country, a number, a time or a date.

    Any other text is returned unchanged.
    """
    if field is Field.DEVICE:
        return _named(DEVICE_NAMES, text)
    if field is Field.TYPE_OF_TRAFFIC:
        return _named(TRAFFIC_NAMES, text)
    if field is Field.COUNTRY:
        return countries.code_of(text) or text
    if field is Field.EXPIRY:
        return typed.date(text)
    if field in PERIODS:
        return typed.minutes(text)
    return typed.whole(text) if field in NUMBERS else text


def is_skip(field: Field, text: str) -> bool:
    """Whether a text is the label of the button that skips the question."""
    return field in SKIPS and plain(text) == plain(_(SKIPS[field]))


def _named(names: Mapping[int, str], text: str) -> str:
    return next((str(value) for value, name in names.items() if plain(_(name)) == plain(text)), text)


def quick_quantities(smallest: int, largest: int, most: int | None) -> list[int]:
    """Return the minimum, round steps above it, and the most that limits and balance allow."""
    top = min(largest, most) if most is not None and most >= smallest else largest
    scale = 10 ** (len(str(smallest)) - 1)
    steps = [step * scale * 10**power for power in range(9) for step in STEPS]
    between = [step for step in steps if smallest < step < top][: MOST_CHOICES - 2]
    return list(dict.fromkeys([smallest, *between, top]))


def shown(field: Field, value: str) -> str:
    """Return an answer as the review shows it."""
    if field is Field.DEVICE:
        return _(DEVICE_NAMES[int(value)])
    if field is Field.TYPE_OF_TRAFFIC:
        return _(TRAFFIC_NAMES[int(value)])
    if field is Field.COUNTRY:
        return countries.name(value)
    if field is Field.EXPIRY:
        return date(dt.datetime.strptime(value, "%d/%m/%Y").replace(tzinfo=dt.UTC).date())
    if value.isascii() and value.isdecimal() and field is not Field.USERNAME and field is not Field.HASHTAG:
        return number(int(value))
    return value
