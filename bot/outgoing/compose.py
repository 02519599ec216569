"""Builds the message for an event of the outbox, from the present state of the database."""

from contextvars import copy_context
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cached_property, partial

from bot.outgoing.moves_by_hand import Draw, MovesByHand
from storage import cards, panel_keys
from storage.cancels import CancelStatus
from storage.database import Database
from storage.orders import OrderStage
from storage.outbox import Event, OutboxMessage
from storage.panel_keys import PanelKey
from storage.refills import RefillStage
from storage.users import Notifications
from usecases.errors import AlreadyDecided, NotAllowed, OrderGone, PersonGone
from usecases.operating.decide_holds import DecideHolds
from usecases.operating.end_orders import EndOrders
from usecases.paying.decide_refunds import DecideRefunds
from usecases.paying.view_money import ViewMoney
from usecases.people.access import Access, Person
from usecases.people.answer_knocks import AnswerKnocks
from usecases.submitting.decide import Decide
from usecases.submitting.failures_of_writes import WAITED_TOO_LONG
from usecases.tracking.view_orders import OrderCard, ViewOrders
from views import notifications
from views.language import speaking
from views.operating import decisions, holds, knocks, overview, refunds, refusals, troubles
from views.orders import order_card
from views.screen import Screen


class Audience(Enum):
    """Who may see a message. It is checked when the message is sent."""

    OPERATORS = auto()
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
    Event.REFUND_QUESTION: Audience.OPERATORS,
    Event.MOVED_BY_HAND: Audience.OWNER,
    Event.MOVED_BY_OPERATOR: Audience.OPERATORS,
    Event.REFILL_SUBMITTED: Audience.OWNER,
    Event.REFILL_DECIDED: Audience.OWNER,
    Event.REFILL_ENDED: Audience.OWNER,
    Event.CANCEL_SUBMITTED: Audience.OWNER,
    Event.DECIDE_ORDER: Audience.OPERATORS,
    Event.DECIDE_REFILL: Audience.OPERATORS,
    Event.PROBLEM: Audience.OPERATORS,
    Event.SLOW: Audience.OPERATORS,
    Event.HOLD: Audience.OPERATORS,
    Event.KNOCK: Audience.OPERATORS,
    Event.KNOCK_CARD: Audience.OPERATORS,
    Event.LET_IN: Audience.LET_IN,
    Event.NOT_LET_IN: Audience.STRANGERS,
    Event.INVITE_USED: Audience.OPERATORS,
    Event.ALERT: Audience.OPERATORS,
    Event.REFUSALS: Audience.OPERATORS,
}

ASKED = (RefillStage.PENDING, RefillStage.IN_PROGRESS)


@dataclass(frozen=True)
class Delivery:
    """A screen to send. If `message_id` is set, that message of the chat is edited instead.

    The screen is drawn at its first use: a message that waits long for its slot is composed twice.
    """

    draw: Draw
    message_id: int | None = None
    is_only_redrawn: bool = False
    """If that message is gone, nothing is sent."""
    former_ids: tuple[int, ...] = ()
    """Older messages of the chat that show the same and are edited too."""

    @cached_property
    def screen(self) -> Screen:
        return self.draw()


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

    async def compose(self, message: OutboxMessage) -> Delivery | None:
        """Build the message, in the person's language.

        Returns None if nothing is left to say, or if the person may not see it or does not want it.
        """
        try:
            person = await self._access.known(message.user_id)
            if not _may_see(message, person):
                return None
            with speaking(person.language):
                delivery = await self._compose(message, person)
                return replace(delivery, draw=_in_this_language(delivery.draw)) if delivery else None
        except (OrderGone, PersonGone, NotAllowed, AlreadyDecided):
            return None

    async def _compose(self, message: OutboxMessage, person: Person) -> Delivery | None:
        match message.event:
            case Event.KNOCK | Event.KNOCK_CARD | Event.LET_IN | Event.NOT_LET_IN | Event.INVITE_USED:
                return await self._about_strangers(message)
            case Event.ALERT | Event.REFUSALS | Event.DECIDE_ORDER | Event.DECIDE_REFILL:
                return Delivery(await self._for_operator(message))
            case Event.MOVED_BY_HAND | Event.MOVED_BY_OPERATOR | Event.REFUND_QUESTION:
                draw = await self._of_money(message)
            case Event.PROBLEM | Event.SLOW | Event.HOLD:
                draw = await self._of_figures(message)
            case Event.REFILL_SUBMITTED | Event.REFILL_DECIDED | Event.REFILL_ENDED:
                return await self._about_refill(message, person)
            case Event.CANCEL_SUBMITTED:
                return await self._about_cancel(message, person)
            case _:
                return await self._about_order(message, person)
        return Delivery(draw)

    async def _for_operator(self, message: OutboxMessage) -> Draw:
        match message.event:
            case Event.REFUSALS:
                return partial(refusals.told, message.payload, await self._panel_keys(message))
            case Event.DECIDE_ORDER:
                return partial(decisions.decision, await self._decide.question(_subject(message)))
            case Event.DECIDE_REFILL:
                question = await self._decide.refill_question(_subject(message))
                return partial(decisions.refill_decision, question)
            case _:
                return partial(overview.alert, message.payload)

    async def _about_strangers(self, message: OutboxMessage) -> Delivery | None:
        match message.event:
            case Event.KNOCK:  # one message for all who have knocked since it was put into the outbox
                strangers, count = await self._answer_knocks.news(message.created_at)
                return Delivery(partial(knocks.news, strangers, count)) if strangers else None
            case Event.KNOCK_CARD:
                card = await self._answer_knocks.card(_subject(message))
                if card is None:
                    return None
                return Delivery(partial(knocks.drawn_again, card), card.message_id, is_only_redrawn=True)
            case Event.INVITE_USED:
                return Delivery(partial(knocks.invite_used, await self._access.known(_subject(message))))
        return Delivery(notifications.let_in if message.event is Event.LET_IN else notifications.not_let_in)

    async def _panel_keys(self, message: OutboxMessage) -> dict[int, PanelKey]:
        """Return the present panel keys of the refusals, by id."""
        ids = {int(one["panel_key"]) for one in message.payload.get("refusals", [])}
        return {one: await panel_keys.get(self._db, one) for one in ids}

    async def _of_figures(self, message: OutboxMessage) -> Draw:
        """Return the operator's screen about a problem, slow orders or a hold."""
        match message.event:
            case Event.PROBLEM:
                return partial(troubles.problem, await self._end_orders.question(_subject(message)))
            case Event.SLOW:
                return partial(troubles.slow, message.payload["orders"])
            case _:
                return partial(holds.hold, await self._decide_holds.held(_subject(message)))

    async def _of_money(self, message: OutboxMessage) -> Draw:
        """Return the screen about money that is in question, or was moved by hand."""
        if message.event is Event.REFUND_QUESTION:
            question = await self._decide_refunds.open_question(_subject(message))
            return partial(refunds.question, question)
        return await self._by_hand(message)

    async def _about_order(self, message: OutboxMessage, person: Person) -> Delivery | None:
        card = await self._card(_subject(message), person)
        if message.event is Event.ORDER_SUBMITTED and _is_asked_to_confirm(card):
            return await self._below_cards(card)
        if message.event is Event.ORDER_SUBMITTED or (
            message.event is Event.ORDER_CARD
            and card.order.card_message_id is not None
            and _wants_progress(card, person)
        ):
            return await self._on_cards(card)
        draw = _news_of_order(message.event, card, person)
        return Delivery(draw) if draw else None

    async def _about_refill(self, message: OutboxMessage, person: Person) -> Delivery | None:
        """Show an accepted refill on the card. An end, a refusal and a doubt are messages."""
        refill = await self._view_orders.refill(_subject(message))
        if refill is None or refill.user_id != person.id:
            return None
        if message.event is Event.REFILL_SUBMITTED and refill.status in ASKED:
            return await self._on_cards(await self._card(refill.order_id, person))
        if message.event is Event.REFILL_ENDED and person.notifications is Notifications.NONE:
            return None
        return Delivery(partial(notifications.refill, refill))

    async def _about_cancel(self, message: OutboxMessage, person: Person) -> Delivery | None:
        """Show an accepted cancel on the card. A refusal and a doubt are messages."""
        card = await self._view_orders.card_of_cancel(_subject(message))
        if card.order.user_id != person.id:
            return None
        if card.cancel is not None and card.cancel.status is CancelStatus.ASKED:
            return await self._on_cards(card)
        return Delivery(partial(notifications.cancel, card))

    async def _on_cards(self, card: OrderCard) -> Delivery:
        """Redraw the card in all messages that show the order."""
        former = await cards.former(self._db, card.order.id)
        draw = partial(order_card.card, card)
        return Delivery(draw, card.order.card_message_id, former_ids=tuple(former))

    async def _below_cards(self, card: OrderCard) -> Delivery:
        """Redraw the card in all messages, and show it in a new one: an edit alone would not be noticed."""
        shown = [*await cards.former(self._db, card.order.id), card.order.card_message_id]
        draw = partial(order_card.card, card)
        return Delivery(draw, former_ids=tuple(one for one in shown if one is not None))

    async def _card(self, order_id: int, owner: Person) -> OrderCard:
        card = await self._view_orders.any_card(order_id)
        if card is None or card.order.user_id != owner.id:
            raise OrderGone
        return card


def _in_this_language(draw: Draw) -> Draw:
    return partial(copy_context().run, draw)


def _is_asked_to_confirm(card: OrderCard) -> bool:
    return card.failure is not None and card.failure.reason == WAITED_TOO_LONG


def _news_of_order(event: Event, card: OrderCard, person: Person) -> Draw | None:
    """Return the message beside the card. What is about money goes to people without notifications too."""
    order = card.order
    match event:
        case Event.ORDER_DECIDED:
            return partial(notifications.decided, order)
        case Event.ORDER_PROBLEM if order.status is OrderStage.PROBLEM:
            return partial(notifications.problem, order)
        case Event.ORDER_ENDED if (
            order.is_closed or order.refunded or person.notifications is not Notifications.NONE
        ):
            return partial(notifications.ended, order, card.question)
        case Event.ORDER_CORRECTED:
            return partial(notifications.corrected, order, card.question)
        case Event.REFUND_DECIDED:
            return partial(notifications.refund_decided, order)
    return None


def _may_see(message: OutboxMessage, person: Person) -> bool:
    match AUDIENCE[message.event]:
        case Audience.OPERATORS:
            return person.is_operator
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


def _subject(message: OutboxMessage) -> int:
    if message.subject_id is None:
        raise OrderGone
    return message.subject_id
