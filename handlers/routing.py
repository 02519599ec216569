"""All routers in their order: commands and buttons, then expected texts, then the fallback."""

from aiogram import Router

from handlers import (
    about,
    account,
    adoption,
    catalogue,
    dismissals,
    fallback,
    forgetting,
    former_panels,
    groups,
    holds,
    knocks,
    lookups,
    money,
    operator,
    order,
    orders,
    people,
    prices,
    refunds,
    returning,
    search,
    shop,
    start,
    troubles,
    wallet,
    wizard,
)

BY_BUTTON_OR_COMMAND = (
    start, catalogue, search, wizard, order, orders, dismissals, wallet, account, about, forgetting, operator,
    people, knocks, troubles, holds, returning, lookups, former_panels, adoption, refunds, shop, prices,
    groups, money,
)  # fmt: skip
BY_TEXT = (wizard, search, orders, operator, lookups, adoption, refunds, shop, prices, groups, money)


def routers() -> list[Router]:
    """Return new routers at each call, because a router belongs to one dispatcher."""
    return [
        *(module.routes() for module in BY_BUTTON_OR_COMMAND),
        *(module.text_routes() for module in BY_TEXT),
        fallback.routes(),
    ]
