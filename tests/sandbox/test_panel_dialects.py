"""Each dialect of the sandbox's panel answers as real panels were seen to, and together they show all of it."""

import asyncio
import sys
from collections import defaultdict

import aiohttp
import pytest

from sandbox.panel.dialects import DIALECTS, named
from sandbox.panel.server import PanelServer
from tests.sandbox.dialect_seen import SEEN, Seen
from tests.sandbox.dialect_walk import walked

BY_DIALECT: dict[str, list[Seen]] = defaultdict(list)
for row in SEEN:
    BY_DIALECT[row.dialect].append(row)


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_a_dialect_answers_as_it_was_seen(dialect: str) -> None:
    async with PanelServer(speed=0, dialect=dialect) as panel:
        async for answers in walked(panel):
            missed = [
                f"{row.what}: {row.answer!r} is not in the answer to {row.step!r}:\n  {answers[row.step][:500]}"
                for row in BY_DIALECT[dialect]
                if row.answer not in answers[row.step]
            ]
    assert not missed, "\n".join(missed)


def test_each_dialect_shows_something_that_was_seen() -> None:
    assert set(BY_DIALECT) == set(DIALECTS)


def test_dialects_have_names_and_say_how_they_speak() -> None:
    for name, dialect in DIALECTS.items():
        assert name == dialect.name
        assert dialect.about.endswith(".")
    assert len({dialect.about for dialect in DIALECTS.values()}) == len(DIALECTS) >= 12


async def test_what_a_silent_panel_does_not_deliver_is_not_paid_back() -> None:
    panel = PanelServer(dialect="silent")
    order = panel.book.add(
        "demo-key", {"service": "101", "link": "https://example.com/1", "quantity": "1000"}
    )

    panel.book.end(order, "Failed")

    assert panel.book.keys["demo-key"].balance == 1000 - order.price


async def test_ids_move_with_their_places() -> None:
    async with PanelServer(dialect="places-for-ids") as panel, aiohttp.ClientSession() as session:
        panel.book.services[101].removed = True
        form = {
            "key": "demo-key", "action": "add", "service": "1", "link": "https://e.com/1", "quantity": "100",
        }  # fmt: skip
        await session.post(panel.api_url, data=form)

    assert panel.book.orders[23501].service.id == 102


async def test_an_empty_list_of_services_may_be_a_text() -> None:
    async with PanelServer(dialect="envelope") as panel, aiohttp.ClientSession() as session:
        panel.book.services.clear()
        async with session.post(panel.api_url, data={"key": "demo-key", "action": "services"}) as answer:
            assert await answer.json() == {"status": "success", "data": "Empty Data"}


def test_an_unknown_dialect_is_refused_with_the_names_that_there_are() -> None:
    with pytest.raises(ValueError, match=r"no dialect 'latin'; there is plain, .*unknown-types"):
        named("latin")


@pytest.mark.parametrize("program", ["sandbox", "sandbox.panel"])
async def test_a_program_refuses_an_unknown_dialect_in_one_line(program: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", program, "--dialect", "latin", stderr=asyncio.subprocess.PIPE
    )
    _, errors = await process.communicate()

    assert process.returncode == 2
    (line,) = errors.decode().splitlines()
    assert "no dialect 'latin'; there is plain, " in line


async def test_the_page_says_which_dialect_the_panel_speaks() -> None:
    async with (
        PanelServer(dialect="silent") as panel,
        aiohttp.ClientSession(panel.url) as page,
        page.get("/sandbox/state") as answer,
    ):
        assert (await answer.json())["dialect"]["name"] == "silent"
