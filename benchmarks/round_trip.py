"""A Bot API that answers in 50 ms, 64 people: taps a second, against what one round trip a tap allows.

That is 64 / 0.05 s: the answer and the page go side by side, or the answer rides on the webhook's response.
"""

import statistics

import uvloop

from benchmarks.bots import ours, running, spread_over_cores
from benchmarks.browse import browse, warm_up
from benchmarks.panel import panel
from benchmarks.results import Goal, Result

PEOPLE = 64
ROUND_TRIP = 0.05  # seconds
ALLOWED = PEOPLE / ROUND_TRIP  # taps a second
TAPS = 125 * PEOPLE  # in one window: whole rounds, or some would stand idle in the last
WINDOWS = 5
GOAL = Goal(95, "%", at_least=True)
LIMITED_BY = (
    "CPU: 1,220 taps a second take three quarters of the core, and what a tap waits for its turn, 1.5 ms on "
    "its way to Telegram and 1 ms on its way back, comes on top of the round trip. The profile is that of "
    "`browse`; a tap costs more here, as fewer events come at once."
)


def measure() -> list[Result]:
    return [uvloop.run(_measure())]


async def _measure() -> Result:
    core, _ = spread_over_cores()
    rates, costs = [], []
    async with panel() as shop, running(ours(shop.api_url, PEOPLE), core, people=PEOPLE) as bot:
        await warm_up(bot)
        bot.stub.delay = ROUND_TRIP
        for _ in range(WINDOWS):
            before = bot.cpu()
            window = await bot.people.browse(TAPS, browse)
            rates.append(TAPS / window.wall)
            costs.append((bot.cpu() - before) / TAPS * 1e6)
    middle, cost = statistics.median(rates), statistics.median(costs)
    raw = f"{middle:.0f} of {ALLOWED:.0f} taps a second, with {cost:.0f} µs CPU each"
    return Result("round_trip.throughput", GOAL, middle / ALLOWED * 100, raw)
