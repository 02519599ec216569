"""Builds the messages about cases of support, for the person and for the operators."""

from dataclasses import replace
from functools import partial

from markupsafe import Markup

from bot.outgoing.delivery import CopiedPhoto, Delivery, subject_of
from storage import case_copies
from storage.database import Database
from storage.events import Event
from storage.outbox import OutboxMessage
from usecases.errors import CaseGone
from usecases.people.access import Person
from usecases.supporting.view_cases import CaseNews, ViewCases
from views import support
from views.operating import cases
from views.screen import Screen

ABOUT_CASES = frozenset({
    Event.CASE_ANSWER, Event.CASE_CLOSED, Event.CASE_MESSAGE, Event.CASE_OVER, Event.CASE_UNREAD,
})  # fmt: skip

MOST_TOGETHER = 2_500  # UTF-16 units of a text that stands in one message with the facts


class SupportMessages:
    """A reply to one of these messages belongs to the case: which it is is noted when it was sent."""

    def __init__(self, *, db: Database, view_cases: ViewCases) -> None:
        self._db = db
        self._view_cases = view_cases

    async def compose(self, message: OutboxMessage, person: Person) -> Delivery:
        """Build a message. Raises CaseGone if its text was deleted, or it is not about their case."""
        if message.event in (Event.CASE_CLOSED, Event.CASE_OVER):
            return await self._closing(message, person)
        news = await self._view_cases.news(subject_of(message))
        match message.event:
            case Event.CASE_UNREAD:
                return self._noted(Delivery(cases.unread(news)), person, news.case.id, for_operator=True)
            case Event.CASE_MESSAGE:
                head, buttons = cases.head(news), cases.buttons(news.case)
                return self._told(news, head, Screen(head, buttons), person, for_operator=True)
        if news.case.user_id != person.id:
            raise CaseGone
        head = support.head(news.case)
        return self._told(news, head, Screen(head, support.buttons(news.case)), person, for_operator=False)

    async def _closing(self, message: OutboxMessage, person: Person) -> Delivery:
        closing = await self._view_cases.closing(subject_of(message))
        if message.event is Event.CASE_OVER:
            return Delivery(cases.over(closing))
        if closing.case.user_id != person.id:
            raise CaseGone
        return Delivery(support.closed(closing.case))

    def _told(
        self, news: CaseNews, head: Markup, below: Screen, person: Person, *, for_operator: bool
    ) -> Delivery:
        """Tell head and text in one message. A long text, and a photo, come in a message of their own."""
        note = partial(self._noted, person=person, case_id=news.case.id, for_operator=for_operator)
        text, rows = support.quoted_text(news.message), below.rows
        if news.message.has_photo:
            source = news.message.group_id or news.author.telegram_id
            if source is None:
                raise CaseGone
            before = note(Delivery(Screen(support.with_text(head, text))))
            photo = CopiedPhoto(source, news.message.message_id, support.head(news.case))
            return note(Delivery(Screen(support.photo_gone(news.case), rows), photo=photo, before=before))
        if len(news.message.text.encode("utf-16-le")) // 2 > MOST_TOGETHER:
            return note(Delivery(Screen(text, rows), before=note(Delivery(Screen(head)))))
        return note(Delivery(Screen(support.with_text(head, text), rows)))

    def _noted(self, it: Delivery, person: Person, case_id: int, *, for_operator: bool) -> Delivery:
        """Return the delivery, which notes which case its message shows."""

        async def note(message_id: int) -> None:
            await case_copies.put(self._db, person.id, message_id, case_id, for_operator=for_operator)

        return replace(it, note_sent=note)
