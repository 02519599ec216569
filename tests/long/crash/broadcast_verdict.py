"""Compares the broadcasts that the operator confirmed with what the bot wrote down, and with what arrived."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.long.crash.broadcasts import Broadcasts
from tests.long.crash.records import Records

STARTED = "SELECT id, message_ids, status, total FROM broadcasts WHERE started_at IS NOT NULL"
PEOPLE = (
    "SELECT broadcast_id, (SELECT telegram_id FROM users WHERE id = user_id), status FROM broadcast_people"
    " WHERE broadcast_id IN (SELECT id FROM broadcasts WHERE started_at IS NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class StartedBroadcast:
    """A broadcast as the bot wrote it down. `states` has its people by their Telegram ids."""

    id: int
    message: int
    status: str
    total: int
    states: dict[int, str] = field(default_factory=dict)

    @property
    def unsure(self) -> int:
        """How many people may have it or not."""
        return sum(state == "unknown" for state in self.states.values())


async def started(records: Records) -> list[StartedBroadcast]:
    states: dict[int, dict[int, str]] = defaultdict(dict)
    for broadcast, person, state in await records.ask(PEOPLE) or ():
        states[broadcast][person] = state
    return [
        StartedBroadcast(number, int(messages), status, total, states[number])
        for number, messages, status, total in await records.ask(STARTED) or ()
    ]


def problems(sent: Broadcasts, started: list[StartedBroadcast]) -> Iterator[tuple[str, str]]:
    """Return what is wrong, with its kind: doubled, unasked, lost or untold."""
    for (person, text), times in sent.mailbox.arrived.items():
        if person in sent.people and times > 1:
            yield "doubled", f"person {person} got {text!r} {times} times"
    for message, times in Counter(one.message for one in started).items():
        if times > 1:
            yield "doubled", f"the message {message} was sent in {times} broadcasts"
    for message in sent.promised - {one.message for one in started}:
        yield "lost", f"the broadcast {sent.asked[message]!r} was promised and is not there"
    for one in started:
        if one.message in sent.asked:
            yield from _of_one(one, sent.asked[one.message], sent)
        else:
            yield "unasked", f"nobody confirmed broadcast {one.id}"
    yield from _untold(sent, started)


def _of_one(one: StartedBroadcast, text: str, sent: Broadcasts) -> Iterator[tuple[str, str]]:
    if one.status != "ended":
        yield "lost", f"broadcast {one.id} is still {one.status}"
    if len(one.states) != one.total:
        yield "lost", f"broadcast {one.id} is for {one.total} people and has the states of {len(one.states)}"
    for person in sent.people | one.states.keys():
        state, has_it = one.states.get(person), sent.mailbox.arrived[person, text] > 0
        if person in sent.people and not _may_be(state, has_it=has_it, blocks=person in sent.blocking):
            yield "lost", f"{text!r} is {state} for person {person}, who has {'it' if has_it else 'nothing'}"


def _may_be(state: str | None, *, has_it: bool, blocks: bool) -> bool:
    """Whether a state fits what a chat shows. Only who has blocked the bot may be without it for sure."""
    match state:
        case "sent":
            return has_it
        case "unknown":
            return True
        case "blocked" | "skipped" | None:
            return blocks and not has_it
    return False


def _untold(sent: Broadcasts, started: list[StartedBroadcast]) -> Iterator[tuple[str, str]]:
    """Compare the last cards in the operator's chat with the states."""
    ends = Counter(
        (sum(state == "sent" for state in one.states.values()), one.total, one.unsure) for one in started
    )
    for (has_it, total, unsure), times in (ends - sent.mailbox.cards).items():
        yield "untold", f"no card says: sent {has_it} of {total}, unknown {unsure} ({times} missing)"


def duplicate_cards(sent: Broadcasts, started: list[StartedBroadcast]) -> int:
    return max(0, sent.mailbox.cards.total() - len(started))
