"""A panel behind a proxy: what a write came to is known as exactly as without one."""

import pytest

from panel import Meaning, NotSent, Outcome, Panel, PanelUnreachable, Placed, Refused, Unknown
from tests.panel.conftest import KEY, ORDER, Script
from tests.panel.writing import WRITES, each_write
from tests.ports import free_port
from tests.proxies import LOGIN, PASSWORD, Proxy

each_kind = pytest.mark.parametrize("scheme", ["http", "socks5"])


async def told(write: str, url: str, proxy: str) -> Outcome:
    async with Panel(url, KEY, proxy=proxy, timeout=1.5, connect_timeout=0.5) as panel:
        return await WRITES[write](panel)


@each_kind
@pytest.mark.parametrize("login", ["", LOGIN], ids=["open", "with a password"])
async def test_a_panel_is_asked_and_told_through_a_proxy(script: Script, scheme: str, login: str) -> None:
    async with Proxy(scheme, asks=bool(login)) as proxy, Panel(script.url, KEY, proxy=proxy.url) as panel:
        script.says({"balance": "7.5", "currency": "USD"}, {"order": 7}, {"error": "Incorrect link"})

        assert (await panel.balance()).amount == 7_500_000
        assert await panel.add_order(ORDER) == Placed("7")
        assert await panel.add_order(ORDER) == Refused(Meaning.LINK, "Incorrect link")

    assert len(proxy.opened) == 3
    assert proxy.passed > 0
    assert len(script.sent) == 3


@each_kind
@each_write
@pytest.mark.parametrize("behaves", ["refuses", "says_502", "hangs", "closes"])
async def test_a_proxy_that_opens_no_tunnel_has_sent_nothing(
    script: Script, scheme: str, behaves: str, write: str
) -> None:
    script.says({"order": 7, "refill": 7, "cancel": 7})
    async with Proxy(scheme, behaves) as proxy:
        outcome = await told(write, script.url, proxy.url)

    assert isinstance(outcome, NotSent), outcome
    assert not script.sent


@each_kind
@each_write
async def test_a_proxy_that_cannot_be_reached_has_sent_nothing(scheme: str, write: str) -> None:
    outcome = await told(write, "https://panel.example/api/v2", f"{scheme}://{LOGIN}@127.0.0.1:{free_port()}")

    assert outcome == NotSent("the proxy cannot be reached")


@each_kind
@each_write
async def test_a_wrong_password_has_sent_nothing_and_is_not_repeated(
    script: Script, scheme: str, write: str
) -> None:
    async with Proxy(scheme, asks=True) as proxy:
        wrong = proxy.url.replace(LOGIN, "olga:another-password")
        outcome = await told(write, script.url, wrong)

    assert isinstance(outcome, NotSent)
    assert "the proxy refuses" in outcome.reason
    assert "another" not in outcome.reason
    assert "127.0.0.1" not in outcome.reason


@each_kind
@each_write
@pytest.mark.parametrize("behaves", ["cuts_request", "cuts_answer"])
async def test_a_tunnel_that_breaks_after_the_request_was_written_leaves_it_unknown(
    script: Script, scheme: str, behaves: str, write: str
) -> None:
    script.says({"order": 7, "refill": 7, "cancel": 7})
    async with Proxy(scheme, behaves) as proxy:
        outcome = await told(write, script.url, proxy.url)

    assert isinstance(outcome, Unknown), outcome
    assert proxy.opened


@each_kind
@each_write
async def test_tls_that_fails_behind_a_proxy_has_sent_nothing(
    script: Script, scheme: str, write: str
) -> None:
    async with Proxy(scheme) as proxy:
        outcome = await told(write, script.url.replace("http:", "https:"), proxy.url)

    assert isinstance(outcome, NotSent), outcome
    assert not script.sent


@each_kind
async def test_a_read_through_a_proxy_that_is_down_is_a_panel_that_cannot_be_reached(scheme: str) -> None:
    url = f"{scheme}://{LOGIN}@127.0.0.1:{free_port()}"
    async with Panel("https://panel.example/api/v2", KEY, proxy=url, backoff=0.001) as panel:
        with pytest.raises(PanelUnreachable) as caught:
            await panel.balance()

    assert PASSWORD not in str(caught.value)
    assert LOGIN not in str(caught.value)


@each_kind
async def test_the_proxy_looks_up_the_name(script: Script, scheme: str) -> None:
    script.says({"balance": "7.5", "currency": "USD"})
    async with (
        Proxy(scheme) as proxy,
        Panel(script.url.replace("127.0.0.1", "localhost"), KEY, proxy=proxy.url) as panel,
    ):
        await panel.balance()

    assert proxy.opened[0][0] == "localhost"


async def test_the_proxies_of_the_environment_are_not_used(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        for spelling in (name, name.lower()):
            monkeypatch.setenv(spelling, f"http://127.0.0.1:{free_port()}")
    script.says({"balance": "7.5", "currency": "USD"})

    async with Panel(script.url, KEY) as panel:
        assert (await panel.balance()).amount == 7_500_000
