"""The operator's screen says what is wrong now, whatever the last message said."""

from sandbox.panel.server import PanelServer
from tests.people import Person

ENGINES_OF_STORIES = ("sqlite",)

WELL = "✅ The panel is up and the key works."
UNKNOWN = "⚠️ The panel uses a status that we don't know. The order stays open."
DOWN = "⚠️ The panel does not answer. Ordering is closed until it is back."


async def screen(olga: Person) -> str:
    await olga.says("/start", shows="Hello, Olga")
    return str((await olga.taps("Operator"))["text"])


async def test_the_line_of_health_says_what_is_now_and_not_the_last_alert(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    await alice.orders("Pictogram Followers · Standard", "https://example.com/p/1", "1k")
    well = await screen(olga)
    assert WELL in well
    assert "Up since: panel 20" in well
    assert " · Telegram 20" in well
    panel.book.orders[23501].state = "Bubbling"
    await olga.sees(UNKNOWN, "Bubbling")
    panel.down = True
    await olga.sees(DOWN)
    both = await screen(olga)
    assert "Up since: panel" not in both
    assert UNKNOWN in both
    assert DOWN in both

    panel.down = False
    await olga.sees("The panel is back. Ordering is open.")
    one = await screen(olga)
    assert "Up since: panel 20" in one
    assert UNKNOWN in one
    assert DOWN not in one
    assert WELL not in one
