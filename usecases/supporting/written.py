"""What somebody wrote to a case."""

from dataclasses import dataclass

from storage import case_messages
from storage.case_messages import CaseMessage
from storage.database import Queries


@dataclass(frozen=True, slots=True)
class Written:
    """A text, or a photo with its caption. `update_id` is the update that brought it.

    `message_id` is of the chat with the author, or of the operators' group with the id `group_id`.
    """

    text: str
    message_id: int
    update_id: int
    has_photo: bool = False
    group_id: int | None = None


async def known(db: Queries, author_id: int, written: Written) -> CaseMessage | None:
    """Return the message if it was taken before: Telegram delivers an update again if the bot was away."""
    return await case_messages.brought_by(db, author_id, written.message_id, written.update_id)


async def keep(
    db: Queries, case_id: int, author_id: int, written: Written, now: int, *, is_answer: bool = False
) -> CaseMessage | None:
    """Keep a message in its case; None if it was taken before."""
    return await case_messages.add(
        db,
        case_id,
        author_id,
        written.text,
        is_answer=is_answer,
        has_photo=written.has_photo,
        brought=(written.message_id, written.update_id),
        group_id=written.group_id,
        now=now,
    )
