"""The operators' group: topics that the bot makes, notices there, taps and replies by operators, and its troubles."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.outgoing import group_poster
from bot.settings import Settings
from bot.wiring import schedule
from sandbox.panel.server import PanelServer
from sandbox.telegram.forums import ANONYMOUS, Forum, add_forum
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, OLGA, Bot, make_settings
from tests.databases import ask, id_of
from tests.people import Message, Person
from tests.stories.support import FOLLOWERS, LINK, PHOTO, asks_to_write, copied, opens_case

FORUM = -1_001_000_000_001
GONE = "The operators' group cannot be written to"


@pytest.fixture(autouse=True)
def beats(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sandbox takes more than twenty messages a minute here, and nobody waits for the next minute."""
    monkeypatch.setattr(schedule, "GROUP_BEAT", 0.05)
    monkeypatch.setattr(group_poster, "ORDERS_FOLD_MS", 300)
    monkeypatch.setattr(group_poster, "REFUSED_PAUSE_MS", 100)


@pytest.fixture
def settings(panel: PanelServer, telegram: TelegramServer, tmp_path: Path, database_url: str) -> Settings:
    return make_settings(panel, telegram, tmp_path, database_url=database_url, operator_chat_id=FORUM)


@pytest.fixture
def forum(telegram: TelegramServer) -> Forum:
    """The group, before the bot starts."""
    return add_forum(telegram.world, FORUM)


class Group:
    """What people do in the group, and what they see."""

    def __init__(self, http: aiohttp.ClientSession, forum: Forum) -> None:
        self._http = http
        self.forum = forum

    async def until(self, happened: Callable[[], bool]) -> None:
        try:
            async with asyncio.timeout(40):
                while not happened():
                    await asyncio.sleep(0.01)
        except TimeoutError:
            texts = [one.get("text") or one for one in self.forum.messages.values()]
            raise AssertionError(f"the group shows {texts}") from None

    async def sees(self, *texts: str) -> Message:
        found: list[Message] = []

        def shown() -> bool:
            found[:] = [
                one
                for one in self.forum.messages.values()
                if all(text in str(one.get("text") or one.get("caption")) for text in texts)
            ]
            return bool(found)

        await self.until(shown)
        return found[-1]

    def topic_of(self, message: Message) -> str:
        first = self.forum.messages[message["message_thread_id"]]
        return str(first["forum_topic_created"]["name"])

    async def writes(self, person: int, text: str, to: Message | None = None, **wish: Any) -> Message:
        thread = (to or {}).get("message_thread_id")
        reply = {"reply_to": to["message_id"]} if to and not wish.pop("in_topic", False) else {}
        wish |= {"from": person, "text": text, "message_thread_id": thread, **reply}
        return dict((await self._post("text", wish))["message"])

    async def taps(self, person: int, label: str, message: Message) -> str:
        wish = {"from": person, "message_id": message["message_id"], "text": label}
        return str((await self._post("tap?wait=40", wish))["answer"]["text"])

    async def edits(self, person: int, message: Message, text: str) -> None:
        await self._post("edit", {"from": person, "message_id": message["message_id"], "text": text})

    async def _post(self, what: str, wish: dict[str, Any]) -> Any:
        async with self._http.post(f"/api/chats/{self.forum.id}/{what}", json=wish) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()


def label_with(words: str, message: Message) -> str:
    """Return the label of the button with these words."""
    rows = message["reply_markup"]["inline_keyboard"]
    return next(str(one["text"]) for row in rows for one in row if words in one["text"])


@pytest.fixture
def group(http: aiohttp.ClientSession, forum: Forum) -> Group:
    return Group(http, forum)


@pytest.fixture
async def card(group: Group, alice: Person, olga: Person) -> Message:
    return await alice.orders(FOLLOWERS, LINK, "100")


async def test_a_case_is_answered_in_the_group_by_a_reply(
    group: Group, alice: Person, olga: Person, card: Message
) -> None:
    await opens_case(alice, card)
    news = await group.sees("Support · order 1", "Nothing has come.")
    await olga.sees("Support · order 1", "Nothing has come.")  # and in private
    assert group.topic_of(news) == "Support"

    await group.writes(OLGA, "It begins soon.", news)

    await alice.sees("Support · order 1", "It begins soon.")
    said = await group.sees("Your answer is on its way to Alice.")
    assert group.topic_of(said) == "Support"
    answer = await group.writes(ALICE, "I am no operator.", news)
    first = await group.writes(OLGA, "Just talking here.", news, in_topic=True)
    assert "forum_topic_created" in first["reply_to_message"]
    await group.edits(OLGA, await group.writes(OLGA, "It has begun.", news), "It never begins.")
    await alice.sees("Support · order 1", "It has begun.")
    await group.sees("I can't see edits")
    assert answer
    assert alice.count("I am no operator.") == alice.count("Just talking") == alice.count("never begins") == 0


async def test_a_name_with_signs_of_html_is_shown_as_it_is(
    group: Group, alice: Person, olga: Person, telegram: TelegramServer, card: Message
) -> None:
    telegram.world.people[ALICE].first_name = "A<b>&amp;"
    await opens_case(alice, card)
    news = await group.sees("A<b>&amp; (ID 1001)", "Nothing has come.")

    await group.writes(OLGA, "It <i>begins</i> soon.", news)

    await group.sees("Your answer is on its way to A<b>&amp;.")
    await alice.sees("It <i>begins</i> soon.")


async def test_an_anonymous_administrator_is_asked_to_switch_it_off(
    group: Group, alice: Person, olga: Person, card: Message
) -> None:
    await opens_case(alice, card)
    news = await group.sees("Nothing has come.")

    written = await group.writes(OLGA, "It begins soon.", news, anonymous=True)

    assert written["from"] == ANONYMOUS
    await group.sees("Switch off “Remain anonymous”")
    assert alice.count("It begins soon.") == 0
    assert await group.taps(OLGA, "✍️ Answer", news) == "See our private chat."  # they tap as themselves


async def test_photos_go_both_ways_through_the_group(
    group: Group, alice: Person, olga: Person, card: Message, http: aiohttp.ClientSession
) -> None:
    await asks_to_write(alice, card)
    await alice.sends_file(PHOTO, as_a="photo", caption="Look at this.")
    await group.sees("Look at this.", LINK)
    await group.until(lambda: any("photo" in one for one in group.forum.messages.values()))
    photo = next(one for one in group.forum.messages.values() if "photo" in one)
    form = aiohttp.FormData(
        {"from": str(OLGA), "caption": "Like this?", "reply_to": str(photo["message_id"])}
    )
    form.add_field("file", PHOTO, filename="a.jpg", content_type="image/jpeg")
    async with http.post(f"/api/chats/{FORUM}/photo", data=form) as answer:
        assert answer.status == 200, await answer.text()

    await alice.sees("Support · order 1", "Like this?")
    await copied(alice, "Support · order 1")


async def test_decisions_are_tapped_by_operators_only(
    group: Group, alice: Person, olga: Person, panel: PanelServer
) -> None:
    panel.faults.switch_on("lost_answer", "add", times=1)
    await alice.taps("Place order", await alice.reviews(FOLLOWERS, LINK, "100"))
    question = await group.sees("Does the panel have order 1?")
    assert group.topic_of(question) == "Orders"

    assert await group.taps(ALICE, "🕓 Later", question) == "This menu is out of date."
    assert await group.taps(OLGA, label_with("Yes", question), question) == "See our private chat."

    await olga.sees("What is the panel's number for order 1?", button="Back")
    assert "Does the panel have order 1?" in group.forum.messages[question["message_id"]]["text"]


async def test_notices_of_orders_fold_into_one(
    group: Group, alice: Person, olga: Person, panel: PanelServer
) -> None:
    for number in range(3):
        await alice.orders(FOLLOWERS, f"{LINK}{number}", "100")
    for number in (23501, 23502):
        panel.book.end(panel.book.orders[number], "Completed")
    told = await group.sees("Completed: ", "1")
    assert group.topic_of(told) == "Orders"

    def numbers() -> list[int]:
        shown = [one["text"] for one in group.forum.messages.values() if "Pending: " in one.get("text", "")]
        return sorted(int(n) for text in shown for n in text.split("(")[1].split(")")[0].split(", "))

    await group.until(lambda: numbers() == [1, 2, 3])


async def test_topics_are_made_once_and_anew_when_they_were_deleted(
    group: Group, alice: Person, olga: Person, panel: PanelServer, bot: Bot, card: Message
) -> None:
    await opens_case(alice, card)
    news = await group.sees("Nothing has come.")
    await bot.restart(panel)
    await alice.taps("Write more")
    await alice.says("Still nothing.", shows="on its way")
    assert (await group.sees("Still nothing."))["message_thread_id"] == news["message_thread_id"]

    group.forum.delete_topic(news["message_thread_id"])
    await alice.taps("Write more")
    await alice.says("Really nothing.", shows="on its way")

    again = await group.sees("Really nothing.")
    assert again["message_thread_id"] != news["message_thread_id"]
    assert group.topic_of(again) == "Support"


@pytest.mark.parametrize(
    ("trouble", "told", "over"),
    [
        ({"bot_is": "kicked"}, GONE, "can be written to again"),
        ({"bot_is": "left"}, GONE, "can be written to again"),
        (
            {"may_manage_topics": False},
            "The bot has too few rights in the operators' group.",
            "enough rights",
        ),
        ({"bot_is": "member"}, "The bot has too few rights in the operators' group.", "enough rights"),
        ({"is_forum": False}, "The operators' group has no topics.", "has topics again"),
    ],
    ids=lambda one: str(one)[:20],
)
async def test_trouble_with_the_group_is_told_in_private_and_nothing_is_lost(
    group: Group, alice: Person, olga: Person, card: Message, trouble: dict[str, Any], told: str, over: str
) -> None:
    await group.sees("Pending: 1")
    usual = {name: getattr(group.forum, name) for name in trouble}
    for name, value in trouble.items():
        setattr(group.forum, name, value)
    if "is_forum" in trouble:
        group.forum.switch_topics_off()

    await opens_case(alice, card)

    await olga.sees(told)
    await olga.sees("Nothing has come.")
    for name, value in usual.items():
        setattr(group.forum, name, value)
    await group.sees("Nothing has come.")
    await olga.sees(over)


async def test_a_group_that_becomes_a_supergroup_is_followed(
    group: Group,
    alice: Person,
    olga: Person,
    telegram: TelegramServer,
    bot: Bot,
    card: Message,
    http: aiohttp.ClientSession,
) -> None:
    await group.sees("Pending: 1")
    after = Group(http, add_forum(telegram.world, FORUM - 1))
    group.forum.moved_to = after.forum.id

    await opens_case(alice, card)

    news = await after.sees("Nothing has come.")
    await after.writes(OLGA, "It begins soon.", news)
    await alice.sees("It begins soon.")
    assert await ask(bot.settings.database_url, "SELECT chat_id FROM operator_group") == [(FORUM - 1,)]


async def test_an_alert_comes_once_to_the_group_however_many_operators_there_are(
    group: Group, alice: Person, olga: Person, petra: Person, panel: PanelServer
) -> None:
    panel.down = True
    alert = await group.sees("The panel does not answer.")
    assert group.topic_of(alert) == "Alerts"
    panel.down = False
    await group.sees("The panel is back.")
    await petra.sees("The panel is back.")

    shown = [
        one for one in group.forum.messages.values() if "The panel does not answer." in one.get("text", "")
    ]
    assert len(shown) == 1


async def test_a_tap_on_a_decided_question_is_told_so_and_alerts_nobody(
    group: Group, alice: Person, olga: Person, petra: Person, panel: PanelServer, bot: Bot
) -> None:
    panel.faults.switch_on("lost_answer", "add", times=1)
    await alice.taps("Place order", await alice.reviews(FOLLOWERS, LINK, "100"))
    question = await group.sees("Does the panel have order 1?")
    card = await olga.sees("Does the panel have order 1?")
    await olga.taps("Close it as not placed", await olga.taps("No, the panel doesn't have it", card))
    await alice.sees("Order 1 · Not placed")

    told = await group.taps(petra.id, label_with("No, the panel", question), question)

    assert told == "This has already been decided."
    set_aside = "SELECT count(*) FROM inbox WHERE set_aside_because IS NOT NULL"
    assert await ask(bot.settings.database_url, set_aside) == [(0,)]
    assert olga.count("was set aside") == 0


async def test_operators_are_told_that_a_reply_went_to_nobody(
    group: Group, alice: Person, olga: Person, petra: Person, bot: Bot, card: Message
) -> None:
    await opens_case(alice, card)
    news = await group.sees("Nothing has come.")
    steps = await group.sees("Pending: 1")
    viewer = f"UPDATE users SET operator_role = 'viewer' WHERE id = {id_of(petra.id)}"
    await ask(bot.settings.database_url, viewer)

    await group.writes(OLGA, "It begins soon.", steps)
    await group.sees("That message shows no case of support, so your text went to nobody.")
    await group.writes(petra.id, "It has begun.", news)
    await group.sees("Your role does not allow this.")

    await group.writes(ALICE, "I am no operator.", steps)
    await group.writes(petra.id, "It has begun.", steps)
    await group.writes(OLGA, "It never begins.", news)
    await alice.sees("It never begins.")
    assert alice.count("It begins soon.") == alice.count("It has begun.") == 0
    answers = [one for one in group.forum.messages.values() if "went to nobody" in one.get("text", "")]
    assert len(answers) == 1


async def test_a_notice_that_cannot_be_composed_holds_up_no_other(
    group: Group, alice: Person, olga: Person, bot: Bot, card: Message
) -> None:
    await group.sees("Pending: 1")
    broken = f"SELECT {id_of(OLGA)}, 'slow', '{{}}', placed_at, placed_at + 1800000 FROM orders"
    await ask(
        bot.settings.database_url,
        f"INSERT INTO outbox (user_id, event, payload, created_at, due_at) {broken}",
    )

    await opens_case(alice, card)

    await group.sees("Nothing has come.")
