"""Calculates the price of an order. It is rounded once, at the end."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

import msgspec

from panel.service_types import RULES, Billing, Field, ServiceType, lines
from storage.drafts import Draft
from storage.services import CatalogueService
from usecases.pricing.units import FLOAT, MICRO, PER, PRECISE


@dataclass(frozen=True, slots=True)
class Quote:
    """`quantity` is the number of paid units, None for a package; `price` is in micro-units."""

    quantity: int | None
    price: int


def quote(service: CatalogueService, answers: Mapping[str, str]) -> Quote:
    """Price a complete set of answers at the panel's rate.

    The price is rounded up to whole micro-units, so that no paid order looks free.
    """
    quantity = billed_quantity(ServiceType(service.type), answers)
    units = Decimal(1) if quantity is None else Decimal(quantity) / PER
    exact = FLOAT.create_decimal(service.rate) * units * MICRO
    return Quote(quantity, int(exact.to_integral_value(ROUND_CEILING)))


def selling_quote(service: CatalogueService, answers: Mapping[str, str], step: int) -> Quote:
    """Price a complete set of answers at an exact selling rate, rounded up to `step` (micro-units)."""
    quantity = billed_quantity(ServiceType(service.type), answers)
    return Quote(quantity, up_to_step(exact_price(service.rate, quantity), step))


def up_to_step(exact: Decimal, step: int) -> int:
    """Round an amount up to the next multiple of `step`, both in micro-units."""
    steps = PRECISE.divide(exact, Decimal(step)).to_integral_value(ROUND_CEILING, PRECISE)
    return int(steps) * step


def exact_price(rate: str, quantity: int | None) -> Decimal:
    """Return the price in micro-units before it is rounded; `quantity` None is one package."""
    whole = PRECISE.multiply(Decimal(rate), Decimal(MICRO))
    return (
        whole
        if quantity is None
        else PRECISE.multiply(whole, PRECISE.divide(Decimal(quantity), Decimal(PER)))
    )


def review_of(draft: Draft) -> str:
    """Return eight letters, the fingerprint of a review: of answers, quantity, price, currency and name."""
    shown = (draft.answers, draft.quantity, draft.price, draft.currency, draft.service_name)
    told = msgspec.json.encode(shown, order="sorted")
    return hashlib.blake2s(told, digest_size=4).hexdigest()


def billed_quantity(service_type: ServiceType, answers: Mapping[str, str]) -> int | None:
    """Return the number of paid units, None for a package.

    It is the sum of all runs of a drip-feed, and the most that all posts of a subscription can be.
    """
    rules = RULES[service_type]
    if rules.billing is Billing.PACKAGE:
        return None
    if rules.billing is Billing.LINES:
        return len(lines(answers[rules.lines_field])) if rules.lines_field else None
    if rules.billing is Billing.POSTS:
        return int(answers[Field.MAX]) * int(answers[Field.POSTS])
    return int(answers[Field.QUANTITY]) * int(answers.get(Field.RUNS) or 1)
