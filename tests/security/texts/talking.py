"""What a test of odd texts does more than once, and a panel that answers what the test likes."""

from typing import Any

from sandbox.panel.api import Api
from sandbox.panel.dialects.dialect import Answer
from sandbox.telegram.world import Person
from tests.security.shortcut import Direct, Message

COMMENTS, PROFILE, DEFAULT = 9_001, 9_002, 9_003
"""Services of the panel beside those that are called by the corpus."""


class Rude(Api):
    """Answers some actions with whatever a test has put down, the others as always."""

    def __init__(self, api: Api, answers: dict[str, Any]) -> None:
        self.__dict__.update(api.__dict__)
        self.answers = answers

    def answer(self, sent: dict[str, str]) -> Answer:
        scripted = self.answers.get(sent.get("action", ""))
        if scripted is None:
            return super().answer(sent)
        return Answer(scripted(sent) if callable(scripted) else scripted)


def of_json(text: str) -> str:
    """A text as it arrives: half of a surrogate pair is no text."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


async def order(bot: Direct, person: Person) -> None:
    await bot.taps(person, f"d:{DEFAULT}")
    await bot.says(person, "example.com/p/1")
    await confirm(bot, person, await bot.says(person, "10"))


async def confirm(bot: Direct, person: Person, review: Message) -> None:
    (data,) = [
        button["callback_data"]
        for row in review["reply_markup"]["inline_keyboard"]
        for button in row
        if "Place order" in button["text"]
    ]
    await bot.taps(person, data)
    await bot.carry_out()
