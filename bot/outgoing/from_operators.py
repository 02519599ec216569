"""Builds the messages that an operator's act sends to a person."""

from bot.outgoing.delivery import subject_of
from storage import stopped_people
from storage.database import Queries
from storage.events import Event
from storage.outbox import OutboxMessage
from usecases.errors import PersonGone
from usecases.people.access import Person
from views.operating import acts_on_people, roles
from views.screen import Screen


async def from_operator(db: Queries, message: OutboxMessage, person: Person) -> Screen:
    """Build the message to a person about their role or a block, as it is now, or with an operator's text.

    Raises PersonGone if it is about somebody else.
    """
    if subject_of(message) != person.id:
        raise PersonGone
    match message.event:
        case Event.ROLE_GIVEN:
            return roles.told(person.operator_role)
        case Event.ORDERS_STOPPED:
            return acts_on_people.told_of_block(await stopped_people.reason_of(db, person.id))
    return acts_on_people.letter(str(message.payload["text"]))
