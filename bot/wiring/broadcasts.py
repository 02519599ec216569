"""Use cases about broadcasts."""

from bot.wiring.shared import Shared
from usecases.broadcasting.choose_audience import ChooseAudience
from usecases.broadcasting.compose_broadcast import ComposeBroadcast
from usecases.broadcasting.start_broadcast import StartBroadcast
from usecases.broadcasting.steer_broadcast import SteerBroadcast


class BroadcastUseCases:
    def __init__(self, shared: Shared) -> None:
        db, catalogue, access, clock = shared.db, shared.catalogue, shared.access, shared.clock
        wake = shared.wakeups.broadcaster
        self.compose_broadcast = ComposeBroadcast(db=db, catalogue=catalogue, clock=clock)
        self.choose_audience = ChooseAudience(
            db=db, catalogue=catalogue, access=access, clock=clock, is_shop=shared.is_shop
        )
        self.start_broadcast = StartBroadcast(db=db, access=access, wake_broadcaster=wake, clock=clock)
        self.steer_broadcast = SteerBroadcast(db=db, wake_broadcaster=wake, clock=clock)
