"""The price of an order, exact until its one rounding."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

import msgspec

from panel.service_types import RULES, Billing, Field, ServiceType, lines
from storage.drafts import Draft
from storage.services import Service

MICRO = 1_000_000
PER = 1_000  # units that a rate is for


@dataclass(frozen=True, slots=True)
class Quote:
    """`quantity` is what is paid for, None for a package; `price` in micro-units."""

    quantity: int | None
    price: int


def quote(service: Service, answers: Mapping[str, str]) -> Quote:
    """Price a complete set of answers.

    Rounded up to whole micro-units, so that nothing that costs something looks free.
    """
    quantity = billed_quantity(ServiceType(service.type), answers)
    units = Decimal(1) if quantity is None else Decimal(quantity) / PER
    exact = Decimal(service.rate) * units * MICRO
    return Quote(quantity, int(exact.to_integral_value(ROUND_CEILING)))


def review_of(draft: Draft) -> str:
    """What a review shows of a draft, in eight letters: its answers, its quantity and its price."""
    told = msgspec.json.encode((draft.answers, draft.quantity, draft.price, draft.currency), order="sorted")
    return hashlib.blake2s(told, digest_size=4).hexdigest()


def billed_quantity(service_type: ServiceType, answers: Mapping[str, str]) -> int | None:
    """Units that are paid for: over all runs of a drip-feed, over all posts of a subscription at most."""
    rules = RULES[service_type]
    if rules.billing is Billing.PACKAGE:
        return None
    if rules.billing is Billing.LINES:
        return len(lines(answers[rules.lines_field])) if rules.lines_field else None
    if rules.billing is Billing.POSTS:
        return int(answers[Field.MAX]) * int(answers[Field.POSTS])
    return int(answers[Field.QUANTITY]) * int(answers.get(Field.RUNS) or 1)
