"""Support: what a person sees, and what operators see of cases."""

from collections.abc import Iterator
from typing import Any

import msgspec

from storage.cancels import CancelStatus
from storage.case_messages import CaseMessage
from storage.cases import Case, CaseReason
from storage.operator_group import OrderMilestone
from storage.orders import OrderStage
from storage.refills import RefillStage
from tests.views.gallery.paper import Shown, plain
from tests.views.gallery.records import EARLIER, NOW, Records
from usecases.clock import HOUR
from usecases.supporting.answer_cases import Answered
from usecases.supporting.find_facts import OrderFacts
from usecases.supporting.view_cases import CaseCard, CaseClosing, CaseNews, CasesPage
from views import support, support_facts
from views.operating import cases, group
from views.screen import Screen

CUSTOMER, OPERATOR = 2, 3


def case(**given: Any) -> Case:
    usual: dict[str, Any] = {
        "id": 12,
        "user_id": CUSTOMER,
        "order_id": 8,
        "reason": CaseReason.SLOW,
        "opened_at": EARLIER,
        "closed_at": None,
        "closed_by": None,
    }
    return Case(**usual | given)


def message(**given: Any) -> CaseMessage:
    usual: dict[str, Any] = {
        "id": 30,
        "case_id": 12,
        "author_id": CUSTOMER,
        "is_answer": False,
        "text": "Nothing has come since yesterday.",
        "has_photo": False,
        "message_id": 77,
        "update_id": 1,
        "written_at": EARLIER,
    }
    return CaseMessage(**usual | given)


ANSWER = message(id=31, author_id=OPERATOR, is_answer=True, text="It begins soon.", written_at=NOW - HOUR)
PHOTO = message(id=32, text="", has_photo=True, written_at=NOW - HOUR)
GENERAL = case(order_id=None, reason=CaseReason.OTHER)
CLOSED = case(closed_at=NOW, closed_by=OPERATOR)


def of_people(it: Records) -> Iterator[Shown]:
    order = it.order()
    yield Shown("What is wrong", support_facts.ask_reason(order, is_shop=False))
    yield Shown("What is wrong, in a shop", support_facts.ask_reason(order, is_shop=True))
    yield from _facts(it)
    yield Shown("A text is asked for", support.ask_text(8, CaseReason.SLOW))
    yield Shown("A text is asked for, about no order", support.ask_text(None, CaseReason.OTHER))
    yield Shown("A text is asked for again", support.ask_text(8, CaseReason.SLOW, "…"))
    yield Shown("A text was taken", support.sent(case()))
    yield Shown("A text was taken, about no order", support.sent(GENERAL))
    yield Shown("A reply was taken", support.on_its_way())
    yield Shown("A further text is asked for", support.ask_more(case()))
    yield Shown("A further text is asked for again", support.ask_more(case(), "…"))
    everything = [message(), ANSWER, PHOTO]
    card = CaseCard(case(), it.user(), order, everything, {OPERATOR: "Olga"})
    yield Shown("A case", support.case(card))
    yield Shown("A case, closed", support.case(CaseCard(CLOSED, it.user(), order, everything, {})))
    yield Shown("An answer (message)", answer())
    yield Shown("A photo that is gone (message)", Screen(support.photo_gone(case()), support.buttons(case())))
    yield Shown("A case was closed (message)", support.closed(CLOSED))
    yield Shown("A case about no order was closed (message)", support.closed(GENERAL))
    yield Shown("Closed (toast)", support.closed_toast(is_ours=True))
    yield Shown("Closed before (toast)", support.closed_toast(is_ours=False))
    yield Shown("A message was edited", support.edited())
    yield Shown("Support in the menu", support.own_cases([]))
    yield Shown("Support in the menu, with open cases", support.own_cases([GENERAL, case()]))


def answer() -> Screen:
    return Screen(
        support.with_text(support.head(case()), support.quoted_text(ANSWER)), support.buttons(case())
    )


def _facts(it: Records) -> Iterator[Shown]:
    going, ended = it.card(it.order()), it.card(it.order(OrderStage.COMPLETED))
    for reason in support_facts.REASON_MARKS:
        title = f"The facts: {plain(reason).lower()}"
        yield Shown(title, support_facts.facts(OrderFacts(going, 2 * HOUR), reason))
        yield Shown(
            f"{title}, of an order that has ended", support_facts.facts(OrderFacts(ended, None), reason)
        )
    asked = it.card(it.order(), cancel=it.cancel(CancelStatus.ASKED))
    yield Shown(
        "The facts: a cancellation was asked for",
        support_facts.facts(OrderFacts(asked, None), CaseReason.WRONG_LINK),
    )
    refilled = it.card(it.order(OrderStage.COMPLETED), it.refill(RefillStage.PENDING))
    yield Shown(
        "The facts: a refill was asked for",
        support_facts.facts(OrderFacts(refilled, None), CaseReason.DROPPED),
    )
    without = it.card(it.order(OrderStage.COMPLETED, refillable=False))
    yield Shown("The facts: no refills", support_facts.facts(OrderFacts(without, None), CaseReason.DROPPED))


def in_group(_: Records) -> Iterator[Shown]:
    """What is said in the operators' group beside the notices."""
    milestones = [OrderMilestone(one, one, stage) for one, stage in enumerate(group.TOLD_STAGES, 8)]
    told = group.orders(milestones)
    assert told is not None
    yield Shown("What became of orders (message)", told)
    for topic in group.TOPIC_NAMES:
        yield Shown(f"Name of a topic: {topic}", group.topic_name(topic))
    yield Shown("After a tap in the group (toast)", group.opened_in_private())
    yield Shown("After a tap of somebody else in the group (toast)", group.out_of_date())
    yield Shown("A reply of an anonymous administrator", group.anonymous())


def of_operators(it: Records) -> Iterator[Shown]:
    user, order = it.user(), it.order()

    def news(told: CaseMessage, about: Case, *, is_first: bool = False) -> Screen:
        author = msgspec.structs.replace(user, id=OPERATOR, name="Olga") if told.is_answer else user
        found = CaseNews(told, about, user, author, order if about.order_id else None, is_first)
        text = support.with_text(cases.head(found), support.quoted_text(told))
        return Screen(text, cases.buttons(about))

    yield Shown("A case was opened (message)", news(message(), case(), is_first=True))
    yield Shown("A case about no order was opened (message)", news(message(), GENERAL, is_first=True))
    yield Shown("More was written (message)", news(message(), case()))
    yield Shown("A photo was sent (message)", news(PHOTO, case()))
    yield Shown("Another operator answered (message)", news(ANSWER, case()))
    yield Shown("The case is closed meanwhile (message)", news(message(), CLOSED))
    yield Shown("The person closed it (message)", cases.over(CaseClosing(CLOSED, user)))
    other = msgspec.structs.replace(user, id=OPERATOR, name="Olga")
    yield Shown("Another operator closed it (message)", cases.over(CaseClosing(CLOSED, other)))
    unread = CaseNews(ANSWER, case(), user, other, order, is_first=False)
    yield Shown("The person has blocked the bot (message)", cases.unread(unread))
    yield Shown("Open cases", cases.page(CasesPage([(case(), user), (GENERAL, user)], 0, 2, 9)))
    yield Shown("No open cases", cases.page(CasesPage([], 0, 1, 0)))
    card = CaseCard(case(), user, order, [message(), ANSWER, PHOTO], {OPERATOR: "Olga"})
    yield Shown("A case", cases.card(card))
    without = CaseCard(case(), user, order, [message(), ANSWER], {OPERATOR: ""})
    yield Shown("A case with an answer of an operator who was forgotten", cases.card(without))
    yield Shown("A case about no order", cases.card(CaseCard(GENERAL, user, None, [message()], {})))
    yield Shown("A case whose messages were deleted", cases.card(CaseCard(CLOSED, user, order, [], {})))
    yield Shown("An answer is asked for", cases.ask_answer(card))
    yield Shown("An answer is asked for again", cases.ask_answer(card, "…"))
    yield Shown("An answer was taken", cases.answered(Answered(case(), user)))
    away = msgspec.structs.replace(user, blocked_at=EARLIER)
    yield Shown("An answer was taken, and the person is away", cases.answered(Answered(case(), away)))
    yield Shown("A reply to a message that shows no case", cases.no_case())
