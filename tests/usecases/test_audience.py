"""Who may see a message is asked when it is sent."""

import pytest

from bot.outgoing.audience import AUDIENCE, Audience
from bot.outgoing.backup_messages import BackupMessages
from bot.outgoing.compose import Messages
from bot.outgoing.mass_order_messages import MassOrderMessages
from bot.outgoing.order_messages import OrderMessages
from bot.outgoing.payment_messages import PaymentMessages
from bot.outgoing.support_messages import SupportMessages
from panel import Panel
from storage import case_messages, cases
from storage.cases import CaseReason
from storage.database import Database
from storage.events import FOR_OPERATORS, FOR_SUPPORT, Event
from storage.outbox import OutboxMessage
from storage.records import Json
from tests.usecases.records import add_person, reserve
from tests.usecases.sweeping import World
from usecases.alerting.alert_operators import AlertOperators
from usecases.browsing.catalogue import Catalogue
from usecases.operating.decide_holds import DecideHolds
from usecases.operating.end_orders import EndOrders
from usecases.ordering.draft_orders import DraftOrders
from usecases.paying.decide_refunds import DecideRefunds
from usecases.paying.view_money import ViewMoney
from usecases.paying.view_payments import ViewPayments
from usecases.people.access import Access
from usecases.people.answer_knocks import AnswerKnocks
from usecases.submitting.decide import Decide
from usecases.supporting.view_cases import ViewCases
from usecases.tracking.view_mass_orders import ViewMassOrders
from usecases.tracking.view_orders import ViewOrders
from usecases.wakeup import WakeUp

ALICE, OLGA, BOB = 1, 3, 2
OPERATORS = [event for event, audience in AUDIENCE.items() if audience is Audience.OPERATORS]
SUPPORT = [event for event, audience in AUDIENCE.items() if audience is Audience.SUPPORT]


def clock() -> int:
    return 7


async def reprice() -> None:
    """No catalogue follows here."""


def composer(db: Database, panel: Panel, *operators: int) -> Messages:
    access = Access(db=db, admin_ids=operators, allowed_ids=[], clock=clock)
    view_orders = ViewOrders(db=db, panel_key_id=1, clock=clock)
    mass_order_messages = MassOrderMessages(
        db=db, view_mass_orders=ViewMassOrders(db=db, view_orders=view_orders), clock=clock
    )
    return Messages(
        db=db,
        access=access,
        answer_knocks=AnswerKnocks(db=db, access=access, clock=clock),
        order_messages=OrderMessages(
            db=db, view_orders=view_orders, mass_order_messages=mass_order_messages, clock=clock
        ),
        decide=Decide(
            db=db, panel=panel, panel_key_id=1, wake_sweep=WakeUp(), wake_sender=WakeUp(), clock=clock
        ),
        decide_holds=DecideHolds(db=db, panel_key_id=1, reprice=reprice, clock=clock),
        decide_refunds=DecideRefunds(
            db=db, alert=AlertOperators(db=db, access=access, clock=clock), wake_sender=WakeUp(), clock=clock
        ),
        view_money=ViewMoney(db=db, currency="USD", clock=clock),
        backup_messages=BackupMessages(None),
        support_messages=SupportMessages(db=db, view_cases=ViewCases(db=db)),
        mass_order_messages=mass_order_messages,
        payment_messages=PaymentMessages(
            db=db,
            view_payments=ViewPayments(db=db, currency="USD", clock=clock),
            draft_orders=DraftOrders(db=db, catalogue=Catalogue(1), clock=clock),
        ),
        end_orders=EndOrders(
            db=db, alert=AlertOperators(db=db, access=access, clock=clock), wake_sender=WakeUp(), clock=clock
        ),
    )


def owed(event: Event, person: int, **payload: object) -> OutboxMessage:
    return OutboxMessage(1, person, person, event, 1, 1, 0, Json(payload))


def test_every_event_has_its_audience() -> None:
    assert set(AUDIENCE) == set(Event)
    assert set(OPERATORS) == FOR_OPERATORS
    assert set(SUPPORT) == FOR_SUPPORT


@pytest.fixture
async def people(world: World) -> World:
    for number, name in ((BOB, "Bob"), (OLGA, "Olga")):
        await add_person(world.db, number, name)
    await reserve(world.db, 1)  # Alice's
    case = await cases.add(world.db, ALICE, 1, CaseReason.SLOW, 0)
    assert case is not None
    await case_messages.add(
        world.db, case.id, OLGA, "It goes on.", is_answer=True, has_photo=False, brought=(1, 1), now=0
    )
    return world


@pytest.mark.parametrize("event", Event)
async def test_nobody_reads_what_is_for_somebody_else(people: World, event: Event) -> None:
    messages = composer(people.db, people.client, OLGA)
    reader = OLGA if AUDIENCE[event] is Audience.STRANGERS else BOB

    assert await messages.compose(owed(event, reader, condition="panel_down", orders=[], refusals=[])) is None


async def test_who_is_operator_no_more_gets_no_card_that_waited(people: World) -> None:
    alert = owed(Event.ALERT, OLGA, condition="panel_down")

    assert await composer(people.db, people.client, OLGA).compose(alert) is not None
    for event in OPERATORS + SUPPORT:
        waited = owed(event, OLGA, condition="panel_down", orders=[], refusals=[])
        assert await composer(people.db, people.client).compose(waited) is None


async def test_the_owner_of_a_case_reads_the_answer(people: World) -> None:
    delivery = await composer(people.db, people.client).compose(owed(Event.CASE_ANSWER, ALICE))

    assert delivery is not None
    assert "It goes on." in delivery.screen.text


async def test_the_owner_reads_of_the_order(people: World) -> None:
    delivery = await composer(people.db, people.client).compose(owed(Event.ORDER_SUBMITTED, ALICE))

    assert delivery is not None
    assert delivery.screen.order_id == 1


async def test_who_wants_no_messages_reads_on_the_card_that_an_order_is_slow(world: World) -> None:
    await world.open(1, age=7)
    await world.db.execute("UPDATE users SET notifications = 'none'")
    await world.db.execute("UPDATE orders SET card_message_id = 5")
    messages = composer(world.db, world.client)

    assert await messages.compose(owed(Event.ORDER_CARD, ALICE)) is None
    await world.db.execute("UPDATE orders SET slow_since = $1", world.now)
    delivery = await messages.compose(owed(Event.ORDER_CARD, ALICE))

    assert delivery is not None
    assert "This is slower than usual." in delivery.screen.text


async def test_a_message_to_somebody_who_was_forgotten_says_nothing(people: World) -> None:
    await people.db.execute("UPDATE users SET telegram_id = NULL WHERE id = $1", ALICE)

    messages = composer(people.db, people.client)

    assert await messages.compose(owed(Event.ORDER_SUBMITTED, ALICE)) is None


async def test_many_who_knock_are_told_in_one_message(people: World) -> None:
    for number in range(100, 120):
        await people.db.execute(
            "INSERT INTO users (id, telegram_id, name, created_at, knocked_at) VALUES ($1, $1, 'Stranger', 0, 5)",
            number,
        )

    delivery = await composer(people.db, people.client, OLGA).compose(owed(Event.KNOCK, OLGA))

    assert delivery is not None
    assert "20 people want to join" in delivery.screen.text
    assert "+ 12" in delivery.screen.text
    assert delivery.screen.keyboard is not None
    assert len(delivery.screen.keyboard.inline_keyboard) == 9
