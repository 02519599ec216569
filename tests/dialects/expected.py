"""What a customer and the operator read on each dialect of the panel, where it is not as on a plain one."""

from dataclasses import dataclass

from tests.dialects.steps import (
    ALICE,
    OLGA,
    Asks,
    DaysPass,
    Fails,
    Later,
    Says,
    Steps,
    Taps,
    alice_sees,
    olga_sees,
)

NOTHING_NEW = "Refill requested. The panel has said nothing new about it for days."
NO_REPORTS: Steps = (
    DaysPass(1, "refills", "missing_since"),
    alice_sees("Refill requested. This panel does not report on refills."),
)
PRICED = alice_sees("Pictogram Followers · Standard", "$0.90 per 1,000")
IN_DOUBT = "We don't know yet whether the panel has your order"


@dataclass(frozen=True)
class Story:
    """The parts of the story, in their order: order 1, order 2 on the same link, order 3 on another."""

    catalogue: Steps = (PRICED,)
    placed: Steps = (alice_sees("Order 1 · Pending", "Reference"),)
    progress: Steps = (alice_sees("Order 1 · In progress", "400 of 1,000 delivered"),)
    busy: Steps = (alice_sees("Order 2 · Not placed", "An order on this link is still open."),)
    ended: Steps = (alice_sees("Order 1 · Completed", "1,000 of 1,000 delivered"),)
    refill: Steps = (alice_sees("Order 1 · Completed", "Refill requested"),)
    refilled: Steps = (alice_sees("Refilled"),)
    placed_again: Steps = (alice_sees("Order 3 · Pending", "Reference"),)
    cancel: Steps = (alice_sees("Order 3", "Cancellation requested, waiting for the panel"),)
    canceled: Steps = (alice_sees("Order 3 · Canceled", "The panel should return $0.90."),)
    balance: Steps = (Asks(ALICE, "/balance", "On the account: $999.10"),)
    never: tuple[str, ...] = ("UNIQUE",)
    """No message shows any of these."""


def denied(order: int) -> Steps:
    """An order in doubt, which the operator knows not to be there."""
    return (
        alice_sees(f"Order {order} · Being checked", IN_DOUBT),
        Taps(OLGA, "No, the panel doesn't have it", f"Does the panel have order {order}?"),
        Taps(OLGA, "Close it as not placed", f"Close order {order} as not placed?"),
        alice_sees(f"Order {order} · Not placed", "Nothing was charged."),
    )


def named(order: int, number: str) -> Steps:
    """An order in doubt, whose number at the panel the operator knows."""
    return (
        alice_sees(f"Order {order} · Being checked", IN_DOUBT),
        Taps(OLGA, "Yes, the panel has it", f"Does the panel have order {order}?"),
        Says(OLGA, number),
        alice_sees("Checked: the panel has your order.", f"Order {order}"),
        alice_sees(f"Order {order} · Pending", f"Reference {number}"),
    )


STORIES: dict[str, Story] = {
    "plain": Story(),
    "script-of-the-page": Story(refilled=NO_REPORTS),
    "plus-signs": Story(),
    "own-words": Story(refill=(alice_sees("Order 1 · Completed", "Refill in progress"),)),
    "envelope": Story(),
    "typed": Story(),
    "keyed": Story(),
    "result-list": Story(),
    "numbers-from-php": Story(
        catalogue=(PRICED, olga_sees("Some services on the panel's list cannot be read"))
    ),
    "lakh": Story(
        catalogue=(alice_sees("Pictogram Followers · Standard", "₹0.90 per 1,000"),),
        canceled=(alice_sees("Order 3 · Canceled", "The panel should return ₹0.90."),),
        balance=(Asks(ALICE, "/balance", "On the account: ₹123,455.88"),),
    ),
    "decimal-comma": Story(
        catalogue=(
            alice_sees("Pictogram Followers · Standard", "€0.90 per 1,000"),
            olga_sees("Some services on the panel's list cannot be read"),
        ),
        canceled=(alice_sees("Order 3 · Canceled", "The panel should return €0.90."),),
        balance=(Asks(ALICE, "/balance", "On the account: €12,344.77"),),
    ),
    "money-with-signs": Story(),
    "per-piece": Story(
        catalogue=(alice_sees("Pictogram Followers · Standard", "$0.0009 per 1,000"),),
        progress=(
            alice_sees("Order 1 · In progress", "400 of 1,000 delivered"),
            Taps(OLGA, "The rate is per piece", "The panel took far more than was quoted for order 1."),
            olga_sees("The rates of this panel are per piece, as you decided"),
        ),
    ),
    "rounded-rates": Story(
        never=("0.495",),
        canceled=(alice_sees("Order 3 · Canceled"),),
        balance=(Asks(ALICE, "/balance", "On the account: $998.20"),),
    ),
    "other-currency": Story(never=("22,500", "22500")),
    "no-charge": Story(progress=(alice_sees("Order 1 · Being delivered", "400 of 1,000 delivered"),)),
    "one-by-one": Story(
        refill=(alice_sees("Order 1 · Completed", "Refill in progress"),),
        refilled=(DaysPass(4, "refills", "word_since"), alice_sees(NOTHING_NEW)),
    ),
    "wants-quantity": Story(busy=denied(2)),
    "stumbling": Story(placed=named(1, "23501"), placed_again=named(3, "23502")),
    "server-errors": Story(
        catalogue=(Later(60), PRICED),
        busy=(alice_sees("Order 2 · Being checked", IN_DOUBT), Later(60), *denied(2)),
    ),
    "silent": Story(
        refilled=NO_REPORTS,
        cancel=(alice_sees("Order 3", "Cancellation not possible"),),
        canceled=(
            Fails(),
            alice_sees("Order 3 · Pending", "Last checked"),
            DaysPass(4, "orders", "changed_at"),
            DaysPass(4, "orders", "slow_check_at"),
            alice_sees("Order 3 · Pending", "This is slower than usual. We keep checking."),
            olga_sees("1 order is slower than usual: the panel has said nothing new about it for days."),
        ),
        balance=(Asks(ALICE, "/balance", "On the account: $998.20"),),
    ),
    "hundred-a-page": Story(
        catalogue=(PRICED, olga_sees("The panel lists several services under one ID.", "145")),
        canceled=(
            Taps(ALICE, "Refresh", "Cancellation requested"),
            alice_sees("Order 3 · Canceled", "The panel should return $0.90."),
        ),
    ),
    "places-for-ids": Story(catalogue=(PRICED, olga_sees("types that we don't know", "Platform 4"))),
    "unknown-types": Story(),
}
