"""`python -m sandbox`: a panel, a Telegram and the real bot between them. `make demo` runs it."""

import argparse
import asyncio
import os
import secrets
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

from sandbox.opening import PETRA, open_demo
from sandbox.panel.options import add_dialect
from sandbox.panel.server import PanelServer
from sandbox.quiet_people import QUIET_IDS, add_quiet_people, block_some
from sandbox.signals import wait_for_signal
from sandbox.telegram.forums import FORUM, add_forum
from sandbox.telegram.server import TelegramServer
from sandbox.telegram.world import World

ROOT = Path(__file__).parent.parent
BLOCK_AFTER = 10  # seconds after the last quiet person came
PATIENCE = 40  # seconds that the bot gets to end

WELCOME = """
  Panelgram is running:  {url}

  Open it in a browser; the page shows three first steps.
  Ctrl-C stops everything. Each start begins from scratch.
"""

ALICE, OLGA = 1001, 1003


def _private(people: int) -> dict[str, str]:
    """Return who may order. Bob is a stranger."""
    allowed = (ALICE, PETRA, *QUIET_IDS[:people])
    return {"ALLOWED_IDS": ",".join(map(str, allowed))}


def _shop() -> dict[str, str]:
    """Return what a shop needs beside the rest. The margin makes its prices differ from the panel's."""
    return {"MODE": "reseller", "MIN_MARGIN": "30", "CONTACT": "@olga"}


def _settings(
    panel: PanelServer, telegram: TelegramServer, arguments: argparse.Namespace, database: Path
) -> dict[str, str]:
    """Return the bot's environment. It has no settings of the operator, so the demo touches no real panel."""
    return {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")},
        "PYTHONPATH": str(ROOT),
        "BOT_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.url,
        "PANEL_API_URL": panel.api_url,
        "PANEL_API_KEY": "demo-key",
        "PANEL_CALLS_PER_MINUTE": "600",
        "ADMIN_IDS": str(OLGA),
        "OPERATOR_CHAT_ID": str(FORUM),
        **(_shop() if arguments.mode == "reseller" else _private(arguments.people)),
        "DATABASE_URL": f"sqlite:///{database}",
        "STATUS_INTERVAL": "2",
        "CATALOGUE_INTERVAL": "30",
        "BACKUP_DIR": f"{database}.backups",
        "BACKUP_KEEP": "1",
        "SECRET_KEY": secrets.token_hex(32),
    }


async def demo(arguments: argparse.Namespace) -> int:
    panel = PanelServer(services=arguments.services, speed=arguments.speed, dialect=arguments.dialect)
    await panel.start(arguments.panel_port)
    telegram = TelegramServer(panel_url=panel.url, mode=arguments.mode)
    telegram.world.add_person("Petra")
    add_forum(telegram.world, members=(OLGA, PETRA))
    await telegram.start(arguments.port)
    database = ROOT / "data" / f"demo-{urlsplit(telegram.url).port}.db"  # each demo has its own
    _forget(database)  # the sandbox forgot its orders when it ended, so the bot's would be strangers to it
    bot = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run", "--take-over"),  # nobody else knows this Telegram
        env=_settings(panel, telegram, arguments, database),
        cwd=ROOT / "data",
        start_new_session=True,
    )
    await open_demo(telegram.url, is_shop=arguments.mode == "reseller")
    coming = asyncio.create_task(_fill(telegram.world, arguments.people))
    print(WELCOME.format(url=telegram.url), flush=True)  # noqa: T201 - this is what the command is for
    try:
        return await _until_signal_or_end(bot)
    finally:
        coming.cancel()
        await _end(bot)
        await telegram.stop()
        await panel.stop()
        _forget(database)


async def _fill(world: World, people: int) -> None:
    await add_quiet_people(world, people)
    await asyncio.sleep(BLOCK_AFTER)
    block_some(world, people)


def _forget(database: Path) -> None:
    shutil.rmtree(f"{database}.backups", ignore_errors=True)
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()


async def _until_signal_or_end(bot: asyncio.subprocess.Process) -> int:
    signal, ended = asyncio.ensure_future(wait_for_signal()), asyncio.ensure_future(bot.wait())
    await asyncio.wait([signal, ended], return_when=asyncio.FIRST_COMPLETED)
    signal.cancel()
    return bot.returncode or 0


async def _end(bot: asyncio.subprocess.Process) -> None:
    if bot.returncode is not None:
        return
    bot.terminate()
    try:
        async with asyncio.timeout(PATIENCE):
            await bot.wait()
    except TimeoutError:
        bot.kill()
        await bot.wait()


def _people(typed: str) -> int:
    if not 0 <= int(typed) <= len(QUIET_IDS):
        raise argparse.ArgumentTypeError(f"at most {len(QUIET_IDS)}")
    return int(typed)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8100, help="of the chat page; 0 lets the system choose")
    parser.add_argument("--panel-port", type=int, default=0)
    parser.add_argument("--services", type=int, default=0, help="fill the catalogue up to so many")
    parser.add_argument(
        "--people",
        type=_people,
        default=100,
        metavar="COUNT",
        help="who only get broadcasts; the page does not show them",
    )
    parser.add_argument("--speed", type=float, default=1.0, help="how fast the panel's clock runs")
    parser.add_argument(
        "--mode",
        choices=("private", "reseller"),
        default="private",
        help="reseller: a shop, with wallets and Stars",
    )
    add_dialect(parser)
    arguments = parser.parse_args()
    (ROOT / "data").mkdir(mode=0o700, exist_ok=True)
    try:
        return asyncio.run(demo(arguments))
    except OSError as error:
        print(f"The sandbox cannot start: {error.strerror}. Another port: --port 0", file=sys.stderr)  # noqa: T201
        return 2


if __name__ == "__main__":
    sys.exit(main())
