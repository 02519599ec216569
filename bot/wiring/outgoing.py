"""What sends messages: to people from the outbox, to the operators' group, and broadcasts."""

from bot.outgoing.backup_messages import BackupMessages
from bot.outgoing.broadcaster import Broadcaster
from bot.outgoing.compose import Messages
from bot.outgoing.group_poster import GroupPoster
from bot.outgoing.mass_order_messages import MassOrderMessages
from bot.outgoing.order_messages import OrderMessages
from bot.outgoing.payment_messages import PaymentMessages
from bot.outgoing.quiet_messages import QuietMessages
from bot.outgoing.sender import Sender
from bot.outgoing.support_messages import SupportMessages
from bot.telegram.rate_limits import RateLimits
from bot.wiring.shared import Shared
from bot.wiring.use_cases import UseCases


class Outgoing:
    def __init__(self, shared: Shared, use_cases: UseCases, rate_limits: RateLimits) -> None:
        db, bot, access = shared.db, shared.bot, shared.access
        alert, clock = shared.alert, shared.clock
        messages = _messages(shared, use_cases)
        self.sender = Sender(
            bot=bot,
            db=db,
            messages=QuietMessages(
                db=db, messages=messages, access=access, clock=clock, is_shop=shared.is_shop
            ),
            rate_limits=rate_limits,
            alert=alert,
            clock=clock,
        )
        chat_id = shared.settings.operator_chat_id
        self.group_poster = (
            None
            if chat_id is None
            else GroupPoster(
                db=db,
                bot=bot,
                chat_id=chat_id,
                messages=messages,
                access=access,
                rate_limits=rate_limits,
                alert=alert,
                clock=clock,
            )
        )
        self.broadcaster = Broadcaster(
            bot=bot,
            db=db,
            access=access,
            steer=use_cases.broadcasts.steer_broadcast,
            rate_limits=rate_limits,
            clock=clock,
        )


def _messages(shared: Shared, use_cases: UseCases) -> Messages:
    db, clock = shared.db, shared.clock
    orders, operating, money = use_cases.orders, use_cases.operating, use_cases.money
    mass_order_messages = MassOrderMessages(db=db, view_mass_orders=orders.view_mass_orders, clock=clock)
    return Messages(
        db=db,
        access=shared.access,
        answer_knocks=use_cases.people.answer_knocks,
        order_messages=OrderMessages(
            db=db, view_orders=orders.view_orders, mass_order_messages=mass_order_messages, clock=clock
        ),
        decide=operating.decide,
        decide_holds=operating.decide_holds,
        end_orders=operating.end_orders,
        decide_refunds=money.decide_refunds,
        view_money=money.view_money,
        backup_messages=BackupMessages(shared.backups),
        support_messages=SupportMessages(db=db, view_cases=use_cases.support.view_cases),
        mass_order_messages=mass_order_messages,
        payment_messages=PaymentMessages(
            db=db, view_payments=money.view_payments, draft_orders=orders.draft_orders
        ),
    )
