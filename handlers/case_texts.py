"""Texts and photos that go to a case without a question: replies to its messages, and parts of one message.

An album comes as several messages, and a long text is cut by clients into several (decision 14).
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from handlers.chat import Chat
from handlers.pieces import NEXT_PIECE_WITHIN_S, SHORTEST_PIECE
from storage.case_copies import CaseCopy
from storage.cases import Case
from storage.conversations import Conversation
from usecases.errors import BadAnswer, RequestFailed
from usecases.people.access import Person
from usecases.people.roles import Action
from usecases.supporting.answer_cases import AnswerCases
from usecases.supporting.view_cases import ViewCases
from usecases.supporting.write_cases import WriteCases
from usecases.supporting.written import Written
from views import failures, support
from views.operating import cases

CASE = "case"
"""The key of the case to which the person's last message went."""

FOR_OPERATOR = "answers"  # 1 if the person wrote it as an operator
CUT_AT = "cut_at"
"""When (epoch s) a text came that a client may have cut."""


def written(message: Message, chat: Chat) -> Written:
    """Return what a message says to a case; raises BadAnswer for anything but texts and photos."""
    return written_in(None, message, chat.update_id)


def written_in(group_id: int | None, message: Message, update_id: int) -> Written:
    """As `written`, for a message of the operators' group."""
    if message.text:
        return Written(message.text, message.message_id, update_id, group_id=group_id)
    if message.photo:
        return Written(
            message.caption or "", message.message_id, update_id, has_photo=True, group_id=group_id
        )
    raise BadAnswer("not_for_support")


def went_to(case: Case, message: Message, *, for_operator: bool) -> dict[str, int]:
    """Return what the conversation keeps after a message, so that the rest of it goes to the same case."""
    units = len((message.text or "").encode("utf-16-le")) // 2
    cut = {CUT_AT: _sent_at(message)} if units >= SHORTEST_PIECE else {}
    return {CASE: case.id, FOR_OPERATOR: int(for_operator), **cut}


def leave_news(chat: Chat, conversation: Conversation) -> None:
    """Let a message of the outbox stay: what is opened from it comes below, because it may be replied to."""
    if conversation.data.get("menu") != chat.tapped_message_id:
        chat.draw_below()


class GoesOn(BaseFilter):
    """Lets a message through that is a part of the last message to a case."""

    async def __call__(self, message: Message, conversation: Conversation) -> bool:
        data = conversation.data
        if CASE not in data or conversation.state is not None:
            return False
        if message.media_group_id:
            return bool(data.get("album") == message.media_group_id)
        cut_at = data.get(CUT_AT)
        return (
            bool(message.text)
            and cut_at is not None
            and (0 <= _sent_at(message) - int(cut_at) <= NEXT_PIECE_WITHIN_S)
        )


class RepliesToCase(BaseFilter):
    """Lets a reply to a message of a case through, and gives the handler the `copy` that it answers."""

    async def __call__(
        self, message: Message, person: Person, view_cases: ViewCases
    ) -> bool | dict[str, Any]:
        to = message.reply_to_message
        copy = await view_cases.shown_in(person.id, to.message_id) if to else None
        is_theirs = copy is not None and (person.may(Action.ANSWER) or not copy.for_operator)
        return {"copy": copy} if is_theirs else False


class RepliesToNoCase(BaseFilter):
    """Lets an operator's reply to another message of the bot through, where nothing was asked for.

    In a topic each message replies to the one that made the topic.
    """

    async def __call__(self, message: Message, person: Person, conversation: Conversation) -> bool:
        to = message.reply_to_message if person.may(Action.ANSWER) and conversation.state is None else None
        return (
            to is not None and to.forum_topic_created is None and bool(to.from_user and to.from_user.is_bot)
        )


class IsOfCase(BaseFilter):
    """Lets the edit of a message through that went to a case."""

    async def __call__(self, message: Message, person: Person, view_cases: ViewCases) -> bool:
        return await view_cases.is_of_case(person.id, message.message_id)


async def reply(
    message: Message,
    chat: Chat,
    person: Person,
    copy: CaseCopy,
    write_cases: WriteCases,
    answer_cases: AnswerCases,
) -> None:
    """Pass a reply on. The menu and what it asks for stay as they are."""
    try:
        if copy.for_operator:
            answered = await answer_cases(copy.case_id, person.id, written(message, chat))
            words = cases.on_its_way(answered)
        else:
            await write_cases.more(copy.case_id, person.id, written(message, chat))
            words = support.on_its_way()
    except RequestFailed as fact:
        words = failures.words(fact)
    await chat.say(words)


async def go_on(
    message: Message,
    chat: Chat,
    person: Person,
    conversation: Conversation,
    write_cases: WriteCases,
    answer_cases: AnswerCases,
) -> None:
    """Add a part to the last message. What was said of its first part holds for all."""
    case_id = int(conversation.data[CASE])
    try:
        if conversation.data.get(FOR_OPERATOR):
            if person.may(Action.ANSWER):
                await answer_cases(case_id, person.id, written(message, chat))
        else:
            await write_cases.more(case_id, person.id, written(message, chat))
    except RequestFailed as fact:
        await chat.say(failures.words(fact))


async def note_edit_of_case(message: Message, chat: Chat) -> None:
    await chat.answer_edit(message.message_id, support.edited())


async def tell_no_case(_: Message, chat: Chat) -> None:
    await chat.say(cases.no_case())


def _sent_at(message: Message) -> int:
    return int(message.date.timestamp())


def routes() -> Router:
    router = Router(name=__name__)
    router.message.register(reply, RepliesToCase())
    router.message.register(go_on, GoesOn())
    router.edited_message.register(note_edit_of_case, IsOfCase())
    return router


def stray_routes() -> Router:
    """Routes of operators' replies to messages that show no case."""
    router = Router(name=f"{__name__}.stray")
    router.message.register(tell_no_case, RepliesToNoCase())
    return router
