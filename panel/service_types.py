"""The service types of API v2: the parameters of `add` for each, and the billing."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Self


class ServiceType(StrEnum):
    DEFAULT = "default"
    PACKAGE = "package"
    CUSTOM_COMMENTS = "custom_comments"
    CUSTOM_COMMENTS_PACKAGE = "custom_comments_package"
    MENTIONS = "mentions"
    MENTIONS_WITH_HASHTAGS = "mentions_with_hashtags"
    MENTIONS_CUSTOM_LIST = "mentions_custom_list"
    MENTIONS_HASHTAG = "mentions_hashtag"
    MENTIONS_USER_FOLLOWERS = "mentions_user_followers"
    MENTIONS_MEDIA_LIKERS = "mentions_media_likers"
    COMMENT_LIKES = "comment_likes"
    COMMENT_REPLIES = "comment_replies"
    POLL = "poll"
    INVITES_FROM_GROUPS = "invites_from_groups"
    SUBSCRIPTIONS = "subscriptions"
    SEO = "seo"
    WEB_TRAFFIC = "web_traffic"

    @classmethod
    @lru_cache(maxsize=256)
    def named(cls, text: str) -> Self | None:
        """Return the type for a panel's name of it. Names vary in case, punctuation and plurals."""
        letters = _letters(text)
        letters = TYPE_ALIASES.get(letters, letters)
        return next((known for known in cls if _letters(known) == letters), None)


TYPE_ALIASES = {
    "mentionsusersfollowers": "mentionsuserfollowers",
    "mentionuserfollowers": "mentionsuserfollowers",
    "mentionswithhashtag": "mentionswithhashtags",
    "mentionshashtags": "mentionshashtag",
    "mentionsmedialiker": "mentionsmedialikers",
    "commentlike": "commentlikes",
    "commentreply": "commentreplies",
    "invitefromgroups": "invitesfromgroups",
    "subscription": "subscriptions",
    "websitetraffic": "webtraffic",
}


class Field(StrEnum):
    """The parameters of `add` besides `service`, by the API's own names."""

    LINK = "link"
    QUANTITY = "quantity"
    RUNS = "runs"
    INTERVAL = "interval"
    COMMENTS = "comments"
    USERNAMES = "usernames"
    HASHTAGS = "hashtags"
    HASHTAG = "hashtag"
    USERNAME = "username"
    MEDIA = "media"
    ANSWER_NUMBER = "answer_number"
    GROUPS = "groups"
    MIN = "min"
    MAX = "max"
    POSTS = "posts"
    OLD_POSTS = "old_posts"
    DELAY = "delay"
    EXPIRY = "expiry"
    KEYWORDS = "keywords"
    COUNTRY = "country"
    DEVICE = "device"
    TYPE_OF_TRAFFIC = "type_of_traffic"
    GOOGLE_KEYWORD = "google_keyword"
    REFERRING_URL = "referring_url"


class Billing(StrEnum):
    QUANTITY = "quantity"
    """The quantity, per 1,000; a drip-feed repeats it `runs` times."""
    LINES = "lines"
    """The non-empty lines of a field, per 1,000."""
    PACKAGE = "package"
    """The rate, once."""
    POSTS = "posts"
    """At most `max` × `posts`, per 1,000."""


@dataclass(frozen=True, slots=True)
class TypeRules:
    """`required` and `optional` are in the order of the questions.

    `posts` of a subscription is optional at panels. It is required here, because the cost has no bound
    without it. `dripfeed`: if the service has drip-feed, `runs` and `interval` may follow, always together.
    """

    required: tuple[Field, ...]
    optional: tuple[Field, ...] = ()
    billing: Billing = Billing.QUANTITY
    lines_field: Field | None = None
    dripfeed: bool = False


RULES: Mapping[ServiceType, TypeRules] = MappingProxyType(
    {
        ServiceType.DEFAULT: TypeRules((Field.LINK, Field.QUANTITY), dripfeed=True),
        ServiceType.PACKAGE: TypeRules((Field.LINK,), billing=Billing.PACKAGE),
        ServiceType.CUSTOM_COMMENTS: TypeRules(
            (Field.LINK, Field.COMMENTS), billing=Billing.LINES, lines_field=Field.COMMENTS
        ),
        ServiceType.CUSTOM_COMMENTS_PACKAGE: TypeRules((Field.LINK, Field.COMMENTS), billing=Billing.PACKAGE),
        ServiceType.MENTIONS: TypeRules((Field.LINK, Field.QUANTITY, Field.USERNAMES)),
        ServiceType.MENTIONS_WITH_HASHTAGS: TypeRules(
            (Field.LINK, Field.QUANTITY, Field.USERNAMES, Field.HASHTAGS)
        ),
        ServiceType.MENTIONS_CUSTOM_LIST: TypeRules(
            (Field.LINK, Field.USERNAMES), billing=Billing.LINES, lines_field=Field.USERNAMES
        ),
        ServiceType.MENTIONS_HASHTAG: TypeRules((Field.LINK, Field.QUANTITY, Field.HASHTAG)),
        ServiceType.MENTIONS_USER_FOLLOWERS: TypeRules((Field.LINK, Field.QUANTITY, Field.USERNAME)),
        ServiceType.MENTIONS_MEDIA_LIKERS: TypeRules((Field.LINK, Field.QUANTITY, Field.MEDIA)),
        ServiceType.COMMENT_LIKES: TypeRules((Field.LINK, Field.QUANTITY, Field.USERNAME)),
        ServiceType.COMMENT_REPLIES: TypeRules(
            (Field.LINK, Field.USERNAME, Field.COMMENTS), billing=Billing.LINES, lines_field=Field.COMMENTS
        ),
        ServiceType.POLL: TypeRules((Field.LINK, Field.QUANTITY, Field.ANSWER_NUMBER)),
        ServiceType.INVITES_FROM_GROUPS: TypeRules((Field.LINK, Field.QUANTITY, Field.GROUPS)),
        ServiceType.SUBSCRIPTIONS: TypeRules(
            (Field.USERNAME, Field.MIN, Field.MAX, Field.POSTS, Field.DELAY),
            (Field.OLD_POSTS, Field.EXPIRY),
            billing=Billing.POSTS,
        ),
        ServiceType.SEO: TypeRules((Field.LINK, Field.QUANTITY, Field.KEYWORDS)),
        ServiceType.WEB_TRAFFIC: TypeRules(
            (Field.LINK, Field.QUANTITY, Field.COUNTRY, Field.DEVICE, Field.TYPE_OF_TRAFFIC), dripfeed=True
        ),
    }
)

FIELDS_BY_TRAFFIC: Mapping[str, Field] = MappingProxyType(
    {"1": Field.GOOGLE_KEYWORD, "2": Field.REFERRING_URL}
)
"""The additional field of web traffic, by its `type_of_traffic`."""


def lines(text: str) -> list[str]:
    """Return the entries of a list with one entry a line, without empty lines."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalpha())
