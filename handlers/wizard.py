"""Making an order: asking questions, taking and changing answers, giving up."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting
from handlers.chat import Chat
from handlers.pieces import ANSWER_PIECES, ContinuesList, expect_rest, joined
from handlers.text_files import read_text
from panel.service_types import Field
from storage.conversations import Conversation
from usecases.errors import BadAnswer, DraftGone, SeveralMeanings
from usecases.ordering.answers import LIST_FIELDS
from usecases.ordering.draft_orders import DraftOrders
from usecases.people.access import Person
from usecases.step import Step
from views import failures, typed, wizard
from views.order_callbacks import (
    AnswerAnew,
    ChangeAnswer,
    ChooseAnswer,
    DropDraft,
    OpenChanges,
    OpenDraft,
    OrderAgain,
    SkipQuestion,
    StartDraft,
    TakeMeaning,
)
from views.questions import chosen, is_skip


async def start_draft(
    _: CallbackQuery, callback_data: StartDraft, chat: Chat, person: Person, draft_orders: DraftOrders
) -> None:
    await show_step(await draft_orders.start(person.id, callback_data.service), chat)


async def order_again(
    _: CallbackQuery, callback_data: OrderAgain, chat: Chat, person: Person, draft_orders: DraftOrders
) -> None:
    await show_step(await draft_orders.again(person.id, callback_data.order), chat)


async def answer_anew(
    _: CallbackQuery, callback_data: AnswerAnew, chat: Chat, person: Person, draft_orders: DraftOrders
) -> None:
    field = _field(callback_data.field)
    await show_step(await draft_orders.again_without(person.id, callback_data.order, field), chat)


async def open_draft(
    _: CallbackQuery, callback_data: OpenDraft, chat: Chat, person: Person, draft_orders: DraftOrders
) -> None:
    await show_step(await draft_orders.current(callback_data.draft, person.id), chat)


async def choose_answer(
    _: CallbackQuery, callback_data: ChooseAnswer, chat: Chat, person: Person, draft_orders: DraftOrders
) -> None:
    draft_id, user_id, field = callback_data.draft, person.id, _field(callback_data.field)
    async with asking_again(draft_id, user_id, chat, draft_orders):
        await show_step(await draft_orders.choose(draft_id, user_id, field, callback_data.value), chat)


async def take_meaning(
    _: CallbackQuery,
    callback_data: TakeMeaning,
    chat: Chat,
    person: Person,
    conversation: Conversation,
    draft_orders: DraftOrders,
) -> None:
    """Take the chosen meaning of the last text. If the question is not the last one, show the next step."""
    draft_id, user_id, asked = callback_data.draft, person.id, conversation.data
    meaning = asked.get(f"meaning{callback_data.meaning}")
    is_last = asked.get("draft") == draft_id and asked.get("menu") == chat.tapped_message_id
    async with asking_again(draft_id, user_id, chat, draft_orders):
        if is_last and isinstance(meaning, str):
            step = await draft_orders.choose(draft_id, user_id, _field(callback_data.field), meaning)
        else:
            step = await draft_orders.current(draft_id, user_id)
        await show_step(step, chat)


async def skip_question(
    _: CallbackQuery, callback_data: SkipQuestion, chat: Chat, person: Person, draft_orders: DraftOrders
) -> None:
    draft_id, user_id = callback_data.draft, person.id
    async with asking_again(draft_id, user_id, chat, draft_orders):
        await show_step(await draft_orders.skip(draft_id, user_id, _field(callback_data.field)), chat)


async def open_changes(
    _: CallbackQuery, callback_data: OpenChanges, chat: Chat, person: Person, draft_orders: DraftOrders
) -> None:
    step = await draft_orders.current(callback_data.draft, person.id)
    await chat.show(wizard.changes(step), awaits=Expected.REVIEW, draft=step.draft.id)


async def change_answer(
    _: CallbackQuery, callback_data: ChangeAnswer, chat: Chat, person: Person, draft_orders: DraftOrders
) -> None:
    step = await draft_orders.change(callback_data.draft, person.id, _field(callback_data.field))
    await show_step(step, chat)


async def drop_draft(
    _: CallbackQuery, callback_data: DropDraft, chat: Chat, person: Person, draft_orders: DraftOrders
) -> None:
    service = await draft_orders.drop(callback_data.draft, person.id)
    await chat.show(wizard.dropped(service))


async def answer(
    message: Message, chat: Chat, person: Person, conversation: Conversation, draft_orders: DraftOrders
) -> None:
    """Take a text, or a list in a file, as the answer to the last question."""
    draft_id, user_id = str(conversation.data.get("draft")), person.id
    field = _field(str(conversation.data.get("field")))
    async with asking_again(draft_id, user_id, chat, draft_orders):
        text = await read_text(message) if message.document else message.text
        if text is None:
            raise BadAnswer("text_expected")
        if field in LIST_FIELDS and message.text:
            expect_rest(chat, field, text, message)
        if is_skip(field, text):
            step = await draft_orders.skip(draft_id, user_id, field)
        else:
            step = await draft_orders.answer(draft_id, user_id, field, chosen(field, text))
        await show_step(step, chat)


async def continue_list(
    message: Message, chat: Chat, person: Person, conversation: Conversation, draft_orders: DraftOrders
) -> None:
    """Add a piece to a list that a client has cut. The next step is drawn over the menu."""
    draft_id, user_id = str(conversation.data.get("draft")), person.id
    field = _field(str(conversation.data.get("list_field")))
    whole = joined(conversation, ANSWER_PIECES, message.text or "")
    expect_rest(chat, field, whole, message)
    chat.draw_over_menu()
    try:
        step = await draft_orders.answer(draft_id, user_id, field, whole)
    except BadAnswer as error:  # the answer so far is only a part of the list
        step = await draft_orders.change(draft_id, user_id, field)
        return await show_step(step, chat, failures.words(error))
    except DraftGone:
        raise SkipHandler from None
    return await show_step(step, chat, failures.put_together())


async def revise(
    message: Message, chat: Chat, person: Person, conversation: Conversation, draft_orders: DraftOrders
) -> None:
    """At the review, take a number as the quantity and a link as the target. Other texts change nothing."""
    draft_id, user_id = str(conversation.data.get("draft")), person.id
    try:
        async with asking_again(draft_id, user_id, chat, draft_orders):
            step = await draft_orders.revise(draft_id, user_id, typed.whole(message.text or ""))
            await show_step(step or await draft_orders.current(draft_id, user_id), chat,
                            None if step else failures.finish_first())  # fmt: skip
    except DraftGone:  # the order was confirmed, so the text is about something else
        raise SkipHandler from None


async def note_edit(message: Message, chat: Chat, conversation: Conversation) -> None:
    """Tell a person who is making an order that an edit changes nothing."""
    is_review = conversation.state == Expected.REVIEW
    await chat.answer_edit(
        message.message_id, failures.edited_at_review() if is_review else failures.edited()
    )


@asynccontextmanager
async def asking_again(
    draft_id: str, user_id: int, chat: Chat, draft_orders: DraftOrders
) -> AsyncIterator[None]:
    """Catch a refused answer and ask the question again, with the reason. Earlier answers stay."""
    try:
        yield
    except BadAnswer as error:
        await show_step(await draft_orders.current(draft_id, user_id), chat, failures.words(error))
    except SeveralMeanings as error:
        step = await draft_orders.current(draft_id, user_id)
        await ask_which(step, error.meanings, chat, failures.words(error))


async def ask_which(step: Step, meanings: Sequence[str], chat: Chat, reason: str) -> None:
    """Ask which meaning a text had. The conversation keeps the meanings."""
    if step.question is None:
        return await show_step(step, chat)
    kept = {f"meaning{place}": one for place, one in enumerate(meanings)}
    screen = wizard.meanings(step, step.question, meanings, reason)
    about = {"draft": step.draft.id, "field": step.question.value, **kept}
    return await chat.show(screen, awaits=Expected.ANSWER, **about)


async def show_step(step: Step, chat: Chat, reason: str | None = None) -> None:
    """Ask the next question, or show the review."""
    screen = wizard.step(step, reason)
    if step.question is None:
        await chat.show(screen, awaits=Expected.REVIEW, draft=step.draft.id)
    else:
        await chat.show(screen, awaits=Expected.ANSWER, draft=step.draft.id, field=step.question.value)


def _field(name: str) -> Field:
    try:
        return Field(name)
    except ValueError:
        raise DraftGone from None


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(start_draft, StartDraft.filter())
    router.callback_query.register(order_again, OrderAgain.filter())
    router.callback_query.register(answer_anew, AnswerAnew.filter())
    router.callback_query.register(open_draft, OpenDraft.filter())
    router.callback_query.register(choose_answer, ChooseAnswer.filter())
    router.callback_query.register(take_meaning, TakeMeaning.filter())
    router.callback_query.register(skip_question, SkipQuestion.filter())
    router.callback_query.register(open_changes, OpenChanges.filter())
    router.callback_query.register(change_answer, ChangeAnswer.filter())
    router.callback_query.register(drop_draft, DropDraft.filter())
    return router


def text_routes() -> Router:
    """Routes of texts and files that answer questions."""
    router = Router(name=f"{__name__}.text")
    router.message.register(continue_list, ContinuesList())
    router.message.register(answer, Expecting(Expected.ANSWER))
    router.message.register(revise, Expecting(Expected.REVIEW))
    router.edited_message.register(note_edit, Expecting(Expected.ANSWER))
    router.edited_message.register(note_edit, Expecting(Expected.REVIEW))
    return router
