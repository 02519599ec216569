"""The way of an update: from Telegram through the middlewares to a handler."""

from typing import Any

from aiogram import Dispatcher

from bot.incoming.attempts import Attempts
from bot.incoming.checkouts import Checkouts
from bot.incoming.inline_queries import InlineQueries
from bot.incoming.intake import Intake
from bot.incoming.notices import Notices
from bot.incoming.raw_updates import CHECKOUT, INLINE_QUERY
from bot.leader.startup import SET_ASIDE
from bot.wiring.shared import Shared
from bot.wiring.use_cases import UseCases
from handlers import errors, routing
from handlers.middlewares.access import AccessMiddleware
from handlers.middlewares.buttons import ButtonRouter
from handlers.middlewares.operators_group import OperatorsGroup
from handlers.middlewares.role_buttons import RoleButtons


def make_intake(shared: Shared, use_cases: UseCases) -> Intake:
    db, bot, access = shared.db, shared.bot, shared.access
    alert, clock = shared.alert, shared.clock
    notices = Notices(bot=bot, access=access, clock=clock)
    attempts = Attempts(
        bot=bot,
        dispatcher=_dispatcher(shared, use_cases),
        db=db,
        tell_person=notices.broken,
        alert=lambda failure, detail: alert.begin(f"{SET_ASIDE}:{failure}", detail),
        clock=clock,
        observer=shared.observer,
    )
    check_out = Checkouts(bot=bot, access=access, check=use_cases.money.check_payments)
    answer_inline = InlineQueries(bot=bot, access=access, find=use_cases.services.find_inline)
    return Intake(
        handle=attempts,
        db=db,
        too_fast=notices.too_fast,
        answer_at_once={CHECKOUT: check_out.__call__, INLINE_QUERY: answer_inline.__call__},
        clock=clock,
    )


def _dispatcher(shared: Shared, use_cases: UseCases) -> Dispatcher:
    provided: dict[str, Any] = {
        **use_cases.by_name(),
        "clock": shared.clock,
        "contact": shared.settings.contact,
        "is_shop": shared.is_shop,
    }
    dispatcher = Dispatcher(disable_fsm=True, **provided)
    routers = routing.routers()
    dispatcher.update.outer_middleware(
        AccessMiddleware(
            db=shared.db,
            access=shared.access,
            invite_people=use_cases.people.invite_people,
            operators_group=_operators_group(shared, use_cases),
            is_shop=shared.is_shop,
        )
    )
    dispatcher.update.outer_middleware(RoleButtons(routers))
    dispatcher.update.outer_middleware(ButtonRouter(routers))
    dispatcher.include_routers(errors.routes(), *routers)
    return dispatcher


def _operators_group(shared: Shared, use_cases: UseCases) -> OperatorsGroup | None:
    chat_id = shared.settings.operator_chat_id
    if chat_id is None:
        return None
    return OperatorsGroup(
        db=shared.db, access=shared.access, answer_cases=use_cases.support.answer_cases, chat_id=chat_id
    )
