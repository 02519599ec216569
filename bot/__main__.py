"""`python -m bot` runs the bot; `check` tries the settings, `backup` and `restore` copy the database."""

import argparse
import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from bot.logs import set_up_logs, visible
from bot.settings import Settings, SettingsWrong, load_settings
from panel.secrecy import Censor
from storage.database import DatabaseError

log = logging.getLogger(__name__)

BROKEN = 1  # exit code for a mistake of ours
WRONG = 2  # exit code for anything that only the operator can mend


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))  # until the loop takes over: nothing has begun yet
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    parser.add_argument("command", nargs="?", choices=list(COMMANDS), default="run")
    parser.add_argument("file", nargs="?", type=Path, help="of `backup` (may be left out) and `restore`")
    arguments = parser.parse_args()
    try:
        settings = load_settings()
    except SettingsWrong as error:
        print(f"The settings are not complete:\n{error}\nSee .env.example.", file=sys.stderr)  # noqa: T201
        return WRONG
    set_up_logs(settings.log_level, settings.log_format, settings.secrets())
    try:
        return COMMANDS[arguments.command](settings, arguments.file)
    except DatabaseError as error:
        return _wrong(settings, error)
    except Exception:  # the interpreter would print it past the log's filter, secrets and all
        log.critical("the program ends by a mistake", exc_info=True)
        return BROKEN


def _wrong(settings: Settings, error: Exception) -> int:
    told = Censor(settings.secrets(), "[secret]").clean(str(error))
    print(visible(told), file=sys.stderr)  # noqa: T201
    return WRONG


def _run(settings: Settings, _: Path | None) -> int:
    gc.disable()  # while aiogram builds its thousands of types; `run` freezes them and switches it on again
    from bot.main import run, stop_on_signals  # noqa: PLC0415 - aiogram takes seconds to load
    from bot.polling import PollingElsewhere, TokenRefused  # noqa: PLC0415 - as above
    from bot.webhook import WebhookRefused  # noqa: PLC0415 - as above

    async def until_stopped() -> None:
        stop = asyncio.Event()
        stop_on_signals(stop)
        await run(settings, stop)

    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(until_stopped())
    except (TokenRefused, PollingElsewhere, WebhookRefused) as error:
        return _wrong(settings, error)
    return 0


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Uvloop where it installs, else Python's own."""
    try:
        import uvloop  # noqa: PLC0415 - not on every platform
    except ImportError:
        return None
    return uvloop.new_event_loop


def _check(settings: Settings, _: Path | None) -> int:
    from bot.check import check  # noqa: PLC0415 - only this command needs it

    return WRONG if asyncio.run(check(settings)) else 0


def _backup(settings: Settings, target: Path | None) -> int:
    from bot.backups import Backups  # noqa: PLC0415 - only this command needs it

    print(f"The database is copied to {Backups(settings).write(target)}")  # noqa: T201
    return 0


def _restore(settings: Settings, source: Path | None) -> int:
    from bot.backups import Backups  # noqa: PLC0415 - only this command needs it

    if source is None:
        print("restore: expected the file of a backup", file=sys.stderr)  # noqa: T201
        return WRONG
    aside = Backups(settings).restore(source)
    print(f"The database is {source} now." + (f" The one before is kept as {aside}." if aside else ""))  # noqa: T201
    print("At the start ordering stays closed until the panel has told what became of the open orders.")  # noqa: T201
    return 0


COMMANDS: dict[str, Callable[[Settings, Path | None], int]] = {
    "run": _run,
    "check": _check,
    "backup": _backup,
    "restore": _restore,
}


if __name__ == "__main__":
    sys.exit(main())
