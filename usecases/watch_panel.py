"""Keeps an eye on the panel: its balance, whether it answers, whether it takes the key."""

import logging

from panel import Meaning, Panel, PanelError, PanelRefused
from panel.models import Balance
from storage import panel_keys
from storage.database import Database
from usecases.alert_operators import AlertOperators
from usecases.catalogue import Catalogue
from usecases.clock import SECOND, Clock

log = logging.getLogger(__name__)

PANEL_DOWN = "panel_down"
KEY_REFUSED = "panel_key"
FUNDS_LOW = "panel_funds"

FRESH = 3 * SECOND

RESTORED = "restored"

CLOSING = frozenset({PANEL_DOWN, KEY_REFUSED, RESTORED})
"""Conditions under which nothing is ordered."""


class WatchPanel:
    """Asks for the balance; what it finds out decides whether ordering is open."""

    def __init__(
        self, *, db: Database, panel: Panel, catalogue: Catalogue, alert: AlertOperators, clock: Clock
    ) -> None:
        self._db = db
        self._panel = panel
        self._catalogue = catalogue
        self._alert = alert
        self._clock = clock

    async def refresh(self) -> None:
        """Ask for a person who wants to see it now, unless it was heard within the last seconds."""
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        if key.balance_at is None or self._clock() - key.balance_at > FRESH:
            await self()

    async def __call__(self) -> None:
        try:
            balance = await self._panel.balance()
        except PanelRefused as error:
            await self._refused(error)
        except PanelError as error:
            await self._alert.begin(PANEL_DOWN, str(error))
        else:
            await self._answered(balance)

    async def _refused(self, error: PanelRefused) -> None:
        """It answers, so it is up; why it refuses matters only where it is for the key."""
        if error.meaning is Meaning.KEY:
            await self._alert.begin(KEY_REFUSED, error.text)
            await self._alert.end(PANEL_DOWN)
        else:
            log.warning("the panel refuses to tell the balance: %s", error.text)

    async def _answered(self, balance: Balance) -> None:
        before = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        await panel_keys.keep_balance(
            self._db, self._catalogue.panel_key_id, balance.amount, balance.currency, self._clock()
        )
        self._catalogue.currency = balance.currency
        await self._alert.end(PANEL_DOWN)
        await self._alert.end(KEY_REFUSED)
        if before.balance is not None and balance.amount > before.balance:
            await self._alert.end(FUNDS_LOW)
