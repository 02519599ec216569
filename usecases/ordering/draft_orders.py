"""Makes a priced draft out of a service, one question at a time. Each answer is saved at once."""

import contextlib
import datetime as dt
import secrets

from panel.service_types import Field
from storage import accounts, drafts, holds, orders, panel_keys
from storage.database import Database
from storage.drafts import Draft, DraftStatus
from storage.orders import Order
from storage.services import CatalogueService
from usecases.browsing.catalogue import Catalogue
from usecases.clock import SECOND, Clock
from usecases.currencies import is_other_currency
from usecases.errors import BadAnswer, DraftGone, OrderGone, OrderingClosed, ServiceGone, ServiceHeld
from usecases.numbers import parse_whole
from usecases.ordering import fields
from usecases.ordering.answers import parse_answer, understood
from usecases.ordering.draft_prices import DraftPrices
from usecases.ordering.links import plain_address
from usecases.pricing.quote import Quote
from usecases.step import Step


class DraftOrders:
    """In a shop people pay from their wallets, so a step shows those, and not the panel account."""

    def __init__(self, *, db: Database, catalogue: Catalogue, clock: Clock) -> None:
        self._db = db
        self._catalogue = catalogue
        self._clock = clock
        self.prices = DraftPrices(db=db, catalogue=catalogue, clock=clock)

    async def start(self, user_id: int, service_ref: str) -> Step:
        """Begin an order of a service; raises ServiceGone or ServiceHeld."""
        prices = await self.prices.of_person(user_id)
        return await self._create(user_id, prices.shelves.service(service_ref), {})

    async def again(self, user_id: int, order_id: int) -> Step:
        """Begin an order like an earlier one of this person. Answers that no longer fit are asked again.

        Raises OrderGone, ServiceGone or ServiceHeld.
        """
        order = await orders.of_user(self._db, order_id, user_id)
        if order is None:
            raise OrderGone
        return await self._like(order)

    async def again_without(self, user_id: int, order_id: int, field: Field) -> Step:
        """As `again`, but ask one question anew, because the panel refused its answer."""
        order = await orders.of_user(self._db, order_id, user_id)
        if order is None:
            raise OrderGone
        return await self._like(order, without=field)

    async def _like(self, order: Order, without: Field | None = None) -> Step:
        service = (await self.prices.of_person(order.user_id)).shelves.service_with_id(order.service_id)
        given = dict.fromkeys(fields.optional(service), fields.SKIPPED) | order.parameters
        kept = {name: value for name, value in given.items() if name != without}
        return await self._create(order.user_id, service, self._still_good(service, kept))

    def _still_good(self, service: CatalogueService, given: dict[str, str]) -> dict[str, str]:
        """Return the answers that still fit the service and each other."""
        kept: dict[str, str] = {}
        for field in fields.questions(service, given):
            value = given.get(field)
            if value == fields.SKIPPED and fields.may_skip(service, field):
                kept[field] = fields.SKIPPED
            elif value is not None:
                with contextlib.suppress(BadAnswer):
                    kept[field] = parse_answer(service, field, value, kept, self._today())
        return kept

    async def _create(self, user_id: int, service: CatalogueService, answers: dict[str, str]) -> Step:
        if await holds.stop_of(self._db, self._catalogue.panel_key_id, service.id) is not None:
            raise ServiceHeld
        draft = await drafts.create(
            self._db.relaxed,
            secrets.token_urlsafe(9),
            user_id,
            self._catalogue.panel_key_id,
            service.id,
            answers,
            self._clock(),
        )
        return await self._step(draft)

    async def current(self, draft_id: str, user_id: int) -> Step:
        """Return the current step of a draft; raises DraftGone or ServiceGone."""
        return await self._step(await self._open(draft_id, user_id))

    async def answer(self, draft_id: str, user_id: int, field: Field, typed: str) -> Step:
        """Save a typed answer; raises as `choose` does, and SeveralMeanings if it is unclear."""
        draft = await self._open(draft_id, user_id)
        return await self._answer(draft, field, understood(field, typed))

    async def choose(self, draft_id: str, user_id: int, field: Field, value: str) -> Step:
        """Save a chosen answer; raises BadAnswer (the draft is unchanged), DraftGone or ServiceGone."""
        return await self._answer(await self._open(draft_id, user_id), field, value)

    async def revise(self, draft_id: str, user_id: int, typed: str) -> Step | None:
        """Take a number as the quantity and an address as the target; None for any other text.

        Raises as `choose` does.
        """
        draft = await self._open(draft_id, user_id)
        asked = fields.questions(await self.prices.sold(draft), draft.answers)
        if Field.QUANTITY in asked and parse_whole(typed) is not None:
            return await self._answer(draft, Field.QUANTITY, typed)
        if Field.LINK in asked and (link := plain_address(typed)) is not None:
            return await self._answer(draft, Field.LINK, link)
        return None

    async def _answer(self, draft: Draft, field: Field, value: str) -> Step:
        service = await self.prices.sold(draft)
        value = parse_answer(service, field, value, draft.answers, self._today())
        return await self._keep(draft, self._still_good(service, {**draft.answers, str(field): value}))

    async def skip(self, draft_id: str, user_id: int, field: Field) -> Step:
        """Skip an optional question; raises as `choose` does."""
        draft = await self._open(draft_id, user_id)
        if not fields.may_skip(await self.prices.sold(draft), field):
            raise BadAnswer("not_optional")
        return await self._keep(draft, {**draft.answers, str(field): fields.SKIPPED})

    async def change(self, draft_id: str, user_id: int, field: Field) -> Step:
        """Ask one question anew and keep the other answers; raises DraftGone or ServiceGone."""
        draft = await self._open(draft_id, user_id)
        answers = {name: value for name, value in draft.answers.items() if name != field}
        return await self._keep(draft, answers)

    async def renew(self, draft: Draft) -> Step | None:
        """Compare a priced draft with the current catalogue; None if nothing has changed.

        If price, currency, limits or the service's name changed, the draft is priced anew, or asks again for
        answers that no longer fit. Raises DraftGone, ServiceGone, ServiceHeld, or OrderingClosed while a shop
        cannot tell its prices.
        """
        key = await panel_keys.get(self._db, draft.panel_key_id)
        prices = await self.prices.of_today(draft.user_id, key)
        service = prices.shelves.service_with_id(draft.service_id)
        good = self._still_good(service, draft.answers)
        is_same = good == draft.answers and service.name == draft.service_name
        is_same = is_same and not is_other_currency(draft.currency, self.prices.currency(key))
        if is_same and prices.quote(service, good) == Quote(draft.quantity, draft.price or 0):
            return None
        return await self._keep(draft, good)

    async def drop(self, draft_id: str, user_id: int) -> CatalogueService | None:
        """Drop a draft and return its service, None if that is no longer offered. Raises DraftGone."""
        draft = await self._open(draft_id, user_id)
        if not await drafts.drop(self._db, draft_id, user_id):
            raise DraftGone
        with contextlib.suppress(ServiceGone, OrderingClosed):
            return await self.prices.sold(draft)
        return None

    async def _open(self, draft_id: str, user_id: int) -> Draft:
        draft = await drafts.get(self._db, draft_id, user_id)
        if draft is None or draft.status not in (DraftStatus.OPEN, DraftStatus.READY):
            raise DraftGone
        return draft

    async def _keep(self, draft: Draft, answers: dict[str, str]) -> Step:
        kept = await drafts.answer(self._db.relaxed, draft, answers, self._clock())
        if kept is None:
            raise DraftGone
        return await self._step(kept)

    async def _step(self, draft: Draft) -> Step:
        service = await self.prices.sold(draft)
        key = await panel_keys.get(self._db, draft.panel_key_id)
        question = fields.next_question(service, draft.answers)
        if question is None and draft.status is DraftStatus.OPEN:
            prices = await self.prices.of_today(draft.user_id, key)
            service = prices.shelves.service_with_id(draft.service_id)
            draft = await self.prices.keep(draft, service, prices.quote(service, draft.answers), key)
        asked = fields.questions(service, draft.answers)
        number = asked.index(question) + 1 if question else len(asked)
        target = fields.target(draft.answers)
        open_order = await orders.open_on_target(self._db, draft.user_id, target) if target else None
        if self._catalogue.is_shop:
            wallet = await accounts.of_user(self._db, draft.user_id)
            return Step(draft, service, question, number, len(asked), wallet.available, open_order, wallet)
        balance = None if is_other_currency(draft.currency, key.currency) else key.balance
        return Step(draft, service, question, number, len(asked), balance, open_order)

    def _today(self) -> dt.date:
        return dt.datetime.fromtimestamp(self._clock() / SECOND, dt.UTC).date()
