"""Builds the message for an event of the outbox, from the present state of the database."""

from enum import Enum, auto
from functools import partial

from bot.outgoing.backup_messages import BackupMessages
from bot.outgoing.delivery import Delivery, subject_of
from bot.outgoing.from_operators import from_operator
from bot.outgoing.mass_order_messages import MassOrderMessages
from bot.outgoing.moves_by_hand import MovesByHand
from bot.outgoing.payment_messages import ABOUT_PAYMENTS, PaymentMessages
from bot.outgoing.support_messages import ABOUT_CASES, SupportMessages
from storage import cards, panel_keys, postponed_ends
from storage.cancels import CancelStatus
from storage.database import Database
from storage.events import Event
from storage.mass_orders import FOLDED
from storage.orders import OrderStage
from storage.outbox import OutboxMessage
from storage.panel_keys import PanelKey
from storage.refills import RefillStage
from storage.users import Notifications
from usecases.clock import Clock
from usecases.errors import AlreadyDecided, CaseGone, NotAllowed, OrderGone, PaymentGone, PersonGone
from usecases.operating.decide_holds import DecideHolds
from usecases.operating.end_orders import EndOrders
from usecases.paying.decide_refunds import DecideRefunds
from usecases.paying.view_money import ViewMoney
from usecases.people.access import Access, Person
from usecases.people.answer_knocks import AnswerKnocks
from usecases.people.roles import Action
from usecases.submitting.decide import Decide
from usecases.submitting.failures_of_writes import WAITED_TOO_LONG
from usecases.tracking.view_orders import OrderCard, ViewOrders
from views import notifications
from views.language import speaking
from views.operating import alerts, decisions, holds, knocks, refunds, refusals, troubles
from views.orders import order_card
from views.screen import Screen


class Audience(Enum):
    """Who may see a message. It is checked when the message is sent."""

    OPERATORS = auto()
    """The operators who get alerts."""
    SUPPORT = auto()
    """The operators who answer cases."""
    BACKUPS = auto()
    """The operators who may get backups."""
    OWNER = auto()
    """The owner of the order, even if they may no longer order: it is about their money."""
    LET_IN = auto()
    STRANGERS = auto()


AUDIENCE = {
    Event.ORDER_CARD: Audience.OWNER,
    Event.ORDER_SUBMITTED: Audience.OWNER,
    Event.ORDER_DECIDED: Audience.OWNER,
    Event.ORDER_PROBLEM: Audience.OWNER,
    Event.ORDER_ENDED: Audience.OWNER,
    Event.ORDER_CORRECTED: Audience.OWNER,
    Event.REFUND_DECIDED: Audience.OWNER,
    Event.MASS_ORDER: Audience.OWNER,
    Event.MASS_UNSENT: Audience.OWNER,
    Event.REFUND_QUESTION: Audience.OPERATORS,
    Event.MOVED_BY_HAND: Audience.OWNER,
    Event.MOVED_BY_OPERATOR: Audience.OPERATORS,
    Event.TOPUP: Audience.OWNER,
    Event.INVOICE_EXPIRED: Audience.OWNER,
    Event.REVIEW_AGAIN: Audience.OWNER,
    Event.STARS_RETURNED: Audience.OWNER,
    Event.STARS_KEPT: Audience.OWNER,
    Event.CHARGED_BACK: Audience.OWNER,
    Event.CHARGEBACK: Audience.OPERATORS,
    Event.UNMATCHED_PAYMENT: Audience.OPERATORS,
    Event.REFILL_SUBMITTED: Audience.OWNER,
    Event.REFILL_DECIDED: Audience.OWNER,
    Event.REFILL_ENDED: Audience.OWNER,
    Event.CANCEL_SUBMITTED: Audience.OWNER,
    Event.CASE_ANSWER: Audience.OWNER,
    Event.CASE_CLOSED: Audience.OWNER,
    Event.CASE_MESSAGE: Audience.SUPPORT,
    Event.CASE_OVER: Audience.SUPPORT,
    Event.CASE_UNREAD: Audience.SUPPORT,
    Event.DECIDE_ORDER: Audience.OPERATORS,
    Event.DECIDE_REFILL: Audience.OPERATORS,
    Event.PROBLEM: Audience.OPERATORS,
    Event.SLOW: Audience.OPERATORS,
    Event.HOLD: Audience.OPERATORS,
    Event.KNOCK: Audience.OPERATORS,
    Event.KNOCK_CARD: Audience.OPERATORS,
    Event.LET_IN: Audience.LET_IN,
    Event.ROLE_GIVEN: Audience.LET_IN,
    Event.ORDERS_STOPPED: Audience.OWNER,
    Event.LETTER: Audience.OWNER,
    Event.BACKUP: Audience.BACKUPS,
    Event.NOT_LET_IN: Audience.STRANGERS,
    Event.INVITE_USED: Audience.OPERATORS,
    Event.ALERT: Audience.OPERATORS,
    Event.REFUSALS: Audience.OPERATORS,
}

ASKED = (RefillStage.PENDING, RefillStage.IN_PROGRESS)


class Messages:
    def __init__(
        self,
        *,
        db: Database,
        access: Access,
        answer_knocks: AnswerKnocks,
        view_orders: ViewOrders,
        decide: Decide,
        decide_holds: DecideHolds,
        end_orders: EndOrders,
        decide_refunds: DecideRefunds,
        view_money: ViewMoney,
        payment_messages: PaymentMessages,
        mass_order_messages: MassOrderMessages,
        support_messages: SupportMessages,
        backup_messages: BackupMessages,
        clock: Clock,
    ) -> None:
        self._db = db
        self._access = access
        self._answer_knocks = answer_knocks
        self._view_orders = view_orders
        self._decide = decide
        self._decide_holds = decide_holds
        self._end_orders = end_orders
        self._decide_refunds = decide_refunds
        self._by_hand = MovesByHand(view_money)
        self._payment_messages = payment_messages
        self._mass_order_messages = mass_order_messages
        self._support_messages = support_messages
        self._backup_messages = backup_messages
        self._clock = clock

    async def compose(self, message: OutboxMessage) -> Delivery | None:
        """Build the message, in the person's language.

        Returns None if nothing is left to say, or if the person may not see it or does not want it.
        """
        try:
            person = await self._access.known(message.user_id)
            if not _may_see(message, person):
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
            case Event.REFILL_SUBMITTED | Event.REFILL_DECIDED | Event.REFILL_ENDED:
                return await self._about_refill(message, person)
            case Event.CANCEL_SUBMITTED:
                return await self._about_cancel(message, person)
            case _:
                return await self._about_order(message, person)
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

    async def _about_order(self, message: OutboxMessage, person: Person) -> Delivery | None:
        card = await self._card(subject_of(message), person)
        if card.order.mass_order_id is not None and message.event in FOLDED:
            return await self._folded(message, card, card.order.mass_order_id, person)
        if message.event is Event.ORDER_SUBMITTED and _is_asked_to_confirm(card):
            return await self._below_cards(card)
        if message.event is Event.ORDER_SUBMITTED or (
            message.event is Event.ORDER_CARD
            and card.order.card_message_id is not None
            and _wants_progress(card, person)
        ):
            return await self._on_cards(card)
        screen = _news_of_order(message.event, card, person)
        if screen is None:
            return None
        if message.event in (Event.ORDER_CORRECTED, Event.REFUND_DECIDED):
            return Delivery(screen, note_sent=partial(self._told_end, person.id, card.order.id))
        return Delivery(screen, may_wait=message.event is Event.ORDER_ENDED and not _is_about_money(card))

    async def _told_end(self, user_id: int, order_id: int, _message_id: int) -> None:
        """Drop an end that still waits: what was sent tells the present one."""
        await postponed_ends.drop_postponed_end(self._db, user_id, order_id, self._clock())

    async def _folded(
        self, message: OutboxMessage, card: OrderCard, mass_order_id: int, person: Person
    ) -> Delivery | None:
        """Draw the summary of a mass order for news of one of its orders.

        An end that the operators are asked about is told beside it, because it is about money.
        """
        shown = await self._on_cards(card) if await self._is_shown(card) else None
        summary = await self._mass_order_messages.compose(message, mass_order_id, person, shown)
        if message.event is Event.ORDER_ENDED and card.is_in_question:
            return Delivery(notifications.ended(card.order, card.question), before=summary)
        return summary

    async def _about_refill(self, message: OutboxMessage, person: Person) -> Delivery | None:
        """Show an accepted refill on the card. An end, a refusal and a doubt are messages."""
        refill = await self._view_orders.refill(subject_of(message))
        if refill is None or refill.user_id != person.id:
            return None
        if message.event is Event.REFILL_SUBMITTED and refill.status in ASKED:
            return await self._on_cards(await self._card(refill.order_id, person))
        if message.event is Event.REFILL_ENDED and person.notifications is Notifications.NONE:
            return None
        return Delivery(notifications.refill(refill), may_wait=message.event is Event.REFILL_ENDED)

    async def _about_cancel(self, message: OutboxMessage, person: Person) -> Delivery | None:
        """Show an accepted cancel on the card. A refusal and a doubt are messages."""
        card = await self._view_orders.card_of_cancel(subject_of(message))
        if card.order.user_id != person.id:
            return None
        if card.cancel is not None and card.cancel.status is CancelStatus.ASKED:
            return await self._on_cards(card)
        return Delivery(notifications.cancel(card))

    async def _on_cards(self, card: OrderCard) -> Delivery:
        """Redraw the card in all messages that show the order."""
        former = await cards.former(self._db, card.order.id)
        return Delivery(order_card.card(card), card.order.card_message_id, former_ids=tuple(former))

    async def _is_shown(self, card: OrderCard) -> bool:
        """Whether a message in the chat shows the card of the order."""
        return card.order.card_message_id is not None or bool(await cards.former(self._db, card.order.id))

    async def _below_cards(self, card: OrderCard) -> Delivery:
        """Redraw the card in all messages, and show it in a new one: an edit alone would not be noticed."""
        shown = [*await cards.former(self._db, card.order.id), card.order.card_message_id]
        return Delivery(order_card.card(card), former_ids=tuple(one for one in shown if one is not None))

    async def _card(self, order_id: int, owner: Person) -> OrderCard:
        card = await self._view_orders.any_card(order_id)
        if card is None or card.order.user_id != owner.id:
            raise OrderGone
        return card


def _is_about_money(card: OrderCard) -> bool:
    """Whether an end is told to people without notifications too, and does not wait for anything."""
    return bool(card.order.refunded) or card.order.is_closed or card.is_in_question


def _is_asked_to_confirm(card: OrderCard) -> bool:
    return card.failure is not None and card.failure.reason == WAITED_TOO_LONG


def _news_of_order(event: Event, card: OrderCard, person: Person) -> Screen | None:
    """Build the message beside the card. What is about money goes to people without notifications too."""
    order = card.order
    match event:
        case Event.ORDER_DECIDED:
            return notifications.decided(order)
        case Event.ORDER_PROBLEM if order.status is OrderStage.PROBLEM:
            return notifications.problem(order)
        case Event.ORDER_ENDED if _is_about_money(card) or person.notifications is not Notifications.NONE:
            return notifications.ended(order, card.question)
        case Event.ORDER_CORRECTED:
            return notifications.corrected(order, card.question, card.taken_back)
        case Event.REFUND_DECIDED:
            return notifications.refund_decided(order, card.question, card.taken_back)
    return None


def _may_see(message: OutboxMessage, person: Person) -> bool:
    match AUDIENCE[message.event]:
        case Audience.OPERATORS:
            return person.may(Action.GET_ALERTS)
        case Audience.SUPPORT:
            return person.may(Action.ANSWER)
        case Audience.BACKUPS:
            return person.may(Action.GET_BACKUPS)
        case Audience.LET_IN:
            return person.role is not None
        case Audience.STRANGERS:
            return person.role is None
    return True  # OWNER is checked where the order is read


def _wants_progress(card: OrderCard, person: Person) -> bool:
    """Whether to redraw the card for ordinary progress.

    Everybody gets the beginning, the end and trouble. Progress between goes to people who want all
    notifications or have asked for a refill or cancel.
    """
    is_asked = card.refill is not None or card.cancel is not None
    is_trouble = card.order.status is OrderStage.PROBLEM or card.order.is_slow
    is_progress = card.order.status.placed and not is_trouble
    return person.notifications is Notifications.ALL or not is_progress or is_asked
