"""What people send when a bot does not expect it: edits, pastes in pieces, topics, pictures, texts at a review."""

import asyncio
from typing import Any

import pytest

from bot.telegram.reading import READERS
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import Bot
from tests.people import Message, Person

ENGINES_OF_STORIES = ("sqlite",)

FOLLOWERS = "Pictogram Followers · Standard"
COMMENTS = "Pictogram Comments · Your words"
LINK = "https://example.com/p/1"
EDITS = "I can't see edits"
TOGETHER = "Your messages were joined into one list."
NOT_FOR_ME = "I understand text and buttons, and files with a list when I ask for one."
UNFINISHED = "Finish or cancel your order first."


async def asked_for_comments(alice: Person) -> None:
    await alice.opens_service(COMMENTS)
    await alice.taps("Order")
    await alice.says(LINK)


def arrives(telegram: TelegramServer, person: Person, **content: Any) -> Message:
    """A message of any kind, as Telegram would bring it."""
    message = telegram.world.put_message(person.chat, content, telegram.world.people[person.id])
    telegram.world.put_update({"message": message})
    return message


async def settled(telegram: TelegramServer) -> None:
    """Until everything that was sent is handled."""
    async with asyncio.timeout(60):
        while telegram.world.updates:
            await asyncio.sleep(0.02)


# Pastes


@pytest.mark.parametrize(
    "line", ["I like number {number} very much", "{number}" + "long" * 300], ids=["short", "long"]
)
async def test_a_list_that_the_client_cut_is_one_list(alice: Person, panel: PanelServer, line: str) -> None:
    wanted = [line.format(number=number) for number in range(300 if len(line) < 100 else 9)]
    await asked_for_comments(alice)

    await alice.writes("\n".join(wanted))

    review = await alice.sees("Review your order", TOGETHER, f"Comments: {len(wanted)} lines")
    assert alice.count("Review your order") == 1
    await alice.taps("Place order", review)
    await alice.sees("Reference")
    assert panel.book.orders[23501].sent["comments"].split("\n") == wanted


async def test_a_list_goes_on_after_a_restart(alice: Person, bot: Bot, telegram: TelegramServer) -> None:
    now = telegram.world.wall()
    telegram.world.wall = lambda: now  # both pieces are of one second
    await asked_for_comments(alice)
    pieces = ["\n".join(f"{part} comment {number}" for number in range(200)) for part in ("first", "other")]
    await alice.says(pieces[0])

    await bot.stop()
    await bot.start()
    await alice.writes(pieces[1])

    review = await alice.sees("Review your order", "Comments: 400 lines")
    assert "Place order" in " ".join(alice.labels(review))


async def test_a_first_piece_that_alone_is_too_little_is_not_lost(alice: Person, panel: PanelServer) -> None:
    await asked_for_comments(alice)
    lines = ["so long a comment " * 80 + str(number) for number in range(6)]  # three messages, two lines each

    await alice.writes("\n".join(lines))

    await alice.sees("Review your order", "Comments: 6 lines")


async def test_a_list_that_is_too_long_in_the_end_is_asked_for_anew(alice: Person) -> None:
    await asked_for_comments(alice)

    await alice.writes("\n".join(f"comment {number}" for number in range(1_600)))

    await alice.sees("That's 1,600 lines; you need 5 to 1,500.", "Step 2 of 2")


async def test_a_short_answer_is_complete(alice: Person) -> None:
    await asked_for_comments(alice)
    await alice.says("one\ntwo\nthree\nfour\nfive")

    review = await alice.says("six\nseven")

    assert UNFINISHED in review["text"]
    assert "Comments: 5 lines" in review["text"]


# Texts at a review and at a choice


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2k", "Quantity: 2,000"),
        ("https://example.com/p/2", "Link: https://example.com/p/2"),
        ("5", "Too few. Send a number from 50 to 10,000."),
        ("thanks, looks good", UNFINISHED),
        ("ann.lee", UNFINISHED),
    ],
)
async def test_a_review_is_not_lost_by_a_text(alice: Person, typed: str, shown: str) -> None:
    await alice.reviews(FOLLOWERS, LINK, "1k")

    answer = await alice.says(typed)

    assert "Review your order" in answer["text"]
    assert shown in answer["text"]
    await alice.taps("Place order", answer)
    await alice.sees("Reference")


async def test_a_text_while_something_is_chosen_to_change_loses_nothing(alice: Person) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    await alice.taps("Change", review)

    assert "Quantity: 2,000" in (await alice.says("2000"))["text"]


async def test_after_the_confirm_words_are_searched_for_again(alice: Person) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")

    assert "Found" in (await alice.says("story views"))["text"] or "story" in alice.shown.lower()
    assert alice.count(UNFINISHED) == 0


async def test_a_picture_at_a_review_does_not_take_it_away(alice: Person) -> None:
    await alice.reviews(FOLLOWERS, LINK, "1k")

    answer = await alice.sends("sticker")

    assert UNFINISHED in answer["text"]
    assert any("Place order" in label for label in alice.labels(answer))


async def test_a_choice_may_be_typed(alice: Person) -> None:
    await alice.opens_service("Website")
    await alice.taps("Order")
    for typed, shown in (
        (LINK, "How many?"),
        ("1k", "country"),
        ("Germanyy", "There is no country “Germanyy”. Did you mean Germany (DE)?"),
        ("qqq", "There is no country “qqq”. Send its name or its code, for example US."),
        ("germany", "Country: Germany (DE)"),
        ("none of them", "Choose one of the buttons."),
        ("desktop", "Device: Desktop"),
        ("DIRECT  visits", "Traffic source: Direct visits"),
    ):
        answer = await alice.says(typed)
        assert shown in answer["text"], answer["text"]
    if "several runs" in answer["text"]:
        assert "Review your order" in (await alice.says("all at once"))["text"]


# Edits


async def test_an_edit_in_the_wizard_and_at_the_review_is_answered_once(alice: Person) -> None:
    await alice.opens_service(FOLLOWERS)
    await alice.taps("Order")
    await alice.says(LINK)
    link = alice.written
    for text in ("https://example.com/p/2", "https://example.com/p/3"):
        await alice.edits(link, text)
    await alice.sees(EDITS, "new message")

    review = await alice.says("1k")
    quantity = alice.written
    await alice.edits(quantity, "2k")
    await alice.edits(link, "https://example.com/p/4")
    await alice.sees(EDITS, "Tap ✏️ Change")

    await alice.taps("Place order", review)
    await alice.sees("Reference", "example.com/p/1", "1,000")
    assert alice.count(EDITS) == 2


async def test_an_edit_by_a_stranger_or_outside_of_an_order_is_passed_over(
    alice: Person, bob: Person, telegram: TelegramServer
) -> None:
    await alice.says("story views")
    await alice.edits(alice.written, "story")
    await bob.says("hello")
    await bob.edits(bob.written, "hello?")

    await settled(telegram)
    assert alice.count(EDITS) == bob.count(EDITS) == 0


# Topics


async def test_what_is_asked_in_a_topic_is_answered_there(alice: Person) -> None:
    topic = await alice.opens_topic("Orders")
    before = len([one for one in alice.chat.messages.values() if one["from"]["is_bot"]])

    for text in ("/start", f"/search {FOLLOWERS}"):
        answer = await alice.says(text, message_thread_id=topic)
        assert answer.get("message_thread_id") == topic
    await alice.taps(FOLLOWERS)
    await alice.taps("Order")
    for text in (LINK, "1k"):
        answer = await alice.says(text, message_thread_id=topic)
        assert answer.get("message_thread_id") == topic
    await alice.taps("Place order", answer)
    card = await alice.sees("Reference")
    assert card.get("message_thread_id") == topic
    after = [one for one in alice.chat.messages.values() if one["from"]["is_bot"]]
    assert len(after) == before + 4  # nothing was said to the opening of the topic

    assert (await alice.says("/help")).get("message_thread_id") is None


async def test_what_is_asked_in_a_topic_that_is_gone_by_now_is_answered_beside_it(
    alice: Person, telegram: TelegramServer
) -> None:
    arrives(telegram, alice, text="/help", message_thread_id=99, is_topic_message=True)

    assert (await alice.sees("How it works")).get("message_thread_id") is None


# Kinds


KINDS: dict[str, dict[str, Any]] = {
    "photo": {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]},
    "voice": {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}},
    "sticker": {"sticker": {"file_id": "f", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1,
                            "is_animated": False, "is_video": False}},
    "contact": {"contact": {"phone_number": "+15550100", "first_name": "Ann"}},
    "location": {"location": {"latitude": 1.0, "longitude": 2.0}},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
    "document": {"document": {"file_id": "f", "file_unique_id": "u"}},
    "a kind of tomorrow": {"hologram": {"depth": 3}},
}  # fmt: skip


async def test_every_kind_of_message_is_answered_once(alice: Person, telegram: TelegramServer) -> None:
    for number, (kind, content) in enumerate(KINDS.items(), 1):
        arrives(telegram, alice, **content)
        await settled(telegram)
        assert alice.count(NOT_FOR_ME) == number, kind


@pytest.mark.skipif(not READERS, reason="aiogram by itself refuses a message with any odd field")
async def test_a_photo_is_answered_whatever_else_its_message_carries(
    alice: Person, telegram: TelegramServer
) -> None:
    arrives(telegram, alice, **KINDS["photo"], forward_origin={"type": "hidden_user", "date": 1})

    await settled(telegram)
    assert alice.count(NOT_FOR_ME) == 1


async def test_an_album_is_answered_once(alice: Person, telegram: TelegramServer) -> None:
    for _ in range(3):
        arrives(telegram, alice, media_group_id="77", **KINDS["photo"])

    await settled(telegram)
    assert alice.count(NOT_FOR_ME) == 1


async def test_a_notice_of_telegrams_is_not_a_message_of_the_persons(
    alice: Person, telegram: TelegramServer
) -> None:
    await alice.opens_service(FOLLOWERS)
    await alice.taps("Order")
    before = len(alice.chat.messages)
    notices: tuple[dict[str, Any], ...] = (
        {"pinned_message": {"message_id": 1, "date": 0, "chat": alice.chat.as_chat()}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
        {"write_access_allowed": {}},
    )
    for notice in notices:
        arrives(telegram, alice, **notice)

    assert "Step 2 of 2" in (await alice.says(LINK))["text"]
    assert len(alice.chat.messages) == before + 3 + 2
