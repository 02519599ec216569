"""Cases of support on both engines: what is written once, who wins, and what is deleted when."""

import asyncio

import pytest

from storage import case_copies, case_messages, cases, outbox, users
from storage.cases import CaseReason
from storage.events import Event
from storage.users import OperatorRole
from tests.usecases.records import add_person, place
from tests.usecases.sweeping import NOON, World
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import DAY
from usecases.errors import CaseClosed, CaseGone, OrderGone, RequestFailed
from usecases.people.access import Access
from usecases.people.pass_on_messages import pass_on_waiting
from usecases.supporting.answer_cases import AnswerCases
from usecases.supporting.close_cases import CloseCases
from usecases.supporting.forget_cases import KEPT_AFTER_CLOSING_MS, ForgetCases
from usecases.supporting.view_cases import ViewCases
from usecases.supporting.write_cases import WriteCases
from usecases.supporting.written import Written
from usecases.wakeup import WakeUp

ALICE, PETRA, OLGA = 1, 8, 9


class Desk:
    """The use cases, with Petra and Olga as operators."""

    def __init__(self, world: World) -> None:
        self.db = world.db
        self.access = Access(db=world.db, admin_ids=[PETRA, OLGA], allowed_ids=[], clock=world.clock)
        self.alert = alert = AlertOperators(db=world.db, access=self.access, clock=world.clock)
        self.write = WriteCases(db=world.db, alert=alert, wake_sender=WakeUp(), clock=world.clock)
        self.answer = AnswerCases(db=world.db, alert=alert, wake_sender=WakeUp(), clock=world.clock)
        self.close = CloseCases(db=world.db, alert=alert, wake_sender=WakeUp(), clock=world.clock)
        self.view = ViewCases(db=world.db)

    async def told(self) -> list[tuple[int, str]]:
        """Who is told what, in the sequence of the outbox."""
        rows = await self.db.fetch_all("SELECT user_id, event FROM outbox ORDER BY id")
        return [(user, event) for user, event in rows]


@pytest.fixture
async def desk(world: World) -> Desk:
    await place(world.db, 1, "pending")
    return Desk(world)


def said(text: str, number: int = 1) -> Written:
    return Written(text, message_id=number, update_id=100 + number)


async def test_an_update_that_comes_again_is_kept_and_relayed_once(desk: Desk) -> None:
    first = await desk.write.about(1, CaseReason.SLOW, ALICE, said("Nothing has come."))

    assert await desk.write.about(1, CaseReason.SLOW, ALICE, said("Nothing has come.")) == first
    assert await desk.write.more(first.id, ALICE, said("Nothing has come.")) == first
    for _ in range(2):
        await desk.answer(first.id, OLGA, said("It begins soon.", 2))

    assert await desk.told() == [
        (PETRA, Event.CASE_MESSAGE), (OLGA, Event.CASE_MESSAGE),
        (ALICE, Event.CASE_ANSWER), (PETRA, Event.CASE_MESSAGE),
    ]  # fmt: skip


async def test_who_answers_people_gets_cases_and_keeps_them_as_long_as_the_role_allows_it(desk: Desk) -> None:
    bob = 2
    await add_person(desk.db, bob, "Bob")
    await users.choose_operator_role(desk.db, bob, OperatorRole.SUPPORT, NOON)
    await desk.alert.mention("panel_down", "")
    await desk.write.about(1, CaseReason.SLOW, ALICE, said("Nothing has come."))
    of_bob = [event for user, event in await desk.told() if user == bob]
    assert of_bob == [Event.CASE_MESSAGE]

    assert await pass_on_waiting(desk.db, desk.access, NOON) == 0
    await users.choose_operator_role(desk.db, bob, OperatorRole.VIEWER, NOON)
    assert await pass_on_waiting(desk.db, desk.access, NOON) == 1
    assert await desk.db.fetch_all("SELECT user_id FROM outbox WHERE status = 'dropped'") == [(bob,)]


async def test_an_update_that_comes_again_after_the_case_was_closed_opens_no_other(desk: Desk) -> None:
    case = await desk.write.about(1, CaseReason.SLOW, ALICE, said("Nothing has come."))
    await desk.close.by_operator(case.id, OLGA)

    again = await desk.write.about(1, CaseReason.SLOW, ALICE, said("Nothing has come."))

    assert again.id == case.id
    assert await cases.count_open(desk.db) == 0


async def test_an_answer_that_comes_again_after_the_case_was_closed_is_not_called_refused(
    desk: Desk,
) -> None:
    case = await desk.write.about(1, CaseReason.SLOW, ALICE, said("Nothing has come."))
    answered = await desk.answer(case.id, OLGA, said("It begins soon.", 2))
    await desk.close.by_operator(case.id, PETRA)

    again = await desk.answer(case.id, OLGA, said("It begins soon.", 2))

    assert again.customer == answered.customer
    assert (await desk.told()).count((ALICE, Event.CASE_ANSWER)) == 1


async def test_what_waits_for_a_former_operator_does_not_go_to_who_did_it(desk: Desk) -> None:
    bob = 2
    await add_person(desk.db, bob, "Bob")
    await users.choose_operator_role(desk.db, bob, OperatorRole.SUPPORT, NOON)
    await desk.alert.mention("panel_down", "")
    case = await desk.write.about(1, CaseReason.SLOW, ALICE, said("Nothing has come."))
    await desk.answer(case.id, OLGA, said("It begins soon.", 2))
    await desk.answer(case.id, bob, said("It has begun.", 3))
    await case_messages.tell_unread(desk.db, ALICE, NOON)
    await desk.close.by_operator(case.id, PETRA)
    before = await desk.told()

    await users.choose_operator_role(desk.db, bob, OperatorRole.VIEWER, NOON)
    await pass_on_waiting(desk.db, desk.access, NOON)

    assert await desk.told() == before
    waiting = "SELECT event FROM outbox WHERE user_id = 2 AND status = 'pending'"
    assert await desk.db.fetch_all(waiting) == []


async def test_of_two_who_close_one_wins_and_an_answer_at_the_same_moment_goes_or_is_refused(
    desk: Desk,
) -> None:
    case = await desk.write.about(1, CaseReason.SLOW, ALICE, said("Nothing has come."))

    closed, closed_too, answered = await asyncio.gather(
        desk.close.by_operator(case.id, OLGA),
        desk.close.by_person(case.id, ALICE),
        _outcome(desk, case.id),
    )

    assert {closed, closed_too} == {True, False}
    told = await desk.told()
    assert told.count((ALICE, Event.CASE_ANSWER)) == (1 if answered is None else 0)
    assert told.count((ALICE, Event.CASE_CLOSED)) == int(closed)
    with pytest.raises(CaseClosed):
        await desk.write.more(case.id, ALICE, said("Still nothing.", 3))
    with pytest.raises(CaseClosed):
        await desk.answer(case.id, OLGA, said("Anything else?", 4))


async def _outcome(desk: Desk, case_id: int) -> RequestFailed | None:
    try:
        await desk.answer(case_id, PETRA, said("It begins soon.", 2))
    except CaseClosed as fact:
        return fact
    return None


async def test_nobody_writes_to_the_case_or_about_the_order_of_somebody_else(desk: Desk) -> None:
    case = await desk.write.about(1, CaseReason.SLOW, ALICE, said("Nothing has come."))
    with pytest.raises(CaseGone):
        await desk.write.more(case.id, PETRA, said("Let me see."))
    with pytest.raises(OrderGone):
        await desk.write.about(1, CaseReason.SLOW, PETRA, said("Let me see."))
    with pytest.raises(CaseGone):
        await desk.close.by_person(case.id, PETRA)
    with pytest.raises(CaseGone):
        await desk.view.own(case.id, PETRA)
    assert [one.text for one in await case_messages.last_of(desk.db, case.id, 9)] == ["Nothing has come."]


async def test_texts_are_deleted_ninety_days_after_the_case_was_closed(desk: Desk, world: World) -> None:
    old = await desk.write.about(1, CaseReason.SLOW, ALICE, said("An old text"))
    await case_copies.put(desk.db, OLGA, 77, old.id, for_operator=True)
    await desk.close.by_operator(old.id, OLGA)
    world.now += DAY
    late = await desk.write.about(None, CaseReason.OTHER, ALICE, said("A late text", 2))
    await desk.close.by_operator(late.id, OLGA)
    still_open = await desk.write.about(1, CaseReason.SLOW, ALICE, said("Of an open case", 3))
    forget = ForgetCases(db=desk.db, clock=world.clock)

    async def texts() -> list[str]:
        return [one.text for one in await case_messages.of_cases(desk.db, ALICE)]

    world.now = NOON + KEPT_AFTER_CLOSING_MS
    await forget()
    assert await texts() == ["An old text", "A late text", "Of an open case"]
    world.now += 1
    await forget()
    assert await texts() == ["A late text", "Of an open case"]
    assert await case_copies.get(desk.db, OLGA, 77) is None
    world.now += 400 * DAY
    await forget()
    assert await texts() == ["Of an open case"]
    assert [one.id for one in await cases.of_user(desk.db, ALICE)] == [old.id, late.id, still_open.id]


async def test_a_reply_waits_for_the_note_of_a_message_that_is_being_sent(desk: Desk) -> None:
    case = await desk.write.about(1, CaseReason.SLOW, ALICE, said("Nothing has come."))
    await outbox.take_due(desk.db, NOON, 9, desk.db.cluster.instance)

    async def note() -> None:
        await asyncio.sleep(0.1)
        await case_copies.put(desk.db, OLGA, 77, case.id, for_operator=True)
        await desk.db.execute("UPDATE outbox SET status = 'sent' WHERE status = 'sending'")

    found, _ = await asyncio.gather(desk.view.shown_in(OLGA, 77), note())

    assert found is not None
    assert (found.case_id, found.for_operator) == (case.id, True)


async def test_who_answered_is_told_once_that_the_person_has_blocked_the_bot(desk: Desk) -> None:
    case = await desk.write.about(1, CaseReason.SLOW, ALICE, said("Nothing has come."))
    await desk.answer(case.id, OLGA, said("It begins soon.", 2))
    await desk.answer(case.id, PETRA, said("It has begun.", 3))
    await outbox.take_due(desk.db, NOON, 9, desk.db.cluster.instance)

    for _ in range(2):
        await case_messages.tell_unread(desk.db, ALICE, NOON)

    told = await desk.told()
    assert told.count((OLGA, Event.CASE_UNREAD)) == told.count((PETRA, Event.CASE_UNREAD)) == 1
