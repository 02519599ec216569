"""`python -m bot panel`: Olga's panel has a new address, or she has another panel."""

import pytest

from bot.commands.panels import PanelsWrong, panels
from bot.settings import Settings
from tests.bot.conftest import Process, arrive
from tests.databases import ENGINES, ask, empty_database, run
from tests.people import Person

OLD, NEW = "https://old.example/api/v2", "https://new.example/api/v2"

HISTORY = f"""
INSERT INTO users (id, telegram_id, name, created_at) VALUES (1, 1001, 'Alice', 0);
INSERT INTO panel_keys (id, url, rate_per_piece_since) VALUES (1, '{OLD}', 7);
INSERT INTO panel_keys (id, url, services_at) VALUES (2, '{NEW}', 9);
INSERT INTO services (panel_key_id, id, position, name, type, category, rate, min, max, description, refill, cancel,
    dripfeed) VALUES (1, '101', 1, 'Followers', 'default', 'c', '0.9', 1, 9, '', 1, 1, 0);
"""

ORDER = """
INSERT INTO drafts (id, user_id, panel_key_id, service_id, created_at, updated_at)
    VALUES ('{id}', 1, {key}, '101', 0, 0);
INSERT INTO orders (id, user_id, panel_key_id, draft_id, service_id, service_name, service_type, parameters, target,
    quantity, rate, price, currency, refillable, cancelable, created_at)
VALUES ({id}, 1, {key}, '{id}', '101', 'Followers', 'default', '{{}}', 'x', 1000, '0.9', 900000, 'USD', 1, 1, 0);
UPDATE orders SET status = 'submitting' WHERE id = {id};
INSERT INTO submissions (order_id, started_at) VALUES ({id}, 0);
UPDATE submissions SET outcome = '{outcome}', ended_at = 1 WHERE order_id = {id};
"""
PLACED = "UPDATE orders SET status = 'pending', panel_order_id = '{number}', placed_at = 1 WHERE id = {id};"
DOUBT = """
UPDATE orders SET status = 'unconfirmed' WHERE id = {id};
UPDATE submissions SET evidence = '{{}}' WHERE order_id = {id};
"""
REFILLED = """
UPDATE orders SET status = 'completed', ended_at = 2 WHERE id = {id};
INSERT INTO refills (order_id, user_id, panel_key_id, created_at) VALUES ({id}, 1, {key}, 0);
"""


def placed(number: int, key: int, at_panel: str, then: str = "") -> str:
    return (ORDER + PLACED + then).format(id=number, key=key, number=at_panel, outcome="placed")


async def settle(url: str, *orders: str) -> dict[str, str]:
    """A database in which Olga has used the old address, and has set the new one."""
    await run(url, HISTORY + "".join(orders))
    return {"DATABASE_URL": url, "PANEL_API_URL": NEW}


@pytest.mark.parametrize("engine", ENGINES)
async def test_a_panel_at_a_new_address_goes_on_with_all_that_it_had(
    program: Process, database_url: str
) -> None:
    given = await settle(
        database_url,
        placed(1, 1, "23501"),
        placed(2, 1, "23502", REFILLED),
        (ORDER + DOUBT).format(id=3, key=1, outcome="unknown"),
        placed(4, 2, "23504"),
    )
    code, output = await program.ends("panel", **given)
    assert (code, output.splitlines()) == (
        0,
        [
            f"{OLD}  former  open orders: 2, open refills: 1",
            f"{NEW}  present  open orders: 1, open refills: 0",
        ],
    )

    code, output = await program.ends("panel", "same-as", OLD, "--yes", **given)

    logged, *shown = output.splitlines()
    assert f"INFO    bot.commands.panels: what was open at {OLD} goes on at {NEW}, by the shell" in logged
    assert (code, shown) == (
        0,
        [
            f"Orders, refills and services of {OLD} are at {NEW} now.",
            f"{NEW}  present  open orders: 3, open refills: 1",
        ],
    )
    for table in ("orders", "refills", "drafts", "services"):
        assert await ask(database_url, f"SELECT DISTINCT panel_key_id FROM {table}") == [(2,)]
    assert await ask(database_url, "SELECT evidence FROM submissions WHERE order_id = 3") == [(None,)]
    kept = "SELECT services_at, rate_per_piece_since FROM panel_keys WHERE id = 2"
    assert await ask(database_url, kept) == [(9, 7)]
    code, output = await program.ends("panel", **(given | {"PANEL_API_URL": OLD}))  # set back: the same panel
    assert output == f"{NEW}  present  open orders: 3, open refills: 1\n"


@pytest.mark.parametrize("engine", ENGINES)
async def test_two_accounts_with_an_order_of_the_same_number_are_two_panels(
    program: Process, database_url: str
) -> None:
    given = await settle(database_url, placed(1, 1, "0a7"), placed(2, 2, "A7"))

    code, output = await program.ends("panel", "same-as", OLD, "--yes", **given)

    assert code == 2
    assert output.startswith(
        "panel: both accounts have an order 0a7, so they are two panels. Nothing was changed"
    )
    assert await ask(database_url, "SELECT panel_key_id FROM orders ORDER BY id") == [(1,), (2,)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("same-as", OLD), "panel: nothing was changed; --yes does it without asking"),
        (("same-as", NEW), "panel: this is the present panel already, which PANEL_API_URL names"),
        (
            ("same-as", "https://else.example"),
            "panel: there is no account with this URL; `panel` lists those that there are",
        ),
        (
            ("is", OLD),
            "panel: expected nothing, or same-as URL with the former PANEL_API_URL",
        ),
    ],
)
async def test_what_is_not_done_changes_nothing(
    settings: Settings, database_url: str, words: tuple[str, ...], said: str
) -> None:
    await settle(database_url, placed(1, 1, "23501"))
    now = settings.model_copy(update={"panel_api_url": NEW})

    with pytest.raises(PanelsWrong) as wrong:
        await panels(now, words, print, lambda _: False)

    assert str(wrong.value) == said
    assert await ask(database_url, "SELECT panel_key_id FROM orders") == [(1,)]


async def test_beside_a_running_bot_on_a_file_nothing_is_changed(program: Process, visitor: Person) -> None:
    await program.start()
    await arrive(visitor)

    code, output = await Process(program.environment, program._folder).ends("panel", "same-as", OLD, "--yes")

    assert code == 2
    assert "another process is working on data/panelgram.db; end the bot" in output


@pytest.mark.postgres
async def test_beside_a_running_bot_on_postgresql_nothing_is_changed(
    program: Process, visitor: Person, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async with empty_database("postgres", tmp_path_factory.mktemp("none")) as url:
        await program.start(DATABASE_URL=url)
        await arrive(visitor)
        beside = Process({**program.environment, "DATABASE_URL": url}, program._folder)

        assert "present  open orders: 0" in (await beside.ends("panel"))[1]
        code, output = await beside.ends("panel", "same-as", OLD, "--yes")

        assert (code, output) == (
            2,
            "panel: a bot runs on this database; end it (nothing is lost), run this again\n",
        )
