"""The operator gets a picture of the last days, or its figures as a text."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.chat import Chat
from handlers.roles import May
from usecases.operating.draw_picture import DrawPicture
from usecases.operating.view_charts import ViewCharts
from usecases.people.access import Person
from usecases.people.roles import Action
from views import toasts
from views.operating import pictures
from views.operating.callbacks import SendPicture
from views.pictures.last_days import last_days


async def send_picture(
    _: CallbackQuery,
    callback_data: SendPicture,
    chat: Chat,
    person: Person,
    view_charts: ViewCharts,
    draw_picture: DrawPicture,
) -> None:
    theme = callback_data.theme
    if draw_picture.was_just_sent(person.id, theme):
        await chat.answer(toasts.sent_just_now())
        return
    await chat.answer(toasts.drawing())
    charts = await view_charts(with_money=person.may(Action.SEE_SALES))
    png = await draw_picture(last_days(charts, theme).svg())
    if png is not None and await chat.send_photo(png, pictures.caption(charts, theme)):
        draw_picture.note_sent(person.id, theme)
    else:
        await chat.show(pictures.as_text(charts))


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(send_picture, SendPicture.filter(), May(Action.SEE))
    return router
