"""The current step of a draft. A screen asks its question or shows the review."""

from dataclasses import dataclass

from panel.service_types import Field
from storage.accounts import Wallet
from storage.drafts import Draft
from storage.orders import Order
from storage.services import CatalogueService


@dataclass(frozen=True, slots=True)
class Step:
    """`question` is the next question of the draft, None when the draft is priced.

    `balance` (micro-units) is the last known balance of the account, None if it is unknown or its currency
    differs from the price. In a shop it is what the person may spend, and `wallet` is their wallet.
    `open_order` is an unfinished order of this person for the same target.
    """

    draft: Draft
    service: CatalogueService
    question: Field | None
    number: int
    of: int
    balance: int | None
    open_order: Order | None = None
    wallet: Wallet | None = None
