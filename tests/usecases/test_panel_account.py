"""PANEL_API_URL is changed between two starts."""

from collections.abc import AsyncIterator

import pytest

from storage import conditions, panel_keys
from storage.database import Database
from storage.engines.open import open_database
from tests.usecases.records import begin, reserve
from usecases.alerting.alert_operators import AlertOperators
from usecases.alerting.tell_other_panels import TellOfOtherPanels
from usecases.operating.panel_account import panel_account
from usecases.people.access import Access


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """With an open order on the account 1, at https://panel.example."""
    async with open_database(database_url) as database:
        await begin(database)
        await reserve(database, 1)
        yield database


async def start(db: Database, url: str) -> int:
    """The account that a start with this URL works on."""
    account = await panel_account(db, url)
    alert = AlertOperators(
        db=db, access=Access(db=db, admin_ids=[9], allowed_ids=[], clock=lambda: 7), clock=lambda: 7
    )
    await TellOfOtherPanels(db=db, alert=alert, panel_key_id=account.id)()
    return account.id


async def alerts(db: Database) -> list[str]:
    return [payload for (payload,) in await db.fetch_all("SELECT payload FROM outbox ORDER BY id")]


@pytest.mark.parametrize(
    "url", ["https://panel.example/", "https://PANEL.example", "https://panel.example:443"]
)
async def test_another_spelling_of_the_url_loses_no_open_order(db: Database, url: str) -> None:
    assert await start(db, url) == 1
    assert await start(db, url) == 1
    assert await alerts(db) == []
    assert await db.fetch_all("SELECT url FROM panel_keys") == [(url,)]


@pytest.mark.parametrize(
    "url", ["https://panel.example/api/v2", "https://panel.example:444", "https://other.example"]
)
async def test_another_panel_is_another_account_and_the_operator_hears_of_what_is_open_at_the_last(
    db: Database, url: str
) -> None:
    assert await start(db, url) != 1
    assert await start(db, url) != 1
    (told,) = await alerts(db)
    assert '"other_panel:https://panel.example"' in told

    assert await start(db, "https://panel.example") == 1
    assert "lasted" in (await alerts(db))[-1]


async def test_the_alert_about_a_panel_ends_also_where_it_is_gone_back_to_in_another_spelling(
    db: Database,
) -> None:
    await start(db, "https://other.example")

    assert await start(db, "https://PANEL.example/") == 1

    assert "lasted" in (await alerts(db))[-1]
    assert await conditions.current(db) == []


async def test_each_panel_that_is_left_with_open_orders_is_told_of(db: Database) -> None:
    second = await start(db, "https://other.example")
    await db.execute(
        "INSERT INTO drafts (id, user_id, panel_key_id, service_id, created_at, updated_at)"
        " VALUES ('2', 1, $1, '1', 0, 0)",
        second,
    )
    await db.execute(
        """
        INSERT INTO orders (id, user_id, panel_key_id, draft_id, service_id, service_name, service_type, parameters,
            target, rate, price, currency, refillable, cancelable, created_at)
        SELECT 2, 1, $1, '2', service_id, service_name, service_type, parameters, 'y', rate, price, currency, 0, 0, 0
        FROM orders WHERE id = 1
        """,
        second,
    )

    await start(db, "https://panel.example")

    ended, began = sorted((await alerts(db))[-2:], key=lambda payload: "lasted" not in payload)
    assert '"other_panel:https://panel.example"' in ended
    assert '"other_panel:https://other.example"' in began


async def test_of_two_accounts_that_differ_by_their_spelling_the_newer_goes_on(db: Database) -> None:
    newer = (await panel_keys.of_operator(db, "https://panel.example:443")).id

    assert await start(db, "https://PANEL.example/") == newer
