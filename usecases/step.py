"""Where a draft stands, for the screen that asks the next question or shows the review."""

from dataclasses import dataclass

from panel.service_types import Field
from storage.drafts import Draft
from storage.orders import Order
from storage.services import CatalogueService


@dataclass(frozen=True, slots=True)
class Step:
    """Where a draft stands: `question` is asked next, None when it is priced.

    `balance` (micro-units) is the account's as last heard, None in another currency than the price.
    `open_order` is one of this person's that is not finished on the same link.
    """

    draft: Draft
    service: CatalogueService
    question: Field | None
    number: int
    of: int
    balance: int | None
    open_order: Order | None = None
