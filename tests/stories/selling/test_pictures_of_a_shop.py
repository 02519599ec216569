"""A shop's charts tell what was sold and what is left, to those who may see money."""

import sys

import pytest

from drawing import painter
from sandbox.telegram.files import pixels_of
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, BOB, Bot
from tests.databases import ask
from tests.people import Person
from tests.shops import give
from views.operating.callbacks import SendPicture

SOLD = "Sold: $0.90"


async def test_money_is_drawn_for_those_who_may_see_it(
    alice: Person,
    bob: Person,
    olga: Person,
    bot: Bot,
    telegram: TelegramServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await give(bot.settings.database_url, ALICE, 5_000_000)
    await alice.orders("Pictogram Followers · Standard", "https://example.com/p/1", "1k")
    await ask(
        bot.settings.database_url,
        f"UPDATE users SET role = 'operator', operator_role = 'support' WHERE telegram_id = {BOB}",
    )
    heights = []
    for person in (olga, bob):
        await person.taps_raw(SendPicture().pack())
        (photo,) = await person.gets_photos()
        heights.append(pixels_of(telegram.world.files[photo["photo"][-1]["file_id"]].body))
    of_owner, of_support = (size[1] for size in heights if size)
    assert of_owner > of_support + 300

    monkeypatch.setattr(painter, "COMMAND", (sys.executable, "-S", "-m", "drawing"))
    await olga.taps("Dark")
    told = await olga.sees("The last 30 days", SOLD)
    assert "Margin: " in told["text"]
    sales = await olga.taps("Sales", await olga.says("/admin", shows="Operator"))
    assert SOLD in sales["text"]
    await bob.taps("Dark")
    assert "Sold" not in (await bob.sees("The last 30 days", "Orders: 1"))["text"]
