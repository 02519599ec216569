"""A newer release was here and was taken back: what it has left behind stops nothing."""

import logging

import pytest

from sandbox.panel.server import PanelServer
from tests.conftest import ALICE, OLGA, Bot
from tests.databases import ask, id_of
from tests.people import Person

LEFT = f"""
    INSERT INTO outbox (user_id, event, subject_id, payload, created_at, due_at, status, taken_by) VALUES
        ({id_of(ALICE)}, 'gift', 1, '{{}}', 1, 1, 'pending', 0),
        ({id_of(OLGA)}, 'weather', NULL, '{{}}', 2, 2, 'pending', 0),
        ({id_of(OLGA)}, 'gift', 2, '{{}}', 3, 3, 'sending', 4711),
        ({id_of(OLGA)}, 'alert', NULL, '{{"condition": "panel_asleep:7", "detail": "zzz"}}', 4, 4, 'pending', 0)
    """


async def test_messages_that_only_a_newer_release_can_write_wait_for_it_and_all_others_are_sent(
    alice: Person, olga: Person, bot: Bot, panel: PanelServer, caplog: pytest.LogCaptureFixture
) -> None:
    url = bot.settings.database_url
    await bot.stop()
    await ask(url, LEFT)

    with caplog.at_level(logging.WARNING):
        await bot.start()
        await olga.sees("no words for: panel_asleep", "7", "zzz")
        await alice.orders("Pictogram Followers · Standard", "https://example.com/p/1", "1k")
        panel.book.end(panel.book.orders[23501], "Completed")
        await alice.sees("Order 1 · Completed")
        await bot.stop()

    said = [record.getMessage() for record in caplog.records if "newer release" in record.getMessage()]
    assert said == ["messages that only a newer release can write wait for it: gift, weather"]
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert await ask(url, "SELECT event, status FROM outbox WHERE event IN ('gift', 'weather') ORDER BY id") == [
        ("gift", "pending"), ("weather", "pending"), ("gift", "pending"),
    ]  # fmt: skip
    assert await ask(url, "SELECT count(*) FROM outbox WHERE status = 'sending'") == [(0,)]
