"""`python -m bot` runs the bot; `check` tries the settings, `backup`, `restore` and `copy-database` copy.

`audit` says whether the books of the wallets add up. `operators` lists, adds and removes operators. `panel`
lists the panel accounts; `panel same-as` says that one has a new address. `forget` deletes a person's
Telegram id, name and texts. `version` names this release.
"""

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

from bot.addresses import passwords
from bot.logs import set_up_logs, visible
from bot.settings import Settings, SettingsWrong, load_settings, warnings
from bot.telegram.loading import import_aiogram
from bot.version import version
from panel.http.redaction import Censor
from storage.database import DatabaseError

log = logging.getLogger(__name__)

EXIT_MISTAKE = 1  # exit code for a mistake of ours
WRONG = 2  # exit code for an error that only the operator can correct


class Arguments(argparse.ArgumentParser):
    """Reports wrong arguments without repeating a URL, which may contain a password."""

    def error(self, message: str) -> NoReturn:
        for argument in sys.argv[1:]:
            if "://" in argument:
                message = message.replace(argument, "[URL]").replace(repr(argument)[1:-1], "[URL]")
        super().error(message)


def main() -> int:
    for number in (signal.SIGTERM, signal.SIGHUP):  # until the loop takes over: nothing has begun yet
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda *_: os._exit(0))
    parser = Arguments(prog="python -m bot", description=__doc__)
    parser.add_argument("command", nargs="?", choices=[*COMMANDS, COPY, *OF_WORDS, VERSION], default="run")
    parser.add_argument(
        "files",
        nargs="*",
        metavar="file",
        help="of `backup` (may be left out) and `restore`; for `operators`: add ID [ROLE] or remove ID; "
        "for `panel`: same-as URL; for `forget`: ID",
    )
    parser.add_argument(
        "--take-over", action="store_true", help="serve the bot although another program seems to"
    )
    parser.add_argument(
        "--yes", action="store_true", help="for `panel same-as` and `forget`: do it without asking"
    )
    arguments = parser.parse_args()
    if arguments.command == VERSION:
        print(version())  # noqa: T201
        return 0
    if arguments.command == COPY:
        return _guarded(_passwords_given(), lambda: _copy_database(arguments.files))
    if len(arguments.files) > 1 and arguments.command not in OF_WORDS:
        parser.error("expected one file at most")
    try:
        settings = load_settings()
    except SettingsWrong as error:
        print(error, file=sys.stderr)  # noqa: T201
        return WRONG
    set_up_logs(settings.log_level, settings.log_format, settings.secrets())
    for line in warnings():
        log.warning("%s", line)
    return _guarded(settings.secrets(), lambda: _obey(settings, arguments))


def _obey(settings: Settings, arguments: argparse.Namespace) -> int:
    if arguments.command == OPERATORS:
        return _operators(settings, arguments.files)
    if arguments.command == PANEL:
        return _panels(settings, arguments.files, yes=arguments.yes)
    if arguments.command == FORGET:
        return _forget(settings, arguments.files, yes=arguments.yes)
    file = Path(arguments.files[0]) if arguments.files else None
    if arguments.take_over and arguments.command == "run":
        return _run(settings, file, look_for=0.0)
    return COMMANDS[arguments.command](settings, file)


def _guarded(secrets: list[str], command: Callable[[], int]) -> int:
    """Run a command and return its exit code. A DatabaseError is printed as one line without secrets."""
    try:
        return command()
    except DatabaseError as error:
        return _wrong(secrets, error)
    except Exception:  # the interpreter would print it past the log's filter, secrets and all
        log.critical("the program ends by a mistake", exc_info=True)
        return EXIT_MISTAKE


def _wrong(secrets: list[str], error: Exception) -> int:
    told = Censor(secrets, "[secret]").clean(str(error))
    print(visible(told), file=sys.stderr)  # noqa: T201
    return WRONG


def _passwords_given() -> list[str]:
    return [password for argument in sys.argv[1:] for password in passwords(argument)]


def _run(settings: Settings, _: Path | None, look_for: float | None = None) -> int:
    gc.disable()  # loading makes no garbage; `run` freezes what is there and switches it on again
    import_aiogram(accelerated=settings.accelerators == "on")
    from bot.incoming.polling import PollingElsewhere  # noqa: PLC0415 - as above
    from bot.incoming.precedence import LOOK_FOR, ServedElsewhere  # noqa: PLC0415 - as above
    from bot.incoming.webhook import WebhookRefused  # noqa: PLC0415 - as above
    from bot.main import run, stop_on_signals  # noqa: PLC0415 - as above
    from bot.ports import PortUnusable  # noqa: PLC0415 - only this command needs it, after aiogram
    from bot.telegram.verdicts import TokenRefused  # noqa: PLC0415 - as above

    log.info("Panelgram %s on Python %s", version(), sys.version.split()[0])

    async def until_stopped() -> None:
        stop = asyncio.Event()
        stop_on_signals(stop)
        await run(settings, stop, LOOK_FOR if look_for is None else look_for)

    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(until_stopped())
    except (TokenRefused, ServedElsewhere, PollingElsewhere, WebhookRefused, PortUnusable) as error:
        return _wrong(settings.secrets(), error)
    return 0


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return uvloop's factory, or None (Python's own loop) where uvloop is not installed."""
    try:
        import uvloop  # noqa: PLC0415 - not on every platform
    except ImportError:
        return None
    return uvloop.new_event_loop


def _check(settings: Settings, _: Path | None) -> int:
    import_aiogram(accelerated=settings.accelerators == "on")
    from bot.commands.check import check  # noqa: PLC0415 - only this command needs it

    return WRONG if asyncio.run(check(settings)) else 0


def _audit(settings: Settings, _: Path | None) -> int:
    from bot.commands.audit import audit_books  # noqa: PLC0415 - only this command needs it

    return WRONG if asyncio.run(audit_books(settings, _show)) else 0


def _backup(settings: Settings, target: Path | None) -> int:
    from bot.backups import Backups  # noqa: PLC0415 - only this command needs it
    from bot.commands.progress import progress_bar  # noqa: PLC0415 - as above

    with progress_bar() as shows:
        copy = Backups(settings).write(target, shows)
    print(f"The database is copied to {copy}")  # noqa: T201
    return 0


def _restore(settings: Settings, source: Path | None) -> int:
    from bot.backups import Backups  # noqa: PLC0415 - only this command needs it
    from bot.commands.progress import progress_bar  # noqa: PLC0415 - as above

    if source is None:
        print("restore: expected the file of a backup", file=sys.stderr)  # noqa: T201
        return WRONG
    with progress_bar() as shows:
        aside = Backups(settings).restore(source, shows)
    print(f"The database is {source} now." + (f" The one before is kept as {aside}." if aside else ""))  # noqa: T201
    print("At the start ordering stays closed until the panel has told what became of the open orders.")  # noqa: T201
    return 0


def _operators(settings: Settings, words: list[str]) -> int:
    from bot.commands.operators import OperatorsWrong, operators  # noqa: PLC0415 - only this command needs it

    try:
        asyncio.run(operators(settings, words, _show))
    except OperatorsWrong as error:
        return _wrong(settings.secrets(), error)
    return 0


def _panels(settings: Settings, words: list[str], *, yes: bool) -> int:
    from bot.commands.panels import PanelsWrong, panels  # noqa: PLC0415 - only this command needs it

    try:
        asyncio.run(panels(settings, words, _show, lambda what: yes or _agrees(what)))
    except PanelsWrong as error:
        return _wrong(settings.secrets(), error)
    return 0


def _forget(settings: Settings, words: list[str], *, yes: bool) -> int:
    from bot.commands.forget import ForgettingWrong, forget  # noqa: PLC0415 - only this command needs it

    try:
        asyncio.run(forget(settings, words, _show, lambda what: yes or _agrees(what)))
    except ForgettingWrong as error:
        return _wrong(settings.secrets(), error)
    return 0


def _show(line: str) -> None:
    print(visible(line), flush=True)  # noqa: T201


def _agrees(what: str) -> bool:
    """Ask at the terminal. Without a terminal the answer is no."""
    _show(f"{what}.")
    return sys.stdin.isatty() and input("Type yes to do it: ").strip().lower() == "yes"


def _copy_database(urls: list[str]) -> int:
    """Needs no settings: both databases are named."""
    from bot.commands.copy_database import copy_database  # noqa: PLC0415 - only this command needs it

    signal.signal(
        signal.SIGTERM, signal.SIG_DFL
    )  # a killed copy must not exit with 0; PostgreSQL rolls it back
    set_up_logs("INFO", "text", _passwords_given())
    if len(urls) != 2:  # noqa: PLR2004 - FROM and TO
        print("copy-database: expected FROM and TO, two URLs", file=sys.stderr)  # noqa: T201
        return WRONG
    asyncio.run(copy_database(urls[0], urls[1], lambda line: print(line, flush=True)))  # noqa: T201
    return 0


COPY = "copy-database"
OPERATORS = "operators"
PANEL = "panel"
FORGET = "forget"
OF_WORDS = (OPERATORS, PANEL, FORGET)
VERSION = "version"
COMMANDS: dict[str, Callable[[Settings, Path | None], int]] = {
    "run": _run,
    "check": _check,
    "audit": _audit,
    "backup": _backup,
    "restore": _restore,
}


if __name__ == "__main__":
    sys.exit(main())
