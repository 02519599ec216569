"""The questions: what is understood, what is refused with its reason, and that nothing entered is lost."""

import pytest

from sandbox.panel.server import PanelServer
from tests.conftest import Bot
from tests.people import Person

ENGINES_OF_STORIES = ("sqlite",)

FOLLOWERS = "Pictogram Followers · Standard"
COMMENTS = "Pictogram Comments · Your words"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("hello there", "This is not a link or a username."),
        ("javascript:alert(1)", "This is not a link or a username."),
        ("https://user:pass@example.com/x", "This is not a link or a username."),
        ("https://", "This is not a link or a username."),
        ("a b.com", "This is not a link or a username."),
    ],
)
async def test_what_is_no_link_is_asked_again(alice: Person, typed: str, reason: str) -> None:
    await alice.opens_service(FOLLOWERS)
    await alice.taps("Order")

    answer = await alice.says(typed)

    assert reason in answer["text"]
    assert "Step 1 of 2 · Link" in answer["text"]


async def test_a_user_name_is_ordered_as_it_was_typed(alice: Person, panel: PanelServer) -> None:
    review = await alice.reviews(FOLLOWERS, "@ann.lee", "1k")
    assert "Link: @ann.lee" in review["text"]

    await alice.taps("Place order", review)

    await alice.sees("Order 1 · Not placed")  # this panel wants addresses; what it takes is its own affair
    assert [call.sent["link"] for call in panel.calls if call.action == "add"] == ["@ann.lee"]


@pytest.mark.parametrize(
    ("typed", "label", "sent"),
    [
        ("ann.me", "🔗 https://ann.me", "https://ann.me"),
        ("ann.me", "👤 ann.me", "ann.me"),
        ("this one: https://example.com/v/1!", "🔗 https://example.com/v/1", "https://example.com/v/1"),
    ],
)
async def test_what_may_mean_several_things_is_asked(
    alice: Person, typed: str, label: str, sent: str
) -> None:
    await alice.opens_service(FOLLOWERS)
    await alice.taps("Order")

    asked = await alice.says(typed)
    assert "Tap what you mean, or send only the link or the username." in asked["text"]
    await alice.taps(label, asked)

    assert f"Link: {sent}\n" in (await alice.says("1k"))["text"]


async def test_a_meaning_of_an_earlier_text_is_not_taken(alice: Person) -> None:
    await alice.opens_service(FOLLOWERS)
    await alice.taps("Order")
    asked = await alice.says("ann.me")
    old = alice.data_of("👤 ann.me", asked)
    await alice.says("ann.lee")

    await alice.taps_raw(old)

    await alice.sees("Step 2 of 2", "Link: ann.lee")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("49", "Too few. Send a number from 50 to 10,000."),
        ("10001", "Too many. Send a number from 50 to 10,000."),
        ("many", "This is not a whole number."),
        ("-5", "This is not a whole number."),
        ("1.5", "This is not a whole number."),
        ("9" * 26, "This is not a whole number."),
    ],
)
async def test_a_quantity_that_does_not_fit_is_asked_again_and_the_link_kept(
    alice: Person, typed: str, reason: str
) -> None:
    await alice.opens_service(FOLLOWERS)
    await alice.taps("Order")
    await alice.says("example.com/p/1")

    answer = await alice.says(typed)

    assert reason in answer["text"]
    assert "Link: https://example.com/p/1" in answer["text"]
    assert "Quantity: 1,000" in (await alice.says("1 000"))["text"]


async def test_comments_come_as_a_file(alice: Person, panel: PanelServer) -> None:
    await alice.opens_service(COMMENTS)
    await alice.taps("Order")
    await alice.says("example.com/p/1")

    review = await alice.sends_file("\ufeffgreat\r\n\r\nlovely\r\nwow\r\nnice\r\nyes".encode())

    assert "Comments: 5 lines (great…)" in review["text"]
    await alice.taps("Place order", review)
    await alice.sees("Reference")
    assert panel.book.orders[23501].sent["comments"] == "great\nlovely\nwow\nnice\nyes"


async def test_of_a_table_the_first_column_is_ordered_whatever_it_is_called(
    alice: Person, panel: PanelServer
) -> None:
    await alice.opens_service(COMMENTS)
    await alice.taps("Order")
    await alice.says("example.com/p/1")
    body = '\ufeffComments;;\r\n"so, so";;\r\n"a ""b""";;\r\n;;\r\nwow;;\r\nnice;;\r\nyes;;\r\n'

    review = await alice.sends_file(body.encode(), "list.xls", "application/vnd.ms-excel")

    assert "Comments: 5 lines (so, so…)" in review["text"]
    await alice.taps("Place order", review)
    await alice.sees("Reference")
    assert panel.book.orders[23501].sent["comments"] == 'so, so\na "b"\nwow\nnice\nyes'


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image/png", "This is a picture."),
        (b"PK\x03\x04 xl/workbook.xml", "text/csv", "This is an Excel workbook. Save it as CSV UTF-8"),
        ("быстро\r\nкрасиво".encode("cp1251"), "text/plain", "This file is not UTF-8"),
        (b"x" * 100_000, "text/plain", "Line 1 is too long: at most 4,096 characters."),
        (b"\xff\xfe\xff\xfe\x00\xd8", "text/plain", "This is not a text file."),
        (b"one\x00two", "text/plain", "This is not a text file."),
        (b"x" * 600_000, "text/plain", "This file is too large. Send at most 512 KB."),
        (b"  \n \n", "text/plain", "This file is empty. Send one entry per line."),
        (b"one\ntwo", "text/plain", "That's 2 lines; you need 5 to 1,500."),
    ],
    ids=[
        "picture",
        "workbook",
        "8 bits",
        "one line",
        "broken text",
        "zero byte",
        "huge",
        "empty",
        "too short",
    ],
)
async def test_a_file_that_is_no_list_is_refused_with_the_reason(
    alice: Person, body: bytes, kind: str, reason: str
) -> None:
    await alice.opens_service(COMMENTS)
    await alice.taps("Order")
    await alice.says("example.com/p/1")

    answer = await alice.sends_file(body, kind=kind)

    assert reason in answer["text"]
    assert "Link: https://example.com/p/1" in answer["text"]


async def test_an_answer_can_be_changed_without_losing_the_others(alice: Person) -> None:
    review = await alice.reviews(FOLLOWERS, "example.com/p/1", "1k")

    await alice.taps("Change", review)
    await alice.taps("Link · ")
    again = await alice.says("example.com/p/2")

    assert "Link: https://example.com/p/2" in again["text"]
    assert "Quantity: 1,000" in again["text"]


async def test_back_asks_the_question_before(alice: Person) -> None:
    await alice.opens_service(FOLLOWERS)
    await alice.taps("Order")
    await alice.says("example.com/p/1")

    asked = await alice.taps("Back")

    assert "Step 1 of 2 · Link" in asked["text"]


async def test_cancel_orders_nothing(alice: Person, panel: PanelServer) -> None:
    review = await alice.reviews(FOLLOWERS, "example.com/p/1", "1k")

    gone = await alice.taps("Cancel", review)

    assert "Nothing was ordered and nothing was charged." in gone["text"]
    assert not panel.book.orders


async def test_a_restart_in_the_middle_loses_nothing(alice: Person, bot: Bot) -> None:
    await alice.opens_service(FOLLOWERS)
    await alice.taps("Order")
    question = await alice.says("example.com/p/1")

    await bot.stop()
    await bot.start()

    review = await alice.says("1.5k")
    assert "Link: https://example.com/p/1" in review["text"]
    assert "Quantity: 1,500" in review["text"]
    assert question["message_id"] < review["message_id"]


async def test_a_button_from_before_a_restart_still_works(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    review = await alice.reviews(FOLLOWERS, "example.com/p/1", "1k")

    await bot.stop()
    await bot.start()
    await alice.taps("Place order", review)

    await alice.sees("Reference")
    assert len(panel.book.orders) == 1


async def test_what_is_typed_is_answered_below_and_the_old_menu_loses_its_buttons(alice: Person) -> None:
    await alice.opens_service(FOLLOWERS)
    question = await alice.taps("Order")

    answer = await alice.says("example.com/p/1")

    assert answer["message_id"] > question["message_id"]
    await alice.until_it_has_no_buttons(question)


async def test_a_package_says_that_the_panel_decides_how_many_and_warns_of_another_number(
    alice: Person,
) -> None:
    card = await alice.opens_service("Pictogram Comments · Pack of 10")
    assert "The panel decides how many are delivered." in card["text"]

    review = await alice.reviews("Pictogram Comments · Pack of 10", "e.com/1", "nice\nlovely\nwow")
    assert "This service's name says 10; you sent 3 lines." in review["text"]
    await alice.taps("Cancel", review)

    ten = "\n".join(f"comment {number}" for number in range(10))
    fits = await alice.reviews("Pictogram Comments · Pack of 10", "e.com/1", ten)
    assert "This service's name says" not in fits["text"]
