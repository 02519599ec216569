"""What pytest loads first: aiogram, as the program does. `ACCELERATORS=off` before `pytest` is heeded, too.

A thousand stories start a bot each. What aiogram finds out anew for each bot, though it is the same in a
whole process, is found out once: the signatures of functions and the certificates, a quarter of a story's work.
"""

import inspect
import os
import ssl
from functools import cache, wraps
from types import CodeType, FunctionType, SimpleNamespace
from typing import Any

from bot.telegram.loading import import_aiogram

import_aiogram(accelerated=os.environ.get("ACCELERATORS") != "off")

from aiogram.client.session import aiohttp as telegram_session  # noqa: E402
from aiogram.dispatcher.event import handler  # noqa: E402

_signatures: dict[CodeType, inspect.Signature] = {}


@wraps(inspect.signature)
def _signature(function: Any, **more: Any) -> inspect.Signature:
    if not isinstance(function, FunctionType):
        return inspect.signature(function, **more)
    if function.__code__ not in _signatures:
        _signatures[function.__code__] = inspect.signature(function, **more)
    return _signatures[function.__code__]


vars(handler)["inspect"] = SimpleNamespace(**vars(inspect) | {"signature": _signature})
vars(telegram_session)["ssl"] = SimpleNamespace(
    **vars(ssl) | {"create_default_context": cache(ssl.create_default_context)}
)
