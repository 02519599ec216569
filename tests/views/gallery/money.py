"""What people see of the money of orders that wallets pay for."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from msgspec.structs import replace as replace_struct

from storage.accounts import NO_WALLET, Wallet
from storage.credit_lines import CreditLine
from storage.orders import Order, OrderStage, PaidFrom
from storage.refund_questions import RefundQuestion
from storage.transfers import Transfer, TransferKind, WalletEntry
from tests.views.gallery.paper import Shown
from tests.views.gallery.records import EARLIER, NOW, Records
from usecases.errors import BadAnswer
from usecases.operating.view_account import Overview
from usecases.paying.decide_refunds import MoneyInQuestion
from usecases.paying.move_by_hand import Intent, Move, Moved
from usecases.paying.refund_rules import Doubt
from usecases.paying.view_money import HandMove, MoneyCard
from usecases.paying.view_wallet import Statement, WalletPage
from usecases.step import Step
from usecases.submitting.failures_of_writes import WAITED_TOO_LONG, Failure
from usecases.tracking import for_customers
from usecases.tracking.find_people import FoundPeople
from views import about, failures, notifications, start, statement, wizard
from views import wallet as views
from views.operating import finding_people, money, refunds
from views.orders import order_card


def _paid(it: Records, status: OrderStage = OrderStage.PARTIAL, **given: Any) -> Order:
    return it.order(status, paid_from=PaidFrom.WALLET, **given)


def _free(it: Records) -> Order:
    return for_customers.order(it.order(OrderStage.PARTIAL, charge=576_000))


def _asked(it: Records, doubt: Doubt, refunded: int = 0, decided_at: int | None = None) -> MoneyInQuestion:
    order = _paid(it, remains=None, refunded=refunded)
    question = RefundQuestion(1, order.id, doubt.value, EARLIER, 3 if decided_at else None, decided_at)
    return MoneyInQuestion(order, question, it.user(), Wallet(5_000_000, 0, 0, 0))


def orders_from_wallets(it: Records) -> Iterator[Shown]:
    waiting = RefundQuestion(1, 8, Doubt.NO_PROPORTION.value, EARLIER, None, None)
    over = RefundQuestion(1, 8, Doubt.NO_PROPORTION.value, EARLIER, 3, NOW)
    for title, order, question in (
        ("Partial, and nobody knows how much", _paid(it, remains=0), waiting),
        ("Partial, a part came back and more may", _paid(it, refunded=90_000), waiting),
        ("Partial, and nothing comes back", _paid(it, remains=0), over),
        ("Canceled, and nobody knows how much", _paid(it, OrderStage.CANCELED), waiting),
    ):
        yield Shown(title, order_card.card(replace(it.card(order), question=question)))
    for title, order in (
        ("Pending", _paid(it, OrderStage.PENDING)),
        ("In doubt", _paid(it, OrderStage.UNCONFIRMED)),
        ("Not placed", _paid(it, OrderStage.FAILED, failure="link")),
        ("Partial", _paid(it, refunded=576_000)),
        ("Free of charge, from before the shop", _free(it)),
        ("Canceled", _paid(it, OrderStage.CANCELED, remains=1_000, refunded=900_000)),
    ):
        failure = Failure("link") if order.status is OrderStage.FAILED else None
        yield Shown(title, order_card.card(it.card(order, failure=failure)))
    waited = _paid(it, OrderStage.FAILED, failure="not_sent")
    yield Shown(
        "Not sent, because the bot was away",
        order_card.card(it.card(waited, failure=Failure(WAITED_TOO_LONG))),
    )
    asked = _paid(it, remains=0)
    yield Shown("Message: an end that the operator looks at", notifications.ended(asked, waiting))
    yield Shown("Message: a corrected end", notifications.corrected(_paid(it, refunded=576_000)))
    yield Shown(
        "Message: the operator gave something back", notifications.refund_decided(_paid(it, refunded=90_000))
    )
    yield Shown("Message: the operator gave nothing back", notifications.refund_decided(_paid(it)))
    taken = _paid(it, OrderStage.COMPLETED, refunded=900_000)
    yield Shown("Message: the operator took it back", notifications.refund_decided(taken, over, 900_000))
    again = replace(it.card(_paid(it, OrderStage.CANCELED, refunded=900_000)), question=waiting)
    yield Shown(
        "Canceled again, after the money was taken back", order_card.card(replace(again, taken_back=900_000))
    )


def wallets(it: Records) -> Iterator[Shown]:
    entries = [
        _entry(9, TransferKind.REFUND, 576_000, it.service_name),
        _entry(8, TransferKind.RESERVE, -900_000, it.service_name),
        _entry(7, TransferKind.CREDIT, 5_000_000, reason="Paid by bank transfer"),
        _entry(6, TransferKind.TOPUP, 1_170_000),
    ]
    for title, wallet, found, older in (
        ("Wallet, empty", NO_WALLET, [], None),
        ("Wallet, with money kept aside", Wallet(3_100_000, 900_000, 0, 0), entries, 6),
        ("Wallet, with a credit line", Wallet(-1_500_000, 0, 0, -5_000_000), entries[1:2], None),
        ("Wallet, with a debt", Wallet(0, 0, -2_000_000, 0), entries[1:2], None),
    ):
        yield Shown(title, views.page(WalletPage(wallet, "USD", found, is_newest=True, older=older)))
    last = WalletPage(Wallet(3_100_000, 0, 0, 0), "USD", entries[3:], is_newest=False, older=None)
    yield Shown("Wallet, the last page", views.page(last))
    kinds = [_entry(20 - at, kind, 1_000_000) for at, kind in enumerate(views.KINDS)]
    yield Shown(
        "Wallet, with everything that can be in it",
        views.page(WalletPage(Wallet(3_100_000, 0, 0, 0), "USD", kinds, is_newest=True, older=None)),
    )
    table = statement.table(Statement("USD", entries[::-1])).decode("utf-8-sig")
    yield Shown("Statement (file)", table.replace("\r\n", "\n").strip())
    yield Shown("A statement without anything in it (toast)", views.nothing_yet())
    standing = Overview(None, "USD", 1, is_closed=False, wallet=Wallet(3_100_000, 900_000, 0, 0))
    yield Shown("Start", start.menu(it.person(), standing))
    owing = Overview(None, "USD", 0, is_closed=False, wallet=Wallet(0, 0, -2_000_000, 0))
    yield Shown("Start, with a debt", start.menu(it.person(), owing))
    step = _ready(it, Wallet(3_100_000, 0, 0, 0))
    yield Shown("Review", wizard.review(step))
    little = _ready(it, Wallet(100_000, 0, 0, 0))
    yield Shown("Review, with too little money", wizard.review(little))
    yield Shown("Too little money", views.too_little(little, Wallet(100_000, 0, 0, 0)))
    indebted = Wallet(0, 0, -2_000_000, 0)
    yield Shown("Too little money, with a debt", views.too_little(_ready(it, indebted), indebted))
    yield Shown(
        "Commands", "\n".join(f"/{name} – {words}" for name, words in about.commands(is_shop=True).items())
    )
    yield Shown("Help", about.help_screen(is_shop=True))
    yield Shown("Terms", about.terms(is_shop=True))


def _entry(
    number: int, kind: TransferKind, amount: int, name: str | None = None, reason: str = ""
) -> WalletEntry:
    order = 8 if name or kind in (TransferKind.RELEASE, TransferKind.RESERVE, TransferKind.REFUND) else None
    return WalletEntry(number, kind, amount, order, None, reason, EARLIER, name)


def _ready(it: Records, wallet: Wallet) -> Step:
    draft = it.draft({"link": it.link, "quantity": "1000"})
    return Step(draft, it.service(dripfeed=False), None, 2, 2, wallet.available, None, wallet)


def moves_by_hand(it: Records) -> Iterator[Shown]:
    wallet, user, by = Wallet(3_100_000, 900_000, 0, 0), it.user(), replace_struct(it.user(), name="Petra")
    owing = Wallet(0, 0, -2_000_000, -5_000_000)
    yield Shown("Find a person", finding_people.find())
    yield Shown("Find a person: nobody", finding_people.find(finding_people.nobody("@nobody")))
    yield Shown("Find a person: a stranger", finding_people.find(finding_people.may_not_order(user)))
    found = FoundPeople([user, by], 18, 1, 3)
    yield Shown("Find a person: several", finding_people.several(found, is_shop=False))
    yield Shown("Find a person: several, in a shop", finding_people.several(found, is_shop=True))
    yield Shown("A person's money", money.card(MoneyCard(user, wallet, "USD", 3_100_000, 12, 1, 8_400_000)))
    for line, by_whom in (
        (CreditLine(1, 2, 5_000_000, 3, "For regulars", EARLIER), by),
        (CreditLine(2, 2, 0, None, "the person was forgotten", EARLIER), None),
    ):
        card = MoneyCard(user, owing, "USD", 0, 1, 0, 0, line, by_whom)
        yield Shown(f"A person with a credit line: {line.id}", money.card(card))
    yield Shown("A person who owes", money.card(MoneyCard(user, owing, "USD", 0, 1, 0, 0)))
    for move in Move:
        intent = Intent(
            move, user, owing if move is Move.WRITE_OFF else wallet, "USD", 0, 10_000, 100_000_000
        )
        yield Shown(f"{move}: how much?", money.ask_amount(intent))
        yield Shown(f"{move}: why?", money.ask_reason(intent, 5_000_000))
        yield Shown(f"{move}: sure?", money.ask_to_confirm(intent, 5_000_000, "Paid by bank transfer"))
        yield Shown(f"{move}: done", money.moved(Moved(move, user, 5_000_000, is_news=True, by=None), "USD"))
        done = Moved(move, user, 5_000_000, is_news=False, by=by)
        yield Shown(f"{move}: done before", money.moved(done, "USD"))
        yield Shown(
            f"{move}: message to the other operators",
            money.by_another(user, by, move, 5_000_000, "Paid by bank transfer", "USD"),
        )
    intent = Intent(Move.CREDIT, user, wallet, "USD", 0, 10_000, 100_000_000)
    wrong = failures.words(BadAnswer("not_an_amount", {"min": "0.01", "max": "100"}))
    yield Shown("An amount that is not taken", money.ask_amount(intent, wrong))
    for reason in ("not_a_reason", "names_somebody"):
        words = failures.words(BadAnswer(reason, {"max": 200}))
        yield Shown(f"A reason that is not taken: {reason}", money.ask_reason(intent, 5_000_000, words))
    corrected = Moved(None, user, 5_000_000, is_news=False, by=by)
    yield Shown("A correction that was done before", money.moved(corrected, "USD"))
    yield Shown(
        "Message to the other operators: a correction",
        money.by_another(user, by, None, 5_000_000, "Counted twice", "USD"),
    )


def told_by_hand(it: Records) -> Iterator[Shown]:
    wallet = Wallet(8_100_000, 0, 0, 0)
    for move, paid in (
        (Move.CREDIT, 0),
        (Move.CREDIT, 2_000_000),
        (Move.DEBIT, 0),
        (Move.WRITE_OFF, 0),
        (None, 0),
    ):
        done = HandMove(_by_hand(), move, it.user(), it.user(), "USD", paid)
        yield Shown(f"Message: {move or 'correction'}", money.told(done, wallet))
    for line in (5_000_000, 0):
        yield Shown("Message: a credit line", money.told_of_line(line, "For regulars", wallet, "USD"))


def _by_hand() -> Transfer:
    reason = "Paid by bank transfer"
    return Transfer(7, "credit:2:0", TransferKind.CREDIT, 1, 2, 5_000_000, None, None, 3, reason, NOW)


def questions_of_money(it: Records) -> Iterator[Shown]:
    for doubt in Doubt:
        refunded = 900_000 if doubt in (Doubt.DELIVERED_AFTER_ALL, Doubt.AFTER_TAKE_BACK) else 0
        it_is = _asked(it, doubt, refunded)
        if doubt is Doubt.AFTER_TAKE_BACK:
            it_is = replace(it_is, taken_back=900_000, target=576_000)
        yield Shown(f"How much comes back: {doubt}", refunds.question(it_is))
    asked = _asked(it, Doubt.NO_PROPORTION)
    yield Shown("Decided already", refunds.question(_asked(it, Doubt.NO_PROPORTION, 90_000, NOW)))
    yield Shown("Another amount", refunds.ask_amount(asked))
    yield Shown("Given back", refunds.given(asked, 450_000))
    yield Shown("Nothing given back", refunds.given(asked, 0))
    yield Shown("Taken back", refunds.taken(asked, 900_000))
