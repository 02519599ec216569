"""What is said when the books do not add up."""

from decimal import Decimal

from markupsafe import Markup

from storage.audit import Check, Difference
from usecases.paying.audit_books import parse
from usecases.pricing.units import MICRO
from views.language import N_, _
from views.text import fill, lines, rate

DIFFERENCES = {
    Check.SUM: N_("All accounts together hold {found} instead of nothing."),
    Check.BALANCE: N_("Account {about}: the balance is {found}, its transfers add up to {expected}."),
    Check.LINE: N_("Account {about}: the wallet may go to {found}; the credit line allows {expected}."),
    Check.BOUNDS: N_("Account {about}: the balance is {found}, which is past its limit of {expected}."),
    Check.KEPT_ASIDE: N_("Account {about}: {found} is kept aside, the unsettled orders cost {expected}."),
    Check.REFUNDED: N_("Order {about}: {found} counts as given back, its refunds add up to {expected}."),
    Check.RESERVED: N_("Order {about}: {found} was kept aside for a price of {expected}."),
    Check.SETTLED: N_("Order {about}: {found} was settled; for its state {expected} is right."),
    Check.STRANGE: N_("Transfer {about}: {found} was moved that is not for its order or its person."),
    Check.CREDITED: N_("Payment {about}: {found} was credited instead of {expected}."),
}


def difference(it: Difference) -> str:
    """One difference, with the account or the like that it is about."""
    return _(DIFFERENCES[it.check]).format(
        about=it.about, found=_amount(it.found), expected=_amount(it.expected)
    )


def named(detail: str) -> Markup:
    """The differences that a condition's detail names."""
    return lines(*(fill("{words}", words=difference(one)) for one in parse(detail)))


def _amount(micro: int) -> str:
    return rate(Decimal(micro) / MICRO, None)
