"""Before Alice writes to support she reads what is known, and gets the button that may solve it."""

from sandbox.panel.server import PanelServer
from tests.conftest import Bot
from tests.databases import ask
from tests.people import Person
from tests.stories.support import FOLLOWERS, LINK, opens_card

ENGINES_OF_STORIES = ("sqlite",)

DROPS = "Pictogram Followers · 30 days refill"


async def test_the_refill_button_stands_where_refills_are_possible(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    card = await alice.orders(DROPS, LINK, "1k")
    await alice.taps("Something is wrong", card)
    facts = await alice.taps("It has dropped")
    assert "A refill can be requested when the order is finished." in facts["text"]
    assert not any("Refill" in label for label in alice.labels(facts))
    panel.book.end(panel.book.orders[23501], "Completed")
    await alice.sees("Order 1 · Completed")
    await alice.taps("Something is wrong", await opens_card(alice, 1))

    facts = await alice.taps("It has dropped")

    assert "Refills are possible until" in facts["text"]
    assert "You can request a refill now." in facts["text"]
    await alice.taps("Refill", facts)
    await alice.sees("Refill requested")
    await alice.taps("Something is wrong", await opens_card(alice, 1))
    facts = await alice.taps("It has dropped")
    assert "Refill requested" in facts["text"]
    assert not any("Refill" in label for label in alice.labels(facts))


async def test_a_slow_order_tells_the_usual_time_and_can_be_canceled(
    alice: Person, olga: Person, bot: Bot
) -> None:
    for number in range(10):
        await alice.orders(FOLLOWERS, f"{LINK}{number}", "100")
    await ask(
        bot.settings.database_url,
        "UPDATE orders SET status = 'completed', ended_at = placed_at + 7200000 WHERE id < 11",
    )
    await alice.orders(FOLLOWERS, LINK, "100")
    await ask(bot.settings.database_url, "UPDATE orders SET cancelable = 1 WHERE id = 11")
    await alice.taps("Something is wrong", await opens_card(alice, 11))

    for reason in ("It is slow", "It has not started", "The link is wrong"):
        facts = await alice.taps(reason)
        if "link" not in reason:
            assert "Orders of this service usually take 2 hours." in facts["text"]
        assert "Request cancellation" in alice.labels(facts)[0]
        await alice.taps("Back", facts)
    await alice.taps("The link is wrong")
    await alice.taps("Request cancellation")
    await alice.taps("Yes, request cancellation")
    await alice.sees("Cancellation requested", "Order 11")
    await alice.taps("Something is wrong", await opens_card(alice, 11))
    facts = await alice.taps("The link is wrong")
    assert "Cancellation requested" in facts["text"]
    assert not any("cancellation" in label for label in alice.labels(facts))


async def test_an_order_in_doubt_has_no_button(alice: Person, olga: Person, panel: PanelServer) -> None:
    panel.faults.switch_on("lost_answer", "add", times=1)
    await alice.taps("Place order", await alice.reviews(FOLLOWERS, LINK, "100"))
    in_doubt = await alice.sees("Order 1 · Being checked")

    assert not any("wrong" in label for label in alice.labels(in_doubt))
    assert await alice.taps_raw("sw:1") == "There is no such order."


async def test_money_is_a_reason_in_a_shop_alone(alice: Person, olga: Person) -> None:
    card = await alice.orders(FOLLOWERS, LINK, "100")

    reasons = await alice.taps("Something is wrong", card)

    assert not any("money" in label for label in alice.labels(reasons))
