"""All use cases that handlers and jobs share, subject by subject."""

from typing import Any

from bot.wiring.broadcasts import BroadcastUseCases
from bot.wiring.money import MoneyUseCases
from bot.wiring.operating import OperatingUseCases
from bot.wiring.orders import OrderUseCases
from bot.wiring.people import PeopleUseCases
from bot.wiring.services import ServiceUseCases
from bot.wiring.shared import Shared
from bot.wiring.shop import ShopUseCases
from bot.wiring.support import SupportUseCases


class UseCases:
    def __init__(self, shared: Shared) -> None:
        self.people = PeopleUseCases(shared)
        self.services = ServiceUseCases(shared)
        self.orders = OrderUseCases(shared)
        self.money = MoneyUseCases(shared, self.orders)
        self.operating = OperatingUseCases(shared, self.services)
        self.shop = ShopUseCases(shared)
        self.broadcasts = BroadcastUseCases(shared)
        self.support = SupportUseCases(shared, self.orders)

    def by_name(self) -> dict[str, Any]:
        """Return each use case by the name under which handlers ask for it."""
        return {name: case for subject in vars(self).values() for name, case in vars(subject).items()}
