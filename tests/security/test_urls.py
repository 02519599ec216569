"""Which addresses the program takes, and that it goes to no other, wherever it is sent."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import aiohttp
import pytest

from bot.settings import Settings, SettingsWrong, load_settings
from panel import NewOrder, Panel, PanelRedirected, Unknown
from panel.service_types import Field
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE
from tests.people import Person
from tests.security.corpus import LINKS
from tests.security.shortcut import direct

SAFE = ["https://panel.example/api/v2", "https://panel.example:8443/", "http://127.0.0.1:1/", "http://[::1]:1/", "http://localhost/"]  # fmt: skip
UNSAFE = [
    "http://panel.example/api", "http://127.0.0.1.evil.example/", "http://localhost.evil.example/",
    "https://user@panel.example/", "https://user:pw@panel.example/", "https://:pw@panel.example/",
    "https://@panel.example/", "http://user:pw@127.0.0.1/", "ftp://127.0.0.1/", "file:///etc/passwd",
    "//panel.example/", "panel.example", "https://", "https:///x", "javascript:x", "http://0.0.0.0/",
    "http://169.254.169.254/", "http://127.0.0.1@evil.example/",
]  # fmt: skip

ORDER = NewOrder("1", {Field.LINK: "https://example.com", Field.QUANTITY: "100"})
KEY = "key-of-the-panel"


class Listener:
    """Counts who comes, and sends them away."""

    def __init__(self) -> None:
        self.visits = 0
        self.url = ""

    async def receive(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visits += 1
        writer.close()


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    listener = Listener()
    async with await asyncio.start_server(listener.receive, "127.0.0.1", 0) as server:
        listener.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield listener


@asynccontextmanager
async def redirecting(status: int, to: str) -> AsyncIterator[str]:
    """A server that sends everybody elsewhere."""

    async def receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 {status} x\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(receive, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/v2"


def given(**changes: Any) -> dict[str, Any]:
    return {
        "_env_file": None,
        "bot_token": "42:the-token-of-nobody",
        "panel_api_url": SAFE[0],
        "panel_api_key": KEY,
        "webhook_secret": "a-secret-of-the-webhook",
        **changes,
    }


@pytest.mark.parametrize("name", ["panel_api_url", "telegram_api_url", "webhook_url"])
def test_addresses_are_encrypted_or_on_this_machine_and_hold_no_password(name: str) -> None:
    own_server = {"telegram_api_url": SAFE[0]}  # Telegram's delivers to no loopback address
    for url in SAFE:
        assert getattr(load_settings(**given(**{**own_server, name: url})), name) == url
    for url in UNSAFE:
        for server in ({}, own_server):
            with pytest.raises(SettingsWrong, match=name.upper()):
                load_settings(**given(**{**server, name: url}))


@pytest.mark.parametrize("url", UNSAFE)
def test_the_panel_client_by_itself_refuses_them_too(url: str) -> None:
    with pytest.raises(ValueError, match="URL"):
        Panel(url, KEY)


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
async def test_nobody_follows_a_redirect_of_the_panels(listener: Listener, status: int) -> None:
    async with redirecting(status, listener.url) as url, Panel(url, KEY) as panel:
        with pytest.raises(PanelRedirected):
            await panel.balance()
        with pytest.raises(PanelRedirected):
            await panel.services()
        assert isinstance(await panel.add_order(ORDER), Unknown)
        assert isinstance(await panel.refill("1"), Unknown)
        assert isinstance((await panel.cancel(["1"]))["1"], Unknown)

    assert listener.visits == 0


async def test_the_listener_would_have_seen_it(listener: Listener) -> None:
    async with redirecting(307, listener.url) as url, aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.ClientError):
            await http.post(url)

    assert listener.visits > 0


LISTENING: list[list[str]] = []


def overhear(event: str, arguments: tuple[Any, ...]) -> None:
    """Python tells of every connection and every name that is looked up; a hook stays for good."""
    if LISTENING and event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen"):
        LISTENING[-1].append(f"{event} {arguments[1:] if event == 'socket.connect' else arguments}")


sys.addaudithook(overhear)


@contextmanager
def overheard() -> Iterator[list[str]]:
    LISTENING.append([])
    yield LISTENING[-1]
    LISTENING.pop()


async def test_links_that_people_send_are_never_opened(
    settings: Settings, telegram: TelegramServer, panel: PanelServer, listener: Listener
) -> None:
    alice = telegram.world.people[ALICE]
    port = listener.url.rpartition(":")[2]
    links = (
        *LINKS, listener.url, f"http://localtest.me:{port}/", f"https://127.0.0.1.nip.io:{port}/x",
        f"http://example.com:{port}/", "example.com/p/1",
    )  # fmt: skip
    with overheard() as heard:
        async with direct(settings, telegram) as bot:
            for link in links:
                await bot.says(alice, link)
                await bot.says(alice, f"/search {link}")
                await bot.says(alice, f"/start {link}")
                await bot.says(alice, "/start s_101")
                await bot.taps(alice, "d:101")
                await bot.says(alice, link)
                await bot.says(alice, "1000")
                await bot.sends_file(alice, link.encode(), link)
            await bot.taps(alice, "d:101")
            await bot.says(alice, links[-3])
            review = await bot.says(alice, "1000")
            await bot.taps(alice, review["reply_markup"]["inline_keyboard"][0][0]["callback_data"])
            await bot.carry_out()

    assert [order.sent["link"] for order in panel.book.orders.values()] == [links[-3]]
    assert heard
    assert {place for place in heard if f", {panel.url.rpartition(':')[2]})" not in place} == set()
    assert listener.visits == 0


async def test_telegram_is_not_asked_to_open_links_either(alice: Person, telegram: TelegramServer) -> None:
    await alice.says("example.com/p/1")
    await alice.taps("Menu")

    sent = [call["sent"] for call in telegram.calls if call["method"] in ("sendMessage", "editMessageText")]
    assert sent
    assert all('"is_disabled":true' in one["link_preview_options"].replace(" ", "") for one in sent)
