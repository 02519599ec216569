"""A person has their data deleted, after a question."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.chat import Chat
from usecases.people.access import Person
from usecases.people.forget_people import ForgetPeople, NotForgotten
from views import forgetting
from views.callbacks import AskForgetting, ForgetMe


async def ask_forgetting(
    _: Message | CallbackQuery, chat: Chat, person: Person, forget_people: ForgetPeople, *, is_shop: bool
) -> None:
    await chat.show(forgetting.ask(await forget_people.own_obstacle(person.id), is_shop=is_shop))


async def forget_me(_: CallbackQuery, chat: Chat, person: Person, forget_people: ForgetPeople) -> None:
    outcome = await forget_people.on_request(person.id)
    if isinstance(outcome, NotForgotten):
        await chat.show(forgetting.refused(outcome))
        return
    await chat.answer()
    await chat.say(forgetting.done())  # not as a menu: the conversation would store data about them again


def routes() -> Router:
    router = Router(name=__name__)
    router.message.register(ask_forgetting, Command("forget"))
    router.callback_query.register(ask_forgetting, AskForgetting.filter())
    router.callback_query.register(forget_me, ForgetMe.filter())
    return router
