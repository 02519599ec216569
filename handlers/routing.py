"""All routers in their order: commands and buttons, then expected texts, then the fallback."""

from aiogram import Router

from handlers import (
    about,
    account,
    acts_on_people,
    adoption,
    audit,
    backups,
    broadcast_audiences,
    broadcast_drafts,
    broadcast_steering,
    case_texts,
    cases,
    catalogue,
    dismissals,
    export,
    fallback,
    finding_people,
    forgetting,
    former_panels,
    groups,
    holds,
    knocks,
    lookups,
    low_balance,
    mass_orders,
    money,
    news,
    operator,
    order,
    orders,
    own_services,
    own_texts,
    payments,
    paysupport,
    people,
    pictures,
    prices,
    quiet_hours,
    refunds,
    returning,
    sales,
    search,
    services,
    shop,
    start,
    support,
    topups,
    troubles,
    wallet,
    wizard,
)

BY_BUTTON_OR_COMMAND = (
    topups, start, catalogue, own_services, search, wizard, order, mass_orders, orders, dismissals, wallet,
    account, quiet_hours, about, export, forgetting, operator, people, finding_people, acts_on_people,
    knocks, troubles, holds, returning, lookups, former_panels, adoption, audit, refunds, shop, sales,
    pictures, prices, groups, money, payments, paysupport, own_texts, services, low_balance, backups,
    broadcast_drafts, broadcast_audiences, broadcast_steering, news, support, cases,
)  # fmt: skip
BY_TEXT = (
    wizard, mass_orders, search, orders, operator, finding_people, acts_on_people, lookups, adoption, refunds,
    shop, prices, groups, money, topups, quiet_hours, own_texts, services, low_balance,
    broadcast_drafts, broadcast_audiences, broadcast_steering, support, cases,
)  # fmt: skip


def routers() -> list[Router]:
    """Return new routers at each call, because a router belongs to one dispatcher."""
    return [
        *(module.routes() for module in BY_BUTTON_OR_COMMAND),
        case_texts.routes(),
        *(module.text_routes() for module in BY_TEXT),
        mass_orders.unasked_routes(),
        case_texts.stray_routes(),
        fallback.routes(),
    ]
