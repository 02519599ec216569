"""Faults to switch on: for all calls or for one, once, a few times or by chance."""

import random
from dataclasses import asdict, dataclass
from typing import Any


@dataclass
class Fault:
    """`action` None: every action; `times` None: until it is switched off; `seconds` for slow ones."""

    id: int
    kind: str
    action: str | None = None
    times: int | None = None
    probability: float = 1.0
    seconds: float = 5.0


class Faults:
    def __init__(self, kinds: tuple[str, ...], chance: random.Random) -> None:
        self.kinds = kinds
        self._chance = chance
        self._faults: dict[int, Fault] = {}
        self._last = 0
        self.struck = 0

    def switch_on(
        self,
        kind: str,
        action: str | None = None,
        times: int | None = None,
        probability: float = 1.0,
        seconds: float = 5.0,
    ) -> Fault:
        """Raises ValueError for an unknown kind."""
        if kind not in self.kinds:
            raise ValueError(f"kind: one of {', '.join(self.kinds)}")
        self._last += 1
        fault = Fault(self._last, kind, action or None, times, probability, seconds)
        self._faults[fault.id] = fault
        return fault

    def switch_off(self, fault_id: int | None = None) -> None:
        if fault_id is None:
            self._faults.clear()
        else:
            self._faults.pop(fault_id, None)

    def strike(self, action: str) -> Fault | None:
        """Return the fault that hits this call, if any, and count it down."""
        for fault in list(self._faults.values()):
            if fault.action not in (None, action) or self._chance.random() >= fault.probability:
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    del self._faults[fault.id]
            self.struck += 1
            return fault
        return None

    def listed(self) -> list[dict[str, Any]]:
        return [asdict(fault) for fault in self._faults.values()]
