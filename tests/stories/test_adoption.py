"""The panel has orders of Alice's that the restored database does not know; Olga enters them."""

from sandbox.panel.server import PanelServer
from tests.conftest import Bot
from tests.databases import ask, id_of
from tests.people import Person
from tests.stories.test_returning import restore
from tests.stories.test_unknown_outcomes import order_in_doubt

FOLLOWERS = "Pictogram Followers · Standard"


def theirs(panel: PanelServer, number: int) -> None:
    """An order on the same key that is not in the database."""
    sent = {"service": "101", "link": f"https://example.com/after/{number}", "quantity": "1000"}
    panel.book.add("demo-key", sent)


async def test_an_order_after_the_copy_is_listed_and_entered_for_its_customer(
    alice: Person, olga: Person, bot: Bot, panel: PanelServer
) -> None:
    await alice.orders(FOLLOWERS, "https://example.com/p/1", "1k")
    await restore(bot)
    theirs(panel, 2)
    theirs(panel, 3)
    panel.book.start(panel.book.orders[23503])
    await bot.restart(panel)
    over = await olga.sees("The panel has said what happened to the open orders. Ordering is open.")

    await olga.taps("Orders that are not known here", over)
    await olga.sees("just after 23501", "23502 · Pending", "23503 · In progress, 700 remain")
    sure = await olga.says(f"#23503 {alice.id}", shows="Enter order")
    for known in ("23503", "Alice", "In progress, 700 remain", "We don't know what was ordered"):
        assert known in sure["text"]
    assert alice.count("23503") == 0
    data = olga.data_of("Enter it", sure)
    await olga.taps("Enter it", sure)

    card = await alice.sees("What was ordered is not known here", "Reference 23503")
    assert "$" not in card["text"]
    assert not any("Order again" in label or "Copy link" in label for label in alice.labels(card))
    await alice.sees("Order 2 · In progress", "23503")
    await olga.sees("Entered as order 2.")
    await olga.taps_raw(data, sure["message_id"])  # the second tap enters nothing
    panel.book.end(panel.book.orders[23503], "Completed")
    await alice.sees("Order 2 · Completed", "What was ordered is not known here")
    assert await ask(bot.settings.database_url, "SELECT count(*) FROM orders") == [(2,)]
    assert "Today: $0.90" in (await alice.says("/balance", shows="Today"))["text"]


async def test_what_cannot_be_entered_is_said(
    alice: Person, olga: Person, bot: Bot, panel: PanelServer
) -> None:
    await alice.orders(FOLLOWERS, "https://example.com/p/1", "1k")
    theirs(panel, 2)
    await olga.taps_raw("ad")
    await olga.sees("just after 23501", "23502 · Pending")

    for typed, said in (
        (f"23501 {alice.id}", "belongs to another order here"),
        (f"023501 {alice.id}", "belongs to another order here"),
        (f"99999 {alice.id}", "The panel doesn't have this number on our key"),
        ("23502 4711", "I don't know anyone with this ID."),
        ("please", "The panel doesn't have this number on our key"),
        ("23502", "The panel has no unknown order on this key just after 23502."),
        ("23450", "just after 23450 that are not known here"),
    ):
        await olga.says(typed, shows=said)
    panel.down = True
    await olga.says(f"23502 {alice.id}", shows="The panel is not answering")
    assert await ask(bot.settings.database_url, "SELECT count(*) FROM orders") == [(1,)]


async def test_the_number_of_an_order_in_doubt_is_not_entered_as_another_one(
    alice: Person, olga: Person, bot: Bot, panel: PanelServer
) -> None:
    await alice.orders("Clipstream Likes", "https://example.com/other", "100")
    await order_in_doubt(alice, panel)
    await olga.sees("Does the panel have order 2?")
    await olga.taps_raw("ad")
    await olga.sees("just after 23501", "23502", "1 order is in doubt. Decide it first")

    await olga.says(f"23502 {alice.id}", shows="Order 2 of this person is in doubt")
    ((person,),) = await ask(bot.settings.database_url, f"SELECT {id_of(alice.id)}")
    toast = await olga.taps_raw(f"ae:{person}:23502")

    assert "Order 2 of this person is in doubt" in toast
    assert await ask(bot.settings.database_url, "SELECT count(*) FROM orders") == [(2,)]
