"""Builds the message for an event of the outbox, from the present state of the database."""

from bot.outgoing.audience import may_see
from bot.outgoing.backup_messages import BackupMessages
from bot.outgoing.delivery import Delivery, subject_of
from bot.outgoing.from_operators import from_operator
from bot.outgoing.mass_order_messages import MassOrderMessages
from bot.outgoing.moves_by_hand import MovesByHand
from bot.outgoing.order_messages import OrderMessages
from bot.outgoing.payment_messages import ABOUT_PAYMENTS, PaymentMessages
from bot.outgoing.support_messages import ABOUT_CASES, SupportMessages
from storage import panel_keys
from storage.database import Database
from storage.events import Event
from storage.outbox import OutboxMessage
from storage.panel_keys import PanelKey
from usecases.errors import AlreadyDecided, CaseGone, NotAllowed, OrderGone, PaymentGone, PersonGone
from usecases.operating.decide_holds import DecideHolds
from usecases.operating.end_orders import EndOrders
from usecases.paying.decide_refunds import DecideRefunds
from usecases.paying.view_money import ViewMoney
from usecases.people.access import Access, Person
from usecases.people.answer_knocks import AnswerKnocks
from usecases.submitting.decide import Decide
from views import notifications
from views.language import speaking
from views.operating import alerts, decisions, holds, knocks, refunds, refusals, troubles
from views.screen import Screen


class Messages:
    def __init__(
        self,
        *,
        db: Database,
        access: Access,
        answer_knocks: AnswerKnocks,
        order_messages: OrderMessages,
        decide: Decide,
        decide_holds: DecideHolds,
        end_orders: EndOrders,
        decide_refunds: DecideRefunds,
        view_money: ViewMoney,
        payment_messages: PaymentMessages,
        mass_order_messages: MassOrderMessages,
        support_messages: SupportMessages,
        backup_messages: BackupMessages,
    ) -> None:
        self._db = db
        self._access = access
        self._answer_knocks = answer_knocks
        self._order_messages = order_messages
        self._decide = decide
        self._decide_holds = decide_holds
        self._end_orders = end_orders
        self._decide_refunds = decide_refunds
        self._by_hand = MovesByHand(view_money)
        self._payment_messages = payment_messages
        self._mass_order_messages = mass_order_messages
        self._support_messages = support_messages
        self._backup_messages = backup_messages

    async def compose(self, message: OutboxMessage) -> Delivery | None:
        """Build the message, in the person's language.

        Returns None if nothing is left to say, or if the person may not see it or does not want it.
        """
        try:
            person = await self._access.known(message.user_id)
            if not may_see(message, person):
                return None
            with speaking(person.language):
                if message.event in ABOUT_PAYMENTS:
                    return await self._payment_messages.compose(message, person)
                if message.event in ABOUT_CASES:
                    return await self._support_messages.compose(message, person)
                if message.event in (Event.MASS_ORDER, Event.MASS_UNSENT):
                    return await self._about_mass_order(message, person)
                return await self._compose(message, person)
        except (OrderGone, PersonGone, NotAllowed, AlreadyDecided, PaymentGone, CaseGone):
            return None

    async def _compose(self, message: OutboxMessage, person: Person) -> Delivery | None:
        match message.event:
            case Event.KNOCK | Event.KNOCK_CARD | Event.LET_IN | Event.NOT_LET_IN | Event.INVITE_USED:
                return await self._about_strangers(message)
            case Event.ROLE_GIVEN | Event.ORDERS_STOPPED | Event.LETTER:
                screen = await from_operator(self._db, message, person)
            case Event.BACKUP:
                return await self._backup_messages.compose(message)
            case Event.ALERT | Event.REFUSALS | Event.DECIDE_ORDER | Event.DECIDE_REFILL:
                screen = await self._for_operator(message)
            case Event.MOVED_BY_HAND | Event.MOVED_BY_OPERATOR | Event.REFUND_QUESTION:
                screen = await self._of_money(message)
            case Event.PROBLEM | Event.SLOW | Event.HOLD:
                screen = await self._of_figures(message)
            case _:
                return await self._order_messages.compose(message, person)
        return Delivery(screen)

    async def _about_mass_order(self, message: OutboxMessage, person: Person) -> Delivery | None:
        if message.event is Event.MASS_UNSENT:
            return await self._mass_order_messages.unsent(subject_of(message), person)
        return await self._mass_order_messages.compose(message, subject_of(message), person)

    async def _for_operator(self, message: OutboxMessage) -> Screen:
        match message.event:
            case Event.REFUSALS:
                return refusals.told(message.payload, await self._panel_keys(message))
            case Event.DECIDE_ORDER:
                return decisions.decision(await self._decide.question(subject_of(message)))
            case Event.DECIDE_REFILL:
                return decisions.refill_decision(await self._decide.refill_question(subject_of(message)))
            case _:
                return alerts.alert(message.payload)

    async def _about_strangers(self, message: OutboxMessage) -> Delivery | None:
        match message.event:
            case Event.KNOCK:  # one message for all who have knocked since it was put into the outbox
                strangers, count = await self._answer_knocks.news(message.created_at)
                return Delivery(knocks.news(strangers, count)) if strangers else None
            case Event.KNOCK_CARD:
                card = await self._answer_knocks.card(subject_of(message))
                return (
                    Delivery(knocks.drawn_again(card), card.message_id, is_only_redrawn=True)
                    if card
                    else None
                )
            case Event.INVITE_USED:
                return Delivery(knocks.invite_used(await self._access.known(subject_of(message))))
        return Delivery(
            notifications.let_in() if message.event is Event.LET_IN else notifications.not_let_in()
        )

    async def _panel_keys(self, message: OutboxMessage) -> dict[int, PanelKey]:
        """Return the present panel keys of the refusals, by id."""
        ids = {int(one["panel_key"]) for one in message.payload.get("refusals", [])}
        return {one: await panel_keys.get(self._db, one) for one in ids}

    async def _of_figures(self, message: OutboxMessage) -> Screen:
        """Build the operator's screen about a problem, slow orders or a hold."""
        match message.event:
            case Event.PROBLEM:
                return troubles.problem(await self._end_orders.question(subject_of(message)))
            case Event.SLOW:
                return troubles.slow(message.payload["orders"])
            case _:
                return holds.hold(await self._decide_holds.held(subject_of(message)))

    async def _of_money(self, message: OutboxMessage) -> Screen:
        """Build the screen about money that is in question, or was moved by hand."""
        if message.event is Event.REFUND_QUESTION:
            return refunds.question(await self._decide_refunds.newest_open(subject_of(message)))
        return await self._by_hand(message)
