"""What all calls have in common: attempts, the limit a minute, the key that nobody sees, up and down."""

import asyncio
import logging

import pytest

from panel import Panel
from tests.panel.conftest import KEY, ORDER, Script


async def test_reads_are_tried_again_and_wait_as_the_panel_says(script: Script, client: Panel) -> None:
    script.says((500, "x"), (429, "busy"), {"balance": "1", "currency": "USD"})

    assert (await client.balance()).amount == 1_000_000
    assert len(script.sent) == 3


async def test_the_panel_is_reported_down_once_and_back_once(
    script: Script, client: Panel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "panel")
    script.says((503, "x"))
    for _ in range(2):
        with pytest.raises(Exception, match="HTTP 503"):
            await client.balance()
    assert client.down
    script.says({"balance": "1", "currency": "USD"})
    await client.balance()

    assert [record.getMessage() for record in caplog.records] == [
        "the panel is down: HTTP 503: x",
        "the panel is back",
    ]
    assert not client.down


async def test_the_key_is_in_no_error_log_or_repr(
    script: Script, client: Panel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    texts = [repr(client), str(client)]
    for answer in (
        {"error": f"Invalid API key {KEY}"},
        (500, f"at {KEY}"),
        f"html {KEY}",
        {"order": None, "k": KEY},
    ):
        script.says(answer)
        texts.append(repr(await client.add_order(ORDER)))
        with pytest.raises(Exception, match=r".") as caught:
            await client.balance()
        texts.append(repr(caught.value) + str(caught.value))
    async with Panel(f"http://127.0.0.1:1/{KEY}", KEY) as nowhere:
        texts.append(repr(await nowhere.add_order(ORDER)))

    assert KEY not in " ".join(texts) + caplog.text


@pytest.mark.parametrize(
    "url",
    ["http://panel.example/api", "https://user:pw@panel.example/api", "ftp://127.0.0.1", "https://", "panel"],
)
def test_an_address_that_would_leak_the_key_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="URL"):
        Panel(url, KEY)


async def test_calls_keep_to_the_limit_a_minute_and_leave_room_for_orders(script: Script) -> None:
    now = [0.0]
    script.says({"balance": "1", "currency": "USD"})
    async with Panel(script.url, KEY, calls_per_minute=5, clock=lambda: now[0]) as panel:
        for _ in range(4):
            await panel.balance()
        fifth = asyncio.create_task(panel.balance())
        await asyncio.sleep(0.05)
        assert not fifth.done()

        await panel.add_order(ORDER)  # the part of the limit that reads may not use
        fifth.cancel()

    assert len(script.sent) == 5
