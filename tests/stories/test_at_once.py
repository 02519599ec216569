"""Much at the same moment: taps on one button, people at one link, confirms on connections that are killed."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from sandbox.panel.server import PanelServer
from storage.engines.open import open_database
from storage.users import Role
from tests.conftest import OLGA, Bot
from tests.databases import ask
from tests.people import Person
from usecases.errors import InviteGone
from usecases.people.access import Access
from usecases.people.invite_people import InvitePeople

FOLLOWERS = "Pictogram Followers · Standard"
CONFIRMS = 8


async def test_fifty_taps_on_one_button_place_one_order(alice: Person, panel: PanelServer) -> None:
    review = await alice.reviews(FOLLOWERS, "https://example.com/p/1", "1k")
    place = alice.data_of("Place order", review)

    taps = [asyncio.create_task(alice.taps_raw(place, review["message_id"])) for _ in range(51)]
    await alice.sees("Order 1 · Pending", "Reference")
    await alice.says("/help")
    for tap in taps:
        tap.cancel()  # who taps too fast gets no answer to some
    await asyncio.gather(*taps, return_exceptions=True)

    assert sum(call.action == "add" for call in panel.calls) == 1
    assert alice.count("Order 2") == 0


async def test_of_fifty_people_at_one_link_one_gets_in(database_url: str) -> None:
    async with open_database(database_url) as db:
        access = Access(db=db, admin_ids=[OLGA], allowed_ids=[], clock=lambda: 7)
        invite_people = InvitePeople(db=db, access=access, clock=lambda: 7)
        olga, *strangers = [(await access.meet(one, "Somebody", "en")).id for one in (OLGA, *range(100, 150))]
        code = await invite_people.offer_customer(olga)

        came = await asyncio.gather(
            *(invite_people.accept(code, person) for person in strangers), return_exceptions=True
        )

        assert sum(isinstance(one, InviteGone) for one in came) == len(strangers) - 1
        assert [one.role for one in came if not isinstance(one, BaseException)] == [Role.CUSTOMER]
        assert await db.fetch_all("SELECT count(*) FROM users WHERE role = 'customer'") == [(1,)]


@contextlib.asynccontextmanager
async def connections_killed(url: str, every: float) -> AsyncIterator[list[int]]:
    """The server ends one session of a database after the other; yields 1 for each that it ended."""
    killed: list[int] = []
    end = """
        SELECT pg_terminate_backend(pid) FROM (
            SELECT pid FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
            ORDER BY random() LIMIT 1) one
        """

    async def kill() -> None:
        while True:
            killed.append(len(await ask(url, end)))
            await asyncio.sleep(every)

    killing = asyncio.create_task(kill())
    try:
        yield killed
    finally:
        killing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await killing


@pytest.mark.timeout(180)
@pytest.mark.parametrize("engine", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
async def test_confirms_while_the_servers_connections_are_killed_double_and_lose_nothing(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    url = bot.settings.database_url
    total = 0
    for number in range(1, CONFIRMS + 1):
        review = await alice.reviews(FOLLOWERS, f"https://example.com/p/{number}", "100")
        place = alice.data_of("Place order", review)
        async with connections_killed(url, every=0.05) as killed:
            tap = asyncio.create_task(alice.taps_raw(place, review["message_id"]))
            await asyncio.sleep(0.4)
        total += sum(killed)
        await asyncio.wait({tap})
        # Not by its number: a transaction that was rolled back has used one up.
        await alice.sees("Order ", f"https://example.com/p/{number}\n", "Ordered ", patience=60)

    ended = "SELECT count(*) FROM orders WHERE status IN ('pending', 'unconfirmed', 'failed')"
    async with asyncio.timeout(60):
        while await ask(url, ended) != [(CONFIRMS,)]:
            await asyncio.sleep(0.1)
    links = [call.sent["link"] for call in panel.calls if call.action == "add"]
    assert len(links) == len(set(links))
    ((known,),) = await ask(url, "SELECT count(*) FROM orders WHERE panel_order_id IS NOT NULL")
    ((doubtful,),) = await ask(url, "SELECT count(*) FROM orders WHERE status = 'unconfirmed'")
    assert known <= len(links) <= known + doubtful
    assert total > CONFIRMS
