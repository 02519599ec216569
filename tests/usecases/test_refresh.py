"""Keeping the catalogue: what is as it was is not read, and only what changed is written."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from typing import Any

import pytest

from panel import Panel
from storage import panel_keys, services
from storage.database import Database
from storage.engines.open import open_database
from tests.panel.conftest import Script
from usecases.alerting.alert_operators import AlertOperators
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.refresh_catalogue import RefreshCatalogue
from usecases.browsing.search_services import SearchServices
from usecases.people.access import Access


def listed(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "service": number, "name": f"Followers {number}", "type": "Default", "category": "Pictogram", "rate": "0.90",
        "min": "50", "max": "10000", "desc": "", "refill": True, "cancel": False, "dripfeed": False, **changes,
    }  # fmt: skip


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as db:
        await db.execute("INSERT INTO panel_keys (id, url) VALUES (1, 'https://panel.example')")
        yield db


def refresher(db: Database, panel: Panel, now: int = 7) -> tuple[RefreshCatalogue, Catalogue]:
    catalogue = Catalogue(1)
    access = Access(db=db, admin_ids=[9], allowed_ids=[], clock=lambda: now)
    alert = AlertOperators(db=db, access=access, clock=lambda: now)
    refresh = RefreshCatalogue(db=db, panel=panel, catalogue=catalogue, alert=alert, clock=lambda: now)
    return refresh, catalogue


async def kept(db: Database) -> list[str]:
    return [one.name for one in await services.of_panel_key(db, 1)]


async def test_a_list_that_came_before_changes_only_the_time(
    db: Database, script: Script, client: Panel
) -> None:
    script.says([listed(1), listed(2)])
    refresh, catalogue = refresher(db, client)
    await refresh()
    shelves = catalogue.shelves
    await db.execute("UPDATE services SET name = 'as it was' WHERE id = '2'")

    await refresh()

    assert catalogue.shelves is shelves
    assert await kept(db) == ["Followers 1", "as it was"]
    assert (await panel_keys.get(db, 1)).services_at == 7


async def test_a_list_of_far_too_many_services_is_refused_with_one_alert(
    db: Database, script: Script, client: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("usecases.browsing.refresh_catalogue.MOST_SERVICES", 3)
    script.says([listed(1), listed(2)])
    refresh, catalogue = refresher(db, client)
    await refresh()
    script.says([listed(number) for number in range(1, 5)])

    for _ in range(2):
        await refresh()

    assert await kept(db) == ["Followers 1", "Followers 2"]
    assert [one.id for one in catalogue.services] == ["1", "2"]
    told = "SELECT count(*) FROM outbox WHERE event = 'alert' AND payload LIKE '%services_too_many%'"
    assert await db.fetch_all(told) == [(1,)]
    script.says([listed(1), listed(2), listed(3)])
    await refresh()
    assert [one.id for one in catalogue.services] == ["1", "2", "3"]
    assert await db.fetch_all(told) == [(2,)]


async def test_what_came_went_moved_or_changed_is_kept_like_that(
    db: Database, script: Script, client: Panel
) -> None:
    script.says([listed(1), listed(2), listed(3), listed(4)])
    refresh, catalogue = refresher(db, client)
    await refresh()
    script.says([listed(3), listed(1), listed(4, name="Cheaper"), listed(5)])

    await refresh()

    assert await kept(db) == ["Followers 3", "Followers 1", "Cheaper", "Followers 5"]
    assert [one.name for one in catalogue.services] == await kept(db)
    again, other = refresher(db, client)
    await again.restore()
    assert other.services == catalogue.services


async def test_one_change_writes_one_row(tmp_path: Any, script: Script, client: Panel) -> None:
    async with open_database(f"sqlite:///{tmp_path}/bot.db") as db:
        await db.execute("INSERT INTO panel_keys (id, url) VALUES (1, 'https://panel.example')")
        script.says([listed(number) for number in range(1, 50)])
        refresh, _ = refresher(db, client)
        await refresh()
        with closing(sqlite3.connect(tmp_path / "bot.db")) as other:
            other.execute("CREATE TABLE written (id TEXT)")
            for what in ("INSERT", "UPDATE"):
                other.execute(
                    f"CREATE TRIGGER see_{what} AFTER {what} ON services BEGIN INSERT INTO written VALUES (NEW.id); END"
                )
            other.commit()
        script.says([listed(number, **({"rate": "1.0"} if number == 7 else {})) for number in range(1, 50)])

        await refresh()

        assert await db.fetch_all("SELECT id FROM written") == [("7",)]


async def test_who_was_overtaken_by_another_process_reads_the_old_answer_again(
    db: Database, script: Script, client: Panel
) -> None:
    script.says([listed(1)])
    refresh, catalogue = refresher(db, client)
    await refresh()
    script.says([listed(2)])
    other, _ = refresher(db, client, now=8)
    await other()
    await refresh.keep_up()
    assert [one.id for one in catalogue.services] == ["2"]
    script.says([listed(1)])

    await refresh()

    assert [one.id for one in catalogue.services] == ["1"]
    assert await kept(db) == ["Followers 1"]


async def test_a_search_finds_what_a_refresh_has_brought(db: Database, script: Script, client: Panel) -> None:
    script.says([listed(1)])
    refresh, catalogue = refresher(db, client)
    await refresh()

    assert catalogue.shelves.index is not None
    assert [one.id for one in SearchServices(catalogue)("folowers")] == ["1"]
