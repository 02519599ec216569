"""Use cases about support."""

from bot.wiring.orders import OrderUseCases
from bot.wiring.shared import Shared
from usecases.supporting.answer_cases import AnswerCases
from usecases.supporting.close_cases import CloseCases
from usecases.supporting.find_facts import FindFacts
from usecases.supporting.view_cases import ViewCases
from usecases.supporting.write_cases import WriteCases


class SupportUseCases:
    def __init__(self, shared: Shared, orders: OrderUseCases) -> None:
        db, alert, clock, wake_sender = shared.db, shared.alert, shared.clock, shared.wakeups.sender
        self.view_cases = ViewCases(db=db)
        self.find_facts = FindFacts(db=db, view_orders=orders.view_orders)
        self.write_cases = WriteCases(db=db, alert=alert, wake_sender=wake_sender, clock=clock)
        self.answer_cases = AnswerCases(db=db, alert=alert, wake_sender=wake_sender, clock=clock)
        self.close_cases = CloseCases(db=db, alert=alert, wake_sender=wake_sender, clock=clock)
