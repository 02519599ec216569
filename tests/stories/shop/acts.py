"""What people do in a shop, again and again."""

from tests.conftest import Bot
from tests.people import Message, Person

FOLLOWERS = "Pictogram Followers · Standard"
LINK = "https://example.com/p/1"


async def started(person: Person, bot: Bot) -> Person:
    """Open the menu when the catalogue is there."""
    await person.says("/start", shows="Hello")
    await bot.has_catalogue()
    return person


async def opens(olga: Person) -> None:
    """Olga confirms the prices that the alert asks her to check."""
    alert = await olga.sees("The prices of the shop are not confirmed yet.", button="Check the prices")
    card = await olga.taps("Check the prices", alert)
    await olga.taps("These prices are right", card)
    await olga.sees("Ordering is open.")


async def prices(olga: Person) -> Message:
    """Olga opens the list of rules."""
    await olga.says("/shop", shows="Shop")
    return await olga.taps("Prices")


async def sets(olga: Person, what: str, value: str) -> str:
    """Olga changes the rule for all services, and saves it; returns what she was shown before."""
    await prices(olga)
    await olga.taps("All services")
    await olga.taps(what)
    plan = await olga.says(value, shows="Nothing is saved yet")
    shown = str(plan["text"])
    await olga.taps("Save", plan)
    return shown


async def rate_shown(person: Person, service: str = FOLLOWERS) -> str:
    """The first word of a service's button in a search: its rate."""
    found = await person.says(f"/search {service}", shows="result")
    label = next(one for one in person.labels(found) if service in one)
    return label.partition(" · ")[0]
