"""`python -m tests.usecases.taking_in URL FILE`: takes in a panel's lists, and prints what that took, as JSON.

An ordinary list and 50,000 services in turn: see test_large_lists.py.
"""

import asyncio
import gc
import json
import sys
import time

from panel import Panel
from storage import panel_keys
from storage.engines.open import open_database
from usecases.alerting.alert_operators import AlertOperators
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.refresh_catalogue import RefreshCatalogue
from usecases.clock import wall_clock
from usecases.people.access import Access

TICK = 0.001  # seconds


def allocated() -> int:
    """Blocks of memory that Python's objects have."""
    gc.collect()
    return sys.getallocatedblocks()


async def longest_piece(refresh: RefreshCatalogue) -> tuple[float, float]:
    """CPU seconds of all threads: the most between two turns of the loop, and of the whole."""
    pieces = [0.0]

    async def look() -> None:
        while True:
            begun = time.process_time()
            await asyncio.sleep(TICK)
            pieces.append(time.process_time() - begun)

    looking = asyncio.create_task(look())
    begun = time.process_time()
    await refresh()
    whole = time.process_time() - begun
    looking.cancel()
    return max(pieces), whole


async def main(url: str, file: str) -> None:
    async with open_database(f"sqlite:///{file}") as db, Panel(url, "key", calls_per_minute=10**6) as panel:
        key = await panel_keys.of_operator(db, url)
        access = Access(db=db, admin_ids=[], allowed_ids=[], clock=wall_clock)
        alert = AlertOperators(db=db, access=access, clock=wall_clock)
        catalogue = Catalogue(key.id)
        refresh = RefreshCatalogue(db=db, panel=panel, catalogue=catalogue, alert=alert, clock=wall_clock)
        told: dict[str, object] = {"services": [], "blocks": [], "pieces": []}
        for _ in range(3):
            piece = await longest_piece(refresh)
            for name, seen in (
                ("services", len(catalogue.services)),
                ("blocks", allocated()),
                ("pieces", piece),
            ):
                told[name] = [*told[name], seen]  # type: ignore[misc]
        sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
