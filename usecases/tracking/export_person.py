"""A person's profile, settings, orders, requests and wallet, for themselves."""

from dataclasses import dataclass

from storage import cancels, case_messages, cases, favourites, refills, users
from storage.cancels import Cancel
from storage.case_messages import CaseMessage
from storage.cases import Case
from storage.database import Database
from storage.orders import Order
from storage.refills import Refill
from storage.users import User
from usecases.clock import DAY, Clock
from usecases.errors import NotAllowed
from usecases.paying.view_wallet import Statement, ViewWallet
from usecases.tracking import for_customers
from usecases.tracking.view_orders import ViewOrders

AGAIN_AFTER_MS = DAY


@dataclass(frozen=True, slots=True)
class PersonalData:
    """`statement` is None where people have no wallets. `favourites` are ids of services."""

    user: User
    orders: list[Order]
    refills: list[Refill]
    cancels: list[Cancel]
    favourites: list[str]
    statement: Statement | None
    cases: list[Case]
    case_messages: list[CaseMessage]


class ExportPerson:
    """`is_shop`: people have wallets, and see what `for_customers` shows of their orders."""

    def __init__(
        self,
        *,
        db: Database,
        panel_key_id: int,
        view_orders: ViewOrders,
        view_wallet: ViewWallet,
        clock: Clock,
        is_shop: bool = False,
    ) -> None:
        self._db = db
        self._panel_key_id = panel_key_id
        self._view_orders = view_orders
        self._view_wallet = view_wallet
        self._clock = clock
        self._is_shop = is_shop

    async def wait(self, user_id: int) -> int:
        """Return in how many milliseconds the data can be sent again; 0: now."""
        last = await users.exported_at(self._db, user_id)
        wait = last + AGAIN_AFTER_MS - self._clock() if last is not None else 0
        return wait if 0 < wait <= AGAIN_AFTER_MS else 0  # longer: the clock was set back

    async def __call__(self, user_id: int) -> PersonalData:
        """Read the data. Raises NotAllowed if the person was forgotten."""
        user = await users.get(self._db, user_id)
        if user is None:
            raise NotAllowed
        found_refills = await refills.of_user(self._db, user_id)
        found_cancels = await cancels.of_user(self._db, user_id)
        if self._is_shop:
            found_refills = [for_customers.refill(one) for one in found_refills]
            found_cancels = [for_customers.cancel(one) for one in found_cancels]
        return PersonalData(
            user=user,
            orders=await self._view_orders.all_of(user_id),
            refills=found_refills,
            cancels=found_cancels,
            favourites=await favourites.of_user(self._db, user_id, self._panel_key_id),
            statement=await self._view_wallet.statement(user_id) if self._is_shop else None,
            cases=await cases.of_user(self._db, user_id),
            case_messages=await case_messages.of_cases(self._db, user_id),
        )

    async def note_sent(self, user_id: int) -> None:
        """Record that all files have arrived."""
        await users.note_export(self._db, user_id, self._clock())
