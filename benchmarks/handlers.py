"""What a hundred handlers of buttons more cost a tap.

They are registered as ours are, in ten modules that are asked before all others; the button that is tapped
has its handler in a module behind them. Measured is the way through the routers alone, with and without them
by turns in one process: beside the rest of a tap the difference would be lost in noise.
"""

import statistics
import time
from types import ModuleType
from typing import Any

import uvloop
from aiogram import Bot, Dispatcher, Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Update

from benchmarks.results import Goal, Result
from benchmarks.telegram_stub import TOKEN
from handlers import routing
from handlers.middlewares.buttons import ButtonRouter

MODULES, BUTTONS = 10, 10
TAPS = 2_000  # in one round
ROUNDS = 15
GOAL = Goal(10, "µs")
LIMITED_BY = "nothing: a button is looked up by its first word, whatever number there are"


class Tapped(CallbackData, prefix="tapped"):
    page: int = 0


async def handle(_: CallbackQuery) -> None: ...


def measure() -> list[Result]:
    return [uvloop.run(_measure())]


async def _measure() -> Result:
    more = [_module(*(_button(f"m{one}x{other}") for other in range(BUTTONS))) for one in range(MODULES)]
    tapped = _module(Tapped)
    plain, crowded = _dispatcher(tapped), _dispatcher(*more, tapped)
    pairs = [(await _cost(plain), await _cost(crowded)) for _ in range(ROUNDS)]
    differences = sorted(crowd - alone for alone, crowd in pairs)
    without = statistics.median(alone for alone, _ in pairs)
    raw = f"{without:.1f} µs without, difference {differences[0]:.1f} to {differences[-1]:.1f} µs"
    return Result("handlers.hundred_more", GOAL, statistics.median(differences), raw)


def _module(*buttons: type[CallbackData]) -> ModuleType:
    """One like those of handlers/."""

    def routes() -> Router:
        router = Router()
        for button in buttons:
            router.callback_query.register(handle, button.filter())
        return router

    made = ModuleType("more")
    vars(made)["routes"] = routes
    return made


def _button(prefix: str) -> type[CallbackData]:
    class Button(CallbackData, prefix=prefix):
        page: int = 0

    return Button


def _dispatcher(*modules: ModuleType) -> Dispatcher:
    """The program's routers with these before all others."""
    own = routing.BY_BUTTON_OR_COMMAND
    vars(routing)["BY_BUTTON_OR_COMMAND"] = (*modules, *own)
    try:
        dispatcher = Dispatcher(disable_fsm=True)
        routers = routing.routers()
        dispatcher.update.outer_middleware(ButtonRouter(routers))
        dispatcher.include_routers(*routers)
    finally:
        vars(routing)["BY_BUTTON_OR_COMMAND"] = own
    return dispatcher


async def _cost(dispatcher: Dispatcher) -> float:
    """CPU of a tap, in µs."""
    bot = Bot(TOKEN)
    update = Update.model_validate(_update(), context={"bot": bot})
    assert await dispatcher.feed_update(bot, update) is not UNHANDLED
    before = time.thread_time()
    for _ in range(TAPS):
        await dispatcher.feed_update(bot, update)
    return (time.thread_time() - before) / TAPS * 1e6


def _update() -> dict[str, Any]:
    alice = {"id": 1001, "is_bot": False, "first_name": "Alice"}
    tap = {"id": "1", "from": alice, "chat_instance": "1", "data": Tapped(page=1).pack()}
    return {"update_id": 1, "callback_query": tap}
