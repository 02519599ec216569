"""Makes aiogram faster; the bot works without it.

Each file has one function for the rest of the program, `accelerate`:

- that of `lazy_types` imports aiogram so that it builds its types when they are first used;
- that of `updates` has `bot.telegram.reading` check only the fields of an update that are always read.

Both do nothing on versions of aiogram and pydantic that they were not tried with. The setting
`ACCELERATORS=off` switches both off. To remove them, delete this folder and the two lines that name its files
in `bot/telegram/loading.py`.
"""

from importlib.metadata import version

TRIED_VERSIONS = {("3.31.0", "2.13.5")}
"""Versions of aiogram and pydantic."""


def installed_versions() -> tuple[str, str]:
    return version("aiogram"), version("pydantic")
