"""All handlers in the order in which they are asked: commands and buttons, awaited texts, anything else."""

from aiogram import Router

from handlers import about, account, anything, catalogue, operator, order, orders, search, start, wizard

BY_BUTTON_OR_COMMAND = (start, catalogue, search, wizard, order, orders, account, about, operator)
BY_TEXT = (wizard, search, orders, operator)


def routers() -> list[Router]:
    """New ones each time: a router belongs to one dispatcher."""
    return [
        *(module.routes() for module in BY_BUTTON_OR_COMMAND),
        *(module.text_routes() for module in BY_TEXT),
        anything.routes(),
    ]
