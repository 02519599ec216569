"""Settings: each is told of where people look for it, and what is wrong with one is said in a line."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings, SettingsWrong, load_settings
from tests.bot.conftest import Process

ROOT = Path(__file__).parents[2]
NOBODY = 65_534
KEY = "key-of-the-panel-0123456789"
GIVEN = {
    "BOT_TOKEN": "42:the-token-of-nobody",
    "PANEL_API_URL": "https://panel.example/api/v2",
    "PANEL_API_KEY": KEY,
}
FILE = "".join(f"{name}={value}\n" for name, value in GIVEN.items())
RUSSIAN = f"{FILE}# Ключ\n"
SECRET = {"webhook_secret": "a-secret-of-the-webhook"}
PASSWORD = "p4ss-of-the-proxy"


@pytest.mark.parametrize("name", [name.upper() for name in Settings.model_fields])
def test_a_setting_stands_in_the_example_and_in_the_readme(name: str) -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()

    assert any(line.removeprefix("#").startswith(f"{name}=") for line in lines)
    assert f"`{name}`" in (ROOT / "README.md").read_text()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program is started."""
    for name in GIVEN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "content", [RUSSIAN.encode(), RUSSIAN.encode("utf-8-sig"), RUSSIAN.replace("\n", "\r\n").encode("utf-8-sig")],
    ids=["plain", "with a mark at the beginning", "by Notepad"],
)  # fmt: skip
def test_a_file_in_utf_8_is_read(folder: Path, content: bytes) -> None:
    (folder / ".env").write_bytes(content)

    settings = load_settings()

    assert settings.bot_token.get_secret_value() == GIVEN["BOT_TOKEN"]
    assert settings.panel_api_key.get_secret_value() == KEY


UNREADABLE = {
    "as PowerShell writes it": (FILE.encode("utf-16"), ".env is not UTF-8 but UTF-16; save it as UTF-8"),
    "UTF-16, the other way round": (b"\xfe\xff" + FILE.encode("utf-16-be"), ".env is not UTF-8 but UTF-16; save it as"),
    "UTF-16 without a mark": (FILE.encode("utf-16-le"), ".env is not UTF-8 but UTF-16; save it as UTF-8"),
    "an old code page": (RUSSIAN.encode("cp1251"), ".env is not UTF-8 (line 4); save it as UTF-8"),
    "a quote that is not closed": (f'{FILE}BACKUP_DIR="copies\n'.encode(), ".env: line 4 is not NAME=value; correct it"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_understood_is_named_with_the_remedy(folder: Path, name: str) -> None:
    content, words = UNREADABLE[name]
    (folder / ".env").write_bytes(content)

    with pytest.raises(SettingsWrong) as caught:
        load_settings()

    assert str(caught.value).startswith(words)
    assert "\n" not in str(caught.value)
    assert KEY not in str(caught.value)


@contextmanager
def without_rights() -> Iterator[None]:
    """As a user that is not root, who may read everything."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_that_may_not_be_read_is_named_with_the_remedy(folder: Path) -> None:
    (folder / ".env").write_text(FILE)
    (folder / ".env").chmod(0)

    with (
        without_rights(),
        pytest.raises(SettingsWrong, match=r"^\.env cannot be read: Permission denied; give"),
    ):
        load_settings()


async def test_start_and_check_say_it_in_one_line(program: Process, tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()

    for command in ([], ["check"], ["backup"]):
        code, output = await program.ends(*command)
        assert code == 2
        assert output.startswith(".env is a directory; remove it and make a file of this name")
        assert output.count("\n") == 1


def wrong(**changes: Any) -> str:
    """What is said of these settings; nothing where they are well."""
    given = {name.lower(): value for name, value in GIVEN.items()}
    try:
        load_settings(_env_file=None, **{**given, **changes})
    except SettingsWrong as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", sorted(Settings.model_fields.keys() - {"secret_key"}))
@pytest.mark.parametrize("quotes", ['""', "''", "“”"])
def test_a_value_in_quotes_is_named(name: str, quotes: str) -> None:
    said = wrong(**{name: f"{quotes[0]}a-value{quotes[1]}"})

    assert f"{name.upper()}: expected the value without quotes (docker run --env-file" in said
    assert "a-value" not in said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"mode": "reseller"}, "SECRET_KEY: MODE=reseller needs it"),
        ({"mode": "personal"}, "MODE: expected 'private' or 'reseller'"),
        ({"wallet_currency": "usd"}, "WALLET_CURRENCY: expected the three letters of a currency"),
        ({"wallet_currency": "XTR"}, "WALLET_CURRENCY: expected the three letters of a currency"),
        ({"min_margin": "-1"}, "MIN_MARGIN: expected at least 0"),
        ({"min_margin": "five"}, "MIN_MARGIN: expected a number, like 0.5"),
        ({"price_step": "0"}, "PRICE_STEP: expected more than 0"),
        ({"price_step": "0.0000001"}, "PRICE_STEP: expected at most six decimal places"),
        ({"price_step": "NaN"}, "PRICE_STEP: expected a number, like 0.5"),
        ({"contact": "somebody@example.com"}, "CONTACT: expected a Telegram user name, like @name"),
    ],
)
def test_what_a_shop_needs_is_named(changes: dict[str, str], said: str) -> None:
    assert said in wrong(**changes)


def test_a_shop_has_its_settings() -> None:
    assert not wrong(
        mode="reseller", secret_key="k" * 40, contact="@somebody", price_step="0.05", min_margin="7.5"
    )


def test_a_key_that_seals_copies_is_taken_as_it_is() -> None:
    given = {name.lower(): value for name, value in GIVEN.items()}
    key = f'"{"k" * 40}" '

    settings = load_settings(_env_file=None, **given, secret_key=key)

    assert settings.secret_key is not None
    assert settings.secret_key.get_secret_value() == key


def test_spaces_around_a_value_are_left_out_and_inside_they_are_named() -> None:
    given = {name.lower(): f" {value}\r\n" for name, value in GIVEN.items()}
    settings = load_settings(_env_file=None, **given)

    assert settings.panel_api_url == GIVEN["PANEL_API_URL"]
    assert settings.bot_token.get_secret_value() == GIVEN["BOT_TOKEN"]
    assert settings.panel_api_key.get_secret_value() == KEY
    said = wrong(bot_token="42:the-token of-nobody", panel_api_key="key of\nthe panel", port="many")
    assert "BOT_TOKEN: expected the token that @BotFather gave" in said
    assert "PANEL_API_KEY: expected the API key from the panel's account page" in said
    assert "PORT: expected a whole number" in said
    assert "of-nobody" not in said


PORTS = "WEBHOOK_URL: expected port 443, 80, 88 or 8443"
HOST = "WEBHOOK_URL: expected a public host: Telegram cannot reach a private or loopback address"
WEBHOOKS = {
    "https://bot.example/hook": "", "https://bot.example:8443/hook": "", "https://9.9.9.9:88/hook": "",
    "https://[2620:fe::fe]/hook": "",
    "https://bot.example:9000/hook": PORTS, "https://bot.example:8080/hook": PORTS, "https://bot.example:65536/": "https://",
    "https://192.168.1.5/hook": HOST, "https://10.0.0.1:8443/hook": HOST, "https://127.0.0.1/hook": HOST,
    "https://[::1]/hook": HOST, "https://[fd00::1]/hook": HOST, "https://localhost/hook": HOST, "https://bot/hook": HOST,
    "https://bot.internal/hook": HOST, "https://100.64.0.1/hook": HOST, "https://169.254.1.1/hook": HOST,
    "http://bot.example/hook": "https://", "http://127.0.0.1:8080/hook": "https://", "bot.example/hook": "https://",
}  # fmt: skip


@pytest.mark.parametrize("url", WEBHOOKS)
def test_a_webhook_is_where_telegram_delivers(url: str) -> None:
    said = wrong(webhook_url=url, **SECRET)

    assert WEBHOOKS[url] in said
    assert bool(said) is bool(WEBHOOKS[url])


def test_a_bot_api_server_of_ones_own_delivers_to_any_port_and_to_this_machine() -> None:
    own = {"telegram_api_url": "http://127.0.0.1:8081", **SECRET}

    assert not wrong(webhook_url="http://127.0.0.1:9000/hook", **own)
    assert not wrong(webhook_url="https://192.168.1.5:9000/hook", **own)
    assert "WEBHOOK_URL" in wrong(webhook_url="http://192.168.1.5:9000/hook", **own)


PROXIES = {
    "http://proxy.example:3128": "", "socks5://proxy.example:1080": "", f"socks5://olga:{PASSWORD}@10.0.0.2:1080": "",
    "http://olga:p%40ss%3A%2F@[::1]:3128/": "",
    "https://proxy.example:3128": "http:// or socks5://", "socks4://proxy.example:1080": "http:// or socks5://",
    "proxy.example:3128": "http:// or socks5://", "http://proxy.example": "a host and a port",
    "socks5://:1080": "a host and a port", "http://proxy.example:port": "http://host:port",
    f"http://olga@proxy.example:3128?{PASSWORD}": "nothing behind the port",
    "http://olga@proxy.example:3128": "a user name and a password, or neither",
    f"http://:{PASSWORD}@proxy.example:3128": "a user name and a password, or neither",
    f"http://ol%3Aga:{PASSWORD}@proxy.example:3128": "without a colon",
    f"http://Ольга:{PASSWORD}@proxy.example:3128": "Latin letters",
    f"socks5://{'o' * 256}:{PASSWORD}@proxy.example:3128": "at most 255",
}  # fmt: skip


@pytest.mark.parametrize("name", ["telegram_proxy", "panel_proxy"])
@pytest.mark.parametrize("url", PROXIES)
def test_a_proxy_that_cannot_be_one_is_named(name: str, url: str) -> None:
    said = wrong(**{name: url})

    assert PROXIES[url] in said
    assert bool(said) is bool(PROXIES[url])
    assert f"{name.upper()}: " in said or not said
    assert PASSWORD not in said
