"""How each field of an order is asked for, and the answers that are offered as buttons."""

from collections.abc import Mapping

from panel.service_types import Field
from storage.services import Service
from usecases.answers import DELAYS, DEVICES, TRAFFIC_TYPES, number_limits
from views.language import N_, _
from views.text import number

QUESTIONS = {
    Field.LINK: N_("Send the link, for example https://example.com/page"),
    Field.QUANTITY: N_("How many? From {min} to {max}"),
    Field.RUNS: N_(
        "Deliver it in several runs? Send how many, {min} to {max}; each brings the full quantity."
    ),
    Field.INTERVAL: N_("How many minutes between two runs? From {min} to {max}"),
    Field.COMMENTS: N_("Send the comments, one a line, as a message or a .txt file."),
    Field.USERNAMES: N_("Send the usernames, one a line, as a message or a .txt file."),
    Field.HASHTAGS: N_("Send the hashtags, one a line."),
    Field.HASHTAG: N_("Send the hashtag whose posts are used."),
    Field.USERNAME: N_("Send the username."),
    Field.MEDIA: N_("Send the link of the post whose likers are mentioned."),
    Field.ANSWER_NUMBER: N_("Which answer of the poll? Send its number, counted from 1."),
    Field.GROUPS: N_("Send the groups to invite from, one a line."),
    Field.MIN: N_("At least how many for each post? From {min} to {max}"),
    Field.MAX: N_("At most how many for each post? From {min} to {max}"),
    Field.POSTS: N_("For how many new posts? From {min} to {max}"),
    Field.OLD_POSTS: N_("How many of the posts that exist already? From {min} to {max}"),
    Field.DELAY: N_("How many minutes after a post shall it begin?"),
    Field.EXPIRY: N_("Until which day? Send it as day/month/year, for example 31/12/2030."),
    Field.KEYWORDS: N_("Send the keywords, one a line."),
    Field.COUNTRY: N_("From which country? Send its code, for example US, or WW for the whole world."),
    Field.DEVICE: N_("Which devices shall the visits come from?"),
    Field.TYPE_OF_TRAFFIC: N_("Where shall the visits come from?"),
    Field.GOOGLE_KEYWORD: N_("Which keyword do the visitors search for?"),
    Field.REFERRING_URL: N_("Which link do the visitors come from?"),
}

DEVICE_NAMES = {
    1: N_("Desktop"),
    2: N_("Mobile (Android)"),
    3: N_("Mobile (iOS)"),
    4: N_("Mixed mobile"),
    5: N_("Mixed, mobile and desktop"),
}

TRAFFIC_NAMES = {1: N_("Search engine"), 2: N_("Another site"), 3: N_("Direct visits")}

SKIPS = {
    Field.RUNS: N_("All at once"),
    Field.OLD_POSTS: N_("No old posts"),
    Field.EXPIRY: N_("No end date"),
}

STEPS = (1, 2, 5)
MOST_CHOICES = 6


def question(service: Service, field: Field, given: Mapping[str, str]) -> str:
    sentence = _(QUESTIONS[field])
    if "{min}" not in sentence:
        return sentence
    smallest, largest = number_limits(service, field, given)
    return sentence.format(min=number(smallest), max=number(largest))


def choices(service: Service, field: Field, given: Mapping[str, str], most: int | None) -> dict[str, str]:
    """Answers for buttons, value to label; `most` is what the balance affords of this service."""
    if field is Field.DEVICE:
        return {str(device): _(DEVICE_NAMES[device]) for device in DEVICES}
    if field is Field.TYPE_OF_TRAFFIC:
        return {str(kind): _(TRAFFIC_NAMES[kind]) for kind in TRAFFIC_TYPES}
    if field is Field.DELAY:
        return {str(minutes): number(minutes) for minutes in DELAYS[:8]}
    if field is Field.COUNTRY:
        return {"WW": _("Whole world")}
    if field in (Field.QUANTITY, Field.MIN, Field.MAX):
        smallest, largest = number_limits(service, field, given)
        return {str(one): number(one) for one in quick_quantities(smallest, largest, most)}
    return {}


def quick_quantities(smallest: int, largest: int, most: int | None) -> list[int]:
    """The minimum, round steps above it, and the most that the balance affords."""
    top = min(largest, most) if most is not None and most >= smallest else largest
    scale = 10 ** (len(str(smallest)) - 1)
    steps = [step * scale * 10**power for power in range(9) for step in STEPS]
    between = [step for step in steps if smallest < step < top][: MOST_CHOICES - 2]
    return list(dict.fromkeys([smallest, *between, top]))


def shown(field: Field, value: str) -> str:
    """An answer in a line of the review."""
    if field is Field.DEVICE:
        return _(DEVICE_NAMES[int(value)])
    if field is Field.TYPE_OF_TRAFFIC:
        return _(TRAFFIC_NAMES[int(value)])
    if value.isascii() and value.isdecimal() and field is not Field.USERNAME and field is not Field.HASHTAG:
        return number(int(value))
    return value
