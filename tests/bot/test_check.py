"""`check` and the start name the setting that is wrong, what was found, and what to do."""

import asyncio
import re
import sqlite3
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import closing
from email.utils import formatdate
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.monitoring import tls
from bot.setting_names import unknown
from bot.settings import Settings, warnings
from tests.bot.conftest import Process
from tests.databases import ask, server
from tests.ports import free_port

KEY = "a-key-that-is-long-enough-to-encrypt-with"


@pytest.fixture
async def website() -> AsyncIterator[str]:
    """A shop's pages, and an API that does not know its URL with a slash at the end."""

    async def page(_: web.Request) -> web.Response:
        return web.Response(text="<!DOCTYPE html><title>Cheap followers</title>", content_type="text/html")

    app = web.Application()
    app.router.add_route("*", "/", page)
    runner = web.AppRunner(app)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield f"http://127.0.0.1:{port}"
    await runner.cleanup()


async def test_a_website_or_a_slash_too_many_as_the_panels_url_is_named_once(
    program: Process, website: str
) -> None:
    for url, found in {
        website: "a web page is there instead of an API; copy the whole endpoint from the panel's API page\n",
        f"{website}/api/v2/": "a web page (HTTP 404) is there instead of an API; copy the whole endpoint from"
        " the panel's API page; try it without the slash at the end\n",
    }.items():
        code, output = await program.ends("check", PANEL_API_URL=url)
        assert code == 2
        assert f"WRONG  panel: PANEL_API_URL: {found}" in output
        assert output.count("(HTTP 404)") == output.count("HTTP 404") <= 1


async def test_the_log_says_once_what_check_says_of_the_panels_url(program: Process, website: str) -> None:
    found = (
        "the panel is down: PANEL_API_URL: a web page (HTTP 404) is there instead of an API;"
        " copy the whole endpoint from the panel's API page"
    )
    await program.start(PANEL_API_URL=f"{website}/api/v2", STATUS_INTERVAL="0.2")
    assert program.process is not None
    assert program.process.stdout is not None
    log = ""
    while found not in log:
        async with asyncio.timeout(90):
            log += (await program.process.stdout.readline()).decode()
    await asyncio.sleep(1)
    program.process.terminate()
    log += (await program.process.stdout.read()).decode()

    assert log.count("the panel is down") == 1
    assert "Traceback" not in log


async def test_trouble_with_tls_is_said_in_words() -> None:
    """What the libraries say of a server that speaks no TLS; of certificates, what OpenSSL says."""
    port = free_port()
    runner = web.ServerRunner(web.Server(lambda _: web.Response()))  # type: ignore[arg-type, return-value]
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    async with aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.ClientError) as caught:
            await http.get(f"https://127.0.0.1:{port}")
    await runner.cleanup()
    assert tls.fault(str(caught.value)) == "it does not speak TLS at this port"
    said = ssl.SSLCertVerificationError(
        1, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired"
    )
    assert tls.fault(str(said)) == "its certificate has expired"
    assert tls.fault("Connection refused") is None


def test_a_misspelt_name_is_named_with_the_nearest_that_is_known() -> None:
    found = unknown(
        Settings.model_fields,
        ["BOT_TOKNE", "bot_token", "COLOUR"],
        ["SECRETKEY", "PATH", "HOSTNAME", "BOT_TOKEN"],
    )

    assert found == [
        ".env: BOT_TOKNE is not a setting; is BOT_TOKEN meant?",
        ".env: COLOUR is not a setting",
        "SECRETKEY is not a setting; is SECRET_KEY meant?",
    ]


async def test_start_and_check_warn_of_names_that_are_not_known_and_of_a_file_that_all_may_read(
    program: Process, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(f"SECRET_KEEY={KEY}\n")
    (tmp_path / ".env").chmod(0o644)

    _, output = await program.ends("check")

    assert ".env: SECRET_KEEY is not a setting; is SECRET_KEY meant?" in output
    assert ".env can be read by every user of this machine: chmod 600 .env" in output
    assert KEY not in output
    assert "the newest 7 are kept, not sealed (SECRET_KEY is not set)" in output


def test_a_file_for_its_owner_only_is_not_warned_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("MODE=private\n")
    (tmp_path / ".env").chmod(0o640)

    assert warnings() == []


async def test_a_password_with_signs_that_a_url_takes_for_its_own_is_explained(program: Process) -> None:
    code, output = await program.ends(DATABASE_URL="postgresql://olga:pass@word@127.0.0.1/name")

    assert code == 2
    assert "These settings are wrong:\nDATABASE_URL: a / @ : # or ? in the password is written %2F" in output
    assert "word@" not in output


async def test_the_file_of_another_program_is_refused_and_left_as_it_is(
    program: Process, tmp_path: Path
) -> None:
    file = tmp_path / "shop.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE migrations (id INTEGER, migration TEXT)")
    before = file.read_bytes()

    for command in ("run", "check"):
        code, output = await program.ends(command, DATABASE_URL="sqlite:///shop.db")
        assert code == 2
        assert "DATABASE_URL: shop.db is the database of another program (1 tables," in output
    assert file.read_bytes() == before


@pytest.mark.postgres
async def test_a_postgresql_database_in_another_encoding_is_refused(program: Process) -> None:
    url = server().rsplit("/", 1)[0] + "/panelgram_test_latin"
    await ask(server(), "DROP DATABASE IF EXISTS panelgram_test_latin")
    await ask(
        server(), "CREATE DATABASE panelgram_test_latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"
    )
    try:
        for command in ("run", "check"):
            code, output = await program.ends(command, DATABASE_URL=url)
            assert code == 2
            assert (
                "DATABASE_URL: the database has the encoding LATIN1: make one with ENCODING 'UTF8'" in output
            )
    finally:
        await ask(server(), "DROP DATABASE panelgram_test_latin WITH (FORCE)")


async def test_ports_and_the_folder_of_copies_are_tried(
    program: Process, website: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    taken = website.rpartition(":")[2]

    code, output = await program.ends("check", BACKUP_DIR="file/copies", HEALTH_PORT=taken)
    assert code == 2
    assert "WRONG  copies: BACKUP_DIR: file/copies cannot be written: Not a directory" in output
    assert f"WRONG  HEALTH_PORT: cannot listen at 127.0.0.1:{taken}: another program listens there" in output

    code, output = await program.ends("check", SECRET_KEY=KEY, HEALTH_PORT=str(free_port()))
    assert code == 0
    assert "ok     copies: every day to data/backups, the newest 7 are kept, sealed with SECRET_KEY" in output


async def test_a_clock_that_is_off_is_said_with_how_much(program: Process) -> None:
    async def an_hour_behind(_: web.BaseRequest) -> web.Response:
        answer = {"ok": True, "result": {"username": "panelgram_bot"}}
        return web.json_response(answer, headers={"Date": formatdate(time.time() - 3_600, usegmt=True)})

    port = free_port()
    runner = web.ServerRunner(web.Server(an_hour_behind))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    code, output = await program.ends("check", TELEGRAM_API_URL=f"http://127.0.0.1:{port}")
    await runner.cleanup()

    assert code == 2
    assert re.search(r"WRONG  Telegram: the clock of this machine is 36\d\d s off; set it right", output)
