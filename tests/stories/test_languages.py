"""People read and write their own language: Telegram's, or the one that they chose in the settings."""

import asyncio

from sandbox.panel.server import PanelServer
from tests.people import Person

ENGINES_OF_STORIES = ("sqlite",)

FOLLOWERS = "Pictogram Followers · Standard"
DRIP_FEED = "Pictogram Followers · Drip-feed"
LINK = "https://example.com/p/1"


async def russian(alice: Person) -> None:
    await alice.says("/settings")
    await alice.taps("Language")
    settings = await alice.taps("Русский")
    assert settings["text"].startswith("Настройки\n\nЯзык: Русский")


async def test_the_client_says_which_language_a_person_reads(alice: Person) -> None:
    assert alice.chat.owner is not None
    alice.chat.owner.language_code = "ru"

    menu = await alice.says("/start")

    assert menu["text"].startswith("Здравствуйте, Alice")
    assert "📦 Мои заказы" in alice.labels(menu)


async def test_a_chosen_language_stays_whatever_the_client_says(alice: Person) -> None:
    await russian(alice)
    await alice.taps("Язык")
    await alice.taps("English")
    assert alice.chat.owner is not None
    alice.chat.owner.language_code = "ru"

    assert (await alice.says("/start"))["text"].startswith("Hello, Alice")


async def test_cards_and_messages_of_the_background_are_in_the_persons_language(
    alice: Person, panel: PanelServer
) -> None:
    await russian(alice)
    await alice.opens_service(FOLLOWERS)
    await alice.taps("Заказать")
    review = await alice.answers(LINK, "1 тыс.")
    assert "Количество: 1 000" in review["text"]
    await alice.taps("Заказать · 0,90\u00a0$", review)
    await alice.sees("Заказ 1", "Код заказа 23501")
    order = panel.book.orders[23501]
    order.state, order.delivered = "In progress", 400

    await alice.sees("Заказ 1 · Выполняется", "Доставлено 400 из 1\u00a0000")
    panel.book.end(order, "Completed")

    while alice.count("Заказ 1 · Выполнен\n") < 2:  # the card and the message
        await asyncio.sleep(0.01)
    assert alice.labels(alice.newest) == ["📦 Открыть заказ 1"]


async def test_what_is_typed_is_understood_in_the_persons_language(alice: Person) -> None:
    await russian(alice)
    await alice.opens_service(DRIP_FEED)
    await alice.taps("Заказать")

    review = await alice.answers(LINK, "1\u00a0000", "5", "2 часа")
    assert "Каждые 120 минут" in review["text"]

    changed = await alice.says("2 тыс.")
    assert "5 запусков по 2\u00a0000 = 10\u00a0000" in changed["text"]
