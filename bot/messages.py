"""Turns an event of the outbox into what is sent about it, from storage as it is now."""

from dataclasses import dataclass

from storage import refills
from storage.cancels import CancelStatus
from storage.database import Database
from storage.outbox import Event, Message
from storage.refills import RefillStatus
from storage.users import Notifications
from usecases.access import Access, Person
from usecases.decide import Decide
from usecases.facts import NotAllowed, OrderGone
from usecases.view_orders import OrderCard, ViewOrders
from views import decisions, operator, orders, pushes
from views.language import speaking
from views.screen import Screen

ASKED = (RefillStatus.PENDING, RefillStatus.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A screen to send, or to draw into a message of the chat where `message_id` names one."""

    screen: Screen
    message_id: int | None = None


class Messages:
    def __init__(self, *, db: Database, access: Access, view_orders: ViewOrders, decide: Decide) -> None:
        self._db = db
        self._access = access
        self._view_orders = view_orders
        self._decide = decide

    async def compose(self, message: Message) -> Delivery | None:
        """None where there is nothing left to say, or the person does not want to hear it."""
        person = await self._access.known(message.user_id)
        with speaking(person.language):
            try:
                return await self._compose(message, person)
            except (OrderGone, NotAllowed):
                return None

    async def _compose(self, message: Message, person: Person) -> Delivery | None:
        match message.event:
            case Event.ALERT | Event.KNOCK | Event.DECIDE_ORDER | Event.DECIDE_REFILL:
                return Delivery(await self._for_operator(message))
            case Event.LET_IN:
                return Delivery(pushes.let_in())
            case Event.REFILL_SUBMITTED | Event.REFILL_DECIDED | Event.REFILL_ENDED:
                return await self._about_refill(message, person)
            case Event.CANCEL_SUBMITTED:
                return await self._about_cancel(message)
            case _:
                return await self._about_order(message, person)

    async def _for_operator(self, message: Message) -> Screen:
        match message.event:
            case Event.KNOCK:
                return operator.knock(await self._access.known(_subject(message)))
            case Event.DECIDE_ORDER:
                return decisions.decision(*await self._decide.question(_subject(message)))
            case Event.DECIDE_REFILL:
                return decisions.refill_decision(await self._decide.refill_question(_subject(message)))
            case _:
                return operator.alert(message.payload)

    async def _about_order(self, message: Message, person: Person) -> Delivery | None:
        card = await self._card(_subject(message))
        on_card = card.order.card_message_id
        match message.event:
            case Event.ORDER_CARD if on_card is not None and _wants_progress(card, person):
                return Delivery(orders.card(card), on_card)
            case Event.ORDER_SUBMITTED:
                return Delivery(orders.card(card), on_card)
            case Event.ORDER_DECIDED:
                return Delivery(pushes.decided(card.order))
            case Event.ORDER_ENDED if person.notifications is not Notifications.NONE:
                return Delivery(pushes.ended(card.order))
        return None

    async def _about_refill(self, message: Message, person: Person) -> Delivery | None:
        """That it was asked for shows on the card; an end, a refusal and a doubt are messages."""
        refill = await refills.get(self._db, _subject(message))
        if refill is None:
            return None
        if message.event is Event.REFILL_SUBMITTED and refill.status in ASKED:
            card = await self._card(refill.order_id)
            return Delivery(orders.card(card), card.order.card_message_id)
        if message.event is Event.REFILL_ENDED and person.notifications is Notifications.NONE:
            return None
        return Delivery(pushes.refill(refill))

    async def _about_cancel(self, message: Message) -> Delivery | None:
        """That it was asked for shows on the card; a refusal and a doubt are messages."""
        card = await self._view_orders.card_of_cancel(_subject(message))
        if card.cancel is not None and card.cancel.status is CancelStatus.ASKED:
            return Delivery(orders.card(card), card.order.card_message_id)
        return Delivery(pushes.cancel(card))

    async def _card(self, order_id: int) -> OrderCard:
        card = await self._view_orders.any_card(order_id)
        if card is None:
            raise OrderGone
        return card


def _wants_progress(card: OrderCard, person: Person) -> bool:
    """Cards move by themselves for who wants everything; before the panel has the order, for everyone."""
    return person.notifications is Notifications.ALL or not card.order.status.placed


def _subject(message: Message) -> int:
    if message.subject_id is None:
        raise OrderGone
    return message.subject_id
