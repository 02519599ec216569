"""`python -m bot` runs the bot; `check` tries the settings, `backup`, `restore` and `copy-database` copy."""

import argparse
import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from bot.lazy_types import import_aiogram
from bot.logs import set_up_logs, visible
from bot.settings import Settings, SettingsWrong, load_settings, passwords
from panel.secrecy import Censor
from storage.database import DatabaseError

log = logging.getLogger(__name__)

BROKEN = 1  # exit code for a mistake of ours
WRONG = 2  # exit code for anything that only the operator can mend


class Arguments(argparse.ArgumentParser):
    """Complains about wrong arguments without repeating a URL: a password may stand in it."""

    def error(self, message: str) -> NoReturn:
        for argument in sys.argv[1:]:
            if "://" in argument:
                message = message.replace(argument, "[URL]").replace(repr(argument)[1:-1], "[URL]")
        super().error(message)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))  # until the loop takes over: nothing has begun yet
    parser = Arguments(prog="python -m bot", description=__doc__)
    parser.add_argument("command", nargs="?", choices=[*COMMANDS, COPY], default="run")
    parser.add_argument(
        "files", nargs="*", metavar="file", help="of `backup` (may be left out) and `restore`"
    )
    arguments = parser.parse_args()
    if arguments.command == COPY:
        return _guarded(_passwords_given(), lambda: _copy_database(arguments.files))
    if len(arguments.files) > 1:
        parser.error("expected one file at most")
    try:
        settings = load_settings()
    except SettingsWrong as error:
        print(f"The settings are not complete:\n{error}\nSee .env.example.", file=sys.stderr)  # noqa: T201
        return WRONG
    set_up_logs(settings.log_level, settings.log_format, settings.secrets())
    file = Path(arguments.files[0]) if arguments.files else None
    return _guarded(settings.secrets(), lambda: COMMANDS[arguments.command](settings, file))


def _guarded(secrets: list[str], command: Callable[[], int]) -> int:
    """Run a command; what only the operator can mend is said in one line, without the secrets."""
    try:
        return command()
    except DatabaseError as error:
        return _wrong(secrets, error)
    except Exception:  # the interpreter would print it past the log's filter, secrets and all
        log.critical("the program ends by a mistake", exc_info=True)
        return BROKEN


def _wrong(secrets: list[str], error: Exception) -> int:
    told = Censor(secrets, "[secret]").clean(str(error))
    print(visible(told), file=sys.stderr)  # noqa: T201
    return WRONG


def _passwords_given() -> list[str]:
    return [password for argument in sys.argv[1:] for password in passwords(argument)]


def _run(settings: Settings, _: Path | None) -> int:
    gc.disable()  # loading makes no garbage; `run` freezes what is there and switches it on again
    import_aiogram()
    from bot.listening import PortUnusable  # noqa: PLC0415 - only this command needs it, after aiogram
    from bot.main import run, stop_on_signals  # noqa: PLC0415 - as above
    from bot.polling import PollingElsewhere, TokenRefused  # noqa: PLC0415 - as above
    from bot.webhook import WebhookRefused  # noqa: PLC0415 - as above

    async def until_stopped() -> None:
        stop = asyncio.Event()
        stop_on_signals(stop)
        await run(settings, stop)

    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(until_stopped())
    except (TokenRefused, PollingElsewhere, WebhookRefused, PortUnusable) as error:
        return _wrong(settings.secrets(), error)
    return 0


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Uvloop where it installs, else Python's own."""
    try:
        import uvloop  # noqa: PLC0415 - not on every platform
    except ImportError:
        return None
    return uvloop.new_event_loop


def _check(settings: Settings, _: Path | None) -> int:
    import_aiogram()
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


def _copy_database(urls: list[str]) -> int:
    """Needs no settings: both databases are named."""
    from bot.copying import copy_database  # noqa: PLC0415 - only this command needs it

    signal.signal(
        signal.SIGTERM, signal.SIG_DFL
    )  # whoever ends it must not read 0; the server takes all back
    set_up_logs("INFO", "text", _passwords_given())
    if len(urls) != 2:  # noqa: PLR2004 - FROM and TO
        print("copy-database: expected FROM and TO, two URLs", file=sys.stderr)  # noqa: T201
        return WRONG
    asyncio.run(copy_database(urls[0], urls[1], lambda line: print(line, flush=True)))  # noqa: T201
    return 0


COPY = "copy-database"
COMMANDS: dict[str, Callable[[Settings, Path | None], int]] = {
    "run": _run,
    "check": _check,
    "backup": _backup,
    "restore": _restore,
}


if __name__ == "__main__":
    sys.exit(main())
