"""The operator of a shop changes prices. Each change is shown before it is saved."""

from decimal import Decimal, InvalidOperation
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting, HasText
from handlers.chat import Chat
from handlers.roles import May
from handlers.shop import InShop
from storage.conversations import Conversation
from storage.price_rules import RuleKey
from storage.shop_settings import PricesVersion
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.search_services import is_exact
from usecases.errors import AlreadyDecided, PricesChanged
from usecases.operating.change_prices import ChangePrices
from usecases.operating.confirm_prices import ConfirmPrices
from usecases.operating.manage_groups import ManageGroups
from usecases.operating.plan_prices import BOUNDS, PriceChange, PriceWish, accepted, fingerprint
from usecases.operating.view_shop import ViewShop
from usecases.people.access import Person
from usecases.people.roles import Action
from views import failures, typed
from views.operating import groups, price_plans, price_rules, shop
from views.operating.shop_callbacks import (
    AskPrice,
    AskPricedService,
    ConfirmPriceCheck,
    OpenPriceCategories,
    OpenPriceCheck,
    OpenPrices,
    OpenRule,
    SavePrices,
)

LEVEL_OF = {code: level for level, code in price_rules.LEVELS.items()}
LONGEST_WORDS = 100  # characters of a search


async def open_prices(
    _: CallbackQuery, callback_data: OpenPrices, chat: Chat, change_prices: ChangePrices
) -> None:
    await chat.show(price_rules.rules(await change_prices.rules(), callback_data.page))


async def open_categories(
    _: CallbackQuery, callback_data: OpenPriceCategories, chat: Chat, catalogue: Catalogue
) -> None:
    await chat.show(price_rules.categories(catalogue.panel_shelves.categories, callback_data.page))


async def ask_service(_: CallbackQuery, chat: Chat) -> None:
    await chat.show(price_rules.ask_service(None, (), None), awaits=Expected.PRICED_SERVICE)


async def type_service(message: Message, chat: Chat, catalogue: Catalogue) -> None:
    words, index = (message.text or "")[:LONGEST_WORDS], catalogue.index_of_costs()
    found = index.find_exactly(words) if is_exact(words) else index.find(words)
    screen = price_rules.ask_service(words, found, catalogue.panel_currency)
    await chat.show(screen, awaits=Expected.PRICED_SERVICE)


async def open_rule(
    _: CallbackQuery, callback_data: OpenRule, chat: Chat, change_prices: ChangePrices
) -> None:
    key = await _key(callback_data.level, callback_data.subject, callback_data.group, change_prices)
    rules = await change_prices.rules_about(PriceWish(PriceChange.PERCENT, key))
    await chat.show(price_rules.rule(key, rules))


async def ask_price(
    _: CallbackQuery, callback_data: AskPrice, chat: Chat, change_prices: ChangePrices
) -> None:
    wish = await _wish(callback_data.model_dump(), change_prices)
    if wish.change in BOUNDS:
        await _ask(wish, chat, change_prices)
    else:
        await _show_plan(wish, chat, change_prices)


async def _ask(wish: PriceWish, chat: Chat, change_prices: ChangePrices, reason: str | None = None) -> None:
    rules = await change_prices.rules_about(wish)
    screen = price_plans.ask(wish, rules.book, rules.names, reason)
    chat.remember(**_about(wish))
    await chat.show(screen, awaits=Expected.PRICE)


async def type_price(
    message: Message, chat: Chat, conversation: Conversation, change_prices: ChangePrices
) -> None:
    wish = await _wish(conversation.data, change_prices)
    text = typed.amount(message.text or "")
    value = accepted(text, BOUNDS[wish.change]) if wish.change in BOUNDS else None
    if value is None or (wish.change is PriceChange.SCALE and not value):
        if wish.change in BOUNDS:
            await _ask(wish, chat, change_prices, price_plans.out_of_bounds(wish.change))
        else:
            await _show_plan(wish, chat, change_prices)
    else:
        await _show_plan(PriceWish(wish.change, wish.key, value), chat, change_prices)


async def _show_plan(
    wish: PriceWish, chat: Chat, change_prices: ChangePrices, reason: str | None = None
) -> None:
    plan = await change_prices.plan(wish)
    screen = price_plans.plan(plan, (await change_prices.rules()).names, reason)
    chat.remember(**_about(wish))
    await chat.show(screen, awaits=Expected.PRICE)


async def save_prices(
    _: CallbackQuery,
    callback_data: SavePrices,
    chat: Chat,
    person: Person,
    conversation: Conversation,
    change_prices: ChangePrices,
    manage_groups: ManageGroups,
    view_shop: ViewShop,
) -> None:
    """Save what the screen shows. If something has changed since, show what it would do now."""
    wish = await _wish(conversation.data, change_prices)
    currency = (await change_prices.rules()).book.panel_currency
    if fingerprint(wish, currency) != callback_data.plan:
        raise AlreadyDecided
    version = PricesVersion(callback_data.edit, callback_data.setting)
    try:
        await change_prices.save(wish, version, currency, person.id)
    except PricesChanged as fact:
        return await _show_plan(wish, chat, change_prices, failures.words(fact))
    match wish.change:
        case PriceChange.EXCHANGE:
            screen = shop.shop(await view_shop())
        case PriceChange.DISCOUNT:
            screen = groups.groups(await manage_groups.listed())
        case _:
            screen = price_rules.rules(await change_prices.rules(), 0)
    return await chat.show(screen, toast=price_plans.saved())


async def open_check(_: CallbackQuery, chat: Chat, confirm_prices: ConfirmPrices) -> None:
    await chat.show(price_plans.check(await confirm_prices.check()))


async def confirm_check(
    _: CallbackQuery,
    callback_data: ConfirmPriceCheck,
    chat: Chat,
    person: Person,
    confirm_prices: ConfirmPrices,
    view_shop: ViewShop,
) -> None:
    try:
        await confirm_prices(callback_data.shown, person.id)
    except PricesChanged:
        return await chat.show(
            price_plans.check(await confirm_prices.check()), toast=price_plans.look_again()
        )
    return await chat.show(shop.shop(await view_shop()), toast=price_plans.saved())


async def _key(code: str, ref: str, group: int, change_prices: ChangePrices) -> RuleKey:
    level = LEVEL_OF[code]  # type: ignore[index]  # one of the levels
    return RuleKey(level, await change_prices.subject(level, ref), group or None)


async def _wish(data: dict[str, Any], change_prices: ChangePrices) -> PriceWish:
    """Return the wish of a button or a conversation. Raises AlreadyDecided if there is none."""
    try:
        change, code = PriceChange(data["change"]), str(data["level"])
        key = await _key(code, str(data["subject"]), int(data["group"]), change_prices)
        value = data.get("value")
        return PriceWish(change, key, Decimal(value) if value else None)
    except (KeyError, ValueError, InvalidOperation):
        raise AlreadyDecided from None


def _about(wish: PriceWish) -> dict[str, str | int]:
    """Return what the conversation keeps of a wish."""
    key = wish.key
    kept: dict[str, str | int] = {
        "change": wish.change.value,
        "level": price_rules.LEVELS[key.level],
        "subject": price_rules.subject_ref(key),
        "group": key.group_id or 0,
    }
    return kept | ({"value": str(wish.value)} if wish.value is not None else {})


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.filter(InShop())
    router.callback_query.register(open_prices, OpenPrices.filter(), May(Action.SEE_SALES))
    router.callback_query.register(open_categories, OpenPriceCategories.filter(), May(Action.SEE_SALES))
    router.callback_query.register(ask_service, AskPricedService.filter(), May(Action.SEE_SALES))
    router.callback_query.register(open_rule, OpenRule.filter(), May(Action.SEE_SALES))
    router.callback_query.register(ask_price, AskPrice.filter(), May(Action.SET_PRICES))
    router.callback_query.register(save_prices, SavePrices.filter(), May(Action.SET_PRICES))
    router.callback_query.register(open_check, OpenPriceCheck.filter(), May(Action.SEE_SALES))
    router.callback_query.register(confirm_check, ConfirmPriceCheck.filter(), May(Action.SET_PRICES))
    return router


def text_routes() -> Router:
    """Routes of texts with a price, and with words for a service."""
    router = Router(name=f"{__name__}.text")
    router.message.filter(InShop())
    router.message.register(type_price, Expecting(Expected.PRICE), May(Action.SET_PRICES), HasText())
    router.message.register(
        type_service, Expecting(Expected.PRICED_SERVICE), May(Action.SEE_SALES), HasText()
    )
    return router
