"""Making an order: the questions, the answers, changing one, giving it up."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.chat import Awaited, Awaits, Chat
from handlers.files import read_text
from panel.service_types import Field
from storage.conversations import Conversation
from usecases.draft_orders import DraftOrders
from usecases.facts import BadAnswer, DraftGone
from usecases.step import Step
from views import wizard
from views.callbacks import (
    ChangeAnswer,
    ChooseAnswer,
    DropDraft,
    OpenChanges,
    OpenDraft,
    OrderAgain,
    SkipQuestion,
    StartDraft,
)


async def start_draft(
    query: CallbackQuery, callback_data: StartDraft, chat: Chat, draft_orders: DraftOrders
) -> None:
    await show_step(await draft_orders.start(query.from_user.id, callback_data.service), chat)


async def order_again(
    query: CallbackQuery, callback_data: OrderAgain, chat: Chat, draft_orders: DraftOrders
) -> None:
    await show_step(await draft_orders.again(query.from_user.id, callback_data.order), chat)


async def open_draft(
    query: CallbackQuery, callback_data: OpenDraft, chat: Chat, draft_orders: DraftOrders
) -> None:
    await show_step(await draft_orders.current(callback_data.draft, query.from_user.id), chat)


async def choose_answer(
    query: CallbackQuery, callback_data: ChooseAnswer, chat: Chat, draft_orders: DraftOrders
) -> None:
    step = await draft_orders.answer(
        callback_data.draft, query.from_user.id, _field(callback_data.field), callback_data.value
    )
    await show_step(step, chat)


async def skip_question(
    query: CallbackQuery, callback_data: SkipQuestion, chat: Chat, draft_orders: DraftOrders
) -> None:
    step = await draft_orders.skip(callback_data.draft, query.from_user.id, _field(callback_data.field))
    await show_step(step, chat)


async def open_changes(
    query: CallbackQuery, callback_data: OpenChanges, chat: Chat, draft_orders: DraftOrders
) -> None:
    step = await draft_orders.current(callback_data.draft, query.from_user.id)
    await chat.show(wizard.changes(step))


async def change_answer(
    query: CallbackQuery, callback_data: ChangeAnswer, chat: Chat, draft_orders: DraftOrders
) -> None:
    step = await draft_orders.change(callback_data.draft, query.from_user.id, _field(callback_data.field))
    await show_step(step, chat)


async def drop_draft(
    query: CallbackQuery, callback_data: DropDraft, chat: Chat, draft_orders: DraftOrders
) -> None:
    service = await draft_orders.drop(callback_data.draft, query.from_user.id)
    await chat.show(wizard.dropped(service))


async def answer(message: Message, chat: Chat, conversation: Conversation, draft_orders: DraftOrders) -> None:
    """Take a text, or a list that came as a file, for the question that was asked last."""
    draft_id, user_id = str(conversation.data.get("draft")), message.chat.id
    field = _field(str(conversation.data.get("field")))
    text = await read_text(message) if message.document else message.text
    if text is None:
        raise BadAnswer("text_expected")
    await show_step(await draft_orders.answer(draft_id, user_id, field, text), chat)


async def show_step(step: Step, chat: Chat, reason: str | None = None) -> None:
    """Ask the next question and wait for a text, or show the review, where only buttons count."""
    screen = wizard.step(step, reason)
    if step.question is None:
        await chat.show(screen)
    else:
        await chat.show(screen, awaits=Awaited.ANSWER, draft=step.draft.id, field=step.question.value)


def _field(name: str) -> Field:
    try:
        return Field(name)
    except ValueError:
        raise DraftGone from None


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(start_draft, StartDraft.filter())
    router.callback_query.register(order_again, OrderAgain.filter())
    router.callback_query.register(open_draft, OpenDraft.filter())
    router.callback_query.register(choose_answer, ChooseAnswer.filter())
    router.callback_query.register(skip_question, SkipQuestion.filter())
    router.callback_query.register(open_changes, OpenChanges.filter())
    router.callback_query.register(change_answer, ChangeAnswer.filter())
    router.callback_query.register(drop_draft, DropDraft.filter())
    return router


def text_routes() -> Router:
    """Texts and files that are taken for answers."""
    router = Router(name=f"{__name__}.text")
    router.message.register(answer, Awaits(Awaited.ANSWER))
    return router
