"""Invented networks with services of every type, in about ten categories; any number on demand."""

import random
from dataclasses import dataclass
from decimal import Decimal


@dataclass(slots=True)
class Service:
    """A service as the API lists it. A `removed` one is not listed."""

    id: int
    name: str
    type: str
    category: str
    rate: Decimal
    min: int
    max: int
    description: str
    refill: bool
    cancel: bool
    dripfeed: bool
    removed: bool = False
    named: bool = False  # `link` may be a user name


USUAL = "Starts within minutes and ends within a day."
FAST = "The fastest there is here: starts at once, ends within the hour. May drop a little later."
SLOW = "Slow and steady, over several days."

# name, type, rate, min, max, description, flags: r refill, c cancel, d drip-feed, n user names
CATALOGUE: dict[str, list[tuple[str, str, str, int, int, str, str]]] = {
    "📷 Pictogram · Followers": [
        ("Pictogram Followers · Standard", "Default", "0.90", 50, 10_000, USUAL, "rc"),
        ("Pictogram Followers · Fast", "Default", "0.42", 100, 50_000, FAST, ""),
        ("Pictogram Followers · Drip-feed", "Default", "1.15", 10, 5_000, SLOW, "rcd"),
        ("Pictogram Followers · 30 days refill", "Default", "1.48", 50, 100_000, USUAL, "r"),
        ("Pictogram Followers · Starter pack of 500", "Package", "0.75", 1, 1, "One profile, 500 followers.", "r"),
        ("Pictogram Followers · Growth pack of 5,000", "Package", "6.90", 1, 1, "One profile, 5,000 followers.", "rc"),
    ],
    "📷 Pictogram · Likes and views": [
        ("Pictogram Likes · Standard", "Default", "0.28", 10, 20_000, USUAL, "rcd"),
        ("Pictogram Likes · Fast", "Default", "0.09", 20, 100_000, FAST, "c"),
        ("Pictogram Reel Views", "Default", "0.01250", 100, 5_000_000, FAST, "d"),
        ("Pictogram Story Views", "Default", "0.03100", 100, 40_000, FAST, ""),
        ("Pictogram Auto Likes for new posts", "Subscriptions", "0.35", 20, 5_000, "Likes every new post automatically.", "c"),
        ("Pictogram Likes on a comment", "Comment Likes", "1.20", 20, 2_000, "Likes for one comment.", ""),
    ],
    "📷 Pictogram · Comments and mentions": [
        ("Pictogram Comments · Your words", "Custom Comments", "8.00", 5, 1_500, "You write them, one per line.", "c"),
        ("Pictogram Comments · Pack of 10", "Custom Comments Package", "0.95", 1, 1, "Ten comments in your own words.", ""),
        ("Pictogram Replies to a comment", "Comment Replies", "9.50", 2, 200, "Replies to one comment.", ""),
        ("Pictogram Mentions", "Mentions", "5.40", 50, 5_000, "Mentions people from your list.", "c"),
        ("Pictogram Mentions with hashtags", "Mentions with Hashtags", "5.90", 50, 5_000, "Mentions people from your list, with your hashtags.", ""),
        ("Pictogram Mentions of your list", "Mentions Custom List", "6.20", 2, 2_000, "Mentions exactly the people on your list.", ""),
        ("Pictogram Mentions by hashtag", "Mentions Hashtag", "4.80", 50, 5_000, "Mentions people who post under a hashtag.", ""),
        ("Pictogram Mentions of someone's followers", "Mentions Users Followers", "4.60", 50, 5_000, "Mentions followers of one profile.", ""),
        ("Pictogram Mentions of a post's likers", "Mentions Media Likers", "4.70", 50, 5_000, "Mentions people who liked a post.", ""),
    ],
    "🎬 Clipstream · Views and subscribers": [
        ("Clipstream Views · Watch time 60 s", "Default", "1.72", 100, 1_000_000, SLOW, "rcd"),
        ("Clipstream Views · Fast", "Default", "0.88", 500, 2_000_000, FAST, "d"),
        ("Clipstream Subscribers · Standard", "Default", "14.90", 20, 5_000, USUAL, "r"),
        ("Clipstream Likes", "Default", "1.05", 10, 50_000, USUAL, "rc"),
        ("Clipstream Comments · Your words", "Custom Comments", "11.00", 3, 500, "You write them, one per line.", ""),
        ("Clipstream Live viewers, 30 minutes", "Default", "3.30", 50, 10_000, "All at once, for half an hour.", "c"),
    ],
    "🎵 Tunely · Plays": [
        ("Tunely Plays · Worldwide", "Default", "0.34", 1_000, 1_000_000, SLOW, "rd"),
        ("Tunely Plays · Premium accounts", "Default", "0.79", 500, 200_000, USUAL, "r"),
        ("Tunely Followers of an artist", "Default", "1.02", 100, 100_000, "The artist's username or link.", "rcn"),
        ("Tunely Playlist saves", "Default", "0.66", 100, 20_000, SLOW, ""),
        ("Tunely Release pack", "Package", "24.00", 1, 1, "Plays, saves and followers for one release.", "c"),
    ],
    "✈️ Papergram · Channels and groups": [
        ("Papergram Channel members", "Default", "0.95", 100, 50_000, USUAL, "r"),
        ("Papergram Post views · last post", "Default", "0.02", 50, 200_000, FAST, "cd"),
        ("Papergram Post reactions 👍", "Default", "0.15", 10, 20_000, FAST, "c"),
        ("Papergram Poll votes", "Poll", "0.60", 20, 10_000, "Votes for the option you choose.", ""),
        ("Papergram Members from groups", "Invites from Groups", "7.10", 50, 3_000, "Members of groups you choose, invited to yours.", "c"),
        ("Papergram Auto views for new posts", "Subscriptions", "0.05", 50, 50_000, "Views for every new post, automatically.", ""),
    ],
    "🐦 Chirper": [
        ("Chirper Followers · Standard", "Default", "2.45", 20, 20_000, USUAL, "rc"),
        ("Chirper Likes", "Default", "1.31", 10, 10_000, USUAL, "c"),
        ("Chirper Reposts", "Default", "2.02", 10, 5_000, USUAL, ""),
        ("Chirper Poll votes", "Poll", "1.10", 50, 20_000, "Votes for the option you choose.", ""),
        ("Chirper Impressions", "Default", "0.00890", 1_000, 10_000_000, FAST, "d"),
    ],
    "💼 Officely": [
        ("Officely Company followers", "Default", "9.80", 50, 5_000, USUAL, "r"),
        ("Officely Post likes", "Default", "6.40", 20, 2_000, USUAL, "c"),
        ("Officely Comments · Pack of 5", "Custom Comments Package", "2.10", 1, 1, "Five comments in your own words.", ""),
    ],
    "🌐 Websites": [
        ("Website visits · choose country and source", "Web Traffic", "0.38", 500, 1_000_000, "Visitors from the country you choose.", "cd"),
        ("Website visits · once, no drip-feed", "Web Traffic", "0.31", 500, 500_000, "Visitors from the country you choose.", ""),
        ("Search ranking clicks", "SEO", "2.90", 50, 20_000, "Clicks from searches for your keywords.", "c"),
        ("Backlink pack", "Package", "12.50", 1, 1, "40 links from blogs within a week.", ""),
    ],
    "🧪 Odd names": [
        ('<b>Bold</b> Followers & "friends" <script>', "Default", "0.50", 10, 1_000, "1 < 2 & 3 > 2, <i>as text</i>", "r"),
        ("🌸 مرحبا\u202e evil \u202c Followers 🌸", "Default", "0.70", 10, 1_000, "Bidi in the name.", "c"),
        (
            "Followers " + "with a very long name that goes on and on " * 6 + "until it ends",
            "Default", "0.61", 10, 1_000, "The name has about 280 characters.", "rc",
        ),
        ("Only one at a time", "Default", "0.00001", 1, 1_000_000, "The smallest price there is.", ""),
    ],
}  # fmt: skip


def services(number: int = 0, seed: int = 1) -> dict[int, Service]:
    """Return the catalogue by id, filled up with generated services to `number`."""
    made: dict[int, Service] = {}
    for category, entries in CATALOGUE.items():
        for name, type_name, rate, smallest, largest, description, flags in entries:
            made[_next_id(made)] = Service(
                _next_id(made), name, type_name, category, Decimal(rate), smallest, largest, description,
                "r" in flags, "c" in flags, "d" in flags, named="n" in flags,
            )  # fmt: skip
    chance = random.Random(seed)
    while len(made) < number:
        made[_next_id(made)] = _generated(_next_id(made), chance)
    return made


def _next_id(made: dict[int, Service]) -> int:
    return 101 + len(made)


def _generated(service_id: int, chance: random.Random) -> Service:
    network = chance.choice(
        ("Pictogram", "Clipstream", "Tunely", "Papergram", "Chirper", "Officely", "Loopz")
    )
    what = chance.choice(("Followers", "Likes", "Views", "Plays", "Saves", "Shares", "Votes", "Reposts"))
    quality = chance.choice(
        ("Standard", "Fast", "Slow", "Premium", "30 days refill", "Worldwide", "Targeted")
    )
    return Service(
        service_id,
        f"{network} {what} · {quality} · {service_id}",
        "Default",
        f"{network} · {what} {chance.randrange(1, 12)}",
        Decimal(chance.randrange(1, 2_000)) / 100,
        chance.choice((10, 50, 100)),
        chance.choice((1_000, 10_000, 100_000)),
        chance.choice((USUAL, FAST, SLOW)),
        chance.random() < 0.4,
        chance.random() < 0.4,
        chance.random() < 0.2,
    )
