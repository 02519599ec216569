"""The panel that is browsed: the sandbox's, with a catalogue as large and as wordy as real ones are."""

import random
from decimal import Decimal

from sandbox.panel.catalogue import USUAL, Service
from sandbox.panel.server import PanelServer

KEY = "demo-key"
IN_A_CATEGORY = 30
NETWORKS = ("Pictogram", "Clipstream", "Tunely", "Papergram", "Chirper", "Officely", "Loopz")
WHAT = ("Followers", "Likes", "Views", "Plays", "Saves", "Shares", "Votes", "Reposts")
QUALITIES = ("Standard", "Fast", "Slow and steady", "Premium accounts", "30 days refill", "Worldwide")


def panel(services: int = 1_200) -> PanelServer:
    server = PanelServer(speed=0)
    chance = random.Random(1)
    server.book.services = {number: _service(number, chance) for number in range(1, services + 1)}
    server.book.keys[KEY].balance = Decimal(1_000_000)
    return server


def _service(number: int, chance: random.Random) -> Service:
    category = number // IN_A_CATEGORY
    network, what = NETWORKS[category % len(NETWORKS)], WHAT[category // len(NETWORKS) % len(WHAT)]
    return Service(
        number,
        f"{network} {what} · {chance.choice(QUALITIES)} · up to {chance.randrange(1, 200)}K a day",
        "Default",
        f"{network} · {what} {category}",
        Decimal(chance.randrange(1, 2_000)) / 100,
        chance.choice((10, 50, 100)),
        chance.choice((1_000, 10_000, 100_000)),
        USUAL,
        chance.random() < 0.4,
        chance.random() < 0.4,
        dripfeed=False,
    )
