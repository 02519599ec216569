"""All handlers in the order in which they are asked: commands and buttons, awaited texts, anything else."""

from aiogram import Router

from handlers import about, account, anything, catalogue, operator, order, orders, search, start, wizard
from handlers.taps import Taps

BY_BUTTON_OR_COMMAND = (start, catalogue, search, wizard, order, orders, account, about, operator)
BY_TEXT = (wizard, search, orders, operator)


def routes() -> Router:
    """A new router each time: a router belongs to one dispatcher."""
    router, inner = Router(name=__name__), routers()
    router.callback_query.register(Taps.of(inner).carry_out)
    router.include_routers(*inner)
    return router


def routers() -> list[Router]:
    return [
        *(module.routes() for module in BY_BUTTON_OR_COMMAND),
        *(module.text_routes() for module in BY_TEXT),
        anything.routes(),
    ]
