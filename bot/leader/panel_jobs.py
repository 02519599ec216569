"""The leader's jobs that ask the panel. While it refuses the key, only the balance is asked for."""

import time
from dataclasses import dataclass

from bot.observer import Observer
from usecases.browsing.refresh_catalogue import RefreshCatalogue
from usecases.operating.return_from_backup import ReturnFromBackup
from usecases.operating.watch_panel import WatchPanel
from usecases.operating.watch_prices import WatchPrices
from usecases.tracking.find_slow_orders import FindSlowOrders
from usecases.tracking.hold_services import HoldServices
from usecases.tracking.look_again import LookAgain
from usecases.tracking.sweep_orders import SweepOrders
from usecases.tracking.sweep_refills import SweepRefills


@dataclass(frozen=True, eq=False, kw_only=True)
class PanelJobs:
    panel_key_id: int
    refresh_catalogue: RefreshCatalogue
    watch_panel: WatchPanel
    watch_prices: WatchPrices
    sweep_orders: SweepOrders
    sweep_refills: SweepRefills
    hold_services: HoldServices
    find_slow_orders: FindSlowOrders
    return_from_backup: ReturnFromBackup
    look_again: LookAgain
    observer: Observer

    async def refresh(self) -> None:
        if not await self.watch_panel.key_is_refused():
            await self.refresh_catalogue()
            await self.watch_prices()

    async def watch(self) -> None:
        await self.watch_panel()
        await self.watch_prices()

    async def sweep(self) -> None:
        if await self.watch_panel.key_is_refused():
            return
        begun = time.perf_counter()
        is_done = await self.sweep_orders(self.panel_key_id)
        await self.sweep_refills(self.panel_key_id)
        await self.hold_services.by_balance(self.panel_key_id)
        await self.find_slow_orders(self.panel_key_id)
        await self.return_from_backup()
        self.observer.swept(time.perf_counter() - begun, is_done=is_done)

    async def second_looks(self) -> None:
        if not await self.watch_panel.key_is_refused():
            await self.look_again()
