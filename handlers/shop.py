"""The operator of a shop: its state, the price of a Star, and the limits."""

from aiogram import Router
from aiogram.filters import BaseFilter, Command
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers.awaiting import Expected, Expecting, HasText
from handlers.chat import Chat
from handlers.roles import May
from storage.conversations import Conversation
from usecases.browsing.catalogue import Catalogue
from usecases.errors import PricesChanged
from usecases.operating.plan_prices import accepted
from usecases.operating.set_shop_values import SHOP_BOUNDS, SetShopValues
from usecases.operating.view_shop import ViewShop
from usecases.people.access import Person
from usecases.people.roles import Action
from usecases.pricing.shop_values import ShopValue
from views import failures, typed
from views.operating import shop as views
from views.operating.shop_callbacks import AskShopValue, OpenShop, OpenShopValues

STARS_ASKED = 100  # the price of one is too small to be typed


class InShop(BaseFilter):
    """Lets updates through in a shop. In private mode these buttons and commands do not exist."""

    async def __call__(self, _: TelegramObject, catalogue: Catalogue) -> bool:
        return catalogue.is_shop


async def type_shop(_: Message, chat: Chat, view_shop: ViewShop) -> None:
    await chat.show(views.shop(await view_shop()))


async def open_shop(_: CallbackQuery, chat: Chat, view_shop: ViewShop) -> None:
    await chat.show(views.shop(await view_shop()))


async def open_values(_: CallbackQuery, chat: Chat, set_shop_values: SetShopValues) -> None:
    await chat.show(views.values(await set_shop_values.card()))


async def ask_value(
    _: CallbackQuery, callback_data: AskShopValue, chat: Chat, set_shop_values: SetShopValues
) -> None:
    await _ask(callback_data.name, chat, set_shop_values)


async def _ask(
    name: ShopValue, chat: Chat, set_shop_values: SetShopValues, reason: str | None = None
) -> None:
    card = await set_shop_values.card()
    screen = views.ask_value(name, card, reason)
    await chat.show(screen, awaits=Expected.SHOP_VALUE, value_of=name.value, row=card.row(name))


async def type_value(
    message: Message, chat: Chat, person: Person, conversation: Conversation, set_shop_values: SetShopValues
) -> None:
    name, row = ShopValue(conversation.data["value_of"]), int(conversation.data["row"])
    times = STARS_ASKED if name is ShopValue.STAR_PRICE else 1
    currency = (await set_shop_values.card()).currency
    value = accepted(typed.amount(message.text or "", currency), SHOP_BOUNDS[name], times)
    if value is None:
        return await _ask(name, chat, set_shop_values, views.value_out_of_bounds(name))
    try:
        await set_shop_values(name, value, row, person.id)
    except PricesChanged as fact:
        return await _ask(name, chat, set_shop_values, failures.words(fact))
    card = await set_shop_values.card()
    return await chat.show(views.values(card), toast=views.value_saved(name, card))


def routes() -> Router:
    router = Router(name=__name__)
    for observer in (router.callback_query, router.message):
        observer.filter(InShop())
    router.message.register(type_shop, Command("shop"), May(Action.SEE_SALES))
    router.callback_query.register(open_shop, OpenShop.filter(), May(Action.SEE_SALES))
    router.callback_query.register(open_values, OpenShopValues.filter(), May(Action.SEE_SALES))
    router.callback_query.register(ask_value, AskShopValue.filter(), May(Action.SET_PRICES))
    return router


def text_routes() -> Router:
    """Routes of texts with a price or a limit."""
    router = Router(name=f"{__name__}.text")
    router.message.filter(InShop())
    router.message.register(type_value, Expecting(Expected.SHOP_VALUE), May(Action.SET_PRICES), HasText())
    return router
