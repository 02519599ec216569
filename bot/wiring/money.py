"""Use cases about wallets and payments."""

from bot.wiring.orders import OrderUseCases
from bot.wiring.shared import Shared
from usecases.operating.watch_panel import CLOSING
from usecases.ordering.order_paid_drafts import OrderPaidDrafts
from usecases.paying.ask_for_stars import AskForStars
from usecases.paying.check_payments import CheckPayments
from usecases.paying.confirm_wallets import ConfirmWallets
from usecases.paying.decide_refunds import DecideRefunds
from usecases.paying.invoice_payloads import InvoicePayloads
from usecases.paying.move_by_hand import MoveByHand
from usecases.paying.return_stars import ReturnStars
from usecases.paying.star_terms import terms_of_shop
from usecases.paying.take_payments import TakePayments
from usecases.paying.view_money import ViewMoney
from usecases.paying.view_payments import ViewPayments
from usecases.paying.view_wallet import ViewWallet
from usecases.tracking.export_person import ExportPerson


class MoneyUseCases:
    def __init__(self, shared: Shared, orders: OrderUseCases) -> None:
        db, currency, alert, clock = shared.db, shared.currency, shared.alert, shared.clock
        wakeups = shared.wakeups
        payloads, read_terms = _payloads(shared), terms_of_shop(db, currency)
        self.ask_for_stars = AskForStars(
            db=db, payloads=payloads, currency=currency, read_terms=read_terms, clock=clock
        )
        self.check_payments = CheckPayments(
            db=db,
            access=shared.access,
            payloads=payloads,
            read_terms=read_terms,
            closing=CLOSING,
            clock=clock,
        )
        self.take_payments = TakePayments(
            db=db,
            payloads=payloads,
            currency=currency,
            read_terms=read_terms,
            alert=alert,
            wake_sender=wakeups.sender,
            clock=clock,
        )
        self.order_paid_drafts = OrderPaidDrafts(
            db=db, place_order=orders.place_order, wake_sender=wakeups.sender, clock=clock
        )
        self.view_payments = ViewPayments(db=db, currency=currency, clock=clock)
        self.return_stars = ReturnStars(db=db, wake_returns=wakeups.returns, clock=clock)
        self.wake_statement = wakeups.statement
        self.confirm_wallets = ConfirmWallets(
            db=db, currency=currency, alert=alert, wake_sender=wakeups.sender, clock=clock
        )
        self.move_by_hand = MoveByHand(
            db=db, currency=currency, alert=alert, wake_sender=wakeups.sender, clock=clock
        )
        self.decide_refunds = DecideRefunds(db=db, alert=alert, wake_sender=wakeups.sender, clock=clock)
        self.view_money = ViewMoney(db=db, currency=currency, clock=clock)
        self.view_wallet = ViewWallet(db=db, currency=currency)
        self.export_person = ExportPerson(
            db=db,
            panel_key_id=shared.panel_key_id,
            view_orders=orders.view_orders,
            view_wallet=self.view_wallet,
            clock=clock,
            is_shop=shared.is_shop,
        )


def _payloads(shared: Shared) -> InvoicePayloads | None:
    """Return what signs invoices. A shop without a secret key takes no payments."""
    key = shared.settings.secret_key
    return InvoicePayloads(key.get_secret_value(), shared.currency) if shared.is_shop and key else None
