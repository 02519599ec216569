"""Use cases about the prices of a shop."""

from bot.wiring.shared import Shared
from usecases.operating.change_prices import ChangePrices
from usecases.operating.confirm_prices import ConfirmPrices
from usecases.operating.manage_groups import ManageGroups
from usecases.operating.set_shop_values import SetShopValues
from usecases.operating.view_shop import ViewShop
from usecases.operating.watch_prices import WatchPrices


class ShopUseCases:
    def __init__(self, shared: Shared) -> None:
        db, catalogue, clock = shared.db, shared.catalogue, shared.clock
        self.watch_prices = WatchPrices(
            db=db,
            catalogue=catalogue,
            alert=shared.alert,
            wake_sender=shared.wakeups.sender,
            clock=clock,
        )
        self.view_shop = ViewShop(db=db, catalogue=catalogue, clock=clock)
        self.change_prices = ChangePrices(
            db=db, catalogue=catalogue, watch_prices=self.watch_prices, clock=clock
        )
        self.confirm_prices = ConfirmPrices(
            db=db, catalogue=catalogue, watch_prices=self.watch_prices, clock=clock
        )
        self.manage_groups = ManageGroups(db=db, catalogue=catalogue, clock=clock)
        self.set_shop_values = SetShopValues(db=db, catalogue=catalogue, clock=clock)
