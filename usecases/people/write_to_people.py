"""An operator writes to a person, who gets it as a message of the bot's."""

from storage import audit_trail, conversations, outbox, users
from storage.audit_trail import Act
from storage.database import Database
from storage.events import Event
from usecases.clock import Clock
from usecases.errors import BadAnswer, PersonGone
from usecases.wakeup import WakeUp

LONGEST_LETTER = 1_000  # characters
LAST_LETTER = "last_letter"
"""The key under which the operator's conversation has the update that brought the last letter."""


class WriteToPeople:
    """The text stands in the outbox, and is deleted with the person's data. The audit trail has no text."""

    def __init__(self, *, db: Database, wake_sender: WakeUp, clock: Clock) -> None:
        self._db = db
        self._wake_sender = wake_sender
        self._clock = clock

    async def __call__(self, user_id: int, typed: str, by: int, update_id: int) -> None:
        """Send the letter that an update has brought, once.

        The update is handled again if Telegram does not take the answer to it. Raises BadAnswer for an empty
        or long text, or PersonGone if the person was forgotten.
        """
        text = typed.strip()
        if not 0 < len(text) <= LONGEST_LETTER:
            raise BadAnswer("not_a_letter", {"max": LONGEST_LETTER})
        now = self._clock()
        async with self._db.transaction() as transaction:
            conversation = await conversations.get(transaction, by)
            if conversation.data.get(LAST_LETTER) == update_id:
                return
            user = await users.get(transaction, user_id)
            if user is None or user.telegram_id is None:
                raise PersonGone
            await outbox.add(transaction, user_id, Event.LETTER, user_id, now, {"text": text})
            await audit_trail.add(transaction, now, by, Act.WROTE, user_id)
            told = {**conversation.data, LAST_LETTER: update_id}
            await conversations.keep(transaction, by, conversation.state, told)
        self._wake_sender.set()
