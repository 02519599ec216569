"""How people browse: the round trip through our menus, or any button of a peer."""

from dataclasses import dataclass

from benchmarks.rig.bots import Bot
from benchmarks.rig.taps import Choose, People, Person, WrongAnswer
from benchmarks.rig.telegram_stub import Message

WARM_UP_TAPS = 1_000


@dataclass(frozen=True, slots=True)
class Step:
    """On a page whose text has `words` there are at least so many `buttons`, of which one is tapped."""

    words: str
    buttons: str
    least: int = 1
    which: int | None = None  # any, if None


ROUND_TRIP = (
    Step("Hello", "cat:"),
    Step("services in", "c:", least=8),
    Step("Prices are per 1,000", "c:", least=3, which=-1),  # on to the second page
    Step("Prices are per 1,000", "s:", least=8),
    Step("per 1,000", "c:"),  # back from the card of the service
    Step("Prices are per 1,000", "home"),
)


async def warm_up(bot: Bot) -> None:
    if bot.name == "ours":
        await warm_up_ours(bot.people)
    else:
        await bot.people.begin()
        await bot.people.browse(WARM_UP_TAPS, tap_any)


async def warm_up_ours(people: People) -> None:
    """Ours comes up before the panel has told its catalogue."""
    await people.begin()
    await people.see("cat:0", ROUND_TRIP[1].words)
    await people.see("home", ROUND_TRIP[0].words)
    await people.browse(WARM_UP_TAPS, browse)


def chooser(bot: Bot) -> Choose:
    return browse if bot.name == "ours" else tap_any


def browse(message: Message, person: Person) -> str:
    step = ROUND_TRIP[person.taps % len(ROUND_TRIP)]
    buttons = [data for data in message.buttons if data.startswith(step.buttons)]
    if step.words not in message.text or len(buttons) < step.least:
        raise WrongAnswer(f"expected {step}, saw {message}")
    return person.chance.choice(buttons) if step.which is None else buttons[step.which]


def tap_any(message: Message, person: Person) -> str:
    if len(message.buttons) != 10:
        raise WrongAnswer(f"expected ten buttons, saw {message}")
    return person.chance.choice(message.buttons)


def browse_catalogue(message: Message, person: Person) -> str:
    """Menu, catalogue, a category, and back."""
    for words, begins in (("Hello", "cat:"), ("services in", "c:"), ("Prices are per 1,000", "home")):
        if words in message.text:
            return person.chance.choice([data for data in message.buttons if data.startswith(begins)])
    raise WrongAnswer(f"expected a page of the catalogue, saw {message}")
