"""Links into the bot, what a search result says, and a help for each role."""

from sandbox.panel.server import PanelServer
from tests.conftest import Bot
from tests.people import Person

ENGINES_OF_STORIES = ("sqlite",)


async def test_help_is_that_of_ones_role(alice: Person, olga: Person) -> None:
    help_ = await olga.says("/help")
    assert "You operate this bot" in help_["text"]
    assert "Panel account" in (await olga.taps("Operator", help_))["text"]

    assert "You operate this bot" not in (await alice.says("/help"))["text"]


async def test_a_link_to_a_service_that_is_gone_says_so_with_the_nearest(
    alice: Person, panel: PanelServer, bot: Bot
) -> None:
    await alice.orders("Pictogram Followers · Standard", "example.com/p/1", "1k")
    panel.book.services[101].removed = True
    await bot.restart(panel)

    gone = await alice.says("/start s_101", shows="is no longer offered")

    assert "“Pictogram Followers · Standard” is no longer offered." in gone["text"]
    assert "Pictogram Followers" in alice.labels(gone)[0]
    assert "Pictogram Followers" in (await alice.taps("Pictogram Followers", gone))["text"]
    unknown = await alice.says("/start s_99999", shows="This service is not offered here.")
    assert alice.labels(unknown) == ["🗂 Catalogue", "🔎 Search", "🏠 Menu"]


async def test_a_hit_says_its_price_name_and_category(alice: Person) -> None:
    found = await alice.says("/search followers standard")

    assert alice.labels(found)[0] == "$0.90 · Pictogram Followers · Standard · 📷 Pictogram…"


async def test_a_link_into_the_bot_that_is_sent_to_search_opens_its_service(alice: Person) -> None:
    card = await alice.opens_service("Pictogram Mentions by hashtag")
    link = next(
        one["copy_text"]["text"]
        for row in card["reply_markup"]["inline_keyboard"]
        for one in row
        if "start=s_" in one.get("copy_text", {}).get("text", "")
    )
    await alice.says("/search")

    assert "Pictogram Mentions by hashtag" in (await alice.says(link))["text"]
