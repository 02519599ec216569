"""Use cases about orders: drafts, mass orders, and what people see and ask of orders."""

from bot.wiring.shared import Shared
from usecases.ordering.draft_orders import DraftOrders
from usecases.ordering.place_mass_order import PlaceMassOrder
from usecases.ordering.place_order import PlaceOrder
from usecases.ordering.review_mass_orders import ReviewMassOrders
from usecases.tracking.ask_about_order import AskAboutOrder
from usecases.tracking.dismiss_orders import DismissOrders
from usecases.tracking.find_orders import FindOrders
from usecases.tracking.find_people import FindPeople
from usecases.tracking.order_history import ViewHistory
from usecases.tracking.view_mass_orders import ViewMassOrders
from usecases.tracking.view_orders import ViewOrders


class OrderUseCases:
    def __init__(self, shared: Shared) -> None:
        db, catalogue, clock, is_shop = shared.db, shared.catalogue, shared.clock, shared.is_shop
        wakeups = shared.wakeups
        self.draft_orders = DraftOrders(db=db, catalogue=catalogue, clock=clock)
        prices = self.draft_orders.prices
        cost_of = prices.cost_of if is_shop else lambda _: None  # in private mode the panel account pays
        self.place_order = PlaceOrder(
            db=db,
            draft_orders=self.draft_orders,
            cost_of=cost_of,
            alert=shared.alert,
            wake_submitter=wakeups.submitter,
            wake_sender=wakeups.sender,
            clock=clock,
        )
        self.review_mass_orders = ReviewMassOrders(db=db, catalogue=catalogue, prices=prices, clock=clock)
        self.place_mass_order = PlaceMassOrder(
            db=db,
            reviews=self.review_mass_orders,
            prices=prices,
            cost_of=cost_of,
            alert=shared.alert,
            wake_submitter=wakeups.submitter,
            wake_sender=wakeups.sender,
            clock=clock,
        )
        self.view_orders = ViewOrders(db=db, panel_key_id=shared.panel_key_id, clock=clock, is_shop=is_shop)
        self.view_mass_orders = ViewMassOrders(db=db, view_orders=self.view_orders, is_shop=is_shop)
        self.view_history = ViewHistory(db=db, is_shop=is_shop)
        self.find_orders = FindOrders(db=db)
        self.find_people = FindPeople(db=db, find_orders=self.find_orders)
        self.dismiss_orders = DismissOrders(db=db, wake_sender=wakeups.sender, clock=clock)
        self.ask_about_order = AskAboutOrder(
            db=db,
            panel_key_id=shared.panel_key_id,
            wake_submitter=wakeups.submitter,
            wake_sweep=wakeups.sweep,
            wake_sender=wakeups.sender,
            clock=clock,
        )
