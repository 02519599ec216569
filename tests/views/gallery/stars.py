"""What people and operators see of payments in Telegram Stars."""

from collections.abc import Iterator
from decimal import Decimal

from storage.accounts import Wallet
from storage.invoices import Invoice, InvoiceStatus
from storage.star_refunds import StarRefund, StarRefundStatus
from storage.topups import HeardFrom, Topup
from tests.views.gallery.paper import Shown, plain
from tests.views.gallery.records import EARLIER, NOW, Records
from usecases.clock import HOUR
from usecases.errors import BadAnswer, StarsInUse
from usecases.paying.ask_for_stars import TopUpOffer
from usecases.paying.check_payments import Refusal
from usecases.paying.confirm_wallets import ConfirmedWallets, FilledWallet, WalletsToConfirm
from usecases.paying.star_terms import FEWEST_STARS, StarTerms
from usecases.paying.view_payments import PaymentCard, PaymentsOfPerson, PaymentState
from views import about, failures, paysupport, topups
from views.operating import payments

RICH, POOR = Wallet(3_100_000, 0, 0, 0), Wallet(0, 0, -400_000, 0)
CHARGE = "stxPZ5Xq9FhkN0VwJ2rBd"


def _topup(number: int = 1, credited: int | None = 1_170_000, stars: int = 100) -> Topup:
    return Topup(number, CHARGE, 1, stars, credited, "USD", "17", HeardFrom.UPDATE, EARLIER - number * HOUR)


def _state(status: StarRefundStatus | None = None, credited: int | None = 1_170_000) -> PaymentState:
    topup = _topup(credited=credited)
    if status is None:
        return PaymentState(topup, None)
    ended = NOW if status in (StarRefundStatus.DONE, StarRefundStatus.REFUSED) else None
    reversal = "topup:1:reversal:1"
    refund = StarRefund(1, 1, reversal, status, "", EARLIER, EARLIER, ended)
    return PaymentState(topup, refund)


def _card(it: Records, wallet: Wallet = RICH, credited: int | None = 1_170_000) -> PaymentCard:
    return PaymentCard(_state(credited=credited), it.user(), wallet)


def _payments(states: list[PaymentState], *, held: int = 0, returnable: bool = True) -> PaymentsOfPerson:
    wallet = Wallet(3_100_000, held, 0, 0)
    return PaymentsOfPerson(states, wallet, wallet.balance, [_topup()] if returnable else [], "USD")


def topping_up(it: Records) -> Iterator[Shown]:
    terms = StarTerms(Decimal("0.0117"))
    for title, wallet in (("Top up", RICH), ("Top up, with a debt", POOR)):
        yield Shown(title, topups.offer(TopUpOffer(wallet, "USD", terms)))
    offer = TopUpOffer(RICH, "USD", terms)
    too_large = failures.words(BadAnswer("too_large", {"min": FEWEST_STARS, "max": 8_547}))
    yield Shown("Top up, too much is missing", topups.offer(offer, too_large))
    yield Shown("Another amount", topups.ask_stars(offer, FEWEST_STARS))
    yield Shown("Another amount, after a wrong answer", topups.ask_stars(offer, FEWEST_STARS, too_large))
    for title, draft in (("Invoice", None), ("Invoice for an order", "draft")):
        invoice = Invoice(
            17, 1, 100, 1_170_000, "USD", draft, draft, InvoiceStatus.OPEN, None, NOW, NOW + HOUR
        )
        texts = topups.invoice(invoice)
        yield Shown(title, f"{texts.title}\n{texts.description}")
        if draft:
            yield Shown("Message: paid, and the order is gone", topups.not_ordered(invoice))
    yield Shown("Toast: an invoice was sent", topups.pay_below())
    for refusal in Refusal:
        yield Shown(f"In the payment window: {plain(refusal).lower()}", topups.refusal(refusal))
    yield Shown("Message: paid", topups.credited(_card(it), 0, again=False, anothers=False))
    yield Shown("Message: paid twice", topups.credited(_card(it), 0, again=True, anothers=False))
    yield Shown("Message: paid for somebody", topups.credited(_card(it), 0, again=False, anothers=True))
    yield Shown("Message: paid, debt first", topups.credited(_card(it), 400_000, again=False, anothers=False))
    yield Shown("Message: the invoice has expired", topups.expired())
    yield Shown("Above a review that is shown again", topups.review_again("$1.17"))
    yield Shown("Above such a review, for a blocked person", topups.review_again("$1.17", "Counted twice"))
    yield Shown("A payment could not be entered", failures.broken_payment())


def help_with_payments(it: Records) -> Iterator[Shown]:
    every = [_state(), *map(_state, StarRefundStatus), _state(credited=None)]
    yield Shown("Help with payments", paysupport.page(_payments(every[:5]), "@the_shop", is_let_in=True))
    yield Shown("Nothing paid", paysupport.page(_payments([]), None, is_let_in=True))
    yield Shown("For somebody who was removed", paysupport.page(_payments(every[4:]), None, is_let_in=False))
    yield Shown("Refunds", paysupport.refunds(_payments(every)))
    spent = _payments(every, held=900_000, returnable=False)
    in_use = failures.words(StarsInUse(270_000, 900_000, "USD"))
    yield Shown("Refunds, the money is in use", paysupport.refunds(spent, in_use))
    yield Shown("Asked before a refund", paysupport.ask_refund(_topup()))
    yield Shown("A refund was asked for", paysupport.asked(_topup()))
    yield Shown("Message: the Stars went back", topups.returned(_card(it)))
    yield Shown("Message: the Stars stay", topups.kept(_card(it)))
    yield Shown("Message: taken back by Telegram", topups.charged_back(_card(it)))
    yield Shown("Message: taken back, with a debt", topups.charged_back(_card(it, POOR)))
    yield Shown("Privacy of a shop", about.privacy(is_shop=True, contact="@the_shop"))
    yield Shown("Terms of a shop", about.terms(is_shop=True, contact="@the_shop"))


def payments_for_operators(it: Records) -> Iterator[Shown]:
    yield Shown(
        "A person's payments", payments.listed(it.user(), _payments([_state(), _state(credited=None)]))
    )
    yield Shown("A person without payments", payments.listed(it.user(), _payments([], returnable=False)))
    yield Shown("Message: a payment without an invoice", payments.unmatched(_card(it, credited=None)))
    single = PaymentCard(PaymentState(_topup(credited=None, stars=1), None), it.user(), RICH)
    yield Shown("Message: one Star without an invoice", payments.unmatched(single))
    yield Shown("Decided already", payments.unmatched(_card(it)))
    yield Shown("Credited", payments.credited(_card(it)))
    yield Shown("Asked before Stars go back", payments.ask_return(_card(it)))
    yield Shown("Stars go back", payments.asked_return(_card(it)))
    yield Shown("Message: a chargeback", payments.chargeback(_card(it), 1))
    yield Shown("Message: a chargeback, with a debt", payments.chargeback(_card(it, POOR), 2))
    filled = [FilledWallet(it.user(), 3_100_000)]
    yield Shown(
        "Wallets after a restore", payments.wallets(WalletsToConfirm(filled, 21, 9_900_000, "USD", 1))
    )
    one = WalletsToConfirm(filled, 1, 3_100_000, "USD", 1)
    yield Shown("One wallet after a restore", payments.wallets(one))
    yield Shown("Wallets confirmed", payments.wallets_confirmed(ConfirmedWallets(0, "USD")))
    yield Shown("Wallets confirmed, debts gone", payments.wallets_confirmed(ConfirmedWallets(400_000, "USD")))
