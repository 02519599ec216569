"""`python -m bot`: runs the bot; `python -m bot check` tries the settings."""

import argparse
import asyncio
import sys
from collections.abc import Callable

from bot.logs import set_up_logs
from bot.settings import Settings, SettingsWrong, load_settings
from storage.database import DatabaseError

WRONG = 2  # exit code for anything that only the operator can mend


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    parser.add_argument("command", nargs="?", choices=["run", "check"], default="run")
    arguments = parser.parse_args()
    try:
        settings = load_settings()
    except SettingsWrong as error:
        print(f"The settings are not complete:\n{error}\nSee .env.example.", file=sys.stderr)  # noqa: T201
        return WRONG
    set_up_logs(settings.log_level, settings.log_format, _secrets(settings))
    return _check(settings) if arguments.command == "check" else _run(settings)


def _run(settings: Settings) -> int:
    from bot.main import run, stop_on_signals  # noqa: PLC0415 - aiogram takes seconds to load
    from bot.polling import PollingElsewhere, TokenRefused  # noqa: PLC0415 - as above

    async def until_stopped() -> None:
        stop = asyncio.Event()
        stop_on_signals(stop)
        await run(settings, stop)

    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(until_stopped())
    except (DatabaseError, TokenRefused, PollingElsewhere) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return WRONG
    return 0


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Uvloop where it installs, else Python's own."""
    try:
        import uvloop  # noqa: PLC0415 - not on every platform
    except ImportError:
        return None
    return uvloop.new_event_loop


def _check(settings: Settings) -> int:
    from bot.check import check  # noqa: PLC0415 - only this command needs it

    return WRONG if asyncio.run(check(settings)) else 0


def _secrets(settings: Settings) -> list[str]:
    hidden = (settings.bot_token, settings.panel_api_key, settings.webhook_secret, settings.secret_key)
    return [secret.get_secret_value() for secret in hidden if secret is not None]


if __name__ == "__main__":
    sys.exit(main())
