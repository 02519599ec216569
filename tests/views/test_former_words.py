"""Sentences that readers stumbled over are gone, and what replaced them is said."""

from pathlib import Path

import pytest

from tests.views.gallery.__main__ import PAGE

ROOT = PAGE.parents[1]
BOT = (PAGE, *sorted((ROOT / "views").rglob("*.py")))
CATALOGUE = tuple(sorted((ROOT / "sandbox" / "panel").rglob("*.py")))
DEMO = tuple(
    sorted(path for page in ("telegram", "panel") for path in (ROOT / "sandbox" / page / "page").iterdir())
)

SAID_BY_THE_BOT = [
    ("What can this bot do?", "Browse services, order and track everything in this chat. Tap START."),
    ("Price per 1,000, or of the package", "Prices are per 1,000, or per package"),
    ("✅ Refill ✅ Cancel", "✅ Refill included · Can be canceled"),
    ("✅ Can", "🚫 No refill · Can't be canceled"),
    ("one a line.", "one per line, as a message or a .txt or .csv file."),
    ("Send the link, for example", "Which link? For example"),
    ("This is too few", "Too few. Send a number from 50 to 10,000."),
    ("it must be", "That's 2 lines; you need 50 to 10,000."),
    ("Deliver it in several runs?", "Spread it over several runs? Each run delivers 1,000."),
    ("Minutes between runs: 60", "Every 60 minutes"),
    ("Which answer of the poll?", "Which poll option? Send its number; the first is 1."),
    ("At least how many for each post", "Fewest per post?"),
    ("Least per post", "Minimum per post"),
    ("Most per post:", "Maximum per post"),
    ("shall", "How many minutes after a post should it start?"),
    ("How many of the posts that exist already?", "How many existing posts should be included?"),
    ("Until which day?", "Which day should it end? Day/month/year, for example"),
    ("the visits come from", "Which devices should visitors use?"),
    ("Where shall the visits", "Where should visitors come from?"),
    ("Which link do the visitors come from?", "Which site sends the visitors?"),
    ("Kind of traffic", "Traffic source"),
    ("Another site", "A referring site"),
    ("This is the most it can cost", "At most $1.80: you pay post by post."),
    ("on the same link is not finished", "Order 8 on this link is still open. The panel may refuse another."),
    ("in each of", "5 runs of 1,000 = 5,000"),
    ("Started at", "Count at start: 8,358"),
    ("Panel number", "Reference 23510"),
    ("Copy number", "Copy reference"),
    ("Ended 1", "Finished 17 March"),
    ("Checked 17", "Last checked 17 March"),
    ("is being asked for", "Requesting the refill…"),
    ("Refill: asked for", "Refill requested"),
    ("Refill: done", "Refilled"),
    ("The cancel is", "Requesting cancellation…"),
    ("Cancel: asked for", "Cancellation requested, waiting for the panel"),
    ("No refill can be asked for here", "A refill isn't available on this card any more. Here is the latest one."),
    ("Ask to cancel", "Yes, request cancellation"),
    ("stays and is paid for", "You should pay only for what has been delivered."),
    ("goes back to the account", "The panel should return $0.576 for the undelivered 640."),
    ("so nobody knows yet", "We don't know yet whether the panel has your order, so we won't send it twice."),
    ("order it anew", "Please don't order again."),
    ("It was checked:", "Checked: the panel has your order. It continues as usual."),
    ("does not take our key", "Ordering is not possible right now (access to the panel was refused)."),
    ("does not have enough money for it", "The panel says there is not enough money for this order."),
    ("\n1 orders", "1 order"),
    ("Order not found", "There is no order"),
    ("54 services for", "9 results for “followers”"),
    ("right away", "Or just type something else."),
    ("Spent today", "Today: $0.00"),
    ("In 7 days", "Last 7 days:"),
    ("What goes wrong is always told", "You're always told about problems."),
    ("cards move by themselves", "Live updates + final message"),
    ("Only the end", "Final message only"),
    ("moves by itself", "The order card updates itself"),
    ("with its arithmetic", "you always see the price, and how it is calculated, before you confirm"),
    ("Kept are", "We keep your Telegram ID and name, your settings, and your orders with their results."),
    ("who let you in", "your data"),
    ("for what is yours", "Order only for accounts and pages you own or may act for."),
    ("If you know its operator", "This bot is private. I've told the operator you'd like to join;"),
    ("asks to be let in", "wants to join."),
    ("may order now", "Bob can order now."),
    ("You have been let in", "You're in. Welcome!"),
    ("is let in. It works once", "The first person to open this link gets in. Valid once, for 7 days."),
    ("answers and takes the key", "✅ The panel is up and the key works."),
    ("Seen: ", "What came back: connection cut"),
    ("$0.00 less", "Balance unchanged ($996.6865)"),
    ("Unknown orders on this key", "Orders on this key that we didn't place or can't match"),
    ("It exists", "Yes, the panel has it"),
    ("It does not exist", "No, the panel doesn't have it"),
    ("goes on under the panel's number", "is now linked to"),
    ("Nobody", "No one is waiting to join."),
    ("It lasted 1 min.", "Down for 60 minutes."),
    ("Send it, or take one", "Send the number, or tap the right one."),
    ("panel's own page", "panel's website"),
    ("The customer was told", "The customer gets a message."),
    ("that is not believed", "which does not fit the price"),
    ("trouble of its own", "a problem on its side"),
    ("💵 $0.45", "💵 Not charged"),
    ("reached me late", "“1000” came after your last tap, so I didn't use it."),
    ("already placed are kept", "Orders you already placed stay in My orders."),
    ("Its posts are used", "People who used it are mentioned."),
    ("\nSend the username.", "Who wrote the comment? Send the username."),
    ("Its last word was", "Its last status was In progress"),
    ("said what became of", "The panel has said what happened to the open orders."),
    ("of it since, or of the money", "We don't know what happened to it since, or to the money."),
    ("that we don't know was found", "No unknown order was found in the {count} numbers after our last order."),
    ("costs price unknown", "What the order costs is not known."),
    ("It cannot be known", "Close without knowing"),
    ("not asked about any more", "These are no longer checked."),
    ("Without runs, or with others", "Change the runs"),
    ("It is order 8 here", "Entered as order 8."),
    ("A refill is already running. There", "There is no need to ask again."),
    ("about the refill. You'll", "You'll get a message when we know more. The operator has been told."),
    ("Panel account: ?", "Panel account: not known"),
    ("After State", "After “Let in”"),
    ("A link to a service that", "A link to an unknown service"),
    ("cannot be told for sure", "some letters could come out wrong"),
]  # fmt: skip

OF_THE_SERVICES = [
    ("From where you say", "Visitors from the country you choose."),
    ("by itself", "Likes every new post automatically."),
    ("of your words", "Ten comments in your own words."),
    ("one a line", "You write them, one per line."),
    ("looks bought", "Slow and steady, over several days."),
    ("as the contract says", "Answers like most panels."),
]

OF_THE_DEMO = [
    ("Be one of them", "Choose who you are. All talk to the same bot."),
    ("Nobody hears of it", "nobody gets an answer"),
    ("Failed to fetch", "The demo isn't running any more"),
    ('hour: "2-digit"', 'timeStyle: "short"'),
]


def written(files: tuple[Path, ...]) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@pytest.mark.parametrize(
    ("files", "rows"),
    [(BOT, SAID_BY_THE_BOT), (CATALOGUE, OF_THE_SERVICES), (DEMO, OF_THE_DEMO)],
    ids=["bot", "services", "demo"],
)
def test_what_readers_stumbled_over_is_said_otherwise(
    files: tuple[Path, ...], rows: list[tuple[str, str]]
) -> None:
    text = written(files)

    assert [gone for gone, _ in rows if gone in text] == []
    assert [now for _, now in rows if now not in text] == []
