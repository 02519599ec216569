"""Broadcasts of a shop: it also knows wallets and groups, and everybody may use it."""

from bot.settings import Settings
from tests.databases import ask, id_of
from tests.people import Person
from tests.stories.broadcasts.acts import drafts, got, states, until
from tests.stories.paying import asks_for, invoices


async def test_people_with_money_get_it(alice: Person, bob: Person, olga: Person, settings: Settings) -> None:
    await asks_for(alice, 100)
    await alice.pays(invoices(alice)[-1])
    await alice.sees("100")
    await drafts(olga)
    segments = await olga.taps("Who gets it?")
    assert "Everybody · 3" in olga.labels(segments)
    await olga.taps("Send to", await olga.taps("With money in the wallet · 1"))

    await until(settings, "ended")
    assert [got(alice.chat), got(bob.chat)] == [1, 0]
    assert await states(settings) == {"sent": 1}


async def test_a_group_gets_it(alice: Person, bob: Person, olga: Person, settings: Settings) -> None:
    await ask(
        settings.database_url,
        "INSERT INTO customer_groups (name, discount, created_at) VALUES ('Gold', '5', 0)",
    )
    await ask(settings.database_url, f"UPDATE users SET group_id = 1 WHERE id = {id_of(bob.id)}")
    await drafts(olga)
    await olga.taps("Who gets it?")
    await olga.taps("A group")
    await olga.taps("Send to", await olga.taps("Group “Gold” · 1"))

    await until(settings, "ended")
    assert [got(alice.chat), got(bob.chat)] == [0, 1]
