"""Tells the operators which services of the panel's list are not sold, and why."""

from panel import Listing
from storage import conditions
from storage.database import Database
from usecases.alerting.alert_operators import AlertOperators

UNKNOWN_TYPES = "service_types"
LISTED_TWICE = "services_twice"
SENSELESS = "services_senseless"
MAX_SERVICES_NAMED = 20  # names in one message


class TellLeftOut:
    """Each reason is a condition. It begins anew when its services change."""

    def __init__(self, *, db: Database, alert: AlertOperators) -> None:
        self._db = db
        self._alert = alert

    async def __call__(self, listing: Listing) -> None:
        told = {one.name: one.detail for one in await conditions.current(self._db)}
        for name, detail in _reasons(listing).items():
            if told.get(name) == detail:
                continue
            if not detail:
                await self._alert.end(name)
                continue
            await conditions.end(self._db, name)
            await self._alert.begin(name, detail)


def _reasons(listing: Listing) -> dict[str, str]:
    return {
        UNKNOWN_TYPES: _names(listing.unknown_types),
        LISTED_TWICE: _names(listing.twice),
        SENSELESS: str(listing.senseless or ""),
    }


def _names(names: tuple[str, ...]) -> str:
    """Return the first names and the number of the others."""
    shown = ", ".join(sorted(names)[:MAX_SERVICES_NAMED])
    return f"{shown} + {len(names) - MAX_SERVICES_NAMED}" if len(names) > MAX_SERVICES_NAMED else shown
