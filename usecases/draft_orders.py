"""From a service to a priced draft: one question at a time, each answer kept as it is given."""

import contextlib
import datetime as dt
import secrets

from panel.service_types import Field
from storage import drafts, orders, panel_keys
from storage.database import Database
from storage.drafts import Draft, DraftStatus
from storage.services import Service
from usecases import wizard
from usecases.answers import parse_answer
from usecases.catalogue import Catalogue
from usecases.clock import SECOND, Clock
from usecases.facts import BadAnswer, DraftGone, OrderGone, OrderingClosed, ServiceGone
from usecases.quote import Quote, quote
from usecases.step import Step


class DraftOrders:
    def __init__(self, *, db: Database, catalogue: Catalogue, clock: Clock) -> None:
        self._db = db
        self._catalogue = catalogue
        self._clock = clock

    async def start(self, user_id: int, service_ref: str) -> Step:
        """Begin an order of a service; raises ServiceGone."""
        return await self._create(user_id, self._catalogue.service(service_ref), {})

    async def again(self, user_id: int, order_id: int) -> Step:
        """Begin an order like an earlier one of this person; answers that no longer fit are asked again."""
        order = await orders.of_user(self._db, order_id, user_id)
        if order is None:
            raise OrderGone
        service = self._catalogue.service_with_id(order.service_id)
        given = dict.fromkeys(wizard.optional(service), wizard.SKIPPED) | order.parameters
        return await self._create(user_id, service, self._still_good(service, given))

    def _still_good(self, service: Service, given: dict[str, str]) -> dict[str, str]:
        """Those of the answers that fit the service as it is now, and one another."""
        kept: dict[str, str] = {}
        for field in wizard.questions(service, given):
            value = given.get(field)
            if value == wizard.SKIPPED and wizard.may_skip(service, field):
                kept[field] = wizard.SKIPPED
            elif value is not None:
                with contextlib.suppress(BadAnswer):
                    kept[field] = parse_answer(service, field, value, kept, self._today())
        return kept

    async def _create(self, user_id: int, service: Service, answers: dict[str, str]) -> Step:
        draft = await drafts.create(
            self._db.unforced,
            secrets.token_urlsafe(9),
            user_id,
            self._catalogue.panel_key_id,
            service.id,
            answers,
            self._clock(),
        )
        return await self._step(draft)

    async def current(self, draft_id: str, user_id: int) -> Step:
        """Where a draft stands now; raises DraftGone or ServiceGone."""
        return await self._step(await self._open(draft_id, user_id))

    async def answer(self, draft_id: str, user_id: int, field: Field, text: str) -> Step:
        """Take an answer; raises BadAnswer (nothing is lost), DraftGone or ServiceGone."""
        draft = await self._open(draft_id, user_id)
        service = self.service_of(draft)
        value = parse_answer(service, field, text, draft.answers, self._today())
        return await self._keep(draft, self._still_good(service, {**draft.answers, str(field): value}))

    async def skip(self, draft_id: str, user_id: int, field: Field) -> Step:
        """Pass over an optional question; raises as `answer` does."""
        draft = await self._open(draft_id, user_id)
        if not wizard.may_skip(self.service_of(draft), field):
            raise BadAnswer("not_optional")
        return await self._keep(draft, {**draft.answers, str(field): wizard.SKIPPED})

    async def change(self, draft_id: str, user_id: int, field: Field) -> Step:
        """Ask one question anew; the others keep their answers."""
        draft = await self._open(draft_id, user_id)
        answers = {name: value for name, value in draft.answers.items() if name != field}
        return await self._keep(draft, answers)

    async def renew(self, draft: Draft) -> Step | None:
        """Hold a priced draft against the catalogue as it is now; None where it still stands.

        Where price or limits have changed, the draft is priced anew, or asks again what no longer fits.
        Raises ServiceGone.
        """
        service = self.service_of(draft)
        good = self._still_good(service, draft.answers)
        if good == draft.answers and quote(service, good) == Quote(draft.quantity, draft.price or 0):
            return None
        return await self._keep(draft, good)

    async def drop(self, draft_id: str, user_id: int) -> Service | None:
        """Give a draft up; its service, where it is still offered. Raises DraftGone."""
        draft = await self._open(draft_id, user_id)
        if not await drafts.drop(self._db, draft_id, user_id):
            raise DraftGone
        with contextlib.suppress(ServiceGone):
            return self.service_of(draft)
        return None

    async def _open(self, draft_id: str, user_id: int) -> Draft:
        draft = await drafts.get(self._db, draft_id, user_id)
        if draft is None or draft.status not in (DraftStatus.OPEN, DraftStatus.READY):
            raise DraftGone
        return draft

    async def _keep(self, draft: Draft, answers: dict[str, str]) -> Step:
        kept = await drafts.answer(self._db.unforced, draft, answers, self._clock())
        if kept is None:
            raise DraftGone
        return await self._step(kept)

    async def _step(self, draft: Draft) -> Step:
        service = self.service_of(draft)
        key = await panel_keys.get(self._db, draft.panel_key_id)
        question = wizard.next_question(service, draft.answers)
        if question is None and draft.status is DraftStatus.OPEN:
            draft = await self._price(draft, service, key.currency)
        asked = wizard.questions(service, draft.answers)
        number = asked.index(question) + 1 if question else len(asked)
        target = wizard.target(draft.answers)
        open_order = await orders.open_on_target(self._db, draft.user_id, target) if target else None
        return Step(draft, service, question, number, len(asked), key.balance, open_order)

    async def _price(self, draft: Draft, service: Service, currency: str | None) -> Draft:
        if currency is None:  # the panel was never reached, so nobody knows what a price is in
            raise OrderingClosed
        price = quote(service, draft.answers)
        quoted = await drafts.quote(
            self._db.unforced,
            draft.id,
            draft.user_id,
            price.quantity,
            service.rate,
            price.price,
            currency,
            self._clock(),
        )
        if quoted is None:
            raise DraftGone
        return quoted

    def service_of(self, draft: Draft) -> Service:
        """As the catalogue has it now; raises ServiceGone."""
        if draft.panel_key_id != self._catalogue.panel_key_id:
            raise ServiceGone
        return self._catalogue.service_with_id(draft.service_id)

    def _today(self) -> dt.date:
        return dt.datetime.fromtimestamp(self._clock() / SECOND, dt.UTC).date()
