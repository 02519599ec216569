"""The rules, groups and rates from which selling rates are made, read at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, localcontext

from panel.service_types import RULES, Billing, ServiceType
from storage import customer_groups, price_rules, shop_settings
from storage.customer_groups import CustomerGroup
from storage.database import Queries
from storage.price_rules import PriceRule, RuleKey, RuleLevel
from storage.services import CatalogueService
from storage.shop_settings import PricesVersion, ShopSetting
from usecases.pricing.quote import up_to_step
from usecases.pricing.shop_values import confirmed_name, exchange_name
from usecases.pricing.terms import ShopTerms
from usecases.pricing.units import FLOAT, MICRO, PRECISE

HUNDRED = Decimal(100)
FIRST_VERSION = PricesVersion(0, 0)


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """One unit of the panel's currency in the wallet currency; `set_at` in epoch ms."""

    rate: Decimal
    set_at: int


@dataclass(frozen=True)
class PriceBook:
    """`panel_currency` is None while the panel has not told it, and "" if it never names it.

    `exchange` is None while it is not needed or not set. `is_confirmed`: an operator has confirmed the prices
    of this panel account in this currency.
    """

    terms: ShopTerms
    panel_currency: str | None
    rules: Mapping[RuleKey, PriceRule] = field(default_factory=dict)
    groups: Mapping[int, CustomerGroup] = field(default_factory=dict)
    exchange: ExchangeRate | None = None
    is_confirmed: bool = False
    version: PricesVersion = FIRST_VERSION

    @property
    def needs_exchange(self) -> bool:
        return self.terms.needs_exchange(self.panel_currency)

    @property
    def exchanged(self) -> Decimal | None:
        """One unit of the panel's currency in the wallet currency, None if it is not known."""
        if self.panel_currency is None:
            return None
        if not self.needs_exchange:
            return Decimal(1)
        return self.exchange.rate if self.exchange else None

    def has_fresh_rate(self, now: int) -> bool:
        """Whether costs can be exchanged at a rate that is young enough. `now` in epoch ms."""
        if not self.needs_exchange:
            return True
        return self.exchange is not None and now - self.exchange.set_at < self.terms.rate_max_age

    def rule_for(self, service: CatalogueService, group_id: int | None) -> PriceRule | None:
        """Return the rule of the most special level; on a level the group's own rule comes first."""
        for level, subject in (
            (RuleLevel.SERVICE, service.id),
            (RuleLevel.CATEGORY, service.category),
            (RuleLevel.ALL, ""),
        ):
            for group in dict.fromkeys((group_id, None)):
                if (rule := self.rules.get(RuleKey(level, subject, group))) is not None:
                    return rule
        return None

    def cost_in_wallet(self, service: CatalogueService) -> Decimal | None:
        """Return the panel's rate in the wallet currency; None if it is not known, as a rate of 0."""
        exchanged = self.exchanged
        if exchanged is None or not service.has_price:
            return None
        return PRECISE.multiply(FLOAT.create_decimal(service.rate), exchanged)

    def selling_rate(self, service: CatalogueService, group_id: int | None) -> str | None:
        """Return the exact selling rate for 1,000 units or one package; None if the service is not sold.

        `service` has the panel's rate. The minimum margin holds for every rule, discount and fixed rate. The
        rate of a package is its price, so it is rounded up to the price step.
        """
        if self.exchanged is None:
            return None
        rule = self.rule_for(service, group_id)
        cost = self.cost_in_wallet(service)
        with localcontext(PRECISE):
            sold = _before_discount(rule, cost)
            if sold is None:
                return None
            group = self.groups.get(group_id) if group_id is not None else None
            if group is not None:
                sold *= 1 - Decimal(group.discount) / HUNDRED
            if cost is not None:
                sold = max(sold, cost * (1 + self.terms.min_margin / HUNDRED))
            if RULES[ServiceType(service.type)].billing is Billing.PACKAGE:
                sold = up_to_step(sold * MICRO, self.terms.price_step) / Decimal(MICRO)
            return format(sold.normalize(), "f") if sold > 0 else None


def _before_discount(rule: PriceRule | None, cost: Decimal | None) -> Decimal | None:
    if rule is not None and rule.fixed is not None:
        return Decimal(rule.fixed) / MICRO
    if cost is None:
        return None
    if rule is None:
        return cost
    return cost * (1 + Decimal(rule.percent or 0) / HUNDRED) + Decimal(rule.plus or 0) / MICRO


async def read_book(
    db: Queries, terms: ShopTerms, panel_key_id: int, panel_currency: str | None
) -> PriceBook:
    """Read the present rules, groups and settings. `version` is read first, so it is never too new."""
    version = await shop_settings.version(db)
    settings = await shop_settings.current(db)
    rules = await price_rules.in_force(db, panel_key_id)
    groups = await customer_groups.current(db)
    return PriceBook(
        terms=terms,
        panel_currency=panel_currency,
        rules={rule.key: rule for rule in rules},
        groups={group.id: group for group in groups},
        exchange=_exchange(settings, terms, panel_currency),
        is_confirmed=panel_currency is not None and confirmed_name(panel_key_id, panel_currency) in settings,
        version=version,
    )


def _exchange(
    settings: Mapping[str, ShopSetting], terms: ShopTerms, panel_currency: str | None
) -> ExchangeRate | None:
    if not panel_currency or not terms.needs_exchange(panel_currency):
        return None
    found = settings.get(exchange_name(panel_currency, terms.wallet_currency))
    return ExchangeRate(Decimal(found.value), found.changed_at) if found else None
