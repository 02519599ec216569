"""CPU of an operator's tap in a shop with 1,000,000 orders and 10,000 people.

Ours is the whole bot on SQLite. `desk` is the operator's first screen, with what 500 orders of today add up
to, against a customer's menu. `by_part` finds one of the people by a part of a name, `by_letters` a page of
all of them; both against one who is found by the ID.
"""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import uvloop

from benchmarks.rig import wallets
from benchmarks.rig.bots import Bot, ours, running, spread_over_cores
from benchmarks.rig.bulk import Rows, load_sqlite
from benchmarks.rig.histories import HOUSE
from benchmarks.rig.results import Goals, Result, at_most, ratio
from benchmarks.rig.sandbox_panel import panel
from benchmarks.rig.taps import WrongAnswer
from storage.users import called
from usecases.clock import DAY, wall_clock
from views.callbacks import OpenStart
from views.operating.callbacks import FindPerson, OpenHealth

GOALS: Goals = {
    "desk.to_menu": at_most(3),
    "desk.by_part_to_by_id": at_most(3),
    "desk.by_letters_to_by_id": at_most(3),
}
ORDERS, A_DAY, PEOPLE = 1_000_000, 500, 10_000
CUSTOMER, OPERATOR, FIRST = 1001, 1002, 100_000
TAPS, ROUNDS = 100, 5
IDLE = 0.05  # seconds of CPU in a second
PRICE, COST = 1_000_000, 500_000  # micro-units
TYPED = {"by_id": str(FIRST + 5_000), "by_part": "erson 4711", "by_letters": "person"}

Values = Iterator[tuple[int | str | None, ...]]
USER = ("id", "telegram_id", "name", "username", "created_at", "role", "operator_role", "called")
ORDER = (
    "id", "user_id", "panel_key_id", "draft_id", "service_id", "service_name", "service_type", "parameters",
    "target", "quantity", "rate", "price", "currency", "refillable", "cancelable", "status", "panel_order_id",
    "created_at", "placed_at", "ended_at", "paid_from", "cost", "cost_currency",
)  # fmt: skip


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        return uvloop.run(_measure(Path(folder) / "shop.db"))


async def _measure(file: Path) -> list[Result]:
    core, _ = spread_over_cores()
    costs: dict[str, list[float]] = {}
    async with AsyncExitStack() as stack:
        shop = await stack.enter_async_context(panel())
        load_sqlite(file, _loads(shop.api_url, wall_clock()))
        settings = wallets.SETTINGS | {"DATABASE_URL": f"sqlite:///{file}"}
        bot = await stack.enter_async_context(running(ours(shop.api_url, 2, **settings), core, people=2))
        await bot.people.begin()
        await _until_idle(bot)
        for _ in range(ROUNDS):
            for name, cost in (await _round(bot)).items():
                costs.setdefault(name, []).append(cost)
    return [
        ratio("desk.to_menu", costs["desk"], costs["menu"], "µs"),
        ratio("desk.by_part_to_by_id", costs["by_part"], costs["by_id"], "µs"),
        ratio("desk.by_letters_to_by_id", costs["by_letters"], costs["by_id"], "µs"),
    ]


async def _until_idle(bot: Bot) -> None:
    """Wait until the jobs of the start are done: adding up the books reads every order."""
    spent = 1.0
    while spent > IDLE:
        before = bot.cpu()
        await asyncio.sleep(1)
        spent = bot.cpu() - before


async def _round(bot: Bot) -> dict[str, float]:
    """CPU of each in µs."""
    customer, operator = bot.people.all
    found = {
        "menu": await _cost(bot, lambda: bot.people.tap_button(customer, OpenStart().pack())),
        "desk": await _cost(bot, lambda: bot.people.tap_button(operator, OpenHealth().pack())),
    }
    if "Today" not in bot.stub.messages[OPERATOR].text:
        raise WrongAnswer(f"expected the desk, saw {bot.stub.messages[OPERATOR]}")
    await bot.people.tap_button(operator, FindPerson().pack())
    for name, text in TYPED.items():
        found[name] = await _cost(bot, lambda text=text: bot.people.write(operator, text))  # type: ignore[misc]
        if "Person" not in str(bot.stub.messages[OPERATOR]):
            raise WrongAnswer(f"expected people, saw {bot.stub.messages[OPERATOR]}")
    return found


async def _cost(bot: Bot, act: Callable[[], Awaitable[object]]) -> float:
    await act()
    before = bot.cpu()
    for _ in range(TAPS):
        await act()
    return (bot.cpu() - before) / TAPS * 1e6


def _loads(panel_url: str, now: int) -> list[Rows]:
    accounts = [
        (place, kind, None, "USD" if kind == "sales" else None) for place, kind in enumerate(HOUSE, 1)
    ]
    return [
        Rows("users", USER, _users()),
        Rows("panel_keys", ("id", "url"), [(1, panel_url)]),
        Rows("accounts", ("id", "kind", "user_id", "currency"), accounts),
        Rows("orders", ORDER, _orders(now)),
    ]


def _users() -> Values:
    """A viewer sees the desk, and gets no alerts between the answers."""
    yield CUSTOMER, CUSTOMER, "Alice", "alice", 0, "customer", None, called("Alice", "alice")
    yield OPERATOR, OPERATOR, "Olga", "olga", 0, "operator", "viewer", called("Olga", "olga")
    for number in range(PEOPLE):
        name, account = f"Person {number:04}", f"user{number}"
        yield FIRST + number, FIRST + number, name, account, 0, None, None, called(name, account)


def _orders(now: int) -> Values:
    """500 today, and as many on each day before."""
    midnight = now - now % DAY
    for number in range(ORDERS):
        at = midnight - (ORDERS - 1 - number) // A_DAY * DAY
        yield (
            number + 1, FIRST + number % PEOPLE, 1, f"draft-{number}", "101", "Followers", "default", "{}",
            f"https://example.com/p/{number}", 1_000, "1", PRICE, "USD", 0, 0, "completed", str(number),
            at, at, at, "wallet", COST, "USD",
        )  # fmt: skip
