"""The program where Telegram and the panel are reached through proxies only."""

import asyncio

import pytest

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.bot.conftest import Process, arrive
from tests.people import Person
from tests.ports import free_port
from tests.proxies import LOGIN, PASSWORD, Proxy

EVERYWHERE = ("p4ss", LOGIN, PASSWORD)


@pytest.mark.parametrize(("first", "second"), [("http", "socks5"), ("socks5", "http")])
async def test_a_bot_behind_proxies_takes_orders_and_shows_no_password(
    program: Process, visitor: Person, panel: PanelServer, telegram: TelegramServer, first: str, second: str
) -> None:
    async with Proxy(first, asks=True) as to_telegram, Proxy(second, asks=True) as to_panel:
        await program.start(TELEGRAM_PROXY=to_telegram.url, PANEL_PROXY=to_panel.url, LOG_LEVEL="DEBUG")
        await arrive(visitor)
        await visitor.orders("Pictogram Followers · Standard", "https://example.com/p/1", "1k")
        await visitor.sees("Order 1 · Pending", "Reference")
        assert program.process is not None
        program.process.terminate()
        async with asyncio.timeout(90):
            output, _ = await program.process.communicate()

    assert len(panel.book.orders) > 0
    assert {f"http://{host}:{port}" for host, port in to_telegram.opened} == {telegram.url}
    assert {f"http://{host}:{port}" for host, port in to_panel.opened} == {panel.url}
    said = output.decode()
    assert f"Telegram is called through {first}://127.0.0.1:{to_telegram.port}" in said
    assert f"the panel is called through {second}://127.0.0.1:{to_panel.port}" in said
    assert not any(secret in said for secret in EVERYWHERE)


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_check_says_which_proxies_there_are_and_whether_they_can_be_reached(
    program: Process, scheme: str
) -> None:
    dead = free_port()
    async with Proxy(scheme, asks=True) as proxy:
        code, output = await program.ends("check", TELEGRAM_PROXY=proxy.url, PANEL_PROXY=proxy.url)
        assert code == 0, output
        for who in ("Telegram", "the panel"):
            assert f"ok     proxy for {who}: {scheme}://127.0.0.1:{proxy.port} can be reached\n" in output

        wrong = {
            "TELEGRAM_PROXY": f"{scheme}://{LOGIN}@127.0.0.1:{dead}",
            "PANEL_PROXY": proxy.url.replace(LOGIN, "olga:p4ss-that-is-wrong"),
        }
        code, output = await program.ends("check", **wrong)

    assert code == 2
    gone = f"proxy for Telegram: {scheme}://127.0.0.1:{dead} cannot be reached: Connection refused"
    assert f"WRONG  {gone}\n" in output
    assert "WRONG  Telegram: cannot be reached: the proxy cannot be reached\n" in output
    assert "WRONG  panel: the proxy refuses: " in output
    assert not any(secret in output for secret in EVERYWHERE)


async def test_a_start_waits_for_a_proxy_that_is_down(program: Process, visitor: Person) -> None:
    async with Proxy("http") as proxy:
        port = proxy.port
    await program.start(TELEGRAM_PROXY=f"http://{LOGIN}@127.0.0.1:{port}", LOG_LEVEL="INFO")
    assert program.process is not None
    assert program.process.stdout is not None
    said = ""
    while "Telegram cannot be reached" not in said:
        async with asyncio.timeout(90):
            said += (await program.process.stdout.readline()).decode()

    assert program.process.returncode is None
    assert not any(secret in said for secret in EVERYWHERE)
