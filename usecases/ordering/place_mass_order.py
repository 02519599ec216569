"""Turns a confirmed mass order into orders, all at once. Idempotent: a second tap orders nothing more."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from storage import accounts, drafts, mass_orders, orders, outbox
from storage.database import Constraint, Database, Queries
from storage.drafts import Draft, DraftStatus
from storage.events import Event
from storage.mass_orders import MassLine, MassOrder, MassStatus
from storage.orders import Cost, OfMassOrder
from storage.records import Json
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import Clock
from usecases.errors import DraftGone, NotTakenNow
from usecases.ordering.draft_prices import DraftPrices
from usecases.ordering.mass_review import MassChoice, MassReview
from usecases.ordering.place_order import refuse_while_closed, request_of
from usecases.ordering.review_mass_orders import ReviewMassOrders
from usecases.paying import money_of_orders
from usecases.paying.funds import FUNDS_SPOKEN_FOR, refuse_without_funds
from usecases.people.block_people import refuse_stopped
from usecases.wakeup import WakeUp


@dataclass(frozen=True, slots=True)
class PlacedMassOrder:
    """`orders` is how many lines were ordered. `rest` has the others until it is confirmed or dropped."""

    mass_order: MassOrder
    orders: int
    rest: MassOrder | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether the person was not told of its end yet."""
        return self.mass_order.finished_at is None


@dataclass(frozen=True, slots=True)
class MassOrderChanged:
    """Nothing was ordered: the list is not as it was shown any more, or the wallet has too little."""

    review: MassReview


class PlaceMassOrder:
    """`cost_of` as in `PlaceOrder`."""

    def __init__(
        self,
        *,
        db: Database,
        reviews: ReviewMassOrders,
        prices: DraftPrices,
        cost_of: Callable[[Draft], Cost | None],
        alert: AlertOperators,
        wake_submitter: WakeUp,
        wake_sender: WakeUp,
        clock: Clock,
    ) -> None:
        self._db = db
        self._reviews = reviews
        self._prices = prices
        self._cost_of = cost_of
        self._alert = alert
        self._wake_submitter = wake_submitter
        self._wake_sender = wake_sender
        self._clock = clock

    async def __call__(
        self, mass_order_id: int, user_id: int, review: str, choice: MassChoice
    ) -> PlacedMassOrder | MassOrderChanged:
        """Order the chosen lines of a mass order that is ready.

        `review` is the fingerprint of the review that the person saw: only that is ordered. If the list was
        placed before, what came of it is returned again. Raises DraftGone, OrderingClosed, OrdersStopped,
        ServiceHeld or NotTakenNow; after any of these nothing is ordered.
        """
        found = await mass_orders.get(self._db, mass_order_id, user_id)
        if found is not None and found.status is MassStatus.PLACED:
            return await _placed(self._db, found)
        await refuse_while_closed(self._db)
        seen = await self._reviews.look_again(found, choice)
        if seen.fingerprint != review or not seen.chosen or seen.is_short:
            return MassOrderChanged(seen)
        return await self._place(seen)

    async def _place(self, seen: MassReview) -> PlacedMassOrder | MassOrderChanged:
        try:
            placed = await self._reserve(seen)
        except Constraint:
            poorer = await self._reviews.current(seen.mass_order.id, seen.mass_order.user_id, seen.choice)
            if poorer.is_short:
                return MassOrderChanged(poorer)
            raise
        except NotTakenNow:
            await self._alert.begin(FUNDS_SPOKEN_FOR, seen.chosen[0].service_name)
            raise
        self._wake_submitter.set()
        self._wake_sender.set()
        return placed

    async def _reserve(self, seen: MassReview) -> PlacedMassOrder:
        """In one transaction claim the list, make its orders and message, and keep the prices aside."""
        it, now = seen.mass_order, self._clock()
        new = [_draft(it, line) for line in seen.chosen]
        costs = [self._cost_of(draft) for draft in new]
        async with self._db.transaction() as transaction:
            placed = await mass_orders.claim(transaction, it, now)
            if placed is None:  # the other of two taps
                return await _placed(transaction, await mass_orders.get(transaction, it.id, it.user_id))
            await refuse_stopped(transaction, it.user_id)
            await self._refuse_without_funds(transaction, it, costs)
            await drafts.claim_new(transaction, new, now)
            await self._order(transaction, it, list(zip(seen.chosen, new, costs, strict=True)), now)
            rest = await _rest(transaction, seen, now)
            await outbox.add(transaction, it.user_id, Event.MASS_ORDER, it.id, now)
        return PlacedMassOrder(placed, len(new), rest)

    async def _refuse_without_funds(self, db: Queries, it: MassOrder, costs: Sequence[Cost | None]) -> None:
        known = [cost for cost in costs if cost is not None]
        if known:
            whole = Cost(known[0].rate, sum(cost.amount for cost in known), known[0].currency)
            await refuse_without_funds(db, it.panel_key_id, whole)

    async def _order(
        self, db: Queries, it: MassOrder, chosen: list[tuple[MassLine, Draft, Cost | None]], now: int
    ) -> None:
        """Reserve all orders, then lock the accounts, then keep the prices aside; see `accounts.lock`."""
        made = []
        for place, (line, draft, cost) in enumerate(chosen):
            request = request_of(self._prices.service_of(draft), draft.answers)
            of = OfMassOrder(it.id, line.number, place)
            made.append(await orders.reserve(db, draft, request, None, now, cost, of))
        if any(cost is not None for _, _, cost in chosen):
            await accounts.lock(db, [it.user_id])
        for order in made:
            await money_of_orders.reserve(db, order, now)


async def _placed(db: Queries, it: MassOrder | None) -> PlacedMassOrder:
    """Return what came of a confirm that was carried out before; raises DraftGone."""
    if it is None or it.status is not MassStatus.PLACED:
        raise DraftGone
    ordered = sum(stage.count for stage in await mass_orders.stages(db, it.id))
    return PlacedMassOrder(it, ordered, await mass_orders.rest_of(db, it))


def _draft(it: MassOrder, line: MassLine) -> Draft:
    return Draft(
        id=secrets.token_urlsafe(9),
        user_id=it.user_id,
        panel_key_id=it.panel_key_id,
        service_id=line.service_id,
        status=DraftStatus.CLAIMED,
        quantity=line.quantity,
        rate=line.rate,
        price=line.price,
        currency=it.currency,
        answers=Json(line.answers),
        service_name=line.service_name,
    )


async def _rest(db: Queries, seen: MassReview, now: int) -> MassOrder | None:
    """Keep the other lines that can be ordered, now or after a hold, as a mass order of its own."""
    chosen = {line.number for line in seen.chosen}
    rest = [line for line in seen.lines if line.number not in chosen and (line.is_held or not line.reason)]
    if not rest:
        return None
    it = seen.mass_order
    fingerprint = mass_orders.fingerprint_of_rest(it)
    return await mass_orders.add(db, it.user_id, it.panel_key_id, rest, it.currency, fingerprint, now)
