"""Works out what an operator's wish does to the prices, before it is saved."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

import msgspec
from msgspec import structs

from storage.customer_groups import CustomerGroup
from storage.price_rules import PriceRule, RuleKey, RuleLevel
from storage.services import CatalogueService
from usecases.browsing.selling import sold
from usecases.browsing.shelves import Shelves
from usecases.numbers import parse_amount
from usecases.pricing.price_book import HUNDRED, ExchangeRate, PriceBook
from usecases.pricing.units import MICRO

SHOWN_SAMPLES = 5
DIGITS_OF_PERCENT = Decimal("0.0001")


class PriceChange(StrEnum):
    """What an operator changes. The values are short because buttons hold them."""

    PERCENT = "p"
    PLUS = "a"
    FIXED = "f"
    REMOVE = "r"
    SCALE = "s"
    """All prices by a percentage."""
    UNDO = "u"
    DISCOUNT = "d"
    EXCHANGE = "x"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The values that are accepted, both ends included. `places` are digits behind the point."""

    least: Decimal
    most: Decimal
    places: int


BOUNDS: Mapping[PriceChange, Bounds] = {
    PriceChange.PERCENT: Bounds(Decimal(0), Decimal(10_000), 4),
    PriceChange.PLUS: Bounds(Decimal(0), Decimal(100_000), 6),
    PriceChange.FIXED: Bounds(Decimal("0.000001"), Decimal(100_000), 6),
    PriceChange.SCALE: Bounds(Decimal(-90), Decimal(1_000), 4),
    PriceChange.DISCOUNT: Bounds(Decimal(0), Decimal(99), 4),
    PriceChange.EXCHANGE: Bounds(Decimal("0.000001"), Decimal(1_000_000), 8),
}


def accepted(typed: str, bounds: Bounds, times: int = 1) -> Decimal | None:
    """Return a typed number within the bounds; None for any other text. It is typed for `times` units.

    A percent sign at the end and a sign in front are understood.
    """
    text = typed.strip().removesuffix("%").strip()
    sign = -1 if text[:1] in ("-", "−") else 1
    amount = parse_amount(text[1:] if text[:1] in ("-", "−", "+") else text)
    if amount is None:
        return None
    value = sign * amount / times
    is_short = value == round(value, bounds.places)
    return value if is_short and bounds.least <= value <= bounds.most else None


@dataclass(frozen=True, slots=True)
class PriceWish:
    """`key` is what a rule's change is about; the group of a discount stands in it too.

    `value` is a percent, or an amount in the wallet currency; None where the change needs none.
    """

    change: PriceChange
    key: RuleKey
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """The selling rates (exact decimals) before and after; None: not sold. `cost` is the panel's rate."""

    name: str
    cost: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """The keys of the rules that end, and the rules that begin. A rule that stays is in neither.

    `discount` is the group whose discount changes, with the new one.
    """

    ended: tuple[RuleKey, ...] = ()
    begun: tuple[PriceRule, ...] = ()
    discount: CustomerGroup | None = None


@dataclass(frozen=True, slots=True)
class PricePlan:
    """`book` has the prices of now; `affected` counts what differs after the change."""

    wish: PriceWish
    book: PriceBook
    samples: tuple[Sample, ...]
    affected: int


def fingerprint(wish: PriceWish, panel_currency: str | None) -> str:
    """Return eight letters, a fingerprint of a wish: a button saves exactly what its screen shows."""
    told = (wish.change, wish.key, str(wish.value), panel_currency)
    return hashlib.blake2s(msgspec.json.encode(told), digest_size=4).hexdigest()


def changes_of(book: PriceBook, wish: PriceWish) -> Changes:
    """Return what a wish changes, other than to undo an edit."""
    match wish.change:
        case PriceChange.SCALE:
            begun = _scaled(book, wish.value or Decimal(0))
            return Changes(tuple(one.key for one in begun), begun)
        case PriceChange.REMOVE:
            return Changes((wish.key,))
        case PriceChange.PERCENT | PriceChange.PLUS | PriceChange.FIXED:
            return Changes((wish.key,), (_edited(book.rules.get(wish.key), wish),))
        case PriceChange.DISCOUNT if wish.key.group_id is not None:
            group = book.groups[wish.key.group_id]
            return Changes(discount=structs.replace(group, discount=plain(wish.value or Decimal(0))))
    return Changes()


def _edited(rule: PriceRule | None, wish: PriceWish) -> PriceRule:
    key, value = wish.key, wish.value or Decimal(0)
    percent, plus = (rule.percent or "0", rule.plus or 0) if rule else ("0", 0)
    match wish.change:
        case PriceChange.FIXED:
            return PriceRule(key.level, key.subject, key.group_id, None, None, _micro(value))
        case PriceChange.PLUS:
            return PriceRule(key.level, key.subject, key.group_id, percent, _micro(value), None)
    return PriceRule(key.level, key.subject, key.group_id, plain(value), plus, None)


def _scaled(book: PriceBook, by: Decimal) -> tuple[PriceRule, ...]:
    """Return all rules by a percentage. Without a rule for all, the minimum margin is what is scaled."""
    everybody = RuleKey(RuleLevel.ALL, "", None)
    rules = dict(book.rules)
    rules.setdefault(everybody, PriceRule(RuleLevel.ALL, "", None, "0", 0, None))
    return tuple(_scale(rule, 1 + by / HUNDRED, book.terms.min_margin) for rule in rules.values())


def _scale(rule: PriceRule, factor: Decimal, margin: Decimal) -> PriceRule:
    if rule.fixed is not None:
        return _with(rule, fixed=max(_up(rule.fixed * factor), 1))
    now = Decimal(rule.percent or 0)
    if not rule.plus:
        now = max(now, margin)  # the rule is below it, and prices follow the margin
    percent = max((HUNDRED + now) * factor - HUNDRED, Decimal(0))
    rounded = percent.quantize(DIGITS_OF_PERCENT, ROUND_CEILING)
    return _with(rule, percent=plain(rounded), plus=_up((rule.plus or 0) * factor))


def _with(
    rule: PriceRule, percent: str | None = None, plus: int | None = None, fixed: int | None = None
) -> PriceRule:
    return PriceRule(rule.level, rule.subject, rule.group_id, percent, plus, fixed)


def _micro(value: Decimal) -> int:
    return int(value * MICRO)


def _up(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_CEILING))


def plain(value: Decimal) -> str:
    """Return a decimal without an exponent and without zeros at its end."""
    return format(value.normalize(), "f")


def planned_book(book: PriceBook, wish: PriceWish, changes: Changes, now: int) -> PriceBook:
    """Return the prices as they would be. `now` in epoch ms."""
    gone = set(changes.ended)
    rules = {key: rule for key, rule in book.rules.items() if key not in gone}
    rules |= {rule.key: rule for rule in changes.begun}
    groups = {**book.groups, changes.discount.id: changes.discount} if changes.discount else book.groups
    match wish:
        case PriceWish(change=PriceChange.EXCHANGE, value=Decimal() as value):
            return replace(book, exchange=ExchangeRate(value, now))
    return replace(book, rules=rules, groups=groups)


def compared(
    book: PriceBook, planned: PriceBook, costs: Shelves, group_id: int | None
) -> tuple[tuple[Sample, ...], int]:
    """Compare the prices that a group sees. Return samples from the cheapest to the dearest, and a count.

    The count is of the services whose price changes. It takes long.
    """
    before = {one.id: one.rate for one in sold(book, costs, group_id)}
    after = {one.id: one.rate for one in sold(planned, costs, group_id)}
    changed = [one for one in costs.services if before.get(one.id) != after.get(one.id)]
    samples = [
        Sample(one.name, one.rate, before.get(one.id), after.get(one.id))
        for one in spread(changed, SHOWN_SAMPLES)
    ]
    return tuple(samples), len(changed)


def spread(services: Iterable[CatalogueService], number: int) -> list[CatalogueService]:
    """Choose services from the cheapest to the dearest, at even distances."""
    ordered = sorted(services, key=lambda one: (Decimal(one.rate), one.id))
    if len(ordered) <= number:
        return ordered
    return [ordered[place * (len(ordered) - 1) // (number - 1)] for place in range(number)]
