"""Builds the messages about an order, a refill and a cancel, for the person whose order it is."""

from functools import partial

from bot.outgoing.delivery import Delivery, subject_of
from bot.outgoing.mass_order_messages import MassOrderMessages
from storage import cards, postponed_ends
from storage.cancels import CancelStatus
from storage.database import Database
from storage.events import Event
from storage.mass_orders import FOLDED
from storage.orders import OrderStage
from storage.outbox import OutboxMessage
from storage.refills import RefillStage
from storage.users import Notifications
from usecases.clock import Clock
from usecases.errors import OrderGone
from usecases.people.access import Person
from usecases.submitting.failures_of_writes import WAITED_TOO_LONG
from usecases.tracking.view_orders import OrderCard, ViewOrders
from views import notifications
from views.orders import order_card
from views.screen import Screen

ASKED = (RefillStage.PENDING, RefillStage.IN_PROGRESS)


class OrderMessages:
    """News of an order within a mass order goes into the summary of that one."""

    def __init__(
        self, *, db: Database, view_orders: ViewOrders, mass_order_messages: MassOrderMessages, clock: Clock
    ) -> None:
        self._db = db
        self._view_orders = view_orders
        self._mass_order_messages = mass_order_messages
        self._clock = clock

    async def compose(self, message: OutboxMessage, person: Person) -> Delivery | None:
        """Build a message. Raises OrderGone if it is not about their order."""
        match message.event:
            case Event.REFILL_SUBMITTED | Event.REFILL_DECIDED | Event.REFILL_ENDED:
                return await self._about_refill(message, person)
            case Event.CANCEL_SUBMITTED:
                return await self._about_cancel(message, person)
        return await self._about_order(message, person)

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


def _wants_progress(card: OrderCard, person: Person) -> bool:
    """Whether to redraw the card for ordinary progress.

    Everybody gets the beginning, the end and trouble. Progress between goes to people who want all
    notifications or have asked for a refill or cancel.
    """
    is_asked = card.refill is not None or card.cancel is not None
    is_trouble = card.order.status is OrderStage.PROBLEM or card.order.is_slow
    is_progress = card.order.status.placed and not is_trouble
    return person.notifications is Notifications.ALL or not is_progress or is_asked
