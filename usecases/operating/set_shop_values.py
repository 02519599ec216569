"""An operator sets the price of a Star and the limits of money."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from storage import audit_trail, panel_keys, shop_settings, users
from storage.audit_trail import Act
from storage.database import Database
from storage.shop_settings import ShopSetting
from usecases.browsing.catalogue import Catalogue
from usecases.clock import Clock
from usecases.errors import PricesChanged
from usecases.operating.plan_prices import Bounds, plain
from usecases.pricing.shop_values import ShopValue, ShopValues, values_of
from usecases.pricing.units import MICRO

SHOP_BOUNDS: Mapping[ShopValue, Bounds] = {
    name: Bounds(Decimal("0.000001"), Decimal(1_000), 6)
    if name is ShopValue.STAR_PRICE
    else Bounds(Decimal(1), Decimal(1_000_000_000), 2)
    for name in ShopValue
}


@dataclass(frozen=True, slots=True)
class ShopValuesCard:
    """`changed` has the newest row of each value that was ever set, `by` the names of the operators."""

    values: ShopValues
    currency: str
    changed: Mapping[str, ShopSetting]
    by: Mapping[int, str]

    def row(self, name: ShopValue) -> int:
        """Return the id of the row that counts; 0 for a default."""
        found = self.changed.get(name)
        return found.id if found else 0


class SetShopValues:
    def __init__(self, *, db: Database, catalogue: Catalogue, clock: Clock) -> None:
        self._db = db
        self._catalogue = catalogue
        self._clock = clock

    async def card(self) -> ShopValuesCard:
        currency = self._catalogue.terms.wallet_currency
        settings = await shop_settings.current(self._db)
        changed = {name.value: settings[name] for name in ShopValue if name in settings}
        people = {one.changed_by: await users.get(self._db, one.changed_by) for one in changed.values()}
        names = {id_: user.name for id_, user in people.items() if user}
        return ShopValuesCard(values_of(settings, currency), currency, changed, names)

    async def __call__(self, name: ShopValue, value: Decimal, row: int, operator_id: int) -> None:
        """Set a value (in the wallet currency). Raises PricesChanged if `row` no longer counts."""
        told = plain(value) if name is ShopValue.STAR_PRICE else str(int(value * MICRO))
        async with self._db.transaction() as transaction:
            await panel_keys.lock(transaction, self._catalogue.panel_key_id)
            now = await shop_settings.get(transaction, name)
            if (now.id if now else 0) != row:
                raise PricesChanged
            await shop_settings.add(transaction, name, told, operator_id, self._clock())
            await audit_trail.add(
                transaction, self._clock(), operator_id, Act.SHOP_VALUE,
                before=_named(name, now.value) if now else "", after=_named(name, told),
            )  # fmt: skip


def _named(name: ShopValue, value: str) -> str:
    shown = value if name is ShopValue.STAR_PRICE else plain(Decimal(value) / MICRO)
    return f"{name} {shown}"
