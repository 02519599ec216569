"""Many orders at once, from a list to its end."""

import asyncio
from decimal import Decimal
from pathlib import Path

import pytest

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import Bot, make_settings
from tests.databases import ask
from tests.people import Person
from tests.stories.mass import files, link, listed, ordered, table
from tests.stories.test_people import comes_in


async def test_a_list_is_reviewed_ordered_and_followed_in_one_message_to_its_end(
    alice: Person, panel: PanelServer, telegram: TelegramServer
) -> None:
    text = f"{listed(7)}\n99999 | {link(8)} | 1000\n101 | {link(9)} | 1\n101 | {link(1)} | 500"
    review = await alice.says(text)

    assert "7 lines, $6.30; 3 wrong" in review["text"]
    assert "Line 8: There is no service with this ID." in review["text"]
    assert "Line 9: Too few. Send a number from 50 to 10,000." in review["text"]
    assert "Line 10: This is the same order as in line 1." in review["text"]
    await alice.taps("All lines", review)
    first, *_, swapped = table(telegram, files(alice)[-1])
    assert first == ["1", "Pictogram Followers · Standard", link(1), "1000", "", "0.9", "USD", ""]
    assert swapped == ["10", "", "", "", "", "", "", "This is the same order as in line 1."]
    await alice.taps("Place 7 · $6.30", review)
    summary = await alice.sees("Mass order 1 · 0 of 7 finished", "Pending: 7")
    assert ordered(panel) == [link(number) for number in range(1, 8)]
    await alice.sees("7 orders are on their way.")

    canceled, *others = panel.book.orders.values()
    panel.book.end(canceled, "Canceled")
    for order in others:
        panel.book.end(order, "Completed")
    await alice.sees("Mass order 1 · 7 of 7 finished", "Completed: 6", "Canceled: 1")

    while len(files(alice)) < 2:
        await asyncio.sleep(0.02)
    end = files(alice)[-1]
    assert "Mass order 1 is finished" in end["caption"]
    assert table(telegram, end)[0][:5] == ["1", "1", "Pictogram Followers · Standard", link(1), "Canceled"]
    assert alice.count("Order 1") == 0
    shown = await alice.taps("Its orders", alice.chat.messages[summary["message_id"]])
    assert "7 orders" in alice.newest["text"]
    assert shown["message_id"] == summary["message_id"]
    card = await alice.taps("1 · 1,000", alice.newest)
    assert "Order 1 · Canceled" in card["text"]


async def test_two_taps_and_the_button_of_another_place_a_list_once(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    review = await alice.says(listed(5))
    data = alice.data_of("Place 5", review)

    await asyncio.gather(*(alice.taps_blindly(data) for _ in range(3)))
    await olga.taps_raw(data)
    await alice.sees("Mass order 1 · 0 of 5 finished", "Pending: 5")

    assert len(panel.book.orders) == 5
    assert "out of date" in olga.toast or "Hello" in olga.shown


async def test_a_kill_in_the_middle_doubles_and_loses_nothing(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    review = await alice.says(listed(12))
    panel.faults.switch_on("slow", "add", seconds=0.1)
    await alice.taps("Place 12", review)
    while len(panel.book.orders) < 4:
        await asyncio.sleep(0.01)

    await bot.restart(panel)

    await alice.sees("Mass order 1 · 0 of 12 finished", "Pending: 12")
    assert sorted(ordered(panel)) == sorted(link(number) for number in range(1, 13))
    assert alice.count("Mass order 1 ·") == 1


async def test_a_csv_file_with_a_header_quotes_and_the_panels_own_types_is_read(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    comments = await number_of(bot, "Pictogram Comments · Your words")
    file = (
        "Service,Link,Quantity\r\n"
        f'101,"{link(1)}?a=1,2","1,000"\r\n'
        f"{comments},{link(2)},one\\ntwo\\nthree\\nfour\\nfive\r\n"
        f"102;{link(3)};1k\r\n"
    )
    review = await alice.sends_file(file.encode("utf-16"), "orders.csv", "text/csv")

    assert "3 lines" in review["text"], review["text"]
    await alice.taps("Place 3", review)
    await alice.sees("Pending: 3")
    first, second, _ = panel.book.orders.values()
    assert first.sent == {"service": "101", "link": f"{link(1)}?a=1,2", "quantity": "1000"}
    assert second.sent["comments"] == "one\ntwo\nthree\nfour\nfive"


async def number_of(bot: Bot, service: str) -> str:
    """The id of a service, from the database."""
    ((found,),) = await ask(bot.settings.database_url, f"SELECT id FROM services WHERE name = '{service}'")
    return str(found)


async def test_a_price_that_changed_is_asked_about_again_and_the_others_keep_their_review(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    review = await alice.says(f"{listed(2)}\n102 | {link(3)} | 1000")
    panel.book.services[102].rate = Decimal("0.84")
    await bot.restart(panel)

    again = await alice.taps("Place 3 · $2.22", review)

    assert f"3. $0.42 → $0.84 · 1,000 · Pictogram Followers · Fast · {link(3)}" in again["text"]
    assert "1. $0.90 · " in again["text"]
    assert panel.book.orders == {}
    await alice.taps("Only the 2 unchanged · $1.80", again)
    await alice.sees("Mass order 1 · 0 of 2 finished", "Pending: 2")
    rest = await alice.taps("Review the other 1 line")
    assert "1 line, $0.84" in rest["text"]
    await alice.taps("Place 1 · $0.84", rest)
    await alice.sees("Mass order 2 · 0 of 1 finished", "Pending: 1")
    assert len(panel.book.orders) == 3


async def test_the_same_list_again_warns_and_may_still_be_ordered(alice: Person, panel: PanelServer) -> None:
    await alice.taps("Place 2", await alice.says(listed(2)))
    await alice.sees("Pending: 2")

    again = await alice.says(listed(2).replace(" | ", "\t"))

    assert "This is the same list as in mass order 1" in again["text"]
    assert "Line 1: order 1" in again["text"]
    assert not any(label.startswith("✅") for label in alice.labels(again))
    anyway = await alice.taps("Also with open orders: 2 · $1.80", again)
    await alice.taps("Place 2 · $1.80", anyway)
    await alice.sees("Mass order 2 · 2 of 2 finished", "Not placed: 2")  # one open order for each link


async def test_a_panel_that_is_down_fails_the_lines_and_the_file_says_why(
    alice: Person, panel: PanelServer, telegram: TelegramServer
) -> None:
    review = await alice.says(listed(3))
    await panel.stop()

    await alice.taps("Place 3", review)

    while not files(alice):
        await asyncio.sleep(0.02)
    assert [row[4] for row in table(telegram, files(alice)[0])] == ["Not placed"] * 3
    assert "Nothing was charged." in table(telegram, files(alice)[0])[0][5]
    await alice.sees("Mass order 1 · 3 of 3 finished", "Not placed: 3")


async def test_a_list_is_asked_for_by_a_button_and_a_wrong_one_gets_clear_words(alice: Person) -> None:
    await alice.says("/catalogue")
    prompt = await alice.taps("Many at once")
    assert "service | link | quantity" in prompt["text"]

    for sent, reason in (
        ("\n".join(["101 | x | 1"] * 101), "That's 101 lines. Send at most 100 at once."),
        ("service | link | quantity", "There is no order in this list."),
    ):
        assert reason in (await alice.says(sent, shows="⚠️"))["text"]
    swapped = await alice.says(
        f"{link(1)} | 101 | 100\n101 | 100 | {link(2)}\n101 | {link(3)}\n101 | a | 1 | 2"
    )
    assert "Line 1: The service comes first, then the link." in swapped["text"]
    assert "Line 2: The columns are in the wrong order." in swapped["text"]
    assert (
        "Line 3: There are too few columns. This service takes: Service | Link | Quantity" in swapped["text"]
    )
    assert "Line 4: There are too many columns." in swapped["text"]
    dropped = await alice.taps("Cancel", swapped)
    assert "Nothing was ordered" in dropped["text"]


@pytest.mark.parametrize(
    ("body", "name", "reason"),
    [
        ("101 | ссылка | 1\n".encode("cp1251") * 2, "list.txt", "This file is not UTF-8"),
        (b"\x89PNG" + bytes(100), "list.csv", "This is a picture."),
        (b"101 | x | 1\n" * 30_000, "list.txt", "This file is too large. Send at most 256 KB."),
        (b"101 | " + b"x" * 100_000 + b" | 1\n101 | https://example.com/p/1 | 100", "list.txt", "Line 1: This line is longer"),
    ],
)  # fmt: skip
async def test_a_file_that_is_no_list_is_refused_with_the_reason(
    alice: Person, body: bytes, name: str, reason: str
) -> None:
    assert reason in (await alice.sends_file(body, name))["text"]


async def test_a_list_that_a_client_has_cut_is_one_list(alice: Person) -> None:
    text = "\n".join(f"101 | https://example.com/{'x' * 60}/{number} | 100" for number in range(60))

    await alice.writes(text)
    review = await alice.sees("60 lines, $5.40")

    assert "Your messages were joined into one list." in review["text"]


async def test_a_list_is_no_answer_to_a_question(alice: Person) -> None:
    await alice.opens_service("Pictogram Followers · Standard")
    await alice.taps("Order")

    answered = await alice.says(listed(2))

    assert "Review your orders" not in answered["text"]


async def test_who_is_forgotten_leaves_no_list_behind(
    bob: Person, olga: Person, bot: Bot, panel: PanelServer
) -> None:
    await comes_in(bob, olga)
    secret = "https://example.com/canary"
    await bob.says(f"101 | {secret} | 100\n101 | {secret}2 | 100")
    placed = await bob.says(f"102 | {secret}3 | 100\n102 | {secret}4 | 100")
    await bob.taps("Place 2", placed)
    await bob.sees("Pending: 2")
    for order in panel.book.orders.values():
        panel.book.end(order, "Completed")
    await bob.sees("2 of 2 finished")

    await bob.says("/privacy")
    await bob.taps("Delete my data", await bob.taps("Delete my data"))
    await bob.sees("Your data is deleted.")

    rows = await ask(bot.settings.database_url, "SELECT status, lines, digest, message_id FROM mass_orders")
    assert {str(row) for row in rows} <= {
        "('placed', '[]', '', None)", "('dropped', '[]', '', None)",
    }  # fmt: skip


async def test_a_list_from_before_the_bot_became_a_shop_shows_no_cost(
    alice: Person, bot: Bot, panel: PanelServer, telegram: TelegramServer, tmp_path: Path
) -> None:
    await alice.taps("Place 2", await alice.says(listed(2)))
    await alice.sees("Pending: 2", "Price $1.80")
    await bot.stop()
    bot.settings = make_settings(
        panel,
        telegram,
        tmp_path,
        database_url=bot.settings.database_url,
        mode="reseller",
        secret_key="k" * 40,
        allowed_ids=[],
    )
    await bot.start()
    for order in panel.book.orders.values():
        panel.book.end(order, "Completed")

    await alice.sees("Mass order 1 is finished", "Completed: 2")

    assert alice.count("Price $1.80") == 0


async def test_an_edit_of_a_list_is_answered_once_and_changes_nothing(
    alice: Person, panel: PanelServer
) -> None:
    review = await alice.says(listed(2, "10k"))
    for quantity in ("1k", "2k"):
        await alice.edits(alice.written, listed(2, quantity))
    await alice.sees("I can't see edits", "Send the whole list again")

    await alice.taps("Place 2", review)

    await alice.sees("Mass order 1 ·", "Pending: 2")
    assert alice.count("I can't see edits") == 1
    assert {order.sent["quantity"] for order in panel.book.orders.values()} == {"10000"}


async def test_at_a_review_words_are_searched_for_and_another_list_is_read(alice: Person) -> None:
    await alice.says(listed(2))
    assert "2 lines" not in (await alice.says("followers"))["text"]
    await alice.says(listed(2))

    assert "3 lines, $2.70" in (await alice.sends_file(listed(3).encode()))["text"]
    assert "4 lines, $3.60" in (await alice.says(listed(4)))["text"]


async def test_a_service_that_became_another_one_is_not_ordered_from_a_list(
    alice: Person, bot: Bot, panel: PanelServer, telegram: TelegramServer
) -> None:
    review = await alice.says(f"{listed(11)}\n102 | {link(12)} | 1000")
    panel.book.services[102].name = "Pictogram Dislikes · Angry"
    await bot.restart(panel)

    again = await alice.taps("Place 12", review)

    told = "The panel now sells “Pictogram Dislikes · Angry” here, no longer “Pictogram Followers · Fast”."
    assert f"Line 12: {told}" in again["text"]
    await alice.taps("All lines", again)
    assert table(telegram, files(alice)[-1])[11][-1].startswith(told)
    await alice.taps("Place 11 · $9.90", again)
    await alice.sees("Mass order 1 ·", "Pending: 11")
    assert link(12) not in ordered(panel)
