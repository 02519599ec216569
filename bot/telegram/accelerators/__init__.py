"""Makes aiogram faster; the bot works without it.

Each file has one public function, `accelerate`:

- in `lazy_types` it imports aiogram so that each type is built at its first use;
- in `updates` it makes `bot.telegram.reading` validate only the fields of an update that are always read.

Both do nothing with versions of aiogram and pydantic for which they were not tested. The setting
`ACCELERATORS=off` switches both off. To remove them, delete this folder and the two lines that name its files
in `bot/telegram/loading.py`.
"""

from importlib.metadata import version

TRIED_VERSIONS = {("3.31.0", "2.13.5")}
"""Tested versions of aiogram and pydantic."""


def installed_versions() -> tuple[str, str]:
    return version("aiogram"), version("pydantic")
