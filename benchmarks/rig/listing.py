"""A panel's list of services as it would be sent: invented, the same at every run."""

import json
import random
from typing import Any

from panel.parsing import usual_answers
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.refresh_catalogue import offered
from usecases.browsing.shelves import Shelves

PLATFORMS = (
    "Instagram",
    "TikTok",
    "YouTube",
    "Telegram",
    "Facebook",
    "Twitter",
    "Spotify",
    "VK",
    "Twitch",
    "Discord",
)
THINGS = (
    "Followers", "Likes", "Views", "Comments", "Shares", "Saves", "Story views", "Reactions", "Members",
    "Plays", "Подписчики", "Лайки", "Просмотры", "Комментарии", "Репосты", "Участники",
)  # fmt: skip
QUALITIES = (
    "Real", "HQ", "Mixed", "Premium", "Fast", "Slow", "Cheapest", "Exclusive", "Worldwide", "USA", "Brazil",
    "Россия", "Türkiye", "India", "Female", "Male", "Живые", "Быстрые", "Гарантия", "No drop",
)  # fmt: skip
SPEEDS = ("1K/day", "5K/day", "10K/day", "50K/day", "100K/hour", "Instant", "0-1 hour", "0-24 hours")
TYPES = ("Default", "Default", "Default", "Default", "Package", "Custom Comments", "Poll", "Subscriptions")
SENTENCES = (
    "Start within the time given above, speed depends on the load of the server.",
    "Refill within the guarantee period, please use the button.",
    "Link to a public profile or post; private accounts cannot be served.",
    "Do not order twice for one link before the first order is completed.",
    "Не меняйте имя пользователя, пока заказ выполняется.",
    "Quality: accounts with photo and posts, a few without.",
)
SYLLABLES = (
    "ba",
    "cor",
    "di",
    "fen",
    "gu",
    "ka",
    "lo",
    "mi",
    "nor",
    "pe",
    "ra",
    "sul",
    "ти",
    "во",
    "жи",
    "че",
)


def services(number: int) -> list[dict[str, Any]]:
    chance = random.Random(7)
    listed = []
    for one in range(1, number + 1):
        platform, thing = chance.choice(PLATFORMS), chance.choice(THINGS)
        supplier = "".join(chance.choices(SYLLABLES, k=3)).capitalize()  # a few thousand different words
        qualities = [*chance.sample(QUALITIES, 2), supplier]
        text = "\n".join(chance.choices(SENTENCES, k=3))
        listed.append(
            {
                "service": one,
                "name": f"{platform} {thing} · {' · '.join(qualities)} [{chance.choice(SPEEDS)}]",
                "type": chance.choice(TYPES),
                "category": f"{platform} {thing} {chance.choice(QUALITIES)}",
                "rate": f"{chance.uniform(0.01, 90):.4f}",
                "min": str(chance.choice((10, 50, 100, 1_000))),
                "max": str(chance.choice((5_000, 10_000, 100_000, 1_000_000))),
                "desc": text,
                "refill": chance.random() < 0.5,
                "cancel": chance.random() < 0.5,
                "dripfeed": chance.random() < 0.2,
            }
        )
    return listed


def body(number: int) -> bytes:
    return json.dumps(services(number), ensure_ascii=False).encode()


def catalogue_of(number: int) -> Catalogue:
    """As the program serves it."""
    listed = usual_answers.services(body(number))
    assert listed is not None
    catalogue = Catalogue(1)
    catalogue.put_up(Shelves(offered(listed)), 0)
    return catalogue
