"""What the gallery shows: a few people, services and orders, with ordinary names or the longest there are."""

from dataclasses import dataclass
from typing import Any

from panel.service_types import ServiceType
from storage.cancels import Cancel, CancelStatus
from storage.drafts import Draft, DraftStatus
from storage.orders import Order, OrderStage
from storage.panel_keys import PanelKey
from storage.records import Json
from storage.refills import Refill, RefillStage
from storage.services import CatalogueService
from storage.submissions import Submission, SubmissionOutcome
from storage.users import Notifications, Role, User
from usecases.browsing.shelves import Category
from usecases.clock import DAY, HOUR, MINUTE
from usecases.operating.end_orders import OrderInTrouble
from usecases.people.access import Person
from usecases.submitting.decide import OrderInDoubt, RefillInDoubt
from usecases.submitting.failures_of_writes import Failure
from usecases.tracking.view_orders import OrderCard

NOW = 1_900_000_000_000
"""The moment of the gallery (epoch ms), always the same, so that what is made of it stays the same."""

EARLIER = NOW - 2 * HOUR
LINK = "https://pictogram.example/p/alice"
POSTS = Json({"username": "alice", "min": "20", "max": "50", "posts": "10", "delay": "30"})


@dataclass(frozen=True)
class Records:
    """Each method makes a record, with what is given instead of what it usually has."""

    service_name: str = "Pictogram Followers · refill 30 days"
    category_name: str = "Pictogram"
    person_name: str = "Bob"
    link: str = LINK
    panel_words: str = "Incorrect order link"
    reference: str = "23510"

    def service(self, type_: str = ServiceType.DEFAULT, **given: Any) -> CatalogueService:
        usual: dict[str, Any] = {
            "id": "101",
            "name": self.service_name,
            "type": type_,
            "category": self.category_name,
            "rate": "0.9",
            "min": 50,
            "max": 10_000,
            "description": "Starts within an hour.",
            "refill": True,
            "cancel": True,
            "dripfeed": True,
        }
        return CatalogueService(**usual | given)

    def category(self, services: tuple[CatalogueService, ...] = ()) -> Category:
        return Category("0123456789abcdef", self.category_name, services or (self.service(),))

    def person(self, role: Role | None = Role.CUSTOMER) -> Person:
        return Person(2, 1002, self.person_name, role, None, Notifications.ALL, "bob")

    def user(self) -> User:
        return User(
            2,
            1002,
            self.person_name,
            None,
            None,
            Notifications.ALL,
            Role.CUSTOMER,
            None,
            None,
            None,
            None,
            None,
            None,
        )

    def draft(self, answers: dict[str, str], **given: Any) -> Draft:
        usual: dict[str, Any] = {
            "id": "abcdefgh1234",
            "user_id": 2,
            "panel_key_id": 1,
            "service_id": "101",
            "status": DraftStatus.READY,
            "quantity": 1_000,
            "rate": "0.9",
            "price": 900_000,
            "currency": "USD",
            "answers": Json(answers),
            "service_name": self.service_name,
        }
        return Draft(**usual | given)

    def order(self, status: OrderStage = OrderStage.IN_PROGRESS, **given: Any) -> Order:
        is_placed = status not in (
            OrderStage.RESERVED,
            OrderStage.SUBMITTING,
            OrderStage.UNCONFIRMED,
            OrderStage.FAILED,
        )
        usual: dict[str, Any] = {
            "id": 8,
            "user_id": 2,
            "panel_key_id": 1,
            "draft_id": "abcdefgh1234",
            "service_id": "101",
            "service_name": self.service_name,
            "service_type": ServiceType.DEFAULT,
            "target": self.link,
            "quantity": 1_000,
            "rate": "0.9",
            "price": 900_000,
            "currency": "USD",
            "refillable": True,
            "cancelable": True,
            "status": status,
            "status_word": "",
            "failure": None,
            "panel_order_id": self.reference if is_placed else None,
            "charge": None,
            "start_count": 8_358 if is_placed else None,
            "remains": 640 if is_placed else None,
            "card_message_id": 1,
            "redraw": False,
            "created_at": EARLIER,
            "placed_at": EARLIER if is_placed else None,
            "ended_at": NOW if status.finished else None,
            "checked_at": NOW - 3 * MINUTE if is_placed else None,
            "missing_since": None,
            "parameters": Json({"link": self.link, "quantity": "1000"}),
            "charge_currency": None,
            "changed_at": EARLIER,
            "slow_since": None,
            "unreadable_since": None,
            "ended_by": None,
        }
        return Order(**usual | given)

    def refill(self, status: RefillStage = RefillStage.PENDING, **given: Any) -> Refill:
        usual: dict[str, Any] = {
            "id": 3,
            "order_id": 8,
            "user_id": 2,
            "panel_key_id": 1,
            "status": status,
            "status_word": "",
            "failure": None,
            "detail": "",
            "panel_refill_id": "77",
            "created_at": EARLIER,
            "ended_at": None,
            "missing_since": None,
            "misses": 0,
            "word_since": None,
            "operator_told": False,
        }
        return Refill(**usual | given)

    def cancel(self, status: CancelStatus, **given: Any) -> Cancel:
        usual: dict[str, Any] = {
            "id": 4,
            "order_id": 8,
            "user_id": 2,
            "status": status,
            "failure": None,
            "detail": "",
            "created_at": EARLIER,
            "operator_told": False,
        }
        return Cancel(**usual | given)

    def card(
        self,
        order: Order,
        refill: Refill | None = None,
        cancel: Cancel | None = None,
        failure: Failure | None = None,
        charge: int | None = None,
    ) -> OrderCard:
        return OrderCard(order, refill, cancel, failure, NOW, charge)

    def in_doubt(self, evidence: dict[str, Any] | None, **given: Any) -> OrderInDoubt:
        usual: dict[str, Any] = {
            "id": 5,
            "order_id": 8,
            "started_at": EARLIER,
            "ended_at": EARLIER,
            "outcome": SubmissionOutcome.UNKNOWN,
            "detail": "connection cut (ClientOSError [Errno 104])",
            "balance_before": None,
            "decided_by": None,
            "decided_at": None,
            "evidence": None if evidence is None else Json(evidence),
            "operator_told": True,
        }
        order = self.order(OrderStage.UNCONFIRMED)
        return OrderInDoubt(order, Submission(**usual | given), self.user())

    def refill_in_doubt(self, status: RefillStage = RefillStage.UNCONFIRMED) -> RefillInDoubt:
        refill = self.refill(status, detail="no answer within 30 seconds")
        return RefillInDoubt(refill, self.order(OrderStage.COMPLETED), self.user())

    def in_trouble(self, status: OrderStage = OrderStage.PROBLEM, **given: Any) -> OrderInTrouble:
        return OrderInTrouble(self.order(status, **given), self.user())

    def panel_key(self, **given: Any) -> PanelKey:
        usual: dict[str, Any] = {
            "id": 1,
            "url": "https://panel.example/api/v2",
            "balance": 996_686_500,
            "currency": "USD",
            "balance_at": NOW - 3 * MINUTE,
            "services_at": NOW - DAY,
            "rate_per_piece_since": None,
            "charge_ignored_since": None,
        }
        return PanelKey(**usual | given)


ORDINARY = Records()
LONGEST = Records(
    service_name="Pictogram Followers with a very long name " * 20,
    category_name="A category with a very long name " * 20,
    person_name="Wolfeschlegelsteinhausenbergerdorff " * 4,
    link="https://pictogram.example/" + "a" * 2_000,
    panel_words="The panel refuses this for a reason that it explains at length. " * 40,
    reference="9" * 200,
)
