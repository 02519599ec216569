"""What a person sees of a mass order before it is confirmed, and which of its lines they choose."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from storage.accounts import Wallet
from storage.mass_orders import MassLine, MassOrder
from usecases.ordering.mass_lines import review_of_lines


@dataclass(frozen=True, slots=True)
class MassChoice:
    """Which lines are ordered, of those that can be.

    `with_open`: also those with an open order on the target. `without_changed`: without those whose price
    changed. `up_to` is the number of the last line, 0 for the end of the list.
    """

    with_open: bool = False
    without_changed: bool = False
    up_to: int = 0

    def of(self, lines: Sequence[MassLine]) -> list[MassLine]:
        return [line for line in lines if self._takes(line)]

    def _takes(self, line: MassLine) -> bool:
        return (
            not line.reason
            and (self.with_open or line.open_order is None)
            and not (self.without_changed and line.was_price is not None)
            and (not self.up_to or line.number <= self.up_to)
        )


@dataclass(frozen=True)
class MassReview:
    """`wallet` is the person's, None in private mode. `again` is an earlier mass order of the same list.

    `now` is the time of the review (epoch ms).
    """

    mass_order: MassOrder
    wallet: Wallet | None
    again: MassOrder | None
    now: int
    choice: MassChoice = field(default_factory=MassChoice)

    @cached_property
    def lines(self) -> list[MassLine]:
        return self.mass_order.all_lines

    @cached_property
    def chosen(self) -> list[MassLine]:
        return self.choice.of(self.lines)

    @property
    def wrong(self) -> list[MassLine]:
        return [line for line in self.lines if line.reason]

    @property
    def has_held(self) -> bool:
        return any(line.is_held for line in self.lines)

    @property
    def changed(self) -> list[MassLine]:
        """The lines with a new price that are chosen, or are left out for it."""
        lines = replace(self.choice, without_changed=False).of(self.lines)
        return [line for line in lines if line.was_price is not None]

    @property
    def with_open(self) -> list[MassLine]:
        """The lines whose target has an unfinished order, that are chosen, or are left out for it."""
        return [line for line in self.also_with_open.of(self.lines) if line.open_order is not None]

    @property
    def fingerprint(self) -> str:
        """It covers all that the review says, but for the wallet: what is not so any more is not ordered."""
        again = self.again.id if self.again else None
        return review_of_lines(self.lines, self.mass_order.currency, again)

    @property
    def is_short(self) -> bool:
        """Whether the wallet cannot pay for all chosen lines."""
        return not self.pays_for(self.choice)

    def pays_for(self, choice: MassChoice) -> bool:
        return self.wallet is None or sum_of(choice.of(self.lines)) <= self.wallet.available

    @property
    def affordable(self) -> MassChoice | None:
        """The choice of the first chosen lines for which the wallet pays; None if it pays for none."""
        paid = affordable(self.chosen, self.wallet.available) if self.wallet else self.chosen
        if not paid:
            return None
        return replace(self.choice, up_to=paid[-1].number) if len(paid) < len(self.chosen) else self.choice

    @property
    def unchanged(self) -> MassChoice:
        return replace(self.choice, without_changed=True)

    @property
    def also_with_open(self) -> MassChoice:
        return replace(self.choice, with_open=True)

    @property
    def whole(self) -> MassChoice:
        """The choice of all lines but those with open orders that are left out."""
        return MassChoice(with_open=self.choice.with_open)


def sum_of(lines: Sequence[MassLine]) -> int:
    """Return what the lines cost (micro-units)."""
    return sum(line.price for line in lines)


def affordable(lines: Sequence[MassLine], money: int) -> list[MassLine]:
    """Return the first lines that cost at most so much (micro-units) together."""
    paid: list[MassLine] = []
    for line in lines:
        money -= line.price
        if money < 0:
            break
        paid.append(line)
    return paid
