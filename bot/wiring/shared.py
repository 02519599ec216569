"""What most parts of the program need."""

from aiogram import Bot

from bot.backups import Backups
from bot.leader.leader import WakeUps
from bot.observer import Observer
from bot.settings import Settings
from panel import Panel
from storage.database import Database
from storage.engines.open import is_file
from storage.panel_keys import PanelKey
from usecases.alerting.alert_operators import AlertOperators
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.selling import Selling
from usecases.clock import SECOND, Clock
from usecases.people.access import Access
from usecases.pricing.terms import ShopTerms
from usecases.pricing.units import MICRO


class Shared:
    def __init__(
        self,
        *,
        settings: Settings,
        key: PanelKey,
        db: Database,
        panel: Panel,
        bot: Bot,
        clock: Clock,
        observer: Observer,
    ) -> None:
        self.settings = settings
        self.panel_key_id = key.id
        self.backups = Backups(settings) if is_file(settings.database_url) else None
        """None with PostgreSQL."""
        self.db = db
        self.panel = panel
        self.bot = bot
        self.clock = clock
        self.observer = observer
        self.is_shop = settings.mode == "reseller"
        self.currency = settings.wallet_currency
        self.wakeups = WakeUps.of(db.cluster)
        self.catalogue = Catalogue(key.id, Selling(db=db, terms=_terms(settings)) if self.is_shop else None)
        self.access = Access(
            db=db,
            admin_ids=settings.admin_ids,
            allowed_ids=settings.allowed_ids,
            clock=clock,
            is_open=self.is_shop,
        )
        self.alert = AlertOperators(db=db, access=self.access, clock=clock)

    @property
    def wallet_currency(self) -> str | None:
        """The currency of the wallets. In private mode there are none."""
        return self.currency if self.is_shop else None


def _terms(settings: Settings) -> ShopTerms:
    return ShopTerms(
        wallet_currency=settings.wallet_currency,
        min_margin=settings.min_margin,
        price_step=int(settings.price_step * MICRO),
        rate_max_age=int(settings.rate_max_age * SECOND),
    )
