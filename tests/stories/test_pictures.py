"""An operator taps Pictures and gets charts of the last days, or their figures as a text."""

import asyncio
import sys

import pytest

from drawing import painter
from sandbox.panel.server import PanelServer
from sandbox.telegram.files import pixels_of
from sandbox.telegram.server import TelegramServer
from tests.people import Message, Person
from tests.stories.test_people import comes_in
from tests.stories.test_roles import makes
from views.operating.callbacks import SendPicture
from views.pictures.themes import ThemeName

LINK = "https://example.com/p/1"
DRAWING = "Drawing the picture…"


@pytest.fixture
async def ordered(alice: Person, panel: PanelServer) -> None:
    await alice.orders("Pictogram Followers · Standard", LINK, "1k")


async def desk(olga: Person) -> Message:
    return await olga.says("/admin", shows="Operator")


def png_of(telegram: TelegramServer, photo: Message) -> bytes:
    return telegram.world.files[photo["photo"][-1]["file_id"]].body


@pytest.mark.usefixtures("ordered")
async def test_olga_gets_a_picture_and_then_a_dark_one(olga: Person, telegram: TelegramServer) -> None:
    menu = await desk(olga)
    await olga.taps("Pictures", menu)
    (light,) = await olga.gets_photos()
    assert olga.toast == DRAWING
    assert "The last 30 days" in light["caption"]
    width, height = pixels_of(png_of(telegram, light)) or (0, 0)
    assert (width, height > 800) == (1_080, True)

    await olga.taps("Dark", light)
    _, dark = await olga.gets_photos(2)
    assert olga.labels(dark) == ["☀️ Light", "‹ Operator"]
    assert png_of(telegram, dark) != png_of(telegram, light)
    assert olga.chat.messages[menu["message_id"]]["text"] == menu["text"]

    await olga.taps("‹ Operator", dark)
    await olga.sees("Services offered", button="Pictures")


@pytest.mark.usefixtures("ordered")
async def test_two_quick_taps_draw_one_picture(olga: Person, telegram: TelegramServer) -> None:
    await desk(olga)
    data = SendPicture().pack()

    toasts = await asyncio.gather(*(olga.taps_raw(data) for _ in range(2)))

    assert sorted(toasts) == [DRAWING, "The picture was sent a moment ago."]
    assert len(await olga.gets_photos()) == 1


CHILDREN = {
    "the extra is missing": (sys.executable, "-S", "-m", "drawing"),
    "it is killed": (sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"),
    "it takes too long": (sys.executable, "-c", "import time; time.sleep(600)"),
    "it writes nonsense": (sys.executable, "-c", "print('x' * 100)"),
    "it cannot be started": ("/nowhere/python",),
    "Telegram refuses it": (
        sys.executable,
        "-c",
        r"import os; os.write(1, b'\x89PNG\r\n\x1a\n' + bytes(50))",
    ),
}


@pytest.mark.usefixtures("ordered")
@pytest.mark.parametrize("child", CHILDREN)
async def test_where_nothing_can_be_drawn_the_figures_come_as_a_text(
    olga: Person, child: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(painter, "COMMAND", CHILDREN[child])
    monkeypatch.setattr(painter, "TIME_LIMIT_S", 0.5 if "long" in child else 10.0)
    await desk(olga)

    await olga.taps("Pictures")

    told = await olga.sees("The last 30 days", "Orders: 1", "What became of them", button="‹ Operator")
    assert "Open: 1 · 100%" in told["text"]
    assert olga.toast == DRAWING
    monkeypatch.undo()
    await olga.taps("‹ Operator", told)
    await olga.taps("Pictures")
    await olga.gets_photos()


async def test_a_customer_who_forges_the_tap_gets_nothing(alice: Person, olga: Person) -> None:
    for theme in ThemeName:
        assert "out of date" in await alice.taps_raw(SendPicture(theme=theme).pack())
    assert "out of date" in await alice.taps_raw(f"{SendPicture.__prefix__}:neon")

    assert not [one for one in alice.chat.messages.values() if "photo" in one]
    await desk(olga)
    await olga.taps("Pictures")
    assert len(await olga.gets_photos()) == 1  # with no orders yet


async def test_support_and_viewers_get_pictures(olga: Person, bob: Person) -> None:
    await comes_in(bob, olga)
    for count, role in enumerate(("Support", "Viewer"), 1):
        await makes(olga, "Bob", role)
        await bob.taps("Operator", await bob.sees(f"You now operate this bot as: {role}"))
        await bob.taps_raw(SendPicture(theme=list(ThemeName)[count % 2]).pack())
        await bob.gets_photos(count)
