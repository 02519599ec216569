"""All handlers in the order in which they are asked: commands and buttons, awaited texts, anything else."""

from aiogram import Router

from handlers import about, account, anything, catalogue, operator, order, orders, search, start, wizard

BY_BUTTON_OR_COMMAND = (start, catalogue, search, wizard, order, orders, account, about, operator)
BY_TEXT = (wizard, search, orders, operator)


def routes() -> Router:
    """A new router each time: a router belongs to one dispatcher."""
    router = Router(name=__name__)
    for module in BY_BUTTON_OR_COMMAND:
        router.include_router(module.routes())
    for module in BY_TEXT:
        router.include_router(module.text_routes())
    router.include_router(anything.routes())
    return router
