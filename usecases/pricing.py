"""Calculates the price of an order. It is rounded once, at the end."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Context, Decimal

import msgspec
from msgspec.structs import replace

from panel.service_types import RULES, Billing, Field, ServiceType, lines
from storage.drafts import Draft
from storage.services import CatalogueService

MICRO = 1_000_000
"""Micro-units of one unit of money."""

CENT = 10_000  # micro-units
PER = 1_000  # units that a rate is for
FLOAT = Context(prec=15)
"""A float has 15 exact digits: a panel's 0.9000000000000001 is 0.9."""


@dataclass(frozen=True, slots=True)
class Quote:
    """`quantity` is the number of paid units, None for a package; `price` is in micro-units."""

    quantity: int | None
    price: int


def quote(service: CatalogueService, answers: Mapping[str, str]) -> Quote:
    """Price a complete set of answers.

    The price is rounded up to whole micro-units, so that no paid order looks free.
    """
    quantity = billed_quantity(ServiceType(service.type), answers)
    units = Decimal(1) if quantity is None else Decimal(quantity) / PER
    exact = FLOAT.create_decimal(service.rate) * units * MICRO
    return Quote(quantity, int(exact.to_integral_value(ROUND_CEILING)))


def priced(services: Sequence[CatalogueService], *, per_piece: bool) -> list[CatalogueService]:
    """Return the services with rates for 1,000 units.

    `per_piece`: the panel's rates are for one unit, so they are multiplied by 1,000. Packages do not change.
    """
    if not per_piece:
        return list(services)
    return [
        one
        if RULES[ServiceType(one.type)].billing is Billing.PACKAGE
        else replace(one, rate=_thousandfold(one))
        for one in services
    ]


def _thousandfold(service: CatalogueService) -> str:
    return format(Decimal(service.rate) * PER, "f")


def review_of(draft: Draft) -> str:
    """Return eight letters, a digest of a review: answers, quantity, price, currency and service name."""
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
