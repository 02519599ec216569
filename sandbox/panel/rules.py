"""What `add` takes for each service type: an independent reading of the API, not the bot's own."""

from dataclasses import dataclass

from sandbox.panel.refused import Refused


@dataclass(frozen=True, slots=True)
class Rules:
    """`counted` names the list whose lines are the quantity. For a `package` the rate is paid once."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    counted: str | None = None
    package: bool = False


DRIP = ("runs", "interval")

RULES = {
    "Default": Rules(("link", "quantity"), DRIP),
    "Package": Rules(("link",), package=True),
    "Custom Comments": Rules(("link", "comments"), counted="comments"),
    "Custom Comments Package": Rules(("link", "comments"), package=True),
    "Mentions": Rules(("link", "quantity", "usernames")),
    "Mentions with Hashtags": Rules(("link", "quantity", "usernames", "hashtags")),
    "Mentions Custom List": Rules(("link", "usernames"), counted="usernames"),
    "Mentions Hashtag": Rules(("link", "quantity", "hashtag")),
    "Mentions Users Followers": Rules(("link", "quantity", "username")),
    "Mentions Media Likers": Rules(("link", "quantity", "media")),
    "Comment Likes": Rules(("link", "quantity", "username")),
    "Comment Replies": Rules(("link", "username", "comments"), counted="comments"),
    "Poll": Rules(("link", "quantity", "answer_number")),
    "Invites from Groups": Rules(("link", "quantity", "groups")),
    "Subscriptions": Rules(("username", "min", "max", "delay"), ("posts", "old_posts", "expiry")),
    "SEO": Rules(("link", "quantity", "keywords")),
    "Web Traffic": Rules(
        ("link", "quantity", "country", "device", "type_of_traffic"),
        ("google_keyword", "referring_url", *DRIP),
    ),
}

TOO_FEW = "quantity must to be greater than or equal to minimum amount {least}"
TOO_MANY = "neworder.error.max_quantity"
DELAYS = frozenset({0, 5, 10, 15, *range(30, 601, 30)})


def check(
    type_name: str, sent: dict[str, str], smallest: int, largest: int, *, dripfeed: bool, named: bool = False
) -> int | None:
    """The quantity that is paid for, None for a package; raises Refused with the error text of a real panel.

    What a type does not need is taken and does nothing, as on real panels. `named`: a user name is taken
    where others want a link.
    """
    rules = RULES[type_name]
    for name in rules.required:
        if not sent.get(name, "").strip():
            raise Refused("neworder.error.link" if name == "link" else f"neworder.error.{name}")
    read = set(rules.required) | (set(rules.optional) - (set() if dripfeed else set(DRIP)))
    sent = {name: value for name, value in sent.items() if name in read}
    if not named:
        _check_link(sent)
    _check_particulars(type_name, sent)
    return None if rules.package else _quantity(type_name, rules, sent, smallest, largest)


def _check_link(sent: dict[str, str]) -> None:
    for name in ("link", "media", "referring_url"):
        if name in sent and not sent[name].startswith(("https://", "http://")):
            raise Refused("neworder.error.link")


def _check_particulars(type_name: str, sent: dict[str, str]) -> None:
    if ("runs" in sent) != ("interval" in sent):
        raise Refused("neworder.error.interval")
    for name, smallest, largest in (
        ("runs", 1, 1_000),
        ("interval", 1, 100_000),
        ("answer_number", 1, 100),
        ("device", 1, 5),
        ("type_of_traffic", 1, 3),
        ("posts", 0, 100_000),
        ("old_posts", 0, 100_000),
    ):
        if name in sent:
            _whole(sent[name], smallest, largest, f"neworder.error.{name}")
    if "delay" in sent and _whole(sent["delay"], 0, 600, "neworder.error.delay") not in DELAYS:
        raise Refused("neworder.error.delay")
    needed = {"1": "google_keyword", "2": "referring_url"}.get(sent.get("type_of_traffic", ""))
    if type_name == "Web Traffic" and needed and not sent.get(needed):
        raise Refused("neworder.error.type_of_traffic")


def _quantity(type_name: str, rules: Rules, sent: dict[str, str], smallest: int, largest: int) -> int:
    if type_name == "Subscriptions":
        least = _in_range(sent["min"], smallest, largest)
        most = _in_range(sent["max"], smallest, largest)
        if least > most:
            raise Refused(TOO_MANY)
        return most * (int(sent.get("posts", "0")) or 1)  # 0: as many as come
    if rules.counted:
        count = sum(bool(line.strip()) for line in sent[rules.counted].splitlines())
        return _in_range(str(count), smallest, largest)
    return _in_range(sent["quantity"], smallest, largest) * int(sent.get("runs", "1"))


def _in_range(text: str, smallest: int, largest: int) -> int:
    count = _whole(text, 0, 10**12, "neworder.error.quantity")
    if count < smallest:
        raise Refused(TOO_FEW, least=smallest)
    if count > largest:
        raise Refused(TOO_MANY)
    return count


def _whole(text: str, smallest: int, largest: int, error: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 15 and smallest <= int(text) <= largest):
        raise Refused(error)
    return int(text)
