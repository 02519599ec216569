"""Who gets a broadcast: each segment with its count."""

from bot.settings import Settings
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.databases import ask, id_of
from tests.people import Person
from tests.stories.broadcasts.acts import FIRST, crowd, drafts, got, states, until

FOLLOWERS = "Pictogram Followers · Standard"
MONTH = 31 * 86_400_000


async def test_every_segment_shows_its_count(
    alice: Person, olga: Person, settings: Settings, telegram: TelegramServer, panel: PanelServer
) -> None:
    chats = await crowd(settings, telegram, 4)
    await ask(
        settings.database_url, f"UPDATE users SET language_code = 'pt-br' WHERE telegram_id = {chats[0].id}"
    )
    await ask(settings.database_url, f"UPDATE users SET language = 'pt' WHERE telegram_id = {chats[1].id}")
    await ask(settings.database_url, f"UPDATE users SET blocked_at = 1 WHERE telegram_id = {chats[2].id}")
    await alice.orders(FOLLOWERS, "https://example.com/p/1", "1k")
    await drafts(olga)

    segments = await olga.taps("Who gets it?")

    assert olga.labels(segments)[:3] == [
        "Everybody · 5",
        "Ordered in the last 30 days · 1",
        "No order in the last 30 days · 4",
    ]
    languages = await olga.taps("By language", segments)
    assert {"English · 2", "Portuguese · 2"} <= set(olga.labels(languages))
    await olga.taps("Back", languages)
    await olga.taps("Customers of a service")
    found = await olga.says("101", shows="Who of them gets it?")
    assert olga.labels(found)[0] == "Customers of “Pictogram Followers · Standard” · 1"
    assert olga.labels(found)[1].endswith(" · 1")
    assert "category" in olga.labels(found)[1]
    none = await olga.says("/start")
    assert "Customers" not in none["text"]


async def test_a_segment_of_nobody_is_said_and_cannot_be_sent(olga: Person, settings: Settings) -> None:
    await drafts(olga)
    await olga.taps("Who gets it?")
    asked = await olga.taps("Ordered in the last 30 days · 0")

    assert "There is no one to send it to" in asked["text"]
    assert not any("Send" in label for label in olga.labels(asked))
    assert await states(settings) == {}


async def test_customers_of_a_category_get_it_and_others_do_not(
    alice: Person, olga: Person, settings: Settings, telegram: TelegramServer, panel: PanelServer
) -> None:
    chats = await crowd(settings, telegram, 2)
    await alice.orders(FOLLOWERS, "https://example.com/p/1", "1k")
    await drafts(olga)
    await olga.taps("Who gets it?")
    await olga.taps("Customers of a service")
    await olga.says("102", shows="Who of them gets it?")
    await olga.taps("Send to", await olga.taps("category"))

    await until(settings, "ended")
    assert [got(alice.chat), *map(got, chats)] == [1, 0, 0]


async def test_a_list_of_ids_is_a_file_or_a_text(
    alice: Person, olga: Person, settings: Settings, telegram: TelegramServer
) -> None:
    chats = await crowd(settings, telegram, 3)
    await drafts(olga)
    await olga.taps("Who gets it?")
    await olga.taps("A list of IDs")
    await olga.says("nobody at all", shows="There is no Telegram ID in it.")
    listed = f"{FIRST}\n{FIRST + 2}\n999999999\n"
    asked = await olga.sends_file(listed.encode())
    assert "Send it to 2 people?" in asked["text"]
    await olga.taps("Send to", asked)

    await until(settings, "ended")
    assert [got(alice.chat), *map(got, chats)] == [0, 1, 0, 1]
    assert await ask(settings.database_url, "SELECT * FROM broadcast_lists") == []


async def test_people_of_a_language_get_it(
    alice: Person, olga: Person, settings: Settings, telegram: TelegramServer
) -> None:
    chats = await crowd(settings, telegram, 3)
    await ask(settings.database_url, f"UPDATE users SET language_code = 'ru' WHERE id = {id_of(chats[1].id)}")
    await drafts(olga)
    await olga.taps("Who gets it?")
    await olga.taps("By language")
    await olga.taps("Send to", await olga.taps("Russian · 1"))

    await until(settings, "ended")
    assert [got(alice.chat), *map(got, chats)] == [0, 0, 1, 0]


async def test_an_audience_that_grew_is_asked_about_again(
    olga: Person, settings: Settings, telegram: TelegramServer
) -> None:
    await drafts(olga)
    await olga.taps("Who gets it?")
    asked = await olga.taps("Everybody · 1")
    await crowd(settings, telegram, 3)

    again = await olga.taps("Send to 1", asked)

    assert "Send it to 4 people?" in again["text"]
    assert "The number of people has changed" in olga.toast
    await olga.taps("Send to 4", again)
    await until(settings, "ended")
    assert await states(settings) == {"sent": 4}
