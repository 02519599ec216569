"""The operator lets strangers in or refuses them."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.chat import Chat
from handlers.roles import May
from usecases.people.access import Person
from usecases.people.answer_knocks import AnswerKnocks
from usecases.people.roles import Action
from views.operating import knocks
from views.operating.callbacks import LetIn, OpenKnocks, RefusePerson


async def open_knocks(
    _: CallbackQuery, callback_data: OpenKnocks, chat: Chat, person: Person, answer_knocks: AnswerKnocks
) -> None:
    await answer_knocks.leave_card(person.id, chat.tapped_message_id)
    await chat.show(knocks.page(await answer_knocks.page(callback_data.page)))


async def let_in(
    _: CallbackQuery, callback_data: LetIn, chat: Chat, person: Person, answer_knocks: AnswerKnocks
) -> None:
    await answer_knocks.leave_card(person.id, chat.tapped_message_id)
    word = await answer_knocks.let_in(callback_data.user, person.id)
    await chat.show(knocks.page(await answer_knocks.page(0), word))


async def refuse(
    _: CallbackQuery, callback_data: RefusePerson, chat: Chat, person: Person, answer_knocks: AnswerKnocks
) -> None:
    await answer_knocks.leave_card(person.id, chat.tapped_message_id)
    word = await answer_knocks.refuse(callback_data.user, person.id)
    await chat.show(knocks.page(await answer_knocks.page(0), word))


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(open_knocks, OpenKnocks.filter(), May(Action.SEE))
    router.callback_query.register(let_in, LetIn.filter(), May(Action.LET_IN))
    router.callback_query.register(refuse, RefusePerson.filter(), May(Action.LET_IN))
    return router
